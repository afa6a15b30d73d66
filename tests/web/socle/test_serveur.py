"""The `serveur` command, up to where it would listen; `tests/e2e` listens for real."""

import pytest
from django.core.management import CommandError, call_command

from agrafe.socle import migrated
from agrafe.socle.management.commands import serveur


@pytest.fixture
def served(monkeypatch, settings, tmp_path):
    """Return what the server was told, instead of serving for ever."""
    told = {}

    class Server:
        def __init__(self, target, **options):
            told.update(options, target=target)

        def serve(self):
            told["served"] = True

    monkeypatch.setattr(serveur, "Granian", Server)
    settings.STATIC_ROOT = str(tmp_path / "static")
    return told


@pytest.mark.django_db
def test_serves_where_it_is_told(served, tmp_path, capsys):
    call_command("serveur", "--adresse", "0.0.0.0", "--port", "8001", "--processus", "2")

    assert served["served"]
    assert (served["address"], served["port"], served["workers"]) == ("0.0.0.0", 8001, 2)
    assert served["target"] == "agrafe.config.wsgi:web"
    assert (tmp_path / "static" / "socle" / "agrafe.css").is_file()
    assert "http://0.0.0.0:8001/" in capsys.readouterr().out


@pytest.mark.django_db
def test_refuses_to_serve_an_old_database(served, monkeypatch):
    monkeypatch.setattr(
        migrated.MigrationExecutor, "migration_plan", lambda _self, _targets: ["to do"]
    )

    with pytest.raises(CommandError, match="agrafe migrate"):
        call_command("serveur")

    assert not served
