import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from agrafe.journal import triggers
from agrafe.journal.models import Chain, JournalEntry
from agrafe.journal.services import record
from agrafe.journal.tasks import verify_news
from agrafe.journal.verification import Place, verify
from factories.web import make_certificateur, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """A chain of five lines."""
    par = make_member(certificateur=make_certificateur(nom="École des Lilas"))
    for number in range(5):
        record(par=par, action="essais.first", summary=str(number))
    return Chain.objects.get()


@pytest.fixture
def guard():
    """Set the guard that the tests have taken away."""
    triggers.create(connection)


def lines(chain, **fields):
    return JournalEntry.objects.filter(chain=chain, **fields)


def test_a_chain_is_sound(chain):
    verdict = verify(chain)

    assert verdict.is_sound
    chain.refresh_from_db()
    assert (chain.verified_number, chain.verified_digest) == (5, chain.digest)
    assert chain.verified_at is not None
    assert chain.broken_number is None


@pytest.mark.parametrize("batch", [1, 2, 5, 6])
def test_it_is_read_by_batches(chain, monkeypatch, batch):
    monkeypatch.setattr("agrafe.journal.verification.BATCH", batch)
    monkeypatch.setattr("agrafe.journal.verification.walk.__defaults__", (batch,))

    assert verify(chain).place.number == 5


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "autre chose"},
        {"previous": "x"},
        {"number": 70},
        {"action": "essais.other"},
        {"changes": {"rang": [1, 2]}},
        {"target_type": "personnes.personne"},
        {"digest": "x"},
        {"user": None},
    ],
)
def test_a_line_that_was_changed_is_found(chain, change):
    lines(chain, number=3).update(**change)

    verdict = verify(chain)

    assert verdict.broken == 3
    assert verdict.place.number == 2


def test_a_line_that_was_taken_out_is_found(chain):
    lines(chain, number=2)._raw_delete("default")

    assert verify(chain).broken == 2


def test_an_end_that_was_cut_is_found(chain):
    lines(chain, number__gt=3)._raw_delete("default")

    assert verify(chain).broken == 4


def test_everything_gone_is_found(chain):
    lines(chain)._raw_delete("default")

    assert verify(chain).broken == 1


def test_an_end_moved_back_is_found(chain):
    third = lines(chain).get(number=3)
    Chain.objects.update(number=3, digest=third.digest)

    assert verify(chain).broken == 4


def test_another_end_is_found(chain):
    Chain.objects.update(digest="x" * 64)

    assert verify(chain).broken == 6


def test_a_line_put_in_place_of_another_is_found(chain):
    """A chain written again from a line on does not end as the one that was verified."""
    end = Place(5, chain.digest)
    other = record(par=make_member(), action="essais.x")

    assert other.digest != end.digest
    lines(chain, number=5)._raw_delete("default")
    JournalEntry.objects.filter(pk=other.pk).update(chain=chain, number=5)
    assert verify(chain).broken == 5


def test_the_night_reads_what_is_new(chain, django_assert_max_num_queries):
    verify(chain)
    record(par=None, certificateur_id=chain.certificateur_id, action="essais.x")

    with django_assert_max_num_queries(8):
        verify_news.call()

    chain.refresh_from_db()
    assert (chain.verified_number, chain.broken_number) == (6, None)


def test_the_night_reads_all_again_when_its_place_is_gone(chain, caplog):
    verify(chain)
    lines(chain, number=5).update(digest="x")

    verify_news.call()

    chain.refresh_from_db()
    assert (chain.verified_number, chain.broken_number) == (4, 5)
    assert "broken at line 5" in caplog.text


@pytest.mark.usefixtures("guard")
def test_the_command_says_where_each_chain_ends(chain, capsys):
    call_command("journal")

    assert (
        f"École des Lilas\xa0: 5\xa0lignes, empreinte {chain.digest[:16]}\n"
        in capsys.readouterr().out
    )


@pytest.mark.usefixtures("chain", "guard")
def test_the_command_verifies(capsys):
    record(par=None, action="essais.x")

    call_command("journal", "--verifier")

    said = capsys.readouterr().out
    assert "École des Lilas\xa0: 5\xa0lignes" in said
    assert "Installation\xa0: 1\xa0ligne" in said
    assert said.count("intacte") == 2


def test_the_command_fails_when_a_chain_is_broken(chain, capsys):
    lines(chain, number=3).update(summary="autre chose")
    triggers.create(connection)

    with pytest.raises(CommandError, match="n'est pas intact"):
        call_command("journal", "--verifier")
    assert "ROMPUE à la ligne 3" in capsys.readouterr().out


@pytest.mark.usefixtures("chain")
def test_the_command_fails_when_the_guard_is_gone(capsys):
    with pytest.raises(CommandError, match="n'est pas intact"):
        call_command("journal")
    assert "ses déclencheurs manquent" in capsys.readouterr().err


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda chain: lines(chain, number=3).update(summary="x"), id="change a line"),
        pytest.param(
            lambda chain: lines(chain, number=3)._raw_delete("default"), id="delete a line"
        ),
        pytest.param(lambda _chain: Chain.objects.update(number=3), id="go back"),
        pytest.param(lambda _chain: Chain.objects.update(owner="x"), id="change hands"),
        pytest.param(
            lambda _chain: (
                Chain.objects.create(owner="0") and Chain.objects.filter(owner="0").delete()
            ),
            id="delete a chain",
        ),
    ],
)
def test_the_database_refuses_by_itself(chain, act):
    with pytest.raises(DatabaseError, match="Le journal ne se modifie pas"), transaction.atomic():
        act(chain)


@pytest.mark.usefixtures("guard")
def test_the_guard_lets_the_journal_be_written_and_verified(chain):
    record(par=None, certificateur_id=chain.certificateur_id, action="essais.x")

    assert verify(chain).is_sound
    assert triggers.are_set(connection)
    triggers.drop(connection)
    assert not triggers.are_set(connection)
