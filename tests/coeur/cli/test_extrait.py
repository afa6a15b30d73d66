"""What the report shows of many anomalies, and what it leaves out."""

from accrochage.cli.extrait import MAX_ONE_BY_ONE, MAX_SHOWN, OF_A_KIND, extract
from accrochage.modele import Lieu
from accrochage.regles.anomalie import Anomalie, Gravite


def fault(ligne, message="Faux.", code="ENU-01", rubrique="sexe", feuille=None, correction=None):
    return Anomalie(code, message, Lieu(feuille, ligne, "Sexe", None, rubrique), "x", correction)


def shown(extrait):
    return [
        faute
        for section in extrait.sections
        for famille in section.familles
        for faute in famille.shown
    ]


def test_nothing_wrong_shows_nothing():
    assert extract([]) == ([], 0)


def test_the_same_words_are_said_once_with_all_their_rows():
    extrait = extract([fault(3), fault(5), fault(5), fault(9, "Autre.")])

    assert [(faute.lignes, faute.times) for faute in shown(extrait)] == [([3, 5], 3), ([9], 1)]
    assert extrait.left_out == 0


def test_what_differs_in_place_code_sheet_or_correction_is_not_the_same():
    anomalies = [
        fault(3),
        fault(3, code="OBL-01"),
        fault(3, rubrique="code"),
        fault(3, feuille="Certificateur"),
        fault(3, correction="M"),
        Anomalie("COL-03", "Faux.", Lieu(None, 1, "A", "A1")),
        Anomalie("COL-03", "Faux.", Lieu(None, 1, "B", "B1")),
    ]

    assert len(shown(extract(anomalies))) == len(anomalies)


def test_a_fault_of_the_whole_file_has_no_row():
    faute = shown(extract([Anomalie("COL-01", "Manque.", Lieu())]))[0]

    assert (faute.lignes, faute.times) == ([], 1)


def test_errors_come_before_alerts_before_advice():
    anomalies = [fault(1, code="FEU-05"), fault(2, code="IDT-02"), fault(3), fault(4, "Autre.")]

    sections = extract(anomalies).sections

    assert [(section.gravite, section.times) for section in sections] == [
        (Gravite.ERREUR, 2),
        (Gravite.ALERTE, 1),
        (Gravite.CONSEIL, 1),
    ]


def test_few_are_shown_one_by_one_by_row():
    anomalies = [fault(rank, f"Faux {rank}.") for rank in range(MAX_ONE_BY_ONE)]

    extrait = extract(anomalies)

    assert [famille.shown[0].anomalie for famille in extrait.sections[0].familles] == anomalies
    assert all(not famille.hidden for famille in extrait.sections[0].familles)


def test_many_are_gathered_by_kind_the_commonest_first():
    sexes = [fault(rank, f"Faux {rank}.") for rank in range(MAX_ONE_BY_ONE)]
    codes = [fault(rank, f"Autre {rank}.", rubrique="code") for rank in range(30)]

    first, second = extract([*sexes, *codes]).sections[0].familles

    assert (first.shown[0].anomalie, first.times) == (codes[0], 30)
    assert [faute.anomalie for faute in first.shown] == codes[:OF_A_KIND]
    assert [faute.anomalie for faute in first.hidden] == codes[OF_A_KIND:]
    assert (second.shown[0].anomalie, second.times) == (sexes[0], MAX_ONE_BY_ONE)


def test_a_report_stops_and_says_how_many_are_left_out():
    kinds = [
        fault(rank, f"Faux {kind} {rank}.", rubrique=f"r{kind}")
        for kind in range(20)
        for rank in range(5)
    ]
    alertes = [fault(rank, "Même.", code="IDT-02") for rank in range(7)]

    extrait = extract([*kinds, *alertes])

    assert len(shown(extrait)) == MAX_SHOWN
    assert extrait.left_out == 100 - MAX_SHOWN + 7
    assert len(extrait.sections[0].familles[-1].shown) == MAX_SHOWN % OF_A_KIND
    assert (extrait.sections[1].times, extrait.sections[1].familles) == (7, [])
