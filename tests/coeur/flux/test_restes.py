"""What no rubrique holds is told, wherever it stands; what one holds is not."""

import pytest
from lxml import etree

from accrochage.flux.lecture import read_cadre, read_lignes
from accrochage.flux.restes import restes_of_cadre, restes_of_passage
from factories.depots import COMPLET, NATIONAL
from factories.flux import deposit
from factories.passages import a_passage, an_identifiant


def restes(path):
    cadre = read_cadre(path)
    found = list(restes_of_cadre(cadre))
    for ligne in read_lignes(path, cadre):
        found += restes_of_passage(ligne)
    return found


def changed(old, new, xml=None):
    text = (xml or deposit(a_passage())).decode()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("xml", [COMPLET, NATIONAL, deposit(a_passage())])
def test_a_sound_deposit_leaves_nothing(xml_file, xml):
    assert restes(xml_file(xml)) == []


IN_FRAME = {
    "unknown": ("<cpf:emetteur>", "<cpf:note>lu</cpf:note><cpf:emetteur>", ("l'élément note", "lu")),
    "attribute": ("<cpf:emetteur>", '<cpf:emetteur rang="2">', ("l'attribut rang", "2")),
    "text": ("<cpf:emetteur>", "<cpf:emetteur>perdu", ("un texte dans l'élément emetteur", "perdu")),
    "second": ("<cpf:type>", "<cpf:type>RS</cpf:type><cpf:type>", ("un second élément type", "RNCP")),
    "inside a value": ("<cpf:type>RNCP", "<cpf:type>RNCP<cpf:b>gras</cpf:b>", ("l'élément b", "gras")),
    "stray passage": ("<cpf:passageCertifications>", "<cpf:passageCertification/><cpf:passageCertifications>", ("l'élément passageCertification", None)),
    "elsewhere": ("<cpf:emetteur>", "<cpf:code>RS1</cpf:code><cpf:emetteur>", ("l'élément code", "RS1")),
    "no passage": ("<cpf:certification>", "<cpf:certification><cpf:code>RS1</cpf:code><cpf:passageCertifications/></cpf:certification><cpf:certification>", ("une certification sans passage", "RS1")),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), IN_FRAME.values(), ids=IN_FRAME)
def test_what_the_frame_leaves(xml_file, old, new, wanted):
    (reste,) = restes(xml_file(changed(old, new)))

    assert (reste.quoi, reste.valeur) == wanted
    assert reste.ligne == changed(old, new)[: changed(old, new).index(new)].count("\n") + 1


def test_a_repeated_value_of_the_frame_that_says_the_same_leaves_nothing(xml_file):
    assert restes(xml_file(changed("<cpf:type>", "<cpf:type>RNCP</cpf:type><cpf:type>"))) == []


def test_an_element_that_should_not_wrap_passages_only_leaves_what_else_it_holds(xml_file):
    text = changed("<cpf:certifications>", "<cpf:lot><cpf:nom>A</cpf:nom><cpf:certifications>")
    text = text.replace("</cpf:certifications>", "</cpf:certifications></cpf:lot>")

    assert [reste.quoi for reste in restes(xml_file(text))] == ["l'élément nom"]


IN_PASSAGE = {
    "unknown": ("<cpf:idTechnique>", "<cpf:note><cpf:a>b</cpf:a> c</cpf:note><cpf:idTechnique>", ("l'élément note", "b c")),
    "attribute": ("<cpf:titulaire>", '<cpf:titulaire id="x">', ("l'attribut id", "x")),
    "attribute of a value": ("<cpf:sexe>", '<cpf:sexe code="1">', ("l'attribut code", "1")),
    "text": ("<cpf:titulaire>", "<cpf:titulaire>Mme", ("un texte dans l'élément titulaire", "Mme")),
    "first": ("<cpf:sexe>", "<cpf:sexe>M</cpf:sexe><cpf:sexe>", ("un premier élément sexe", "M")),
    "inside a value": ("<cpf:sexe>F", "<cpf:sexe>F<cpf:b>g</cpf:b>", ("l'élément b", "g")),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), IN_PASSAGE.values(), ids=IN_PASSAGE)
def test_what_a_passage_leaves(xml_file, old, new, wanted):
    (reste,) = restes(xml_file(changed(old, new)))

    assert (reste.quoi, reste.valeur) == wanted
    assert reste.ligne == changed(old, new)[: changed(old, new).index(new)].count("\n") + 1


def test_a_repeated_value_of_a_passage_that_says_the_same_or_nothing_leaves_nothing(xml_file):
    text = changed("<cpf:sexe>", "<cpf:sexe/><cpf:sexe>F</cpf:sexe><cpf:sexe>")

    assert restes(xml_file(text)) == []


def test_two_birth_names_that_differ_leave_the_first(xml_file):
    nir = etree.tostring(
        etree.fromstring(
            deposit(a_passage(identification=an_identifiant(nom_naissance="ROUX")))
        ).find(".//{*}identifiantNational")
    ).decode()
    text = changed("</cpf:titulaire>", f"</cpf:titulaire>{nir}")

    assert [(reste.quoi, reste.valeur) for reste in restes(xml_file(text))] == [
        ("un premier élément nomNaissance", "LE GALL")
    ]


def test_what_a_result_leaves(xml_file):
    result = (
        '<cpf:resultat poids="2"><cpf:niveau>5</cpf:niveau><cpf:niveau>6</cpf:niveau>'
        "<cpf:competenceId>1<cpf:b/></cpf:competenceId><cpf:note/></cpf:resultat>"
    )
    level = f"<cpf:niveauNumeriqueEuropeen><cpf:resultats>{result}</cpf:resultats></cpf:niveauNumeriqueEuropeen>"
    text = changed("<cpf:idTechnique>", f"{level}<cpf:idTechnique>")

    assert [reste.quoi for reste in restes(xml_file(text))] == [
        "l'attribut poids",
        "l'élément niveau",
        "l'élément b",
        "l'élément note",
    ]
