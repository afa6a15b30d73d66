"""From a line and a column to a passage and a rubrique."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accrochage.accuses import balayage
from accrochage.accuses.reperage import Repere, locate
from accrochage.erreurs import FluxError
from corpus.xerces import DEPOT
from factories.textes import plain

LINES = DEPOT.splitlines()
ONE_LINE = LINES[6]


@pytest.fixture
def depot(tmp_path):
    path = tmp_path / "depot.xml"
    path.write_text(DEPOT, encoding="utf-8", newline="")
    return path


def after(text, ligne=7):
    """Return the place just after a text of a line, as the parser tells it."""
    line = LINES[ligne - 1]
    return ligne, line.index(text) + len(text) + 1


@pytest.mark.parametrize(
    ("place", "repere"),
    [
        (after("Zoé</cpf:prenom1>"), Repere("prenom1", "prenom1", "AGR-1")),
        (after("<cpf:prenom1>"), Repere("prenom1", "prenom1", "AGR-1")),
        (after('<cpf:nomUsage xsi:nil="true"/>'), Repere("nomUsage", "nomUsage", "AGR-1")),
        (after("</cpf:titulaire>"), Repere("titulaire", None, "AGR-1")),
        (after("</cpf:idTechnique>"), Repere("idTechnique", "idTechnique", "AGR-1")),
        (after("<cpf:passageCertification>"), Repere("passageCertification", None, "AGR-1")),
        (after("</cpf:passageCertification>"), Repere("passageCertification", None, "AGR-1")),
        (after("<cpf:passageCertification>", 8), Repere("passageCertification", None, "AGR-2")),
        (after("PETIT</cpf:nomNaissance>", 11), Repere("nomNaissance", "nomNaissance", "AGR-2")),
        (after("</cpf:passageCertification>", 31), Repere("passageCertification", None, "AGR-2")),
        (after("</cpf:idFlux>", 3), Repere("idFlux", "idFlux")),
        (after("AGRAFE</cpf:idClient>", 4), Repere("idClient", "idClientEmetteur")),
        (after("AGRAFE</cpf:idClient>", 5), Repere("idClient", "idClient")),
        (after("</cpf:passageCertifications>", 32), Repere("passageCertifications")),
        (after("</cpf:flux>", 32), Repere("flux")),
        ((1, 1), Repere()),
        ((7, None), Repere(None, None, "AGR-1")),
        ((12, None), Repere(None, None, "AGR-2")),
        ((3, None), Repere()),
        ((9_999, 1), Repere("flux")),
    ],
)
def test_finds_what_stands_at_a_place(place, repere, depot):
    assert locate(depot, [place]) == {place: repere}


def test_finds_many_places_at_once(depot):
    places = [after("Zoé</cpf:prenom1>"), after("PETIT</cpf:nomNaissance>", 11), (1, 1), (1, 1)]

    found = locate(depot, places)

    assert [found[place].id_technique for place in places] == ["AGR-1", "AGR-2", None, None]


def test_stops_reading_once_all_is_found(depot, monkeypatch):
    monkeypatch.setattr(balayage, "CHUNK", 200)
    depot.write_bytes(depot.read_bytes().replace(b"PETIT", b"\x01"))

    assert locate(depot, [after("</cpf:idFlux>", 3)]) == {
        after("</cpf:idFlux>", 3): Repere("idFlux", "idFlux")
    }


def test_finds_far_in_a_file_of_long_lines(tmp_path):
    passages = [ONE_LINE.replace("AGR-1", f"N-{rank}") for rank in range(2_000)]
    path = tmp_path / "depot.xml"
    path.write_text("\n".join([*LINES[:6], *passages, *LINES[31:]]), encoding="utf-8")
    ligne = 7 + 1_999
    place = ligne, after("Zoé</cpf:prenom1>")[1] + len("N-1999") - len("AGR-1")

    assert locate(path, [place]) == {place: Repere("prenom1", "prenom1", "N-1999")}


def test_a_passage_may_have_no_identifier(depot):
    depot.write_text(
        DEPOT.replace("<cpf:idTechnique>AGR-2</cpf:idTechnique>", ""), encoding="utf-8"
    )
    place = after("PETIT</cpf:nomNaissance>", 11)

    assert locate(depot, [place])[place].id_technique is None


def test_refuses_what_is_no_deposit(tmp_path, depot):
    depot.write_text("<rapport/>")
    with pytest.raises(FluxError) as caught:
        locate(depot, [(1, 1)])
    assert "« depot.xml » n'est pas un dépôt" in plain(str(caught.value))
    with pytest.raises(FluxError, match="aucun fichier"):
        locate(tmp_path / "absent.xml", [(1, 1)])


def test_takes_a_deposit_that_is_no_xml_at_all(depot):
    depot.write_bytes(b"PK\x03\x04")

    assert locate(depot, [(1, 1)]) == {(1, 1): Repere()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, len(DEPOT)),
    st.binary(max_size=10),
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(1, 40), st.one_of(st.none(), st.integers(1, 1200))), max_size=5),
)
def test_no_deposit_makes_it_fail_otherwise(tmp_path, start, piece, length, places):
    path, content = tmp_path / "depot.xml", DEPOT.encode()
    path.write_bytes(content[:start] + piece + content[start + length :])

    try:
        assert locate(path, places).keys() == set(places)
    except FluxError as error:
        assert str(error).endswith(".")  # noqa: PT017 - only then
