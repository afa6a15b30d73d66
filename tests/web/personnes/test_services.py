"""One person: created, changed, corrected, deleted."""

from uuid import uuid4

import pytest

from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.passages.models import Passage
from agrafe.personnes import services
from agrafe.personnes.enums import Etat
from agrafe.personnes.models import Personne
from agrafe.socle.refusals import Denied
from factories.web import make_member, make_passage, make_personne

ZOE = {
    "nom_naissance": " Dubreuil  ",
    "prenom1": "Zoé",
    "annee_naissance": 1991,
    "mois_naissance": "7",
    "jour_naissance": 3,
    "sexe": "Féminin",
    "code_insee": "35238",
    "libelle_commune_naissance": "Rennes",
    "adresse": " 1 rue des Lilas\n35000 Rennes ",
}


def last_entry():
    return JournalEntry.objects.order_by("-pk").first()


def test_create(par):
    personne = services.create_personne(par=par, values=ZOE)
    personne.refresh_from_db()

    assert (personne.nom_naissance, personne.mois_naissance, personne.sexe) == ("Dubreuil", 7, "F")
    assert personne.adresse == "1 rue des Lilas\n35000 Rennes"
    assert personne.name_key == "dubreuilzoe"
    assert (personne.anomalies, personne.etat) == ([], Etat.BON)
    assert personne.certificateur == par.certificateur
    assert last_entry().action == "personnes.create"
    assert "ubreuil" not in str(last_entry().changes) + last_entry().summary


def test_a_person_with_faults_is_kept_and_says_so(par):
    personne = services.create_personne(par=par, values={**ZOE, "sexe": "", "prenom1": "Zoé, Lou"})

    assert personne.etat == Etat.A_CORRIGER
    assert {one["code"] for one in personne.anomalies} == {"OBL-01", "PRE-03"}


def test_a_doubt_is_no_error(par):
    personne = services.create_personne(par=par, values={**ZOE, "prenom1": "Martine", "sexe": "M"})

    assert personne.etat == Etat.A_VERIFIER


def test_nobody_without_a_name(par):
    with pytest.raises(services.PersonneError, match="au moins un nom"):
        services.create_personne(par=par, values={**ZOE, "nom_naissance": " ", "prenom1": ""})


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE])
def test_only_staff_writes(role):
    reader = make_member(role)
    personne = make_personne(reader.certificateur)
    for act in (
        lambda: services.create_personne(par=reader, values=ZOE),
        lambda: services.update_personne(par=reader, personne=personne, values={}),
        lambda: services.apply_correction(par=reader, personne=personne, key="", code=""),
        lambda: services.delete_personne(par=reader, personne=personne),
        lambda: services.merge_personnes(par=reader, personne=personne, merged=personne, values={}),
        lambda: services.create_personnes(par=reader, rows=[]),
        lambda: services.update_personnes(par=reader, changes=[]),
        lambda: services.delete_personnes(par=reader, personnes=[]),
        lambda: services.set_nir(par=reader, personne=personne, nir=""),
        lambda: services.show_nir(par=reader, personne=personne),
        lambda: services.erase_nir(par=reader, personne=personne),
        lambda: services.set_nirs(par=reader, nirs=[]),
        lambda: services.open_nirs(par=reader, personnes=Personne.objects.none()),
    ):
        with pytest.raises(Denied):
            act()


def test_update_writes_what_changes_and_masks_it(par):
    personne = make_personne(par.certificateur)

    services.update_personne(
        par=par, personne=personne, values={"nom_naissance": "Kerbrat", "prenom1": "Zoé"}
    )
    personne.refresh_from_db()

    assert (personne.nom_naissance, personne.name_key) == ("Kerbrat", "kerbratzoe")
    entry = last_entry()
    assert entry.summary.replace("\u00a0", " ") == "Fiche modifiée : nom de naissance"
    assert entry.changes == {"nom_naissance": ["•••", "•••"]}


def test_nothing_is_written_when_nothing_changes(par):
    personne = make_personne(par.certificateur)

    services.update_personne(par=par, personne=personne, values={"prenom1": "Zoé "})

    assert not JournalEntry.objects.exists()


def test_the_places_of_birth_never_stand_in_the_journal(par):
    personne = make_personne(par.certificateur)
    values = {"code_pays_naissance": "139", "libelle_pays_naissance": "Portugal"}

    services.update_personne(par=par, personne=personne, values=values)

    assert "Portugal" not in str(last_entry().changes)


