"""The form fields of the house, and what a form says without refusing."""

import pytest
from django import forms

from agrafe.socle.fields import PartialDateField, WithWarnings
from agrafe.socle.widgets import Combobox, ImageDrop, PartialDate


class Birth(WithWarnings, forms.Form):
    naissance = PartialDateField(label="Naissance", required=False)
    nom = forms.CharField(label="Nom", help_text="Le vôtre", required=False)
    prenom = forms.CharField(
        required=False, widget=forms.TextInput({"aria-describedby": "ailleurs"})
    )

    def clean_nom(self):
        if self.cleaned_data["nom"] == "Test":
            self.add_warning("nom", "Est-ce une <vraie> personne ?")
            self.add_warning("prenom", "Et le prénom ?")
        return self.cleaned_data["nom"]


def birth(jour="", mois="", annee=""):
    return Birth({"naissance_jour": jour, "naissance_mois": mois, "naissance_annee": annee})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("3", "7", "1991"), PartialDate(3, 7, 1991)),
        (("03", "07", "1991"), PartialDate(3, 7, 1991)),
        (("", "7", "1991"), PartialDate(None, 7, 1991)),
        (("", "", "1991"), PartialDate(None, None, 1991)),
        (("29", "2", "2000"), PartialDate(29, 2, 2000)),
        (("", "", ""), None),
    ],
)
def test_a_date_may_be_known_in_part(written, expected):
    form = birth(*written)

    assert form.is_valid()
    assert form.cleaned_data["naissance"] == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("3", "7", ""), "Écrivez au moins l'année"),
        (("3", "", "1991"), "Écrivez au moins l'année"),
        (("3", "7", "91"), "Écrivez au moins l'année"),
        (("3", "juillet", "1991"), "en chiffres"),
        (("30", "2", "1991"), "n'existe pas"),
        (("", "13", "1991"), "n'existe pas"),
        (("0", "1", "1991"), "n'existe pas"),
    ],
)
def test_a_date_that_cannot_be_says_how_to_mend_it(written, said):
    assert said in birth(*written).errors["naissance"][0]


def test_a_date_is_three_fields_with_their_names():
    html = str(
        Birth(initial={"naissance": PartialDate(None, 7, 1991)})["naissance"].as_field_group()
    )

    assert "<legend>Naissance" in html
    for index, name, value in ((1, "mois", "7"), (2, "annee", "1991")):
        assert f'name="naissance_{name}" value="{value}"' in html
        assert f'<label for="id_naissance_{index}">' in html
    assert 'name="naissance_jour" inputmode' in html


def test_a_fault_of_a_date_leads_to_its_first_field():
    assert 'href="#id_naissance_0"' in str(birth("3", "", ""))
    assert Birth(auto_id=False)["naissance"].first_id == ""


def test_a_doubt_is_said_under_the_field_and_refuses_nothing():
    form = Birth({"nom": "Test"})

    assert form.is_valid()
    html = str(form)
    assert "Est-ce une &lt;vraie&gt; personne" in html
    assert 'aria-describedby="id_nom_helptext id_nom_warning"' in html
    assert 'aria-describedby="ailleurs"' in html
    assert "field-warnings" not in str(Birth({"nom": "Zola"}))


def test_a_field_that_suggests_is_a_text_field_first():
    html = Combobox("/communes/", {"class": "large"}).render("commune", "Lille")

    assert 'data-combobox="/communes/"' in html
    assert 'type="text" name="commune" value="Lille" autocomplete="off" class="large"' in html


def test_an_image_shows_the_one_that_there_is():
    assert 'src="/logo.png"' in ImageDrop(current_url="/logo.png").render("logo", None)
    assert "hidden" in ImageDrop().render("logo", None)
