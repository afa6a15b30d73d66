"""Rejection of a whole file, in the words and at the place of the parser of Java.

What is expected was read in the answers of that parser (Java 17, in French) to the same files and the same schema, but for
an attribute out of place and for some files that are not well-formed, where the sentence or the column is ours.
"""

import pytest

from accrochage.erreurs import FluxError
from accrochage.flux.schemas import Origin, Schema
from accrochage.portail.refus import rejet_of
from factories.flux import deposit
from factories.passages import a_passage, a_titulaire, an_identifiant
from factories.portail import a_portail

DEPOSIT = deposit(a_passage(), a_passage(id_technique="x", identification=an_identifiant()))
NS = "urn:cdc:cpf:pc5:schema:1.0.0"
FACET = "n'est pas un facet valide par rapport"


def rejet(tmp_path, content):
    path = tmp_path / "depot.xml"
    path.write_bytes(content)
    return rejet_of(path, a_portail().schema)


def changed(before, after):
    assert before.encode() in DEPOSIT
    return DEPOSIT.replace(before.encode(), after.encode())


def listed(*names):
    return "{" + ", ".join(f'"{NS}":{name}' for name in names) + "}"


SCHEMA_CASES = {
    "enumeration": (
        "<cpf:sexe>F",
        "<cpf:sexe>X",
        (
            f"cvc-enumeration-valid : La valeur 'X' {FACET} à l'énumération '[F, M]'. "
            "Il doit s'agir d'une valeur provenant de l'énumération."
        ),
        (17, 871),
    ),
    "min length": (
        "<cpf:prenom1>Maëlle",
        "<cpf:prenom1>",
        f"cvc-minLength-valid : La valeur '', ayant pour longueur '0', {FACET} à minLength '1' pour le type '#AnonType_prenom1titulaire'.",
        (17, 718),
    ),
    "max length": (
        "<cpf:prenom1>Maëlle",
        f"<cpf:prenom1>{'A' * 61}",
        f"cvc-maxLength-valid : La valeur '{'A' * 61}', ayant pour longueur '61', {FACET} à maxLength '60' pour le type '#AnonType_prenom1titulaire'.",
        (17, 779),
    ),
    "length": (
        "12ABC345",
        "12ABC3",
        f"cvc-length-valid : La valeur '12ABC3', ayant pour longueur '6', {FACET} à la longueur '8' pour le type '#AnonType_idClientemetteur'.",
        (7, 36),
    ),
    "too big": (
        "<cpf:moisNaissance>7",
        "<cpf:moisNaissance>13",
        f"cvc-maxInclusive-valid : La valeur '13' {FACET} à maxInclusive '12' pour le type '#AnonType_moisNaissancetitulaire'.",
        (17, 810),
    ),
    "too small": (
        "<cpf:anneeNaissance>1991",
        "<cpf:anneeNaissance>91",
        f"cvc-minInclusive-valid : La valeur '91' {FACET} à minInclusive '1900' pour le type '#AnonType_anneeNaissancetitulaire'.",
        (17, 767),
    ),
    "no integer": (
        "<cpf:moisNaissance>7",
        "<cpf:moisNaissance>x",
        "cvc-datatype-valid.1.2.1 : 'x' n'est pas une valeur valide pour 'integer'.",
        (17, 809),
    ),
    "no date": (
        "2026-06-30",
        "2026-02-31",
        "cvc-datatype-valid.1.2.1 : '2026-02-31' n'est pas une valeur valide pour 'date'.",
        (17, 245),
    ),
    "no boolean": (
        "<cpf:donneeCertifiee>true",
        "<cpf:donneeCertifiee>oui",
        "cvc-datatype-valid.1.2.1 : 'oui' n'est pas une valeur valide pour 'boolean'.",
        (17, 187),
    ),
    "text among elements": (
        "</cpf:idContrat>",
        "</cpf:idContrat>bonjour",
        (
            "cvc-complex-type.2.3 : L'élément 'cpf:certificateur' ne doit comporter aucun enfant ([children]) de type caractère, "
            'car le type porte le type de contenu "element-only".'
        ),
        (28, 21),
    ),
    "element in a value": (
        "<cpf:sexe>F</cpf:sexe>",
        "<cpf:sexe><cpf:a/></cpf:sexe>",
        "cvc-type.3.1.2 : L'élément 'cpf:sexe' est de type simple et ne doit comporter aucun enfant ([children]) de type élément d'information.",
        (17, 878),
    ),
    "nil": (
        "<cpf:sexe>F</cpf:sexe>",
        '<cpf:sexe xsi:nil="true"/>',
        (
            "cvc-elt.3.1 : L'attribut 'http://www.w3.org/2001/XMLSchema-instance,nil' ne doit pas figurer dans l'élément 'cpf:sexe', "
            "car la propriété {nillable} de 'cpf:sexe' est False."
        ),
        (17, 875),
    ),
    "missing": (
        "<cpf:sexe>F</cpf:sexe>",
        "",
        "cvc-complex-type.2.4.b : Le contenu de l'élément 'cpf:titulaire' n'est pas complet. L'un des éléments '"
        + listed(
            *("prenom2", "prenom3", "sexe", "libelleCommuneNaissance", "codePaysNaissance"),
            *("libellePaysNaissance", "commentairesMEN"),
        )
        + "' est attendu.",
        (17, 1003),
    ),
    "unexpected": (
        "</cpf:idFlux>",
        "</cpf:idFlux><cpf:horodatagee/>",
        "cvc-complex-type.2.4.a : Contenu non valide trouvé à partir de l'élément '"
        + listed("horodatagee")
        + "'. L'une des valeurs '"
        + listed("horodatage", "action", "emetteur")
        + "' est attendue.",
        (3, 52),
    ),
}


