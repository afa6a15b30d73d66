"""What libxml2 says of a deposit, told in French: what, where, and how to mend it."""

import pytest
from lxml import etree

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.explications import refusals
from corpus.mutations import renamed_prefix
from factories.flux import NIL, NS, a_flux, deposit, schema, stricter
from factories.passages import a_passage, an_identifiant
from factories.textes import plain

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def refused(edit, *, version="1.1.5", passage=None, judge=None):
    """Return what is said of a deposit once it was edited, as (code, element, sentence, value)."""
    document = etree.fromstring(deposit(passage or a_passage(), flux=a_flux(version=version)))
    edit(document)
    edited = etree.fromstring(etree.tostring(document))
    return [
        (refus.code, refus.element, plain(refus.message), refus.valeur)
        for refus in refusals(judge or schema(version), edited)
    ]


def at(path):
    """Return a function that finds an element by its name or its path."""
    return lambda document: document.find(
        f".//{'/'.join(f'{NS}{name}' for name in path.split('/'))}"
    )


def text(path, value):
    return lambda document: setattr(at(path)(document), "text", value)


def remove(*paths):
    def edit(document):
        for path in paths:
            element = at(path)(document)
            element.getparent().remove(element)

    return edit


def insert(path, name, value=None, namespace=NAMESPACE):
    def edit(document):
        etree.SubElement(at(path)(document), f"{{{namespace}}}{name}").text = value

    return edit


def attribute(path, name, value):
    return lambda document: at(path)(document).set(name, value)


# --- Values

VALUES = {
    ("idTechnique", ""): "« Identifiant technique » (idTechnique) : la valeur est vide. Donnez-la, ou retirez l'élément s'il est facultatif.",
    ("idTechnique", "x" * 256): "« Identifiant technique » (idTechnique) : la valeur est trop longue : 255 caractères au plus. Raccourcissez-la.",
    ("codeInsee", "3523"): "« Code INSEE de naissance » (codeInsee) : la valeur doit compter exactement 5 caractères. Corrigez-la.",
    ("sexe", "H"): "« Sexe » (sexe) : « H » n'est pas dans la liste admise : F, M. Choisissez dans cette liste.",
    ("sexe", " "): "« Sexe » (sexe) : la valeur est vide. Donnez-la, ou retirez l'élément s'il est facultatif.",
    ("donneeCertifiee", "oui"): "« Résultat définitif » (donneeCertifiee) : « oui » n'a pas la forme attendue (true ou false). Corrigez la valeur.",
    ("dateDebutValidite", "30/06/2026"): "« Date de délivrance » (dateDebutValidite) : « 30/06/2026 » n'a pas la forme attendue (une date qui existe, de 1900 à 2099, sous la forme AAAA-MM-JJ). Corrigez la valeur.",
    ("dateDebutValidite", "1899-06-30"): "« Date de délivrance » (dateDebutValidite) : « 1899-06-30 » n'a pas la forme attendue (une date qui existe, de 1900 à 2099, sous la forme AAAA-MM-JJ). Corrigez la valeur.",
    ("anneeNaissance", "1899"): "« Année de naissance » (anneeNaissance) : la valeur est trop petite : 1900 au moins. Corrigez-la.",
    ("anneeNaissance", "2100"): "« Année de naissance » (anneeNaissance) : la valeur est trop grande : 2099 au plus. Corrigez-la.",
    ("anneeNaissance", "91"): "« Année de naissance » (anneeNaissance) : la valeur est trop petite : 1900 au moins. Corrigez-la.",
    ("anneeNaissance", "mars"): "« Année de naissance » (anneeNaissance) : « mars » n'a pas la forme attendue (un nombre entier). Corrigez la valeur.",
    ("horodatage", "hier"): "« Horodatage » (horodatage) : « hier » n'a pas la forme attendue (une date et une heure, comme 2026-07-03T14:05:00+02:00). Corrigez la valeur.",
    ("action", "ANNULATION"): "« Action » (action) : « ANNULATION » n'est pas dans la liste admise : CREATION, SUPPRESSION. Choisissez dans cette liste.",
    ("emetteur/idClient", "123"): "« Identifiant client de l'émetteur » (idClient) : la valeur doit compter exactement 8 caractères. Corrigez-la.",
    ("certificateur/idClient", "123"): "« Identifiant client du certificateur » (idClient) : la valeur doit compter exactement 8 caractères. Corrigez-la.",
}  # fmt: skip


