"""What is said of a row, joined: no error may hide behind a mere alerte."""

from accrochage.modele import Lieu
from accrochage.operations.refus import better_said
from accrochage.regles.anomalie import Anomalie


def on(rubrique, code):
    return Anomalie(code, "Une phrase.", Lieu(rubrique=rubrique))


def test_an_error_said_first_is_enough():
    first, then = on("dateDebutValidite", "DAT-01"), on("dateDebutValidite", "VAL-03")

    assert better_said([first], [then]) == [first]


def test_an_alerte_does_not_hide_an_error_on_the_same_rubrique():
    first, then = on("dateDebutValidite", "DAT-04"), on("dateDebutValidite", "VAL-03")

    assert better_said([first], [then]) == [first, then]


def test_a_faulty_list_of_results_answers_for_the_score():
    first, then = on("resultats", "CMP-01"), on("scoreGeneral", "NUM-01")

    assert better_said([first], [then]) == [first]


def test_an_error_does_not_hide_the_sure_correction_that_mends_it():
    first = on("codeInsee", "TXT-03")
    sure = on("codeInsee", "LIE-02")._replace(correction="35238")
    doubtful = on("codeInsee", "LIE-01")._replace(correction="35238")

    assert better_said([first], [sure, doubtful]) == [first, sure]


def test_an_error_does_not_hide_the_codes_to_choose_from():
    first, choice = on("codeInsee", "TXT-03"), on("codeInsee", "LIE-03")

    assert better_said([first], [choice]) == [first, choice]
