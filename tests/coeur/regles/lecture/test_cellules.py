"""Reading of a column: each value is read once, each fault noted every time."""

from datetime import date

import pytest

from accrochage.dictionnaire import colonne
from accrochage.regles.lecture import cellules
from accrochage.regles.lecture.cellules import CellFault, CellReader


@pytest.fixture
def faults():
    return []


@pytest.fixture
def reader(faults):
    """Return what makes the reader of a column."""

    def make(key, *, default=None, required=False):
        return CellReader(colonne(key), default, faults, required=required)

    return make


def test_reads_a_value_once_when_it_comes_back(reader, monkeypatch):
    read = reader("dateDebutValidite")
    first = read["30/06/2026"]
    monkeypatch.setattr(read, "_read", None)

    assert read["30/06/2026"] is first
    assert first == date(2026, 6, 30)


def test_notes_a_fault_each_time_when_its_value_comes_back(reader, faults):
    read = reader("sexe")

    assert read["Z9"] is None
    assert read["Z9"] is None
    assert [(fault.key, fault.raw, fault.code) for fault in faults] == [
        ("sexe", "Z9", "ENU-01")
    ] * 2


def test_tells_a_number_from_a_boolean_when_python_takes_them_for_equal(reader, faults):
    read = reader("verbatim")

    assert [read[raw] for raw in (1, True, 1.0, 0, False, True, 1)] == [
        *("1", "VRAI", "1", "0", "FAUX", "VRAI", "1")
    ]
    assert faults == []


def test_gives_the_default_when_a_cell_is_empty(reader, faults):
    read = reader("idClient", default="12ABC345", required=True)

    assert [read[raw] for raw in (None, "", "  ")] == ["12ABC345"] * 3
    assert faults == []


@pytest.mark.parametrize("raw", [None, "", "\u00a0"])
def test_notes_that_nothing_is_written_when_it_is_required(reader, faults, raw):
    read = reader("idTechnique", required=True)

    assert read[raw] is None
    assert read[raw] is None
    assert faults == [CellFault("idTechnique", raw, "OBL-01", cellules.EMPTY_REQUIRED, None)] * 2


def test_notes_one_fault_when_a_required_value_is_nil(reader, faults):
    read = reader("idTechnique", required=True)

    assert read["nil"] is None
    assert [fault.code for fault in faults] == ["NIL-01"]


def test_says_nothing_of_an_empty_cell_when_nothing_is_required(reader, faults):
    read = reader("verbatim")

    assert read[""] is None
    assert faults == []


def test_forgets_new_values_when_its_memory_is_full(reader, monkeypatch):
    monkeypatch.setattr(cellules, "MEMORY", 2)
    read = reader("prenom1")

    assert [read[name] for name in ("Anne", "Louise", "Jeanne", "Jeanne")] == [
        *("Anne", "Louise", "Jeanne", "Jeanne")
    ]
    assert len(read) == 2


def test_remembers_hardly_anything_when_values_never_come_back(reader):
    read = reader("idDossier")
    for number in range(100):
        assert read[str(number)] == str(number)

    assert len(read) <= 2


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("idTechnique", "2026-RNCP35726-0001"),
        ("urlPreuve", "https://exemple.fr/0001"),
        ("codeInsee", "2A004"),
    ],
)
def test_reads_a_plain_value_as_it_stands(reader, faults, key, raw):
    assert reader(key)[raw] is raw
    assert faults == []


@pytest.mark.parametrize(
    ("key", "raw", "value", "code"),
    [
        ("idTechnique", " 2026 0001 ", "2026 0001", None),
        ("idTechnique", "12345678901234567890" * 13, "12345678901234567890" * 13, "TXT-01"),
        ("idTechnique", "1,23457E+12", "1,23457E+12", "TXT-06"),
        ("idTechnique", 123456789012, "123456789012", None),
        ("codeInsee", "1053", "01053", "TXT-05"),
    ],
)
def test_looks_closer_when_a_value_is_not_plain(reader, faults, key, raw, value, code):
    assert reader(key)[raw] == value
    assert [fault.code for fault in faults] == ([code] if code else [])
