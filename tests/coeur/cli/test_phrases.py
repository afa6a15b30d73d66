"""The sentences of the report."""

import pytest

from accrochage.cli.extrait import Famille, Faute
from accrochage.cli.phrases import (
    OF_CLASSEUR,
    OF_XML,
    changement,
    famille_title,
    place,
    proposal,
    rest_of,
    rows,
    section_title,
    summary,
)
from accrochage.modele import Lieu
from accrochage.operations import Bilan
from accrochage.operations.correction import Changement
from accrochage.regles.anomalie import Anomalie, Gravite

SEXE = Lieu("Passages", 14, "Sexe", "F14", "sexe")
ERROR = Anomalie("ENU-01", "«\u00a0Homme\u00a0» n'est pas reconnu. Écrivez M ou F.", SEXE, "Homme")


def bilan(lignes, passages, ecartes, *anomalies):
    return Bilan(lignes=lignes, passages=passages, ecartes=ecartes, anomalies=anomalies)


@pytest.mark.parametrize(
    ("lignes", "passages", "ecartes", "mots", "sentence"),
    [
        (148, 139, 9, OF_CLASSEUR, "148 lignes lues : 139 prêtes, 9 à corriger."),
        (2, 1, 1, OF_CLASSEUR, "2 lignes lues : 1 prête, 1 à corriger."),
        (1500, 1499, 1, OF_XML, "1\u202f500 passages lus : 1\u202f499 prêts, 1 à corriger."),
        (2, 0, 2, OF_CLASSEUR, "2 lignes lues, toutes à corriger."),
        (1, 0, 1, OF_CLASSEUR, "1 ligne lue, à corriger."),
        (2, 0, 2, OF_XML, "2 passages lus, tous à corriger."),
        (3, 3, 0, OF_CLASSEUR, "3 lignes lues, mais c'est le fichier lui-même qui est à corriger."),
        (0, 0, 0, OF_CLASSEUR, "Aucune ligne lue."),
        (0, 0, 0, OF_XML, "Aucun passage lu."),
    ],
)
def test_sums_up_a_file_with_errors(french, lignes, passages, ecartes, mots, sentence):
    assert french(summary(bilan(lignes, passages, ecartes, ERROR), mots)) == sentence


@pytest.mark.parametrize(
    ("lignes", "mots", "sentence"),
    [
        (148, OF_CLASSEUR, "148 lignes lues, toutes prêtes."),
        (1, OF_CLASSEUR, "1 ligne lue, prête."),
        (148, OF_XML, "148 passages lus, tous prêts."),
        (1, OF_XML, "1 passage lu, prêt."),
    ],
)
def test_sums_up_a_sound_file(french, lignes, mots, sentence):
    assert french(summary(bilan(lignes, lignes, 0), mots)) == sentence


def test_counts_the_anomalies_of_each_weight(french):
    assert french(section_title(Gravite.ERREUR, 1)) == "1 erreur à corriger"
    assert french(section_title(Gravite.ERREUR, 1200)) == "1\u202f200 erreurs à corriger"
    assert (
        french(section_title(Gravite.ALERTE, 2)) == "2 alertes à vérifier, sans empêcher le dépôt"
    )
    assert french(section_title(Gravite.CONSEIL, 1)) == "1 conseil"


@pytest.mark.parametrize(
    ("lignes", "text"),
    [
        ([], ""),
        ([14], "ligne 14"),
        ([14, 15], "lignes 14 et 15"),
        ([14, 15, 16], "lignes 14 à 16"),
        ([2, 4, 5, 7, 8, 9, 10, 12], "lignes 2, 4, 5, 7 à 10 et 12"),
        ([*range(2, 60), *range(61, 68)], "lignes 2 à 59 et 61 à 67"),
        (range(1, 17, 2), "lignes 1, 3, 5, 7, 9, 11, 13 et 15"),
        (range(1, 19, 2), "lignes 1, 3, 5, 7, 9, 11, 13, 15…"),
    ],
)
def test_names_rows(french, lignes, text):
    assert french(rows(lignes)) == text


