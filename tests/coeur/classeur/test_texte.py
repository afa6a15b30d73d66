"""CSV files as they come: any encoding, any separator, and no cell taken for another."""

import csv
import tracemalloc
from pathlib import Path

import pytest

from accrochage.classeur import texte
from accrochage.classeur.lecture import read_classeur
from accrochage.classeur.texte import csv_format, csv_rows
from factories.classeurs import LEROUX, MARTIN, TABLE, TITLES, refusal, write_csv


@pytest.fixture
def given(tmp_path):
    """Return a function that writes a CSV file."""
    return lambda text, encoding="utf-8": write_csv(tmp_path / "classeur.csv", text, encoding)


def table(separator=";", end="\n"):
    return "".join(separator.join(row) + end for row in TABLE)


def rows_of(path):
    return list(csv_rows(path, csv_format(path)))


# --- Encoding


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_to_write_the_same_table(given, encoding, separator, end):
    assert rows_of(given(table(separator, end), encoding)) == [list(row) for row in TABLE]


def test_utf_16_of_the_other_order(given):
    assert rows_of(given("\ufeff" + table("\t"), "utf-16-be")) == [list(row) for row in TABLE]


def test_capitals_only_are_read_as_those_of_windows(given):
    assert rows_of(given("NOM;PRÉNOM\nCÔTÉ;ZOÉ\n", "cp1252")) == [
        ["NOM", "PRÉNOM"],
        ["CÔTÉ", "ZOÉ"],
    ]


def test_an_encoding_is_judged_on_the_whole_file(given, monkeypatch):
    monkeypatch.setattr(texte, "_CHUNK", 16)

    assert rows_of(given("Nom;Sexe\n" * 50 + "Côté;F\n", "cp1252"))[-1] == ["Côté", "F"]
    assert rows_of(given("Nom;Sexe\n" * 50 + "Côté;F\n"))[-1] == ["Côté", "F"]


def test_utf_8_damaged_somewhere_is_still_utf_8(given):
    path = given("Nom;Prénom\n" * 20)
    path.write_bytes(path.read_bytes() + b"C\xf4t\xe9;Zo\xc3\xab\n")

    rows = rows_of(path)
    assert rows[0] == ["Nom", "Prénom"]
    assert rows[-1] == ["C\ufffdt\ufffd", "Zoë"]


def test_utf_8_cut_in_the_middle_of_a_letter(given):
    path = given("Nom;Prénom\n" * 20 + "Martin;Zoé")
    path.write_bytes(path.read_bytes()[:-1])

    assert rows_of(path)[-1] == ["Martin", "Zo\ufffd"]


def test_utf_16_cut_in_the_middle_of_a_letter(given):
    path = given(table("\t"), "utf-16")
    path.write_bytes(path.read_bytes()[:-1])

    assert rows_of(path)[1][:2] == ["P-1", "MARTIN"]


# --- Separator


def test_the_separator_is_the_one_that_gives_headers(given):
    text = "Promotion 2026, 2027, 2028, 2029, 2030\n" + table(";")

    assert rows_of(given(text))[1] == list(TITLES)


def test_without_known_headers_the_separator_is_the_one_that_cuts_most(given):
    assert rows_of(given("a;b,c\nd,e,f\n")) == [["a;b", "c"], ["d", "e", "f"]]


def test_a_separator_that_makes_nonsense_of_the_quotes_is_not_considered(given):
    text = 'Nom de naissance;Prénom;Sexe\n"MARTIN, dite ""Zo""";"Zoé";F\n'

    assert rows_of(given(text))[1] == ['MARTIN, dite "Zo"', "Zoé", "F"]


