"""Deposits become a workbook that people can mend: words for codes, faulty values as they stand, and nothing lost in silence."""

from datetime import date

import pytest
from lxml import etree

from accrochage.classeur import gabarit
from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import NAMESPACE
from accrochage.erreurs import EcritureError, FluxError
from accrochage.operations import convert, generate, verify_classeur
from factories.depots import COMPLET, NATIONAL
from factories.flux import a_flux, deposit
from factories.operations import a_demande, csv_of, names, sound_rows
from factories.passages import a_certificateur, a_certification, a_dossier, a_passage, a_titulaire
from factories.textes import plain


@pytest.fixture
def converted(tmp_path):
    """Return a function that converts documents, and gives the conversion, the workbook, and the cells of its rows by key."""

    def run(*documents, version=None):
        paths = []
        for rank, xml in enumerate(documents, start=1):
            paths.append(tmp_path / f"depot-{rank}.xml")
            paths[-1].write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        conversion = convert(paths, tmp_path / "c.xlsx", version)
        classeur = read_classeur(conversion.classeur)
        columns = classeur.table.columns
        rows = [
            {key: row[header.rank] for key, header in columns.items() if row[header.rank] != ""}
            for _, row in classeur.rows()
        ]
        return conversion, classeur, rows

    return run


def told(conversion):
    return [(one.code, one.ou.ligne, plain(one.message)) for one in conversion.anomalies]


# --- What the cells hold


def test_cells_hold_what_one_would_type(converted):
    _, _, (row, *_) = converted(COMPLET)

    assert row["dateDebutValidite"] == date(2025, 10, 20)
    assert row["dateNaissance"] == "12/1984"
    assert (row["scoreGeneral"], row["resultats"]) == (731, "2.3=6;5=4")
    assert (row["donneeCertifiee"], row["sexe"], row["modaliteAcces"]) == ("oui", "F", "VAE")
    assert row["mentionValidee"] == "Mention très bien"
    assert row["urlPreuve"] == "https://exemple.fr/preuve?p=1&v=1"
    assert row["verbatim"] == "Session <d'octobre>"


@pytest.mark.parametrize(
    ("old", "new", "key", "cell"),
    [
        (">F<", ">Z9<", "sexe", "Z9"),
        (">2026-06-30<", ">30/06/26<", "dateDebutValidite", "30/06/26"),
        (">2026-06-30<", ">2026-02-30<", "dateDebutValidite", "2026-02-30"),
        (">true<", ">peut-être<", "donneeCertifiee", "peut-être"),
        (">true<", "> 1 <", "donneeCertifiee", "oui"),
        (">LE GALL<", ">\n  LE GALL 2\n<", "nomNaissance", "LE GALL 2"),
        (">1991<", ">91<", "dateNaissance", "03/07/91"),
        (">7<", ">13<", "dateNaissance", "03/13/1991"),
        (">1991<", "><", "moisNaissance", 7),
        (">7<", "><", "anneeNaissance", 1991),
        (">7<", "><", "jourNaissance", 3),
        (">1991<", ">mille<", "dateNaissance", "03/07/mille"),
    ],
)
def test_faulty_values_come_out_as_they_stand(converted, old, new, key, cell):
    xml = deposit(a_passage()).decode()
    assert old in xml
    conversion, _, (row,) = converted(xml.replace(old, new, 1))

    assert row[key] == cell
    assert list(conversion.anomalies) == []


def test_a_date_that_would_be_read_as_another_stays_in_its_own_columns(converted):
    xml = deposit(a_passage()).decode()
    xml = xml.replace(">1991<", ">04/05/1991<").replace(">7<", "><").replace(">3<", "><")
    _, _, (row,) = converted(xml)

    assert row["anneeNaissance"] == "04/05/1991"
    assert "dateNaissance" not in row


