from datetime import date
from uuid import uuid4

import pytest
from django.http import Http404

from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import (
    certifications_of,
    defaults_of,
    defaults_said,
    echeance_of,
    end_of_validity,
    get_certification,
    months_after,
    searched,
    uses_of,
)
from agrafe.comptes.enums import Role
from factories.web import make_bloc, make_certification, make_member, make_passage

pytestmark = pytest.mark.django_db


def test_each_sees_its_own():
    par, other = make_member(Role.LECTURE), make_member()
    certification = make_certification(par.certificateur)
    make_certification(other.certificateur)

    assert list(certifications_of(par)) == [certification]
    assert get_certification(par=par, public_id=certification.public_id) == certification


def test_another_certificateur_s_does_not_exist():
    certification = make_certification(make_member().certificateur)

    with pytest.raises(Http404):
        get_certification(par=make_member(), public_id=certification.public_id)
    with pytest.raises(Http404):
        get_certification(par=make_member(), public_id=uuid4())


def test_a_partenaire_sees_none():
    par = make_member(Role.PARTENAIRE)
    make_certification(par.certificateur)

    assert not certifications_of(par).exists()


def test_what_passages_have_in_common_bears_the_names_of_the_dictionary():
    certification = Certification(
        defaut_modalite_acces="VAE",
        defaut_presence_niveau_langue_euro=True,
        defaut_niveau_langue_europeen="B2",
    )

    assert defaults_of(certification) == {
        "obtentionCertification": "PAR_ADMISSION",
        "donneeCertifiee": True,
        "modaliteAcces": "VAE",
        "presenceNiveauLangueEuro": True,
        "niveauLangueEuropeen": "B2",
        "presenceNiveauNumeriqueEuro": False,
    }


def test_a_level_that_is_not_announced_is_no_default():
    certification = Certification(defaut_niveau_langue_europeen="B2")

    assert "niveauLangueEuropeen" not in defaults_of(certification)


def test_defaults_are_said_in_french():
    said = dict(defaults_said(Certification(defaut_modalite_passage_examen="A_DISTANCE")))

    assert said["Mode d'obtention"] == "Par admission"
    assert said["Résultat définitif"] == "oui"
    assert said["Modalité de l'examen"] == "À distance"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 6, 30), 60, date(2031, 6, 29)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), None, None),
    ],
)
def test_the_validity_ends_on_the_eve(start, months, end):
    assert end_of_validity(Certification(duree_validite=months), start=start) == end


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2027, 7, 3), -18, date(2026, 1, 3)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("today", "rappel", "is_near", "is_over"),
    [
        (date(2026, 1, 2), None, False, False),
        (date(2026, 1, 3), 18, True, False),
        (date(2026, 7, 3), 12, True, False),
        (date(2027, 7, 3), 6, True, False),
        (date(2027, 7, 4), 6, True, True),
    ],
)
def test_the_last_reminder_that_was_reached_counts(today, rappel, is_near, is_over):
    certification = Certification(date_echeance=date(2027, 7, 3))

    echeance = echeance_of(certification, today=today)

    assert (echeance.rappel, echeance.is_near, echeance.is_over) == (rappel, is_near, is_over)


def test_without_a_known_end_there_is_nothing_to_say():
    assert echeance_of(Certification(), today=date(2026, 7, 3)) is None


def test_the_registers_are_narrowed_by_a_day():
    certificateur = make_member().certificateur
    ended = make_certification(certificateur, date_echeance=date(2026, 7, 2))
    open_ended = make_certification(certificateur)

    assert list(Certification.objects.expired(on=date(2026, 7, 3))) == [ended]
    assert list(Certification.objects.registered(on=date(2026, 7, 3))) == [open_ended]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("ebenis", True), ("ÉBÉNISTE", True), ("99 001", True), ("menuisier", False), ("!!", False)],
)
def test_a_search_minds_neither_case_nor_accents(text, is_found):
    par = make_member()
    make_certification(par.certificateur, code="RNCP99001", intitule="Ébéniste d'art")

    assert searched(certifications_of(par), text).exists() is is_found


def test_what_needs_a_certification_is_counted():
    par = make_member()
    certification = make_certification(par.certificateur)
    make_bloc(certification)
    assert uses_of(certification) == []

    for _ in range(2):
        make_passage(par.certificateur, certification=certification)

    assert [use.said.replace("\xa0", " ") for use in uses_of(certification)] == ["2 passages"]