@pytest.mark.parametrize(("path", "value"), VALUES)
def test_a_refused_value_is_told_with_what_is_wanted(path, value):
    key = "idClientEmetteur" if path == "emetteur/idClient" else path.split("/")[-1]

    assert refused(text(path, value)) == [("XSD-01", key, VALUES[path, value], value or None)]


def test_a_refused_nir_is_told():
    (found,) = refused(
        text("nir", "3910735238014"), passage=a_passage(identification=an_identifiant())
    )

    assert (
        found[2]
        == "« NIR » (nir) : « 3910735238014 » n'a pas la forme attendue (13 caractères, le premier étant 1 ou 2). Corrigez la valeur."
    )


# --- Facets of other schemas


@pytest.mark.parametrize(
    ("old", "new", "edit", "sentence"),
    [
        ('<xsd:restriction base="cpf:texte20"/>', '<xsd:restriction base="cpf:texte20"><xsd:pattern value="MCFCER[0-9]{6}"/></xsd:restriction>', text("idContrat", "CONTRAT"), "« Numéro de contrat » (idContrat) : « CONTRAT » n'a pas la forme attendue (par exemple MCFCER000123). Corrigez la valeur."),
        ('<xsd:minInclusive value="1900"/>', '<xsd:minExclusive value="1950"/>', text("anneeNaissance", "1950"), "« Année de naissance » (anneeNaissance) : « 1950 » n'a pas la forme attendue (un nombre entier). Corrigez la valeur."),
        ('<xsd:length value="5"/>', '<xsd:minLength value="6"/>', text("codeInsee", "35238"), "« Code INSEE de naissance » (codeInsee) : la valeur est trop courte : 6 caractères au moins. Complétez-la."),
        ('<xsd:element name="verbatim" minOccurs="0">', '<xsd:element name="nouveau" type="xsd:int" minOccurs="0"/><xsd:element name="verbatim" minOccurs="0">', insert("passageCertification", "nouveau", "x"), "L'élément nouveau : « x » n'est pas admis par le schéma de cette version. Corrigez la valeur."),
        ('<xsd:element name="prenom2" minOccurs="0">', '<xsd:element name="prenom2">', lambda _: None, "Dans l'élément titulaire, il manque « 2e prénom » (prenom2) ou « 3e prénom » (prenom3) ou « Commune de naissance » (libelleCommuneNaissance) ou « Code pays de naissance » (codePaysNaissance) ou « Pays de naissance » (libellePaysNaissance) ou « Commentaires MEN » (commentairesMEN). Ajoutez l'un d'eux."),
    ],
    ids=["pattern", "exclusive bound", "shortest", "new element", "newly required"],
)  # fmt: skip
def test_another_schema_is_explained_as_well(tmp_path, old, new, edit, sentence):
    judge = stricter(tmp_path, old, new).get("1.1.5").load()

    assert [found[2] for found in refused(edit, judge=judge)] == [sentence]


def test_a_long_list_is_cut(tmp_path):
    codes = "".join(f'<xsd:enumeration value="C{n}"/>' for n in range(14))
    judge = stricter(tmp_path, '<xsd:enumeration value="F"/>', codes).get("1.1.5").load()
    (found,) = refused(lambda _: None, judge=judge)

    assert found[2].endswith(
        "la liste admise : C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, …. Choisissez dans cette liste."
    )


# --- What is missing

