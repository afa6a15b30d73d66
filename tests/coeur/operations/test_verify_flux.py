"""Deposits of any tool are checked: each fault once, at its line, in words."""

import pytest
from lxml import etree

from accrochage.dictionnaire import NAMESPACE, VERSIONS
from accrochage.erreurs import FluxError, SchemaError
from accrochage.operations import generate, verify_flux
from factories.flux import a_flux, deposit, stricter
from factories.operations import a_demande, csv_of, sound_rows
from factories.passages import (
    NIR,
    a_certificateur,
    a_certification,
    a_dossier,
    a_passage,
    a_titulaire,
    an_identifiant,
)
from factories.textes import plain

HEAD = 17
"""Line of the first passage of a deposit of 1.1.5."""


@pytest.fixture
def verify(tmp_path):
    """Return a function that checks an XML document."""

    def verify(xml, **options):
        path = tmp_path / "depot.xml"
        path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        return verify_flux(path, a_demande(**options))

    return verify


def persons(count, **overrides):
    """Return passages of different persons."""
    return [
        a_passage(
            id_technique=f"N-{rank}",
            identification=a_titulaire(nom_naissance="A" * (rank + 1)),
            **overrides,
        )
        for rank in range(count)
    ]


def joined(*passages, **options):
    """Return a deposit where passages stand in a single certification, one a line."""
    text = deposit(*passages, **options).decode()
    opening = text[text.index("</cpf:passageCertifications>") :].partition(
        "<cpf:passageCertification>"
    )[0]
    return text.replace(opening, "") if len(passages) > 1 else text


def found(bilan):
    return [(a.code, a.ou.ligne, a.ou.rubrique) for a in bilan.anomalies]


def told(bilan):
    return [plain(a.message) for a in bilan.anomalies]


def line_of(xml, mark):
    return xml[: xml.index(mark)].count("\n") + 1


# --- Sound deposits


@pytest.mark.parametrize("version", VERSIONS)
def test_what_agrafe_writes_is_sound(tmp_path, version):
    rows = [{**row, "code": f"RNCP{rank % 3 + 1}"} for rank, row in enumerate(sound_rows(30))]
    made = generate(csv_of(tmp_path / "t.csv", rows), tmp_path, a_demande(version=version))
    bilan = verify_flux(made.fichiers[0].chemin, a_demande(version=version))

    assert bilan.valide
    assert (bilan.lignes, bilan.passages, bilan.ecartes, list(bilan.anomalies)) == (30, 30, 0, [])
    assert (list(bilan.fichiers), bilan.a_corriger) == ([], None)


@pytest.mark.parametrize("way", [a_titulaire(), a_dossier(), an_identifiant()])
def test_each_way_to_say_who_the_titulaire_is_is_sound(verify, way):
    assert verify(deposit(a_passage(identification=way))).valide


def test_progress_is_told(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_text(
        joined(*persons(2)).replace("</cpf:passageCertifications>", "", 0), encoding="utf-8"
    )
    seen = []
    verify_flux(path, a_demande(), lambda done, total: seen.append((done, total)))

    assert seen == [(2, None)]


# --- Faults of passages


def test_a_fault_is_told_at_its_line(verify):
    xml = joined(*persons(4)).replace(">N-2<", "><").replace("AAAA<", "AAAA1<")
    bilan = verify(xml)

    assert found(bilan) == [
        ("OBL-01", HEAD + 2, "idTechnique"),
        ("NOM-01", HEAD + 3, "nomNaissance"),
    ]
    assert (bilan.lignes, bilan.passages, bilan.ecartes, bilan.valide) == (4, 2, 2, False)


def test_a_fault_of_an_indented_file_is_told_at_the_line_of_the_value(verify):
    document = etree.fromstring(deposit(*persons(2)))
    etree.indent(document)
    xml = etree.tostring(document, encoding="unicode").replace(">F<", ">X<")
    wanted = [number for number, line in enumerate(xml.splitlines(), start=1) if ">X<" in line]

    assert found(verify(xml)) == [("ENU-01", ligne, "sexe") for ligne in wanted]


def test_what_the_rules_say_of_a_rubrique_is_not_said_again_by_the_schema(verify):
    xml = deposit(a_passage()).decode()
    for old, new, codes in (
        (">F<", ">X<", ["ENU-01"]),
        ("<cpf:idTechnique>2026-0001</cpf:idTechnique>", "", ["OBL-01"]),
        (">2026-06-30<", ">2026-02-30<", ["DAT-02"]),
        (">1991<", ">1891<", ["ENT-02"]),
    ):
        assert [a.code for a in verify(xml.replace(old, new)).anomalies] == codes


@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        (">true<", ">oui<", "donneeCertifiee", "« oui » n'a pas la forme attendue (true ou false)"),
        (
            ">2026-06-30<",
            ">30/06/2026<",
            "dateDebutValidite",
            "« 30/06/2026 » n'a pas la forme attendue",
        ),
        (">F<", ">Féminin<", "sexe", "« Féminin » n'est pas dans la liste admise : F, M."),
        (">35238<", "> 35238<", "codeInsee", "la valeur doit compter exactement 5 caractères"),
        ('<cpf:scoring xsi:nil="true"/>', "", "scoring", "il manque « Score ou note » (scoring)"),
        ('<cpf:nomUsage xsi:nil="true"/>', "<cpf:nomUsage/>", "nomUsage", "la valeur est vide"),
    ],
)
def test_what_a_workbook_may_say_and_the_schema_may_not_is_told(verify, old, new, key, sentence):
    bilan = verify(deposit(a_passage()).decode().replace(old, new, 1))
    (anomalie,) = bilan.anomalies

    assert (anomalie.code[:4], anomalie.ou.rubrique, anomalie.ou.colonne) == ("XSD-", key, key)
    assert sentence in plain(anomalie.message)
    assert bilan.ecartes == 1


