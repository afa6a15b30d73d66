"""The catalogue of the CDC's messages: each is found however it is written, and says enough to act."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.accuses.messages import A_VERIFIER, INCONNU, MESSAGES, REPETITION, find, meaning
from accrochage.dictionnaire import RUBRIQUES
from accrochage.referentiels.cles import fold
from factories.accuses import AUCUN, DATE, PLUSIEURS, deja

LITERALS = {
    code: message.literal.format(bcr="00AGRAFE", id_technique="A-1")
    for code, message in MESSAGES.items()
}


@pytest.mark.parametrize(("code", "literal"), LITERALS.items())
def test_finds_each_message_by_its_own_words(code, literal):
    assert find(literal) is MESSAGES[code]


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda text: f"  {text} . ",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  \n"),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("é", "e").replace("è", "e"),
        lambda text: text.replace("é", "e\u0301"),
        lambda text: text.encode().decode("cp1252"),
        lambda text: f"[E-42] {text} (voir le guide)",
    ],
)
@pytest.mark.parametrize(("code", "literal"), LITERALS.items())
def test_finds_each_message_however_it_is_written(code, literal, change):
    assert find(change(literal)).code == code


@pytest.mark.parametrize("text", [*LITERALS.values(), f"{DATE} et de réconciliation"])
def test_no_text_has_two_meanings(text):
    assert sum(bool(one.pattern.search(fold(text))) for one in MESSAGES.values()) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (AUCUN, "MSG-AUCUN-TITULAIRE"),
        (DATE, "MSG-AUCUN-TITULAIRE-DATE"),
        (f"{AUCUN} enrichis pour l'étape de réconciliation", "MSG-AUCUN-TITULAIRE-LIEU"),
        (PLUSIEURS, "MSG-PLUSIEURS-TITULAIRES"),
        (deja("2026/17"), "MSG-DEJA-EN-BASE"),
        ("Le titulaire existe déjà en base", "MSG-TITULAIRE-DEJA-EN-BASE"),
        (f"{AUCUN} enrichis d'autre chose", "MSG-INCONNU"),
        ("[Message propre à Agrafe] Le contrat « X » n'est pas connu", "MSG-REPETITION"),
        ("Contrat clos", "MSG-INCONNU"),
        ("", "MSG-INCONNU"),
    ],
)
def test_tells_messages_apart(text, code):
    assert find(text).code == code


@given(st.text(max_size=80))
def test_takes_any_text(text):
    assert find(text) in {*MESSAGES.values(), REPETITION, INCONNU}


def test_says_what_became_of_a_passage_with_several_messages():
    assert meaning([deja("A"), AUCUN]).code == "MSG-AUCUN-TITULAIRE"
    assert meaning(["Contrat clos", AUCUN]).code == "MSG-AUCUN-TITULAIRE"
    assert meaning([deja("A"), "Contrat clos"]) is INCONNU
    assert meaning([]) is INCONNU


def test_only_what_is_there_already_counts_as_recorded():
    accepted = {code for code, message in MESSAGES.items() if message.accepte}

    assert accepted == {"MSG-DEJA-EN-BASE", "MSG-TITULAIRE-DEJA-EN-BASE"}
    assert not INCONNU.accepte


@pytest.mark.parametrize(
    "message", [*MESSAGES.values(), REPETITION, INCONNU], ids=lambda message: message.code
)
def test_says_enough_to_act(message):
    assert re.fullmatch(r"MSG(-[A-Z]+)+", message.code)
    assert message.acteurs
    assert all(text.endswith(".") for text in (message.cause, message.explication))
    assert len(re.findall(r"[.?!](?: |$)", message.explication)) <= 2
    assert set(message.a_verifier) <= RUBRIQUES.keys() & A_VERIFIER.keys()


def test_says_what_to_look_at_in_rubriques_of_the_dictionary():
    assert A_VERIFIER.keys() - RUBRIQUES.keys() == {"dateNaissance"}