@pytest.mark.parametrize("name", SCHEMA_CASES)
def test_refused_by_the_schema(tmp_path, name):
    before, after, message, place = SCHEMA_CASES[name]
    found = rejet(tmp_path, changed(before, after))

    assert found.type == "XSD"
    assert found.message == message
    assert (found.ligne, found.colonne) == place


def test_a_sound_deposit_is_let_in(tmp_path):
    assert rejet(tmp_path, DEPOSIT) is None


def test_an_attribute_that_has_no_place(tmp_path):
    found = rejet(tmp_path, changed("<cpf:sexe>", '<cpf:sexe a="1">'))

    assert found.message.startswith("cvc-type.3.1.3 : La valeur 'F' de l'élément 'cpf:sexe'")
    assert (found.ligne, found.colonne) == (17, 865)


def test_a_nir_is_never_repeated(tmp_path):
    found = rejet(tmp_path, changed("<cpf:nir>2", "<cpf:nir>7"))

    assert "7910735238014" not in found.message
    assert found.message.startswith("cvc-pattern-valid : La valeur '(valeur masquée)'")
    assert "au modèle '[12][0-9]{4}(2[AB]|[0-9]{2})[0-9]{6}'" in found.message
    assert (found.ligne, found.colonne) == (24, 651)


FORM_CASES = {
    "empty": (b"", "Fin prématurée du fichier.", (1, 1)),
    "not xml": (b"bonjour", "Contenu non autorisé dans le prologue.", (1, 1)),
    "glued declaration, as seen at the CDC": (
        b'<?xmlversion="1.0"?><a/>',
        "Un espace est obligatoire entre les données et la cible de l'instruction de traitement.",
        (1, 18),
    ),
    "space before": (
        b" " + DEPOSIT,
        "La cible de l'instruction de traitement correspondant à \"[xX][mM][lL]\" n'est pas autorisée.",
        (1, 2),
    ),
    "other root": (
        b"<truc/>",
        "cvc-elt.1.a : Déclaration de l'élément 'truc' introuvable.",
        (1, 8),
    ),
    "doctype": (b"<!DOCTYPE a><a/>", "DOCTYPE n'est pas autorisé.", (1, 12)),
    "doctype of a deposit": (
        DEPOSIT.replace(b"?>\n", b"?><!DOCTYPE a>", 1),
        "DOCTYPE n'est pas autorisé.",
        (1, 50),
    ),
    "cut": (
        DEPOSIT[:-30],
        "Les structures de document XML doivent commencer et se terminer dans la même entité.",
        None,
    ),
    "mismatched tags": (
        b"<a></b>",
        "Le type d'élément doit se terminer par la balise de fin correspondante.",
        None,
    ),
    "ampersand": (
        changed("Maëlle", "A & B"),
        "Le nom de l'identité doit immédiatement suivre le caractère \"&\" dans la référence d'entité.",
        (17, 707),
    ),
    "ampersand before a letter": (
        changed("Maëlle", "A &B"),
        "Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",
        None,
    ),
    "less than": (
        changed("Maëlle", "A < B"),
        "Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",
        (17, 707),
    ),
    "control": (
        changed("Maëlle", "Ma\x01lle"),
        "Un caractère XML non valide (Unicode : 0x1) a été détecté dans le contenu d'élément du document.",
        (17, 706),
    ),
    "latin 1": (
        DEPOSIT.replace("ë".encode(), b"\xeb"),
        "Octet de la séquence UTF-8 non valide.",
        (17, 706),
    ),
    "two documents": (
        DEPOSIT + b"<a/>",
        "Le balisage du document suivant l'élément racine doit avoir un format correct.",
        None,
    ),
    "encoding that expat cannot take": (
        b'<?xml version="1.0" encoding="gb2312"?><a/>',
        "Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",
        None,
    ),
    "undefined entity": (
        changed("Maëlle", "A&eacute;B"),
        "L'entité était référencée, mais pas déclarée.",
        None,
    ),
    "prefix": (
        DEPOSIT.replace(b"xmlns:cpf=", b"xmlns:cpg="),
        "Le préfixe d'un élément n'est pas lié.",
        None,
    ),
    "encoding unknown": (
        b'<?xml version="1.0" encoding="bidon"?><a/>',
        "Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",
        None,
    ),
}


