"""What comes next, in every case."""

from pathlib import Path

import pytest

from accrochage.cli.suite import PORTAL, Lecture, generer_command, next_steps
from accrochage.flux.ecriture import Fichier
from accrochage.modele import Lieu
from accrochage.operations import Bilan
from accrochage.regles.anomalie import Anomalie

ERROR = Anomalie("ENU-01", "Faux.", Lieu("Passages", 14, "Sexe", "F14", "sexe"))
ALERTE = Anomalie("IDT-02", "Douteux.", Lieu("Passages", 14))
FICHIER = Fichier(Path("a.xml"), 3, 1000, "0" * 64)
WRITING = Lecture(source=Path("a.xlsx"), version="1.1.5", writing=True)
CHECKING = Lecture(source=Path("mes titulaires.xlsx"), version="1.1.5")
XML = Lecture(source=Path("a.xml"), version="1.1.5", xml=True)

DEPOSIT = "sur le portail des certificateurs, espace privé → Transmettre des données :"


@pytest.fixture
def steps(french):
    """Return a function that gives the advice as lines, those to be copied being marked."""

    def of(lecture, *anomalies, passages=3, ecartes=0, **written):
        bilan = Bilan(
            lignes=passages + ecartes,
            passages=passages,
            ecartes=ecartes,
            anomalies=anomalies,
            **written,
        )
        return [f"{'$ ' * etape.exact}{french(etape.text)}" for etape in next_steps(bilan, lecture)]

    return of


def test_a_file_is_deposited(steps):
    assert steps(WRITING, fichiers=[FICHIER]) == [f"Déposez ce fichier {DEPOSIT}", f"$ {PORTAL}"]
    assert PORTAL == "https://certificateurs.moncompteformation.gouv.fr/espace-prive"


def test_several_files_are_deposited_one_by_one(steps):
    first, _ = steps(WRITING, fichiers=[FICHIER] * 1200)

    assert first == f"Déposez ces 1\u202f200 fichiers, l'un après l'autre, {DEPOSIT}"


@pytest.mark.parametrize(("times", "these"), [(1, "l'alerte"), (2, "les 2 alertes")])
def test_alerts_are_looked_at_before_the_deposit(steps, times, these):
    first, second, _ = steps(WRITING, *[ALERTE] * times, fichiers=[FICHIER])

    assert first == f"Vérifiez d'abord {these} ci-dessus : le dépôt reste possible."
    assert second.startswith("Déposez ce fichier")


def test_rows_set_aside_are_mended_and_given_back(steps):
    lecture = Lecture(
        source=Path("a.xlsx"),
        version="1.1.5",
        writing=True,
        reading=("--id-client", "00AGRAFE"),
        common=("-o", "mes dépôts"),
    )

    lines = steps(
        lecture,
        ERROR,
        ecartes=9,
        fichiers=[FICHIER],
        a_corriger=Path("mes dépôts/a-corriger.xlsx"),
    )

    assert lines[2:] == [
        "Corrigez les 9 lignes écartées dans « a-corriger.xlsx », où la colonne « À corriger » dit ce qui ne va pas, puis :",
        '$ accrochage generer "mes dépôts/a-corriger.xlsx" -o "mes dépôts"',
    ]


def test_when_every_row_is_set_aside_there_is_nothing_to_deposit(steps):
    lines = steps(WRITING, ERROR, passages=0, ecartes=1, a_corriger=Path("a-corriger.xlsx"))

    assert len(lines) == 2
    assert lines[0].startswith("Corrigez la ligne écartée dans « a-corriger.xlsx »")


def test_faulty_rows_are_mended_or_set_aside(steps):
    assert steps(WRITING, ERROR, ecartes=2) == [
        "Aucun fichier n'a été écrit. Corrigez ces lignes dans le classeur, puis relancez la même commande.",
        (
            "Pour déposer les 3 passages prêts sans attendre, ajoutez --ecarter : les autres lignes vous reviennent "
            "dans un classeur à corriger."
        ),
    ]
    assert steps(WRITING, ERROR, passages=1, ecartes=1)[1] == (
        "Pour déposer le passage prêt sans attendre, ajoutez --ecarter : l'autre ligne vous revient "
        "dans un classeur à corriger."
    )


def test_setting_aside_is_not_advised_when_nothing_is_ready(steps):
    assert steps(WRITING, ERROR, passages=0, ecartes=1) == [
        "Aucun fichier n'a été écrit. Corrigez cette ligne dans le classeur, puis relancez la même commande."
    ]


@pytest.mark.parametrize(
    "blocker",
    [
        Anomalie("COL-01", "Manque.", Lieu(None, None, "Sexe", None, "sexe")),
        Anomalie("COL-02", "Double.", Lieu("Passages", 1, "Sexe", "F1", "sexe")),
        Anomalie("FEU-03", "Vide.", Lieu("Passages", 2)),
        Anomalie("TXT-03", "Court.", Lieu("Certificateur", 3, "BCR", "B3", "idClient")),
    ],
)
def test_setting_aside_is_not_advised_when_the_file_itself_is_at_fault(steps, blocker):
    assert steps(WRITING, blocker, ERROR, ecartes=1) == [
        "Aucun fichier n'a été écrit. Corrigez ces erreurs, puis relancez la commande."
    ]


def test_an_alert_about_the_file_does_not_forbid_setting_aside(steps):
    about = Anomalie("COL-04", "Douteux.", Lieu("Passages", 1, "Nom", "A1"))

    assert len(steps(WRITING, about, ERROR, ecartes=1)) == 2


def test_after_a_check_comes_the_writing(steps):
    lecture = Lecture(
        source=Path("mes titulaires.xlsx"),
        version="1.1.2",
        reading=("--code", "RS5875"),
        common=("--version-format", "1.1.2"),
    )

    assert steps(lecture) == [
        "Tout est prêt. Pour écrire le fichier à déposer :",
        '$ accrochage generer "mes titulaires.xlsx" --code RS5875 --version-format 1.1.2',
    ]


def test_a_check_that_finds_errors_writes_nothing_and_does_not_say_so(steps):
    assert steps(CHECKING, ERROR, ecartes=2) == [
        "Corrigez ces lignes dans le classeur, puis relancez la même commande."
    ]


def test_a_sound_xml_file_is_deposited(steps):
    assert steps(XML) == [f"Déposez ce fichier {DEPOSIT}", f"$ {PORTAL}"]


def test_a_faulty_xml_file_is_made_again(steps):
    assert steps(XML, ERROR, ecartes=1) == [
        "Ne déposez pas ce fichier. Corrigez ces données là où il a été fabriqué, refaites-le, puis relancez la même commande."
    ]


def test_a_command_is_quoted_where_needed():
    assert generer_command(Path("a-1_b.xlsx"), "--feuille", "Été 2026").text == (
        'accrochage generer a-1_b.xlsx --feuille "Été 2026"'
    )


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (1, "Une correction est sûre : ajoutez --corriger"),
        (2, "2 corrections sont sûres : ajoutez --corriger"),
    ],
)
def test_a_sure_correction_is_offered(steps, times, said):
    sure = Anomalie(
        "LIE-02", "Hors de France.", Lieu(None, 2, "Code", "A2", "codeInsee"), "99", "99335"
    )
    lines = steps(WRITING, ERROR, *[sure] * times, ecartes=1)

    assert any(line.startswith(said) for line in lines)
