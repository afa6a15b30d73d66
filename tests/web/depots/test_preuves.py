"""The file of a passage that was rejected twice."""

import csv
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from lxml import etree

from agrafe.depots.services import preuves
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.personnes.services import update_personne
from agrafe.socle.refusals import Denied
from agrafe.travaux.worker import drain
from factories.web import make_mail, make_member
from web.depots.conftest import KO, accuse_of, build, give, sow


@pytest.fixture
def twice(par):
    made = sow(par, 2)
    for number in (1, 2):
        depot = build(par)
        give(par, accuse_of(depot, ok=["A-00002"][number - 1 :], ko=[("A-00001", KO)]))
        update_personne(
            par=par, personne=made[0].personne, values={"prenom1": f"Zoé{'ab'[number - 1]}"}
        )
        if number == 1:
            continue
    Passage.objects.filter(pk=made[0].pk).update(status="rejete")
    return made[0]


def archive_of(travail):
    with default_storage.open(preuves.name_of(travail.public_id)) as content:
        return zipfile.ZipFile(io.BytesIO(content.read()))


def table(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_it_holds_all_that_the_cdc_asks_for(par, twice):
    make_mail(par.certificateur, target_id=twice.personne.public_id, sent_at=timezone.now())
    make_mail(par.certificateur, target_id=twice.public_id)

    travail = preuves.start_evidence(par=par)
    drain()

    archive = archive_of(travail)
    names = archive.namelist()
    depots = [name for name in names if name.startswith("depots/extrait-")]
    assert len(depots) == 2
    for name in depots:
        ids = [
            one.text for one in etree.fromstring(archive.read(name)).iterfind(".//{*}idTechnique")
        ]
        assert ids == ["A-00001"]
    assert sum(name.startswith("accuses/") for name in names) == 2
    assert sum(name.startswith("courriels/") for name in names) == 2
    assert [row[0] for row in table(archive, "passages.csv")] == [
        "identifiant",
        "A-00001",
        "A-00001",
    ]
    assert any(
        "Modifi" in row[3] or "modifi" in row[3] for row in table(archive, "corrections.csv")
    )
    assert len(table(archive, "depots/empreintes.csv")) == 3
    letter = archive.read("courrier.html").decode()
    assert par.certificateur.nom in letter
    assert "2" in letter


def test_there_must_be_some(par):
    sow(par, 1)
    with pytest.raises(DepotRefusal, match="second envoi"):
        preuves.start_evidence(par=par)
    with pytest.raises(Denied):
        preuves.start_evidence(par=make_member("lecture", par.certificateur))


@pytest.mark.usefixtures("par", "twice")
def test_a_spreadsheet_runs_nothing():
    assert preuves._safe("=1+1") == "'=1+1"
    assert preuves._safe("ok") == "ok"


@pytest.mark.usefixtures("twice")
def test_it_goes_after_two_days(par, settings):
    assert preuves.purge() == 0
    travail = preuves.start_evidence(par=par)
    drain()
    path = Path(settings.MEDIA_ROOT) / preuves.name_of(travail.public_id)
    assert preuves.purge() == 0
    old = time.time() - 3 * 86400
    os.utime(path, (old, old))

    assert preuves.purge() == 1

    assert not path.exists()


def test_sendings_are_counted(par, twice):
    assert Passage.objects.get(pk=twice.pk).envois == 2
    done = passages.resend_passages(par=par, passages=[twice])
    assert done.done == 1