def test_any_tool_is_understood(converted):
    """The namespace by default, children in another order, all on one line."""
    document = etree.fromstring(COMPLET, etree.XMLParser(remove_blank_text=True))
    for element in list(document.iter()):
        element[:] = reversed(element)
    text = etree.tostring(document, encoding="unicode").replace("xmlns:cpf=", "xmlns=")
    text = text.replace("<cpf:", "<").replace("</cpf:", "</")
    _, _, rows = converted(text)
    (path,) = [row for row in rows if row["idTechnique"] == "lot-11 n° 1"]

    assert len(rows) == 3
    assert (path["nomNaissance"], path["dateNaissance"], path["resultats"]) == (
        "L'HER",
        "12/1984",
        "5=4;2.3=6",
    )


# --- What is given once


def test_identifiers_common_to_all_go_to_the_sheet(converted):
    _, classeur, rows = converted(deposit(a_passage(), a_passage(id_technique="N-2")))

    assert {key: default.raw for key, default in classeur.defaults.items()} == {
        "idClient": "12ABC345",
        "idClientEmetteur": "12ABC345",
        "idContrat": "MCFCER000123",
    }
    assert [row["code"] for row in rows] == ["RNCP35726"] * 2
    assert "idClient" not in classeur.table.columns


def test_those_that_differ_become_columns(converted):
    other = a_certificateur(id_client="98ZYX765", id_contrat="MCFCER000777")
    depots = [
        deposit(a_passage(certification=a_certification(certificateur=one, nature_deposant=nature)))
        for one, nature in ((a_certificateur(), "CERTIFICATEUR"), (other, None))
    ]
    conversion, classeur, rows = converted(*depots)

    assert [row["idClient"] for row in rows] == ["12ABC345", "98ZYX765"]
    assert [row["idContrat"] for row in rows] == ["MCFCER000123", "MCFCER000777"]
    assert [row.get("natureDeposant") for row in rows] == ["Certificateur", None]
    assert {key: default.raw for key, default in classeur.defaults.items()} == {
        "idClientEmetteur": "12ABC345"
    }
    assert conversion.passages == 2


def test_several_files_of_one_run_make_the_same_files_again(tmp_path):
    rows = sound_rows(5)
    asked = a_demande(limits=a_demande().limits._replace(passages=2))
    first = generate(csv_of(tmp_path / "t.csv", rows), tmp_path / "1", asked)
    conversion = convert([file.chemin for file in first.fichiers], tmp_path / "c.xlsx")
    again = generate(conversion.classeur, tmp_path / "2", asked)

    assert len(first.fichiers) == 3
    assert [one.sha256 for one in again.fichiers] == [one.sha256 for one in first.fichiers]
    assert [origine.values["idFlux"] for origine in conversion.origines] == [
        "AGRAFE-1-001",
        "AGRAFE-1-002",
        "AGRAFE-1-003",
    ]


# --- The version


@pytest.mark.parametrize(
    ("xml", "version"),
    [
        (COMPLET, "1.1.2"),
        (NATIONAL, "1.1.5"),
        (NATIONAL.replace(b"<cpf:action>CREATION</cpf:action>", b""), "1.1.5"),
        (deposit(a_passage()), "1.1.5"),
    ],
)
def test_the_version_is_found_out(converted, xml, version):
    assert converted(xml)[0].version == version


def test_the_version_can_be_asked_for(converted):
    conversion, classeur, (row,) = converted(NATIONAL, version="1.1.2")

    assert conversion.version == "1.1.2"
    assert row["nir"] == "1840729019002"
    codes = [
        one.code
        for one in verify_classeur(conversion.classeur, a_demande(version="1.1.2")).anomalies
    ]
    assert "VER-01" in codes
    assert classeur.table.columns["nir"].title.startswith("NIR")


# --- What a workbook cannot hold


def test_what_the_deposit_says_of_itself_is_told(converted):
    conversion, _, _ = converted(deposit(a_passage()))

    assert dict(conversion.origines[0].values) == {
        "idFlux": "AGRAFE-1",
        "horodatage": "2026-09-01T10:30:00+02:00",
        "action": "CREATION",
    }


