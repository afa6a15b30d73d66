"""Rules between the rubriques of one passage. None of them is enforced by the XSD.

Each takes a passage and the context of the check, and returns what is wrong, or None. A value that is None is absent or was
already found faulty: it is never blamed twice.
"""

from calendar import monthrange
from datetime import date
from typing import Final

from accrochage.modele import Passage, Titulaire
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.contexte import Contexte, Rule
from accrochage.regles.lecture.dates import date_in_words, explain_impossible
from accrochage.regles.lecture.nettoyage import quote

START_OF_DUTY: Final = date(2021, 7, 1)
"""Certifications delivered since this day must be declared (arrêté of 21 May 2021)."""

_EXAMPLES: Final = {"RNCP": "RNCP35726", "RS": "RS5875"}


def check_code_and_type(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """CER-01: the prefix of the code contradicts the type; TXT-04: the code has no such prefix (dictionary 4.1, 4.2)."""
    type_, code = passage.certification.type, passage.certification.code
    if code is None or type_ not in {"RNCP", "RS"} or is_code_of(type_, code):
        return None
    other = "RS" if type_ == "RNCP" else "RNCP"
    if is_code_of(other, code):
        message = (
            f"Le code {code} est au {other}, mais le type dit {type_}. Corrigez l'un des deux."
        )
        return Anomalie("CER-01", message, passage.ou("type"), type_, other)
    message = f"{quote(code)} n'a pas la forme d'un code {type_} (exemple : {_EXAMPLES[type_]}). Vérifiez-le."
    return Anomalie("TXT-04", message, passage.ou("code"), code)


def is_code_of(type_: str, code: str) -> bool:
    """Tell whether a code is one of a type: its prefix, then digits."""
    return code.startswith(type_) and code.isascii() and code[len(type_) :].isdigit()


def check_periode_validite(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """VAL-01: `dateFinValidite` precedes `dateDebutValidite` (dictionary 5.10, 5.11)."""
    start, end = passage.date_debut_validite, passage.date_fin_validite
    if start is None or end is None or start <= end:
        return None
    message = f"La fin de validité ({end:%d/%m/%Y}) précède la délivrance ({start:%d/%m/%Y}). Corrigez l'une des deux."
    return Anomalie("VAL-01", message, passage.ou("dateFinValidite"), f"{end:%d/%m/%Y}")


def check_delivrance(passage: Passage, contexte: Contexte) -> Anomalie | None:
    """VAL-02: delivered before the duty began (arrêté of 21 May 2021); VAL-03: delivered after today."""
    day = passage.date_debut_validite
    if day is None or START_OF_DUTY <= day <= contexte.today:
        return None
    ou, valeur = passage.ou("dateDebutValidite"), f"{day:%d/%m/%Y}"
    if day < START_OF_DUTY:
        message = f"Délivrée le {date_in_words(day)}, avant le 1er juillet 2021 : elle n'est pas à déclarer. Vérifiez l'année."
        return Anomalie("VAL-02", message, ou, valeur)
    return Anomalie(
        "VAL-03",
        f"Le {date_in_words(day)} n'est pas encore venu. Corrigez la date, ou attendez ce jour.",
        ou,
        valeur,
    )


def check_duree_examen(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """EXA-01: the examination ends before it starts (dictionary 5.6, 5.7)."""
    start, end = passage.date_debut_examen, passage.date_fin_examen
    if start is None or end is None or start <= end:
        return None
    message = f"L'examen finit ({end:%d/%m/%Y}) avant de commencer ({start:%d/%m/%Y}). Corrigez l'une des deux dates."
    return Anomalie("EXA-01", message, passage.ou("dateFinExamen"), f"{end:%d/%m/%Y}")


def check_examen_et_delivrance(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """EXA-02: the examination follows the delivery (dictionary 5.6, 5.10)."""
    start, delivered = passage.date_debut_examen, passage.date_debut_validite
    if start is None or delivered is None or start <= delivered:
        return None
    message = f"L'examen commence ({start:%d/%m/%Y}) après la délivrance ({delivered:%d/%m/%Y}). Vérifiez les deux dates."
    return Anomalie("EXA-02", message, passage.ou("dateDebutExamen"), f"{start:%d/%m/%Y}")


def check_inscription(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """INS-01: the holder registered after the delivery (dictionary 7.4)."""
    day, delivered = passage.date_inscription, passage.date_debut_validite
    if day is None or delivered is None or day <= delivered:
        return None
    message = f"L'inscription ({day:%d/%m/%Y}) suit la délivrance ({delivered:%d/%m/%Y}). Vérifiez les deux dates."
    return Anomalie("INS-01", message, passage.ou("dateInscription"), f"{day:%d/%m/%Y}")


def check_niveau_langue(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """LNG-01, LNG-02: the language level and its announcement disagree (dictionary 5.12, 5.13)."""
    announced, niveau = passage.presence_niveau_langue_euro, passage.niveau_langue_europeen
    if announced is None or announced == (niveau is not None):
        return None
    ou = passage.ou("niveauLangueEuropeen")
    if announced:
        message = "Un niveau de langue est annoncé mais la cellule est vide. Donnez-le, ou répondez non à « Niveau de langue attesté »."
        return Anomalie("LNG-01", message, ou)
    message = "Un niveau est donné alors que « Niveau de langue attesté » vaut non. Répondez oui, ou videz le niveau."
    return Anomalie("LNG-02", message, ou, niveau)


def check_niveau_numerique(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NUM-01, NUM-02: the digital level and its announcement disagree (dictionary 5.14 and block 6)."""
    announced = passage.presence_niveau_numerique_euro
    given = passage.score_general is not None or passage.resultats is not None
    if announced is None or announced == given:
        return None
    ou = passage.ou(_known(passage, "scoreGeneral", "resultats"))
    if announced:
        message = "Un niveau numérique est annoncé sans score ni résultats. Donnez-les, ou répondez non à « Niveau numérique attesté »."
        return Anomalie("NUM-01", message, ou)
    message = "Un score ou des résultats sont donnés alors que « Niveau numérique attesté » vaut non. Répondez oui, ou videz-les."
    return Anomalie("NUM-02", message, ou)


def check_scoring(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """SCO-01: a certification obtained by scoring has no score (dictionary 5.4, 5.15)."""
    if passage.scoring is not None or passage.obtention_certification != "PAR_SCORING":
        return None
    message = "Le mode d'obtention est « Par scoring » : donnez le score obtenu."
    return Anomalie("SCO-01", message, passage.ou("scoring"))


def check_voie_vae(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """VAE-01, VAE-02: the way of access and the VAE's own disagree (dictionary 7.1, 7.2)."""
    modalite, voie = passage.modalite_acces, passage.voie_acces_vae
    if (modalite == "VAE") == (voie is not None):
        return None
    if voie is None:
        message = (
            "La modalité d'accès est « VAE » : dites si c'est un congé VAE ou une VAE classique."
        )
        return Anomalie("VAE-01", message, passage.ou("voieAccessVAE"))
    if modalite is None:
        message = "Une voie d'accès VAE est donnée sans modalité d'accès. Écrivez « VAE » ici, ou videz la voie d'accès VAE."
        return Anomalie("VAE-02", message, passage.ou("modaliteAcces"), None, "VAE")
    message = "Une voie d'accès VAE est donnée alors que la modalité d'accès n'est pas « VAE ». Corrigez l'une des deux."
    return Anomalie("VAE-02", message, passage.ou("voieAccessVAE"), voie)


def check_date_naissance(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NAI-01: a day of birth without its month; NAI-02: a day that does not exist (dictionary 8.6 to 8.8)."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire) or titulaire.jour_naissance is None:
        return None
    year, month, day = titulaire.annee_naissance, titulaire.mois_naissance, titulaire.jour_naissance
    if month is None:
        return Anomalie(
            "NAI-01",
            "Le jour de naissance est donné sans le mois. Donnez aussi le mois.",
            passage.ou("moisNaissance"),
        )
    if year is None or day <= 28 or day <= monthrange(year, month)[1]:
        return None
    reason = explain_impossible(year, month, day)
    message = (
        f"Cette date de naissance est impossible : {reason}. Recopiez-la de la pièce d'identité."
    )
    return Anomalie("NAI-02", message, passage.ou("jourNaissance"), f"{day:02}/{month:02}/{year}")


def check_age(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NAI-03: the holder was less than 10 or more than 100 years old when it was delivered; NAI-04: or was not born yet."""
    titulaire, delivered = passage.identification, passage.date_debut_validite
    if (
        delivered is None
        or not isinstance(titulaire, Titulaire)
        or titulaire.annee_naissance is None
    ):
        return None
    year = titulaire.annee_naissance
    if 10 <= delivered.year - year <= 100:
        return None
    ou = passage.ou(_known(passage, "anneeNaissance", "dateNaissance"))
    born = (year, titulaire.mois_naissance or 1, titulaire.jour_naissance or 1)
    if born > (delivered.year, delivered.month, delivered.day):
        message = f"La naissance suit la délivrance, qui est du {delivered:%d/%m/%Y}. Corrigez l'une des deux dates."
        return Anomalie("NAI-04", message, ou, str(year))
    message = f"Naissance en {year}, délivrance en {delivered.year} : l'âge est invraisemblable. Vérifiez les deux années."
    return Anomalie("NAI-03", message, ou, str(year))


def _known(passage: Passage, key: str, other: str) -> str:
    """Return the key, of two that say the same, whose column the file has: there the user finds the cell."""
    columns = passage.table.columns
    return other if key not in columns and other in columns else key


RULES: Final[tuple[Rule, ...]] = (
    check_code_and_type,
    check_delivrance,
    check_periode_validite,
    check_duree_examen,
    check_examen_et_delivrance,
    check_inscription,
    check_niveau_langue,
    check_niveau_numerique,
    check_scoring,
    check_voie_vae,
    check_date_naissance,
    check_age,
)
"""Every rule of this module, in the order of the rubriques."""
