"""The file of the population: written and read again, in any order of columns."""

from io import BytesIO

import pytest

from accrochage.erreurs import PortailError
from accrochage.portail.population import COLUMNS, read_population, write_population
from factories.portail import a_personne, write_people

HEADER = "nomNaissance;prenom1;sexe;anneeNaissance"


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return list(read_population(path))


def test_reads_what_it_writes(tmp_path):
    people = [a_personne(), a_personne(nom_naissance='D"; OR', prenom1="", mois_naissance="")]

    assert list(read_population(write_people(tmp_path / "p.csv", *people))) == people


def test_says_that_the_nir_is_invented():
    file = BytesIO()
    write_population(file, [])

    assert file.getvalue().decode("utf-8-sig") == ";".join(COLUMNS) + "\n"
    assert COLUMNS[0] == "nirInvente"


def test_columns_may_be_few_and_in_any_order(tmp_path):
    (personne,) = read(
        tmp_path / "p.csv",
        "prenom1;inconnue;nomNaissance;anneeNaissance;sexe\nMaëlle;x;LE GALL ;1991;F;trop\n",
    )

    assert personne == a_personne()._replace(
        nir="",
        mois_naissance="",
        jour_naissance="",
        code_insee="",
        libelle_commune="",
        libelle_pays="",
        id_dossier="",
    )


def test_a_short_row_ends_with_unknown_values(tmp_path):
    (personne,) = read(tmp_path / "p.csv", f"{HEADER};moisNaissance\nLE GALL;Maëlle;F;1991\n")

    assert personne.mois_naissance == ""


@pytest.mark.parametrize(
    ("mois", "jour", "read_as"), [("07", "03", ("7", "3")), ("00", "0", ("", ""))]
)
def test_months_and_days_lose_their_zero(tmp_path, mois, jour, read_as):
    (personne,) = read(
        tmp_path / "p.csv",
        f"{HEADER};moisNaissance;jourNaissance\nLE GALL;Maëlle;F;1991;{mois};{jour}\n",
    )

    assert (personne.mois_naissance, personne.jour_naissance) == read_as


@pytest.mark.parametrize("text", ["", "nom;prénom\n", "nomNaissance;prenom1;sexe\n"])
def test_says_which_columns_are_missing(tmp_path, text):
    with pytest.raises(PortailError, match="n'a pas de colonne .*anneeNaissance"):
        read(tmp_path / "p.csv", text)


def test_refuses_what_is_no_csv(tmp_path):
    (tmp_path / "p.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(PortailError, match="n'est pas un CSV en UTF-8"):
        list(read_population(tmp_path / "p.csv"))


def test_refuses_an_endless_cell(tmp_path):
    with pytest.raises(PortailError, match="n'est pas un CSV"):
        read(tmp_path / "p.csv", f"{HEADER}\n{'a' * 200_000}\n")


@pytest.mark.parametrize(
    ("name", "said"), [("absent.csv", "n'existe pas"), (".", "ne peut pas être lue")]
)
def test_says_that_the_file_cannot_be_opened(tmp_path, name, said):
    with pytest.raises(PortailError, match=said):
        list(read_population(tmp_path / name))
