"""Whatever is written is valid, and is read back as it was."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from accrochage.dictionnaire import VERSIONS
from accrochage.flux.decoupe import Limits
from accrochage.flux.lecture import XML_TABLE, read_cadre, read_lignes
from accrochage.regles.composition import PassageBuilder
from factories.flux import NS, schema, stripped, write_deposits
from strategies import batches, fluxes

LIMITS = st.builds(Limits, st.integers(2_000, 40_000), st.integers(1, 6))
PATIENT = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@contextmanager
def written(batch, flux, limits):
    """Give the files of a batch of passages."""
    with TemporaryDirectory() as folder:
        yield write_deposits(Path(folder), batch, flux, limits)


def read_back(path, version):
    builder = PassageBuilder(XML_TABLE, version, {})
    return [
        stripped(builder.build(ligne.cells, ligne.ligne)[0])
        for ligne in read_lignes(path, read_cadre(path))
    ]


@pytest.mark.parametrize("version", VERSIONS)
@PATIENT
@given(st.data())
def test_what_is_written_is_valid_and_is_read_back(version, data):
    batch, flux, limits = data.draw(batches(version)), data.draw(fluxes(version)), data.draw(LIMITS)

    with written(batch, flux, limits) as files:
        for file in files:
            schema(version).assertValid(etree.parse(file.chemin))
        sections = [
            len(etree.parse(file.chemin).findall(f".//{NS}certification")) for file in files
        ]
        by_file = [read_back(file.chemin, version) for file in files]

    found = [passage for passages in by_file for passage in passages]
    for certification in {passage.certification for passage in batch}:
        assert of(certification, found) == of(certification, batch)
    assert len(found) == len(batch)
    assert [len(passages) for passages in by_file] == [file.passages for file in files]
    assert [len({p.certification.certificateur for p in passages}) for passages in by_file] == [
        1
    ] * len(files)
    assert [len({p.certification for p in passages}) for passages in by_file] == sections


def of(certification, passages):
    return [passage for passage in passages if passage.certification == certification]
