"""The values of the options: what is taken, and what is refused in which words."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from accrochage.cli.valeurs import read_filling, read_horodatage, read_id_flux, read_limit

NOW = datetime(2026, 7, 3, 14, 5, tzinfo=UTC)


def test_makes_a_new_identifier_each_time():
    first, second = read_id_flux(None), read_id_flux(None)

    assert first != second
    assert uuid.UUID(first).version == 4


@pytest.mark.parametrize("text", ["x", "é" * 50, "dépôt n° 3 / 2026"])
def test_takes_an_identifier_of_1_to_50_visible_characters(text):
    assert read_id_flux(text) == text


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 51, "a\tb", "a\nb", "\x1b[31m", "a\u00a0b", "\udcff"]
)
def test_refuses_any_other_identifier(refusal, text):
    assert refusal(read_id_flux, text) == (
        "--id-flux : l'identifiant du dépôt a de 1 à 50 caractères, tous visibles (46 au plus si plusieurs fichiers "
        f"sortent, car -001, -002… s'y ajoutent). Celui-ci en a {len(text)}."
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-07-03T14:05:00+02:00", "2026-07-03T14:05:00+02:00"),
        ("2026-07-03T14:05:59.987-14:00", "2026-07-03T14:05:59-14:00"),
        ("2026-07-03 14:05+14:00", "2026-07-03T14:05:00+14:00"),
        ("2026-07-03T12:05:00Z", "2026-07-03T12:05:00+00:00"),
        ("2026-07-03T14:05:00", "2026-07-03T14:05:00+02:00"),
        ("2026-01-03 14:05", "2026-01-03T14:05:00+01:00"),
        ("1900-01-01T00:00:00+00:00", "1900-01-01T00:00:00+00:00"),
        ("2099-12-31T23:59:59", "2099-12-31T23:59:59+01:00"),
    ],
)
def test_reads_an_instant_in_the_time_of_paris_unless_told(text, written):
    assert read_horodatage(text, NOW).isoformat() == written


def test_the_instant_is_now_when_none_is_given():
    assert read_horodatage(None, NOW) is NOW


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hier", "n'est pas une date suivie d'une heure"),
        ("2026-07-03", "n'est pas une date suivie d'une heure"),
        ("20260703T140500", "n'est pas une date suivie d'une heure"),
        ("2026-07-03T14", "n'est pas une date suivie d'une heure"),
        ("2026-02-30T14:05:00", "n'est pas une date suivie d'une heure"),
        ("2026-07-03T25:05:00", "n'est pas une date suivie d'une heure"),
        ("2026-07-03T14:05:00+24:00", "n'est pas une date suivie d'une heure"),
        ("٢٠٢٦-07-03T14:05:00", "n'est pas une date suivie d'une heure"),
        ("1899-12-31T23:59:59+00:00", "de 1900 à 2099"),
        ("2100-01-01T00:00:00", "de 1900 à 2099"),
        ("2026-07-03T14:05:00+14:01", "Il va de -14:00 à +14:00"),
        ("2026-07-03T14:05:00-15:00", "Il va de -14:00 à +14:00"),
        ("1905-07-03T14:05:00", "Il va de -14:00 à +14:00"),  # Paris was then at +00:09:21
    ],
)
def test_refuses_any_other_instant(refusal, text, reason):
    sentence = refusal(read_horodatage, text, NOW)

    assert sentence.startswith("--horodatage : ")
    assert f"« {text} »" in sentence
    assert reason in sentence


@pytest.mark.parametrize("text", ["2026-03-29T02:30", "2026-03-29 02:00:00", "2027-03-28T02:59:59"])
def test_refuses_the_hour_that_paris_skips_in_spring(refusal, text):
    assert refusal(read_horodatage, text, NOW) == (
        f"--horodatage : « {text} » n'existe pas à Paris, où les horloges avancent d'une heure cette nuit-là. "
        "Donnez une autre heure, ou son décalage."
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00"),
        ("2026-03-29T03:00", "2026-03-29T03:00:00+02:00"),
        ("2026-03-29T02:30+01:00", "2026-03-29T02:30:00+01:00"),
        ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_takes_the_hours_around_it_and_the_one_that_comes_twice(text, written):
    assert read_horodatage(text, NOW).isoformat() == written


def test_an_instant_keeps_no_fraction_of_a_second():
    assert read_horodatage("2026-07-03T14:05:00.5+02:00", NOW).utcoffset() == timedelta(hours=2)
    assert read_horodatage("2026-07-03T14:05:00.5+02:00", NOW).microsecond == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (None, 7),
        ("1", 1),
        ("200000", 200_000),
        ("200 000", 200_000),
        ("2\u202f000", 2000),
        ("007", 7),
    ],
)
def test_reads_a_limit(text, value):
    assert read_limit("--max-passages", text, 7) == value


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "mille", "²", "٣", "9" * 19])
def test_refuses_a_limit_that_is_no_number_of_at_least_1(refusal, text):
    assert refusal(read_limit, "--max-passages", text, 200_000) == (
        f"--max-passages : « {text} » n'est pas un nombre entier d'au moins 1, comme 200\u202f000."
    )


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("idClient", " 00AGRAFE ", "00AGRAFE"),
        ("code", "RNCP35726", "RNCP35726"),
        ("type", "rncp", "RNCP"),
        ("natureDeposant", "Tiers de confiance", "TIERS_CONFIANCE"),
        ("natureDeposant", "tiers_confiance", "TIERS_CONFIANCE"),
        ("natureDeposant", "tiers", "TIERS_CONFIANCE"),
    ],
)
def test_reads_what_fills_a_column(key, text, value):
    assert read_filling(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("idClient", " ", "L'option --id-client est vide. Donnez une valeur, ou retirez l'option."),
        (
            "natureDeposant",
            "certificatuer",
            (
                "--nature-deposant : « certificatuer » n'est pas reconnu. Vouliez-vous écrire CERTIFICATEUR ? "
                "Écrivez CERTIFICATEUR ou TIERS_CONFIANCE."
            ),
        ),
        ("type", "diplôme", "--type : « diplôme » n'est pas reconnu. Écrivez RNCP ou RS."),
    ],
)
def test_refuses_what_cannot_fill_a_column(refusal, key, text, sentence):
    assert refusal(read_filling, key, text) == sentence
