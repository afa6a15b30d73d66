"""Rows written in the commented workbook: faults where they stand, and values that come back as they were."""

import math
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from accrochage.classeur import gabarit, gabarit_passages
from accrochage.classeur.entetes import recognise
from accrochage.classeur.gabarit import PASSAGES, REASONS_HEADER, GabaritRow, write_gabarit
from accrochage.classeur.gabarit_colonnes import gabarit_colonnes
from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import EcritureError
from accrochage.regles.lecture.nettoyage import clean
from corpus.relecture import anomalie, comment, headers, load, read_back

KEYS = sorted(colonne.entry.key for colonne in gabarit_colonnes("1.1.5"))


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a workbook and gives its path."""

    def write(*rows, version="1.1.5", **options):
        path = tmp_path / "classeur.xlsx"
        write_gabarit(path, version=version, rows=rows, **options)
        return path

    return write


def test_the_first_column_says_what_is_wrong_the_worst_first(write):
    faults = [
        anomalie("PRE-02", "prenom1", "Un conseil."),
        anomalie("IDT-02", "codeInsee", "Le lieu manque."),
        anomalie("ENU-01", "sexe", "« Homme » n'est pas reconnu.", "M", "Votre colonne S"),
        anomalie("OBL-01", "idClient", "Il manque.", title="Identifiant client"),
        anomalie("XSD-01", None, "Refusé."),
    ]
    path = write(GabaritRow({"nomNaissance": "MARTIN"}, faults), GabaritRow({}), example=False)

    sheet = load(path)[PASSAGES]
    assert sheet["A2"].value == REASONS_HEADER
    assert recognise(REASONS_HEADER) is None
    assert "Cette colonne n'est pas lue" in comment(sheet["A2"])
    assert sheet["A3"].value.replace("\u00a0", " ").split("\n") == [
        "Sexe : « Homme » n'est pas reconnu.",
        "Identifiant client : Il manque.",
        "Refusé.",
        "Code INSEE de naissance (à vérifier) : Le lieu manque.",
        "Prénom (conseil) : Un conseil.",
    ]
    assert sheet["A3"].alignment.wrap_text
    assert sheet.row_dimensions[3].height > 5 * 13
    assert sheet["A4"].value is None
    assert sheet.freeze_panes == "D3"


def test_a_very_long_reason_keeps_its_row_within_bounds(write):
    path = write(GabaritRow({}, [anomalie("TXT-01", "verbatim", "long " * 2_000)]), example=False)

    sheet = load(path)[PASSAGES]
    assert sheet.row_dimensions[3].height == 408
    assert len(comment(sheet.cell(3, headers(sheet)["verbatim"]))) == 2_000


def test_faulty_cells_are_coloured_and_commented(write):
    row = GabaritRow(
        {"sexe": "Homme", "verbatim": "nil"},
        [
            anomalie("TXT-04", "sexe", "Une alerte."),
            anomalie("ENU-01", "sexe", "Une erreur.", "M"),
            anomalie("IDT-02", "codeInsee"),
            anomalie("PRE-02", "prenom1"),
            anomalie("NIL-01", "verbatim", "À vider.", ""),
        ],
    )
    sheet = load(write(row, example=False))[PASSAGES]

    places = headers(sheet)
    cells = {key: sheet.cell(3, places[key]) for key in places if key}
    fills = {key: cells[key].fill.fgColor.rgb for key in ("sexe", "codeInsee", "prenom1")}
    assert fills == {"sexe": "FFF8D9D5", "codeInsee": "FFFBE6C8", "prenom1": "FFE1ECEC"}
    assert comment(cells["sexe"]).replace("\u00a0", " ").split("\n") == [
        "Erreur : Une erreur.",
        "Correction proposée : M",
        "À vérifier : Une alerte.",
    ]
    assert "vider la cellule" in comment(cells["verbatim"])
    assert cells["sexe"].value == "Homme"
    assert cells["codeInsee"].value is None
    assert comment(cells["nomNaissance"]) is None


def test_a_fault_of_a_part_is_shown_on_the_column_that_holds_it(write):
    whole = GabaritRow({"dateNaissance": "31/02/1990"}, [anomalie("NAI-02", "jourNaissance")])
    split = GabaritRow({"jourNaissance": 31}, [anomalie("NAI-02", "jourNaissance")])

    sheet = load(write(whole, example=False))[PASSAGES]
    assert comment(sheet.cell(3, headers(sheet)["dateNaissance"]))
    assert sheet["A3"].value.startswith("Date de naissance\u00a0: ")
    sheet = load(write(split, example=False))[PASSAGES]
    assert comment(sheet.cell(3, headers(sheet)["jourNaissance"]))


def test_a_sound_row_has_no_reason_column(write):
    sheet = load(write(GabaritRow({"nomNaissance": "MARTIN"})))[PASSAGES]

    assert recognise(sheet["A2"].value) == "idTechnique"
    assert sheet["B4"].value == "MARTIN"


def test_columns_that_the_template_has_not_are_added_when_filled(write):
    row = GabaritRow(
        {"idClient": "12ABC345", "anneeNaissance": 1990, "nir": "2", "moisNaissance": ""}
    )
    path = write(row, version="1.1.2")

    sheet = load(path)[PASSAGES]
    assert list(headers(sheet))[-3:] == ["idClient", "anneeNaissance", "nir"]
    cell = sheet.cell(2, headers(sheet)["anneeNaissance"])
    assert "colonne de votre fichier" in comment(cell)
    assert "Cellule vide" not in comment(cell)
    assert read_back(path) == {"idClient": "12ABC345", "anneeNaissance": 1990, "nir": "2"}


RAWS = [
    "=1+1",
    "007",
    "0012",
    "http://exemple.fr",
    "mailto:a@exemple.fr",
    "{=SUM(A1)}",
    "@SOMME(A1)",
    "+33",
    "TRUE",
    "1E5",
    "😀 é œ",
    "  bords  ",
    "deux\nlignes",
    "cloche\x07",
    "_x0041_",
    7,
    -3,
    12.5,
    12345678901,
    291073523801464,
    True,
    False,
    date(1991, 7, 3),
    date(1900, 1, 1),
    datetime(1991, 7, 3, 14, 5, 33),  # noqa: DTZ001
    time(14, 5),
    timedelta(hours=30),
]


@pytest.mark.parametrize("key", ["nomNaissance", "dateDebutValidite", "scoreGeneral", "sexe"])
def test_a_value_comes_back_as_it_was(write, key):
    rows = [GabaritRow({"idTechnique": "1", key: raw}, [anomalie("TXT-01", key)]) for raw in RAWS]

    classeur = read_classeur(write(*rows, example=False))
    rank = classeur.table.columns[key].rank
    back = [row[rank] for _, row in classeur.rows()]
    assert back == RAWS
    assert [type(raw) for raw in back if isinstance(raw, str | bool)] == [
        type(raw) for raw in RAWS if isinstance(raw, str | bool)
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (12345678901234567890, "12345678901234567890"),  # a cell would round it
        (1e22, "10000000000000000000000"),
        (math.inf, "inf"),
        (date(1850, 12, 31), "31/12/1850"),  # no cell can hold it
    ],
)
def test_what_no_cell_can_hold_becomes_text(write, raw, text):
    row = GabaritRow({"idTechnique": "1", "nir": raw})

    assert read_back(write(row, example=False))["nir"] == text


def test_midnight_is_not_shown(write):
    row = GabaritRow({"dateDebutValidite": datetime(2026, 6, 30)})  # noqa: DTZ001
    sheet = load(write(row, example=False))[PASSAGES]

    cell = sheet.cell(3, headers(sheet)["dateDebutValidite"])
    assert cell.number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    ("key", "raw", "number_format"),
    [
        ("codeInsee", 1234, "@"),  # retyped as 01234, it keeps its zero
        ("nir", 291073523801464, "0"),  # text format would show 2,91E+14
        ("dateDebutValidite", 45000, "0"),  # date format would make it a date
        ("scoreGeneral", 12.5, "General"),  # whole format would show 13
        ("scoreGeneral", 12, "0"),
    ],
)
def test_a_number_is_shown_as_it_is(write, key, raw, number_format):
    sheet = load(write(GabaritRow({key: raw}), example=False))[PASSAGES]

    assert sheet.cell(3, headers(sheet)[key]).number_format == number_format


@settings(max_examples=20)  # a workbook takes a tenth of a second
@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.one_of(
            st.text(
                st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\r\ufffe\uffff"),
                min_size=1,
                max_size=40,
            ),
            st.integers(-(10**15), 10**15),
            st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.10g}")),
            st.booleans(),
            st.dates(date(1900, 1, 1), date(2150, 12, 31)),
        ),
        min_size=1,
    )
)
def test_whatever_is_written_is_read_back(values):
    values = {"idTechnique": "témoin", **values}
    destination = BytesIO()
    write_gabarit(destination, version="1.1.5", rows=[GabaritRow(values)], example=False)

    destination.seek(0)
    rows = CalamineWorkbook.from_filelike(destination).get_sheet_by_name(PASSAGES).to_python()
    back = dict(zip(map(recognise, rows[1]), rows[2], strict=True))
    assert {key: back[key] for key in values} == values
    assert {key: clean(back[key]) for key in values} == {
        key: clean(raw) for key, raw in values.items()
    }


def test_control_characters_of_a_value_do_not_break_the_file(write):
    fault = anomalie("TXT-02", "verbatim", "« a\x07b » contient un caractère invisible.", "ab")
    path = write(GabaritRow({"verbatim": "a\x07b"}, [fault]), example=False)

    sheet = load(path)[PASSAGES]
    assert "« ab »" in comment(sheet.cell(3, headers(sheet)["verbatim"]))
    assert "« ab »" in sheet["A3"].value
    assert read_back(path)["verbatim"] == "a\x07b"


def test_comments_stop_where_they_would_slow_the_workbook(write, monkeypatch):
    monkeypatch.setattr(gabarit_passages, "MAX_COMMENTS", 1)
    rows = [GabaritRow({"sexe": "?"}, [anomalie("ENU-01", "sexe")]) for _ in range(2)]

    sheet = load(write(*rows, example=False))[PASSAGES]
    place = headers(sheet)["sexe"]
    assert comment(sheet.cell(3, place))
    assert comment(sheet.cell(4, place)) is None
    assert sheet.cell(4, place).fill.fgColor.rgb == "FFF8D9D5"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(gabarit, "MAX_ROWS", 2)
    destination = BytesIO()

    write_gabarit(destination, version="1.1.5", rows=[GabaritRow({})] * 2)
    with pytest.raises(EcritureError, match="3 lignes\u00a0: 2 au plus"):
        write_gabarit(BytesIO(), version="1.1.5", rows=[GabaritRow({})] * 3)
