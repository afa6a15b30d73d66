"""What a user said of the columns of a workbook is proposed again for the next one, and can be changed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from agrafe.comptes.enums import Role
from agrafe.imports import services
from agrafe.imports.enums import Status
from agrafe.imports.models import Import
from agrafe.imports.recall import Column, Recalled, Said, recall
from agrafe.imports.selectors import columns_said, tally_of
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_certification, make_import, make_member
from web.imports.test_imports import TITLES, at_once, row, workbook

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db

STRANGE = "Patronyme officiel de la personne"
OWN = (TITLES[0], STRANGE, *TITLES[2:])
"""The titles of a table of one's own: the second says nothing to Agrafe."""
NO_TITLES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota")
KEYS = (
    *("idTechnique", "nomNaissance", "prenom1", "dateNaissance", "sexe", "codeInsee", "code"),
    *("dateDebutValidite", "courriel"),
)


@pytest.fixture
def par(client):
    par = make_member(Role.GESTIONNAIRE)
    make_certification(par.certificateur, code="RNCP99001")
    client.force_login(par.user)
    return par


def read(par, *rows, titles=OWN):
    imported = services.create_import(par=par, fichier=workbook(*rows, titles=titles))
    drain()
    imported.refresh_from_db()
    return imported


def say(par, imported, **said):
    """Say what columns hold, as the page does: of those that are not named, what is known of them."""
    known = {one["lettre"]: one["cle"] for one in imported.colonnes}
    services.read_again(
        par=par,
        imported=imported,
        correspondance={f"colonne {letter}": key for letter, key in {**known, **said}.items()},
        feuille=imported.feuille,
    )
    drain()
    imported.refresh_from_db()
    return imported


def page_of(client, imported, name="detail"):
    return client.get(reverse(f"imports:{name}", args=[imported.public_id]))


def words(response):
    return response.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


