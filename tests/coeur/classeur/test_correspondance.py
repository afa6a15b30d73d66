"""The correspondance: a file that a person edits, read back as it was meant, and refused in words."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accrochage.classeur.correspondance import MAX_OCTETS, Line, read_correspondance, render
from accrochage.classeur.entetes import Certainty, Correspondance, find_header_row, spelling
from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import COLONNES
from accrochage.erreurs import CorrespondanceError
from factories.classeurs import codes as codes_of
from factories.classeurs import write_csv, write_xlsx
from factories.textes import plain

TITLES = ("Dossier", "Patro", "Prnm", "Naiss.")
GIVEN = {
    "Dossier": "idTechnique",
    "Patro": "nomNaissance",
    "Prnm": "prenom1",
    "Naiss.": "dateNaissance",
}
ROW = ("E-1", "MARTIN", "Zoé", "03/07/1991")


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a correspondance as it is typed."""

    def write(text, encoding="utf-8"):
        path = tmp_path / "c.toml"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def refusal(path):
    with pytest.raises(CorrespondanceError) as caught:
        read_correspondance(path)
    return plain(str(caught.value))


# --- Reading


def test_reads_keys_titles_and_columns_left_aside(written):
    path = written(
        '# un commentaire\n"Nom élève" = "nomNaissance"\nPRENOM = "Prénom"\n\n"Colonne F" = "SEXE" # oui\n"Notes" = ""\n'
    )

    assert read_correspondance(path) == {
        "Nom élève": "nomNaissance",
        "PRENOM": "prenom1",
        "Colonne F": "sexe",
        "Notes": "",
    }


def test_forgives_the_mark_that_notepad_puts_first(written):
    assert read_correspondance(written('"A" = "sexe"\n', "utf-8-sig")) == {"A": "sexe"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '"A" = "nomNaisance"',
            "« A » : « nomNaisance » n'est pas une rubrique. Vouliez-vous écrire nomNaissance ?",
        ),
        (
            '"A" = "zzz"',
            "« A » : « zzz » n'est pas une rubrique. Leur liste est à la fin du fichier proposé.",
        ),
        (
            '"A" = "sexe"\n"B" = "sexe"',
            '« A » et « B » donnent toutes deux sexe : videz l\'une des deux (= "").',
        ),
        (
            '"a " = "sexe"\n"A" = ""',
            "« a » et « A » nomment la même colonne : gardez une seule des deux lignes.",
        ),
        ('"A" = 3', "« A » : la rubrique s'écrit entre guillemets."),
        ("[A]\nb = 1", "« A » : la rubrique s'écrit entre guillemets."),
    ],
)
def test_says_what_is_wrong_with_a_line(written, text, sentence):
    said = refusal(written(text))

    assert said.startswith("La correspondance « c.toml » est à revoir. ")
    assert sentence in said


def test_tells_five_faults_and_counts_the_others(written):
    said = refusal(written("".join(f'"{letter}" = "zzz"\n' for letter in "ABCDEFG")))

    assert said.count("n'est pas une rubrique") == 5
    assert said.endswith("Et 2 autres lignes à revoir.")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('"A" = "sexe"\nNom élève = "nomNaissance"\n', "à la ligne 2", "n'est pas comprise"),
        ('"A" = "sexe"\n"A" = ""\n', "à la ligne 2", "nommée pour la deuxième fois"),
        ('"A" = "sexe', "à la fin du fichier", "n'est pas comprise"),
        ("a = " + "[" * 5000, "à la fin du fichier", "n'est pas comprise"),
    ],
)
def test_says_where_the_file_stops_making_sense(written, text, where, what):
    said = refusal(written(text))

    assert where in said
    assert what in said


