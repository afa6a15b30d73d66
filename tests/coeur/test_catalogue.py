"""Every code of the catalogue can be met: each has a file that earns it, and a sound file earns none."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from accrochage.dictionnaire import DEFAULT_VERSION, EXAMPLE_MARK
from accrochage.flux.schemas import SHIPPED_FOLDER, SchemaStore
from accrochage.modele import Flux
from accrochage.operations import (
    Bilan,
    Demande,
    DemandeAccuse,
    Selection,
    convert,
    read_accuse,
    verify_classeur,
    withdraw_flux,
)
from accrochage.operations.accuse_ko import reasons
from accrochage.operations.annotation import _still_wrong
from accrochage.regles.anomalie import Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.lecture.nettoyage import Raw
from factories.accuses import accuse_file, an_accuse
from factories.flux import deposit
from factories.operations import xlsx_of
from factories.passages import NIR, SOUND_CELLS, TODAY, a_passage, a_row, without

Case = Callable[[Path], Bilan]
"""Writes a file in a folder, and has it checked."""

Sheet = Sequence[Sequence[Raw]]

FLUX = Flux("catalogue", datetime(2026, 9, 1, tzinfo=UTC), DEFAULT_VERSION)
NOBODY = dict.fromkeys(("nomNaissance", "prenom1", "dateNaissance", "sexe", "codeInsee"), "")
BIRTH_IN_COLUMNS = {
    **without(SOUND_CELLS, "dateNaissance"),
    "anneeNaissance": "1991",
    "moisNaissance": "4",
    "jourNaissance": "30",
}
COMMON = {"nomNaissance": "MARTIN", "prenom1": "Marie", "sexe": "F"}


# --- Files


def verify(path: Path, **asked) -> Bilan:
    return verify_classeur(path, Demande(**{"flux": FLUX, "today": TODAY, **asked}))


def sheet(*rows: Mapping[str, Raw]) -> Sheet:
    """Return rows below the titles of the first one."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def table(lines: Sheet, name: str = "passages.csv", **asked) -> Case:
    """A CSV file."""

    def case(folder: Path) -> Bilan:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
        return verify(folder / name, **asked)

    return case


def rows(*cells: Mapping[str, Raw], **asked) -> Case:
    """A CSV file of rows that all have the columns of the first one."""
    return table(sheet(*cells), **asked)


def row(**cells: Raw) -> Case:
    """A CSV file of one row, sound but for some cells."""
    return rows(a_row(**cells))


def workbook(sheets: Mapping[str, Sheet], *, merged: str = "", **asked) -> Case:
    """An .xlsx file."""

    def case(folder: Path) -> Bilan:
        with xlsxwriter.Workbook(folder / "passages.xlsx") as book:
            for name, lines in sheets.items():
                page = book.add_worksheet(name)
                for rank, line in enumerate(lines):
                    page.write_row(rank, 0, line)
            if merged:
                book.worksheets()[0].merge_range(merged, "")
        return verify(folder / "passages.xlsx", **asked)

    return case


def in_error(folder: Path) -> Bilan:
    """An .xlsx file with a formula in error."""
    with xlsxwriter.Workbook(folder / "passages.xlsx") as book:
        page = book.add_worksheet("Passages")
        for rank, line in enumerate(sheet(SOUND_CELLS)):
            page.write_row(rank, 0, line)
        page.write_formula("A2", "=NA()", None, "#N/A")
    return verify(folder / "passages.xlsx")


def under(old: str, new: str, lines: Sheet) -> Case:
    """A CSV file checked by an XSD that the user added, the shipped one with one thing changed."""

    def case(folder: Path) -> Bilan:
        text = (SHIPPED_FOLDER / f"cpf-{FLUX.version}.xsd").read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / "autre.xsd").write_text(text.replace(old, new), encoding="utf-8")
        store = SchemaStore(folder / "schemas")
        store.add(folder / "autre.xsd")
        return table(lines, schemas=store)(folder)

    return case


