"""Choices in a list, yes or no, and whole numbers."""

from datetime import date, time

import pytest

from accrochage.dictionnaire import COLONNES, Kind, rubrique
from accrochage.referentiels.cles import fold
from factories.lectures import read

ENUMERATIONS = [entry for entry in COLONNES.values() if entry.kind is Kind.CODE]
SPELLINGS = [
    (entry.key, spelling, code.value)
    for entry in ENUMERATIONS
    for code in entry.codes
    for spelling in (code.value, code.libelle, *code.synonyms)
]


# --- Choices


@pytest.mark.parametrize(("key", "spelling", "value"), SPELLINGS)
def test_reads_a_choice_by_its_code_its_words_or_another_spelling(key, spelling, value):
    for raw in (
        spelling,
        spelling.upper(),
        spelling.lower(),
        f"  {spelling}\u00a0",
        spelling.replace(" ", "_"),
    ):
        assert read(key, raw) == (value, [])


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("modaliteAcces", "EQUIVALENCE_(DIPLOME_ETRANGER)", "EQUIVALENCE_DIPLOME_ETRANGER"),
        ("modaliteAcces", "Equivalence (diplôme étranger)", "EQUIVALENCE_DIPLOME_ETRANGER"),
        (
            "modaliteAcces",
            "formation-continue-hors-contrat-de-professionnalisation",
            "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION",
        ),
        ("initiativeInscription", "France Travail", "POLE_EMPLOI"),
        ("initiativeInscription", "FRANCE_TRAVAIL", "POLE_EMPLOI"),
        ("initiativeInscription", "pole emploi", "POLE_EMPLOI"),
        ("mentionValidee", "TRÈS BIEN", "MENTION_TRES_BIEN"),
        ("modalitePassageExamen", "présentiel", "EN_PRESENTIEL"),
        ("obtentionCertification", "par-scoring", "PAR_SCORING"),
        ("niveauLangueEuropeen", "b2", "B2"),
        ("sexe", "Madame", "F"),
        ("sexe", "m.", "M"),
        ("type", "rncp", "RNCP"),
    ],
)
def test_reads_a_choice_when_another_tool_wrote_it(key, raw, value):
    assert read(key, raw) == (value, [])


@pytest.mark.parametrize(
    ("raw", "value"), [("B1+", "B1"), ("b2 +", "B2"), ("C1-", "C1"), ("A2\u2212", "A2")]
)
def test_warns_when_a_language_level_is_between_two(raw, value):
    found, ((code, message, correction),) = read("niveauLangueEuropeen", raw)

    assert (found, code, correction) == (value, "LNG-03", value)
    assert f"a été lu « {value} »" in message


def test_a_sign_at_the_end_means_nothing_elsewhere():
    assert read("sexe", "F+") == ("F", [])


@pytest.mark.parametrize("entry", ENUMERATIONS, ids=lambda entry: entry.key)
def test_tells_choices_from_one_another_whatever_their_spelling(entry):
    meanings = {}
    for code in entry.codes:
        for spelling in (code.value, code.libelle, *code.synonyms):
            meanings.setdefault(fold(spelling), set()).add(code.value)

    assert {spelling: values for spelling, values in meanings.items() if len(values) > 1} == {}


@pytest.mark.parametrize(
    ("key", "raw", "correction"),
    [
        ("obtentionCertification", "par admision", "Par admission"),
        ("modaliteAcces", "candidat librre", "Candidat libre"),
        ("mentionValidee", "mention assez-bienn", "Mention assez bien"),
        ("sexe", "feminnin", "Féminin"),
        ("voieAccessVAE", "conge de VAE", "Congé VAE"),
    ],
)
def test_proposes_a_choice_when_one_is_near(key, raw, correction):
    reading = read(key, raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["ENU-01"], correction)
    assert reading.message == f"« {raw} » n'est pas reconnu. Écrivez plutôt « {correction} »."


@pytest.mark.parametrize(
    ("key", "choices"),
    [
        ("obtentionCertification", "« Par admission » ou « Par scoring »"),
        ("sexe", "M ou F"),
        ("niveauLangueEuropeen", "A1, A2, B1, B2, C1, C2 ou « Insuffisant »"),
        (
            "initiativeInscription",
            "« Le titulaire lui-même », « L'organisme de formation », « France Travail (ex-Pôle emploi) », « L'employeur » ou « Autre »",
        ),
    ],
)
def test_lists_the_choices_when_none_is_near(key, choices):
    reading = read(key, "zzz 9")

    assert (reading.value, reading.codes, reading.correction) == (None, ["ENU-01"], None)
    assert reading.message == f"« zzz 9 » n'est pas reconnu. Écrivez {choices}."


