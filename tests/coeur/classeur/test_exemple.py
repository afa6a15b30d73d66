"""The example workbook that ships: the same as a fresh one, sound in both versions, and with every kind of case."""

import re
from collections import Counter
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from accrochage.classeur.entetes import recognise
from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import VERSIONS
from accrochage.modele import DossierFormation, IdentifiantNational, Titulaire
from accrochage.regles.composition import PassageBuilder
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from corpus.relecture import values_of

TODAY = date(2026, 11, 23)
EXEMPLE = Path("exemples", "exemple.xlsx")


@pytest.fixture(scope="module")
def script(root):
    """Return the script that writes the example."""
    spec = spec_from_file_location("exemple", root / "scripts" / "exemple.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def people(script):
    """Return what each row of the source says, by key."""
    return [row.values for row in script.read_rows()]


def test_the_shipped_workbook_is_the_one_that_the_script_writes(script, root):
    fresh = BytesIO()
    script.write_exemple(fresh)
    fresh.seek(0)

    shipped = CalamineWorkbook.from_path(root / EXEMPLE)
    written = CalamineWorkbook.from_filelike(fresh)
    assert shipped.sheet_names == written.sheet_names
    for name in shipped.sheet_names:
        rows = written.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert values_of(root / EXEMPLE, name) == rows, f"{name}: run make goldens"


def test_the_workbook_says_what_the_source_says(people, root):
    _, titles, *rows = values_of(root / EXEMPLE, "Passages")

    keys = [recognise(title) for title in titles]
    read = [{key: cell for key, cell in zip(keys, row, strict=True) if cell != ""} for row in rows]
    assert read == people


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_sound(root, version):
    classeur = read_classeur(root / EXEMPLE)
    builder = PassageBuilder(classeur.table, version, classeur.defaults)
    controle = Controle(Contexte(TODAY))

    assert classeur.anomalies == ()
    kinds = Counter()
    for ligne, row in classeur.rows():
        passage, faults, sound = builder.build(row, ligne)
        assert (list(faults), sound, controle.check(passage)) == ([], True, []), ligne
        assert passage.certification.certificateur.id_client == "00AGRAFE"
        kinds[type(passage.identification)] += 1
    assert kinds[Titulaire] >= 50
    assert kinds[DossierFormation] >= 5
    assert (kinds[IdentifiantNational] >= 5) == (version == "1.1.5")
    assert kinds.total() >= 60


def test_it_has_every_kind_of_case(people):
    birth_places = {row.get("codeInsee", "") for row in people}
    for pattern in (
        *("75(?!056).*", "6938.", "132..", "2A...", "2B...", "20...", "0....", "99352"),
        *("971..", "972..", "973..", "974..", "975..", "976..", "99[1-4](?!52).*"),
    ):
        assert any(re.fullmatch(pattern, place) for place in birth_places), pattern
    assert len({row["code"] for row in people}) == 3
    for key, least in {"modaliteAcces": 6, "mentionValidee": 5, "niveauLangueEuropeen": 6}.items():
        assert len({row[key] for row in people if key in row}) >= least, key
    births = {re.sub(r"\d", "9", row["dateNaissance"]) for row in people}
    assert births == {"99/99/9999", "99/9999", "9999"}
    for key in (
        "voieAccessVAE",
        "codePostal",
        "urlPreuve",
        "resultats",
        "prenom3",
        "libelleOption",
    ):
        assert any(key in row for row in people), key


def test_birth_abroad_says_the_country(people):
    for row in people:
        abroad = row.get("codeInsee", "").startswith("99")
        assert ("libellePaysNaissance" in row) == abroad
        assert row.get("codePaysNaissance", "") == (row["codeInsee"][2:] if abroad else "")


def test_every_nir_is_invented_and_agrees_with_its_row(people):
    numbers = [row for row in people if "nir" in row]

    assert len(numbers) >= 5
    for row in numbers:
        number = row["nir"].replace(" ", "")
        _, month, year = row["dateNaissance"].split("/")
        sexe = "12"["MF".index(row["sexe"])]
        assert number[:10] == f"{sexe}{year[2:]}{month}{row['codeInsee']}"
        assert number[10:13] >= "990"  # no commune registers that many births in a month
        digits = int(number[:13].replace("2A", "19").replace("2B", "18"))
        assert (digits + int(number[13:])) % 97 == 0


def test_deliveries_are_recent_and_certifications_invented(people):
    for row in people:
        assert date(2024, 1, 1) <= row["dateDebutValidite"] <= date(2026, 6, 30)
        assert re.fullmatch(r"(RNCP|RS)990\d\d", row["code"])
