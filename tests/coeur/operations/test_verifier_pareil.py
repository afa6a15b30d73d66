"""The check of a deposit says what the check of the same rows in a workbook says, at the line of the value."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from accrochage.dictionnaire import RUBRIQUES, VERSIONS, Bloc, Kind
from accrochage.flux.lecture import read_cadre, read_lignes
from accrochage.operations import verify_classeur, verify_flux
from accrochage.regles.composition import KEYS
from factories.flux import NS, a_flux, deposit
from factories.operations import a_demande, csv_of
from strategies import batches

COLUMNS = [key for key in KEYS if key != "dateNaissance"]
FAULTS = {
    Kind.TEXT: ("x" * 256, "Ã©tÃ©"),
    Kind.IDENTIFIER: ("x" * 256, "1,23457E+12", "12"),
    Kind.NAME: ("LE GALL 2", "maelle@exemple.fr", "MARTIN née ROUX", "X" * 61),
    Kind.FIRST_NAME: ("Anne Maëlle", "Zoé, Louise", "X" * 61),
    Kind.DATE: ("2026-02-30", "1850-01-01", "demain", "2020-01-01", "2099-01-01"),
    Kind.BOOLEAN: ("peut-être",),
    Kind.INTEGER: ("9999", "0", "beaucoup"),
    Kind.CODE: ("Z9",),
    Kind.NIR: ("7910735238014", "29107352380"),
}
"""Faults that an element can hold, by kind of rubrique; every one can also be empty."""
TARGETS = [
    entry
    for entry in RUBRIQUES.values()
    if entry.bloc not in {Bloc.FLUX, Bloc.EMETTEUR, Bloc.RESULTAT}
]


@st.composite
def faults(draw):
    """Draw elements to change, by name and rank among those of that name, with what they then hold."""
    entry = draw(st.sampled_from(TARGETS))
    return entry.name, draw(st.integers(0, 5)), draw(st.sampled_from(("", *FAULTS[entry.kind])))


def spoil(document, changes):
    for name, rank, text in changes:
        elements = list(document.iter(f"{NS}{name}"))
        if elements:
            element = elements[rank % len(elements)]
            element.text = text or None
            element.attrib.clear()


def said(anomalies, lines):
    """Return what is said of a row: code and rubrique, the schema and the file left aside."""
    return sorted(
        (anomalie.code, anomalie.ou.rubrique)
        for anomalie in anomalies
        if not anomalie.code.startswith("XSD-") and anomalie.ou.ligne in lines
    )


def of_passage(anomalies, ligne):
    """Return what the check of the deposit says of a passage and of its certification: each at the line of its value."""
    return sorted(
        (anomalie.code, anomalie.ou.rubrique)
        for anomalie in anomalies
        if not anomalie.code.startswith("XSD-")
        and anomalie.ou.ligne == ligne.lines.get(anomalie.ou.rubrique, ligne.ligne)
    )


@pytest.mark.parametrize("version", VERSIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_deposit_and_a_workbook_earn_the_same(version, data):
    batch = data.draw(batches(version, max_size=4))
    batch += batch[: data.draw(st.integers(0, 1))]  # the same passage, and the same person, twice
    owner = batch[0].certification.certificateur
    mine = [
        one._replace(certification=one.certification._replace(certificateur=owner)) for one in batch
    ]
    document = etree.fromstring(deposit(*mine, flux=a_flux(version=version)))
    spoil(document, data.draw(st.lists(faults(), max_size=4)))
    etree.indent(document)

    with TemporaryDirectory() as folder:
        path = Path(folder, "depot.xml")
        path.write_bytes(etree.tostring(document))
        lignes = list(read_lignes(path, read_cadre(path)))
        rows = [dict(zip(KEYS, ligne.cells, strict=True)) for ligne in lignes]
        classeur = csv_of(Path(folder, "t.csv"), rows, COLUMNS)
        of_xml = verify_flux(path, a_demande(version=version)).anomalies
        of_rows = verify_classeur(classeur, a_demande(version=version)).anomalies

    assume(all(anomalie.code != "FEU-04" for anomalie in of_rows))  # words that titles are made of
    for rank, ligne in enumerate(lignes, start=2):
        assert of_passage(of_xml, ligne) == said(of_rows, {rank}), etree.tostring(ligne.source)
