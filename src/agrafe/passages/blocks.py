"""The blocks of the form and of the card of a passage, in the order of the template."""

from typing import Final

BLOCKS: Final = (
    (
        "Certification obtenue",
        (
            *("idTechnique", "dateDebutValidite", "dateFinValidite", "libelleOption"),
            *("obtentionCertification", "donneeCertifiee", "urlPreuve"),
        ),
    ),
    (
        "Résultats",
        (
            *("scoring", "mentionValidee", "presenceNiveauLangueEuro", "niveauLangueEuropeen"),
            *("presenceNiveauNumeriqueEuro", "scoreGeneral", "resultats"),
        ),
    ),
    (
        "Inscription",
        ("modaliteAcces", "voieAccessVAE", "initiativeInscription", "dateInscription"),
    ),
    (
        "Examen",
        (
            *("dateDebutExamen", "dateFinExamen", "modalitePassageExamen"),
            *("codePostalCentreExamen", "verbatim"),
        ),
    ),
    ("Dossier EDOF", ("idDossier", "nomTitulaire", "prenom1Titulaire")),
)
"""Title of each block, and the keys of its rubriques."""

CONDITIONS: Final = {
    "niveauLangueEuropeen": "presenceNiveauLangueEuro=true",
    "scoreGeneral": "presenceNiveauNumeriqueEuro=true",
    "resultats": "presenceNiveauNumeriqueEuro=true",
    "scoring": "obtentionCertification=PAR_SCORING",
    "voieAccessVAE": "modaliteAcces=VAE",
    **dict.fromkeys(("idDossier", "nomTitulaire", "prenom1Titulaire"), "voie=dossier"),
}
"""When a field serves: the field that decides, and its value. Without JavaScript all of them are there."""
