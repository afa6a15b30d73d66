"""The deadlines on every page: a deposit that is prepared has not left, and what is counted is what a link shows."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.depots.models import Demande
from agrafe.depots.selectors import due_counts
from agrafe.depots.services import echeances, suivi
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from factories.pages import sign_in
from factories.web import (
    make_certificateur,
    make_certification,
    make_demande,
    make_depot,
    make_member,
    make_passage,
)
from web.depots.conftest import KO, accuse_of, build, give, sow

LIST = reverse("passages:list")


@pytest.fixture
def par(client, db):  # noqa: ARG001 - the database
    return sign_in(client, Role.ADMINISTRATEUR)


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


def due(*passages, on):
    Passage.objects.filter(pk__in=[one.pk for one in passages]).update(due_on=on)


def text(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200, answer
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def page(client, name, *arguments, **query):
    return text(client, reverse(name, args=arguments), **query)


def count(client, **query):
    return client.get(LIST, query).context["listing"].count


# ------------------------------------------------------------------ prepared, and not deposited yet


def test_a_deposit_prepared_is_not_a_deposit_sent(client, par):
    late, soon, far = sow(par, 3)
    due(late, on=ahead(-3))
    due(soon, on=ahead(9))
    due(far, on=ahead(60))
    depot = build(par)

    shown = text(client, LIST)
    assert "1 passage en retard" in shown
    assert "1 passage à déposer dans les 14 jours" in shown
    assert "dans 9 jours" in shown
    assert shown.count("dépôt pas encore parti") == 3
    assert [count(client, echeance=one) for one in ("retard", "bientot")] == [1, 1]

    suivi.mark_deposited(par=par, depot=depot)

    shown = text(client, LIST)
    assert "en retard" not in shown
    assert "dans 9 jours" not in shown
    assert shown.count(">déposé<") == 3
    assert [count(client, echeance=one) for one in ("retard", "bientot")] == [0, 0]

    suivi.unmark_deposited(par=par, depot=depot)
    assert count(client, echeance="retard") == 1


def test_the_card_and_the_titulaire_say_it_too(client, par):
    (passage,) = sow(par, 1)
    due(passage, on=ahead(9))
    depot = build(par)
    card, person = (
        reverse("passages:detail", args=[passage.public_id]),
        reverse("passages:of_personne", args=[passage.personne.public_id]),
    )

    shown = text(client, card)
    assert "pas encore parti à la Caisse des Dépôts" in shown
    assert "À déposer avant le" in shown
    assert "Préparer un dépôt" not in shown
    assert "dans 9 jours" in text(client, person)

    suivi.mark_deposited(par=par, depot=depot)

    shown = text(client, card)
    assert "La réponse de la Caisse des Dépôts dira la suite" in shown
    assert "À déposer avant le" not in shown
    assert "dans 9 jours" not in text(client, person)


def test_what_has_no_deadline_says_so(client, par):
    first, _ = sow(par, 2)
    Passage.objects.update(due_on=None)
    assert text(client, LIST).count("inconnue") == 2
    build(par)
    assert text(client, LIST).count("inconnue") == 2
    Passage.objects.filter(pk=first.pk).update(status=Status.EXCLU)
    assert "sans objet" in text(client, LIST)


def test_deposits_of_others_say_nothing(client, par):
    other = make_member(Role.ADMINISTRATEUR, make_certificateur())
    sow(other, 2)
    build(other)
    sow(par, 1)
    due(*Passage.objects.all(), on=ahead(2))

    assert count(client, echeance="bientot") == 1


@pytest.mark.parametrize("name", ["passages:list", "depots:list", "depots:lignes", "depots:detail"])
def test_it_costs_the_same_whatever_the_passages(client, par, django_assert_max_num_queries, name):
    def ask(depot):
        arguments = [depot.public_id] if name not in {"passages:list", "depots:list"} else []
        return client.get(reverse(name, args=arguments))

    sow(par, 1)
    depot = build(par)
    ask(depot)
    with django_assert_max_num_queries(40) as few:
        assert ask(depot).status_code == 200
    sow(par, 9)
    depot = build(par)
    with django_assert_max_num_queries(len(few)):
        assert ask(depot).status_code == 200


# ------------------------------------------------------------------------------------- « Échéances »


def test_each_line_of_the_deadlines_leads_to_its_passages(client, par):
    near, inside, far = sow(par, 3, make_certification(par.certificateur), promotion="Juin")
    due(near, on=ahead(5))
    due(far, on=ahead(30))
    Passage.objects.exclude(pk=inside.pk).update(promotion="Juillet")
    due(inside, on=ahead(5))
    client.post(reverse("depots:create"), {"promotion": "Juin"})

    assert due_counts(par=par, today=timezone.localdate()) == [(ahead(5), 2), (ahead(30), 1)]
    shown = page(client, "depots:deadlines")
    assert f'{LIST}?echeance={ahead(5).isoformat()}">2 passages<' in shown
    assert "Parmi eux, préparés et pas encore déposés" in shown
    answer = client.get(LIST, {"echeance": ahead(5).isoformat()})
    assert {row.pk for row in answer.context["listing"].page} == {near.pk, inside.pk}


def test_a_day_and_a_period_go_together_and_nonsense_is_left_out(client, par):
    near, far = sow(par, 2)
    due(near, on=ahead(5))
    due(far, on=ahead(30))
    day = ahead(30).isoformat()

    assert count(client, echeance=day) == 1
    assert count(client, echeance=[day, "bientot"]) == 2
    assert count(client, echeance="2026-02-30") == 2
    assert not client.get(LIST, {"echeance": "demain"}).context["listing"].is_narrowed


def test_all_the_rows_of_a_day_are_those_of_that_day(client, par):
    near, far = sow(par, 2)
    due(near, on=ahead(5))
    due(far, on=ahead(30))

    chosen = {"tout": "1", "requete": f"echeance={ahead(5).isoformat()}"}
    client.post(reverse("passages:exclude"), {**chosen, "confirme": "1", "motif": "Reçu en double"})

    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.status, far.status) == (Status.EXCLU, Status.PRET)


# --------------------------------------------------------------------------------- letters of the CDC


def test_the_letters_about_a_passage_are_on_its_card(client, par):
    passage = make_passage(par.certificateur)
    make_demande(par.certificateur, passage=passage, objet="Corriger un nom", due_on=ahead(4))
    make_demande(par.certificateur, objet="Autre chose")
    old = make_demande(par.certificateur, passage=passage, objet="Corriger un prénom")
    today = timezone.localdate()
    echeances.answer_demande(par=par, demande=old, on=today, reponse="")

    shown = page(client, "depots:of_passage", passage.public_id)

    assert "Demandes de la Caisse des Dépôts" in shown
    assert "à répondre avant le" in shown
    assert "dans 4 jours" in shown
    assert "Répondue" in shown
    assert reverse("depots:deadlines_answer", args=[old.public_id]) in shown
    assert "Autre chose" not in shown
    other = make_passage(par.certificateur)
    assert "Demandes de" not in page(client, "depots:of_passage", other.public_id)


def test_the_letters_name_their_passage(client, par):
    passage = make_passage(par.certificateur)
    make_demande(par.certificateur, passage=passage)
    make_demande(par.certificateur)

    shown = page(client, "depots:deadlines")

    assert reverse("passages:detail", args=[passage.public_id]) in shown
    assert "aucun en particulier" in shown
    assert Demande.objects.count() == 2


# ------------------------------------------------------------------------------ deposits and rejections


def test_a_deposit_says_its_nearest_deadline_until_it_is_sent(client, par):
    first, second, unknown = sow(par, 3)
    due(first, on=ahead(20))
    due(second, on=ahead(9))
    due(unknown, on=None)
    depot = build(par)
    card, lignes = (
        reverse(f"depots:{name}", args=[depot.public_id]) for name in ("detail", "lignes")
    )

    assert "dans 9 jours" in page(client, "depots:list")
    assert "Le premier passage est à déposer avant le" in text(client, card)
    assert "dans 9 jours" in text(client, card)
    shown = text(client, lignes)
    assert all(one in shown for one in ("dans 9 jours", "dans 20 jours", "inconnue"))

    suivi.mark_deposited(par=par, depot=depot)

    assert "dans 9 jours" not in page(client, "depots:list")
    assert "dans 9 jours" not in text(client, card)
    assert "dans 20 jours" not in text(client, lignes)


def test_what_is_rejected_is_to_be_deposited_again_in_time(client, par):
    passages = sow(par, 3)
    for days, passage in zip((40, 12, 20), passages, strict=True):
        due(passage, on=ahead(days))
    depot = build(par)
    rejected = [(one.id_technique, KO) for one in passages[:2]]
    give(par, accuse_of(depot, ok=[passages[2].id_technique], ko=rejected), depot)
    cause = depot.lignes.rejected().first().cause

    assert "Le plus pressé est à déposer avant le" in page(client, "depots:rejections")
    shown = page(client, "depots:rejections_of", cause)
    assert "Le plus pressé est à déposer avant le" in shown
    assert shown.count("dans 12 jours") == 2
    card = page(client, "depots:detail", depot.public_id)
    assert "2 passages rejetés restent à corriger, le premier avant le" in card
    assert "dans 12 jours" in card
    assert "dans 20 jours" not in page(client, "depots:lignes", depot.public_id)


def test_a_deposit_without_passages_has_no_deadline(client, par):
    depot = make_depot(par.certificateur)

    assert "à déposer avant le" not in page(client, "depots:detail", depot.public_id)
    assert "sans objet" in page(client, "depots:list")


# -------------------------------------------------------------------------------- « Préparer un dépôt »


def test_what_goes_and_what_stays_are_lists_of_this_very_choice(client, par, monkeypatch):
    monkeypatch.setattr("agrafe.depots.views.SHOWN", 0)
    certification = make_certification(par.certificateur)
    going = sow(par, 2, certification, promotion="Été & co")
    staying = sow(par, 1, certification, promotion="Été & co", obtention_certification="")
    sow(par, 1, certification)
    sow(par, 1, make_certification(par.certificateur), promotion="Été & co")
    choice = {"certification": str(certification.public_id), "promotion": "Été & co"}

    answer = client.get(reverse("depots:create"), choice)

    def keys(name):
        url = answer.context[name]
        assert url.replace("&", "&amp;") in answer.content.decode()
        return {row.pk for row in client.get(url).context["listing"].page}

    assert keys("going_url") == {one.pk for one in going}
    assert keys("staying_url") == {one.pk for one in staying}


def test_only_what_is_sent_again(client, par):
    sent, _ = sow(par, 2)
    Passage.objects.filter(pk=sent.pk).update(status=Status.A_RENVOYER, envois=1)

    url = client.get(reverse("depots:create"), {"renvois": "on"}).context["going_url"]

    assert [row.pk for row in client.get(url).context["listing"].page] == [sent.pk]