def test_what_has_no_column_is_told_at_its_line(converted):
    xml = deposit(a_passage()).decode()
    xml = xml.replace("<cpf:emetteur>", "<cpf:lot>7</cpf:lot><cpf:emetteur>")
    xml = xml.replace("<cpf:idTechnique>", "<cpf:note>vu</cpf:note><cpf:idTechnique>")
    conversion, _, _ = converted(xml)

    assert told(conversion) == [
        ("CNV-01", 6, "Un classeur n'a pas de place pour l'élément lot : cela reste dans le fichier XML."),
        ("CNV-01", 17, "Un classeur n'a pas de place pour l'élément note : cela reste dans le fichier XML."),
    ]  # fmt: skip
    assert [one.valeur for one in conversion.anomalies] == ["7", "vu"]
    assert conversion.valide


def test_of_several_files_the_one_is_named(converted):
    odd = deposit(a_passage()).decode().replace("<cpf:emetteur>", "<cpf:lot/><cpf:emetteur>")
    conversion, _, _ = converted(deposit(a_passage()), odd)

    assert told(conversion)[0][2].endswith("dans le fichier XML (depot-2.xml).")


def test_a_text_longer_than_a_cell_is_cut_and_told(converted):
    xml = deposit(a_passage(verbatim="x" * 40_000))
    conversion, _, (row,) = converted(xml)

    assert row["verbatim"] == "x" * 32_767
    ((code, ligne, message),) = told(conversion)
    assert (code, ligne) == ("CNV-01", 17)
    assert "la fin du texte « Commentaire »" in message


def test_a_passage_named_as_the_example_is_told(converted):
    conversion, _, rows = converted(deposit(a_passage(id_technique="Exemple"), a_passage()))

    assert [code for code, _, _ in told(conversion)] == ["FEU-05"]
    assert len(rows) == 1


def test_a_withdrawal_is_told(converted):
    conversion, _, _ = converted(deposit(a_passage(), flux=a_flux(action="SUPPRESSION")))

    assert [code for code, _, _ in told(conversion)] == ["SUP-03"]


# --- Refusals


def test_a_file_that_is_there_is_not_replaced(tmp_path, xml_depot):
    (tmp_path / "c.xlsx").write_text("précieux", encoding="utf-8")

    with pytest.raises(EcritureError, match="existe déjà"):
        convert([xml_depot], tmp_path / "c.xlsx")
    assert (tmp_path / "c.xlsx").read_text(encoding="utf-8") == "précieux"


@pytest.fixture
def xml_depot(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_bytes(deposit(a_passage(), a_passage(identification=a_dossier()), a_passage(identification=a_titulaire())))  # fmt: skip
    return path


def test_a_deposit_without_passage_is_refused(tmp_path):
    path = tmp_path / "vide.xml"
    path.write_text(f'<flux xmlns="{NAMESPACE}"/>', encoding="utf-8")

    with pytest.raises(FluxError, match="Aucun passage dans « vide.xml »".replace(" ", r"\s")):
        convert([path], tmp_path / "c.xlsx")
    assert names(tmp_path) == ["vide.xml"]


def test_more_passages_than_a_sheet_holds_are_refused(tmp_path, xml_depot, monkeypatch):
    monkeypatch.setattr(gabarit, "MAX_ROWS", 2)

    with pytest.raises(EcritureError, match="3 lignes"):
        convert([xml_depot], tmp_path / "c.xlsx")
    assert names(tmp_path) == ["depot.xml"]


def test_progress_is_told(tmp_path, xml_depot, monkeypatch):
    monkeypatch.setattr("accrochage.operations.conversion._TOLD", 2)
    seen = []
    convert(
        [xml_depot], tmp_path / "c.xlsx", progress=lambda done, total: seen.append((done, total))
    )

    assert seen == [(2, None), (2, 3)]
