from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from agrafe.certificateurs.services import update_caisse_des_depots
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.journal.models import JournalEntry
from agrafe.passages import services, services_bulk
from agrafe.passages.enums import TRANSITIONS, Status, Voie
from agrafe.passages.models import Passage, StateChange
from agrafe.passages.services import SameIdentifier, WrongState
from agrafe.passages.services.masse import move_all
from agrafe.passages.writing import hold
from agrafe.personnes import services as personnes
from agrafe.personnes.models import NirScelle
from agrafe.socle.refusals import Denied
from agrafe.travaux.models import Travail
from agrafe.travaux.worker import drain
from factories.web import (
    SOUND,
    make_certificateur,
    make_certification,
    make_member,
    make_passage,
    make_personne,
    make_sound_passage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def par():
    return make_member()


def fresh(passage):
    return Passage.objects.select_related("personne", "certification", "certificateur").get(
        pk=passage.pk
    )


def last_entry():
    return JournalEntry.objects.order_by("pk").last()


def create(par, **fields):
    owner = par.certificateur
    return services.create_passage(
        par=par,
        personne=fields.pop("personne", None) or make_personne(owner),
        certification=fields.pop("certification", None) or make_certification(owner),
        fields={**SOUND, **fields},
    )


def test_a_sound_passage_is_ready_and_has_its_deadline(par):
    passage = create(par, id_technique="Dossier-12")

    row = fresh(passage)
    assert row.status == Status.PRET
    assert row.anomalies == []
    assert row.due_on == date(2026, 9, 30)
    assert row.id_key == "dossier12"
    assert [one.status for one in row.state_changes.all()] == [Status.PRET]
    entry = last_entry()
    assert (entry.action, entry.target_id) == ("passages.create", passage.public_id)


@pytest.mark.parametrize(
    ("delivered", "due"),
    [
        (date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (None, None),
    ],
)
def test_three_months_from_delivery(par, delivered, due):
    assert create(par, date_debut_validite=delivered).due_on == due


def test_a_passage_that_lacks_something_is_incomplete(par):
    passage = create(par, date_debut_validite=None)

    assert passage.status == Status.INCOMPLET
    assert [one["key"] for one in passage.anomalies] == ["dateDebutValidite"]


def test_identifiers_that_the_certificateur_awaits_are_no_fault_of_its_passages():
    par = make_member(certificateur=make_certificateur(id_client="", id_contrat=""))

    assert create(par).status == Status.PRET


def test_the_next_identifier_is_given(par):
    certification = make_certification(par.certificateur, code="RNCP35726")
    first = create(par, certification=certification)
    second = create(par, certification=certification)
    create(par, certification=certification, id_technique=f"{first.id_technique[:-4]}0004")
    fourth = create(par, certification=certification)

    assert first.id_technique.endswith("-RNCP35726-0001")
    assert second.id_technique.endswith("-0002")
    assert fourth.id_technique.endswith("-0005")


def test_the_same_identifier_twice_is_refused(par):
    create(par, id_technique="A1")
    create(make_member(), id_technique="A1")  # another certificateur has its own

    with pytest.raises(SameIdentifier, match="« A1 » est déjà celui d'un autre passage"):
        create(par, id_technique="A1")
    rows = [Passage(certificateur=par.certificateur, id_technique="B") for _ in range(2)]
    with pytest.raises(SameIdentifier, match="le même identifiant technique"):
        services.create_passages(par=par, passages=rows)


def test_the_queries_of_a_creation_do_not_grow(par, django_assert_max_num_queries):
    owner = par.certificateur
    personne, certification = make_personne(owner), make_certification(owner)
    rows = [
        Passage(
            certificateur=owner,
            personne=personne,
            certification=certification,
            id_technique=f"P{number}",
            **SOUND,
        )
        for number in range(60)
    ]

    with django_assert_max_num_queries(20):
        created = services.create_passages(par=par, passages=rows, reason="Import")

    assert {one.status for one in created} == {Status.PRET}
    assert StateChange.objects.filter(reason="Import").count() == 60
    assert last_entry().summary == "60 passages créés"


def test_an_incomplete_passage_becomes_ready(par):
    passage = create(par, date_debut_validite=None)

    services.update_passage(
        par=par, passage=passage, fields={"date_debut_validite": date(2026, 5, 4)}
    )

    row = fresh(passage)
    assert (row.status, row.due_on) == (Status.PRET, date(2026, 8, 4))
    assert last_entry().changes == {"date_debut_validite": ["", "2026-05-04"]}
    assert row.state_changes.count() == 2


def test_nothing_to_change_writes_nothing(par):
    passage = create(par)
    lines = JournalEntry.objects.count()

    services.update_passage(
        par=par, passage=passage, fields={"date_debut_validite": passage.date_debut_validite}
    )

    assert JournalEntry.objects.count() == lines


def test_a_rejected_passage_that_is_mended_is_to_be_sent_again(par):
    passage = make_sound_passage(par.certificateur, status=Status.REJETE, envois=1)

    services.update_passage(par=par, passage=passage, fields={"verbatim": "Relu"})

    assert fresh(passage).status == Status.A_RENVOYER


def test_a_rejected_passage_that_is_spoilt_stays_rejected(par):
    passage = make_sound_passage(par.certificateur, status=Status.A_RENVOYER, envois=1)

    services.update_passage(par=par, passage=passage, fields={"date_debut_validite": None})

    assert fresh(passage).status == Status.REJETE


@pytest.mark.parametrize("status", [Status.EN_DEPOT, Status.ACCEPTE, Status.RETIRE])
def test_what_is_sent_does_not_change(par, status):
    passage = make_sound_passage(par.certificateur, status=status)

    with pytest.raises(WrongState, match="il ne peut pas être modifié"):
        services.update_passage(par=par, passage=passage, fields={"verbatim": "Relu"})


def test_the_identifier_that_the_cdc_knows_does_not_change(par):
    sent = make_sound_passage(par.certificateur, status=Status.REJETE, envois=1)
    never = make_sound_passage(par.certificateur, status=Status.PRET)

    with pytest.raises(WrongState, match="connaît déjà"):
        services.update_passage(par=par, passage=sent, fields={"id_technique": "neuf"})
    with pytest.raises(SameIdentifier):
        services.update_passage(par=par, passage=never, fields={"id_technique": sent.id_technique})
    services.update_passage(par=par, passage=never, fields={"id_technique": "NEUF-1"})
    assert fresh(never).id_key == "neuf1"


def test_many_are_changed_at_once(par):
    rows = [make_sound_passage(par.certificateur, promotion="A") for _ in range(3)]
    for row in rows:
        row.promotion = "B"

    services.update_passages(par=par, passages=rows, fields=["promotion"])

    assert {fresh(row).promotion for row in rows} == {"B"}
    assert {fresh(row).status for row in rows} == {Status.PRET}
    assert last_entry().summary == "3 passages modifiés"


@pytest.mark.parametrize("start", Status)
@pytest.mark.parametrize("to", Status)
def test_every_transition(par, start, to):
    passage = make_sound_passage(par.certificateur, status=start)
    rows = Passage.objects.filter(pk=passage.pk)

    if to in TRANSITIONS[start]:
        assert move_all(par=par, passages=rows, before={start}, to=to) == 1
        assert fresh(passage).status == to
        assert [one.status for one in passage.state_changes.all()] == [to]
    else:
        with pytest.raises(ValueError, match="no way"):
            move_all(par=par, passages=rows, before={start}, to=to)
        assert fresh(passage).status == start


def test_all_of_them_move_or_none(par):
    owner = par.certificateur
    ready = make_sound_passage(owner, status=Status.PRET)
    make_sound_passage(owner, status=Status.ACCEPTE)
    make_sound_passage(owner, status=Status.RETIRE)

    with pytest.raises(WrongState, match="2\u00a0passages ont changé d'état entre-temps"):
        move_all(
            par=par,
            passages=Passage.objects.of(owner),
            before={Status.PRET},
            to=Status.EN_DEPOT,
        )
    assert fresh(ready).status == Status.PRET


def test_an_answer_of_the_cdc_counts_as_a_sending(par):
    passages = [make_sound_passage(par.certificateur, status=Status.EN_DEPOT) for _ in range(2)]
    chosen = Passage.objects.filter(pk__in=[one.pk for one in passages])

    move_all(par=par, passages=chosen, before={Status.EN_DEPOT}, to=Status.REJETE, is_answer=True)
    services.resend_passages(par=par, passages=chosen)

    assert {fresh(one).envois for one in passages} == {1}
    assert last_entry().summary == "2\u00a0passages à l'état «\u00a0À renvoyer\u00a0»"


def test_nothing_to_hold_is_nothing_to_wait_for(monkeypatch):
    monkeypatch.setattr(connection.features, "has_select_for_update", True)

    hold(Passage.objects.none())


def test_passages_of_others_are_left_out(par):
    mine, other = make_sound_passage(par.certificateur), make_sound_passage(make_certificateur())

    done = services.exclude_passages(par=par, passages=Passage.objects.all(), reason="Doublon")

    assert done == (1, 0)
    assert fresh(mine).status == Status.EXCLU
    assert fresh(other).status == Status.INCOMPLET


def test_excluding_leaves_those_that_cannot_be(par):
    owner = par.certificateur
    ready, sent = (make_sound_passage(owner, status=one) for one in (Status.PRET, Status.EN_DEPOT))
    everything = Passage.objects.of(owner)

    assert services.exclude_passages(par=par, passages=everything, reason=" Doublon ") == (1, 1)
    assert fresh(ready).exclusion_reason == "Doublon"
    assert fresh(sent).status == Status.EN_DEPOT
    with pytest.raises(WrongState, match="Dites pourquoi"):
        services.exclude_passages(par=par, passages=everything, reason="  ")
    with pytest.raises(WrongState, match="ne peut pas être exclu"):
        services.exclude_passages(par=par, passages=[sent], reason="Doublon")
    with pytest.raises(WrongState, match="Aucun de ces passages"):
        services.exclude_passages(par=par, passages=everything, reason="Doublon")


def test_including_again_goes_back_where_it_was(par):
    owner = par.certificateur
    states = {
        Status.PRET: {},
        Status.INCOMPLET: {"date_debut_validite": None},
        Status.A_RENVOYER: {"envois": 1},
        Status.REJETE: {"envois": 1, "date_debut_validite": None},
    }
    rows = {
        status: make_passage(
            owner, **{**SOUND, "status": Status.EXCLU, "exclusion_reason": "x", **fields}
        )
        for status, fields in states.items()
    }

    assert services.include_passages(par=par, passages=Passage.objects.of(owner)) == (4, 0)

    assert {status: Status(fresh(row).status) for status, row in rows.items()} == {
        status: status for status in rows
    }
    assert {fresh(row).exclusion_reason for row in rows.values()} == {""}
    with pytest.raises(WrongState, match="réinclus"):
        services.include_passages(par=par, passages=Passage.objects.of(owner))


def test_a_rejected_passage_can_be_sent_again_as_it_is(par):
    owner = par.certificateur
    sound = make_sound_passage(owner, status=Status.REJETE)
    faulty = make_sound_passage(owner, status=Status.REJETE, gravite="erreur")

    assert services.resend_passages(par=par, passages=Passage.objects.of(owner)) == (1, 1)

    assert [fresh(one).status for one in (sound, faulty)] == [Status.A_RENVOYER, Status.REJETE]
    with pytest.raises(WrongState, match="renvoyé"):
        services.resend_passages(par=par, passages=[faulty])


def test_only_what_was_never_sent_is_deleted(par):
    owner = par.certificateur
    rows = [
        make_sound_passage(owner, status=Status.INCOMPLET),
        make_sound_passage(owner, status=Status.REJETE, envois=1),
        make_sound_passage(owner, status=Status.EXCLU, envois=1),
        make_sound_passage(owner, status=Status.EN_DEPOT),
    ]

    assert services.delete_passages(par=par, passages=Passage.objects.of(owner)) == (1, 3)

    assert not Passage.objects.filter(pk=rows[0].pk).exists()
    assert last_entry().summary == "1 passage supprimé"
    with pytest.raises(WrongState, match="Aucun passage n'est choisi"):
        services.delete_passages(par=par, passages=Passage.objects.none())


def test_checking_again(par):
    owner = par.certificateur
    rows = [
        make_sound_passage(owner),
        make_passage(owner, status=Status.PRET),
        make_sound_passage(owner, status=Status.ACCEPTE),
    ]

    assert services.check_passages(par=par, passages=Passage.objects.of(owner)) == (2, 1)

    assert [fresh(row).status for row in rows] == [Status.PRET, Status.INCOMPLET, Status.ACCEPTE]
    assert rows[0].state_changes.get().reason == "Nouvelle vérification"


@pytest.mark.parametrize(
    "call",
    [
        lambda par, rows: services.create_passages(par=par, passages=list(rows)),
        lambda par, rows: move_all(par=par, passages=rows, before={Status.PRET}, to=Status.EXCLU),
        lambda par, rows: services.exclude_passages(par=par, passages=rows, reason="x"),
        lambda par, rows: services.include_passages(par=par, passages=rows),
        lambda par, rows: services.delete_passages(par=par, passages=rows),
        lambda par, rows: services.check_passages(par=par, passages=rows),
        lambda par, rows: services.update_passage(par=par, passage=rows.first(), fields={}),
        lambda par, rows: services.update_passages(par=par, passages=list(rows), fields=[]),
    ],
)
def test_who_may_not(call):
    par = make_member(Role.LECTURE)
    make_passage(par.certificateur)

    with pytest.raises(Denied, match="Seuls les gestionnaires"):
        call(par, Passage.objects.of(par.certificateur))


def test_a_person_who_changes_has_its_passages_checked_again(par):
    owner = par.certificateur
    personne = make_personne(owner, sexe="")
    waiting = make_sound_passage(owner, personne=personne)
    rejected = make_sound_passage(owner, personne=personne, status=Status.REJETE, envois=1)
    sent = make_sound_passage(owner, personne=personne, status=Status.EN_DEPOT)
    services.check_passages(par=par, passages=Passage.objects.of(owner))
    assert fresh(waiting).status == Status.INCOMPLET
    personne.sexe = "F"
    personne.save()

    services.recheck(par=par, personnes=[personne])

    assert [fresh(one).status for one in (waiting, rejected, sent)] == [
        Status.PRET,
        Status.A_RENVOYER,
        Status.EN_DEPOT,
    ]


def test_two_who_give_one_identifier_at_once(par, monkeypatch):
    taken = make_passage(par.certificateur)
    other = make_sound_passage(par.certificateur)
    monkeypatch.setattr(
        "agrafe.passages.services.records._refuse_same_identifiers", lambda *_seen: None
    )

    with pytest.raises(SameIdentifier, match="Quelqu'un vient"):
        create(par, id_technique=taken.id_technique)
    with pytest.raises(SameIdentifier, match="Quelqu'un vient"):
        services.update_passage(par=par, passage=other, fields={"id_technique": taken.id_technique})


def test_a_passage_deleted_meanwhile(par):
    gone = make_sound_passage(par.certificateur)
    Passage.objects.all().delete()

    with pytest.raises(WrongState, match="supprimé entre-temps"):
        services.update_passage(par=par, passage=gone, fields={"promotion": "Printemps"})


def test_a_new_version_of_the_format_has_everything_checked_again(par):
    owner = par.certificateur
    open_one = make_sound_passage(owner)
    sent = make_sound_passage(owner, status=Status.EN_DEPOT)
    administrateur = make_member(Role.ADMINISTRATEUR, owner)

    update_caisse_des_depots(
        par=administrateur,
        today=date(2026, 7, 3),
        id_client=owner.id_client,
        id_contrat=owner.id_contrat,
        nature_deposant=owner.nature_deposant,
        tiers_nom="",
        id_client_emetteur="",
        version_format="1.1.4",
    )
    drain()

    assert [one.status for one in Travail.objects.all()] == ["done", "done"]
    assert [fresh(one).status for one in (open_one, sent)] == [Status.PRET, Status.EN_DEPOT]


def test_whoever_has_left_has_no_work_go_on(par):
    make_sound_passage(par.certificateur)
    services_bulk.check_all(par=par)
    Membership.objects.update(ended_at=timezone.now())

    drain()

    travail = Travail.objects.get()
    assert (travail.status, travail.error[:42]) == (
        "failed",
        "La personne qui a demandé ce travail n'a p",
    )


def rejected_passage(par, **fields):
    return make_sound_passage(par.certificateur, status=Status.REJETE, envois=1, **fields)


def test_a_new_telephone_has_nothing_sent_again(par):
    rejected = rejected_passage(par)

    personnes.update_personne(
        par=par, personne=rejected.personne, values={"telephone": "06 00 00 00 00"}
    )
    assert fresh(rejected).status == Status.REJETE
    personnes.update_personne(par=par, personne=rejected.personne, values={"prenom2": "Lou"})
    assert fresh(rejected).status == Status.A_RENVOYER


def test_a_nir_has_only_what_it_identifies_sent_again(par):
    rejected = rejected_passage(par)
    by_nir = rejected_passage(par, personne=rejected.personne, voie=Voie.NIR)

    personnes.set_nir(par=par, personne=rejected.personne, nir="2910735238014")

    assert [fresh(one).status for one in (rejected, by_nir)] == [
        Status.REJETE,
        Status.A_RENVOYER,
    ]


def test_a_person_who_changes_name_is_found_by_the_new_one(par):
    personne = make_personne(par.certificateur, nom_naissance="Dubreuil", prenom1="Zoé")
    sent = make_sound_passage(par.certificateur, personne=personne, status=Status.ACCEPTE)
    assert sent.name_key == "dubreuilzoe"
    personne.nom_naissance = "Le Gall"
    personne.set_keys()
    personne.save()

    services.recheck(par=par, personnes=[personne])

    assert fresh(sent).name_key == personne.name_key == "legallzoe"


def test_the_way_of_identification_is_checked(par):
    owner = par.certificateur
    without = create(par, voie=Voie.DOSSIER)
    assert [one["key"] for one in without.anomalies] == ["idDossier"]
    without = create(par, voie=Voie.NIR)
    assert [one["key"] for one in without.anomalies] == ["nir"]

    personne = make_personne(owner, sexe="")
    NirScelle.objects.create(personne=personne, sealed="x", fingerprint="y")
    assert create(par, voie=Voie.NIR, personne=personne).status == Status.PRET
    assert create(par, voie=Voie.DOSSIER, id_dossier="123").status == Status.PRET


def test_the_defaults_of_a_certification(par):
    certification = make_certification(
        par.certificateur, defaut_modalite_acces="VAE", defaut_donnee_certifiee=True
    )
    passage = Passage(certification=certification, donnee_certifiee=False)

    services.fill_defaults(passage)

    assert passage.modalite_acces == "VAE"
    assert passage.donnee_certifiee is False
    assert passage.presence_niveau_langue_euro is False
    assert passage.obtention_certification == "PAR_ADMISSION"
