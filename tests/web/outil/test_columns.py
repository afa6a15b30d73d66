"""Columns that are not recognised: what each holds is proposed, said, and honoured."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories.operations import csv_of, sound_rows
from factories.outil import text

pytestmark = pytest.mark.django_db

COLUMNS = "/outil/colonnes/"


@pytest.fixture
def other(tmp_path):
    """Return a table of another program, whose titles say nothing."""

    def make(count=3):
        keys = list(sound_rows(1)[0])
        rows = [
            {f"X{rank}": row[key] for rank, key in enumerate(keys)} for row in sound_rows(count)
        ]
        path = csv_of(tmp_path / "autre.csv", rows)
        return SimpleUploadedFile("autre.csv", path.read_bytes()), keys

    return make


def letters(page):
    return re.findall(r'<select name="([A-Z]+)"', page)


def test_titles_that_say_nothing_lead_to_the_columns(client, give, other):
    file, keys = other()

    page = text(give(file=file))
    assert "ou dites ci-dessous ce que contient chacune" in page
    assert "accrochage correspondance" not in page
    page = text(client.get(COLUMNS, follow=True))

    assert len(letters(page)) == len(keys)
    assert "« KWIA », « KWIB »" in page
    assert "Aucune colonne ne semble donner" in page


def test_what_each_column_holds_is_said_then_honoured(client, give, other):
    file, keys = other()
    give(file=file)
    page = text(client.get(COLUMNS, follow=True))

    answers = dict(zip(letters(page), keys, strict=True))
    page = text(client.post(COLUMNS, answers, follow=True))

    assert "3 lignes lues" in page
    assert "Toutes sont prêtes" in page
    again = text(client.get(COLUMNS))
    assert again.count("selected") >= len(keys)


def test_two_columns_cannot_hold_the_same_thing(client, give, other):
    file, _ = other()
    give(file=file)
    page = text(client.get(COLUMNS, follow=True))

    response = client.post(COLUMNS, dict.fromkeys(letters(page), "prenom1"))

    assert response.status_code == 422
    assert "dit déjà « Prénom »" in text(response)
    aside = client.post(COLUMNS, dict.fromkeys(letters(page), "-"), follow=True)
    assert "Toutes sont prêtes" not in text(aside)


def test_a_column_left_aside_can_be_said_from_the_list(client, give):
    rows = [{**row, "Couleur": "bleu"} for row in sound_rows(2)]

    page = text(give(rows))

    assert "n'est pas reconnue" in page
    assert reverse("outil:columns") in page
    assert "Couleur" in text(client.get(COLUMNS, follow=True))


def test_a_table_that_is_too_wide_is_refused_before_it_takes_long(client, give, tmp_path):
    rows = [{**sound_rows(1)[0], **{f"C{rank}": "x" for rank in range(301)}}]
    path = csv_of(tmp_path / "large.csv", rows)
    give(file=SimpleUploadedFile("large.csv", path.read_bytes()))

    page = text(client.get(COLUMNS, follow=True))

    assert "300 au plus" in page
    assert 'role="alert"' in page


def test_a_long_look_is_watched(client, give, other, monkeypatch):
    file, _ = other()
    give(file=file)
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 0.0)

    assert client.get(COLUMNS)["Location"] == reverse("outil:progress", args=["columns"])
    assert client.get(COLUMNS)["Location"] == reverse("outil:progress", args=["columns"])
