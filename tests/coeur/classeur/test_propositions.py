"""What Agrafe proposes for tables whose titles it does not know: right when it is sure, silent when it is not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accrochage.classeur.contenus import Contenu
from accrochage.classeur.entetes import Certainty, guess_header_row
from accrochage.classeur.mots import likeness, read_words
from accrochage.classeur.propositions import LIKELY, SURE, look_at
from accrochage.dictionnaire import COLONNES
from accrochage.erreurs import ClasseurError
from factories.classeurs import refusal, write_csv, write_xlsx
from factories.dialectes import CONTENTS, DIALECTES, NOUVEAUX


@pytest.fixture
def proposed(tmp_path):
    """Return a function that gives what is proposed for a table."""
    return lambda rows: look_at(write_xlsx(tmp_path / "t.xlsx", {"Export": rows}))


def judge(apercu, dialecte):
    """Return the propositions with what each column really holds."""
    meant = {title: key for title, _, key in dialecte.columns}
    assert [one.title for one in apercu.propositions] == list(meant)
    return [(one, meant[one.title]) for one in apercu.propositions]


# --- Tables of all kinds


@pytest.mark.parametrize("dialecte", DIALECTES + NOUVEAUX, ids=lambda dialecte: dialecte.name)
def test_what_is_proposed_for_sure_is_right(proposed, dialecte):
    judged = judge(proposed(dialecte.rows()), dialecte)

    assert [
        (one.title, one.key, meant) for one, meant in judged if one.sure and one.key != meant
    ] == []


@pytest.mark.parametrize(
    ("dialectes", "recall"), [(DIALECTES, 0.99), (NOUVEAUX, 0.95)], ids=["known", "new"]
)
def test_most_columns_are_found_and_few_are_wrong(proposed, dialectes, recall):
    judged = [pair for dialecte in dialectes for pair in judge(proposed(dialecte.rows()), dialecte)]
    made = [(one, meant) for one, meant in judged if one.key]
    right = sum(one.key == meant for one, meant in made)

    assert right / len(made) >= 0.98
    assert right / sum(bool(meant) for _, meant in judged) >= recall
    assert all(one.confiance >= LIKELY for one, _ in made)


def test_titles_alone_are_enough_when_the_table_is_empty(proposed):
    titles = ["lastName", "firstName", "birthDate", "nomTuteur", "emailAddress"]

    assert [one.key for one in proposed([titles]).propositions] == [
        "nomNaissance",
        "prenom1",
        "dateNaissance",
        None,
        None,
    ]


def test_contents_that_contradict_a_title_make_it_unlikely(proposed):
    rows = [["lastName", "firstName", "Date de naissance", "Sexe"]]
    rows += [[f"{rank}", f"{rank}", "zzz", "12,5"] for rank in range(20)]

    assert [(one.key, one.sure) for one in proposed(rows).propositions] == [
        (None, False),
        (None, False),
        (None, False),
        (None, False),
    ]


def test_a_column_without_title_is_seen_when_it_holds_something(proposed):
    rows = [["Ref", "lastName", "", "firstName"], ["E-1", "MARTIN", "RNCP99001", "Zoé"]]
    rows += [[f"E-{rank}", "DURAND", "RNCP99001", "Paul"] for rank in range(20)]

    found = proposed(rows).propositions

    assert [(one.letter, one.title, one.key) for one in found][2] == ("C", "", "code")


def test_the_sheet_and_the_row_of_the_titles_are_told(tmp_path):
    path = write_xlsx(
        tmp_path / "t.xlsx",
        {
            "Certificateur": [("Identifiant client du certificateur", "00AGRAFE")],
            "Export": [("Promotion",), (), *DIALECTES[5].rows()],
        },
    )

    apercu = look_at(path)

    assert (apercu.feuille, apercu.ligne, apercu.elsewhere) == ("Export", 3, {"idClient"})


def test_nothing_like_headers_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", "1;2;3\n4;5;6\n")

    assert refusal(look_at, path) == (
        "Aucune ligne de titres n'est reconnue dans « a.csv ». "
        "Donnez un titre à chaque colonne, sur une même ligne au-dessus des données, puis recommencez."
    )


CELLS = st.text(max_size=8) | st.sampled_from(
    ["Nom", "M", "F", "35238", "01/02/2003", "RNCP1", "@"]
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_no_table_crashes_it_and_no_rubrique_is_proposed_twice(tmp_path_factory, rows):
    text = "\n".join(";".join(cell.replace('"', "") for cell in row) for row in rows)
    path = write_csv(tmp_path_factory.mktemp("t") / "a.csv", text or " ")
    try:
        found = look_at(path).propositions
    except ClasseurError:
        return
    keys = [one.key for one in found if one.key]
    assert len(keys) == len(set(keys))
    assert all(
        0 <= one.confiance <= 99 and one.sure == bool(one.key and one.confiance >= SURE)
        for one in found
    )
    assert {one.certainty for one in found} <= set(Certainty)


# --- Titles


@pytest.mark.parametrize("key", COLONNES)
def test_every_official_title_is_like_its_own_column(key):
    found = likeness(COLONNES[key].header)

    assert found[key] == max(found.values()) or key == "codePostal"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("DtNais", {"date", "naissance"}),
        ("dt_fin_val", {"date", "fin", "validite"}),
        ("Né(e) le", {"date", "naissance"}),
        ("Date of Birth", {"date", "naissance"}),
        ("H/F", {"sexe"}),
        ("Code stagiaire", {"identifiant"}),
        ("N° de candidat", {"identifiant"}),
        ("Naisance", {"naissance"}),
        ("delivra", {"delivrance"}),
        ("xyz", {"xyz"}),
        ("xy", {"xy"}),
        ("", set()),
    ],
)
def test_reads_the_words_of_a_title_as_the_dictionary_says_them(title, words):
    assert read_words(title) == words


@pytest.mark.parametrize("title", ["Nom tuteur", "Nom et prénom", "Code postal", "Date"])
def test_a_title_that_says_less_or_more_is_unlike(title):
    assert all(share < 0.6 for share in likeness(title).values())


# --- Contents


def fits(key, *values):
    return Contenu(values).fits(key)


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("nomNaissance", "nom"),
        ("prenom1", "prenom"),
        ("dateNaissance", "ne"),
        ("dateNaissance", "ne_date"),
        ("dateDebutValidite", "obtenu_iso"),
        ("sexe", "monsieur"),
        ("codeInsee", "insee"),
        ("codePostal", "postal"),
        ("libelleCommuneNaissance", "ville"),
        ("nir", "nir"),
        ("code", "rncp"),
        ("type", "type"),
        ("idDossier", "edof"),
        ("idTechnique", "id"),
        ("idClient", "client"),
        ("idContrat", "contrat"),
        ("urlPreuve", "lien"),
        ("niveauLangueEuropeen", "langue"),
        ("mentionValidee", "mention"),
        ("resultats", "competences"),
    ],
)
def test_contents_fit_their_own_column(key, content):
    assert fits(key, *map(CONTENTS[content], range(40))) > 0.85


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("nomNaissance", "prenom"),
        ("nomNaissance", "mail"),
        ("prenom1", "tel"),
        ("dateNaissance", "obtenu"),
        ("dateDebutValidite", "ne"),
        ("codeInsee", "ville"),
        ("nir", "tel"),
        ("code", "obtenu"),
        ("idTechnique", "rang"),
        ("idTechnique", "rncp"),
        ("sexe", "langue"),
        ("nomNaissance", "rien"),
    ],
)
def test_contents_do_not_fit_another_one(key, content):
    assert fits(key, *map(CONTENTS[content], range(40))) < 0.6


def test_values_that_could_be_mended_fit_nearly_as_well():
    assert fits("sexe", *["1", "2"]) == 0.5
    assert 0.5 < fits("dateDebutValidite", "03/07/25", "04/07/25") < 1
    assert fits("code", "35726", "35727") == 0.5
    assert 0 < fits("codePaysNaissance", "AB1", "139") < 1
    assert fits("mentionValidee", *map(str, range(20))) == 0


def test_dates_without_year_are_of_no_age():
    assert fits("dateNaissance", date(1991, 7, 3)) == 1
    assert Contenu(["?"])._right_years(birth=True) == 1


def test_nothing_is_nothing():
    assert guess_header_row([]) is None
    assert Contenu([]).filled == 0


def test_a_title_of_the_template_needs_no_contents(proposed):
    rows = [["Commentaires MEN", "Numéro de dossier EDOF", "Nom de naissance"]]
    rows += [["", "", "ROUX"], ["", "1234567890123", "PETIT"], ["", "", "NDIAYE"]]

    assert [(one.key, one.sure) for one in proposed(rows).propositions] == [
        ("commentairesMEN", True),
        ("idDossier", True),
        ("nomNaissance", True),
    ]
