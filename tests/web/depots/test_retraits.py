"""Withdrawals: asked for accepted passages, said as they were sent, followed until the CDC answers."""

import pytest
from lxml import etree

from agrafe.depots.enums import Status
from agrafe.depots.services import preparation, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages.models import Passage
from agrafe.personnes.services import update_personne
from agrafe.travaux.worker import drain
from web.depots.conftest import KNOWN, KO, accuse_of, build, give, octets, sow, statuses


@pytest.fixture
def accepted(par):
    made = sow(par, 2)
    give(par, accuse_of(build(par), ok=["A-00001", "A-00002"]))
    return made


def rows(*passages):
    return Passage.objects.filter(pk__in=[one.pk for one in passages])


def withdraw(par, *passages):
    depot = preparation.request_withdrawal(par=par, passages=rows(*passages), motif="Fraude")
    drain()
    depot.refresh_from_db()
    return depot


def test_it_says_the_passage_as_it_was_sent(par, accepted):
    update_personne(par=par, personne=accepted[0].personne, values={"prenom1": "Autre"})

    depot = withdraw(par, accepted[0])

    content = octets(depot.fichiers.get())
    root = etree.fromstring(content)
    assert root.findtext("{*}action") == "SUPPRESSION"
    assert [one.text for one in root.iterfind(".//{*}idTechnique")] == ["A-00001"]
    assert "Zoé".encode() in content
    assert b"Autre" not in content
    assert depot.lignes.get().fichier == depot.fichiers.get()
    assert statuses(par)["A-00001"] == "accepte"


def test_one_that_was_rejected_first_is_said_as_it_was_taken(par):
    first, second = sow(par, 2)
    give(par, accuse_of(build(par), ok=["A-00002"], ko=[("A-00001", KO)]))
    update_personne(par=par, personne=first.personne, values={"prenom1": "Autre"})
    give(par, accuse_of(build(par), ok=["A-00001"]))

    depot = withdraw(par, first, second)

    content = octets(depot.fichiers.get())
    assert depot.status == Status.CONSTRUIT
    assert (content.count(b"A-00001"), content.count(b"Autre")) == (1, 1)
    assert depot.lignes.filter(fichier=depot.fichiers.get()).count() == 2


def test_one_accepted_elsewhere_is_said_as_it_stands(par):
    (passage,) = sow(par, 1)
    Passage.objects.update(status="accepte")

    depot = withdraw(par, passage)

    assert depot.status == Status.CONSTRUIT
    assert b"SUPPRESSION" in octets(depot.fichiers.get())


def test_the_cdc_withdraws_or_not(par, accepted):
    depot = withdraw(par, *accepted)
    known = KNOWN.format(bcr="x", id="A-00002")

    give(par, accuse_of(depot, ok=["A-00001"], ko=[("A-00002", known)]))

    assert statuses(par) == {"A-00001": "retire", "A-00002": "accepte"}
    again = withdraw(par, accepted[1])
    give(par, accuse_of(again, ko=[("A-00002", KO)]))
    assert statuses(par)["A-00002"] == "accepte"


def test_it_is_asked_once(par, accepted):
    depot = withdraw(par, accepted[0])
    with pytest.raises(DepotRefusal, match="déjà demandé"):
        withdraw(par, *accepted)

    suivi.abandon_depot(par=par, depot=depot)
    assert statuses(par)["A-00001"] == "accepte"
    assert withdraw(par, accepted[0]).numero > depot.numero


def test_only_what_is_accepted_is_withdrawn(par, accepted, monkeypatch):
    (ready,) = sow(par, 1)
    with pytest.raises(DepotRefusal, match="acceptés"):
        withdraw(par, ready)
    with pytest.raises(DepotRefusal, match="Aucun passage"):
        withdraw(par)
    with pytest.raises(DepotRefusal, match="pourquoi"):
        preparation.request_withdrawal(par=par, passages=rows(accepted[0]), motif=" ")
    monkeypatch.setattr(preparation, "WITHDRAWN_AT_ONCE", 1)
    with pytest.raises(DepotRefusal, match="à la fois"):
        withdraw(par, *accepted)


def test_an_older_format_cannot_say_it(par, accepted):
    par.certificateur.version_format = "1.1.2"
    par.certificateur.save()

    depot = withdraw(par, accepted[0])

    assert depot.status == Status.REFUSE
    assert "1.1.2" in depot.refus[0]["motif"]
    assert statuses(par)["A-00001"] == "accepte"


def test_it_is_called_a_withdrawal_wherever_it_is_named(par, accepted):
    depot = withdraw(par, accepted[0])
    first = accepted[0].depots.get(depot__numero=1).depot

    accuse = give(par, accuse_of(first, ok=["A-00001"], number=2), depot)

    assert "et non au retrait" in accuse.refus
    assert depot.travail.title.startswith("Construction du retrait")


def test_a_file_that_was_changed_is_not_withdrawn_from(par, accepted):
    fichier = accepted[0].depots.get().fichier
    with fichier.fichier.storage.open(fichier.fichier.name, "wb") as stored:
        stored.write(b"<flux/>")

    depot = withdraw(par, accepted[0])

    assert depot.status == Status.REFUSE
    assert "n'est plus tel" in depot.refus[0]["motif"]
