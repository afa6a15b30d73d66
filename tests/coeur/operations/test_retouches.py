"""Retouches: what the user writes in place of cells, put in as the workbook is read, each one listed."""

from collections import defaultdict

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from accrochage.modele import Lieu
from accrochage.operations import (
    Selection,
    generate,
    predict_classeur,
    retouche_of,
    verify_classeur,
    withdraw_classeur,
)
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.prevision import Risque
from factories.flux import NS
from factories.operations import a_demande, codes, csv_of, names, sound_rows, written, xlsx_of
from factories.passages import a_row, without


def sent(bilan, name):
    return [node.text for node in etree.parse(bilan.fichiers[0].chemin).iter(f"{NS}{name}")]


def traces(bilan):
    return [
        (one.ou.ligne, one.ou.rubrique, one.avant, one.apres, one.code) for one in bilan.changements
    ]


def proposed(bilan, sure_only=True):
    """Return the corrections that a check proposes, as retouches; the first one on a cell wins."""
    retouches = defaultdict(dict)
    for one in bilan.anomalies:
        for key, value in retouche_of(one).items():
            if one.sure or not sure_only:
                retouches[one.ou.ligne].setdefault(key, value)
    return dict(retouches)


def test_a_retouche_is_sent_and_says_what_it_mends(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(2, sexe="Jeune homme"))

    bilan = generate(
        path, tmp_path, a_demande(retouches={2: {"sexe": "M", "prenom1": "Paul"}, 3: {"sexe": "F"}})
    )

    assert (sent(bilan, "sexe"), sent(bilan, "prenom1")[0]) == (["M", "F"], "Paul")
    assert bilan.anomalies == ()
    first, by_hand, last = traces(bilan)
    assert (first, last) == (
        (2, "sexe", "Jeune homme", "M", "ENU-01"),
        (3, "sexe", "Jeune homme", "F", "ENU-01"),
    )
    assert by_hand[1:] == ("prenom1", "Maëlle", "Paul", "RET-01")
    assert "Jeune homme" in bilan.changements[0].pourquoi


def test_the_workbook_itself_is_left_alone(tmp_path):
    path = xlsx_of(tmp_path / "a.xlsx", sound_rows(1))
    before = path.read_bytes()

    generate(path, tmp_path, a_demande(retouches={2: {"nomNaissance": "KERVELLA"}}))

    assert path.read_bytes() == before


def test_an_empty_retouche_empties_the_cell(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1))

    bilan = verify_classeur(path, a_demande(retouches={2: {"idTechnique": ""}}))

    assert codes(bilan) == [("OBL-01", 2)]
    assert traces(bilan) == [(2, "idTechnique", "N-0", "", "RET-01")]


def test_what_is_written_already_is_no_change(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1))

    bilan = verify_classeur(path, a_demande(retouches={2: {"idTechnique": " N-0"}}))

    assert (bilan.anomalies, bilan.changements) == ((), [])


def test_a_column_that_the_file_lacks_is_filled(tmp_path):
    rows = [without(row, "sexe") for row in sound_rows(2)]
    path = csv_of(tmp_path / "a.csv", rows)

    some = verify_classeur(path, a_demande(retouches={2: {"sexe": "F"}}))
    whole = generate(path, tmp_path, a_demande(retouches={2: {"sexe": "F"}, 3: {"sexe": "F"}}))

    assert codes(some) == [("COL-01", None)]
    assert codes(whole) == []
    assert sent(whole, "sexe") == ["F", "F"]
    assert traces(whole)[0] == (2, "sexe", None, "F", "RET-01")


def test_a_row_shorter_than_the_table_is_retouched(tmp_path):
    row = sound_rows(1)[0]
    path = csv_of(tmp_path / "a.csv", [row], [*row, "prenom2"])
    path.write_text(path.read_text(encoding="utf-8").replace(";\n", "\n"), encoding="utf-8")

    bilan = generate(path, tmp_path, a_demande(retouches={2: {"prenom2": "Lou"}}))

    assert sent(bilan, "prenom2") == ["Lou"]


def test_a_formula_in_error_is_written_over(tmp_path):
    path = tmp_path / "a.xlsx"
    xlsx_of(path, sound_rows(2))
    book = openpyxl.load_workbook(path)
    sheet = book["Passages"]
    column = [cell.value for cell in sheet[1]].index("Identifiant technique") + 1
    for ligne in (2, 3):
        sheet.cell(ligne, column).value = "=NA()"
    book.save(path)

    bilan = verify_classeur(path, a_demande(retouches={2: {"idTechnique": "N-9"}}))

    assert codes(bilan) == [("FEU-07", 3)]
    assert traces(bilan) == [(2, "idTechnique", None, "N-9", "FEU-07")]


def test_a_row_that_is_not_read_is_said(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1))

    bilan = verify_classeur(path, a_demande(retouches={7: {"sexe": "F"}, 2: {"sexe": "F"}}))

    assert codes(bilan) == [("RET-02", 7)]
    assert bilan.valide


def test_a_key_that_no_column_has_is_a_mistake_of_the_program(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1))

    with pytest.raises(ValueError, match="no such column: idFlux"):
        verify_classeur(path, a_demande(retouches={2: {"idFlux": "x"}}))


def test_sure_corrections_come_after_retouches(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1))

    bilan = generate(
        path, tmp_path, a_demande(retouches={2: {"nomNaissance": "Mme LE GALL"}}, corriger=True)
    )

    assert sent(bilan, "nomNaissance") == ["LE GALL"]
    assert [one[-2:] for one in traces(bilan)] == [("Mme LE GALL", "RET-01"), ("LE GALL", "NOM-08")]


