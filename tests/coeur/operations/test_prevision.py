"""Forecast of a whole workbook."""

import csv

from accrochage.dictionnaire import COLONNES
from accrochage.operations import predict_classeur
from accrochage.regles.prevision import Risque
from factories.operations import a_demande, csv_of, sound_rows


def test_foretells_every_row_in_order(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(250))
    told = []

    previsions = predict_classeur(path, a_demande(), lambda done, _total: told.append(done))

    assert [passage.ligne for passage in previsions.passages] == list(range(2, 252))
    assert [passage.id_technique for passage in previsions.passages[:2]] == ["N-0", "N-1"]
    assert previsions.times == {Risque.SUR: 250, Risque.A_VERIFIER: 0, Risque.PROBABLE_KO: 0}
    assert previsions.hopeful
    assert told == [100, 200, 250]


def test_corrects_first_when_asked(tmp_path):
    rows = [{**sound_rows(1)[0], "prenom1": "Zoé, Lou"}]
    path = csv_of(tmp_path / "a.csv", rows)

    as_it_stands = predict_classeur(path, a_demande())
    corrected = predict_classeur(path, a_demande(corriger=True))

    assert as_it_stands.times[Risque.A_VERIFIER] == 1
    assert corrected.times[Risque.SUR] == 1


def test_a_row_that_was_given_back_is_never_without_risk(tmp_path):
    path = tmp_path / "ko.csv"
    rows = sound_rows(3)
    titles = ["À corriger", *(COLONNES[key].header for key in rows[0])]
    told = ["Aucun titulaire ne correspond", "", "Aucun titulaire ne correspond"]
    lines = [[motif, *row.values()] for motif, row in zip(told, rows, strict=True)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([titles, *lines])

    first, second, _ = predict_classeur(path, a_demande()).passages

    (raison,) = first.prevision.raisons
    assert (first.prevision.risque, second.prevision.risque) == (Risque.A_VERIFIER, Risque.SUR)
    assert "Aucun titulaire ne correspond" in raison.message
