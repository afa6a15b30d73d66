"""From a workbook to deposits: everything, or nothing and every reason."""

from datetime import date

import pytest
from lxml import etree

from accrochage.dictionnaire import VERSIONS
from accrochage.erreurs import ClasseurError, EcritureError, SchemaError
from accrochage.flux.decoupe import Limits
from accrochage.flux.schemas import SchemaStore
from accrochage.modele import Lieu
from accrochage.operations import generate, verify_classeur
from accrochage.operations.lecture import BATCH
from factories.flux import NS, STAMP, a_flux, schema
from factories.operations import a_demande, codes, csv_of, names, sound_rows, written, xlsx_of
from factories.passages import a_row, without
from factories.textes import plain

ALL_WRITTEN = [("RNCP35726", ["N-0", "N-1", "N-2"])]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "dépôts"


@pytest.fixture(params=[(csv_of, "t.csv"), (xlsx_of, "t.xlsx")], ids=["csv", "xlsx"])
def classeur(request, tmp_path):
    """Return a function that writes rows as a workbook of either kind."""
    write, name = request.param
    return lambda rows: write(tmp_path / name, rows)


def sentences(bilan):
    return [plain(anomalie.message) for anomalie in bilan.anomalies]


# --- All is sound


@pytest.mark.parametrize("version", VERSIONS)
def test_sound_rows_become_a_deposit(classeur, folder, version):
    bilan = generate(classeur(sound_rows(3)), folder, a_demande(version=version))

    assert bilan.valide
    assert (bilan.lignes, bilan.passages, bilan.ecartes) == (3, 3, 0)
    assert (list(bilan.anomalies), bilan.a_corriger) == ([], None)
    assert written(bilan) == ALL_WRITTEN
    assert names(folder) == [f"accrochage-12ABC345-{STAMP}.xml"]
    schema(version).assertValid(etree.parse(bilan.fichiers[0].chemin))


def test_an_alerte_does_not_keep_a_row_back(classeur, folder):
    rows = [*sound_rows(2), a_row(idTechnique="N-2", codeInsee="")]
    bilan = generate(classeur(rows), folder, a_demande())

    assert codes(bilan) == [("IDT-02", 4)]
    assert bilan.valide
    assert written(bilan) == ALL_WRITTEN


def test_more_rows_than_a_block_are_all_written_in_order(tmp_path, folder):
    bilan = generate(csv_of(tmp_path / "t.csv", sound_rows(2_345)), folder, a_demande())

    ((_, ids),) = written(bilan)
    assert ids == [f"N-{rank}" for rank in range(2_345)]


def test_two_certificateurs_have_a_file_each(classeur, folder):
    rows = [
        a_row(idTechnique=f"N-{n}", idClient=f"{n % 2}AAAAAAA", nomNaissance="A" * (n + 1))
        for n in range(4)
    ]
    bilan = generate(classeur(rows), folder, a_demande())

    assert names(folder) == [f"accrochage-{n}AAAAAAA-{STAMP}.xml" for n in (0, 1)]
    assert [ids for _, ids in written(bilan)] == [["N-0", "N-2"], ["N-1", "N-3"]]


def test_the_limits_are_kept(classeur, folder):
    bilan = generate(classeur(sound_rows(3)), folder, a_demande(limits=Limits(passages=2)))

    assert [file.passages for file in bilan.fichiers] == [2, 1]


def test_the_same_workbook_gives_the_same_deposit_again(classeur, folder):
    path = classeur(sound_rows(3))
    first, again = generate(path, folder, a_demande()), generate(path, folder, a_demande())

    assert first == again
    assert len(names(folder)) == 1


# --- Something is wrong


def test_nothing_is_written_when_one_row_is_faulty(classeur, folder):
    rows = [*sound_rows(2), a_row(idTechnique="N-2", sexe="X", nomNaissance="ROY")]
    bilan = generate(classeur(rows), folder, a_demande())

    assert not bilan.valide
    assert codes(bilan) == [("ENU-01", 4)]
    assert (bilan.lignes, bilan.passages, bilan.ecartes) == (3, 2, 1)
    assert (list(bilan.fichiers), bilan.a_corriger) == ([], None)
    assert names(folder) == []


