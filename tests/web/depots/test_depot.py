"""A deposit: prepared, built, frozen, deposited or given up."""

import hashlib
import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from lxml import etree

from accrochage.flux.decoupe import Limits
from agrafe.comptes.enums import Role
from agrafe.depots.enums import Issue, Status
from agrafe.depots.models import Depot, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import construction, preparation, suivi
from agrafe.depots.services.accuses import receive_accuse
from agrafe.depots.services.commun import DepotRefusal
from agrafe.depots.services.telechargement import open_fichier
from agrafe.journal.models import JournalEntry
from agrafe.passages import services as passages
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage, StateChange
from agrafe.passages.services import WrongState
from agrafe.passages.services.masse import move_all
from agrafe.personnes.services import set_nir, update_personne
from agrafe.socle.refusals import Denied
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_certification, make_member
from web.depots.conftest import accuse_of, build, give, octets, sow, statuses


def test_a_deposit_freezes_its_bytes(par):
    made = sow(par, 3)

    depot = build(par)

    (fichier,) = depot.fichiers.all()
    content = octets(fichier)
    root = etree.fromstring(content)
    ids = [one.text for one in root.iterfind(".//{*}idTechnique")]
    assert depot.status == Status.CONSTRUIT
    assert (fichier.sha256, fichier.octets) == (hashlib.sha256(content).hexdigest(), len(content))
    assert root.findtext("{*}idFlux") == depot.id_flux == fichier.id_flux
    assert ids == [one.id_technique for one in made]
    assert root.findtext(".//{*}certificateur/{*}idContrat") == par.certificateur.id_contrat
    assert set(statuses(par).values()) == {"en_depot"}
    assert {one.fichier_id for one in depot.lignes.all()} == {fichier.pk}
    assert StateChange.objects.filter(status="en_depot", reason="Dépôt n° 1").count() == 3


def test_the_identifiers_are_those_of_the_day_it_was_prepared(par):
    sow(par, 1)
    depot = preparation.create_depot(par=par, choix=Choix())
    owner, before = par.certificateur, par.certificateur.id_contrat
    owner.id_contrat = "AUTRE"
    owner.save()

    drain()

    assert before.encode() in octets(depot.fichiers.get())


def test_a_deposit_gathers_what_was_chosen(par):
    first, second = (make_certification(par.certificateur) for _ in range(2))
    sow(par, 2, first)
    sow(par, 1, second, promotion="Juin")

    depot = build(par, Choix(certification=second, promotion="Juin"))

    assert (depot.total, depot.choix) == (1, f"{second.code}, Juin")
    assert sorted(statuses(par).values()) == ["en_depot", "pret", "pret"]


def test_passages_are_gathered_by_certification(par):
    first, second = (make_certification(par.certificateur) for _ in range(2))
    sow(par, 1, first)
    sow(par, 1, second)
    sow(par, 1, first)

    depot = build(par)

    assert [one.id_technique for one in depot.lignes.order_by("rang")] == [
        "A-00001",
        "A-00003",
        "A-00002",
    ]


def test_numbers_and_times_follow_one_another(par):
    depots = []
    for _ in range(2):
        sow(par, 1)
        depots.append(build(par))

    first, second = depots
    assert (first.numero, second.numero) == (1, 2)
    assert first.horodatage < second.horodatage
    assert first.fichiers.get().nom != second.fichiers.get().nom


def test_nothing_ready_is_said(par):
    with pytest.raises(DepotRefusal, match="Aucun passage n'est prêt"):
        preparation.create_depot(par=par, choix=Choix())

    assert not Depot.objects.exists()


def test_identifiers_are_asked_for(par):
    sow(par, 1)
    par.certificateur.id_contrat = ""
    par.certificateur.save()

    with pytest.raises(DepotRefusal, match="identifiants"):
        preparation.create_depot(par=par, choix=Choix())


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE])
def test_others_do_not_deposit(par, role):
    sow(par, 1)

    with pytest.raises(Denied):
        preparation.create_depot(par=make_member(role, par.certificateur), choix=Choix())