def test_a_fault_of_a_result_is_told_once(verify):
    result = (
        "<cpf:resultats><cpf:resultat><cpf:niveau>9</cpf:niveau></cpf:resultat></cpf:resultats>"
    )
    level = f"<cpf:niveauNumeriqueEuropeen>{result}</cpf:niveauNumeriqueEuropeen><cpf:scoring"
    xml = (
        deposit(a_passage(presence_niveau_numerique_euro=True))
        .decode()
        .replace("<cpf:scoring", level)
    )

    assert found(verify(xml)) == [("CMP-01", HEAD, "resultats")]


def test_what_an_alerte_says_does_not_hide_what_the_schema_says(verify):
    xml = deposit(a_passage()).decode().replace(">35238<", ">1053<")

    assert found(verify(xml)) == [("TXT-05", HEAD, "codeInsee"), ("XSD-01", HEAD, "codeInsee")]


def test_values_that_only_the_schema_takes_are_sound(verify):
    xml = deposit(a_passage()).decode()
    for old, new in (
        (">1991<", ">\n +1991 <"),
        (">7<", ">07<"),
        (">true<", "> 1 <"),
        (">false<", ">0<"),
    ):
        xml = xml.replace(old, new)
    bilan = verify(xml)

    assert list(bilan.anomalies) == []


def test_passages_seen_twice_are_told(verify):
    bilan = verify(joined(a_passage(), a_passage()))

    assert found(bilan) == [
        ("DUP-01", HEAD + 1, "idTechnique"),
        ("DUP-02", HEAD + 1, "nomNaissance"),
    ]
    assert (bilan.passages, bilan.ecartes) == (1, 1)


# --- Faults of certifications


def test_a_fault_of_a_certification_is_told_once_at_its_line(verify):
    wrong = a_certification(code="RS6000")
    bilan = verify(joined(*persons(3, certification=wrong)))

    assert found(bilan) == [("CER-01", HEAD - 3, "type")]
    assert (bilan.passages, bilan.ecartes) == (0, 3)


def test_the_same_fault_of_two_certifications_is_told_at_both(verify):
    xml = deposit(*persons(2)).decode().replace("<cpf:code>RNCP35726</cpf:code>", "")
    bilan = verify(xml)
    first = line_of(xml, "<cpf:certification>")

    assert [(code, key) for code, _, key in found(bilan)] == [("OBL-01", "code")] * 2
    assert [ligne for _, ligne, _ in found(bilan)] == [first, first + 7]


def test_a_fault_that_only_the_schema_sees_in_a_certification_is_told_once(verify, tmp_path):
    old = '<xsd:restriction base="cpf:texte100"/>'
    new = old.replace("/>", '><xsd:pattern value="RS[0-9]+"/></xsd:restriction>')
    bilan = verify(joined(*persons(3)), schemas=stricter(tmp_path, old, new))

    assert found(bilan) == [("XSD-01", HEAD - 2, "code")]
    assert not bilan.valide


def test_faults_of_the_header_are_told_in_the_order_of_the_lines(verify):
    emetteur = a_certificateur(id_client_emetteur="123", id_contrat="x" * 21)
    passage = a_passage(certification=a_certification(certificateur=emetteur))
    bilan = verify(deposit(passage, flux=a_flux(id_flux="", action="ANNULATION")))

    assert found(bilan) == [
        ("XSD-01", 3, "idFlux"),
        ("XSD-01", 5, "action"),
        ("TXT-03", 7, "idClientEmetteur"),
        ("TXT-01", 11, "idContrat"),
    ]
    assert {a.ou.colonne for a in bilan.anomalies} == {"idFlux", "action", "idClient", "idContrat"}


