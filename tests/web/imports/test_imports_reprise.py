"""An import of 10 000 rows whose worker is killed, at any moment: every row is there, once, or none is."""

import pytest

from factories.chantier import imports
from factories.chantier.workers import BACKENDS

pytestmark = pytest.mark.long

ROWS = 10_000


def passages(chantier):
    ((number, distinct),) = chantier.rows(
        "SELECT COUNT(*), COUNT(DISTINCT id_technique) FROM passages_passage"
    )
    return number, distinct


def lignes(chantier):
    ((number,),) = chantier.rows("SELECT COUNT(*) FROM imports_ligne")
    return number


def status(chantier):
    ((status,),) = chantier.rows("SELECT status FROM imports_import")
    return status


# One queue for each database: the other one on PostgreSQL is tried by what `travaux` itself promises.
@pytest.mark.parametrize("chantier", BACKENDS[-1:], indirect=True)
@pytest.mark.parametrize("killed_at", ["reading", "writing"])
def test_no_row_is_lost_or_doubled(chantier, killed_at):
    first_travail = chantier.run(f"from factories.chantier import imports\nimports.give({ROWS})")
    first = chantier.worker()
    if killed_at == "reading":
        chantier.wait(lambda: 0 < lignes(chantier) < ROWS, seconds=120)
        first.kill()
        first.wait()
        assert status(chantier) == "lecture"
        chantier.worker()
    chantier.wait(lambda: status(chantier) == "a_relire", seconds=120)
    assert lignes(chantier) == ROWS
    assert passages(chantier) == (0, 0)
    assert first_travail

    chantier.run("from factories.chantier import imports\nimports.write()")
    if killed_at == "writing":
        # The writing is one transaction: from outside, its start is all that is seen of it.
        chantier.wait(lambda: chantier.rows(imports.RUNNING) != [], seconds=60)
        first.kill()
        first.wait()
        assert passages(chantier) == (0, 0)
        chantier.worker()
    chantier.wait(lambda: status(chantier) == "fini", seconds=180)

    assert passages(chantier) == (ROWS, ROWS)
    ((persons,),) = chantier.rows("SELECT COUNT(*) FROM personnes_personne")
    assert persons == ROWS
