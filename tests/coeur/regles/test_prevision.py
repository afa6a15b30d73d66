"""Forecast of the matching: each published step, and what endangers it."""

import pytest

from accrochage.regles.anomalie import Anomalie
from accrochage.regles.prevision import NOT_AS_REGISTERED, Risque, predict
from factories.passages import a_dossier, a_passage, a_titulaire, an_identifiant

COMMON = {"nom_naissance": "MARTIN", "prenom1": "Marie", "annee_naissance": 1965}


def blame(passage, code, key):
    return Anomalie(code, "À vérifier.", passage.ou(key))


def foretold(passage, *anomalies):
    prevision = predict(passage, [blame(passage, *one) for one in anomalies])
    return prevision.risque, [(raison.etape, raison.rubriques) for raison in prevision.raisons]


def test_a_passage_that_nothing_blames_is_sure():
    assert foretold(a_passage()) == (Risque.SUR, [])


def test_a_passage_that_cannot_be_sent_is_no_match_at_all():
    prevision = predict(a_passage(), [blame(a_passage(), "OBL-01", "sexe")])

    assert prevision.risque is Risque.PROBABLE_KO
    assert [(raison.etape, raison.message) for raison in prevision.raisons] == [(0, "À vérifier.")]


@pytest.mark.parametrize("code", sorted(NOT_AS_REGISTERED))
def test_a_name_that_the_register_does_not_have_is_probably_rejected(code):
    assert foretold(a_passage(), (code, "nomNaissance")) == (
        Risque.PROBABLE_KO,
        [(1, ("nomNaissance",))],
    )


def test_another_doubt_on_the_first_step_is_to_be_looked_at():
    assert foretold(a_passage(), ("NAI-03", "dateNaissance")) == (
        Risque.A_VERIFIER,
        [(1, ("dateNaissance",))],
    )


def test_advice_and_doubts_on_something_else_change_nothing():
    doubts = [("PRE-02", "prenom1"), ("SCO-01", "scoring"), ("VAL-02", "dateDebutValidite")]

    assert foretold(a_passage(), *doubts) == (Risque.SUR, [])


def test_a_common_name_needs_its_whole_birth_date():
    passage = a_passage(identification=a_titulaire(**COMMON, jour_naissance=None))

    assert foretold(passage) == (Risque.PROBABLE_KO, [(2, ("moisNaissance", "jourNaissance"))])


def test_says_once_that_a_common_name_needs_its_whole_birth_date():
    passage = a_passage(identification=a_titulaire(**COMMON, jour_naissance=None))

    for key in ("jourNaissance", "dateNaissance"):
        assert foretold(passage, ("IDT-03", key)) == (
            Risque.PROBABLE_KO,
            [(2, ("moisNaissance", "jourNaissance"))],
        )


def test_a_name_that_some_may_share_is_to_be_looked_at():
    passage = a_passage(
        identification=a_titulaire(prenom1="Marie", mois_naissance=None, jour_naissance=None)
    )
    rare = a_passage(identification=a_titulaire(nom_naissance="ZYLBERKRAUTZ", mois_naissance=None))

    assert foretold(passage)[0] in {Risque.A_VERIFIER, Risque.PROBABLE_KO}
    assert foretold(rare) == (Risque.SUR, [])


def test_a_doubtful_day_matters_to_a_common_name_only():
    doubt = ("DAT-04", "jourNaissance")

    assert foretold(a_passage(identification=a_titulaire(**COMMON)), doubt) == (
        Risque.A_VERIFIER,
        [(2, ("jourNaissance",))],
    )
    rare = a_passage(identification=a_titulaire(nom_naissance="ZYLBERKRAUTZ"))
    assert foretold(rare, doubt) == (Risque.SUR, [])


def test_the_birth_place_matters_when_somebody_may_share_the_day_too():
    doubt = ("IDT-02", "codeInsee")
    less_common = {**COMMON, "nom_naissance": "KERVELLA"}

    assert foretold(a_passage(identification=a_titulaire(**COMMON)), doubt) == (
        Risque.A_VERIFIER,
        [(3, ("codeInsee",))],
    )
    assert foretold(a_passage(identification=a_titulaire(**less_common)), doubt) == (
        Risque.SUR,
        [],
    )


@pytest.mark.parametrize("identification", [a_dossier(), an_identifiant(), None])
def test_who_is_not_matched_by_name_has_no_namesake(identification):
    assert foretold(a_passage(identification=identification)) == (Risque.SUR, [])


def test_the_worst_reason_decides():
    passage = a_passage(identification=a_titulaire(**COMMON))
    doubts = [("NAI-03", "dateNaissance"), ("NOM-06", "nomNaissance"), ("IDT-02", "codeInsee")]

    risque, raisons = foretold(passage, *doubts)

    assert risque is Risque.PROBABLE_KO
    assert [etape for etape, _ in raisons] == [1, 1, 3]


def test_a_long_reason_is_cut_at_a_word():
    prevision = predict(a_passage(), [], "Aucun\u00a0titulaire " * 20)

    (raison,) = prevision.raisons
    assert "Aucun\u00a0titulaire…" in raison.message
    assert len(raison.message) < 280
