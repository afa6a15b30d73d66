"""SQLite is told again what its tables hold, once they have grown."""

import pytest
from django.db import OperationalError, connection

from agrafe.socle import planner
from agrafe.travaux.tasks import optimize
from factories.web import make_certificateur, make_passage


def known_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself"
)
def test_the_tables_that_have_grown_are_looked_at():
    owner = make_certificateur()
    for _ in range(3):
        make_passage(owner)

    optimize.call()

    assert "passages_passage" in known_tables()


@pytest.mark.django_db
def test_somebody_who_writes_is_left_alone(monkeypatch):
    def locked(*_statement):
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", locked)

    planner.refresh_statistics()