MISSING = {
    "idTechnique": ("idTechnique", "Dans l'élément passageCertification, il manque « Identifiant technique » (idTechnique). Ajoutez-le."),
    "scoring": ("scoring", 'Dans l\'élément passageCertification, il manque « Score ou note » (scoring). Ajoutez-le, avec xsi:nil="true" s\'il n\'a pas de valeur.'),
    "nomUsage": ("nomUsage", "Dans l'élément titulaire, il manque « Nom d'usage » (nomUsage). Ajoutez-le, avec xsi:nil=\"true\" s'il n'a pas de valeur."),
    "modalitesInscription": ("modalitesInscription", "Dans l'élément passageCertification, il manque l'élément modalitesInscription. Ajoutez-le."),
    "codeCommuneNaissance": ("codeCommuneNaissance", "Dans l'élément titulaire, il manque l'élément codeCommuneNaissance. Ajoutez-le."),
    "codeInseeNaissance": ("codeCommuneNaissance", "Dans l'élément codeCommuneNaissance, il manque l'élément codeInseeNaissance ou l'élément codePostalNaissance. Ajoutez l'un d'eux."),
    "titulaire": ("identificationTitulaire", "Dans l'élément identificationTitulaire, il manque l'élément titulaire ou l'élément dossierFormation ou l'élément identifiantNational. Ajoutez l'un d'eux."),
    "emetteur": ("emetteur", "Dans l'élément flux, il manque l'élément emetteur. Ajoutez-le."),
    "emetteur/idClient": ("idClientEmetteur", "Dans l'élément emetteur, il manque « Identifiant client de l'émetteur » (idClient). Ajoutez-le."),
    "certification": ("certification", "Dans l'élément certifications, il manque l'élément certification. Ajoutez-le."),
    "action": ("action", "Dans l'élément flux, il manque « Action » (action). Le format le demande depuis la version 1.1.5 : ajoutez-le, ou vérifiez le fichier dans une version plus ancienne."),
}  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_what_is_missing_is_named(path):
    element, sentence = MISSING[path]

    assert refused(remove(path)) == [("XSD-02", element, sentence, None)]


def test_each_missing_rubrique_is_told_and_no_optional_one_is_named():
    bare = remove(
        *(
            "idTechnique",
            "obtentionCertification",
            "dateFinValidite",
            "scoring",
            "identificationTitulaire",
        )
    )

    assert [found[1] for found in refused(bare)] == [
        *(
            "idTechnique",
            "obtentionCertification",
            "dateFinValidite",
            "scoring",
            "identificationTitulaire",
        )
    ]


def test_what_is_missing_concerns_all_that_it_would_hold():
    document = etree.fromstring(deposit(a_passage()))
    remove("codeCommuneNaissance")(document)
    (refus,) = refusals(schema(), document)

    assert refus.concerned == {"codeInsee", "codePostal"}


# --- What should not be there

UNEXPECTED = {
    "unknown": (insert("passageCertification", "inconnu"), "L'élément inconnu : le format ne connaît pas cet élément. Retirez-le, ou vérifiez son nom."),
    "of another namespace": (insert("titulaire", "prenom2", namespace="urn:autre"), f"« 2e prénom » (prenom2) : il n'est pas dans l'espace de noms du format. Écrivez-le dans {NAMESPACE}, ou retirez-le."),
    "twice": (insert("titulaire", "sexe", "F"), "« Sexe » (sexe) : il est de trop, un seul a sa place ici. N'en gardez qu'un."),
    "two ways": (insert("identificationTitulaire", "dossierFormation"), "L'élément dossierFormation : il est de trop, un seul a sa place ici. N'en gardez qu'un."),
    "elsewhere": (insert("titulaire", "scoring", "1"), "« Score ou note » (scoring) : il n'a pas sa place ici. Déplacez-le, ou retirez-le."),
    "at the root": (insert("emetteur", "certificateur"), "L'élément certificateur : il n'a pas sa place ici. Déplacez-le, ou retirez-le."),
}  # fmt: skip


@pytest.mark.parametrize("name", UNEXPECTED)
def test_what_should_not_be_there_is_told(name):
    edit, sentence = UNEXPECTED[name]

    assert [(found[0], *found[2:]) for found in refused(edit)] == [("XSD-03", sentence, None)]


@pytest.mark.parametrize(
    ("edit", "passage", "element"),
    [
        (
            insert("identificationTitulaire/titulaire", "nir", "2910735238014"),
            a_passage(),
            "« NIR » (nir)",
        ),
        (
            lambda _: None,
            a_passage(identification=an_identifiant()),
            "L'élément identifiantNational",
        ),
    ],
)
def test_what_a_later_version_brought_is_told(edit, passage, element):
    def edit_all(document):
        remove("action")(document)
        edit(document)

    (found,) = refused(edit_all, passage=passage, judge=schema("1.1.2"))

    assert found[2] == (
        f"{element} : il n'existe que depuis la version 1.1.5 du format. Retirez-le, ou vérifiez le fichier dans cette version."
    )