@pytest.mark.parametrize("raw", ["???", "😀", 42, date(2026, 6, 30), "\x07"])
def test_refuses_a_choice_when_it_is_anything_else(raw):
    reading = read("mentionValidee", raw)

    assert (reading.value, reading.codes) == (None, ["ENU-01"])


@pytest.mark.parametrize(
    ("raw", "correction"),
    [("Diplôme d'université", None), ("RNPC", "RNCP"), ("Habilitation", None)],
)
def test_warns_when_a_type_of_certification_is_unusual(raw, correction):
    reading = read("type", raw)

    assert (reading.value, reading.codes, reading.correction) == (raw, ["CER-03"], correction)
    assert reading.message == (
        f"« {raw} » est inhabituel. Les certifications à déclarer sont de type RNCP ou RS."
    )


def test_refuses_an_unusual_type_when_it_is_too_long():
    assert read("type", "x" * 256).codes == ["CER-03", "TXT-01"]


# --- Yes or no


@pytest.mark.parametrize(
    "raw",
    [
        "oui",
        "OUI",
        " Oui ",
        "o",
        "vrai",
        "VRAI",
        "x",
        "X",
        "1",
        1,
        1.0,
        True,
        "true",
        "TRUE",
        "yes",
        "y",
    ],
)
def test_reads_yes(raw):
    assert read("donneeCertifiee", raw) == (True, [])


@pytest.mark.parametrize("raw", ["non", "NON", "n", "faux", "0", 0, 0.0, False, "false", "No"])
def test_reads_no(raw):
    assert read("donneeCertifiee", raw) == (False, [])


@pytest.mark.parametrize("raw", ["peut-être", "oui/non", 2, "?", time(1, 0), "ouii"])
def test_refuses_what_is_neither_yes_nor_no(raw):
    reading = read("donneeCertifiee", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["BOO-01"], None)
    assert reading.message.endswith("n'est ni oui ni non. Écrivez oui ou non.")


# --- Whole numbers


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("moisNaissance", "07", 7),
        ("moisNaissance", "7", 7),
        ("moisNaissance", 7, 7),
        ("moisNaissance", 7.0, 7),
        ("moisNaissance", "7.0", 7),
        ("moisNaissance", "7,00", 7),
        ("moisNaissance", "juillet", 7),
        ("moisNaissance", "JUIL.", 7),
        ("moisNaissance", "août", 8),
        ("jourNaissance", "03", 3),
        ("anneeNaissance", "1991", 1991),
        ("anneeNaissance", 1991.0, 1991),
        ("scoreGeneral", "1 000", 1000),
        ("scoreGeneral", "1\u202f000", 1000),
        ("scoreGeneral", 640, 640),
    ],
)
def test_reads_a_whole_number(key, raw, value):
    assert read(key, raw) == (value, [])


NUMBERS = [entry for entry in COLONNES.values() if entry.kind is Kind.INTEGER]


@pytest.mark.parametrize("entry", NUMBERS, ids=lambda entry: entry.key)
def test_reads_a_number_when_it_stands_at_the_bounds(entry):
    assert read(entry.key, entry.minimum) == (entry.minimum, [])
    assert read(entry.key, str(entry.maximum)) == (entry.maximum, [])


@pytest.mark.parametrize("entry", NUMBERS, ids=lambda entry: entry.key)
def test_refuses_a_number_when_it_is_out_of_bounds(entry):
    for number in (entry.minimum - 1, entry.maximum + 1):
        reading = read(entry.key, number)

        assert (reading.value, reading.codes) == (None, ["ENT-02"])
        assert reading.message == (
            f"{number} est hors limites. Écrivez un nombre de {entry.minimum} à {entry.maximum}."
        )


@pytest.mark.parametrize(
    "raw",
    [
        "12,5",
        12.5,
        "douze",
        "640 points",
        "640/1000",
        "-5",
        "1.000",
        "1e3",
        "٣",
        "juillet",
        True,
        date(1905, 6, 13),
    ],
)
def test_refuses_a_number_when_it_is_not_whole(raw):
    reading = read("scoreGeneral", raw)

    assert (reading.value, reading.codes) == (None, ["ENT-01"])
    assert reading.message.endswith("n'est pas un nombre entier. Écrivez un nombre de 1 à 1000.")


def test_refuses_a_month_when_it_has_no_such_name():
    assert read("moisNaissance", "brumaire").codes == ["ENT-01"]


def test_keeps_a_timestamp_as_it_stands():
    assert read("horodatage", rubrique("horodatage").example) == (
        rubrique("horodatage").example,
        [],
    )
