"""Many persons at once: matched, created, changed, deleted, without a query for each."""

import pytest

from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.personnes import services
from agrafe.personnes.enums import Etat
from agrafe.personnes.models import Personne
from agrafe.personnes.selectors import match_personnes
from agrafe.personnes.services import start_recheck
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member, make_passage, make_personne

ROW = {
    "nom_naissance": "DUBREUIL",
    "prenom1": "Zoe",
    "annee_naissance": 1991,
    "mois_naissance": 7,
    "jour_naissance": 3,
    "sexe": "F",
}


def rows(number):
    return [{**ROW, "nom_naissance": f"Dubreuil-{chr(97 + index)}"} for index in range(number)]


def test_match(par):
    known = make_personne(par.certificateur)
    make_personne(make_certificateur())

    (match,) = match_personnes(par=par, rows=[ROW])

    assert (match.personne, match.others) == (known, ())


@pytest.mark.parametrize(
    "values",
    [{"annee_naissance": 1990}, {"sexe": "M"}, {"prenom1": "Lou"}, {"code_insee": "56260"}],
)
def test_no_match(par, values):
    make_personne(par.certificateur)

    (match,) = match_personnes(par=par, rows=[{**ROW, **values}])

    assert match == (None, [])


def test_a_date_that_is_not_whole_may_be(par):
    known = make_personne(par.certificateur)

    (match,) = match_personnes(par=par, rows=[{**ROW, "jour_naissance": None}])

    assert match == (None, [known])


def test_the_courriel_decides(par):
    known = make_personne(par.certificateur)
    row = {**ROW, "jour_naissance": None, "courriel": known.courriel.upper()}

    (match,) = match_personnes(par=par, rows=[row])

    assert match.personne == known


def test_two_that_may_be_are_both_told(par):
    both = [make_personne(par.certificateur), make_personne(par.certificateur)]

    (match,) = match_personnes(par=par, rows=[ROW])

    assert match == (None, both)


def test_create(par):
    first, second = services.create_personnes(par=par, rows=[ROW, {**ROW, "sexe": None}])

    assert (first.etat, second.etat) == (Etat.A_VERIFIER, Etat.A_CORRIGER)
    assert Personne.objects.filter(has_doublon=True).count() == 2
    (entry,) = JournalEntry.objects.all()
    assert entry.summary.replace("\u00a0", " ") == "2 titulaires créés"


def test_update(par):
    passage = make_passage(par.certificateur)
    personne = passage.personne
    same = make_personne(par.certificateur, nom_naissance="Kerbrat")

    changed = services.update_personnes(
        par=par, changes=[(personne, {"prenom2": "Lou"}), (same, {"nom_naissance": "Kerbrat"})]
    )

    personne.refresh_from_db()
    assert changed == [personne]
    assert personne.prenom2 == "Lou"
    assert services.update_personnes(par=par, changes=[(same, {})]) == []
    assert services.update_personnes(par=par, changes=[(same, {"sexe": "M"})], announce=False)


def test_update_of_what_is_gone(par):
    gone = make_personne(par.certificateur)
    Personne.objects.all().delete()

    with pytest.raises(services.PersonneError, match="Recommencez"):
        services.update_personnes(par=par, changes=[(gone, {"sexe": "M"})])


def test_delete(par):
    free, held = make_personne(par.certificateur), make_passage(par.certificateur).personne

    assert services.delete_personnes(par=par, personnes=[free, held]) == 1
    assert list(Personne.objects.all()) == [held]
    assert services.delete_personnes(par=par, personnes=[held]) == 0


def recheck(certificateur):
    start_recheck(par=make_member(Role.ADMINISTRATEUR, certificateur))
    drain()
    return Travail.objects.order_by("-pk").first()


def test_recheck(par, monkeypatch):
    monkeypatch.setattr("agrafe.personnes.services.lots.BATCH", 2)
    for _ in range(3):
        make_personne(par.certificateur, etat=Etat.A_CORRIGER)
    other = make_personne(make_certificateur(), etat=Etat.A_CORRIGER)

    travail = recheck(par.certificateur)

    assert (travail.status, travail.done, travail.total) == (Status.DONE, 3, 3)
    assert list(Personne.objects.exclude(etat=Etat.BON)) == [other]


def test_nothing_to_recheck(par):
    assert recheck(par.certificateur) is None


def test_a_recheck_keeps_what_somebody_wrote_meanwhile(par):
    personne = make_personne(par.certificateur, etat=Etat.A_CORRIGER)
    before = Personne.objects.get().updated_at

    services.recheck_personnes(certificateur=par.certificateur, keys=[personne.pk])

    assert (Personne.objects.get().updated_at, Personne.objects.get().etat) == (before, Etat.BON)


def test_what_was_told_is_the_identity_alone(par, monkeypatch):
    told = []
    monkeypatch.setattr(
        "agrafe.personnes.services.lots.announce_change",
        lambda personnes, **_by: told.extend(personnes),
    )
    one, other = make_personne(par.certificateur), make_personne(par.certificateur)

    services.update_personnes(
        par=par, changes=[(one, {"telephone": "0600000000"}), (other, {"prenom2": "Lou"})]
    )

    assert told == [other]


@pytest.mark.parametrize("number", [2, 20])
def test_queries_do_not_grow_with_the_rows(par, number, django_assert_max_num_queries):
    given = rows(number)
    with django_assert_max_num_queries(1):
        match_personnes(par=par, rows=given)
    with django_assert_max_num_queries(12):
        personnes = services.create_personnes(par=par, rows=given)
    changes = [(each, {"prenom2": "Lou"}) for each in personnes]
    with django_assert_max_num_queries(16):
        services.update_personnes(par=par, changes=changes)
