"""The components, and the page that shows them all."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse
from django.utils.html import escape

from agrafe.socle.glossary import DEFINITIONS
from agrafe.socle.listing import Action, Listing
from agrafe.socle.progress import Progress
from agrafe.socle.views_components import EXAMPLES

TODAY = date(2026, 3, 3)


def render(source, **context):
    return Template("{% load components %}" + source).render(Context({"today": TODAY, **context}))


class Ids(HTMLParser):
    """Gathers the ids of a page, the addresses within it, and what its labels and descriptions name."""

    def __init__(self):
        super().__init__()
        self.ids = []
        self.named = set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name in {"for", "aria-labelledby", "aria-describedby", "popovertarget"}:
                self.named |= set(value.split())
            elif name == "href" and value.startswith("#") and tag == "a":
                self.named.add(value[1:])


def ids_of(html):
    parser = Ids()
    parser.feed(html)
    return parser


def test_an_icon_beside_a_word_is_silent():
    assert render('{% icon "trash" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/socle/icones.svg#trash"/></svg>'
    )


def test_an_icon_alone_has_a_name():
    assert 'role="img" aria-label="Fermer &lt;ceci&gt;"' in render(
        '{% icon "x-lg" label %}', label="Fermer <ceci>"
    )


def test_an_icon_that_the_sprite_lacks_is_a_mistake():
    with pytest.raises(TemplateSyntaxError, match="licorne"):
        render('{% icon "licorne" %}')


def test_a_state_has_a_colour_an_icon_and_a_word():
    html = render('{% badge state "success" %}', state="accepté <b>")

    assert 'class="state state-success"' in html
    assert "#check-circle" in html
    assert "accepté &lt;b&gt;" in html
    assert "#award" in render('{% badge "remis" "success" "award" %}')


def test_a_state_of_an_unknown_tone_is_a_mistake():
    with pytest.raises(ValueError, match="violet"):
        render('{% badge "x" "violet" %}')


@pytest.mark.parametrize(
    ("day", "tone", "said"),
    [
        (date(2026, 3, 2), "error", "2 mars (hier), en retard"),
        (date(2026, 3, 3), "attention", "3 mars (aujourd'hui)"),
        (date(2026, 3, 17), "attention", "17 mars (dans 14 jours)"),
        (date(2026, 3, 18), "neutral", "18 mars (dans 15 jours)"),
    ],
)
def test_a_deadline_is_louder_as_it_comes(day, tone, said):
    html = render("{% deadline day %}", day=day).replace("\u00a0", " ").replace("&#x27;", "'")

    assert f'class="deadline deadline-{tone}" datetime="{day}"' in html
    assert html.endswith(f"{said}</time>")


def test_a_deadline_met_is_quiet():
    assert "deadline-neutral" in render("{% deadline day is_done=True %}", day=date(2026, 1, 1))


def test_a_term_opens_its_definition():
    html = render('{% term "passage" "passages" %}. {% term "dépôt" %}')

    assert ">passages</button>" in html
    assert "</span>. <button" in html  # no space before the full stop
    assert escape(DEFINITIONS["dépôt"]) in html
    found = ids_of(html)
    assert found.named == set(found.ids)
    assert len(found.ids) == 2


def test_the_words_explained_are_those_of_the_glossary(root):
    lines = (root / "docs" / "glossaire.md").read_text(encoding="utf-8").splitlines()
    known = {line.split("|")[1].strip() for line in lines if line.startswith("|")}

    assert set(DEFINITIONS) <= known
    assert list(DEFINITIONS) == sorted(DEFINITIONS, key=lambda word: word.replace("é", "e"))


def test_steps_say_where_one_is():
    html = render("{% steps labels current=2 %}", labels=["Un", "Deux", "Trois"])

    assert html.count('aria-current="step"') == 1
    assert html.count('class="is-done"') == 1
    assert "Étape terminée" in html


def work(done):
    return Progress("Écriture", done, 10, "passage,passages", "/la/", "/fini/", "Voir le dépôt")


def test_progress_asks_again_until_done():
    html = render("{% progress work %}", work=work(9)).replace("\u00a0", " ")

    assert 'hx-get="/la/"' in html
    assert 'max="10" value="9"' in html
    assert "1 passage à faire sur 10" in html
    assert 'href="/la/"' in html  # for whoever has no JavaScript


def test_progress_gives_the_browser_plain_numbers():
    html = render(
        "{% progress work %}",
        work=Progress("Écriture", 1100, 1240, "passage,passages", "/la/", "/fini/", "Voir"),
    )

    assert 'max="1240" value="1100"' in html
    assert "sur 1\u00a0240" in html


@pytest.mark.parametrize("done", [10, 12])
def test_progress_leads_to_the_result_once_done(done):
    html = render("{% progress work %}", work=work(done)).replace("\u00a0", " ")

    assert "hx-get" not in html
    assert 'href="/fini/">Voir le dépôt</a>' in html
    assert "10 passages" in html


def test_an_error_of_the_data_has_its_code_last():
    html = render('{% error_text "Ligne 2" code="NOM-01" %}{% error_text "Ligne 3" %}')

    assert html.count("fault-code") == 1
    assert html.index("Ligne 2") < html.index("NOM-01")


def test_an_empty_state_teaches():
    html = render(
        "{% empty_state title=title %}<p>Un dépôt…</p>{% endempty_state %}", title="Rien <encore>"
    )

    assert "<h3>Rien &lt;encore&gt;</h3>" in html
    assert "<p>Un dépôt…</p>" in html


def test_a_list_without_search_or_filter_shows_neither():
    html = render(
        '{% listing rows caption="Nombres" counted="nombre,nombres" %}<tr><td>a</td></tr>{% endlisting %}',
        rows=Listing(QueryDict(), [1], columns=(), name="nombres"),
    )

    assert "<form" not in html
    assert 'id="nombres"' in html
    assert "<td>a</td>" in html


def test_a_row_can_be_ticked_for_the_form_of_its_own_list():
    rows = Listing(
        QueryDict(), ["a"], columns=(), actions=(Action("Agir", "/agir/", "send"),), name="mots"
    )

    html = render(
        '{% listing rows caption="Mots" counted="mot,mots" %}<tr>{% tick rows 12 label %}</tr>{% endlisting %}',
        rows=rows,
        label="<Zoé>",
    )

    assert 'name="choix" value="12" form="mots-choix" aria-label="Choisir &lt;Zoé&gt;"' in html
    assert 'id="mots-choix"' in html
    assert 'formaction="/agir/"' in html


class Plain(forms.Form):
    nom = forms.CharField(label="Nom", help_text="Le vôtre")
    choix = forms.ChoiceField(
        label="Choix", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    jeton = forms.CharField(widget=forms.HiddenInput, initial="x")
    large = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "large"}))

    def clean(self):
        if self.cleaned_data.get("choix") == "b":
            raise forms.ValidationError("Choisissez A.")


def test_a_form_names_helps_and_accuses_each_field():
    form = Plain({"jeton": "x"})
    html = str(form)
    found = ids_of(html)

    assert 'class="form-control is-invalid"' in html
    assert 'aria-describedby="id_nom_helptext id_nom_error"' in html
    assert found.named <= set(found.ids)
    assert '<a href="#id_nom">' in html
    assert '<a href="#id_choix_0">' in html
    assert html.replace("\u00a0", " ").count("2 réponses à corriger") == 1
    assert "(facultatif)" in html
    assert 'type="hidden"' in html


def test_a_form_without_a_fault_has_no_summary():
    html = str(Plain())

    assert "error-summary" not in html
    assert 'class="large form-control"' in html


def test_a_fault_of_the_whole_form_is_said_on_top():
    html = str(Plain({"nom": "A", "choix": "b", "jeton": "x"}))

    assert "<li>Choisissez A.</li>" in html


@pytest.fixture
def page():
    return reverse("socle:components")


@pytest.mark.django_db
class TestPage:
    def test_shows_every_component_with_its_template(self, client, page):
        html = client.get(page).text

        for example in EXAMPLES:
            assert f'<h2 id="{example.name}">' in html
        assert "{% listing listing" in html

    def test_every_id_is_there_once_and_nothing_names_another(self, client, page):
        for found in (ids_of(client.get(page).text), ids_of(client.post(page).text)):
            assert len(found.ids) == len(set(found.ids))
            assert found.named <= set(found.ids)

    def test_no_example_is_forgotten(self, root):
        folder = root / "src/agrafe/socle/templates/socle/components"

        assert {path.stem for path in folder.glob("*.html")} == {each.name for each in EXAMPLES}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", "64 passages"),
            ("?etat=rejete", "21 passages"),
            ("?q=étienne", "8 passages"),
            ("?q=personne", "0 passage"),
            ("?tri=-score&page=3", "64 passages"),
        ],
    )
    def test_its_list_works(self, client, page, query, expected):
        html = client.get(page + query).text.replace("\u00a0", " ")

        assert f'role="status">{expected}</p>' in html

    def test_its_rows_can_be_ticked(self, client):
        response = client.post(
            reverse("socle:components_ticked"), {"choix": ["3", "5"]}, follow=True
        )

        assert "2 passages choisis : rien" in response.text.replace("\u00a0", " ")

    def test_its_tabs_are_addresses(self, client, page):
        html = client.get(f"{page}?onglet=passages").text

        assert '<a href="?onglet=passages#onglets" aria-current="page">Passages</a>' in html

    def test_a_wrong_form_says_so_in_the_title_of_the_page(self, client, page):
        html = client.post(page, {"nom": "Zo3"}).text.replace("\u00a0", " ")

        assert "<title>Erreur : Composants" in html
        assert "« Zo3 » contient un chiffre" in html

    def test_a_right_form_is_thanked(self, client, page):
        answers = {"nom": "Zoé", "certification": "RS5875", "sexe": "F", "accord": "on"}

        response = client.post(page, answers, follow=True)

        assert response.redirect_chain == [(page, 302)]
        assert 'class="message message-success"' in response.text

    def test_a_confirmation_says_what_will_happen_before_it_does(self, client, page):
        address = reverse("socle:components_confirm")

        html = client.get(address).text
        response = client.post(address, follow=True)

        assert "Supprimer ces 4 passages</button>" in html
        assert response.redirect_chain == [(f"{page}#confirmation", 302)]
        assert "message-warning" in response.text

    @pytest.mark.parametrize(("done", "is_finished"), [(0, False), (930, False), (5000, True)])
    def test_a_work_advances(self, client, done, is_finished):
        html = client.get(reverse("socle:components_work", kwargs={"done": done})).text

        assert ("Terminé" in html) is is_finished

    @pytest.mark.parametrize(
        "address",
        [
            "/composants/",
            "/composants/choix/",
            "/composants/confirmation/",
            "/composants/avancement/1/",
        ],
    )
    def test_does_not_exist_in_an_installation(self, client, settings, address):
        settings.COMPONENTS_PAGE = False

        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert "/composants/" not in client.get("/").text


@pytest.mark.parametrize("level", [constants.INFO, constants.ERROR])
def test_each_message_has_an_icon_and_can_be_closed(level):
    html = render('{% include "composants/messages.html" %}', messages=[Message(level, "Bonjour")])

    assert "Fermer ce message" in html
    assert "Bonjour" in html