def test_every_fault_is_told_in_the_order_of_the_rows(classeur, folder):
    rows = [
        a_row(idTechnique="N-0", sexe="X", codeInsee=""),
        a_row(idTechnique="N-1", nomNaissance="ROY", dateDebutValidite="31/02/2026"),
        a_row(idTechnique="N-0", nomNaissance="PETIT"),
        a_row(idTechnique="", nomNaissance="MOREL"),
    ]
    bilan = generate(classeur(rows), folder, a_demande())

    assert codes(bilan) == [
        ("ENU-01", 2),
        ("IDT-02", 2),
        ("DAT-02", 3),
        ("DUP-01", 4),
        ("OBL-01", 5),
    ]
    assert (bilan.passages, bilan.ecartes) == (0, 4)


def test_a_rubrique_is_blamed_once(classeur, folder):
    bilan = generate(classeur([a_row(code="RS6000", type="RNCPP")]), folder, a_demande())

    assert codes(bilan) == [("CER-03", 2)]


def test_a_fault_has_its_cell(tmp_path, folder):
    bilan = generate(xlsx_of(tmp_path / "t.xlsx", [a_row(sexe="X")]), folder, a_demande())
    (anomalie,) = bilan.anomalies

    assert anomalie.ou == Lieu("Passages", 2, "Sexe", "N2", "sexe")
    assert anomalie.valeur == "X"


def test_a_missing_column_is_told_once_and_keeps_everything_back(classeur, folder):
    rows = [without(row, "sexe") for row in sound_rows(3)]
    for ecarter in (False, True):
        bilan = generate(classeur(rows), folder, a_demande(ecarter=ecarter))

        assert codes(bilan) == [("COL-01", None)]
        assert (bilan.passages, bilan.ecartes, bilan.valide) == (0, 3, False)
        assert names(folder) == []


def test_a_column_twice_keeps_everything_back(tmp_path, folder):
    path = csv_of(tmp_path / "t.csv", sound_rows(2), [*a_row(), "nomNaissance"])
    bilan = generate(path, folder, a_demande(ecarter=True))

    assert codes(bilan) == [("COL-02", 1)]
    assert bilan.passages == 2
    assert names(folder) == []


def test_headers_alone_are_told(tmp_path, folder):
    path = csv_of(tmp_path / "t.csv", [], a_row())
    bilan = generate(path, folder, a_demande(ecarter=True))

    assert codes(bilan) == [("FEU-03", 2)]
    assert sentences(bilan) == [
        "Aucun passage sous la ligne de titres. Remplissez une ligne par personne certifiée."
    ]
    assert (bilan.lignes, bilan.valide) == (0, False)
    assert names(folder) == []


# --- What stands for empty cells


def test_options_fill_what_is_missing(classeur, folder):
    rows = [without(row, "idClient", "idContrat", "code", "type") for row in sound_rows(3)]
    options = {"idClient": "99ZZZ999", "idContrat": "C-1", "code": "RS6000"}
    bilan = generate(classeur(rows), folder, a_demande(options=options))

    assert bilan.valide
    assert written(bilan) == [("RS6000", ["N-0", "N-1", "N-2"])]
    document = etree.parse(bilan.fichiers[0].chemin)
    assert {
        node.text for node in document.iter(f"{NS}idClient", f"{NS}idContrat", f"{NS}type")
    } == {"99ZZZ999", "C-1", "RS"}


def test_the_sheet_of_the_certificateur_wins_over_an_option(tmp_path, folder):
    rows = [without(row, "idClient", "idContrat") for row in sound_rows(3)]
    path = xlsx_of(tmp_path / "t.xlsx", rows, {"idClient": " 12ABC345 ", "idContrat": "C-1"})
    options = {"idClient": "99ZZZ999", "idContrat": " C-1"}
    bilan = generate(path, folder, a_demande(options=options))

    assert codes(bilan) == [("OPT-01", 1)]
    assert sentences(bilan) == [
        "Le classeur donne « 12ABC345 » : l'option « 99ZZZ999 » n'a pas servi. Gardez l'une des deux valeurs."
    ]
    assert bilan.valide
    assert names(folder) == [f"accrochage-12ABC345-{STAMP}.xml"]


