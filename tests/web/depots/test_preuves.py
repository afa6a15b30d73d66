"""The file of the passages that were rejected twice, or of one of them."""

import csv
import io
import os
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from agrafe.depots.models import Accuse
from agrafe.depots.services import dossier, preuves
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.personnes.services import update_personne
from agrafe.socle.refusals import Denied
from agrafe.travaux.worker import drain
from agrafe.verifications import services as verifications
from factories.verifications import fill, tokens
from factories.web import make_mail, make_member, make_passage, make_verification
from web.depots.conftest import KO, accuse_of, build, give, sow


@pytest.fixture
def twice(par):
    """Return a passage whose titulaire was corrected after each of two rejections, and which is rejected."""
    made = sow(par, 2)
    for number in (1, 2):
        depot = build(par)
        give(par, accuse_of(depot, ok=["A-00002"][number - 1 :], ko=[("A-00001", KO)]))
        update_personne(
            par=par, personne=made[0].personne, values={"prenom1": f"Zoé{'ab'[number - 1]}"}
        )
    Passage.objects.filter(pk=made[0].pk).update(status="rejete")
    return made[0]


def all_twice(par, count):
    """Return passages that the CDC rejected twice."""
    made = sow(par, count)
    for number in (1, 2):
        give(par, accuse_of(build(par), ko=[(one.id_technique, KO) for one in made]))
        if number == 1:
            passages.resend_passages(par=par, passages=Passage.objects.all())
    return made


def made_of(par, passage=None):
    travail = preuves.start_evidence(par=par, passage=passage)
    drain()
    travail.refresh_from_db()
    assert travail.status == "done", travail.error
    with default_storage.open(preuves.name_of(travail.public_id)) as content:
        return zipfile.ZipFile(io.BytesIO(content.read()))


def table(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def within(archive, folder):
    return [name for name in archive.namelist() if name.startswith(f"{folder}/")]


def ids_of(archive, name):
    return [one.text for one in etree.fromstring(archive.read(name)).iterfind(".//{*}idTechnique")]


def test_it_holds_all_that_the_cdc_asks_for(par, twice):
    make_mail(par.certificateur, target_id=twice.personne.public_id, sent_at=timezone.now())
    make_mail(par.certificateur, target_id=twice.public_id)

    archive = made_of(par)

    extracts = [name for name in within(archive, "depots") if "extrait-" in name]
    assert [ids_of(archive, name) for name in extracts] == [["A-00001"], ["A-00001"]]
    assert len(within(archive, "accuses")) == len(within(archive, "courriels")) == 2
    told = table(archive, "passages.csv")
    assert [row[0] for row in told] == ["identifiant", "A-00001", "A-00001"]
    assert [row[5] for row in told[1:]] == [KO, KO]
    assert len(table(archive, "depots/empreintes.csv")) == 3
    letter = archive.read("courrier.html").decode().replace("\u00a0", " ")
    assert par.certificateur.nom in letter
    assert "1 passage rejeté après un second envoi" in letter
    assert "2 courriels aux titulaires" in letter
    assert "vérification menée" not in letter


def test_what_is_in_the_archive_has_the_day_that_it_had(par, twice):
    sent = timezone.make_aware(datetime(2026, 3, 4, 10, 12))  # noqa: DTZ001 - made aware
    make_mail(par.certificateur, target_id=twice.public_id, sent_at=sent)
    Accuse.objects.update(created_at=sent)

    archive = made_of(par)

    dated = [*within(archive, "accuses"), *within(archive, "courriels")]
    assert len(dated) == 3
    assert {archive.getinfo(name).date_time for name in dated} == {(2026, 3, 4, 10, 12, 0)}
    assert min(one.date_time[0] for one in archive.infolist()) == 2026


def test_corrections_are_told_before_and_after_and_what_is_masked_stays_so(par, twice):
    day = timezone.localdate().replace(year=2020, month=1, day=2)
    passages.update_passage(
        par=par, passage=twice, fields={"promotion": "Juin", "date_debut_validite": day}
    )

    told = [row[3:] for row in table(made_of(par, twice), "corrections.csv")]

    masked = ["Fiche modifiée\u00a0: prénom", "Prénom", "(masqué)", "(masqué)"]
    assert told.count(masked) == 2
    assert ["Passage modifié", "Promotion", "vide", "Juin"] in told
    dated = [row for row in told if row[3] == "2 janvier 2020".replace(" ", "\u00a0")]
    assert len(dated) == 1
    assert not any("Zoé" in cell for row in told for cell in row)


def test_each_passage_comes_with_the_proofs_of_its_verifications(par, twice):
    asked = {twice.personne_id: ["nomNaissance", "prenom1"]}
    sent = verifications.ask(par=par, personnes=[twice.personne], rubriques=asked).sent[0]
    fill(tokens()[-1], nomNaissance="Dubreuil", prenom1="Zoé", prenom2="Marie", prenom3="")
    sent.refresh_from_db()
    verifications.accept(par=par, verification=sent, keys=["prenom1"])
    make_verification(par.certificateur, personne=Passage.objects.last().personne)
    other = make_passage(par.certificateur, personne=twice.personne, id_technique="B/2")
    Passage.objects.filter(pk=other.pk).update(status="rejete", envois=2)
    Passage.objects.filter(pk=twice.pk).update(status="rejete")

    archive = made_of(par)

    names = within(archive, "verifications")
    assert names == ["verifications/00001-A-00001-1.txt", "verifications/00002-B_2-1.txt"]
    proof = archive.read(names[0]).decode().replace("\u00a0", " ")
    for said in (
        "État : Réponse acceptée",
        "Nom de naissance",
        "« Zoéb » avant, « Zoé, Marie » en réponse",
        "Retenu dans la fiche : ",
        "Vérification demandée",
        par.user.name,
    ):
        assert said in proof
    assert len(within(archive, "courriels")) == 1
    assert "2 passages rejetés" in archive.read("courrier.html").decode().replace("\u00a0", " ")


def test_nobody_is_left_out_however_many_they_are(par, monkeypatch):
    monkeypatch.setattr(dossier, "CHUNK", 2)
    monkeypatch.setattr(dossier, "EXTRACT", 2)
    made = all_twice(par, 5)

    archive = made_of(par)

    everyone = [one.id_technique for one in made]
    told = [row[0] for row in table(archive, "passages.csv")[1:]]
    assert told == sorted(everyone * 2)
    extracts = [name for name in within(archive, "depots") if "extrait-" in name]
    assert len(extracts) == 6
    assert sorted(one for name in extracts for one in ids_of(archive, name)) == sorted(everyone * 2)
    assert len(within(archive, "accuses")) == 2
    assert {row[0] for row in table(archive, "corrections.csv")[1:]} <= {*everyone}


def test_queries_depend_on_chunks_and_not_on_passages(par, tmp_path, django_assert_max_num_queries):
    made = all_twice(par, 8)
    for one in made:
        make_verification(par.certificateur, personne=one.personne)
    with django_assert_max_num_queries(16):
        dossier.write(par, [one.pk for one in made], tmp_path, lambda _: None)


def test_one_passage_has_a_file_of_its_own_from_its_card(client, par):
    one, _ = all_twice(par, 2)
    client.force_login(par.user)
    card = reverse("depots:of_passage", args=[one.public_id])
    assert "Constituer le dossier" in client.get(card).content.decode()

    answer = client.post(
        reverse("depots:rejections_evidence"), {"passage": str(one.public_id)}, follow=True
    )
    drain()

    assert "Dossier d&#x27;un passage rejeté deux fois" in answer.content.decode()
    public_id = answer.redirect_chain[0][0].rstrip("/").rsplit("/", 1)[1]
    archive = client.get(reverse("depots:evidence_file", args=[public_id]))
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))) as taken:
        assert [row[0] for row in table(taken, "passages.csv")] == [
            "identifiant",
            "A-00001",
            "A-00001",
        ]
    history = client.get(reverse("passages:history", args=[one.public_id])).content.decode()
    assert "Dossier de" in history


