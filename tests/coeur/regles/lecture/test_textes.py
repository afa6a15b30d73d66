"""Free texts and identifiers: lengths, shapes, and what a spreadsheet does to numbers."""

import pytest

from accrochage.dictionnaire import COLONNES, Kind
from factories.lectures import read

TEXTS = [entry for entry in COLONNES.values() if entry.kind is Kind.TEXT]
IDENTIFIERS = [entry for entry in COLONNES.values() if entry.kind is Kind.IDENTIFIER]
BOUNDED = [entry for entry in (*TEXTS, *IDENTIFIERS) if entry.min_length != entry.max_length]
FIXED = [entry for entry in IDENTIFIERS if entry.min_length == entry.max_length]


def keys(entries):
    return [entry.key for entry in entries]


# --- Lengths


@pytest.mark.parametrize("entry", BOUNDED, ids=keys(BOUNDED))
def test_reads_a_text_when_it_is_as_long_as_the_format_allows(entry):
    text = ("https://" if entry.key == "urlPreuve" else "").ljust(entry.max_length, "x")

    assert read(entry.key, text) == (text, [])


@pytest.mark.parametrize("entry", BOUNDED, ids=keys(BOUNDED))
def test_refuses_a_text_when_it_is_one_character_too_long(entry):
    reading = read(entry.key, "x" * (entry.max_length + 1))

    assert (reading.codes, reading.correction) == (["TXT-01"], None)
    assert reading.message == (
        f"Le texte compte {entry.max_length + 1} caractères : {entry.max_length} au plus. Raccourcissez-le."
    )


@pytest.mark.parametrize("change", [-1, 1])
@pytest.mark.parametrize("entry", FIXED, ids=keys(FIXED))
def test_refuses_an_identifier_when_its_length_is_not_the_only_one(entry, change):
    text = "X" * (entry.max_length + change)

    reading = read(entry.key, text)

    assert (reading.codes, reading.correction) == (["TXT-03"], None)
    assert reading.message == (
        f"« {text} » compte {len(text)} caractères au lieu de {entry.max_length}. Corrigez la valeur."
    )


def test_counts_a_single_character_in_the_singular():
    assert "compte 1 caractère au lieu de 3." in read("codePaysNaissance", "1").message


def test_counts_characters_as_xml_does():
    assert read("idDossier", "\U0001f393" * 13).codes == []


@pytest.mark.parametrize("key", ["verbatim", "idTechnique", "libelleCommuneNaissance"])
def test_blames_only_the_character_when_a_text_has_an_invisible_one(key):
    reading = read(key, "x\x07" + "y" * 300)

    assert (reading.codes, reading.correction) == (["TXT-02"], "x" + "y" * 300)


def test_proposes_the_accents_of_a_text_when_they_were_spoilt():
    reading = read("libelleCommuneNaissance", "NÃ®mes")

    assert (reading.value, reading.codes, reading.correction) == ("NÃ®mes", ["TXT-04"], "Nîmes")


def test_keeps_a_text_as_it_is_when_it_looks_like_something_else():
    assert read("scoring", "1,5E+3") == ("1,5E+3", [])
    assert read("verbatim", "12/25/2024 😀") == ("12/25/2024 😀", [])


# --- Identifiers


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("idTechnique", 123.0, "123"),
        ("idTechnique", 123, "123"),
        ("idTechnique", "000123", "000123"),
        ("idDossier", 1234567891011.0, "1234567891011"),
        ("idClient", 12345678, "12345678"),
        ("idClient", "12abc345", "12abc345"),
        ("codePostalCentreExamen", 69003.0, "69003"),
        ("codeInsee", 35238.0, "35238"),
    ],
)
def test_reads_an_identifier_when_the_spreadsheet_takes_it_for_a_number(key, raw, value):
    assert read(key, raw) == (value, [])


@pytest.mark.parametrize("raw", ["1,23457E+12", "1.23457E+12", "1,23457e+12", "9,9E+307"])
@pytest.mark.parametrize("key", ["idTechnique", "idDossier"])
def test_refuses_an_identifier_when_the_spreadsheet_lost_digits(key, raw):
    reading = read(key, raw)

    assert (reading.codes, reading.correction) == (["TXT-06"], None)
    assert reading.message == (
        f"« {raw} » : le tableur n'a gardé que les premiers chiffres de ce numéro. "
        "Mettez la colonne au format Texte et retapez le numéro."
    )


@pytest.mark.parametrize("raw", [123456789012345678.0, 10**15, -(10.0**15)])
def test_refuses_an_identifier_when_its_number_is_too_long_for_a_spreadsheet(raw):
    assert read("idTechnique", raw).codes == ["TXT-06"]


@pytest.mark.parametrize("raw", ["1E+12", "A1,2E+12", "1,2E12", "2.5E+"])
def test_accepts_an_identifier_when_it_only_resembles_a_power_of_ten(raw):
    assert read("idTechnique", raw) == (raw, [])


@pytest.mark.parametrize(
    ("key", "raw"),
    [("idClient", "12ABC-45"), ("idClientEmetteur", "12ABC 45")],
)
def test_warns_when_an_identifier_has_an_unusual_shape(key, raw):
    reading = read(key, raw)

    assert (reading.codes, reading.correction) == (["TXT-04"], None)
    assert "n'a pas la forme attendue (exemple : " in reading.message


@pytest.mark.parametrize("raw", ["3523X", "Haïti", "2C004", "99ABC", "35-23", "A1234"])
def test_refuses_an_insee_code_that_has_only_the_length_of_one(raw):
    reading = read("codeInsee", raw)

    assert (reading.codes, reading.correction) == (["TXT-07"], None)
    assert "n'est pas un code INSEE" in reading.message


