"""`accrochage convertir`: a deposit becomes a workbook, and what is not in it is said."""

import pytest

from factories.depots import COMPLET, NATIONAL
from factories.textes import plain


@pytest.fixture
def depot(folder):
    path = folder / "depot.xml"
    path.write_bytes(COMPLET)
    return path


def test_the_workbook_bears_the_name_of_the_deposit(accrochage, depot, folder):
    code, out, err = accrochage("convertir", depot)

    assert (code, out) == (0, "depot.xlsx\n")
    assert (folder / "depot.xlsx").exists()
    assert "depot.xml, format 1.1.2\n3 passages repris." in plain(err)
    assert "accrochage generer depot.xlsx --version-format 1.1.2" in err


def test_what_the_deposit_says_of_itself_is_repeated(accrochage, depot):
    _, _, err = accrochage("convertir", depot)

    assert "ℹ N'est pas dans le classeur, et sera fait à neuf au prochain dépôt" in plain(err)
    assert "depot.xml : identifiant du flux lot 2025/11" in plain(err)
    assert "2025-11-04T09:00:00+01:00" in err


def test_what_has_no_column_is_told(accrochage, depot):
    depot.write_bytes(COMPLET.replace(b"<cpf:emetteur>", b"<cpf:lot>7</cpf:lot><cpf:emetteur>"))
    code, _, err = accrochage("convertir", depot)

    assert code == 0
    assert "! 1 alerte à vérifier" in plain(err)
    assert "CNV-01" in err


def test_the_result_goes_where_it_is_asked(accrochage, depot, folder):
    (folder / "la").mkdir()

    assert accrochage("convertir", depot, "-o", "ici")[1] == "ici.xlsx\n"
    assert accrochage("convertir", depot, "-o", "la")[1] == "la/depot.xlsx\n"
    code, _, err = accrochage("convertir", depot, "-o", "x.csv")
    assert (code, plain(err)) == (
        2,
        "Ce qui est écrit est un classeur Excel : « x.csv » doit finir par .xlsx.\n",
    )


def test_several_deposits_make_one_workbook(accrochage, depot, folder):
    other = folder / "autre.xml"
    other.write_bytes(NATIONAL.replace(b"<cpf:idFlux>lot 2025/11</cpf:idFlux>", b""))
    nothing = folder / "sans.xml"
    nothing.write_bytes(COMPLET.replace(b"idFlux>", b"id>").replace(b"horodatage>", b"heure>"))
    code, out, err = accrochage("convertir", depot, other, nothing)

    assert (code, out) == (0, "depot.xlsx\n")
    assert "3 dépôts, format 1.1.5\n7 passages repris." in plain(err)
    assert "sans.xml : rien" in plain(err)
    assert "nouvel identifiant de flux" in plain(err)


def test_json_says_it_all(accrochage_json, depot):
    code, answer = accrochage_json("convertir", depot, "--version-format", "1.1.5")

    assert code == 0
    assert answer["classeur"] == "depot.xlsx"
    assert (answer["version_format"], answer["passages"], answer["valide"]) == ("1.1.5", 3, True)
    assert answer["flux"] == [
        {
            "chemin": str(depot),
            "idFlux": "lot 2025/11",
            "horodatage": "2025-11-04T09:00:00+01:00",
        }
    ]
    assert answer["anomalies"] == []


def test_an_unknown_version_is_refused(accrochage, depot):
    assert accrochage("convertir", depot, "--version-format", "9.9.9")[0] == 2


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2", b"PK\x03\x04\x00", b"<rapport/>", COMPLET[:3000], b"\xff" * 99]
)
def test_what_is_no_deposit_is_refused(accrochage, depot, folder, content):
    depot.write_bytes(content)
    code, out, err = accrochage("convertir", depot)

    assert (code, out) == (3, "")
    assert "depot.xml" in err
    assert not (folder / "depot.xlsx").exists()


def test_the_command_for_a_workbook_can_be_copied_as_it_is(accrochage, depot, folder):
    (folder / "mes dépôts").mkdir()
    accrochage("convertir", depot, "-o", "mes dépôts/a.xlsx")

    _, _, err = accrochage("convertir", "mes dépôts/a.xlsx")

    assert plain(err).endswith('accrochage generer "mes dépôts/a.xlsx"\n')


def test_a_workbook_is_sent_to_the_right_command(accrochage, depot):
    accrochage("convertir", depot)
    code, _, err = accrochage("convertir", "depot.xlsx", "-o", "x.xlsx")

    assert (code, plain(err)) == (
        2,
        "« depot.xlsx » est déjà un classeur. Pour en faire un dépôt XML : accrochage generer depot.xlsx\n",
    )
