"""Headers: the same column under a hundred wordings, and nothing taken for what it is not."""

import pytest

from accrochage.classeur.entetes import (
    SEARCHED_ROWS,
    Certainty,
    column_letter,
    find_header_row,
    read_headings,
    recognise,
)
from accrochage.dictionnaire import COLONNES
from factories.classeurs import MARTIN, TITLES

XSD_ROW = ("idTechnique", "nomNaissance", "prenom1", "dateNaissance")


def certainty_of(title):
    (heading,) = read_headings([title])
    return heading.certainty


# --- One title


@pytest.mark.parametrize(
    "title",
    [
        "Nom de naissance",
        "nomNaissance",
        "NOM_NAISSANCE",
        "nom-naissance",
        "NOM DE NAISSANCE",
        "  nom   de  naissance ",
        "Nom de\nnaissance",
        "Nom\u00a0de\u202fnaissance",
        "Nom de naissance *",
        "*Nom de naissance",
        "Nom de naissance :",
        "Nom de naissance (obligatoire)",
        "Nom de naissance [requis]",
        "Nom de naissance (obligatoire) *",
        "Nom (de naissance)",
        "🎓 Nom de naissance",
        "1. Nom de naissance",
        "8.1 - Nom de naissance",
        "3) Nom de naissance",
        "cpf:nomNaissance",
        "ns2:nomNaissance",
        "titulaire/nomNaissance",
        "titulaire.nomNaissance",
        "titulaire > nomNaissance",
        "identificationTitulaire|titulaire|nomNaissance",
        "flux/emetteur/certificateurs/certificateur/titulaire/nomNaissance",
        "Nom de naissance du candidat",
        "Nom de naissance de la titulaire",
        "Nom de naissance de l'apprenant",
        "Nom de naissance de l’apprenante",
        "Nom naissance stagiaire",
        "Candidat : nom de naissance",
        "Candidat - Nom de naissance",
        "Titulaire / Nom de naissance",
        "nom de famille",
    ],
)
def test_a_column_is_known_under_many_wordings(title):
    assert recognise(title) == "nomNaissance"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Date de délivrance de la certification", "dateDebutValidite"),
        ("Date délivrance certification", "dateDebutValidite"),
        ("N° de contrat", "idContrat"),
        ("N° contrat certificateur", "idContrat"),
        ("Lieu de naissance", "libelleCommuneNaissance"),
        ("Né(e) à", "libelleCommuneNaissance"),
        ("Né(e) le", "dateNaissance"),
        ("Date de naissance (JJ/MM/AAAA)", "dateNaissance"),
        ("DATE_DE_NAISSANCE", "dateNaissance"),
        ("Code INSEE commune de naissance", "codeInsee"),
        ("codeInseeNaissance", "codeInsee"),
        ("codeCommuneNaissance/codeInseeNaissance/codeInsee", "codeInsee"),
        ("Civilité", "sexe"),
        ("Sexe (M/F)", "sexe"),
        ("Nom d’usage", "nomUsage"),
        ("Prénom (2)", "prenom2"),
        ("2ème prénom", "prenom2"),
        ("N° RNCP", "code"),
        ("code", "code"),
        ("certification/code", "code"),
        ("modalitesInscription.voieAccessVAE", "voieAccessVAE"),
        ("Voie d'accès", "modaliteAcces"),
        ("Niveau de langue", "niveauLangueEuropeen"),
        ("Niveau de langue attesté", "presenceNiveauLangueEuro"),
        ("Niveau de langue ?", "presenceNiveauLangueEuro"),
        ("Niveau numérique ?", "presenceNiveauNumeriqueEuro"),
        ("Sexe ?", "sexe"),
        ("codePostal", "codePostal"),
        ("codePostalNaissance/codePostal", "codePostal"),
        ("codePostalNaissance", "codePostal"),
        ("idClient", "idClient"),
        ("certificateur.idClient", "idClient"),
        ("emetteur idClient", "idClientEmetteur"),
        ("flux/emetteur/idClient", "idClientEmetteur"),
        ("flux/emetteur/certificateurs/certificateur/idClient", "idClient"),
    ],
)
def test_other_columns_too(title, key):
    assert recognise(title) == key


@pytest.mark.parametrize(
    "title",
    [
        "",
        "*",
        "N°",
        "Nom/Prénom",  # holds both
        "Nom et prénom",
        "Commune/Pays de naissance",
        "Employeur : Nom",
        "Nom (employeur)",
        "Code stagiaire",  # not that of the certification
        "Type candidat",
        "Code postal",  # of the address, most often
        "CODE POSTAL",
        "Intitulé de la certification",
        "Nom.1",
        "Titulaire",
        "https://exemple.fr/nomNaissance",
        "zoe.martin@exemple.fr",
        "35726",
        "03/07/1991",
    ],
)
def test_what_is_not_sure_is_not_taken(title):
    assert recognise(title) is None


