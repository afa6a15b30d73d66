"""On the corpus of made-up deposits, sound and spoilt, a conversion gives a workbook that can be read, or a sentence."""

import pytest

from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import FluxError
from accrochage.flux.lecture import read_cadre, read_lignes
from accrochage.operations import convert, withdraw_flux
from corpus import mutations
from factories.operations import a_demande

pytestmark = pytest.mark.no_cover  # long, and nothing runs for it alone

STEP = 251
"""One document of so many: writing a workbook takes a tenth of a second."""


def outcome(path, folder):
    """Return how many passages a deposit has and how many rows its workbook; None when there is none to convert."""
    target = folder / "c.xlsx"
    target.unlink(missing_ok=True)
    try:
        conversion = convert([path], target)
    except FluxError:
        return None
    rows = sum(1 for _ in read_classeur(target).rows())
    return conversion.passages, rows, sum(1 for _ in read_lignes(path, read_cadre(path)))


def test_every_deposit_is_converted_or_refused(tmp_path):
    path = tmp_path / "depot.xml"
    done = 0
    for document in list(mutations.documents("1.1.2", since=""))[::STEP]:
        path.write_bytes(document.xml)
        found = outcome(path, tmp_path)
        if found:
            done += 1
            assert len(set(found)) == 1, document.id
        else:
            assert not document.valid, document.id
    assert done > 10


def test_a_withdrawal_is_written_only_when_the_schema_accepts_all(tmp_path):
    path = tmp_path / "depot.xml"
    written = 0
    for document in list(mutations.documents("1.1.2", since=""))[:: STEP // 5]:
        path.write_bytes(document.xml)
        try:
            bilan = withdraw_flux([path], tmp_path / "s", a_demande(), None)
        except FluxError:
            assert not document.valid, document.id
            continue
        written += bool(bilan.fichiers)
        assert bilan.valide == bool(bilan.fichiers), document.id
        twice = any(anomalie.code == "SUP-02" for anomalie in bilan.anomalies)
        assert bilan.fichiers or twice or not document.valid, document.id
        for file in bilan.fichiers:
            file.chemin.unlink()
    assert written > 20
