"""A trial: the rehearsal portal answers as the CDC would, and its answers are forgotten at the end."""

import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from agrafe.certificateurs.services import set_trial
from agrafe.comptes.enums import Role
from agrafe.depots import essai, tasks
from agrafe.depots.enums import Status
from agrafe.depots.selectors import Choix
from agrafe.depots.services import portail, preparation, preuves, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.services import purge_unneeded_nirs, set_nir
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member, make_personne
from web.depots.conftest import KO, accuse_of, build, give, sow, statuses


@pytest.fixture
def par(db, settings):  # noqa: ARG001 - the database
    settings.ESSAI_POPULATION = 50
    return make_member(Role.ADMINISTRATEUR, make_certificateur(is_trial=True))


def send(par, depot):
    portail.send_to_portail(par=par, depot=depot)
    drain()
    drain()
    depot.refresh_from_db()
    return depot


def leave(par):
    set_trial(par=par, is_trial=False)
    par.refresh_from_db()


def enter(par):
    set_trial(par=par, is_trial=True)
    par.refresh_from_db()


def test_what_the_portal_accepts_is_settled(par):
    sow(par, 3)

    depot = send(par, build(par))

    assert depot.is_trial
    assert depot.status == Status.TRAITE
    assert set(statuses(par).values()) == {"accepte"}
    assert depot.accuses.get().nom.startswith("Accusé de traitement_accrochage-")


def test_who_resembles_an_invented_person_is_compared_with_it(par):
    one = next(each for each in essai.population() if each.prenom1 and each.jour_naissance)
    (passage,) = sow(par, 1)
    Personne.objects.filter(pk=passage.personne_id).update(
        nom_naissance=one.nom_naissance + "x",
        prenom1=one.prenom1,
        sexe=one.sexe,
        annee_naissance=int(one.annee_naissance),
        mois_naissance=int(one.mois_naissance),
        jour_naissance=int(one.jour_naissance),
    )

    send(par, build(par))

    assert list(statuses(par).values()) == ["rejete"]


def test_what_it_took_before_is_known(par):
    (passage,) = sow(par, 1)
    send(par, build(par))
    (again,) = sow(par, 1)
    Passage.objects.filter(pk=passage.pk).update(id_technique="X")
    Passage.objects.filter(pk=again.pk).update(id_technique="A-00001")
    Passage.objects.filter(pk=passage.pk).update(id_technique="A-00002")
    Passage.objects.filter(pk=again.pk).update(id_technique="A-00003")

    depot = send(par, build(par))

    assert depot.lignes.get().issue == "accepte"


def test_numbers_are_known_too(par):
    by_nir, by_dossier = sow(par, 2)
    set_nir(par=par, personne=by_nir.personne, nir="2910735238042")
    Passage.objects.filter(pk=by_nir.pk).update(voie="nir")
    Passage.objects.filter(pk=by_dossier.pk).update(voie="dossier", id_dossier="12345678901")

    depot = send(par, build(par))

    assert [one.issue for one in depot.lignes.order_by("rang")] == ["accepte", "accepte"]


def test_the_portal_does_not_know_other_identifiers(par):
    sow(par, 1)
    depot = build(par)
    par.certificateur.id_contrat = "AUTRE"
    par.certificateur.save()
    par.refresh_from_db()

    depot = send(par, depot)

    assert depot.accuses.get().is_rejection
    assert statuses(par) == {"A-00001": "pret"}


def test_a_withdrawal_is_answered(par):
    (passage,) = sow(par, 1)
    send(par, build(par))
    rows = Passage.objects.filter(pk=passage.pk)
    depot = preparation.request_withdrawal(par=par, passages=rows, motif="Fraude")
    drain()

    depot.refresh_from_db()
    assert depot.status == Status.CONSTRUIT
    send(par, depot)

    assert statuses(par) == {"A-00001": "retire"}


def test_a_trial_never_goes_to_the_cdc(par):
    sow(par, 1)
    depot = build(par)

    with pytest.raises(DepotRefusal, match="essai"):
        suivi.mark_deposited(par=par, depot=depot)
    set_trial(par=par, is_trial=False)
    for service in (portail.send_to_portail, suivi.mark_deposited):
        with pytest.raises(DepotRefusal, match="ne se dépose nulle part"):
            service(par=par, depot=depot)


def test_a_true_deposit_never_goes_to_the_portal(par):
    (passage,) = sow(par, 1)
    leave(par)
    depot = build(par)
    enter(par)

    with pytest.raises(DepotRefusal, match="n'est pas un essai"):
        portail.send_to_portail(par=par, depot=depot)
    give(par, accuse_of(depot, ok=[passage.id_technique]))
    rows = Passage.objects.filter(pk=passage.pk)
    with pytest.raises(DepotRefusal, match="pour de bon"):
        preparation.request_withdrawal(par=par, passages=rows, motif="Fraude")


