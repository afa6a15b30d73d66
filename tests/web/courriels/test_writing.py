import re

import pytest

from agrafe.courriels.writing import WritingError, check, check_subject, fill, fill_subject
from agrafe.socle.french import no_break

NAMES = frozenset({"prenom", "lien", "motif"})
LINKS = frozenset({"lien"})
VALUES = {"prenom": "Zoé", "lien": "https://a.fr/x?a=1&b=2", "motif": "Une ligne\nUne autre"}


def test_plain_text_keeps_its_paragraphs_and_says_its_links():
    body = fill(
        "Bonjour {{ prenom }},\n\n[Répondre]({{lien}})\n\nOu [ici]({{ lien }}).", VALUES, LINKS
    )

    assert body.text == (
        "Bonjour Zoé,\n\nRépondre\u00a0:\nhttps://a.fr/x?a=1&b=2\n\nOu ici (https://a.fr/x?a=1&b=2)."
    )


def test_html_has_a_button_a_list_and_links():
    text = "[Répondre]({{ lien }})\n\n- un\n- deux\n\nVoyez https://b.fr/aide, ou {{ lien }}."

    html = fill(text, VALUES, LINKS).html

    assert 'href="https://a.fr/x?a=1&amp;b=2" style="display:inline-block' in html
    assert "<li>un</li><li>deux</li>" in html
    assert '<a href="https://b.fr/aide" style="color' in html
    assert html.count("https://a.fr/x?a=1&amp;b=2</a>.") == 1


def test_the_lines_of_a_value_are_kept():
    assert "Une ligne<br>Une autre" in fill("{{ motif }}", VALUES, LINKS).html


@pytest.mark.parametrize(
    "value",
    [
        "<b>gras</b>",
        "[clic](https://mal.fr)",
        "{{ lien }}",
        "{% load x %}",
        '"><script>alert(1)</script>',
        "voyez https://mal.fr",
    ],
)
def test_a_value_is_only_text(value):
    body = fill("Bonjour {{ prenom }}", {"prenom": value}, frozenset())

    assert body.text == f"Bonjour {value}"
    assert "<a " not in body.html
    assert "<script" not in body.html
    assert "<b>" not in body.html


def test_an_address_that_runs_is_shown_and_not_linked():
    html = fill("[clic]({{ lien }})", {"lien": "javascript:alert(1)"}, LINKS).html

    assert "href" not in html
    assert "clic" in html


def test_what_cannot_be_seen_is_left_out():
    assert fill("{{ prenom }}", {"prenom": "Zo\x00é\u202e"}, frozenset()).text == "Zoé"


def test_a_subject_has_one_line():
    assert (
        fill_subject("Pour {{ prenom }}", {"prenom": "Zoé\r\nBcc: a@b.fr"})
        == "Pour Zoé Bcc: a@b.fr"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ prenon }}", "« prenon » n'est pas une variable de ce courriel"),
        ("{{ prenom|upper }}", "« prenom|upper » n'est pas une variable"),
        ("{{ }}", "n'est pas une variable"),
        ("{{ prenom }", "« {{ » n'est pas à sa place"),
        ("prenom }}", "« }} » n'est pas à sa place"),
        ("{% if prenom %}", "« {% » n'est pas à sa place"),
        ("[clic]({{ prenom }})", "« prenom » n'est pas une adresse"),
        ("[clic](exemple.fr)", "Écrivez une adresse entière"),
        ("[clic](javascript:alert)", "Écrivez une adresse entière"),
    ],
)
def test_what_could_not_be_sent_is_refused(text, sentence):
    with pytest.raises(WritingError, match=re.escape(no_break(sentence))):
        check(text, NAMES, LINKS)


def test_the_variables_are_said():
    with pytest.raises(WritingError, match=no_break("Les variables sont : lien, motif, prenom")):
        check("{{ x }}", NAMES, LINKS)


@pytest.mark.parametrize("subject", ["Deux\nlignes", "Deux\rlignes", "{{ x }}"])
def test_a_subject_that_could_not_be_sent_is_refused(subject):
    with pytest.raises(WritingError):
        check_subject(subject, NAMES)