def test_one_passage_rejected_once_has_none(client, par):
    (once,) = sow(par, 1)
    give(par, accuse_of(build(par), ko=[("A-00001", KO)]))
    client.force_login(par.user)
    card = reverse("depots:of_passage", args=[once.public_id])
    assert "Constituer le dossier" not in client.get(card).content.decode()

    answer = client.post(reverse("depots:rejections_evidence"), {"passage": str(once.public_id)})

    assert answer.url == card
    assert "second envoi" in client.get(card).content.decode()
    stranger = make_passage(make_member().certificateur)
    for wrong in (str(stranger.public_id), "nonsense"):
        answer = client.post(reverse("depots:rejections_evidence"), {"passage": wrong})
        assert answer.status_code == 404


def test_it_says_so_when_they_were_all_mended_meanwhile(par, twice):
    travail = preuves.start_evidence(par=par)
    Passage.objects.filter(pk=twice.pk).update(status="accepte")

    drain()

    travail.refresh_from_db()
    assert (travail.status, travail.error) == ("failed", preuves.NONE)


def test_it_says_which_accuse_is_lost(par, twice):
    lost = Accuse.objects.last()
    lost.fichier.delete(save=False)

    travail = preuves.start_evidence(par=par, passage=twice)
    drain()

    travail.refresh_from_db()
    assert travail.status == "failed"
    assert lost.nom in travail.error
    assert not default_storage.exists(preuves.name_of(travail.public_id))


def test_there_must_be_some(par):
    sow(par, 1)
    with pytest.raises(DepotRefusal, match="second envoi"):
        preuves.start_evidence(par=par)
    with pytest.raises(Denied):
        preuves.start_evidence(par=make_member("lecture", par.certificateur))


def test_a_spreadsheet_runs_nothing():
    assert dossier.safe("=1+1") == "'=1+1"
    assert dossier.safe("ok") == "ok"


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
