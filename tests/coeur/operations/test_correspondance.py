"""From a table of unknown titles to a file that makes it readable."""

import pytest

from accrochage.classeur.correspondance import read_correspondance
from accrochage.erreurs import EcritureError
from accrochage.operations import generate, propose_correspondance
from factories.classeurs import write_csv, write_xlsx
from factories.dialectes import DIALECTES
from factories.operations import a_demande, written
from factories.passages import a_row


@pytest.fixture
def ebauche(tmp_path):
    """Return a function that proposes a correspondance for a table."""
    return lambda rows: propose_correspondance(write_xlsx(tmp_path / "t.xlsx", {"Export": rows}))


def test_what_is_written_is_what_was_proposed(ebauche, tmp_path):
    proposed = ebauche(DIALECTES[0].rows())
    proposed.write(tmp_path / "c.toml")

    assert read_correspondance(tmp_path / "c.toml") == {
        one.title: one.key or "" for one in proposed.apercu.propositions
    }


def test_columns_come_by_how_sure_they_are(ebauche, tmp_path):
    ebauche(DIALECTES[0].rows()).write(tmp_path / "c.toml")
    text = (tmp_path / "c.toml").read_text(encoding="utf-8").replace("\u00a0", " ")
    known, proposed, aside = (
        text.index(section)
        for section in ("# Titres qu'Agrafe", "# Propositions d'Agrafe", "# Colonnes laissées")
    )

    assert known < text.index('"SEXE" = "sexe"  # Sexe\n') < proposed
    assert (
        proposed
        < text.index('"NOM_APPRENANT" = "nomNaissance"  # Nom de naissance, sûr à ')
        < aside
    )
    assert aside < text.index('"EMAIL" = ""\n')
    assert "peut-être codePostalCentreExamen (sûr à " in text
    assert "titulaire1@exemple.fr" not in text


def test_titles_that_cannot_name_a_column_give_way_to_its_letter(ebauche, tmp_path):
    rows = [["Ref", "Nom", "nom", "", "colonne A", "Sexe"]]
    rows += [[f"E-{rank}", "MARTIN", "DURAND", "RNCP99001", "x", "F"] for rank in range(9)]
    ebauche(rows).write(tmp_path / "c.toml")
    text = (tmp_path / "c.toml").read_text(encoding="utf-8").replace("\u00a0", " ")

    assert list(read_correspondance(tmp_path / "c.toml")) == [
        "Sexe",
        "Ref",
        "colonne B",
        "colonne D",
        "colonne C",
        "colonne E",
    ]
    assert '"colonne D" = "code"  # sans titre, Code de la certification, sûr à ' in text
    assert '"colonne C" = ""  # « nom »' in text


def test_an_earlier_file_is_never_overwritten(ebauche, tmp_path):
    (tmp_path / "c.toml").write_text("ancien", encoding="utf-8")

    with pytest.raises(EcritureError, match="existe déjà"):
        ebauche(DIALECTES[0].rows()).write(tmp_path / "c.toml")

    assert (tmp_path / "c.toml").read_text(encoding="utf-8") == "ancien"


@pytest.mark.parametrize(
    ("titles", "absentes"),
    [
        (["nomNaissance", "prenom1", "anneeNaissance", "sexe"], set()),
        (["nir", "nomNaissance", "Notes"], set()),
        (["idDossier", "Notes", "Autres"], set()),
        (["Notes", "nomUsage", "prenom1"], {"nomNaissance", "dateNaissance", "sexe"}),
    ],
)
def test_says_what_no_column_holds(ebauche, titles, absentes):
    always = {
        "idTechnique",
        "obtentionCertification",
        "donneeCertifiee",
        "dateDebutValidite",
        "presenceNiveauLangueEuro",
        "presenceNiveauNumeriqueEuro",
        "code",
        "idClient",
        "idContrat",
    }

    found = ebauche([titles]).absentes

    assert set(found) == always | absentes
    assert set(found[-3:]) == {"code", "idClient", "idContrat"}


def test_a_table_of_unknown_titles_becomes_a_deposit(tmp_path):
    row = a_row()
    titles = {
        "idTechnique": "externalId",
        "nomNaissance": "lastName",
        "prenom1": "firstName",
        "dateNaissance": "birthDate",
        "sexe": "gender",
        "codeInsee": "birthInseeCode",
        "code": "certificationCode",
        "dateDebutValidite": "deliveryDate",
    }
    head = ";".join(titles.get(key, key) for key in row)
    path = write_csv(tmp_path / "a.csv", f"{head}\n{';'.join(map(str, row.values()))}\n")
    propose_correspondance(path).write(tmp_path / "c.toml")

    demande = a_demande(correspondance=read_correspondance(tmp_path / "c.toml"))

    assert len(written(generate(path, tmp_path / "depot", demande))) == 1
