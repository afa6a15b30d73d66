"""The commented workbook: what is in it comes from the dictionary, and what is written in it is read back unchanged."""

import re
import textwrap
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest

from accrochage.classeur.entetes import find_header_row, recognise
from accrochage.classeur.gabarit import (
    CERTIFICATEUR,
    LISTES,
    MODE_EMPLOI,
    PASSAGES,
    GabaritRow,
    write_gabarit,
)
from accrochage.classeur.gabarit_colonnes import (
    DEFAULT_COLUMNS,
    Bande,
    GabaritColonne,
    gabarit_colonnes,
    header_comment,
    shown,
)
from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import (
    COLONNES,
    EXAMPLE_MARK,
    SHEET_COLUMNS,
    VERSIONS,
    Bloc,
    Composite,
    Kind,
    Presence,
)
from accrochage.modele import Titulaire
from accrochage.regles.composition import PassageBuilder
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from corpus.relecture import anomalie, comment, headers, load, values_of

TODAY = date(2026, 11, 23)
NOT_COLUMNS = {
    *SHEET_COLUMNS,
    *("idFlux", "horodatage", "action"),
    *("anneeNaissance", "moisNaissance", "jourNaissance"),
}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a workbook and gives its path."""

    def write(*rows, version="1.1.5", **options):
        path = tmp_path / "classeur.xlsx"
        write_gabarit(path, version=version, rows=rows, **options)
        return path

    return write


def expected_keys(version):
    return {
        key
        for key, entry in COLONNES.items()
        if key not in NOT_COLUMNS and (isinstance(entry, Composite) or entry.known_in(version))
    }


# --- Columns and headers


@pytest.mark.parametrize("version", VERSIONS)
def test_every_column_of_the_version_is_there_once_and_no_other(write, version):
    titles = [cell.value for cell in load(write(version=version))[PASSAGES][2]]

    keys = [recognise(title) for title in titles]
    assert sorted(keys) == sorted(expected_keys(version))
    assert ("nir" in keys) == (version == "1.1.5")


def test_required_columns_come_first_and_are_marked_by_a_star_and_a_colour(write):
    sheet = load(write())[PASSAGES]

    cells = {recognise(cell.value): cell for cell in sheet[2]}
    starred = [key for key, cell in cells.items() if cell.value.endswith("\u00a0*")]
    assert set(starred) == {
        key
        for key in cells
        if COLONNES[key].presence is Presence.REQUIRED
        and (isinstance(COLONNES[key], Composite) or COLONNES[key].bloc not in OTHER_IDENTITIES)
    }
    assert starred == list(cells)[: len(starred)]
    assert {cells[key].fill.fgColor.rgb for key in starred} == {"FF0B5D63"}
    assert "FF0B5D63" not in {
        cell.fill.fgColor.rgb for key, cell in cells.items() if key not in starred
    }


OTHER_IDENTITIES = (Bloc.DOSSIER, Bloc.IDENTIFIANT_NATIONAL)


def test_bands_name_the_groups_in_order_above_the_headers(write):
    sheet = load(write())[PASSAGES]

    named = [(cell.column, cell.value) for cell in sheet[1] if cell.value]
    assert [value for _, value in named] == ["Obligatoires *", "Selon le cas", "Facultatives"]
    places = headers(sheet)
    assert [place for place, _ in named] == [
        places["idTechnique"],
        places["nomUsage"],
        places["prenom2"],
    ]
    assert not sheet.merged_cells.ranges


def test_every_band_follows_the_order_of_subjects():
    colonnes = gabarit_colonnes("1.1.5")

    keys = [colonne.entry.key for colonne in colonnes]
    wanted = ["idTechnique", "nomNaissance", "prenom1", "dateNaissance", "sexe", "type", "code"]
    assert keys[:7] == wanted
    for first, then in pairwise(("nomUsage", "dateFinValidite", "modaliteAcces", "idDossier")):
        assert keys.index(first) < keys.index(then)
    assert keys[-2:] == ["commentairesMEN", "verbatim"]  # in no subject: last


@pytest.mark.parametrize("version", VERSIONS)
def test_a_comment_on_every_header_says_what_whether_how_and_where(write, version):
    sheet = load(write(version=version))[PASSAGES]

    for cell in sheet[2]:
        entry, text = COLONNES[recognise(cell.value)], comment(cell)
        assert text.startswith(f"{entry.header.upper()}\u00a0: "), text
        assert entry.help in text
        assert "\nCellule vide\u00a0: " in text
        assert "\nForme\u00a0: " in text
        assert (f"\nExemple\u00a0: {entry.example}" in text) == bool(entry.example)
        assert entry.where in text
        assert all(shown(code) in text for code in entry.codes)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("nomNaissance", "la ligne ne peut pas partir."),
        ("sexe", "sauf si un dossier EDOF ou un NIR désigne le titulaire."),
        ("donneeCertifiee", "« Certificateur » est reprise ; sinon, la ligne ne peut pas partir."),
        ("type", "le préfixe du code, RNCP ou RS, en tient lieu."),
        ("nomUsage", "(« nil ») est transmise"),
        ("modaliteAcces", "« Certificateur » est reprise ; sinon, l'absence de valeur"),
        ("codePostal", "(« nil ») est transmise"),
        ("codeInsee", "rien n'est transmis"),
        ("verbatim", "rien n'est transmis"),
        ("nir", "le titulaire est désigné autrement."),
        ("nomTitulaire", "l'état civil est repris."),
    ],
)
def test_the_comment_says_what_an_empty_cell_means(key, sentence):
    text = header_comment(column(key), "1.1.5").replace("\u00a0", " ")

    line = next(line for line in text.split("\n") if line.startswith("Cellule vide : "))
    assert sentence in line


def column(key, bande=Bande.OBLIGATOIRE):
    return GabaritColonne(COLONNES[key], bande)


def test_the_comment_speaks_of_the_nir_only_where_it_is_known():
    assert "NIR" in header_comment(column("sexe"), "1.1.5")
    assert "NIR" not in header_comment(column("sexe"), "1.1.2")


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("nomNaissance", "texte, 60 caractères au plus."),
        ("codeInsee", "5 caractères exactement."),
        ("idDossier", "lettres et chiffres, 13 caractères au plus."),
        ("scoreGeneral", "nombre entier, de 1 à 1 000."),
        ("dateDebutValidite", "date, jour/mois/année, l'année sur quatre chiffres."),
        ("dateNaissance", "jour/mois/année, ou mois/année, ou année seule."),
        ("resultats", "domaine.compétence=niveau, autant de fois qu'il le faut."),
        ("nir", "13 caractères, ou 15 avec la clé ; les espaces sont permis."),
        ("sexe", "M ou F."),
        ("donneeCertifiee", "oui ou non."),
        ("modalitePassageExamen", "un choix de la liste : À distance ; En présentiel ; Mixte."),
    ],
)
def test_the_comment_says_the_form(key, form):
    text = header_comment(column(key), "1.1.5").replace("\u00a0", " ")

    assert f"\nForme : {form}\n" in text


def test_comment_boxes_are_large_enough(write):
    path = write(GabaritRow({"nomNaissance": "X1"}, [anomalie("NOM-01", "nomNaissance")]))

    with zipfile.ZipFile(path) as archive:
        drawing = archive.read("xl/drawings/vmlDrawing1.vml").decode()
        notes = archive.read("xl/comments1.xml").decode()
    heights = [float(height) for height in re.findall(r"height:([\d.]+)pt", drawing)]
    texts = re.findall(r"<t(?: [^>]*)?>(.*?)</t>", notes, re.DOTALL)
    assert len(heights) == len(texts) == len(expected_keys("1.1.5")) + 3
    for height, text in zip(heights, texts, strict=True):
        # Lines of 55 characters of 10 points fill 270 points, as wide as the box; a line takes 12.75 points.
        lines = sum(max(1, len(textwrap.wrap(line, 55))) for line in text.split("\n"))
        assert height >= 12.75 * lines, text
    assert set(re.findall(r"width:([\d.]+)pt", drawing)) == {"270"}


# --- The sheet: formats, lists, panes, example


@pytest.mark.parametrize("version", VERSIONS)
def test_a_drop_down_for_every_enumeration_reads_its_list(write, version):
    workbook = load(write(version=version))
    sheet = workbook[PASSAGES]

    rules = {area(rule).min_col: rule for rule in lists_of(sheet)}
    for key, place in headers(sheet).items():
        codes = COLONNES[key].codes
        assert (place in rules) == bool(codes), key
        if codes:
            rule = rules[place]
            assert choices(workbook, rule) == [shown(code) for code in codes]
            assert (rule.errorStyle, rule.showErrorMessage) == ("warning", True)
            assert area(rule).max_row >= 2_003


def area(rule):
    """Return the cells that a rule of validation holds for."""
    (cells,) = rule.sqref.ranges
    return cells


def lists_of(sheet):
    return [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]


def choices(workbook, rule):
    """Return the values of a drop-down list, through its defined name."""
    name = workbook.defined_names[rule.formula1.lstrip("=")]
    ((title, cells),) = name.destinations
    return [cell.value for (cell,) in workbook[title][cells]]


def test_sexe_is_offered_as_everybody_types_it():
    assert [shown(code) for code in COLONNES["sexe"].codes] == ["M", "F"]
    assert shown(COLONNES["type"].codes[1]) == "RS"


def test_dates_are_questioned_but_let_in(write):
    sheet = load(write())[PASSAGES]

    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "date"]
    places = headers(sheet)
    dates = {place for key, place in places.items() if COLONNES[key].kind is Kind.DATE}
    assert {area(rule).min_col for rule in rules} == dates
    assert {rule.errorStyle for rule in rules} == {"warning"}


def test_formats_keep_what_is_typed(write):
    sheet = load(write())[PASSAGES]

    formats = {key: column_format(sheet, place) for key, place in headers(sheet).items()}
    for key, entry in COLONNES.items():
        if key in formats:
            wanted = {Kind.DATE: "dd/mm/yyyy", Kind.INTEGER: "0"}.get(entry.kind, "@")
            assert formats[key] == wanted, key
    leading_zeros = ("idTechnique", "codeInsee", "codePostal", "codePaysNaissance", "nir")
    assert {formats[key] for key in (*leading_zeros, "code", "idDossier", "scoring")} == {"@"}
    assert formats["dateNaissance"] == "@"  # a date format would read 1991 as a day of 1905


def column_format(sheet, place):
    """Return the number format that a whole column has, empty cells included."""
    letter = openpyxl.utils.get_column_letter(place)
    grouped = next(
        dimension
        for dimension in sheet.column_dimensions.values()
        if dimension.min <= place <= dimension.max
    )
    assert grouped.width >= 12, letter
    return grouped.number_format


def test_green_triangles_are_silenced(write):
    with zipfile.ZipFile(write()) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert re.search(r'<ignoredError sqref="A3:[A-Z]+1048576" numberStoredAsText="1"/>', sheet)
    assert 'twoDigitTextYear="1"' in sheet


def test_headers_and_names_stay_in_sight_and_rows_can_be_filtered(write):
    sheet = load(write())[PASSAGES]

    assert sheet.freeze_panes == "D3"
    last = openpyxl.utils.get_column_letter(len(expected_keys("1.1.5")))
    assert sheet.auto_filter.ref == f"A2:{last}1048576"
    assert sheet.row_dimensions[2].height >= 45
    assert sheet["A2"].alignment.wrap_text
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 4
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.print_title_cols == "$A:$C"


def test_sheets_are_in_order_and_only_one_looks_like_passages(write):
    path = write()

    workbook = load(path)
    assert workbook.sheetnames == [PASSAGES, MODE_EMPLOI, CERTIFICATEUR, LISTES]
    assert workbook.active.title == PASSAGES
    assert find_header_row(values_of(path, PASSAGES)).index == 1
    assert find_header_row(values_of(path, CERTIFICATEUR)) is None
    assert find_header_row(values_of(path, MODE_EMPLOI)) is None


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_row_is_sound_and_never_read(write, version):
    path = write(version=version, defaults={"idClient": "12ABC345", "idContrat": "MCFCER000123"})
    classeur = read_classeur(path)
    row = values_of(path, PASSAGES)[2]

    assert list(classeur.rows()) == []
    assert EXAMPLE_MARK in row
    builder = PassageBuilder(classeur.table, version, classeur.defaults)
    passage, faults, sound = builder.build(row, 3)
    assert (list(faults), sound) == ([], True)
    assert Controle(Contexte(TODAY)).check(passage) == []
    assert passage.date_debut_validite == date(2026, 6, 30)
    assert isinstance(passage.identification, Titulaire)
    assert passage.identification.code_pays_naissance is None  # born in Rennes
    assert (passage.niveau_langue_europeen, passage.score_general, passage.resultats) == (None,) * 3
    assert (passage.scoring, passage.voie_acces_vae) == (None, None)  # by admission, after a course
    assert isinstance(row[headers(load(path)[PASSAGES])["dateDebutValidite"] - 1], date)


def test_the_example_row_is_grey_italic_and_commented(write):
    sheet = load(write())[PASSAGES]

    assert sheet["A3"].value == EXAMPLE_MARK
    assert sheet["A3"].font.italic
    assert sheet["A3"].font.color.rgb == "FF5F6B73"
    assert "n'est jamais envoyée" in comment(sheet["A3"])
    assert sheet["B3"].value == "LE GALL"


def test_the_example_row_can_be_left_out(write):
    assert len(values_of(write(example=False), PASSAGES)) == 2


# --- The other sheets


@pytest.mark.parametrize("version", VERSIONS)
def test_the_guide_says_the_ways_to_name_the_titulaire(write, version):
    rows = values_of(write(version=version), MODE_EMPLOI)
    text = " ".join(str(cell) for row in rows for cell in row if cell)

    for word in (
        "R.\u00a06113\u201117\u20112",
        "trois mois",
        "accrochage generer",
        "EDOF",
        "« nil »",
    ):
        assert word.replace("« nil »", "«\u00a0nil\u00a0»") in text
    assert ("Trois façons" in text) == ("Par le NIR" in text) == (version == "1.1.5")
    assert ("Deux façons" in text) == (version == "1.1.2")


def test_every_row_of_the_guide_is_high_enough(write):
    sheet = load(write())[MODE_EMPLOI]

    for row in sheet.iter_rows(min_row=3, min_col=3, max_col=3):
        for cell in row:
            if cell.value and cell.alignment.wrap_text:
                lines = len(textwrap.wrap(cell.value, 108))
                assert sheet.row_dimensions[cell.row].height >= 15 * lines + 4, cell.value


def test_the_certificateur_sheet_asks_what_holds_for_all_rows(write):
    sheet = load(write())[CERTIFICATEUR]

    labels = [cell.value for cell in sheet["A"] if recognise(cell.value or "")]
    assert [recognise(label) for label in labels] == [
        *("idClient", "idContrat", "idClientEmetteur", "natureDeposant"),
        *DEFAULT_COLUMNS,
    ]
    assert [label for label in labels if label.endswith("*")] == [
        "Identifiant client du certificateur\u00a0*",
        "Numéro de contrat\u00a0*",
    ]
    for cell in sheet["A"]:
        key = recognise(cell.value or "")
        if key:
            assert COLONNES[key].help in sheet.cell(cell.row, 3).value
            assert sheet.cell(cell.row, 2).value is None
            assert sheet.cell(cell.row, 2).number_format == "@"


def test_the_certificateur_sheet_has_its_drop_downs(write):
    workbook = load(write())
    sheet = workbook[CERTIFICATEUR]

    offered = {
        recognise(sheet.cell(area(rule).min_row, 1).value): choices(workbook, rule)
        for rule in lists_of(sheet)
    }
    assert offered["natureDeposant"] == ["Certificateur", "Tiers de confiance"]
    assert offered["donneeCertifiee"] == ["oui", "non"]
    assert set(offered) == {
        key for key in (*SHEET_COLUMNS, *DEFAULT_COLUMNS) if COLONNES[key].codes
    }


def test_defaults_are_written_on_the_certificateur_sheet_and_read_back(write):
    defaults = {
        "idClient": "00000123",
        "code": "RS5875",
        "donneeCertifiee": "oui",
        "dateDebutValidite": date(2026, 6, 30),  # not asked for: added
        "modaliteAcces": None,
    }

    read = read_classeur(write(defaults=defaults)).defaults
    assert {key: default.raw for key, default in read.items()} == {
        key: raw for key, raw in defaults.items() if raw is not None
    }


def test_listes_gives_the_official_code_beside_each_choice(write):
    rows = values_of(write(), LISTES)

    pairs = {(row[1], row[2]) for row in rows}
    for key, entry in COLONNES.items():
        if key in expected_keys("1.1.5") | set(SHEET_COLUMNS):
            assert {(shown(code), code.value) for code in entry.codes} <= pairs, key
    assert ("Création", "CREATION") not in pairs


# --- The file


def test_the_same_content_gives_the_same_bytes(write):
    rows = [GabaritRow({"nomNaissance": "MARTIN"}, [anomalie("NOM-01", "nomNaissance")])]
    defaults = {"idClient": "12ABC345"}
    stream = BytesIO()

    write_gabarit(stream, version="1.1.5", rows=iter(rows), defaults=defaults)
    assert write(*rows, defaults=defaults).read_bytes() == stream.getvalue()


def test_the_properties_name_the_work_and_nobody(write):
    properties = load(write()).properties

    assert properties.title == "Titulaires à déclarer à la Caisse des Dépôts"
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created.replace(tzinfo=UTC) == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_gabarit(tmp_path / "absent" / "classeur.xlsx", version="1.1.5")


def test_french_typography_is_right_everywhere(write):
    """Only the « Passages » values and codes are left out: they are what users type."""
    workbook = load(write())
    texts = [
        cell.value
        for name in (MODE_EMPLOI, CERTIFICATEUR)
        for row in workbook[name].iter_rows()
        for cell in row
        if cell.value
    ]
    texts += [comment(cell).split("\nExemple")[0] for cell in workbook[PASSAGES][2]]

    wrong = [text for text in texts if re.search(r"« | »| [;:!?]|\w[;!?»]|«[^\u00a0]", text)]
    assert wrong == []
