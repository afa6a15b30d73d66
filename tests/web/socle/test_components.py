"""The components, and the page that shows them all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from agrafe.socle import paging
from agrafe.socle.charts import Part
from agrafe.socle.context import frame
from agrafe.socle.examples import EXAMPLES
from agrafe.socle.files import File
from agrafe.socle.forms import ExampleForm
from agrafe.socle.glossary import DEFINITIONS
from agrafe.socle.history import Event
from agrafe.socle.listing import Action, Column, Download, Listing
from agrafe.socle.navigation import SLOTS
from agrafe.socle.progress import Progress
from agrafe.socle.states import Tone

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
    assert "Accepté &lt;b&gt;" in html
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

    assert "<h2>Rien &lt;encore&gt;</h2>" in html
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


def test_a_hidden_column_hides_its_cells_without_rendering_them():
    rows = Listing(
        QueryDict(),
        ["a"],
        columns=(
            Column("Nom", key="nom", is_title=True),
            Column("Score", key="score", is_number=True),
            Column("Mention", key="mention", visible_by_default=False),
        ),
        memory={},
    )

    html = render(
        '{% cell rows "nom" %}Zoé{% endcell %}{% cell rows "score" %}7{% endcell %}'
        '{% cell rows "mention" %}{{ missing }}{% endcell %}',
        rows=rows,
    )

    assert html == (
        '<th scope="row" class="row-title">Zoé</th><td class="number" data-label="Score"><div>7</div></td>'
    )


def test_a_cell_names_a_list_and_a_column():
    with pytest.raises(TemplateSyntaxError, match="cell"):
        render("{% cell rows %}{% endcell %}")


def test_a_list_offers_its_files_all_its_rows_and_says_where_it_stops(monkeypatch):
    rows = Listing(
        QueryDict("tri=nom&page=2"),
        [1, 2, 3],
        columns=(Column("Nom", key="nom", sort=("real",)),),
        actions=(Action("Agir", "/agir/", "send"),),
        downloads=(Download("Exporter", "/export/"),),
        page_size=2,
    )
    monkeypatch.setattr(paging.BoundedPaginator, "is_over", True)
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)

    html = render(
        '{% listing rows caption="Mots" counted="mot,mots" %}<tr></tr>{% endlisting %}', rows=rows
    ).replace("\u00a0", " ")

    assert 'href="/export/?tri=nom"' in html
    assert 'name="requete" value="tri=nom"' in html
    assert "Choisir toutes les lignes de la liste (plus de 3)" in html
    assert "Plus de 3 mots" in html
    assert "La liste s'arrête ici" in html
    assert "le fichier à télécharger a toutes les lignes" in html


def test_a_card_says_what_it_is_its_state_and_what_comes_next():
    html = render(
        '{% badge "prêt" as state %}{% card_head kind="Passage" title=title state=state %} {% endcard_head %}'
        '{% card_head kind="Passage" title="B" %}<p>Déposez.</p>{% endcard_head %}',
        title="<Zoé>",
    )

    assert "<h1>&lt;Zoé&gt;</h1>" in html
    assert 'class="state state-neutral"' in html
    assert html.count("card-next") == 1


def test_a_fact_that_is_not_known_says_so():
    html = render(
        '{% facts %}{% fact "Nom" %}{{ nom }}{% endfact %}{% fact "Tél." %} {% endfact %}{% endfacts %}',
        nom="<Zoé>",
    )

    assert "<dd>&lt;Zoé&gt;</dd>" in html
    assert html.count("non renseigné") == 1


def test_a_history_says_who_did_what_and_when():
    moment = datetime(2026, 7, 3, 12, 5, tzinfo=UTC)
    events = [
        Event(moment, "Claire", "a <déposé>", detail="139 passages", tone=Tone.PROGRESS),
        Event(datetime(2026, 5, 1, 8, 0), "", "Importé"),  # noqa: DTZ001 - a moment of here
    ]

    html = render("{% history events %}", events=events).replace("\u00a0", " ")

    assert "<strong>Claire</strong> a &lt;déposé&gt;" in html
    assert '<time datetime="2026-07-03T14:05:00+02:00">3 juillet 2026 à 14 h 05</time>' in html
    assert "1er mai 2026 à 8 h 00" in html
    assert "#clock" in html
    assert "139 passages" in html
    assert "Rien encore" in render("{% history events %}", events=[])


def test_a_value_is_hidden_until_it_is_asked_for():
    html = render('{% masked "2 91" label="NIR" %}')
    elsewhere = render('{% masked url="/nir/" label="NIR" %}')

    assert '<span class="masked-value">2 91</span></details>' in html
    assert '<a href="/nir/">' in elsewhere
    assert "details" not in elsewhere


def test_values_to_copy_have_a_field_each():
    found = ids_of(render('{% copy "a" label="A" %}{% copy "b" label="B" %}'))

    assert found.ids == ["copie-1", "copie-2"]
    assert found.named == set(found.ids)


def test_files_say_their_kind_and_their_size():
    files = [
        File("depot.xml", "/a", 2_500_000, note="139 passages"),
        File("Procès-verbal", "/b", 800, kind="pdf"),
        File("journal.md", "/c"),
        File("Notes", "/d", 800),
        File("Autre", "/e"),
    ]

    html = render("{% files files %}", files=files).replace("\u00a0", " ")

    assert "XML, 2,5 Mo" in html
    assert "PDF, 800 octets" in html
    assert "#filetype-pdf" in html
    assert html.count("#file-earmark-text") == 3
    assert "139 passages" in html


@pytest.mark.parametrize(
    ("tone", "name"),
    [("neutral", "info-circle"), ("error", "x-circle"), ("success", "check-circle")],
)
def test_a_remark_has_a_tone_and_its_icon(tone, name):
    html = render("{% note tone %}<p>Bien.</p>{% endnote %}", tone=tone)

    assert f"note-{tone}" in html
    assert f"#{name}" in html


def test_a_menu_is_closed_until_it_is_pressed():
    html = render('{% menu "Claire" "person-circle" %}<a href="/">Compte</a>{% endmenu %}')

    assert '<details class="menu">' in html
    assert "Claire</span>" in html


@pytest.mark.parametrize("kind", ["donut", "bars"])
def test_a_chart_says_its_figures(kind):
    parts = [
        Part("acceptés", 1990, Tone.SUCCESS, "/ok/"),
        Part("rejetés", 10, Tone.ERROR),
        Part("aucun", 0),
    ]

    html = render(f'{{% {kind} parts title="Passages" %}}', parts=parts).replace("\u00a0", " ")

    assert '<a href="/ok/">acceptés</a>' in html
    assert "(100 %)" in html
    assert "(moins de 1 %)" in html
    assert "(0 %)" in html
    assert 'aria-labelledby="figure-1"' in html
    assert "99.50" in html


def test_a_chart_of_nothing_draws_nothing():
    html = render('{% donut parts title="Passages" %}', parts=[Part("acceptés", 0)])

    assert "stroke-dasharray" not in html


def test_progress_says_what_is_not_counted_and_what_failed():
    unknown = render("{% progress work %}", work=replace(work(3), total=None)).replace(
        "\u00a0", " "
    )
    failed = render("{% progress work %}", work=replace(work(3), failure="Le disque est plein."))

    assert "3 passages pour l'instant" in unknown
    assert "max=" not in unknown
    assert "hx-get" in unknown
    assert "Le disque est plein." in failed
    assert "hx-get" not in failed
    assert 'href="/fini/"' in failed
    assert replace(work(3), total=None).left == 0


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


class TestLayouts:
    """The layouts that applications extend, with what they must be given."""

    def page(self, rf, name, **context):
        request = rf.get("/ici/")
        return render_to_string(
            f"layout/{name}.html",
            {**frame(request), "slots": dict.fromkeys(SLOTS, ""), "messages": [], **context},
            request=request,
        )

    def test_a_form_has_a_page(self, rf):
        html = self.page(
            rf, "form", title="Ajouter", form=Plain(), verb="Ajouter ce jury", cancel_url="/jurys/"
        )

        assert "<h1>Ajouter</h1>" in html
        assert "Ajouter ce jury</button>" in html
        assert 'href="/jurys/">Annuler</a>' in html
        assert "multipart" not in html

    def test_a_form_with_a_file_is_sent_as_it_must(self, rf):
        html = self.page(
            rf, "form", title="Déposer", form=ExampleForm(), verb="Déposer", cancel_url=""
        )

        assert 'enctype="multipart/form-data"' in html
        assert "Annuler" not in html

    @pytest.mark.parametrize(
        ("form", "back_url", "expected"),
        [(Plain(), "", "Vérifier</button>"), (ExampleForm(), "/avant/", 'href="/avant/"')],
    )
    def test_an_assistant_leads_from_step_to_step(self, rf, form, back_url, expected):
        html = self.page(
            rf,
            "assistant",
            title="Importer",
            steps=["Un", "Deux"],
            current=2,
            form=form,
            verb="Vérifier",
            back_url=back_url,
        )

        assert expected in html
        assert "étape 2 sur 2" in html

    def test_a_confirmation_posts_the_choice_again(self, rf):
        html = self.page(
            rf,
            "confirmation",
            title="Révoquer ?",
            verb="Révoquer ce parchemin",
            cancel_url="/",
            form=Plain(),
            carried=[("choix", "a&b")],
        )

        assert '<input type="hidden" name="choix" value="a&amp;b">' in html
        assert 'action="/ici/"' in html
        assert 'id="id_nom"' in html


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

    @pytest.mark.parametrize(
        ("data", "number"),
        [({"choix": ["3", "5"]}, 2), ({"choix": "3", "tout": "1", "requete": "etat=rejete"}, 21)],
    )
    def test_its_rows_are_ticked_then_confirmed(self, client, data, number):
        address = reverse("socle:components_ticked")

        asked = client.post(address, data).text.replace("\u00a0", " ")
        done = client.post(address, {**data, "confirme": "1"}, follow=True)

        assert f"Mettre {number} passages dans un dépôt ?</h1>" in asked
        assert '<input type="hidden" name="choix" value="3">' in asked
        assert f"{number} passages choisis : rien" in done.text.replace("\u00a0", " ")

    def test_its_columns_are_chosen(self, client, page):
        assert "Très bien" not in client.get(page).text

        html = client.get(f"{page}?colonnes=mention").text

        assert 'data-label="Mention"' in html
        assert 'data-label="Score"' not in html
        assert 'data-label="Mention"' in client.get(page).text

    def test_its_list_is_exported_as_it_is_narrowed(self, client):
        response = client.get(reverse("socle:components_export"), {"etat": "rejete"})

        assert response["Content-Disposition"] == 'attachment; filename="exemple.csv"'
        assert len(response.text.splitlines()) == 21

    def test_its_field_suggests(self, client):
        address = reverse("socle:components_suggestions")

        assert (
            'data-value="Lyon 3e Arrondissement (69383)"' in client.get(address, {"q": " ly"}).text
        )
        assert "option" not in client.get(address).text

    def test_its_assistant_has_steps(self, client):
        address = reverse("socle:components_assistant")

        html = client.get(address).text
        done = client.post(address, {"certification": "RS5875"}, follow=True)

        assert "<title>Préparer un dépôt (étape 1 sur 3) · Agrafe</title>" in html
        assert "Continuer</button>" in html
        assert "Étape franchie" in done.text

    def test_its_tabs_are_addresses(self, client, page):
        html = client.get(f"{page}?onglet=passages").text

        assert '<a href="?onglet=passages#onglets" aria-current="page">Passages</a>' in html

    def test_a_wrong_form_says_so_in_the_title_of_the_page(self, client, page):
        html = client.post(page, {"nom": "Zo3"}).text.replace("\u00a0", " ")

        assert "<title>Erreur : Composants" in html
        assert "« Zo3 » contient un chiffre" in html

    def test_a_form_says_its_doubts(self, client, page):
        html = client.post(page, {"nom": "zoé"}).text.replace("\u00a0", " ")

        assert "« zoé » n&#x27;a pas de majuscule. Est-ce voulu ?" in html

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
            "/composants/assistant/",
            "/composants/communes/",
            "/composants/export/",
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