def test_refuses_what_is_no_correspondance(written, tmp_path):
    assert "n'existe pas" in refusal(tmp_path / "absent.toml")
    assert "ne peut pas être lue" in refusal(tmp_path)
    assert "ne peut pas être lue" in refusal(tmp_path / "a\0b")
    assert "UTF-8" in refusal(written('"é" = ""', "latin-1"))
    assert "trop gros" in refusal(written("#" * (MAX_OCTETS + 1)))


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_file_crashes_the_reader(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("c") / "c.toml"
    path.write_bytes(content)
    try:
        found = read_correspondance(path)
    except CorrespondanceError:
        pass
    else:
        assert set(found.values()) <= {"", *COLONNES}


# --- Writing


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(
    titles=st.lists(TEXTS, unique_by=spelling, max_size=12),
    keys=st.permutations(list(COLONNES)),
    aside=st.sets(st.integers(0, 11)),
    source=st.text(max_size=20),
    remark=st.text(max_size=20),
)
def test_what_is_written_is_read_back(tmp_path_factory, titles, keys, aside, source, remark):
    meant = {title: "" if rank in aside else keys[rank] for rank, title in enumerate(titles)}
    text = render([Line(*pair, "Une section", remark) for pair in meant.items()], source)
    path = tmp_path_factory.mktemp("c") / "c.toml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")

    assert tomllib.loads(path.read_text(encoding="utf-8")) == meant
    assert read_correspondance(path) == meant


@pytest.mark.parametrize(
    ("title", "written"),
    [('Nom "usuel"', r"Nom \"usuel\""), ("a\\b", r"a\\b"), ("a\nb", r"a\u000Ab")],
)
def test_what_toml_keeps_for_itself_is_escaped(title, written):
    assert f'"{written}" = "nomNaissance"\n' in render(
        [Line(title, "nomNaissance", "Noms")], "a.csv"
    )


def test_the_file_explains_itself():
    text = render([Line("Nom élève", "nomNaissance", "À vérifier", "Nom, sûr à 92 %")], "a.csv")

    assert text.startswith("# Ce que contiennent les colonnes de « a.csv ».\n#\n")
    assert '# À vérifier\n"Nom élève" = "nomNaissance"  # Nom, sûr à 92 %\n' in plain(text)
    assert "#   dateNaissance                Date de naissance\n" in text
    assert "idFlux" not in text


# --- Use


def columns(table, mapping):
    """Return the key of each column of a table, by its title."""
    header = find_header_row(table, Correspondance(mapping))
    return header and {heading.title: heading.key for heading in header.headings if heading.key}


def test_a_correspondance_makes_a_header_row_of_unknown_titles():
    assert find_header_row([TITLES, ROW]) is None
    assert columns([("Promotion",), TITLES, ROW], GIVEN) == GIVEN
    assert columns([TITLES, ROW], {title.upper(): key for title, key in GIVEN.items()}) == GIVEN


def test_it_wins_over_the_recognition_of_titles():
    titles = ("idTechnique", "Nom", "Nom de naissance", "Prénom", "Sexe")

    assert columns([titles], {"Nom": "nomUsage", "Sexe": ""}) == {
        "idTechnique": "idTechnique",
        "Nom": "nomUsage",
        "Nom de naissance": "nomNaissance",
        "Prénom": "prenom1",
    }


def test_a_column_may_be_named_by_its_letter(tmp_path):
    path = write_csv(tmp_path / "a.csv", "Ref;X;X;;X\nE-1;MARTIN;Zoé;03/07/1991;?\n")
    mapping = {
        "Ref": "idTechnique",
        "Colonne b": "nomNaissance",
        "colonne C": "prenom1",
        "colonne D": "dateNaissance",
    }
    classeur = read_classeur(path, None, Correspondance(mapping))

    assert {key: header.letter for key, header in classeur.table.columns.items()} == {
        "idTechnique": "A",
        "nomNaissance": "B",
        "prenom1": "C",
        "dateNaissance": "D",
    }
    assert [header.title for header in classeur.others] == ["X"]
    assert classeur.table.columns["dateNaissance"].title == "colonne D"


