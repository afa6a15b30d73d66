"""The rehearsal as a use case: files in, accusé out, register kept."""

from datetime import date

import pytest
from lxml import etree

from accrochage.accuses.lecture import Accuse, ErreurFichier
from accrochage.erreurs import EcritureError, FluxError, PortailError, SchemaError
from accrochage.operations import Repetition, rehearse
from factories.flux import deposit
from factories.passages import a_passage, a_titulaire
from factories.portail import a_personne, write_people

NAME = "Accusé de traitement_depot.xml_20261123.xml"


@pytest.fixture
def play(tmp_path):
    """Return a function that rehearses a deposit of passages."""
    write_people(tmp_path / "population.csv", a_personne())

    def rehearse_them(*passages, content=None, **changes):
        flux = tmp_path / "depot.xml"
        flux.write_bytes(content or deposit(*passages))
        (tmp_path / NAME).unlink(missing_ok=True)
        wanted = {
            "flux": flux,
            "population": tmp_path / "population.csv",
            "accuse": tmp_path,
            "today": date(2026, 11, 23),
            "version": "1.1.5",
        }
        return rehearse(Repetition(**(wanted | changes)))

    return rehearse_them


def test_the_accuse_is_read_as_one_of_the_cdc(play, tmp_path):
    bilan = play(
        a_passage(),
        a_passage(id_technique="2026-0002", identification=a_titulaire(prenom1="Anne")),
    )
    accuse = Accuse(bilan.accuse)
    issues = {issue.id_technique: issue for issue in accuse}

    assert bilan.accuse == tmp_path / NAME
    assert not bilan.valide
    assert accuse.entete.nom_fichier == "depot.xml"
    assert accuse.entete.id_flux == "AGRAFE-1"
    assert accuse.entete.id_traitement == str(bilan.traitement.id_traitement)
    assert issues["2026-0001"].accepte
    assert not issues["2026-0002"].accepte
    assert list(issues["2026-0002"].messages) == [
        "Aucun titulaire ne correspond aux critères obligatoires"
    ]


def test_a_rejected_file_is_read_as_one_of_the_cdc(play):
    bilan = play(a_passage(identification=a_titulaire(sexe="X")))
    (erreur,) = Accuse(bilan.accuse)

    assert not bilan.valide
    assert isinstance(erreur, ErreurFichier)
    assert erreur.type == "XSD"
    assert erreur.message.startswith("cvc-enumeration-valid")


def test_everything_accepted(play, tmp_path):
    bilan = play(a_passage(), accuse=tmp_path / "accuse.xml")

    assert bilan.valide
    assert etree.parse(tmp_path / "accuse.xml").getroot().tag == "rapport"


def test_the_register_is_kept_from_one_time_to_the_next(play, tmp_path):
    registre = tmp_path / "registre.csv"

    assert play(a_passage(), registre=registre).valide
    assert "existe déjà" in play(a_passage(), registre=registre).traitement.ko[0].message
    assert play(a_passage()).valide


def test_an_accuse_is_never_replaced(play, tmp_path):
    there = tmp_path / "accuse.xml"
    there.write_bytes(b"un vrai")

    with pytest.raises(EcritureError, match="existe déjà"):
        play(a_passage(), accuse=there, registre=tmp_path / "registre.csv")
    assert there.read_bytes() == b"un vrai"
    assert not (tmp_path / "registre.csv").exists()


def test_names_letter_for_letter(play):
    other = a_passage(identification=a_titulaire(nom_naissance="Le Gall"))

    assert play(other).valide
    assert not play(other, strict=True).valide


def test_same_deposit_same_bytes(play):
    first = play(a_passage()).accuse.read_bytes()

    assert play(a_passage()).accuse.read_bytes() == first


def test_a_register_that_cannot_be_read_stops_all(play, tmp_path):
    (tmp_path / "fichier").write_text("x")

    with pytest.raises(PortailError):
        play(a_passage(), registre=tmp_path / "fichier")
    assert not (tmp_path / NAME).exists()


def test_an_accuse_goes_when_the_register_cannot_be_saved(play, tmp_path, monkeypatch):
    def full(_):
        raise EcritureError("le disque est plein")

    monkeypatch.setattr("accrochage.portail.registre.Registre.save", full)

    with pytest.raises(EcritureError):
        play(a_passage())
    assert not (tmp_path / NAME).exists()


def test_says_what_cannot_be_read(play, tmp_path):
    with pytest.raises(PortailError):
        play(a_passage(), population=tmp_path / "absente.csv")
    with pytest.raises(SchemaError):
        play(a_passage(), version="9.9.9")
    with pytest.raises(FluxError):
        play(a_passage(), flux=tmp_path / "absent.xml")


@pytest.mark.parametrize("name", ["depot.xml", "population.csv", "registre.csv"])
def test_the_accuse_never_replaces_what_is_read(play, tmp_path, name):
    play(a_passage(), registre=tmp_path / "registre.csv")
    before = (tmp_path / name).read_bytes()

    with pytest.raises(EcritureError, match="ne peut pas prendre sa place"):
        play(
            a_passage(),
            content=before if name == "depot.xml" else None,
            registre=tmp_path / "registre.csv",
            accuse=tmp_path / "." / name,
        )

    assert (tmp_path / name).read_bytes() == before


def test_a_deposit_may_bear_a_name_that_is_no_utf8(play, tmp_path):
    flux = tmp_path / "d\udce9pot.xml"
    flux.write_bytes(deposit(a_passage()))

    assert play(a_passage(), flux=flux).valide
