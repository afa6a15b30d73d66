"""The report as it is read: on a page, in colours, at any width."""

from io import StringIO
from pathlib import Path

import pytest

from accrochage.cli.ecran import Ecran
from accrochage.cli.rapport import write_notice, write_report
from accrochage.cli.suite import Etape, Lecture
from accrochage.flux.ecriture import Fichier
from accrochage.modele import Lieu
from accrochage.operations import Bilan
from accrochage.regles.anomalie import Anomalie

SEXE = Anomalie(
    "ENU-01",
    "«\u00a0Homme\u00a0» n'est pas reconnu. Écrivez M ou F.",
    Lieu("Passages", 14, "Sexe", "F14", "sexe"),
    "Homme",
    "M",
)
PRENOM = Anomalie(
    "PRE-01",
    "La cellule contient 2 prénoms.",
    Lieu("Passages", 3, "Prénom", "C3", "prenom1"),
    "Zoé Lou",
)
COLONNE = Anomalie(
    "COL-03", "La colonne «\u00a0Note\u00a0» n'est pas reconnue.", Lieu("Passages", None)
)
LECTURE = Lecture(source=Path("mes titulaires.xlsx"), version="1.1.5", writing=True)


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def report(french, monkeypatch):
    """Return a function that writes a report of a given width as plain text."""

    def write(bilan, lecture=LECTURE, width=100):
        monkeypatch.setenv("COLUMNS", str(width))
        stream = StringIO()
        write_report(stream, bilan, lecture)
        return french(stream.getvalue())

    return write


def test_a_report_with_a_few_anomalies(report):
    bilan = Bilan(lignes=148, passages=147, ecartes=1, anomalies=[PRENOM, COLONNE, SEXE])

    assert (
        report(bilan)
        == """\
mes titulaires.xlsx, format 1.1.5
148 lignes lues : 147 prêtes, 1 à corriger.

✗ 1 erreur à corriger
  • Ligne 14, colonne « Sexe » (F14) : « Homme » n'est pas reconnu. Écrivez M ou F. Proposition : M
    ENU-01

! 1 alerte à vérifier, sans empêcher le dépôt
  • Ligne 3, colonne « Prénom » (C3) : La cellule contient 2 prénoms.  PRE-01

ℹ 1 conseil
  • La colonne « Note » n'est pas reconnue.  COL-03

→ Ensuite
  Aucun fichier n'a été écrit. Corrigez cette ligne dans le classeur, puis relancez la même
  commande.
  Pour déposer les 147 passages prêts sans attendre, ajoutez --ecarter : l'autre ligne vous revient
  dans un classeur à corriger.
"""
    )


def test_a_report_with_many_anomalies(report):
    sexes = [
        SEXE._replace(
            message=f"«\u00a0{ligne}\u00a0» n'est pas reconnu.",
            ou=SEXE.ou._replace(ligne=ligne, cellule=f"F{ligne}"),
            correction=None,
        )
        for ligne in range(2, 352)
    ]
    bilan = Bilan(lignes=400, passages=50, ecartes=350, anomalies=sexes)

    page = report(bilan)

    assert (
        page.split("\n\n")[1]
        == """\
✗ 350 erreurs à corriger
  • Choix non reconnu, colonne « Sexe » (F), 350 fois  ENU-01
      Ligne 2 (F2) : « 2 » n'est pas reconnu.
      Ligne 3 (F3) : « 3 » n'est pas reconnu.
      Ligne 4 (F4) : « 4 » n'est pas reconnu.
      … et 347 autres : lignes 5 à 351"""
    )
    assert "\n\n… et 347 autres : ajoutez --json pour tout voir.\n\n" in page


def test_one_anomaly_left_out_is_singular(report):
    faults = [
        SEXE._replace(
            message=f"Faux {rank}.", ou=Lieu("Passages", rank, None, None, f"r{rank // 4}")
        )
        for rank in range(68)
    ]
    bilan = Bilan(
        lignes=68, passages=0, ecartes=68, anomalies=faults[:4] + faults[4:52:4] + faults[5:53:4]
    )

    assert "… et 1 autre : ajoutez --json pour tout voir." in report(bilan)


def test_a_report_of_files_written(report):
    fichiers = [
        Fichier(Path("mes dépôts/accrochage-1.xml"), 1, 1200, "0" * 64),
        Fichier(Path("mes dépôts/accrochage-2.xml"), 1500, 2_500_000, "1" * 64),
    ]
    bilan = Bilan(
        lignes=1503,
        passages=1501,
        ecartes=2,
        anomalies=[SEXE],
        fichiers=fichiers,
        a_corriger=Path("mes dépôts/a-corriger.xlsx"),
    )

    assert """
✓ Fichiers à déposer
    mes dépôts/accrochage-1.xml
    1 passage, 1,2 ko
    mes dépôts/accrochage-2.xml
    1\u202f500 passages, 2,5 Mo

✗ Lignes écartées, à corriger
    mes dépôts/a-corriger.xlsx
    2 lignes

→ Ensuite
""" in report(bilan)