def rejected(folder: Path) -> Bilan:
    """A passage that the CDC rejected, in words that nobody knows."""
    accuse = accuse_file(folder, an_accuse(ko={"2026-0001": "Contrat clos"}))
    demande = DemandeAccuse(
        version=DEFAULT_VERSION,
        classeur=xlsx_of(folder / "passages.xlsx", [SOUND_CELLS]),
        ko=folder / "ko.xlsx",
    )
    (ko,) = read_accuse(accuse, demande).ko
    anomalies = tuple(reasons(ko, SOUND_CELLS, DEFAULT_VERSION))
    return replace(verify(folder / "ko.xlsx"), anomalies=anomalies)


def retouched(folder: Path) -> Bilan:
    """A cell retouched though nothing stood against it, as the annotated copy says it."""
    bilan = rows(SOUND_CELLS, retouches={2: {"prenom1": "Anne"}})(folder)
    return replace(bilan, anomalies=tuple(map(_still_wrong, bilan.changements)))


# --- One file per code

SOUND = row()
PASSAGES = sheet(SOUND_CELLS)
OTHER_NAMES = {
    "idTechnique": "Identifiant technique",
    "nomNaissance": "Nom de naissance",
    "prenom1": "Prénom",
}
OTHER_TITLES = [OTHER_NAMES.get(key, key) for key in SOUND_CELLS]
MENTION = '<xsd:element name="mentionValidee" type="cpf:mention" nillable="true"/>'


def converting(old: str, new: str) -> Case:
    """A deposit with something changed in it, made into a workbook."""

    def case(folder: Path) -> Bilan:
        path = folder / "depot.xml"
        path.write_text(deposit(a_passage()).decode().replace(old, new), encoding="utf-8")
        return convert([path], folder / "depot.xlsx")

    return case


def withdrawing(ids: Sequence[str], *more: bytes) -> Case:
    """Passages of a deposit, and of more of them, withdrawn."""

    def case(folder: Path) -> Bilan:
        paths = [folder / f"depot-{rank}.xml" for rank in range(1 + len(more))]
        for path, xml in zip(paths, (deposit(a_passage()), *more), strict=True):
            path.write_bytes(xml)
        demande = Demande(flux=FLUX, today=TODAY)
        return withdraw_flux(paths, folder, demande, Selection(dict.fromkeys(ids, "")))

    return case