def test_a_trial_is_ended_before_the_first_true_deposit(par):
    (passage,) = sow(par, 1)
    send(par, build(par))
    leave(par)
    sow(par, 1)
    rows = Passage.objects.filter(pk=passage.pk)

    with pytest.raises(DepotRefusal, match="Remettez d'abord"):
        preparation.create_depot(par=par, choix=Choix())
    with pytest.raises(DepotRefusal, match="Remettez d'abord"):
        preparation.request_withdrawal(par=par, passages=rows, motif="Fraude")
    portail.end_trial(par=par)

    assert build(par).total == 2


def test_a_trial_that_was_refused_keeps_no_true_deposit_waiting(par):
    sow(par, 1)
    Passage.objects.update(code_postal_centre_examen="x" * 10)
    refused = build(par)
    assert refused.status == Status.REFUSE
    Passage.objects.update(code_postal_centre_examen="")
    leave(par)

    assert build(par).status == Status.CONSTRUIT

    assert portail.end_trial(par=par) == 0
    refused.refresh_from_db()
    assert refused.status == Status.REFUSE


def test_the_end_of_a_trial_keeps_what_the_cdc_truly_answered(par):
    sow(par, 1)
    leave(par)
    give(par, accuse_of(build(par), ko=[("A-00001", KO)]))
    passages.resend_passages(par=par, passages=Passage.objects.all())
    enter(par)
    send(par, build(par))
    assert Passage.objects.get().envois == 2
    leave(par)

    assert portail.end_trial(par=par) == 1

    passage = Passage.objects.get()
    assert (passage.status, passage.envois) == ("a_renvoyer", 1)


def test_the_evidence_holds_nothing_of_the_portal(par):
    sow(par, 1)
    trial = send(par, build(par))
    leave(par)
    portail.end_trial(par=par)
    for _ in range(2):
        true = build(par)
        give(par, accuse_of(true, ko=[("A-00001", KO)]))
        passages.resend_passages(par=par, passages=Passage.objects.all())
    Passage.objects.update(status="rejete")

    travail = preuves.start_evidence(par=par)
    drain()

    with (
        default_storage.open(preuves.name_of(travail.public_id)) as content,
        zipfile.ZipFile(content) as archive,
    ):
        names, told = archive.namelist(), archive.read("passages.csv").decode()
    assert trial.fichiers.get().nom not in "".join(names)
    assert sum(name.startswith("accuses/") for name in names) == 2
    assert len(told.splitlines()) == 3


def test_a_nir_stays_while_the_portal_alone_has_seen_it(par):
    (passage,) = sow(par, 1)
    set_nir(par=par, personne=passage.personne, nir="2910735238042")
    Passage.objects.update(voie="nir")
    send(par, build(par))
    NirScelle.objects.update(created_at=timezone.now() - timedelta(days=99))

    assert statuses(par) == {"A-00001": "accepte"}
    assert purge_unneeded_nirs() == 0
    leave(par)
    portail.end_trial(par=par)
    give(par, accuse_of(build(par), ok=["A-00001"]))
    assert purge_unneeded_nirs() == 1


def test_a_portal_that_answered_does_not_answer_again(par):
    sow(par, 1)
    depot = send(par, build(par))

    again = tasks.rehearse(None, membership=par.pk, depot=str(depot.public_id))

    assert "déjà répondu" in again.summary
    assert depot.accuses.count() == 1


def test_it_may_be_asked_again_until_it_answers(par):
    sow(par, 1)
    depot = build(par)
    portail.send_to_portail(par=par, depot=depot)
    portail.send_to_portail(par=par, depot=depot)
    drain()
    drain()

    with pytest.raises(DepotRefusal):
        portail.send_to_portail(par=par, depot=depot)


def test_the_end_of_a_trial_forgets_its_answers(par):
    first, second, third = sow(par, 3)
    send(par, build(par))
    Passage.objects.filter(pk=second.pk).update(status="rejete")
    passages.exclude_passages(par=par, passages=[second], reason="Doublon")
    sow(par, 1)
    build(par)
    with pytest.raises(DepotRefusal, match="Quittez d'abord"):
        portail.end_trial(par=par)
    leave(par)

    assert portail.end_trial(par=par) == 3

    assert statuses(par) == {
        first.id_technique: "pret",
        second.id_technique: "exclu",
        third.id_technique: "pret",
        "A-00004": "pret",
    }
    assert set(Passage.objects.values_list("envois", flat=True)) == {0}
    depot = build(par)
    assert (depot.total, depot.is_trial) == (3, False)


def test_merged_and_twin_persons_are_known_once(par):
    (passage,) = sow(par, 1)
    make_personne(par.certificateur, nom_naissance=passage.personne.nom_naissance)

    send(par, build(par))

    assert statuses(par) == {"A-00001": "accepte"}