@pytest.mark.parametrize(
    ("ou", "lignes", "mots", "text"),
    [
        (SEXE, [14], OF_CLASSEUR, "Ligne 14, colonne « Sexe » (F14)"),
        (SEXE._replace(cellule=None), [14], OF_CLASSEUR, "Ligne 14, colonne « Sexe »"),
        (
            SEXE._replace(cellule="AB14"),
            [14, 20],
            OF_CLASSEUR,
            "Lignes 14 et 20, colonne « Sexe » (AB)",
        ),
        (SEXE._replace(colonne="Homme"), [14], OF_CLASSEUR, "Ligne 14 (F14)"),
        (SEXE._replace(colonne=None), [14], OF_CLASSEUR, "Ligne 14 (F14)"),
        (Lieu(None, 14, "sexe", None, "sexe"), [14], OF_XML, "Ligne 14, élément « sexe »"),
        (Lieu(None, None, "Sexe", None, "sexe"), [], OF_CLASSEUR, "Colonne « Sexe »"),
        (Lieu(), [], OF_CLASSEUR, ""),
        (
            Lieu("CERTIFICATEUR ", 3, "BCR", "B3", "idClient"),
            [3],
            OF_CLASSEUR,
            "Feuille « CERTIFICATEUR  », ligne 3, rubrique « BCR » (B3)",
        ),
        (Lieu(None, None, "BCR", None, "idClient"), [], OF_CLASSEUR, "Option --id-client"),
        (Lieu(None, None, "Type", None, "type"), [], OF_CLASSEUR, "Option --type"),
    ],
)
def test_says_where(french, ou, lignes, mots, text):
    faute = Faute(ERROR._replace(ou=ou), lignes, 1)

    assert french(place(faute, mots, named=False)) == text


def test_a_missing_column_is_no_fault_of_an_option(french):
    ou = Lieu(None, None, "BCR", None, "idClient")
    faute = Faute(Anomalie("COL-01", "Ajoutez-la.", ou), [], 1)

    assert french(place(faute, OF_CLASSEUR, named=False)) == "Colonne « BCR »"


def test_does_not_say_the_column_twice(french):
    assert french(place(Faute(ERROR, [14], 1), OF_CLASSEUR, named=True)) == "Ligne 14 (F14)"


def test_names_a_kind_of_anomaly(french):
    many = Famille([Faute(ERROR, [14], 1)], [], 1200)

    assert french(famille_title(many, OF_CLASSEUR)) == (
        "Choix non reconnu, colonne « Sexe » (F), 1\u202f200 fois"
    )


@pytest.mark.parametrize(
    ("correction", "text"),
    [
        (None, ""),
        ("M", "Proposition : M"),
        ("", "Proposition : vider la cellule."),
        ("Homme", ""),  # the sentence names it already
        ("x" * 60, f"Proposition : {'x' * 60}"),
        ("x" * 61, f"Proposition : {'x' * 60}…"),
    ],
)
def test_proposes_a_correction(french, correction, text):
    assert french(proposal(ERROR._replace(correction=correction))) == text


@pytest.mark.parametrize(
    ("hidden", "text"),
    [
        ([], ""),
        ([Faute(ERROR, [17], 1)], "et 1 autre : ligne 17"),
        (
            [Faute(ERROR, [19, 30], 2), Faute(ERROR, [18, 17], 2)],
            "et 4 autres : lignes 17 à 19 et 30",
        ),
        ([Faute(ERROR, [], 2)], "et 2 autres"),
    ],
)
def test_says_what_is_not_shown_of_a_kind(french, hidden, text):
    assert french(rest_of(Famille([Faute(ERROR, [14], 1)], hidden, 9))) == text


@pytest.mark.parametrize(
    ("avant", "apres", "said"),
    [
        ("Lou", "", "« Lou » est retiré."),
        ("Lou, Ana", "Lou", "« Lou, Ana » devient « Lou »."),
        (None, "Ana", "« Ana » est ajouté."),
    ],
)
def test_says_what_a_correction_changed(avant, apres, said):
    change = Changement(Lieu(None, 2, "Prénom", "C2", "prenom1"), avant, apres, "PRE-03", "")

    assert changement(change).replace("\u00a0", " ") == said
