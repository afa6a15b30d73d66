import pytest

from agrafe.socle.rubriques import RubriqueField, RubriquesForm, choices_of, label_of


class SampleForm(RubriquesForm):
    id_client = RubriqueField("idClient")
    id_contrat = RubriqueField("idContrat", required=False, label="Contrat")


def test_words_come_from_the_dictionary():
    form = SampleForm()

    assert form.fields["id_client"].label == "Identifiant client du certificateur"
    assert form.fields["id_client"].help_text.endswith("12ABC345.")
    assert form.fields["id_contrat"].label == "Contrat"


def test_what_the_core_takes_is_taken():
    form = SampleForm({"id_client": " 12ABC345 ", "id_contrat": " "})

    assert form.is_valid()
    assert form.cleaned_data == {"id_client": "12ABC345", "id_contrat": ""}
    assert form.warnings == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12ABC34", "compte 7 caractères au lieu de 8"),
        ("néant", "obligatoire"),
        ("12ABC\u000745", "Ce champ contient un caractère invisible"),
    ],
)
def test_what_the_core_refuses_is_refused(typed, said):
    error = SampleForm({"id_client": typed}).errors["id_client"][0]

    assert said in error.replace("\u202f", " ").replace("\xa0", " ")


def test_what_the_core_doubts_is_taken_and_said():
    form = SampleForm({"id_client": "12-BC345"})

    assert form.is_valid()
    assert "n'a pas la forme attendue" in form.warnings["id_client"][0]


def test_a_doubt_is_not_told_twice():
    field = RubriqueField("idClient")
    field.clean("12-BC345")
    field.clean("12ABC345")

    assert field.doubts == []


def test_choices_are_those_of_the_format():
    assert choices_of("sexe") == [("M", "Masculin"), ("F", "Féminin")]
    assert choices_of("sexe", empty="Les deux")[0] == ("", "Les deux")


def test_a_code_is_said_in_french():
    assert label_of("sexe", "F") == "Féminin"
    assert label_of("sexe", "X") == "X"