@pytest.mark.parametrize("name", FORM_CASES)
def test_not_well_formed(tmp_path, name):
    content, message, place = FORM_CASES[name]
    found = rejet(tmp_path, content)

    assert found.message == message
    assert place in (None, (found.ligne, found.colonne))


def test_the_first_fault_is_told(tmp_path):
    late = changed("<cpf:idTechnique>x<", "<cpf:idTechnique><")
    both = late.replace(b"<cpf:sexe>F", b"<cpf:sexe>X")

    assert "cvc-minLength-valid" in rejet(tmp_path, late).message
    assert "cvc-enumeration-valid" in rejet(tmp_path, both).message
    assert rejet(tmp_path, late.replace(b"12ABC345", b"")).ligne == 7


def test_places_hold_far_in_a_file(tmp_path):
    passages = [a_passage(id_technique=f"{rank}") for rank in range(1200)]
    passages[1100] = a_passage(identification=a_titulaire(sexe="X"))
    content = deposit(*passages)
    far = content.replace(b"<cpf:certification>", b"\n" * 70 + b"<cpf:certification>")

    for written in (content, far):
        found = rejet(tmp_path, written)
        line = written.decode().split("\n")[found.ligne - 1]
        assert line[: found.colonne - 1].endswith("<cpf:sexe>X</cpf:sexe>")
    assert found.ligne > 70_000


def test_a_schema_of_the_user_may_refuse_what_we_would_write(tmp_path):
    source = a_portail().schema.path.read_text(encoding="utf-8")
    strict = tmp_path / "cpf-1.1.5.xsd"
    strict.write_text(
        source.replace('<xsd:enumeration value="M"/>', "").replace(
            '<xsd:length value="8"/>', '<xsd:length value="8"/><xsd:pattern value="12.*"/>'
        ),
        encoding="utf-8",
    )
    path = tmp_path / "depot.xml"
    path.write_bytes(deposit(a_passage(identification=a_titulaire(sexe="M"))))
    found = rejet_of(path, Schema("1.1.5", Origin.ADDED, strict))

    assert found.message.startswith("cvc-enumeration-valid : La valeur 'M'")


def test_says_that_the_file_cannot_be_opened(tmp_path):
    with pytest.raises(FluxError, match="ne peut pas être lu"):
        rejet_of(tmp_path / "absent.xml", a_portail().schema)


@pytest.mark.parametrize(
    "content", [b"<a>" * 300, b'<a b="' + b"x" * (11 << 20)], ids=["depth", "length"]
)
def test_what_never_ends_is_given_up(tmp_path, content):
    assert rejet(tmp_path, content).message.startswith("Les structures de document XML")
