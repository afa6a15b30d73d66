"""The catalogue reads well: short titles, whole sentences, French typography."""

import re

import pytest

from accrochage.regles.catalogue import CATALOGUE
from factories.textes import plain

CODE = re.compile(r"[A-Z]{3}-[0-9]{2}")
# « : », « ; », « ! », « ? » and guillemets keep their distance; a no-break space or a plain one, here.
GLUED = re.compile(r"[^\s][;!?»]|[^\s]:(?=\s|$)|«[^\s]")
STRAIGHT = re.compile(r'"|\.\.\.| {2}')


@pytest.mark.parametrize("code", CATALOGUE)
def test_has_a_stable_code(code):
    assert CODE.fullmatch(code)


@pytest.mark.parametrize("regle", CATALOGUE.values(), ids=CATALOGUE)
def test_ends_its_remedy_with_a_full_stop(regle):
    assert regle.remede.endswith(".")
    assert regle.remede[0].isupper() or regle.remede.startswith("«")


@pytest.mark.parametrize("regle", CATALOGUE.values(), ids=CATALOGUE)
def test_has_a_title_that_is_no_sentence(regle):
    assert 0 < len(regle.titre) <= 45
    assert not regle.titre.endswith((".", ":", " "))


@pytest.mark.parametrize("regle", CATALOGUE.values(), ids=CATALOGUE)
def test_follows_french_typography(regle):
    for text in (plain(regle.titre), plain(regle.remede)):
        assert not GLUED.search(text)
        assert not STRAIGHT.search(text)


@pytest.mark.parametrize("regle", CATALOGUE.values(), ids=CATALOGUE)
def test_fits_in_a_comment_of_a_cell(regle):
    assert len(regle.remede) <= 130


def test_has_titles_that_differ():
    titles = [regle.titre for regle in CATALOGUE.values()]

    assert len(set(titles)) == len(titles)
