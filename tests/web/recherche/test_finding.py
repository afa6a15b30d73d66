"""What each application finds, and for whom."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.depots.enums import Action, Issue
from agrafe.depots.enums import Status as Depots
from agrafe.depots.models import DepotFichier
from agrafe.passages.enums import Status
from agrafe.recherche.selectors import groups_of
from agrafe.socle import declarations, finding, paging
from agrafe.socle.finding import Group
from factories.web import (
    make_certificateur,
    make_certification,
    make_depot,
    make_member,
    make_passage,
    make_personne,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def par():
    return make_member()


def find(par, text):
    """Return what is found, by the label of its group; the groups without any left out."""
    return {group.label: group for group in groups_of(par=par, text=text) if group.total}


def titles(par, text):
    return {label: [hit.title for hit in group.hits] for label, group in find(par, text).items()}


def make_file(depot, **fields):
    fields = {"rang": 1, "nom": f"accrochage-{depot.numero}.xml", "octets": 1, **fields}
    return DepotFichier.objects.create(depot=depot, passages=1, **fields)


# ------------------------------------------------------------------------------------- titulaires


@pytest.mark.parametrize("text", ["le gall", "LEGALL", "Le Gall Maë", "maëlle", "mae"])
def test_a_titulaire_is_found_by_name_or_first_name(par, text):
    make_personne(par.certificateur, nom_naissance="Le Gall", prenom1="Maëlle")

    assert titles(par, text) == {"Titulaires": ["Le Gall Maëlle"]}


def test_a_titulaire_is_told_from_his_homonyms(par):
    known = make_personne(par.certificateur, nom_usage="Martin")
    make_personne(
        par.certificateur,
        prenom1="Zoée",
        annee_naissance=None,
        code_insee="",
        libelle_commune_naissance="",
    )

    first, second = find(par, "dubreuil")["Titulaires"].hits
    assert first.title == "Dubreuil Zoé (Martin)"
    assert first.detail.replace("\u00a0", " ") == "3 juillet 1991 · Rennes (35238)"
    assert first.url == f"/titulaires/{known.public_id}/"
    assert second.detail == "Naissance non renseignée"


def test_a_titulaire_merged_into_another_is_not_found(par):
    kept = make_personne(par.certificateur)
    make_personne(par.certificateur, merged_into=kept)

    assert find(par, "dubreuil")["Titulaires"].total == 1


# --------------------------------------------------------------------------------------- passages


def test_a_passage_is_found_by_the_start_of_its_identifiant(par):
    passage = make_passage(
        par.certificateur,
        id_technique="LOT-2026/0042",
        status=Status.REJETE,
        date_debut_validite=date(2026, 7, 1),
    )

    [hit] = find(par, "lot 2026 00")["Passages"].hits
    assert hit.title == "LOT-2026/0042"
    assert hit.url == f"/passages/{passage.public_id}/"
    assert (hit.state, hit.tone) == ("Rejeté", "error")
    code = passage.certification.code
    assert (
        hit.detail.replace("\u00a0", " ") == f"Zoé Dubreuil · {code} · délivrée le 1er juillet 2026"
    )


def test_the_very_identifiant_comes_first(par):
    for identifiant in ("A-100", "A-1001", "A-10", "A-101"):
        make_passage(par.certificateur, id_technique=identifiant)

    assert titles(par, "a-10")["Passages"] == ["A-10", "A-100", "A-1001", "A-101"]


def test_a_passage_without_name_nor_day_says_so(par):
    nobody = make_personne(par.certificateur, nom_naissance="", prenom1="")
    make_passage(par.certificateur, personne=nobody, id_technique="B-1")

    [hit] = find(par, "b-1")["Passages"].hits
    assert hit.detail.startswith("Titulaire sans nom · ")
    assert hit.detail.endswith(" · délivrance non renseignée")


# --------------------------------------------------------------------------------- certifications


@pytest.mark.parametrize(
    "text", ["RNCP35726", "35726", "rncp 357", "métiers du végétal", "VEGETAL"]
)
def test_a_certification_is_found_by_code_or_words(par, text):
    make_certification(par.certificateur, code="RNCP35726", intitule="Métiers du végétal")
    make_certification(par.certificateur, code="RS5875", intitule="Vendre en boutique")

    assert titles(par, text) == {"Certifications": ["Métiers du végétal"]}


def test_a_certification_says_how_it_stands(par):
    make_certification(
        par.certificateur,
        code="RNCP35726",
        intitule="Fleuriste",
        niveau=3,
        date_echeance=timezone.localdate() - timedelta(days=1),
    )
    make_certification(
        par.certificateur, code="RS5875", intitule="Fleuriste", archived_at=timezone.now()
    )

    expired, archived = find(par, "fleuriste")["Certifications"].hits
    assert expired.state == "expirée"
    assert expired.detail.replace("\u00a0", " ").startswith(
        "RNCP35726 · niveau 3 · enregistrée jusqu'au "
    )
    assert (archived.state, archived.detail) == ("rangée", "RS5875")


# ----------------------------------------------------------------------------------------- dépôts


@pytest.mark.parametrize("text", ["12", "012", "n° 12", "dépôt 12", "Dépôt n° 12", "numéro 12"])
def test_a_deposit_is_found_by_its_number_alone(par, text):
    make_depot(par.certificateur, numero=12)
    make_depot(par.certificateur, numero=120, id_flux="12ab34")

    assert titles(par, text) == {"Dépôts": ["Dépôt n°\u00a012"]}


@pytest.mark.parametrize(
    "text", ["0f3a", "0F3A9C", "accrochage-12ABC345", "ACCROCHAGE-12abc345-2026"]
)
def test_a_deposit_is_found_by_its_flux_or_its_file(par, text):
    depot = make_depot(par.certificateur, numero=3, id_flux="0f3a9c41")
    make_depot(par.certificateur, numero=4, id_flux="7b")
    make_file(depot, nom="accrochage-12ABC345-20260703-101500.xml", id_flux="0f3a9c41-001")

    assert titles(par, text) == {"Dépôts": ["Dépôt n°\u00a03"]}


def test_a_deposit_says_how_it_stands(par):
    make_depot(
        par.certificateur,
        numero=5,
        id_flux="zz-5",
        status=Depots.TRAITE,
        comptes={Issue.FICHIER_REJETE.value: 4},
        total=4,
        is_trial=True,
    )
    make_depot(
        par.certificateur, numero=6, id_flux="zz-6", action=Action.SUPPRESSION, choix="", total=1
    )

    withdrawal, rejected = find(par, "zz-")["Dépôts"].hits
    assert withdrawal.title == "Retrait n°\u00a06"
    assert withdrawal.state == "En construction"
    assert withdrawal.detail.replace("\u00a0", " ").startswith("1 passage · préparé le ")
    assert (rejected.state, rejected.tone) == ("Fichier rejeté", "error")
    assert rejected.detail.replace("\u00a0", " ").startswith("Tout ce qui est prêt · 4 passages · ")
    assert rejected.detail.endswith(" · essai")


@pytest.mark.parametrize("text", ["\0\0", "999", "n° 7", "0f3_", "%%"])
def test_what_names_no_deposit_finds_none(par, text):
    make_depot(par.certificateur, numero=3, id_flux="0f3a9c41")

    assert "Dépôts" not in find(par, text)


# --------------------------------------------------------------------------------- who finds what


def sow(certificateur):
    """Make one of each, all of them found by « zozo »."""
    personne = make_personne(certificateur, nom_naissance="Zozo")
    certification = make_certification(certificateur, code="RS1", intitule="Zozotement")
    make_passage(
        certificateur, personne=personne, certification=certification, id_technique="2026-1"
    )
    make_depot(certificateur, id_flux="zozo-1")


ALL = ["Titulaires", "Passages", "Certifications", "Dépôts"]


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.ADMINISTRATEUR, ALL),
        (Role.GESTIONNAIRE, ALL),
        (Role.LECTURE, ALL),
        (Role.RESPONSABLE_JURY, ALL[:3]),
        (Role.PARTENAIRE, []),
    ],
)
def test_everyone_finds_what_his_lists_show(role, labels):
    par = make_member(role)
    sow(par.certificateur)

    assert list(find(par, "zozo")) == labels
    assert [group.label for group in groups_of(par=par, text="")] == labels


@pytest.mark.parametrize("role", Role.values)
def test_nothing_of_another_certificateur_is_ever_found(role):
    sow(make_certificateur())
    par = make_member(role)

    assert find(par, "zozo") == {}
    assert find(par, "RS1") == {}
    assert find(par, "2026-1") == {}


def test_an_empty_text_finds_nothing_and_asks_nothing(par, django_assert_num_queries):
    sow(par.certificateur)
    with django_assert_num_queries(0):
        groups = groups_of(par=par, text="")

    assert [group.total for group in groups] == [0, 0, 0, 0]
    assert all(group.hint for group in groups)


# ------------------------------------------------------------------------------- however many rows


def test_the_first_of_many_are_shown_and_all_are_counted(par):
    for _ in range(11):
        make_personne(par.certificateur, nom_naissance="Zozo")

    group = find(par, "zozo")["Titulaires"]
    assert (len(group.hits), group.total, group.has_more) == (finding.SHOWN, 11, True)
    assert group.url == "/titulaires/?q=zozo"


def test_what_is_too_much_to_count_says_so(par, monkeypatch):
    monkeypatch.setattr(paging, "KEYS_LIMIT", 2)
    monkeypatch.setattr(paging, "COUNT_LIMIT", 10)
    for _ in range(12):
        make_personne(par.certificateur, nom_naissance="Zozo")

    group = find(par, "zozo")["Titulaires"]
    assert (len(group.hits), group.total, group.is_over) == (finding.SHOWN, 10, True)


@pytest.mark.parametrize("keys_limit", [1_000, 2])
def test_the_statements_do_not_depend_on_the_rows(
    par, monkeypatch, django_assert_max_num_queries, keys_limit
):
    monkeypatch.setattr(paging, "KEYS_LIMIT", keys_limit)
    for rank in range(10):
        personne = make_personne(par.certificateur, nom_naissance="Zozo")
        certification = make_certification(par.certificateur, intitule="Zozotement")
        make_passage(par.certificateur, personne=personne, certification=certification)
        make_depot(par.certificateur, id_flux=f"zozo-{rank}")

    with django_assert_max_num_queries(17):  # four groups of four, and the certifications compared
        groups = groups_of(par=par, text="zozo")
    assert [group.total for group in groups] == [10, 10, 10, 10]


def test_the_groups_stand_by_their_place(par, monkeypatch):
    def configured(label, place):
        group = Group(label, icon="award", place=place, counted="a,b", hint="", url="/")
        return lambda **_: group

    found = [configured("Second", 20), lambda **_: None, configured("Premier", 10)]
    monkeypatch.setattr(declarations, "functions", lambda name: found if name == "search" else [])

    assert [group.label for group in groups_of(par=par, text="")] == ["Premier", "Second"]


def test_a_group_that_shows_all_has_no_more():
    hit = SimpleNamespace()
    assert not Group("A", "award", 10, "a,b", "", "/", hits=[hit], total=1).has_more
