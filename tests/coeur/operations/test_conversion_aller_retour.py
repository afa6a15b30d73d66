"""A workbook made of deposits makes the same deposits again."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import VERSIONS
from accrochage.flux.rendu import passage_writer
from accrochage.operations import convert, generate
from accrochage.regles.composition import PassageBuilder
from factories.depots import COMPLET, NATIONAL
from factories.flux import NS, a_flux, write_deposits
from factories.operations import a_demande
from strategies import batches

PATIENT = settings(
    max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read_back(path, version):
    """Return the certification and the XML of each passage of a workbook."""
    classeur = read_classeur(path)
    builder, write = (
        PassageBuilder(classeur.table, version, classeur.defaults),
        passage_writer(version),
    )
    passages = [builder.build(row, ligne)[0] for ligne, row in classeur.rows()]
    return [(passage.certification, write(passage)) for passage in passages]


@pytest.mark.parametrize("version", VERSIONS)
@PATIENT
@given(st.data())
def test_a_workbook_holds_all_that_deposits_say(version, data):
    batch = data.draw(batches(version))
    write = passage_writer(version)
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = write_deposits(folder, batch, a_flux(version=version))
        conversion = convert([file.chemin for file in files], folder / "c.xlsx", version)
        found = read_back(conversion.classeur, version)

    assert sorted(found) == sorted((one.certification, write(one)) for one in batch)
    assert conversion.passages == len(batch)
    assert list(conversion.anomalies) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_makes_the_same_file_again(tmp_path, root, version):
    asked = a_demande(version=version)
    first = generate(root / "exemples" / "exemple.xlsx", tmp_path / "1", asked)
    conversion = convert([file.chemin for file in first.fichiers], tmp_path / "c.xlsx")
    again = generate(conversion.classeur, tmp_path / "2", asked)

    assert conversion.version == version
    assert [file.sha256 for file in again.fichiers] == [file.sha256 for file in first.fichiers]
    assert first.fichiers


def canonical(xml):
    """Return a deposit without the blanks between its elements."""
    tree = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True, remove_comments=True))
    for element in tree.iter():
        if not len(element) and not (element.text or "").strip():
            element.text = None
    return etree.tostring(tree, method="c14n")


def official():
    """Return the official examples that this machine has: EXEMPLES_CDC lists their paths, as PATH does."""
    return [
        Path(name).read_bytes()
        for name in os.environ.get("EXEMPLES_CDC", "").split(os.pathsep)
        if name
    ]


@pytest.mark.parametrize("xml", [COMPLET, NATIONAL, *official()])
def test_a_deposit_of_another_tool_makes_the_same_passages_again(tmp_path, xml):
    source = tmp_path / "source.xml"
    source.write_bytes(xml)
    conversion = convert([source], tmp_path / "c.xlsx")
    wanted = etree.fromstring(xml)
    version = conversion.version
    flux = a_flux(version=version, id_flux=wanted.findtext(f"{NS}idFlux"))
    made = generate(conversion.classeur, tmp_path, a_demande(flux=flux))
    again = etree.parse(made.fichiers[0].chemin).getroot()
    again.find(f"{NS}horodatage").text = wanted.findtext(f"{NS}horodatage")

    assert canonical(etree.tostring(again)) == canonical(xml)
