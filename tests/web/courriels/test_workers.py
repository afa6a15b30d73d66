"""Real workers, each a process, on a database of their own and a real mail server."""

import json
import os
import signal
import subprocess
import sys

import pytest

from factories.mail_server import Box, free_port

pytestmark = [pytest.mark.enable_socket, pytest.mark.long]

SETUP = """
import django, json, os, sys
django.setup()
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from agrafe.courriels.models import Mail
from agrafe.courriels.outbox import LEASE, send_due, sweep
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
"""
WRITE = """
now = timezone.now()
Mail.objects.bulk_create(
    Mail(key="essais.x", unique_key=str(n), recipient=f"zoe{n}@exemple.fr", subject="Bonjour", text="Bonjour",
         html="<p>Bonjour</p>", message_id=f"<{n}@exemple.fr>", next_at=now)
    for n in range(%d)
)
"""
STATES = "print(json.dumps(list(Mail.objects.order_by('pk').values_list('status', flat=True))))"


class Poste:
    """A database, and the processes that send its mails to a port of this machine."""

    def __init__(self, root, folder, port):
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")]),
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "factories.chantier.settings",
            "CHANTIER_DATABASE": str(folder / "poste.sqlite3"),
            "CHANTIER_TASKS": "embarque",
            "CHANTIER_FILES": str(folder / "fichiers"),
            "MAIL_PORT": str(port),
        }
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=self.env, check=True, timeout=120)

    def start(self, code):
        command = [sys.executable, "-c", SETUP + code]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def run(self, code):
        worker = self.start(code)
        said, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0
        return json.loads(said or "null")


@pytest.fixture(scope="module")
def database(root, tmp_path_factory):
    return Poste(root, tmp_path_factory.mktemp("poste"), free_port())


@pytest.fixture
def poste(database):
    yield database
    database.run("Mail.objects.all().delete()")


def test_two_workers_send_each_mail_once(poste, serve):
    box = serve(Box(), int(poste.env["MAIL_PORT"]))
    poste.run(WRITE % 40)

    workers = [poste.start("print(send_due())") for _ in range(2)]
    sent = [int(worker.communicate(timeout=120)[0]) for worker in workers]

    assert sum(sent) == 40
    assert sorted(each.rcpt_tos[0] for each in box.mails) == sorted(
        f"zoe{n}@exemple.fr" for n in range(40)
    )
    assert poste.run(STATES) == ["envoye"] * 40


def test_a_worker_killed_after_the_server_said_yes(poste, serve):
    class KillingBox(Box):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd calls
            answer = await super().handle_DATA(server, session, envelope)
            os.kill(worker.pid, signal.SIGKILL)
            return answer

    box = serve(KillingBox(), int(poste.env["MAIL_PORT"]))
    poste.run(WRITE % 1)
    worker = poste.start("send_due()")
    worker.communicate(timeout=120)
    assert worker.returncode == -signal.SIGKILL
    assert poste.run(STATES) == ["en_cours"]

    poste.run("Mail.objects.update(claimed_at=timezone.now() - LEASE * 2)\nsweep()\nsend_due()")

    assert poste.run(STATES) == ["incertain"]
    assert len(box.mails) == 1
