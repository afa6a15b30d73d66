"""Asking: who receives a link, who does not, and what is kept of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as post
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from agrafe.verifications import selectors, services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import MAX_TRIES, Lien, Verification
from agrafe.verifications.questions import QUESTIONS, keys_of
from agrafe.verifications.tokens import hash_of
from factories.verifications import tokens
from factories.web import make_member, make_personne, make_verification


def test_a_titulaire_receives_a_personal_link(par, personne):
    origin = uuid4()

    done = services.ask(
        par=par,
        personnes=[personne],
        rubriques={personne.pk: ["jourNaissance"]},
        motifs={personne.pk: ["KO-01"]},
        origins={personne.pk: origin},
    )

    verification = Verification.objects.get()
    assert done.sent == [verification]
    assert verification.rubriques == ["jourNaissance", "moisNaissance", "anneeNaissance"]
    assert verification.avant == {
        "jourNaissance": 3,
        "moisNaissance": 7,
        "anneeNaissance": 1991,
    }
    assert verification.motifs == ["KO-01"]
    assert verification.origin_id == origin
    assert verification.asked_by == par.user
    [token] = tokens()
    [letter] = post.outbox
    assert letter.to == ["zoe.dubreuil@exemple.fr"]
    assert "Bonjour Zoé" in letter.body
    assert "vérifiiez une information" in letter.body
    assert Lien.objects.get().token_hash == hash_of(token)


def test_the_secret_is_long_and_stays_nowhere(par, personne):
    services.ask(par=par, personnes=[personne])
    [token] = tokens()

    assert len(token) >= 43  # 256 bits, six to a character
    kept = [
        *Verification.objects.values_list(),
        *Lien.objects.values_list(),
        *Mail.objects.values_list(),
        *JournalEntry.objects.values_list(),
    ]
    assert token not in str(kept)


def test_no_two_links_are_alike(par):
    personnes = [make_personne(par.certificateur) for _ in range(3)]

    services.ask(par=par, personnes=personnes)

    assert len(set(tokens())) == 3


@pytest.mark.parametrize(
    ("anomalies", "expected"),
    [
        ([], keys_of(QUESTIONS)),
        ([{"key": "nomNaissance", "gravite": "conseil"}], keys_of(QUESTIONS)),
        ([{"key": "prenom1", "gravite": "alerte"}], ["prenom1", "prenom2", "prenom3"]),
        (
            [
                {"key": "prenom1", "gravite": "erreur"},
                {"key": "nomNaissance", "gravite": "alerte"},
                {"key": "commentairesMEN", "gravite": "erreur"},
            ],
            ["nomNaissance", "prenom1", "prenom2", "prenom3"],
        ),
    ],
)
def test_unless_said_what_is_in_doubt_is_asked(par, personne, anomalies, expected):
    personne.anomalies = anomalies
    personne.save()

    services.ask(par=par, personnes=[personne])

    assert Verification.objects.get().rubriques == expected


def test_those_who_cannot_be_asked_are_told_apart(par):
    without = make_personne(par.certificateur, courriel="")
    wrong = make_personne(par.certificateur, courriel="zoe chez exemple")
    ageless = make_personne(par.certificateur, annee_naissance=None)
    waiting, read = make_personne(par.certificateur), make_personne(par.certificateur)
    make_verification(par.certificateur, personne=waiting)
    make_verification(par.certificateur, personne=read, status=Status.REPONDUE)
    good = make_personne(par.certificateur)
    everyone = [without, wrong, ageless, waiting, read, good]

    preview = selectors.preview(par=par, personnes=everyone)
    done = services.ask(par=par, personnes=everyone)

    assert [one.personne for one in done.sent] == [good] == preview.recipients
    assert set(done.without_courriel) == {without, wrong} == set(preview.without_courriel)
    assert done.without_annee == [ageless] == preview.without_annee
    assert set(done.already_open) == {waiting, read} == set(preview.already_open)
    assert selectors.open_among(personnes=[one.pk for one in everyone]) == {
        waiting.pk,
        read.pk,
        good.pk,
    }


def test_the_preview_is_the_mail(par, personne):
    preview = selectors.preview(par=par, personnes=[personne])
    services.ask(par=par, personnes=[personne])
    tokens()

    [letter] = post.outbox
    assert preview.subject == letter.subject
    head, _, _ = preview.text.partition("https://")
    assert letter.body.startswith(head)
    assert not Verification.objects.exclude(personne=personne).exists()


def test_a_preview_for_nobody_has_no_mail(par):
    nobody = make_personne(par.certificateur, courriel="")

    assert selectors.preview(par=par, personnes=[nobody]).text == ""


@pytest.mark.parametrize("dead", ["expired", "blocked"])
def test_a_dead_link_makes_place_for_another(par, asked, dead):
    old, _ = asked
    if dead == "expired":
        old.expires_at = timezone.now() - timedelta(days=1)
    else:
        old.tries = MAX_TRIES
    old.save()

    done = services.ask(par=par, personnes=[old.personne])

    old.refresh_from_db()
    assert old.status == Status.EXPIREE
    assert len(done.sent) == 1
    assert Lien.objects.count() == 1


def test_strangers_and_merged_persons_are_left_out(par, personne):
    stranger = make_personne(make_member().certificateur)
    merged = make_personne(par.certificateur, merged_into=personne)

    assert services.ask(par=par, personnes=[stranger, merged]) == ([], [], [], [])
    assert not Mail.objects.exists()
    assert not JournalEntry.objects.exists()


def test_the_journal_has_one_line_without_a_name(par):
    services.ask(par=par, personnes=[make_personne(par.certificateur) for _ in range(2)])

    entry = JournalEntry.objects.get()
    assert entry.action == "verifications.ask"
    assert entry.summary == "2\N{NO-BREAK SPACE}titulaires à vérifier"
    assert entry.target_id is None


def test_many_cost_no_more_queries_than_few(par, django_assert_max_num_queries):
    few = [make_personne(par.certificateur) for _ in range(2)]
    many = [make_personne(par.certificateur) for _ in range(40)]

    with django_assert_max_num_queries(24):
        services.ask(par=par, personnes=few)
    with django_assert_max_num_queries(24):
        services.ask(par=par, personnes=many)


def test_persons_are_locked_in_the_order_of_every_service(par):
    """By primary key: two services that lock the same rows in two orders would wait for each other."""
    last = make_personne(par.certificateur, nom_naissance="Zola")
    first = make_personne(par.certificateur, nom_naissance="Aymé")

    with CaptureQueriesContext(connection) as queries:
        done = services.ask(par=par, personnes=[last, first])

    rows = [one["sql"] for one in queries if 'ORDER BY "personnes_personne"' in one["sql"]]
    assert all('ORDER BY "personnes_personne"."id" ASC' in sql for sql in rows)
    assert rows
    assert [one.personne for one in done.sent] == [first, last]


def test_not_everybody_may_ask(personne):
    reader = make_member(Role.LECTURE, personne.certificateur)

    with pytest.raises(Denied):
        services.ask(par=reader, personnes=[personne])


def test_there_is_an_end_to_what_is_sent_at_a_time(par, personne):
    with pytest.raises(services.AskRefused, match="au plus"):
        services.ask(par=par, personnes=[personne] * (services.MOST + 1))


def test_cancelling_kills_the_link_and_the_mail_that_waits(par, personne):
    [verification] = services.ask(par=par, personnes=[personne]).sent

    services.cancel(par=par, verification=verification)

    verification.refresh_from_db()
    assert verification.status == Status.ANNULEE
    assert verification.closed_at
    assert not Lien.objects.exists()
    assert Mail.objects.get().status == MailStatus.ANNULE
    with pytest.raises(services.VerificationError):
        services.cancel(par=par, verification=verification)


def test_the_year_is_the_second_factor_so_that_nothing_leaves_without_it(par):
    ageless = make_personne(par.certificateur, annee_naissance=None)

    done = services.ask(par=par, personnes=[ageless])

    assert done.without_annee == [ageless]
    assert not Lien.objects.exists()