def test_says_one_thing_when_an_identifier_has_neither_the_length_nor_the_shape():
    assert read("codeInsee", "35-238-1").codes == ["TXT-03"]


# --- Places


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("75 056", "75056"),
        ("2a004", "2A004"),
        ("2a 004", "2A004"),
        ("2B033", "2B033"),
        ("99139", "99139"),
        ("35238.0", "35238"),
    ],
)
def test_writes_an_insee_code_as_the_insee_does(raw, value):
    assert read("codeInsee", raw) == (value, [])


@pytest.mark.parametrize("raw", [1053, 1053.0, "1053", "1 053", "1053.0"])
def test_puts_back_the_zero_when_the_spreadsheet_ate_that_of_an_insee_code(raw):
    reading = read("codeInsee", raw)

    assert (reading.value, reading.codes, reading.correction) == ("01053", ["TXT-05"], "01053")
    assert reading.message.endswith("a été lu « 01053 » : un code INSEE a cinq caractères.")


@pytest.mark.parametrize("raw", ["2A4", "139", "FRANCE", "352381"])
def test_refuses_an_insee_code_when_it_has_not_five_characters(raw):
    assert read("codeInsee", raw).codes == ["TXT-03"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("35000", "35000"),
        ("35 000", "35000"),
        ("69003.0", "69003"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("B-1000", "B-1000"),
    ],
)
@pytest.mark.parametrize("key", ["codePostal", "codePostalCentreExamen"])
def test_reads_a_postal_code_from_anywhere(key, raw, value):
    assert read(key, raw) == (value, [])


@pytest.mark.parametrize("raw", [6000, "6000", "6 000"])
@pytest.mark.parametrize("key", ["codePostal", "codePostalCentreExamen"])
def test_warns_when_a_postal_code_may_have_lost_its_zero(key, raw):
    reading = read(key, raw)

    assert (reading.value, reading.codes, reading.correction) == ("6000", ["TXT-04"], "06000")
    assert reading.message.endswith(
        "n'a que quatre chiffres : en France, ce serait 06000. Vérifiez-le."
    )


@pytest.mark.parametrize("raw", ["139", 139, 139.0, "99139", 99139])
def test_cuts_the_code_of_a_country_to_its_last_three_digits(raw):
    assert read("codePaysNaissance", raw) == ("139", [])


@pytest.mark.parametrize("raw", ["9913", "991390", "13", "98139"])
def test_refuses_the_code_of_a_country_when_it_is_too_long_or_too_short(raw):
    assert read("codePaysNaissance", raw).codes == ["TXT-03"]


def test_keeps_a_length_in_characters_apart_from_what_they_are():
    assert read("codePaysNaissance", "\U0001f393" * 4).codes == ["TXT-03"]


@pytest.mark.parametrize("raw", ["FRA", "PRT", "13B"])
def test_warns_when_the_code_of_a_country_is_not_the_insee_s(raw):
    reading = read("codePaysNaissance", raw)

    assert (reading.value, reading.codes, reading.correction) == (raw, ["TXT-04"], None)
    assert reading.message == (
        f"« {raw} » : le code de l'INSEE pour un pays a trois chiffres. Vérifiez-le."
    )


# --- Certifications


@pytest.mark.parametrize(
    "raw",
    [
        "RNCP35726",
        "rncp35726",
        "RNCP 35726",
        "rncp 35 726",
        "RNCP-35726",
        "RNCP_35726",
        "RNCP n° 35726",
        "R.N.C.P. 35726",
        "RNCP : 35726",
    ],
)
def test_writes_a_code_as_france_competences_does(raw):
    assert read("code", raw) == ("RNCP35726", [])


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("rs 5875", "RS5875"),
        (35726.0, "35726"),
        ("35 726", "35726"),
        ("RNCP35726BC01", "RNCP35726BC01"),
        ("Titre pro", "Titre pro"),
    ],
)
def test_keeps_a_code_when_it_is_of_another_kind(raw, value):
    assert read("code", raw) == (value, [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("RNCP35726 - Conseiller de vente", "RNCP35726"),
        ("RNCP 35726 : Conseiller de vente", "RNCP35726"),
        ("rs5875 (Anglais professionnel)", "RS5875"),
        ("RNCP n° 35726 – Conseiller", "RNCP35726"),
    ],
)
def test_takes_the_code_alone_when_a_title_follows_it(raw, code):
    reading = read("code", raw)

    assert (reading.value, reading.codes, reading.correction) == (code, ["TXT-04"], code)
    assert reading.message == f"« {raw} » a été lu « {code} ». N'écrivez que le code."


@pytest.mark.parametrize(
    "raw",
    [
        "RNCP35726 35727",
        "RNCP35726 - 2",
        "Titre RNCP35726",
        "RNCP - Conseiller",
        "35726 - Conseiller",
    ],
)
def test_keeps_a_code_when_what_follows_is_no_title(raw):
    assert read("code", raw) == (raw, [])


@pytest.mark.parametrize("text", ["https://exemple.fr/a", "http://exemple.fr/?a=1&b=é#c"])
def test_takes_the_address_of_a_proof(text):
    assert read("urlPreuve", text) == (text, [])


@pytest.mark.parametrize(
    "text", ["exemple.fr/preuve/0001", "https://exemple.fr/a b", "https://", "voir le parchemin"]
)
def test_warns_when_the_address_of_a_proof_does_not_look_like_one(text):
    found, ((code, message, correction),) = read("urlPreuve", text)

    assert (found, code, correction) == (text, "TXT-04", None)
    assert "n'a pas la forme attendue (exemple : https://exemple.fr/preuve/0001)" in message
