from datetime import date

import pytest

from accrochage.dictionnaire import COLONNES, RUBRIQUES, Bloc
from accrochage.modele import Resultat
from accrochage.modele import Titulaire as TitulaireDuCoeur
from accrochage.operations.saisie import PASSAGE, Saisie
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Certification
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import (
    IDENTITY_KEYS,
    OWNER_KEYS,
    PASSAGE_KEYS,
    PERSONNE_KEYS,
    PLACES,
    RELATED,
    from_modele,
    key_of,
    text_of,
    to_modele,
    to_values,
    typed_of,
)
from agrafe.personnes.models import Personne
from factories.web import make_certificateur, make_passage, make_personne, make_sound_passage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
FULL = {
    "id_technique": "2026-0001",
    "url_preuve": "https://exemple.fr/1",
    "libelle_option": "Paie",
    "obtention_certification": "PAR_SCORING",
    "donnee_certifiee": False,
    "date_debut_examen": date(2026, 6, 15),
    "date_fin_examen": date(2026, 6, 17),
    "modalite_passage_examen": "EN_PRESENTIEL",
    "code_postal_centre_examen": "69003",
    "date_debut_validite": date(2026, 6, 30),
    "date_fin_validite": date(2031, 6, 29),
    "presence_niveau_langue_euro": True,
    "niveau_langue_europeen": "B2",
    "presence_niveau_numerique_euro": True,
    "score_general": 640,
    "resultats": [[5, "1", "1"], [7, "3", "4"]],
    "scoring": "815",
    "mention_validee": "MENTION_BIEN",
    "modalite_acces": "VAE",
    "voie_acces_vae": "VAE_CLASSIQUE",
    "initiative_inscription": "CERTIFIE",
    "date_inscription": date(2026, 1, 12),
    "verbatim": "Session de rattrapage",
}


def read_again(passage, nirs=None):
    values = to_values(passage, nirs or {})
    return Saisie("1.1.5", TODAY, PASSAGE).check(values)


def test_every_rubrique_of_a_passage_has_its_place():
    not_kept = {"nir", "nomNaissanceNir", "niveau", "domaineCompetenceId", "competenceId"}
    wanted = {key for key, entry in RUBRIQUES.items() if entry.bloc is not Bloc.FLUX} - not_kept

    assert set(PLACES) == wanted | {"resultats"}
    assert set(PLACES) <= set(COLONNES)


def test_places():
    assert PLACES["idClientEmetteur"] == (Certificateur, "id_client_emetteur")
    assert PLACES["natureDeposant"] == (Certificateur, "nature_deposant")
    assert PLACES["code"] == (Certification, "code")
    assert PLACES["voieAccessVAE"] == (Passage, "voie_acces_vae")
    assert PLACES["commentairesMEN"] == (Personne, "commentaires_men")
    assert set(PERSONNE_KEYS) < IDENTITY_KEYS
    assert "idTechnique" in PASSAGE_KEYS
    assert {"idClient", "idContrat", "idClientEmetteur", "natureDeposant"} == OWNER_KEYS
    assert key_of(Passage, "scoring") == "scoring"
    assert key_of(Passage, "promotion") is None


def test_a_passage_reads_again_as_it_was_written():
    owner = make_certificateur(id_client="12345678", id_contrat="MCFCER000123")
    passage = make_passage(owner, **FULL)

    fiche = read_again(passage)

    written = to_modele(passage)
    assert fiche.passage._replace(table=written.table, ligne=None) == written
    assert written.resultats == (Resultat(5, "1", "1"), Resultat(7, "3", "4"))
    rows = from_modele(fiche.passage)
    assert {name: getattr(passage, name) for name in rows.passage} == rows.passage
    assert {name: getattr(passage.personne, name) for name in rows.personne} == rows.personne
    assert rows.certification == {
        "type": passage.certification.type,
        "code": passage.certification.code,
    }
    assert rows.nir == ""


def test_a_passage_identified_by_its_dossier():
    owner = make_certificateur()
    personne = make_personne(owner, nom_naissance="Le Gall", prenom1="Anne")
    passage = make_sound_passage(
        owner, personne=personne, voie=Voie.DOSSIER, id_dossier="1234567891011"
    )

    fiche = read_again(passage)

    assert fiche.passage.identification == to_modele(passage).identification
    assert to_modele(passage).identification == ("1234567891011", "Le Gall", "Anne")
    assert "sexe" not in to_values(passage)
    rows = from_modele(fiche.passage)
    assert rows.passage["voie"] == Voie.DOSSIER
    assert rows.passage["id_dossier"] == "1234567891011"
    assert rows.personne == {"nom_naissance": "Le Gall", "prenom1": "Anne"}


def test_a_passage_identified_by_its_nir():
    owner = make_certificateur()
    passage = make_sound_passage(owner, voie=Voie.NIR)
    nirs = {passage.personne_id: "2910735238014"}

    fiche = read_again(passage, nirs)

    assert fiche.passage.identification == ("2910735238014", "Dubreuil")
    assert to_modele(passage, nirs).identification == fiche.passage.identification
    assert isinstance(to_modele(passage, nirs).etat_civil, TitulaireDuCoeur)
    rows = from_modele(fiche.passage)
    assert rows.passage["voie"] == Voie.NIR
    assert rows.nir == "2910735238014"
    assert rows.personne["prenom1"] == "Zoé"
    assert to_modele(passage).identification == (None, "Dubreuil")


def test_a_row_that_says_nothing_of_the_titulaire():
    passage = Saisie("1.1.5", TODAY, PASSAGE).check({"idTechnique": "1"}).passage

    rows = from_modele(passage)

    assert rows.personne == {}
    assert rows.passage["voie"] == Voie.ETAT_CIVIL
    assert rows.passage["date_debut_validite"] is None
    assert rows.passage["scoring"] == ""


def test_mapping_asks_the_database_nothing(django_assert_num_queries):
    owner = make_certificateur()
    for _ in range(3):
        make_sound_passage(owner)

    with django_assert_num_queries(1):
        for passage in Passage.objects.of(owner).select_related(*RELATED):
            to_modele(passage)
            to_values(passage)


@pytest.mark.parametrize(
    ("key", "value", "text", "typed"),
    [
        ("dateFinValidite", None, "", ""),
        ("dateFinValidite", date(2031, 6, 29), "2031-06-29", "29/06/2031"),
        ("donneeCertifiee", True, "true", "true"),
        ("scoreGeneral", 640, "640", "640"),
        (
            "resultats",
            [[5, "1", "1"], [None, "3", "4"], [2, "2", None]],
            *["1.1=5 ; 3.4 ; 2=2"] * 2,
        ),
        ("resultats", [], "", ""),
    ],
)
def test_texts(key, value, text, typed):
    assert text_of(key, value) == text
    assert typed_of(key, value) == typed