# --- Structure

STRUCTURE = {
    "attribute": (attribute("titulaire", "id", "1"), "L'élément titulaire : son attribut id n'est pas admis. Retirez-le."),
    "type": (attribute("sexe", f"{{{XSI}}}type", "xsd:string"), "« Sexe » (sexe) : son attribut xsi:type n'est pas admis. Retirez-le."),
    "nil spelt wrong": (attribute("scoring", NIL, "oui"), "« Score ou note » (scoring) : son attribut xsi:nil vaut « oui ». Écrivez true, ou retirez-le."),
    "nil where none is": (lambda d: (text("sexe", None)(d), attribute("sexe", NIL, "true")(d)), "« Sexe » (sexe) : il ne peut pas être vide (xsi:nil). Donnez sa valeur, ou retirez-le s'il est facultatif."),
    "nil with a value": (text("scoring", "12"), "« Score ou note » (scoring) : il est annoncé vide (xsi:nil) mais contient quelque chose. Videz-le, ou retirez xsi:nil."),
    "stray text": (text("titulaire", "x"), "L'élément titulaire : il contient un texte, alors qu'il n'admet que des éléments. Retirez ce texte."),
    "element in a value": (insert("sexe", "genre"), "« Sexe » (sexe) : il contient un élément, alors qu'il n'admet qu'une valeur. Gardez la valeur seule."),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUCTURE)
def test_a_fault_of_structure_is_told(name):
    edit, sentence = STRUCTURE[name]

    assert [found[2] for found in refused(edit)] == [sentence]


def test_another_root_is_told():
    (refus,) = refusals(schema(), etree.fromstring(f'<autre xmlns="{NAMESPACE}"><a/></autre>'))

    assert (
        plain(refus.message)
        == "L'élément autre : il n'est pas admis par le schéma de cette version. Comparez-le à un exemple du format."
    )
    assert not refus.in_passage


# --- Documents of other tools


@pytest.mark.parametrize(
    "renamed",
    [
        lambda xml: renamed_prefix(xml, "", "xmlns"),
        lambda xml: renamed_prefix(xml, "p.1-é:", "xmlns:p.1-é"),
        lambda xml: xml.replace("cpf:sexe", "q:sexe").replace(
            "<q:sexe", f'<q:sexe xmlns:q="{NAMESPACE}"'
        ),
    ],
    ids=["by default", "odd", "declared inside"],
)
def test_prefixes_do_not_matter(renamed):
    xml = deposit(a_passage(), a_passage(id_technique="2")).decode().replace(">F<", ">X<")
    said = refusals(schema(), etree.fromstring(renamed(xml).encode()))

    assert [(refus.element, refus.valeur, refus.in_passage) for refus in said] == [
        ("sexe", "X", True)
    ] * 2


def test_an_element_at_fault_twice_is_told_once_and_each_of_its_likes_too():
    result = "<cpf:resultat><cpf:niveau>9</cpf:niveau><cpf:competenceId>12</cpf:competenceId></cpf:resultat>"
    level = f"<cpf:niveauNumeriqueEuropeen><cpf:resultats>{result * 2}</cpf:resultats></cpf:niveauNumeriqueEuropeen>"
    xml = deposit(a_passage()).decode().replace("<cpf:scoring", f"{level}<cpf:scoring")
    said = refusals(schema(), etree.fromstring(xml.encode()))

    assert [refus.element for refus in said] == ["niveau", "competenceId"] * 2


def test_the_line_is_that_of_the_element_in_a_file_of_any_length():
    xml = (
        deposit(a_passage())
        .decode()
        .replace("<cpf:certification>", "\n" * 70_000 + "<cpf:certification>")
    )
    (refus,) = refusals(schema(), etree.fromstring(xml.replace(">RNCP<", "><").encode()))

    assert (refus.element, refus.ligne) == ("type", xml[: xml.index("<cpf:type>")].count("\n") + 1)