@pytest.mark.parametrize("ecarter", [False, True])
def test_a_wrong_option_is_told_once_and_keeps_everything_back(classeur, folder, ecarter):
    rows = [without(row, "idClient") for row in sound_rows(3)]
    bilan = generate(
        classeur(rows), folder, a_demande(options={"idClient": "123"}, ecarter=ecarter)
    )
    (anomalie,) = bilan.anomalies

    assert (anomalie.code, anomalie.ou, anomalie.valeur) == (
        "TXT-03",
        Lieu(colonne="Identifiant client du certificateur", rubrique="idClient"),
        "123",
    )
    assert not bilan.valide
    assert names(folder) == []


def test_a_wrong_value_of_the_sheet_is_told_once_at_its_cell(tmp_path, folder):
    rows = [without(row, "idContrat") for row in sound_rows(3)]
    path = xlsx_of(tmp_path / "t.xlsx", rows, {"idContrat": "x" * 21})
    bilan = generate(path, folder, a_demande(ecarter=True))

    assert [(a.code, a.ou.feuille, a.ou.cellule) for a in bilan.anomalies] == [
        ("TXT-01", "Certificateur", "B1")
    ]
    assert names(folder) == []


# --- Versions


def test_the_nir_is_sent_in_1_1_5_and_told_in_1_1_2(classeur, folder):
    path = classeur([a_row(nir="2 91 07 35 238 014 64")])
    newer = generate(path, folder / "5", a_demande())
    older = generate(path, folder / "2", a_demande(version="1.1.2"))

    assert codes(newer) == []
    assert [a.code for a in older.anomalies] == ["VER-01"]
    assert sentences(older) == [
        "La colonne « NIR » n'est pas envoyée : la version 1.1.2 du format ne la connaît pas."
    ]
    assert older.valide
    for bilan, wanted in ((newer, 1), (older, 0)):
        assert len(list(etree.parse(bilan.fichiers[0].chemin).iter(f"{NS}nir"))) == wanted


def test_an_unknown_version_is_refused(classeur, folder):
    with pytest.raises(SchemaError, match=r"1\.1\.9"):
        generate(classeur(sound_rows(1)), folder, a_demande(flux=a_flux(version="1.1.9")))
    assert names(folder) == []


# --- The day


def test_the_day_of_the_check_is_given(classeur):
    path = classeur([a_row(dateDebutValidite="30/06/2026")])

    assert codes(verify_classeur(path, a_demande(today=date(2026, 6, 29)))) == [("VAL-03", 2)]
    assert codes(verify_classeur(path, a_demande(today=date(2026, 6, 30)))) == []


# --- Progress


def test_progress_is_told_batch_by_batch(tmp_path, folder):
    told = []
    path = xlsx_of(tmp_path / "t.xlsx", sound_rows(BATCH + 1))
    generate(path, folder, a_demande(), lambda done, total: told.append((done, total)))

    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]


# --- Failures


def test_a_file_that_is_no_workbook_is_refused_and_no_folder_is_made(tmp_path, folder):
    path = tmp_path / "vide.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ClasseurError):
        generate(path, folder, a_demande())

    assert not folder.exists()


def test_a_deposit_that_cannot_be_written_is_told(classeur):
    path = classeur(sound_rows(1))
    with pytest.raises(EcritureError, match="un fichier porte déjà ce nom"):
        generate(path, path, a_demande())


# --- Checking only


@pytest.mark.parametrize("rows", [sound_rows(3), [a_row(sexe="X"), a_row(idTechnique="")]])
def test_checking_finds_what_making_finds_and_writes_nothing(classeur, folder, rows, tmp_path):
    path = classeur(rows)
    before = names(tmp_path)
    checked = verify_classeur(path, a_demande())
    assert names(tmp_path) == before
    made = generate(path, folder, a_demande())

    assert (checked.lignes, checked.passages, checked.ecartes) == (
        made.lignes,
        made.passages,
        made.ecartes,
    )
    assert list(checked.anomalies) == list(made.anomalies)
    assert (list(checked.fichiers), checked.a_corriger) == ([], None)


def test_the_sheet_asked_for_is_read(tmp_path):
    path = xlsx_of(tmp_path / "t.xlsx", sound_rows(2))

    assert verify_classeur(path, a_demande(feuille="Passages")).lignes == 2
    with pytest.raises(ClasseurError, match="Mars"):
        verify_classeur(path, a_demande(feuille="Mars"))


def test_only_the_shipped_schemas_are_at_hand_by_default():
    assert a_demande().schemas == SchemaStore(None)
    assert a_demande().limits == Limits()