def test_one_file_and_one_row_are_singular(report):
    page = report(
        Bilan(
            lignes=2,
            passages=1,
            ecartes=1,
            anomalies=[SEXE],
            fichiers=[Fichier(Path("a.xml"), 1, 999, "0" * 64)],
            a_corriger=Path("b.xlsx"),
        )
    )

    assert "✓ Fichier à déposer\n    a.xml\n    1 passage, 999 octets\n" in page
    assert "✗ Ligne écartée, à corriger\n    b.xlsx\n    1 ligne\n" in page


def test_an_xml_file_has_passages_and_elements(report):
    ou = Lieu(None, 17, "sexe", None, "sexe")
    lecture = Lecture(source=Path("a.xml"), version="1.1.2", xml=True)

    page = report(Bilan(lignes=2, passages=1, ecartes=1, anomalies=[SEXE._replace(ou=ou)]), lecture)

    assert page.startswith("a.xml, format 1.1.2\n2 passages lus : 1 prêt, 1 à corriger.\n")
    assert "Ligne 17, élément « sexe » : « Homme »" in page


@pytest.mark.parametrize("width", [20, 40, 72, 100, 300])
def test_lines_fit_the_width_and_never_break_at_a_no_break_space(report, width):
    lines = report(
        Bilan(lignes=1, passages=0, ecartes=1, anomalies=[SEXE, PRENOM]), width=width
    ).splitlines()

    assert max(map(len, lines)) <= min(width, 100) + (10 if width == 20 else 0)
    assert not any(line.strip().startswith((":", "»", "?")) or line.endswith("«") for line in lines)


def test_wide_characters_count_double(monkeypatch):
    monkeypatch.setenv("COLUMNS", "12")
    stream = StringIO()

    Ecran(stream).paragraph(("北京 上海 東京 ab", ""))

    assert stream.getvalue() == "北京 上海\n東京 ab\n"


def test_what_is_to_be_copied_is_never_cut(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    stream = StringIO()

    Ecran(stream).exact("un chemin  bien plus long que l'écran.xml", "", indent=4)

    assert stream.getvalue() == "    un chemin  bien plus long que l'écran.xml\n"


def test_nothing_of_the_user_acts_on_the_terminal_or_on_the_styles(report):
    hostile = "\x1b]0;titre\x07[bold red]x[/] :warning: \x9b31m"
    anomalies = [
        SEXE._replace(message=hostile, correction="\x1b[2J", ou=SEXE.ou._replace(colonne=hostile))
    ]
    lecture = Lecture(source=Path(f"{hostile}.xlsx"), version="1.1.5")

    page = report(Bilan(lignes=1, passages=0, ecartes=1, anomalies=anomalies), lecture)

    assert "\x1b" not in page
    assert "\x9b" not in page
    assert "\x07" not in page
    assert "[bold red]x[/] :warning:" in page


def test_a_terminal_gets_colours(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()

    write_report(stream, Bilan(lignes=1, passages=0, ecartes=1, anomalies=[SEXE]), LECTURE)

    text = stream.getvalue()
    assert "\x1b[1;31m✗ 1\u00a0erreur à corriger\x1b[0m" in text
    assert "\x1b[1mLigne\u00a014, colonne «\u00a0Sexe\u00a0» (F14)\x1b[0m" in text
    assert "\x1b[32m Proposition\u00a0: M\x1b[0m" in text
    assert "\x1b[2m" in text.split("ENU-01")[0].splitlines()[-1]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_refused(monkeypatch, name, value):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(name, value)
    stream = Terminal()

    write_report(stream, Bilan(lignes=1, passages=0, ecartes=1, anomalies=[SEXE]), LECTURE)

    assert "\x1b[31m" not in stream.getvalue()
    assert "\x1b[1;31m" not in stream.getvalue()
    assert "\x1b[32m" not in stream.getvalue()


def test_a_notice_says_what_was_made_and_what_comes_next():
    stream = StringIO()

    write_notice(
        stream,
        "Schéma ajouté",
        Path("a b.xsd"),
        [Etape("Servez-vous-en."), Etape("x  y", exact=True)],
    )

    assert (
        stream.getvalue()
        == """\
✓ Schéma ajouté
    a b.xsd

→ Ensuite
  Servez-vous-en.
    x  y
"""
    )