def test_a_title_that_reads_like_a_letter_is_a_title():
    titles = ("Colonne B", "nomNaissance", "prenom1", "sexe")

    assert columns([titles], {"colonne B": "idTechnique"}) == {
        "Colonne B": "idTechnique",
        "nomNaissance": "nomNaissance",
        "prenom1": "prenom1",
        "sexe": "sexe",
    }


def test_letters_count_from_the_first_column_of_the_sheet(tmp_path):
    rows = [("", *TITLES), ("", *ROW)]
    path = write_xlsx(tmp_path / "a.xlsx", {"Feuil1": rows})

    given = Correspondance({**GIVEN, "colonne C": "nomUsage"})
    classeur = read_classeur(path, None, given)

    assert classeur.table.columns["nomUsage"].letter == "C"
    assert "nomNaissance" not in classeur.table.columns


def said(path, mapping):
    return [
        (anomalie.code, anomalie.valeur, plain(anomalie.message))
        for anomalie in read_classeur(path, None, Correspondance(mapping)).anomalies
    ]


def test_says_which_titles_the_table_does_not_have(tmp_path):
    path = write_csv(tmp_path / "a.csv", ";".join(TITLES) + "\n" + ";".join(ROW) + "\n")

    assert said(path, GIVEN) == []
    assert said(path, {**GIVEN, "Prnom": "prenom2", "Absente": "sexe", "Rien": ""}) == [
        (
            "COL-05",
            "Prnom",
            (
                "La correspondance donne un sens à « Prnom », que le tableau n'a pas. "
                "Vouliez-vous dire « Prnm » ? Corrigez le titre, ou retirez la ligne de la correspondance."
            ),
        ),
        (
            "COL-05",
            "Absente",
            (
                "La correspondance donne un sens à « Absente », que le tableau n'a pas. "
                "Corrigez le titre, ou retirez la ligne de la correspondance."
            ),
        ),
    ]
    assert [code for code, *_ in said(path, {**GIVEN, "colonne Z": "sexe", " ": "nir"})] == [
        "COL-05",
        "COL-05",
    ]


def test_what_is_left_aside_on_purpose_needs_no_advice(tmp_path):
    path = write_csv(tmp_path / "a.csv", "idTechnique;nomNaissance;prenom1;Notes;Nom\n1;A;B;C;D\n")

    assert codes_of(path) == ["COL-03", "COL-03"]
    assert said(path, {"Notes": "", "Nom": ""}) == []


def test_a_table_of_which_everything_is_left_aside_has_rows_all_the_same(tmp_path):
    path = write_csv(tmp_path / "a.csv", ";".join(TITLES) + "\n" + ";".join(ROW) + "\n")

    classeur = read_classeur(path, None, Correspondance(dict.fromkeys(TITLES, "")))

    assert len(list(classeur.rows())) == 1
    assert classeur.table.columns == {}


def test_says_that_agrafe_writes_some_rubriques_by_itself(tmp_path):
    path = write_csv(
        tmp_path / "a.csv", "idTechnique;nomNaissance;prenom1;idFlux;horodatage;action\n1;A;B;;;\n"
    )

    found = said(path, {})

    assert [(code, value) for code, value, _ in found] == [
        ("COL-03", "idFlux"),
        ("COL-03", "horodatage"),
        ("COL-03", "action"),
    ]
    assert found[0][2].startswith(
        "La colonne « idFlux » n'est pas lue : Agrafe écrit cette rubrique"
    )


def test_nothing_given_says_nothing():
    nothing = Correspondance()

    assert nothing.meaning("Nom") is None
    assert nothing.of_letters(["A"]) == {}
    assert Correspondance({"Nom": ""}).meaning("NOM ") == (None, Certainty.GIVEN)


def test_other_sheets_of_the_same_titles_are_told(tmp_path):
    sheets = {
        "Janvier": [TITLES, ROW],
        "Février": [TITLES, ROW],
        "Cours": [("a", "b", "c"), (1, 2, 3)],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)

    assert said(path, GIVEN) == [
        (
            "FEU-01",
            None,
            "La feuille « Février » semble contenir des passages ; seule « Janvier » a été lue.",
        )
    ]
