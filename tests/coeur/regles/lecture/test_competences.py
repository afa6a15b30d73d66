"""Results of digital competences: several in one cell."""

import pytest

from accrochage.modele import Resultat
from factories.lectures import read


@pytest.mark.parametrize(
    ("raw", "results"),
    [
        ("1.1=5", [(5, "1", "1")]),
        ("1.1=5 ; 3.4=7", [(5, "1", "1"), (7, "3", "4")]),
        ("1.1=5;3.4=7;", [(5, "1", "1"), (7, "3", "4")]),
        ("1.1 = 5 | 3.4 = 7", [(5, "1", "1"), (7, "3", "4")]),
        ("1.1=5, 3.4=7", [(5, "1", "1"), (7, "3", "4")]),
        ("1.1=5\n3.4=7", [(5, "1", "1"), (7, "3", "4")]),
        ("1=8", [(8, "1", None)]),
        ("1.1", [(None, "1", "1")]),
        ("1.1=", [(None, "1", "1")]),
        ("=3", [(3, None, None)]),
        ("=", [(None, None, None)]),
        ("A.é=1", [(1, "A", "é")]),
    ],
)
def test_reads_the_results(raw, results):
    assert read("resultats", raw) == (tuple(Resultat(*result) for result in results), [])


@pytest.mark.parametrize("raw", [";", " ; | ;"])
def test_reads_nothing_when_there_are_only_separators(raw):
    assert read("resultats", raw) == (None, [])


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("1.1=9", "1.1=9"),
        ("1.1=0", "1.1=0"),
        ("1.1=5 ; bonjour", "bonjour"),
        ("11=5", "11=5"),
        ("1.12=5", "1.12=5"),
        ("1,1=5", "1,1=5"),
        ("1.1=5 2=6", "1.1=5 2=6"),
        ("1.1:5", "1.1:5"),
        ("1.1=55", "1.1=55"),
    ],
)
def test_shows_the_part_that_it_does_not_understand(raw, part):
    reading = read("resultats", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["CMP-01"], None)
    assert reading.message == (
        f"« {part} » n'est pas compris. Écrivez domaine.compétence=niveau (1 à 8), par exemple 1.1=5 ; 3.4=7."
    )


def test_refuses_the_results_when_xml_cannot_hold_them():
    reading = read("resultats", "\x07.1=5")

    assert (reading.value, reading.codes) == (None, ["TXT-02"])