@pytest.mark.parametrize("key", COLONNES)
def test_every_column_is_known_by_its_name_its_header_and_its_synonyms(key):
    entry = COLONNES[key]

    assert {recognise(title) for title in (key, entry.header, *entry.synonyms)} >= {key}
    assert recognise(key) == recognise(entry.header) == key


@pytest.mark.parametrize("key", COLONNES)
def test_an_official_title_is_never_ambiguous(key):
    titles = (key, COLONNES[key].header, f"{COLONNES[key].header} *")

    assert {certainty_of(title) for title in titles} == {Certainty.OFFICIAL}


@pytest.mark.parametrize(
    ("title", "certainty"),
    [
        ("Nom", Certainty.AMBIGUOUS),
        ("Nom du candidat", Certainty.AMBIGUOUS),
        ("Nom (obligatoire)", Certainty.AMBIGUOUS),
        ("Note", Certainty.AMBIGUOUS),
        ("Code", Certainty.AMBIGUOUS),
        ("code", Certainty.OFFICIAL),
        ("N° de contrat", Certainty.AMBIGUOUS),
        ("Observations", Certainty.AMBIGUOUS),
        ("Civilité", Certainty.SYNONYM),
        ("Nom de jeune fille", Certainty.SYNONYM),
        ("NOM_NAISSANCE", Certainty.OFFICIAL),
        ("Téléphone", Certainty.UNKNOWN),
    ],
)
def test_says_how_sure_it_is(title, certainty):
    assert certainty_of(title) is certainty


# --- The header row


def keys_of(found):
    return [heading.key for heading in found.headings]


def test_finds_the_header_row_under_titles_and_notes():
    rows = [("Promotion 2026",), (), ("Remplir une ligne par personne",), TITLES, MARTIN]

    found = find_header_row(rows)

    assert (found.index, found.repeated, found.recognised) == (3, False, 4)
    assert keys_of(found) == list(XSD_ROW)


def test_empty_titles_leave_no_heading():
    found = find_header_row([("", "Nom de naissance", None, "Prénom", " \u00a0 ", "Sexe")])

    assert [(heading.rank, heading.title) for heading in found.headings] == [
        (1, "Nom de naissance"),
        (3, "Prénom"),
        (5, "Sexe"),
    ]


@pytest.mark.parametrize(
    "rows",
    [[], [()], [("Nom de naissance", "Prénom", "Téléphone")], [("Nom", "Nom", "Nom", "Sexe")]],
)
def test_two_known_columns_make_no_header_row(rows):
    assert find_header_row(rows) is None


def test_the_richest_row_wins():
    assert find_header_row([("Nom", "Prénom", "Sexe"), (), (*TITLES, "Sexe")]).index == 2


def test_the_first_of_equals_wins():
    assert find_header_row([TITLES, MARTIN, MARTIN, TITLES]).index == 0


def test_searches_thirty_rows_from_the_first_that_holds_something():
    far, near = [("note",)] * SEARCHED_ROWS, [("note",)] * (SEARCHED_ROWS - 1)

    assert find_header_row([*far, TITLES]) is None
    assert find_header_row([*near, TITLES]).index == SEARCHED_ROWS - 1
    assert find_header_row([()] * 50 + [TITLES]).index == 50


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([TITLES, XSD_ROW, MARTIN], 0),
        ([XSD_ROW, TITLES, MARTIN], 0),
        ([("Promotion",), TITLES, XSD_ROW, MARTIN], 1),
        ([("Promotion",), TITLES[:3], XSD_ROW, MARTIN], 1),
        ([("Promotion",), TITLES, XSD_ROW[:3]], 1),
    ],
)
def test_two_header_rows_are_one(rows, index):
    found = find_header_row(rows)

    assert (found.index, found.repeated) == (index, True)
    assert keys_of(found) == list(XSD_ROW)


def test_a_header_row_at_the_end_has_no_repetition():
    assert not find_header_row([("Promotion",), TITLES]).repeated


def test_the_surer_of_two_header_rows_says_what_a_column_is():
    upper = ("Nom", "Prénom", "Sexe", "Remarques", "Diplôme")
    lower = ("nomUsage", "prenom1", "Civilité", "", "", "verbatim")

    found = find_header_row([upper, lower])

    assert [(heading.title, heading.key) for heading in found.headings] == [
        ("Nom", "nomUsage"),
        ("Prénom", "prenom1"),
        ("Sexe", "sexe"),
        ("Remarques", None),
        ("Diplôme", None),
        ("verbatim", "verbatim"),
    ]


@pytest.mark.parametrize(
    ("rank", "letters"),
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16383, "XFD"),
    ],
)
def test_letters_of_a_column(rank, letters):
    assert column_letter(rank) == letters