@pytest.mark.parametrize(
    ("line", "separator"),
    [("sep=;", ";"), ("SEP=,", ","), ('"sep=|"', "|"), ("sep=\t", "\t"), ("sep=^", "^")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_that_announces_the_separator_is_obeyed_and_not_shown(given, line, separator, end):
    path = given(line + end + table(separator, end))

    assert csv_format(path).separator == separator
    assert rows_of(path) == [list(row) for row in TABLE]
    assert [ligne for ligne, _ in read_classeur(path).rows()] == [2, 3]


# --- Rows and cells


def test_rows_may_be_ragged_and_blank(given):
    text = "Nom;Prénom;Sexe\nMARTIN\n\n;;;\nLEROUX;Ali;M;de trop\n"

    assert rows_of(given(text))[1:] == [
        ["MARTIN"],
        [],
        ["", "", "", ""],
        ["LEROUX", "Ali", "M", "de trop"],
    ]


def test_a_cell_may_hold_lines_and_quotes(given):
    path = given('Nom;Commentaire\n"MARTIN";"dit ""Le Grand""\nou ""Le Petit"""\nLEROUX;x\n')

    assert rows_of(path)[1:] == [["MARTIN", 'dit "Le Grand"\nou "Le Petit"'], ["LEROUX", "x"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(given):
    rows = [";".join(TITLES), 'P-1;"MAR\n\nTIN";Zoé;1991', "", 'P-2;LEROUX;"A\nli";1992']

    assert [(ligne, row[0]) for ligne, row in read_classeur(given("\n".join(rows))).rows()] == [
        (2, "P-1"),
        (4, "P-2"),
    ]


def test_a_quote_inside_an_unquoted_cell_is_text(given):
    assert rows_of(given('Nom;Diamètre\nMARTIN;12" acier\n'))[1] == ["MARTIN", '12" acier']


def test_a_control_character_is_kept_for_the_checks_to_blame(given):
    text = table().replace("MARTIN", "MAR\0TIN")

    assert rows_of(given("x" * 5000 + "\n" + text))[2][1] == "MAR\0TIN"


QUOTES = (
    "un guillemet y est mal placé, ou n'est jamais refermé. "
    "Corrigez-le (un guillemet dans un texte s'écrit deux fois), ou enregistrez le tableau en .xlsx."
)


@pytest.mark.parametrize(
    ("line", "ligne"),
    [
        ('P-3;"MARTIN;Zoé;1991', 4),  # never closed: all that follows would be one cell
        ('P-3;MARTIN;"Société "Dupont" SA";1991', 4),
        ('P-3;"MARTIN" ;Zoé;1991', 4),
        ('P-3;"MARTIN;Zoé;1991\nP-4;"LEROUX";Ali;1992', 4),
        (f'P-3;"{"x" * 200_000}', 4),
        (f'"a\nb";x\nP-3;"{"x" * 200_000}";Zoé', 6),
    ],
)
def test_a_misplaced_quote_is_refused_with_its_line(given, line, ligne):
    path = given(table() + line + "\nP-5;PETIT;Léa;1993\n")

    assert refusal(lambda: list(read_classeur(path).rows())) == (
        f"« classeur.csv » ne peut pas être lu à partir de la ligne {ligne} : {QUOTES}"
    )


def test_a_misplaced_quote_under_an_announced_separator(given):
    path = given("sep=;\n" + table() + 'P-3;"x')

    assert "à partir de la ligne 5 :" in refusal(rows_of, path)


def test_a_misplaced_quote_far_below_is_met_when_it_is_read(given):
    path = given(table() + "P;x;y;z\n" * 500 + '"P;x;y;z\n')

    rows = read_classeur(path).rows()
    assert next(rows)[1] == list(MARTIN)
    assert "à partir de la ligne 504 :" in refusal(list, rows)


# --- Danger


def test_memory_does_not_grow_with_the_file(given):
    def measure(path):
        tracemalloc.start()
        count = sum(1 for _ in read_classeur(path).rows())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return count, peak

    line = ";".join(LEROUX) + "\n"
    few, low = measure(given(table() + line * 40_000))
    many, high = measure(given(table() + line * 120_000))
    assert (few, many) == (40_002, 120_002)
    assert high < 1.2 * low


@pytest.mark.parametrize("step", ["open", "read"])
def test_a_disk_that_fails(given, monkeypatch, step):
    path = given(table())
    form = csv_format(path)

    def fail(*_args, **_options):
        raise OSError(5, "Input/output error")

    if step == "open":
        monkeypatch.setattr(Path, "open", fail)
        call = csv_format, path
    else:
        monkeypatch.setattr(csv, "reader", fail)
        call = list, csv_rows(path, form)

    assert (
        refusal(*call)
        == "La lecture de « classeur.csv » s'est interrompue. Copiez le fichier sur le disque, puis recommencez."
    )
