"""The NIR: thirteen characters that are sent, two of a key that are checked."""

import pytest

from accrochage.identite.nir import nir_key
from factories.lectures import read
from factories.passages import NIR


@pytest.mark.parametrize(
    "raw",
    [
        NIR,
        f"{NIR}64",
        "2 91 07 35 238 014",
        "2 91 07 35 238 014 64",
        "2.91.07.35.238.014.64",
        "2-91-07-35-238-014/64",
        "2\u00a091\u202f07 35 238 014",
        int(NIR),
        float(f"{NIR}64"),
    ],
    ids=repr,
)
def test_reads_a_nir_with_or_without_its_key(raw):
    assert read("nir", raw) == (NIR, [])


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("1850578006084", 91),
        ("2910735238014", 64),
        ("185052A004123", 97 - 1850519004123 % 97),
        ("185052B033123", 97 - 1850518033123 % 97),
    ],
)
def test_computes_the_key_of_a_nir(number, key):
    assert nir_key(number) == key


@pytest.mark.parametrize(
    "raw", ["185052A00412384", "185052a00412384", "185052B03312342", "185052A004123"]
)
def test_reads_a_nir_when_its_holder_was_born_in_corsica(raw):
    number = raw[:13].upper()
    reading = read("nir", f"{number}{nir_key(number):02}")

    assert reading == (number, [])
    assert read("nir", raw[:13]) == (number, [])


@pytest.mark.parametrize("key", [key for key in range(1, 98) if key != 64] + [0, 98, 99])
def test_refuses_a_nir_when_its_key_is_wrong(key):
    reading = read("nir", f"{NIR}{key:02}")

    assert (reading.value, reading.codes, reading.correction) == (None, ["NIR-02"], None)
    assert reading.message.startswith("La clé ne correspond pas au numéro")


@pytest.mark.parametrize("raw", [NIR[:12], f"{NIR}6", f"{NIR}641", "2", "185052A00412"])
def test_counts_the_characters_of_a_nir_when_some_lack(raw):
    reading = read("nir", raw)

    plural = "s" if len(raw) > 1 else ""
    assert (reading.value, reading.codes) == (None, ["NIR-01"])
    assert reading.message == (
        f"Ce NIR compte {len(raw)} caractère{plural} : il en faut 13, ou 15 avec la clé. Recopiez-le de l'attestation de droits."
    )


@pytest.mark.parametrize("first", "78")
def test_says_so_when_a_nir_is_provisional(first):
    reading = read("nir", f"{first}{NIR[1:]}")

    assert (reading.value, reading.codes) == (None, ["NIR-01"])
    assert reading.message == (
        f"Ce numéro est provisoire : il commence par {first}, et le format ne l'admet pas. "
        "Videz la cellule et donnez l'état civil."
    )


@pytest.mark.parametrize(
    "raw",
    [
        f"3{NIR[1:]}",
        f"0{NIR[1:]}",
        "29107352380AB",
        "2910735C38014",
        "185052C004123",
        "ABCDEFGHIJKLM",
        "...",
        "é" * 13,
        "²91073523801²",
        "٢٩١٠٧٣٥٢٣٨٠١٤",
    ],
)
def test_refuses_a_nir_when_it_is_something_else(raw):
    reading = read("nir", raw)

    assert (reading.value, reading.codes) == (None, ["NIR-01"])
    assert reading.message.startswith("Ce n'est pas un NIR")


def test_refuses_a_nir_when_the_spreadsheet_lost_digits():
    reading = read("nir", "2,91074E+12")

    assert (reading.value, reading.codes) == (None, ["TXT-06"])


@pytest.mark.parametrize("raw", [f"{NIR}63", f"7{NIR[1:]}", f"{NIR}1", f"3{NIR[1:]}"])
def test_never_repeats_a_nir_in_a_sentence(raw):
    assert raw[1:] not in read("nir", raw).message
