"""A part of a deposit: some of its passages, as it said them."""

from datetime import datetime, timedelta, timezone

import pytest
from lxml import etree

from accrochage.erreurs import FluxError
from accrochage.modele import Flux
from accrochage.operations import DemandeDepot, extract_flux, write_depot
from factories.passages import a_certification, a_passage

FLUX = Flux("flux-1", datetime(2026, 9, 1, 10, tzinfo=timezone(timedelta(hours=2))), "1.1.5")


@pytest.fixture
def flux(tmp_path):
    others = a_certification(code="RNCP40000")
    passages = [
        *(a_passage(id_technique=f"A-{rank}") for rank in range(3)),
        *(a_passage(id_technique=f"B-{rank}", certification=others) for rank in range(2)),
    ]
    return write_depot(tmp_path / "depot", passages, DemandeDepot(flux=FLUX)).fichiers[0].chemin


def ids(path):
    return [one.text for one in etree.parse(path).iterfind(".//{*}idTechnique")]


def test_keeps_what_is_asked_for_as_it_was_said(flux, tmp_path):
    target = tmp_path / "extrait.xml"

    assert extract_flux(flux, target, {"A-1", "unknown"}) == 1

    root = etree.parse(target).getroot()
    assert ids(target) == ["A-1"]
    assert root.findtext("{*}idFlux") == "flux-1"
    assert len(root.findall(".//{*}certification")) == 1
    assert b"A-0" not in target.read_bytes()
    said = [
        etree.tostring(one, method="c14n")
        for path in (flux, target)
        for one in etree.parse(path).iterfind(".//{*}passageCertification")
        if one.findtext("{*}idTechnique") == "A-1"
    ]
    assert said[0] == said[1]


def test_every_certification_that_is_asked_for_stays(flux, tmp_path):
    target = tmp_path / "extrait.xml"

    assert extract_flux(flux, target, ["A-0", "B-1"]) == 2

    assert ids(target) == ["A-0", "B-1"]


def test_nothing_is_written_when_there_is_none(flux, tmp_path):
    target = tmp_path / "extrait.xml"

    assert extract_flux(flux, target, {"C"}) == 0

    assert not target.exists()


def test_a_list_that_stands_alone_is_left(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_text(
        '<cpf:passageCertifications xmlns:cpf="urn:cdc:cpf:pc5:schema:1.0.0">'
        "<cpf:passageCertification/></cpf:passageCertifications>"
    )

    assert extract_flux(path, tmp_path / "extrait.xml", {"A"}) == 0


def test_what_is_no_xml_is_refused(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_text("rien")

    with pytest.raises(FluxError):
        extract_flux(path, tmp_path / "extrait.xml", {"A"})