CASES: dict[str, Case] = {
    "FEU-01": workbook({"Passages": PASSAGES, "Juin": PASSAGES}),
    "FEU-02": workbook({"Passages": sheet(SOUND_CELLS, a_row(idTechnique=""))}, merged="E2:E3"),
    "FEU-03": table([list(SOUND_CELLS)]),
    "FEU-04": table([OTHER_TITLES, *PASSAGES]),
    "FEU-05": rows(a_row(idTechnique=EXAMPLE_MARK), SOUND_CELLS),
    "FEU-06": table(PASSAGES, name="passages.xlsx"),
    "FEU-07": in_error,
    "COL-01": rows(without(SOUND_CELLS, "sexe")),
    "COL-02": table(sheet({**SOUND_CELLS, "SEXE": "F"})),
    "COL-03": table(sheet({**SOUND_CELLS, "Couleur préférée": "bleu"})),
    "COL-04": table(
        [["Nom" if key == "nomNaissance" else key for key in SOUND_CELLS], *PASSAGES[1:]]
    ),
    "COL-05": table(PASSAGES, correspondance={"Absente": "nomUsage"}),
    "OPT-01": workbook(
        {"Passages": PASSAGES, "Certificateur": [["idClient", "12ABC345"]]},
        options={"idClient": "98765432"},
    ),
    "RET-01": retouched,
    "RET-02": rows(SOUND_CELLS, retouches={7: {"sexe": "F"}}),
    "OBL-01": row(idTechnique=""),
    "NIL-01": row(idTechnique="néant"),
    "NIL-02": row(prenom1="Nil"),
    "TXT-01": row(verbatim="x" * 256),
    "TXT-02": row(verbatim="Rat\x07trapage"),
    "TXT-03": row(idClient="12ABC34"),
    "TXT-04": row(idClient="12ABC-45"),
    "TXT-05": row(codeInsee="1053"),
    "TXT-06": row(idDossier="1,23457E+12"),
    "TXT-07": row(codeInsee="3523X"),
    "DAT-01": row(dateDebutValidite="demain"),
    "DAT-02": row(dateDebutValidite="31/04/2026"),
    "DAT-03": row(dateFinValidite="31/12/2199"),
    "DAT-04": row(dateDebutValidite="46203"),
    "BOO-01": row(donneeCertifiee="peut-être"),
    "ENT-01": row(presenceNiveauNumeriqueEuro="oui", scoreGeneral="beaucoup"),
    "ENT-02": row(presenceNiveauNumeriqueEuro="oui", scoreGeneral="1001"),
    "ENU-01": row(sexe="Z9"),
    "CMP-01": row(presenceNiveauNumeriqueEuro="oui", scoreGeneral="640", resultats="1.1 cinq"),
    "NOM-01": row(nomNaissance="LE GALL 2"),
    "NOM-02": row(nomNaissance="maelle@exemple.fr"),
    "NOM-03": row(nomNaissance="LE GALL*"),
    "NOM-04": row(nomNaissance="LE GАLL"),
    "NOM-05": row(nomNaissance="..."),
    "NOM-06": row(nomNaissance="veuve MARTIN"),
    "NOM-07": row(nomNaissance="LEFÃˆVRE"),
    "NOM-08": row(nomNaissance="Mme LE GALL"),
    "NOM-09": row(nomNaissance="à compléter"),
    "NOM-10": row(nomNaissance="MARTIN née LE GALL"),
    "NOM-11": row(prenom1="M."),
    "NOM-12": row(nomNaissance="LE GALL Maëlle"),
    "NOM-13": row(nomUsage="Le Gall"),
    "NOM-14": row(prenom1="Le Gall"),
    "NOM-15": row(nomNaissance="Maëlle", prenom1="LEFEBVRE"),
    "NOM-16": row(prenom1="RenÈe"),
    "NOM-17": row(nomNaissance="MARITN"),
    "PRE-01": row(prenom1="Maëlle / Louise"),
    "PRE-02": row(prenom1="Anne Maëlle"),
    "PRE-03": row(prenom1="Maëlle, Louise"),
    "PRE-04": row(prenom1="Maëlle LE GALL"),
    "PRE-05": row(prenom1="Stepahnie"),
    "PRE-06": row(prenom1="Zoé Romain"),
    "SEX-01": row(sexe="M"),
    "NIR-01": row(nir=f"7{NIR[1:]}"),
    "NIR-02": row(nir=f"{NIR}99"),
    "NIR-03": row(nir=NIR, sexe="M"),
    "NIR-04": row(nir=NIR, dateNaissance="03/08/1991"),
    "NIR-05": row(nir=NIR, codeInsee="44109"),
    "NIR-06": row(nir=NIR, codeInsee="35047"),
    "IDT-01": row(**NOBODY),
    "IDT-02": row(codeInsee=""),
    "IDT-03": rows({**BIRTH_IN_COLUMNS, **COMMON, "jourNaissance": ""}),
    "LIE-01": row(codeInsee="35999"),
    "LIE-02": row(codeInsee="", codePostal="35000", libelleCommuneNaissance="Rennes"),
    "LIE-03": row(codeInsee="", libelleCommuneNaissance="Saint-Denis"),
    "LIE-04": row(codeInsee="20004"),
    "LIE-05": row(codeInsee="35000"),
    "LIE-06": row(libelleCommuneNaissance="Nantes"),
    "LIE-07": row(codeInsee="75056"),
    "LIE-08": row(codeInsee="75056", libelleCommuneNaissance="Paris 12e"),
    "LIE-09": row(codeInsee="", codePostal="35999"),
    "LIE-10": row(codeInsee="99350"),
    "LIE-11": row(codeInsee="99350", codePaysNaissance="999"),
    "LIE-12": row(codeInsee="99350", codePaysNaissance="352"),
    "LIE-13": row(libellePaysNaissance="Maroc"),
    "NAI-01": rows({**BIRTH_IN_COLUMNS, "moisNaissance": ""}),
    "NAI-02": rows({**BIRTH_IN_COLUMNS, "jourNaissance": "31"}),
    "NAI-03": row(dateNaissance="03/07/2020"),
    "NAI-04": row(dateNaissance="01/07/2026"),
    "CER-01": row(type="RS"),
    "CER-02": row(code="35726"),
    "CER-03": row(type="Habilitation"),
    "VAL-01": row(dateFinValidite="29/06/2026"),
    "VAL-02": row(dateDebutValidite="30/06/2021"),
    "VAL-03": row(dateDebutValidite="02/09/2026"),
    "EXA-01": row(dateDebutExamen="17/06/2026", dateFinExamen="15/06/2026"),
    "EXA-02": row(dateDebutExamen="01/07/2026"),
    "INS-01": row(dateInscription="01/07/2026"),
    "LNG-01": row(presenceNiveauLangueEuro="oui"),
    "LNG-02": row(niveauLangueEuropeen="B2"),
    "LNG-03": row(presenceNiveauLangueEuro="oui", niveauLangueEuropeen="B1+"),
    "NUM-01": row(presenceNiveauNumeriqueEuro="oui"),
    "NUM-02": row(scoreGeneral="640"),
    "SCO-01": row(obtentionCertification="Par scoring"),
    "VAE-01": row(modaliteAcces="VAE"),
    "VAE-02": row(modaliteAcces="Candidat libre", voieAccessVAE="Congé VAE"),
    "DUP-01": rows(SOUND_CELLS, a_row(prenom1="Anne")),
    "DUP-02": rows(SOUND_CELLS, a_row(idTechnique="2026-0002")),
    "CDC-01": rejected,
    "XSD-01": under(
        'value="MENTION_BIEN"', 'value="MENTION_AUTRE"', sheet(a_row(mentionValidee="Bien"))
    ),
    "XSD-02": under(MENTION, f'{MENTION}<xsd:element name="rang" type="xsd:int"/>', PASSAGES),
    "XSD-03": under(MENTION, "", PASSAGES),
    "CNV-01": converting("<cpf:emetteur>", "<cpf:note/><cpf:emetteur>"),
    "SUP-01": withdrawing(["2026-0001", "2026-0002"]),
    "SUP-02": withdrawing(["2026-0001"], deposit(a_passage(verbatim="corrigé"))),
    "SUP-03": withdrawing(["2026-0001"]),
    "VER-01": rows(a_row(nir=NIR), flux=FLUX._replace(version="1.1.2")),
}


