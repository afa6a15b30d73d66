"""A trial: the rehearsal portal answers as the CDC would, and its answers are forgotten at the end."""

import pytest

from agrafe.certificateurs.services import set_trial
from agrafe.comptes.enums import Role
from agrafe.depots import essai
from agrafe.depots.enums import Status
from agrafe.depots.services import portail, preparation, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.personnes.services import set_nir
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member, make_personne
from web.depots.conftest import build, sow, statuses


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


def test_the_whole_loop_in_a_few_seconds(par):
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
    with pytest.raises(DepotRefusal, match="n'est pas un essai"):
        portail.send_to_portail(par=par, depot=depot)


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
    set_trial(par=par, is_trial=False)
    par.refresh_from_db()

    assert portail.end_trial(par=par) == 3

    assert statuses(par) == {
        first.id_technique: "pret",
        second.id_technique: "exclu",
        third.id_technique: "pret",
        "A-00004": "pret",
    }
    assert set(Passage.objects.exclude(pk=second.pk).values_list("envois", flat=True)) == {0}
    depot = build(par)
    assert (depot.total, depot.is_trial) == (3, False)


def test_merged_and_twin_persons_are_known_once(par):
    (passage,) = sow(par, 1)
    make_personne(par.certificateur, nom_naissance=passage.personne.nom_naissance)

    send(par, build(par))

    assert statuses(par) == {"A-00001": "accepte"}
