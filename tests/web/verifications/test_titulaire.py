"""The door of the link: what it lets in, what it counts, and that it tells a guesser nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import record
from agrafe.verifications import selectors, services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import MAX_TRIES, Lien, Verification
from agrafe.verifications.questions import BY_NAME
from agrafe.verifications.services.titulaire import LOCK, TRIES
from agrafe.verifications.tokens import is_proved, make_token, proof_of
from factories.verifications import fill, tokens
from factories.web import make_personne


def wrong(token, times=1):
    for _ in range(times):
        assert not services.check_year(token=token, year="1990")


def test_the_right_year_opens_and_is_noted(asked):
    verification, token = asked
    wrong(token, 2)

    assert services.check_year(token=token, year=" 1991 ")

    verification.refresh_from_db()
    assert verification.opened_at
    assert verification.tries == 0
    assert selectors.open_link(token=token) == verification


def test_five_wrong_years_lock_the_link_for_an_hour(asked, monkeypatch):
    verification, token = asked
    wrong(token, TRIES)
    verification.refresh_from_db()

    assert verification.tries == TRIES
    assert not services.check_year(token=token, year="1991")
    later = timezone.now() + LOCK + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert services.check_year(token=token, year="1991")


def test_a_locked_link_counts_no_more(asked):
    verification, token = asked
    wrong(token, TRIES + 3)

    verification.refresh_from_db()
    assert verification.tries == TRIES


def test_fifteen_wrong_years_shut_the_link_for_good(asked, monkeypatch):
    verification, token = asked
    for round_ in range(MAX_TRIES // TRIES):
        later = timezone.now() + 2 * LOCK * round_
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda later=later: later)
            wrong(token, TRIES)
    much_later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: much_later)

    assert not services.check_year(token=token, year="1991")
    verification.refresh_from_db()
    assert verification.is_blocked
    assert JournalEntry.objects.filter(action="verifications.block").count() == 1


def test_an_expired_link_opens_nothing(asked):
    verification, token = asked
    verification.expires_at = timezone.now() - timedelta(seconds=1)
    verification.save()

    assert not services.check_year(token=token, year="1991")
    assert selectors.open_link(token=token) is None
    with pytest.raises(services.AnswerRefused):
        fill(token, nomNaissance="Dubreuil", prenom1="Zoé")


def made_by(act):
    """Return the statements that an act makes, without their values; how each savepoint ends is left out."""
    with CaptureQueriesContext(connection) as queries:
        act()
    made = [re.split(' WHERE | SET | VALUES |"s[0-9]+_', query["sql"])[0] for query in queries]
    return [each for each in made if not each.startswith(("RELEASE", "ROLLBACK"))]


def statements(token, year):
    return made_by(lambda: services.check_year(token=token, year=year))


def test_a_guesser_makes_the_database_do_the_same_work(asked):
    verification, token = asked
    unknown = statements(make_token(), "1991")
    assert any("UPDATE" in each for each in unknown)

    assert statements(token, "1990") == unknown
    assert statements(token, "1991") == unknown
    wrong(token, TRIES)
    assert statements(token, "1991") == unknown  # locked
    verification.refresh_from_db()
    verification.expires_at = timezone.now() - timedelta(days=1)
    verification.save()
    assert statements(token, "1991") == unknown  # expired


def test_whoever_says_that_it_is_not_him_makes_the_database_do_the_same_work(par, asked):
    verification, token = asked
    record(par=None, action="journal.verify")  # the installation has a chain, as any that serves
    lines = JournalEntry.objects.count()
    unknown = made_by(lambda: services.not_me(token=make_token()))
    assert [
        sum(each.startswith(word) for each in unknown) for word in ("UPDATE", "DELETE", "INSERT")
    ] == [4, 1, 1]
    assert JournalEntry.objects.count() == lines  # all of it is taken back

    assert made_by(lambda: services.not_me(token=token)) == unknown
    verification.refresh_from_db()
    assert verification.status == Status.PAS_MOI
    assert made_by(lambda: services.not_me(token=token)) == unknown  # used
    assert JournalEntry.objects.count() == lines + 1
    done = services.ask(par=par, personnes=[make_personne(par.certificateur)])
    Verification.objects.filter(pk=done.sent[0].pk).update(expires_at=timezone.now())
    late = tokens()[-1]
    assert made_by(lambda: services.not_me(token=late)) == unknown  # expired


def test_years_are_compared_in_constant_time(asked, monkeypatch):
    _, token = asked
    compared = []

    def spy(one, other):
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("agrafe.verifications.services.titulaire.constant_time_compare", spy)
    services.check_year(token=token, year="1991")
    services.check_year(token=make_token(), year="1991")

    assert compared == [("1991", "1991"), ("----", "1991")]


def test_an_answer_is_sent_once(asked):
    verification, token = asked

    fill(token, nomNaissance="Du Breuil", prenom1="Zoé", remarque="  Je me suis mariée.  ")

    verification.refresh_from_db()
    assert verification.status == Status.REPONDUE
    assert verification.reponse["nomNaissance"] == "Du Breuil"
    assert verification.remarque == "Je me suis mariée."
    assert verification.answered_at
    assert not Lien.objects.exists()
    assert not services.check_year(token=token, year="1991")
    with pytest.raises(services.AnswerRefused):
        services.answer(token=token, confirmed=True)


def test_an_answer_is_whole_and_confirmed(asked):
    _, token = asked
    services.save_answer(token=token, question=BY_NAME["nom"], values={"nomNaissance": "Dubreuil"})

    with pytest.raises(services.AnswerRefused, match="chaque question"):
        services.answer(token=token, confirmed=True)
    services.save_answer(token=token, question=BY_NAME["prenoms"], values={"prenom1": "Zoé"})
    with pytest.raises(services.AnswerRefused, match="exactes"):
        services.answer(token=token, confirmed=False)


def test_only_what_was_asked_is_kept(asked):
    verification, token = asked

    services.save_answer(token=token, question=BY_NAME["sexe"], values={"sexe": "M"})
    services.save_answer(
        token=token, question=BY_NAME["nom"], values={"nomNaissance": "Dubreuil", "sexe": "M"}
    )

    verification.refresh_from_db()
    assert verification.reponse == {"nomNaissance": "Dubreuil"}


def test_somebody_else_says_so_without_the_year(asked):
    verification, token = asked

    services.not_me(token=token)

    verification.refresh_from_db()
    assert verification.status == Status.PAS_MOI
    assert not Lien.objects.exists()
    services.not_me(token=token)
    services.not_me(token=make_token())
    assert JournalEntry.objects.filter(action="verifications.not_me").count() == 1


def test_the_journal_says_nothing_of_the_answer(asked):
    _, token = asked

    fill(token, nomNaissance="Du Breuil", prenom1="Zoé")

    assert "Breuil" not in str(list(JournalEntry.objects.values_list()))


def test_the_answer_stops_the_mails_that_wait(asked):
    verification, token = asked
    Mail.objects.update(status="en_attente")

    fill(token, nomNaissance="Dubreuil", prenom1="Zoé")

    assert Mail.objects.get(target_id=verification.public_id).status == "annule"


def test_a_proof_is_for_one_link_and_soon_dies(monkeypatch):
    token = make_token()
    proof = proof_of(token)

    assert is_proved(token, proof)
    assert not is_proved(make_token(), proof)
    assert not is_proved(token, proof[:-1] + ("A" if proof[-1] != "A" else "B"))
    assert not is_proved(token, "")
    monkeypatch.setattr("agrafe.verifications.tokens.PROOF_AGE", -1)
    assert not is_proved(token, proof)


def test_the_language_is_noted(asked):
    verification, _ = asked

    services.set_language(verification=verification, language="en")

    verification.refresh_from_db()
    assert verification.language == "en"