def test_has_a_case_for_each_code_and_no_other():
    assert CASES.keys() ^ CATALOGUE.keys() == set()


def test_finds_nothing_in_a_sound_file(tmp_path):
    bilan = SOUND(tmp_path)

    assert (bilan.anomalies, bilan.passages, bilan.valide) == ((), 1, True)


@pytest.mark.parametrize("code", CATALOGUE)
def test_earns_the_code(code, tmp_path):
    bilan = CASES[code](tmp_path)

    found = [anomalie for anomalie in bilan.anomalies if anomalie.code == code]
    assert len(found) == 1, [anomalie.code for anomalie in bilan.anomalies]
    assert found[0].message.endswith(".")
    assert bilan.valide or any(anomalie.gravite is Gravite.ERREUR for anomalie in bilan.anomalies)


@pytest.mark.parametrize(
    "code", [code for code, regle in CATALOGUE.items() if regle.gravite is not Gravite.ERREUR]
)
def test_sends_the_passage_when_the_code_is_no_error(code, tmp_path):
    bilan = CASES[code](tmp_path)

    blocking = {anomalie.code for anomalie in bilan.anomalies if anomalie.blocking}
    assert blocking <= {"OBL-01"}  # the cell that a merge leaves empty
    assert bilan.passages > 0


@pytest.mark.parametrize(
    "code", [code for code, regle in CATALOGUE.items() if regle.gravite is Gravite.ERREUR]
)
def test_keeps_everything_back_when_the_code_is_an_error(code, tmp_path):
    assert not CASES[code](tmp_path).valide