def test_the_database_itself_refuses_a_second_deposit(par):
    sow(par, 1)
    depot = build(par)
    ligne = depot.lignes.get()
    other = Depot.objects.get(pk=depot.pk)
    other.pk, other.numero, other.id_flux, other.public_id = None, 2, "autre", uuid4()
    other.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        DepotPassage.objects.create(
            depot=other, passage=ligne.passage, rang=1, id_technique="A", holds="CREATION"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DepotPassage.objects.create(
            depot=other,
            passage=ligne.passage,
            rang=1,
            id_technique="A",
            holds="CREATION",
            issue=Issue.REJETE,
        )


def test_what_the_xsd_refuses_puts_everything_back(par):
    made = sow(par, 3)
    Passage.objects.filter(pk=made[1].pk).update(code_postal_centre_examen="x" * 10)

    depot = build(par)

    assert depot.status == Status.REFUSE
    (refus,) = depot.refus
    assert refus["id"] == made[1].id_technique
    assert refus["constats"][0]["key"] == "codePostalCentreExamen"
    assert not depot.fichiers.exists()
    assert not depot.lignes.holding().exists()
    assert set(statuses(par).values()) == {"pret"}


def test_refusals_that_are_many_are_counted_and_cut(par, monkeypatch):
    monkeypatch.setattr(construction, "REFUSALS_KEPT", 1)
    sow(par, 3)
    Passage.objects.update(code_postal_centre_examen="x" * 10)

    depot = build(par)

    first, *others = depot.refus
    assert first["motif"] == "3\u00a0passages arrêtent ce dépôt. Voici les premiers."
    assert [one["id"] for one in others] == ["A-00001"]


def test_a_deposit_by_nir_opens_the_vault(par):
    (passage,) = sow(par, 1, voie="nir")
    set_nir(par=par, personne=passage.personne, nir="2910735238042")
    passages.check_passages(par=par, passages=[passage])

    depot = build(par)

    content = octets(depot.fichiers.get())
    assert b"2910735238042" in content
    lines = JournalEntry.objects.filter(action="personnes.open_nirs").count()
    assert lines == 1


def test_a_lost_nir_puts_everything_back(par):
    (passage,) = sow(par, 1)
    Passage.objects.filter(pk=passage.pk).update(voie="nir")

    depot = build(par)

    assert depot.status == Status.REFUSE
    assert statuses(par) == {passage.id_technique: "pret"}


def test_marking_as_deposited_says_who_and_when(par):
    sow(par, 1)
    depot = build(par)

    done = suivi.mark_deposited(par=par, depot=depot)

    assert (done.status, done.deposited_by) == (Status.DEPOSE, par.user)
    assert done.deposited_at
    assert depot.fichiers.get().status == "depose"
    with pytest.raises(DepotRefusal):
        suivi.mark_deposited(par=par, depot=depot)
    with pytest.raises(DepotRefusal):
        suivi.abandon_depot(par=par, depot=depot)


def test_a_mistaken_mark_is_taken_back(par):
    sow(par, 1)
    depot = build(par)
    suivi.mark_deposited(par=par, depot=depot)

    back = suivi.unmark_deposited(par=par, depot=depot)

    assert (back.status, back.deposited_at) == (Status.CONSTRUIT, None)


def test_a_mark_stays_once_an_accuse_came(par):
    sow(par, 1)
    depot = build(par)
    give(par, accuse_of(depot, ok=["A-00001"]))

    with pytest.raises(DepotRefusal, match="bien parti"):
        suivi.unmark_deposited(par=par, depot=depot)


def test_giving_a_deposit_up_puts_everything_back(par):
    sow(par, 2)
    depot = build(par)

    suivi.abandon_depot(par=par, depot=depot)

    depot.refresh_from_db()
    assert depot.status == Status.ABANDONNE
    assert depot.closed_at
    assert set(statuses(par).values()) == {"pret"}
    with pytest.raises(DepotRefusal, match="abandonné"):
        open_fichier(par=par, fichier=depot.fichiers.get())
    assert build(par).total == 2


def test_a_deposit_whose_accuse_is_being_read_is_not_given_up(par):
    sow(par, 1)
    depot = build(par)
    receive_accuse(par=par, fichier=accuse_of(depot, ok=["A-00001"]), depot=depot)

    with pytest.raises(DepotRefusal, match="en cours de lecture"):
        suivi.abandon_depot(par=par, depot=depot)
    drain()

    assert statuses(par) == {"A-00001": "accepte"}


def test_what_a_deposit_held_is_kept_though_it_was_given_up(par):
    made = sow(par, 2)
    suivi.abandon_depot(par=par, depot=build(par))
    sow(par, 1)

    assert passages.delete_passages(par=par, passages=Passage.objects.all()) == (1, 2)
    with pytest.raises(WrongState, match="mis dans un dépôt"):
        passages.delete_passages(par=par, passages=made[:1])


def test_a_passage_that_is_deleted_meanwhile_is_not_deposited(par, monkeypatch):
    made = sow(par, 2)
    move = preparation.move_all

    def late(**arguments):
        Passage.objects.filter(pk=made[0].pk).update(certificateur=make_certificateur())
        return move(**arguments)

    monkeypatch.setattr(preparation, "move_all", late)

    with pytest.raises(DepotRefusal, match="Quelqu'un d'autre"):
        preparation.create_depot(par=par, choix=Choix())


def test_giving_up_what_is_not_built_stops_its_work(par):
    sow(par, 1)
    depot = preparation.create_depot(par=par, choix=Choix())

    suivi.abandon_depot(par=par, depot=depot)
    drain()

    depot.refresh_from_db()
    assert depot.status == Status.ABANDONNE
    assert depot.travail.status == "cancelled"
    assert set(statuses(par).values()) == {"pret"}


def test_what_changed_meanwhile_is_checked_again(par):
    (passage,) = sow(par, 1)
    depot = build(par)
    update_personne(par=par, personne=passage.personne, values={"prenom1": "Zoé", "sexe": ""})

    suivi.abandon_depot(par=par, depot=depot)

    assert statuses(par) == {passage.id_technique: "incomplet"}


def test_a_build_that_stopped_is_taken_up_again(par):
    sow(par, 1)
    depot = preparation.create_depot(par=par, choix=Choix())
    with pytest.raises(DepotRefusal):
        preparation.build_again(par=par, depot=depot)
    depot.travail.__class__.objects.update(status="failed")

    preparation.build_again(par=par, depot=depot)
    drain()

    depot.refresh_from_db()
    assert depot.status == Status.CONSTRUIT


def test_a_build_that_is_over_is_not_done_again(par):
    sow(par, 1)
    depot = build(par)
    with pytest.raises(DepotRefusal):
        preparation.build_again(par=par, depot=depot)


def test_the_fingerprint_is_verified_at_each_download(par):
    sow(par, 1)
    depot = build(par)
    fichier = depot.fichiers.get()
    with open_fichier(par=par, fichier=fichier) as content:
        assert hashlib.sha256(content.read()).hexdigest() == fichier.sha256

    with default_storage.open(fichier.fichier.name, "wb") as stored:
        stored.write(b"<flux/>")
    with pytest.raises(DepotRefusal, match="n'est plus tel"):
        open_fichier(par=par, fichier=fichier)
    default_storage.delete(fichier.fichier.name)
    with pytest.raises(DepotRefusal, match="n'est plus tel"):
        open_fichier(par=par, fichier=fichier)


def test_a_deposit_is_split_at_the_limits_of_the_cdc(par, monkeypatch):
    monkeypatch.setattr(construction, "LIMITS", Limits(passages=2))
    sow(par, 5)

    depot = build(par)

    files = list(depot.fichiers.all())
    assert [one.passages for one in files] == [2, 2, 1]
    assert [one.id_flux for one in files] == [f"{depot.id_flux}-{rank:03}" for rank in (1, 2, 3)]
    for one in files:
        root = etree.fromstring(octets(one))
        assert root.findtext("{*}idFlux") == one.id_flux
        ids = [each.text for each in root.iterfind(".//{*}idTechnique")]
        assert ids == list(one.lignes.order_by("rang").values_list("id_technique", flat=True))


def test_files_that_no_row_names_are_purged(par, settings):
    sow(par, 1)
    depot = build(par)
    kept = [
        depot.fichiers.get().fichier.name,
        give(par, accuse_of(depot, ok=["A-00001"])).fichier.name,
    ]
    root = Path(settings.MEDIA_ROOT)
    orphans = [root / folder / "orphelin.xml" for folder in ("depots", "accuses")]
    recent = root / "depots" / "recent.xml"
    for path in (*orphans, recent):
        path.write_bytes(b"x")
    old = time.time() - 3 * 86400
    for path in (*orphans, *(root / name for name in kept)):
        os.utime(path, (old, old))

    assert construction.purge_orphans() == 2

    assert not any(path.exists() for path in orphans)
    assert recent.exists()
    assert all(default_storage.exists(name) for name in kept)


def test_there_is_nothing_to_purge_before_the_first_deposit():
    assert construction.purge_orphans() == 0


def test_one_line_of_the_journal_for_each_act(par):
    sow(par, 2)
    depot = build(par)
    suivi.mark_deposited(par=par, depot=depot)

    actions = list(
        JournalEntry.objects.filter(action__startswith="depots.")
        .order_by("number")
        .values_list("action", flat=True)
    )
    assert actions == ["depots.create", "depots.build", "depots.deposit"]


def test_a_state_that_does_not_lead_there_is_a_mistake(par):
    made = sow(par, 1)
    rows = Passage.objects.filter(pk=made[0].pk)
    with pytest.raises(ValueError, match="no way"):
        move_all(par=par, passages=rows, before={Passages.RETIRE}, to=Passages.PRET)
    with pytest.raises(WrongState, match="entre-temps"):
        move_all(par=par, passages=rows, before={Passages.EN_DEPOT}, to=Passages.ACCEPTE)