@pytest.mark.parametrize(
    ("old", "new", "code", "sentence"),
    [
        ("</cpf:certificateur>", "</cpf:certificateur><cpf:certificateur/>", "XSD-03", "L'élément certificateur : il est de trop"),
        ("<cpf:passageCertifications>", "texte<cpf:passageCertifications>", "XSD-01", "L'élément certification : il contient un texte"),
        ("</cpf:passageCertifications>", "perdu</cpf:passageCertifications>", "XSD-01", "L'élément passageCertifications : il contient un texte"),
        ("</cpf:passageCertifications>", "<cpf:inconnu/></cpf:passageCertifications>", "XSD-03", "L'élément inconnu : le format ne connaît pas"),
        ("</cpf:passageCertifications>", "</cpf:passageCertifications><cpf:passageCertification/>", "XSD-03", "L'élément passageCertification : il n'a pas sa place ici"),
        ("</cpf:passageCertification>", "<cpf:passageCertification/></cpf:passageCertification>", "XSD-03", "L'élément passageCertification : il n'a pas sa place ici"),
        ("<cpf:passageCertification>", '<cpf:passageCertification id="1">', "XSD-01", "L'élément passageCertification : son attribut id n'est pas admis"),
    ],
    ids=["two certificateurs", "text", "text among passages", "unknown", "stray passage", "nested passage", "attribute"],
)  # fmt: skip
@pytest.mark.parametrize("which", [0, 1])
def test_a_fault_of_structure_is_told_once(verify, old, new, code, sentence, which):
    xml = joined(*persons(2))
    start = 0
    if which and xml.count(old) > 1:
        start = xml.index(old) + 1
    bilan = verify(xml[:start] + xml[start:].replace(old, new, 1))

    assert [anomalie.code for anomalie in bilan.anomalies] == [code]
    assert told(bilan)[0].startswith(sentence)
    assert not bilan.valide


def test_a_deposit_without_passages_is_told(verify):
    xml = deposit(a_passage()).decode()
    start, end = xml.index("<cpf:passageCertification>"), xml.index("</cpf:passageCertifications>")
    bilan = verify(xml[:start] + xml[end:])

    assert told(bilan) == [
        "Dans l'élément passageCertifications, il manque l'élément passageCertification. Ajoutez-le."
    ]
    assert (bilan.lignes, bilan.passages, bilan.valide) == (0, 0, False)


# --- The other version


def test_a_file_of_1_1_2_checked_as_1_1_5_is_explained(verify):
    bilan = verify(joined(*persons(3), flux=a_flux(version="1.1.2")))

    (sentence,) = told(bilan)
    assert sentence == (
        "Dans l'élément flux, il manque « Action » (action). Le format le demande depuis la version 1.1.5 : "
        "ajoutez-le, ou vérifiez le fichier dans une version plus ancienne."
    )
    assert found(bilan) == [("XSD-02", 2, "action")]
    assert (bilan.passages, bilan.valide) == (3, False)


def test_a_file_of_1_1_5_checked_as_1_1_2_is_explained(verify):
    nir = a_passage(id_technique="N-1", identification=an_identifiant())
    bilan = verify(joined(a_passage(), nir), version="1.1.2")
    sentence = "il n'existe que depuis la version 1.1.5 du format. Retirez-le, ou vérifiez le fichier dans cette version."

    assert told(bilan) == [
        f"« Action » (action) : {sentence}",
        f"L'élément identifiantNational : {sentence}",
    ]
    assert found(bilan) == [("XSD-03", 5, "action"), ("XSD-03", HEAD + 1, None)]
    assert (bilan.passages, bilan.ecartes) == (1, 1)


def test_what_else_is_wrong_beside_a_refused_nir_is_told(verify):
    nir = a_passage(identification=an_identifiant(nom_naissance="ROY 2"), id_technique=" ")
    bilan = verify(deposit(nir), version="1.1.2")

    assert [a.code for a in bilan.anomalies if a.ou.ligne == HEAD] == ["OBL-01", "NOM-01", "XSD-03"]


def test_a_wrong_nir_is_told_once(verify):
    bilan = verify(deposit(a_passage(identification=an_identifiant(nir="9" + NIR[1:]))))

    assert [
        place
        for place, anomalie in zip(found(bilan), bilan.anomalies, strict=True)
        if anomalie.blocking
    ] == [("NIR-01", HEAD, "nir")]


def test_a_name_beside_a_nir_is_told_once(verify):
    bilan = verify(deposit(a_passage(identification=an_identifiant(nom_naissance="A" * 61))))

    assert found(bilan) == [("TXT-01", HEAD, "nomNaissance")]


# --- What prevents the check


def test_a_file_that_is_no_deposit_is_refused(verify):
    with pytest.raises(FluxError, match="pas un dépôt"):
        verify(f'<rapport xmlns="{NAMESPACE}"/>')


def test_an_unknown_version_is_refused(verify):
    with pytest.raises(SchemaError, match=r"1\.1\.9"):
        verify(deposit(a_passage()), version="1.1.9")
