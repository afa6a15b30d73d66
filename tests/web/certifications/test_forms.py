from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from agrafe.certifications.forms import CertificationForm, bloc_formset, lines_sent

TODAY = date(2026, 7, 3)
SENT = {
    "type": "RNCP",
    "code": "RNCP35726",
    "intitule": "Fleuriste  en boutique",
    "defaut_obtention_certification": "PAR_ADMISSION",
}


def filled(**changes):
    return CertificationForm(QueryDict(urlencode(SENT | changes, doseq=True)), today=TODAY)


def errors(**changes):
    return {name: list(said) for name, said in filled(**changes).errors.items()}


def blocs(*lines, fiche="RNCP35726"):
    data = {"blocs-TOTAL_FORMS": len(lines), "blocs-INITIAL_FORMS": 0}
    for rank, line in enumerate(lines):
        data |= {f"blocs-{rank}-{name}": value for name, value in line.items()}
    formset = bloc_formset(QueryDict(urlencode(data)))
    formset.fiche = fiche
    return formset


def bloc_errors(*lines):
    formset = blocs(*lines)
    assert not formset.is_valid()
    return [{name: list(said) for name, said in form.errors.items()} for form in formset.forms]


@pytest.mark.parametrize(
    ("type_", "typed", "code"),
    [
        ("RNCP", "RNCP35726", "RNCP35726"),
        ("RNCP", " rncp n° 35 726 ", "RNCP35726"),
        ("RNCP", "35726", "RNCP35726"),
        ("RS", "5875", "RS5875"),
        ("RNCP", "RNCP 35726 - Conseiller de vente", "RNCP35726"),
    ],
)
def test_the_code_is_read_as_the_core_reads_it(type_, typed, code):
    form = filled(type=type_, code=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["code"] == code


@pytest.mark.parametrize(
    ("type_", "typed", "said"),
    [
        ("RNCP", "RS5875", "Le code RS5875 est au RS, mais le type dit RNCP"),
        ("RS", "RNCP35726", "Le code RNCP35726 est au RNCP, mais le type dit RS"),
        ("RNCP", "fleuriste", "n'a pas la forme d'un code RNCP"),
        ("RNCP", "néant", "n'est pas admis"),
        ("RNCP", "RNCP" + "9" * 30, "trop long"),
    ],
)
def test_a_code_that_is_none_is_refused(type_, typed, said):
    assert said in errors(type=type_, code=typed)["code"][0]


def test_without_a_code_there_is_nothing_to_compare():
    assert list(errors(code="")) == ["code"]


def test_the_title_stands_on_one_line():
    form = filled()

    assert form.is_valid()
    assert form.cleaned_data["intitule"] == "Fleuriste en boutique"


@pytest.mark.parametrize(
    ("typed", "codes"), [("", ""), ("312, 326T", "312, 326t"), ("312;312 / 330", "312, 330")]
)
def test_nsf_codes_are_written_in_one_spelling(typed, codes):
    form = filled(codes_nsf=typed)

    assert form.is_valid()
    assert form.cleaned_data["codes_nsf"] == codes


@pytest.mark.parametrize("typed", ["31", "512", "fleurs", "3122"])
def test_what_has_not_the_shape_of_an_nsf_code_is_named(typed):
    assert f"« {typed} »" in errors(codes_nsf=f"312, {typed}")["codes_nsf"][0].replace("\xa0", " ")


def test_reminders_are_kept_from_the_first_to_the_last():
    form = filled(rappels=["6", "18"])

    assert form.is_valid()
    assert form.cleaned_data["rappels"] == [18, 6]


@pytest.mark.parametrize("start", ["date_decision", "date_enregistrement"])
def test_the_end_follows_the_start(start):
    said = errors(**{start: "2026-07-03", "date_echeance": "2026-07-03"})

    assert "doit suivre" in said["date_echeance"][0]


def test_a_registration_before_the_decision_is_doubted():
    form = filled(date_decision="2024-06-02", date_enregistrement="2024-06-01")

    assert form.is_valid()
    assert list(form.warnings) == ["date_enregistrement"]


def test_dates_in_order_are_taken():
    form = filled(
        date_decision="2024-06-01", date_enregistrement="2024-06-01", date_echeance="2027-06-01"
    )

    assert form.is_valid()
    assert form.warnings == {}


def test_a_level_of_language_needs_to_be_announced():
    assert (
        "Cochez" in (errors(defaut_niveau_langue_europeen="B2")["defaut_niveau_langue_europeen"][0])
    )
    assert filled(
        defaut_niveau_langue_europeen="B2", defaut_presence_niveau_langue_euro="on"
    ).is_valid()


@pytest.mark.parametrize("months", ["0", "601"])
def test_the_validity_is_a_number_of_months(months):
    assert errors(duree_validite=months)["duree_validite"] == [
        "Écrivez un nombre de mois, de 1 à 600."
    ]


@pytest.mark.parametrize("typed", ["RNCP35726BC01", "BC01", "bc 1", "1", "RNCP35726-BC-01"])
def test_the_code_of_a_bloc_is_completed(typed):
    formset = blocs({"code": typed, "intitule": "Composer un bouquet"})

    assert formset.is_valid(), formset.errors
    assert [ligne.code for ligne in formset.lignes] == ["RNCP35726BC01"]


def test_an_empty_line_is_no_bloc_and_a_line_that_goes_neither():
    formset = blocs(
        {"code": "", "intitule": " "},
        {"code": "BC01", "intitule": "Composer", "is_optional": "on"},
        {"code": "BC02", "intitule": "Vendre", "is_removed": "on", "known_as": "RNCP35726BC02"},
    )

    assert formset.is_valid()
    assert [(ligne.code, ligne.is_optional) for ligne in formset.lignes] == [
        ("RNCP35726BC01", True)
    ]


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ({"code": "BC01", "intitule": ""}, "intitule", "Écrivez l'intitulé"),
        ({"code": "", "intitule": "Vendre"}, "code", "Écrivez le code"),
        ({"known_as": "RNCP35726BC01", "code": "", "intitule": ""}, "code", "cochez"),
        ({"code": "bloc un", "intitule": "Vendre"}, "code", "n'a pas la forme"),
        ({"code": "RNCP11111BC01", "intitule": "Vendre"}, "code", "est de la fiche RNCP11111"),
    ],
)
def test_half_a_line_is_refused(line, field, said):
    assert said in bloc_errors(line)[0][field][0]


def test_the_same_bloc_twice_is_refused():
    line = {"code": "1", "intitule": "Vendre"}

    assert "deux fois" in bloc_errors(line, line | {"code": "BC01"})[1]["code"][0]


def test_codes_wait_until_that_of_the_certification_is_known():
    formset = blocs({"code": "1", "intitule": "Vendre"}, fiche="")

    assert formset.is_valid()


def test_lines_are_taken_as_they_were_typed():
    data = QueryDict("blocs-TOTAL_FORMS=2&blocs-0-code=bc&blocs-1-is_optional=on")

    assert [line["code"] for line in lines_sent(data)] == ["bc", ""]
    assert [line["is_optional"] for line in lines_sent(data)] == ["", "on"]


@pytest.mark.parametrize("total", ["", "x", "-1", "²", "9999999999"])
def test_a_number_of_lines_that_makes_no_sense_breaks_nothing(total):
    assert len(lines_sent(QueryDict(urlencode({"blocs-TOTAL_FORMS": total})))) <= 60