def test_many_changes_are_said_in_few_words(par):
    personne = make_personne(par.certificateur)
    values = dict.fromkeys(ZOE, "") | {"nom_naissance": "X", "prenom2": "Lou"}

    services.update_personne(par=par, personne=personne, values=values)

    assert last_entry().summary.endswith("et 3 de plus")


def test_the_applications_above_are_told(par):
    passage = make_passage(par.certificateur)
    before = Passage.objects.get(pk=passage.pk).anomalies

    services.update_personne(par=par, personne=passage.personne, values={"sexe": ""})

    after = Passage.objects.get(pk=passage.pk).anomalies
    assert [one for one in after if one["key"] == "sexe"]
    assert before != after


def test_apply_correction(par):
    personne = services.create_personne(
        par=par, values={**ZOE, "nom_naissance": "Dupont née Martin"}
    )

    services.apply_correction(par=par, personne=personne, key="nomNaissance", code="NOM-10")
    personne.refresh_from_db()

    assert (personne.nom_naissance, personne.nom_usage) == ("Martin", "Dupont")
    assert personne.anomalies == []
    assert last_entry().summary == "Correction appliquée (NOM-10)"


def test_a_correction_that_is_proposed_no_more(par):
    personne = make_personne(par.certificateur)

    with pytest.raises(services.PersonneError, match="n'est plus proposée"):
        services.apply_correction(par=par, personne=personne, key="nomNaissance", code="NOM-10")


def test_a_merged_or_deleted_person_stays_as_it_is(par):
    kept = make_personne(par.certificateur)
    merged = make_personne(par.certificateur, merged_into=kept)
    gone = make_personne(par.certificateur)
    Personne.objects.filter(pk=gone.pk).delete()

    with pytest.raises(services.PersonneError, match="fusionnée"):
        services.update_personne(par=par, personne=merged, values={"prenom1": "Lou"})
    with pytest.raises(services.PersonneError, match="supprimée"):
        services.update_personne(par=par, personne=gone, values={"prenom1": "Lou"})


def test_delete(par):
    personne = make_personne(par.certificateur)
    twin = make_personne(par.certificateur, has_doublon=True)

    services.delete_personne(par=par, personne=personne)

    twin.refresh_from_db()
    assert not twin.has_doublon
    assert last_entry().target_id == personne.public_id


def test_who_has_passages_is_not_deleted(par):
    passage = make_passage(par.certificateur)

    with pytest.raises(services.PersonneError, match="a des passages"):
        services.delete_personne(par=par, personne=passage.personne)

    assert Personne.objects.filter(pk=passage.personne.pk).exists()


def test_strangers_are_out_of_reach(par):
    stranger = make_personne(make_member().certificateur)

    with pytest.raises(services.PersonneError):
        services.update_personne(par=par, personne=stranger, values={"prenom1": "Lou"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "3 juillet 1991"),
        ({"jour_naissance": 1}, "1er juillet 1991"),
        ({"jour_naissance": None}, "juillet 1991"),
        ({"jour_naissance": None, "mois_naissance": None}, "1991"),
        ({"mois_naissance": 13}, "1991"),
        ({"annee_naissance": None}, ""),
    ],
)
def test_a_birth_date_in_words(par, values, said):
    assert make_personne(par.certificateur, **values).naissance.replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("values", "lieu", "pays"),
    [
        ({}, "Rennes (35238)", ""),
        ({"code_insee": ""}, "Rennes", ""),
        ({"libelle_commune_naissance": ""}, "35238", ""),
        (
            {
                "libelle_commune_naissance": "Porto",
                "code_insee": "99139",
                "code_pays_naissance": "139",
                "libelle_pays_naissance": "Portugal",
            },
            "Porto",
            "Portugal (99139)",
        ),
        ({"code_pays_naissance": "139"}, "Rennes (35238)", "139"),
    ],
)
def test_a_birth_place_in_words(par, values, lieu, pays):
    personne = make_personne(par.certificateur, **values)

    assert (personne.lieu, personne.pays) == (lieu, pays)


def test_names(par):
    personne = make_personne(par.certificateur, nom_usage="Martin", public_id=uuid4())

    assert str(personne) == "Zoé Martin"