def test_a_correction_beside_a_retouche_keeps_the_column_that_the_file_lacks(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1, nomNaissance="Mme KERVELLA"))

    bilan = generate(path, tmp_path, a_demande(retouches={2: {"prenom3": "Zoé"}}, corriger=True))

    assert (sent(bilan, "nomNaissance"), sent(bilan, "prenom3")) == (["KERVELLA"], ["Zoé"])


def test_a_retouched_row_that_stays_faulty_comes_back_retouched(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1, dateNaissance="31/02/1990"))

    bilan = generate(
        path,
        tmp_path,
        a_demande(retouches={2: {"prenom1": "Paul", "prenom2": "Lou"}}, ecarter=True),
    )

    sheet = openpyxl.load_workbook(bilan.a_corriger)["Passages"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"Paul", "Lou"} < texts


def test_the_annotated_copy_shows_what_was_retouched(tmp_path):
    path = xlsx_of(tmp_path / "a.xlsx", sound_rows(1, sexe="Jeune homme"))

    verify_classeur(
        path,
        a_demande(retouches={2: {"sexe": "M", "prenom1": "Paul"}}, annoter=tmp_path / "copie.xlsx"),
    )

    sheet = openpyxl.load_workbook(tmp_path / "copie.xlsx")["Anomalies"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"M", "Paul"} <= texts


def test_duplicates_are_looked_for_among_retouched_rows(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(2))

    bilan = verify_classeur(path, a_demande(retouches={3: {"idTechnique": "N-0"}}))

    assert codes(bilan) == [("DUP-01", 3)]


def test_the_forecast_and_the_withdrawal_honour_them(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1, sexe="Jeune homme"))
    demande = a_demande(retouches={2: {"sexe": "F", "idTechnique": "N-9"}}, version="1.1.5")

    previsions = predict_classeur(path, demande)
    retrait = withdraw_classeur(path, tmp_path / "depot", demande, Selection({"N-9": ""}))

    assert previsions.times[Risque.PROBABLE_KO] == 0
    assert [ids for _, ids in written(retrait)] == [["N-9"]]


FAULTY = st.fixed_dictionaries(
    {
        "nomNaissance": st.sampled_from(
            [
                "KERVELLA",
                "Mme KERVELLA",
                "MARTIN née KERVELLA",
                "LE GАLL",
                "MARTIN nÃ©e GÃ‰RARD",
                "",
            ]
        ),
        "prenom1": st.sampled_from(["Zoé", "Ã‰lodie", "Camille, Lou", "Zoé / Anne", "M. Paul"]),
        "prenom2": st.sampled_from(["", "Ã‰lise", "néant"]),
        "sexe": st.sampled_from(["F", "M", "féminin", "Jeune homme", ""]),
        "dateNaissance": st.sampled_from(["03/07/1991", "31/02/1990", "1991"]),
        "codeInsee": st.sampled_from(["35238", "1053", "O1053", ""]),
    }
)


@given(rows=st.lists(FAULTY, min_size=1, max_size=4))
def test_sure_corrections_given_as_retouches_come_to_the_same(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pareil")
    whole = [{**row, **faulty} for row, faulty in zip(sound_rows(len(rows)), rows, strict=True)]
    path = csv_of(folder / "a.csv", whole)
    corrected = verify_classeur(path, a_demande(corriger=True))

    retouches: dict = {}
    while more := proposed(verify_classeur(path, a_demande(retouches=retouches))):
        added = {ligne: {**values, **retouches.get(ligne, {})} for ligne, values in more.items()}
        if {**retouches, **added} == retouches:
            break
        retouches = {**retouches, **added}
    retouched = verify_classeur(path, a_demande(retouches=retouches))

    assert retouched.anomalies == corrected.anomalies
    assert (retouched.passages, retouched.ecartes) == (corrected.passages, corrected.ecartes)
    last = {(one.ou, one.apres) for one in corrected.changements}
    assert {(one.ou, one.apres) for one in retouched.changements} == last


def test_nothing_is_left_of_a_file_whose_every_proposal_is_taken(tmp_path):
    rows = sound_rows(3, nomNaissance="Mme KERVELLA", prenom1="Camille, Lou", sexe="F")
    path = csv_of(tmp_path / "a.csv", rows)

    retouches = proposed(verify_classeur(path, a_demande()), sure_only=False)
    bilan = generate(path, tmp_path / "depot", a_demande(retouches=retouches))

    assert [code for code, _ in codes(bilan) if code != "DUP-02"] == []
    assert len(names(tmp_path / "depot")) == 1
    assert {one.code for one in bilan.changements} == {"NOM-08", "PRE-03"}


def test_what_stands_elsewhere_than_in_a_row_is_not_for_retouches(tmp_path):
    given = {"idClient": "12ABC-45", "code": "RNCP 35726"}
    rows = [without(without(row, "idClient"), "code") for row in sound_rows(1)]
    on_sheet = verify_classeur(xlsx_of(tmp_path / "a.xlsx", rows, given), a_demande())
    titles = {"Nom" if key == "nomNaissance" else key: value for key, value in a_row().items()}
    on_title = verify_classeur(csv_of(tmp_path / "a.csv", [titles]), a_demande())

    assert any(one.correction is not None for one in (*on_sheet.anomalies, *on_title.anomalies))
    assert [retouche_of(one) for one in (*on_sheet.anomalies, *on_title.anomalies)] == [
        {} for _ in (*on_sheet.anomalies, *on_title.anomalies)
    ]


def test_a_correction_that_no_column_can_take_is_not_for_retouches():
    ou = Lieu(None, 3, "idFlux", None, "idFlux")

    assert retouche_of(Anomalie("TXT-03", "Trop long.", ou, "x", "y")) == {}
    assert retouche_of(Anomalie("TXT-03", "Trop long.", ou._replace(rubrique=None), "x", "y")) == {}
