"""What the portal remembers of the passages that it accepted."""

import pytest

from accrochage.erreurs import EcritureError, PortailError
from accrochage.portail.registre import Registre

PASSAGE = ("12ABC345", "2026-0001")
OTHER = ("12ABC345", "2026;0002\n")


def test_remembers_from_one_time_to_the_next(tmp_path):
    path = tmp_path / "nouveau" / "registre.csv"
    registre = Registre(path)
    registre.add(PASSAGE)
    registre.add(OTHER)
    registre.save()
    again = Registre(path)

    assert PASSAGE in again
    assert OTHER in again
    assert len(again) == 2
    assert ("99999999", "2026-0001") not in again


def test_lets_go_of_a_passage(tmp_path):
    registre = Registre(tmp_path / "registre.csv")
    registre.add(PASSAGE)
    registre.remove(PASSAGE)
    registre.save()

    assert len(Registre(tmp_path / "registre.csv")) == 0


def test_without_a_file_it_forgets():
    registre = Registre()
    registre.add(PASSAGE)
    registre.save()

    assert PASSAGE not in Registre()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nom;prenom\nA;B\n",
        b"idClientEmetteur;idTechnique\nA\n",
        b"idClientEmetteur;idTechnique\n\xff;\xfe\n",
        b"idClientEmetteur;idTechnique\n" + b"a" * 200_000,
    ],
)
def test_refuses_another_file(tmp_path, content):
    (tmp_path / "registre.csv").write_bytes(content)

    with pytest.raises(PortailError, match="n'est pas un registre"):
        Registre(tmp_path / "registre.csv")


def test_refuses_a_folder(tmp_path):
    with pytest.raises(PortailError, match="c'est un dossier"):
        Registre(tmp_path)


def test_says_that_it_cannot_be_written(tmp_path):
    (tmp_path / "fichier").write_text("x")
    registre = Registre()
    registre._path = tmp_path / "fichier" / "registre.csv"

    with pytest.raises(EcritureError):
        registre.save()