@pytest.fixture
def taught(par):
    """Return an import whose strange column was explained on the third of March 2026."""
    imported = say(par, read(par, row()), B="nomNaissance")
    Import.objects.filter(pk=imported.pk).update(created_at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    return imported


@pytest.mark.usefixtures("taught")
def test_what_was_said_of_a_column_is_taken_up_again(client, par):
    again = read(par, row(id="A-2", nom="Morel"))

    assert again.lignes.get().valeurs["nomNaissance"] == "Morel"
    assert tally_of(again).creates == 1
    page = words(page_of(client, again))
    assert (
        f"Repris de votre import du 3 mars 2026 : « {STRANGE} » contient « Nom de naissance »."
        in page
    )
    assert reverse("imports:columns", args=[again.public_id]) in page
    assert "Repris de votre import du 3 mars 2026." in words(page_of(client, again, "columns"))


@pytest.mark.usefixtures("taught")
def test_the_columns_may_stand_elsewhere(par):
    titles = (STRANGE.upper() + " ", TITLES[0], *TITLES[2:])
    sound = row(id="A-2", nom="Morel")

    again = read(par, (sound[1], sound[0], *sound[2:]), titles=titles)

    valeurs = again.lignes.get().valeurs
    assert (valeurs["nomNaissance"], valeurs["idTechnique"]) == ("Morel", "A-2")


@pytest.mark.usefixtures("taught")
def test_it_can_be_changed_and_the_change_is_what_is_remembered(client, par):
    again = read(par, row(id="A-2"))
    posted = {one["lettre"]: one["cle"] for one in again.colonnes}

    client.post(reverse("imports:columns", args=[again.public_id]), {**posted, "B": "nomUsage"})
    drain()

    again.refresh_from_db()
    assert "nomNaissance" not in again.lignes.get().valeurs
    assert "Repris de votre import" not in words(page_of(client, again))
    third = read(par, row(id="A-3", nom="Morel"))
    assert third.lignes.get().valeurs["nomUsage"] == "Morel"
    assert "« Nom d'usage »" in words(page_of(client, third))


def test_a_known_column_that_was_left_aside_stays_so(client, par):
    say(par, read(par, row(), titles=TITLES), I="")

    again = read(par, row(id="A-2"), titles=TITLES)

    assert "courriel" not in again.lignes.get().valeurs
    assert "« Email » n'est pas importée" in words(page_of(client, again))


def test_nothing_is_said_where_the_titles_are_enough(client, par):
    say(par, read(par, row(), titles=TITLES))

    again = read(par, row(id="A-2"), titles=TITLES)

    assert tally_of(again).creates == 1
    assertNotContains(page_of(client, again), "Repris de votre import")


def test_titles_that_nobody_knew_are_known_from_then_on(client, par):
    rows = (row(), row(id="A-2", nom="Morel", prenom="Louis"))
    first = read(par, *rows, titles=NO_TITLES)
    assert first.status == Status.ILLISIBLE
    say(par, first, **dict(zip("ABCDEFGHI", KEYS, strict=True)))

    again = read(par, *rows, titles=NO_TITLES)

    assert again.status == Status.A_RELIRE, again.refus
    assert tally_of(again).creates == 2
    assertContains(page_of(client, again), "4\u00a0autres colonnes")
    assert again.lignes.first().valeurs["courriel"] == "maelle@exemple.fr"


@pytest.mark.usefixtures("taught")
def test_what_another_certificateur_said_is_not_ours():
    other = make_member(Role.GESTIONNAIRE, make_certificateur())

    assert "nomNaissance" not in read(other, row()).lignes.get().valeurs


def test_it_outlives_the_file_of_an_import_that_was_written(client, par, taught, settings):
    services.start_writing(par=par, imported=taught)
    drain()
    settings.IMPORTS_KEPT_DAYS = -1
    assert services.purge_imports() == 1
    settings.IMPORTS_KEPT_DAYS = 90

    taught.refresh_from_db()
    assert {one["lettre"] for one in taught.colonnes} == set("ABCDEFGHI")
    assert not any(one["exemples"] for one in taught.colonnes)
    assert page_of(client, taught, "columns").status_code == 200
    assert read(par, row(id="A-2")).lignes.get().valeurs["nomNaissance"] == "Le Gall"


def test_an_import_that_was_given_up_teaches_nothing(par, taught):
    services.abandon_import(par=par, imported=taught)

    taught.refresh_from_db()
    assert taught.colonnes == []
    assert "nomNaissance" not in read(par, row()).lignes.get().valeurs


def test_a_file_that_is_no_table_still_says_why(par, taught):
    broken = services.create_import(par=par, fichier=workbook(titles=("a",)))
    drain()

    broken.refresh_from_db()
    assert taught.correspondance
    assert broken.status == Status.ILLISIBLE
    assert broken.refus


@pytest.mark.parametrize("number", [1, 30])
def test_former_imports_are_read_at_once(par, number, django_assert_num_queries):
    said = {"colonne A": "nomUsage", "colonne B": "clé d'une autre version"}
    columns = [
        {"lettre": letter, "titre": title, "cle": "", "proposition": "", "exemples": []}
        for letter, title in (("A", "Nom"), ("B", "Prénom"), ("C", "Âge"), ("D", "colonne D"))
    ]
    for _ in range(number):
        make_import(par.certificateur, correspondance=said, colonnes=columns)
    imported = make_import(par.certificateur)

    with django_assert_num_queries(1):
        found = columns_said(imported=imported)

    assert [(one.titre, one.cle) for one in found] == [("nom", "nomUsage")]


def test_a_title_that_two_columns_bear_is_not_remembered(par):
    columns = [
        {"lettre": letter, "titre": "Nom", "cle": "", "proposition": "", "exemples": []}
        for letter in "AB"
    ]
    make_import(par.certificateur, correspondance={"colonne A": "nomUsage"}, colonnes=columns)

    assert columns_said(imported=make_import(par.certificateur)) == []


class TestRecall:
    def columns(self, *pairs):
        return [
            Column(letter, title, key) for letter, (title, key) in zip("ABC", pairs, strict=False)
        ]

    def test_a_title_borne_twice_names_no_column(self):
        columns = self.columns(("Nom", ""), ("NOM", ""))

        assert recall(columns, [Said("nom", "nomUsage", "2026-03-03")]) == {}

    def test_two_columns_never_hold_the_same_and_the_newest_wins(self):
        columns = self.columns(("Nom", ""), ("Patronyme", ""))
        memory = [
            Said("patronyme", "nomNaissance", "2026-03-03"),
            Said("nom", "nomNaissance", "2025-03-03"),
        ]

        assert recall(columns, memory) == {"B": Recalled("nomNaissance", "2026-03-03")}

    def test_a_column_whose_title_says_it_is_not_robbed(self):
        columns = self.columns(("Nom de naissance", "nomNaissance"), ("Patronyme", ""))

        assert recall(columns, [Said("patronyme", "nomNaissance", "2026-03-03")]) == {}

    def test_several_columns_may_be_left_aside(self):
        columns = self.columns(("Ville", ""), ("Sexe", "sexe"), ("Note", ""))
        memory = [Said(title, "", "2026-03-03") for title in ("ville", "sexe", "note")]

        assert recall(columns, memory) == {
            "A": Recalled("", ""),
            "B": Recalled("", "2026-03-03"),
            "C": Recalled("", ""),
        }
