"""Names: what a civil registry can hold, and what betrays a shifted column or a copied text."""

import pytest

from accrochage.regles.lecture.noms import LOOK_ALIKES
from factories.lectures import read

GOOD = [
    "LE GALL",
    "Müller",
    "DUPONT-DURAND",
    "DUPONT--DURAND",
    "Jean\u2010Pierre",
    "Jean\u2011Pierre",
    "N'DIAYE",
    "D’ALMEIDA",
    "Dʼarc",
    "D‘ALMEIDA",
    "D`ALMEIDA",
    "'t Hooft",
    "de La Rochefoucauld",
    "d'Estienne d'Orves",
    "van der Berg",
    "O'SULLIVAN",
    "ŁUKASZEWSKI",
    "ŞAHİN",
    "Phạm",
    "Nguyễn",
    "Ağaoğlu",
    "Əliyev",
    "ÅNGSTRÖM",
    "GUIMARÃES",
    "JOÃO",
    "ŒUVRARD",
    "Weiß",
    "ÿ",
    "M. MARTIN",
    "ʿAlī",
    "MARTIN\u2013DURAND",
    "A",
    "M\u0303artin",
    "LIM NEE",
    "NEE",
    "DIT",
    "Veuve",
    "x" * 60,
]


@pytest.mark.parametrize("raw", GOOD)
def test_reads_a_name_when_a_registry_can_hold_it(raw):
    reading = read("nomNaissance", raw)

    assert reading.codes == []


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (" LE  GALL ", "LE GALL"),
        ("LE\u00a0GALL", "LE GALL"),
        ("GALLE\u0301", "GALLÉ"),
        ("GAL\u200bL", "GALL"),
        ("LE\tGALL\n", "LE GALL"),
    ],
)
def test_cleans_a_name_without_a_word_when_only_blanks_are_wrong(raw, name):
    assert read("nomNaissance", raw) == (name, [])


@pytest.mark.parametrize(
    "raw", ["MARTIN2", "DUP0NT", "MARTIN (2)", "1991", "x²", 1991, "03/07/1991"]
)
def test_refuses_a_name_when_it_has_a_digit(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-01"], None)
    assert "contient un chiffre" in reading.message


def test_refuses_an_address_when_a_name_is_wanted():
    reading = read("nomNaissance", "maelle.legall35@exemple.fr")

    assert (reading.codes, reading.correction) == (["NOM-02"], None)
    assert reading.message == (
        "« maelle.legall35@exemple.fr » ressemble à une adresse électronique. Écrivez le nom."
    )


@pytest.mark.parametrize(
    ("raw", "sign", "correction"),
    [
        ("MARTIN *", "*", "MARTIN"),
        ("MARTIN,", ",", "MARTIN"),
        ("« MARTIN »", "« »", "MARTIN"),
        ("MARTIN 😀", "😀", "MARTIN"),
        ("D´ALMEIDA", "´", "D'ALMEIDA"),
        ("DUPONT—DURAND", "—", "DUPONT-DURAND"),
        ("MAR*TIN", "*", None),
        ("MAR?TIN", "?", None),
        ("ANDR?", "?", None),
        ("DUPONT (MARTIN)", "( )", None),
        ("DUPONT_MARTIN", "_", None),
        ("MARTIN€", "€", "MARTIN"),
    ],
)
def test_names_the_signs_when_a_name_cannot_hold_them(raw, sign, correction):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], correction)
    assert f"« {sign} »" in reading.message


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("MARTIN*", "Le signe « * » n'est pas admis dans un nom. Retirez-le."),
        ("*MARTIN!*", "Les signes « * ! » ne sont pas admis dans un nom. Retirez-les."),
    ],
)
def test_counts_the_signs_when_it_names_them(raw, message):
    assert read("nomNaissance", raw).message == message


@pytest.mark.parametrize(
    "name", ["FRANÇOIS", "François", "Hélène", "Noël", "BENOÎT", "JÉRÔME", "Bjørn", "Maëlle Ûrsule"]
)
def test_proposes_the_accents_when_they_were_spoilt(name):
    reading = read("nomNaissance", name.encode().decode("cp1252"))

    assert (reading.codes, reading.correction) == (["NOM-03"], name)
    assert "les accents ont été abîmés par un logiciel" in reading.message


def test_proposes_nothing_when_a_letter_was_lost():
    reading = read("nomNaissance", "FRAN\ufffdOIS")

    assert (reading.codes, reading.correction) == (["NOM-03"], None)
    assert "une lettre accentuée n'a pas pu être lue" in reading.message


@pytest.mark.parametrize("raw", ["FRANï¿½OIS", "Aï¿½"])
def test_proposes_nothing_when_a_lost_letter_was_spoilt_too(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], None)
    assert "une lettre accentuée n'a pas pu être lue" in reading.message


@pytest.mark.parametrize("raw", ["{ՠ", "*Я", "ՠ (Я)"])
def test_proposes_no_name_that_would_be_refused_again(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], None)


@pytest.mark.parametrize(
    ("raw", "alphabet", "correction"),
    [
        ("МARTIN", "cyrillique", "MARTIN"),
        ("MАRTIN", "cyrillique", "MARTIN"),
        ("ΜΑΡΤΙΝ", "grecque", "MAPTIN"),
        ("HOЁL", "cyrillique", "HOËL"),
    ],
)
def test_proposes_latin_letters_when_others_look_the_same(raw, alphabet, correction):
    reading = read("nomNaissance", raw)

    assert (reading.value, reading.codes, reading.correction) == (raw, ["NOM-04"], correction)
    assert f"est une lettre {alphabet}, pas une lettre latine" in reading.message


def test_gives_a_latin_letter_for_each_look_alike():
    assert [latin for latin in LOOK_ALIKES.values() if not "A" <= latin <= "ï"] == []
    assert [letter for letter in LOOK_ALIKES if letter < "\u0370"] == []


@pytest.mark.parametrize("raw", ["Соня", "محمد", "山田", "MARTIN Я", "Mª"])
def test_asks_for_latin_letters_when_a_name_has_others(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], None)
    assert "n'est pas une lettre latine. Écrivez le nom en lettres latines" in reading.message


@pytest.mark.parametrize("raw", [".", "...", "?", "???", "' '", "*", "😀", "( )"])
def test_wants_letters_when_a_name_has_none(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-05"], None)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("MARTIN née LE GALL", "LE GALL"),
        ("MARTIN NEE LE GALL", "LE GALL"),
        ("MARTIN, née LE GALL", "LE GALL"),
        ("LE GALL épouse MARTIN", "LE GALL"),
        ("LE GALL ép. MARTIN", "LE GALL"),
        ("LE GALL EP. MARTIN", "LE GALL"),
        ("LE GALL veuve MARTIN", "LE GALL"),
        ("LE GALL VVE MARTIN", "LE GALL"),
        ("Phạm née LE GALL", "LE GALL"),
    ],
)
def test_finds_the_birth_name_when_a_cell_has_two_names(raw, name):
    reading = read("nomNaissance", raw)

    expected = ["NOM-03"] if "," in raw else ["NOM-06"]
    assert (reading.codes, reading.correction) == (expected, name)


def test_says_which_name_is_the_birth_name_when_a_cell_has_two():
    reading = read("nomNaissance", "MARTIN née LE GALL")

    assert reading.value == "MARTIN née LE GALL"
    assert reading.message == (
        "« MARTIN née LE GALL » réunit deux noms. Le nom de naissance est « LE GALL » : écrivez-le seul."
    )


@pytest.mark.parametrize(
    ("raw", "name"), [("MARTIN (née LE GALL)", "LE GALL"), ("LE GALL (épouse MARTIN)", "LE GALL")]
)
def test_proposes_the_birth_name_when_the_other_is_in_parentheses(raw, name):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], name)


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("nomUsage", "MARTIN née LE GALL", "NOM-06"),
        ("nomTitulaire", "MARTIN (née LE GALL)", "NOM-03"),
    ],
)
def test_proposes_nothing_when_two_names_are_not_in_the_column_of_birth_names(key, raw, code):
    reading = read(key, raw)

    assert (reading.codes, reading.correction) == ([code], None)


def test_proposes_nothing_when_the_birth_name_has_an_odd_sign_of_its_own():
    assert read("nomNaissance", "MARTIN (née LE*GALL)").correction is None


@pytest.mark.parametrize(
    ("key", "limit"), [("nomNaissance", 60), ("nomUsage", 60), ("nomTitulaire", 30)]
)
def test_refuses_a_name_when_it_is_too_long(key, limit):
    assert read(key, "x" * limit).codes == []
    assert read(key, "x" * (limit + 1)).codes == ["TXT-01"]


@pytest.mark.parametrize("key", ["nomNaissance", "prenom1"])
def test_blames_only_the_character_when_a_name_has_an_invisible_one(key):
    reading = read(key, "MAR\x07TIN")

    assert (reading.codes, reading.correction) == (["TXT-02"], "MARTIN")


def test_stays_quick_when_a_name_is_absurdly_long():
    reading = read("nomNaissance", "a" * 200_000 + "*")

    assert reading.codes == ["NOM-03", "TXT-01"]
    assert all(len(noted.message) < 200 for noted in reading.notes)


# --- First names


@pytest.mark.parametrize(
    "raw", ["Maëlle", "Anne-Maëlle", "N'Golo", "Jean-Pierre", "Nil-Yann", "J."]
)
def test_reads_a_first_name_when_it_stands_alone(raw):
    assert read("prenom1", raw) == (raw, [])


@pytest.mark.parametrize(
    "raw",
    [
        "Maëlle, Louise, Jeanne",
        "Maëlle,Louise,Jeanne",
        "Maëlle / Louise / Jeanne",
        "Maëlle; Louise;Jeanne",
        "Maëlle | Louise + Jeanne",
        "Maëlle, Louise et Jeanne",
        "Maëlle ET Louise & Jeanne",
    ],
)
def test_sends_the_first_of_several_first_names_when_signs_part_them(raw):
    reading = read("prenom1", raw)

    assert (reading.value, reading.codes, reading.correction) == ("Maëlle", ["PRE-01"], "Maëlle")
    assert reading.message == (
        "La cellule contient 3 prénoms : seul « Maëlle » est envoyé. Mettez chaque prénom dans sa colonne."
    )


def test_checks_the_first_of_several_first_names():
    assert read("prenom1", "Maëlle2, Louise").codes == ["PRE-01", "NOM-01"]


def test_supposes_several_first_names_when_a_cell_has_three_words():
    reading = read("prenom1", "Maëlle Louise Jeanne")

    assert (reading.value, reading.codes, reading.correction) == (
        "Maëlle Louise Jeanne",
        ["PRE-01"],
        "Maëlle",
    )
    assert "3 prénoms semblent réunis" in reading.message


def test_asks_whether_a_first_name_is_compound_when_it_has_two_words():
    reading = read("prenom1", "Anne Maëlle")

    assert (reading.value, reading.codes, reading.correction) == ("Anne Maëlle", ["PRE-02"], None)
    assert "deux prénoms, ou un prénom composé ?" in reading.message


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Maëlle2", "NOM-01"),
        ("m@x.fr", "NOM-02"),
        ("Maëlle*", "NOM-03"),
        ("Маëlle", "NOM-04"),
        ("???", "NOM-05"),
        ("Maëlle,", "NOM-03"),
    ],
)
def test_checks_the_letters_of_a_first_name_as_of_a_name(raw, code):
    assert read("prenom1", raw).codes == [code]


@pytest.mark.parametrize(
    ("raw", "code"),
    [("Anne Maëlle2", "NOM-01"), ("Anne Maëlle*", "NOM-03"), ("Anne Маëlle", "NOM-04")],
)
def test_says_one_thing_when_a_first_name_has_two_words_and_an_odd_letter(raw, code):
    assert read("prenom2", raw).codes == [code]


def test_says_one_thing_when_two_names_have_an_odd_letter():
    assert read("nomNaissance", "MАRTIN née LE GALL").codes == ["NOM-04"]


@pytest.mark.parametrize(
    ("key", "limit"), [("prenom1", 60), ("prenom2", 60), ("prenom1Titulaire", 20)]
)
def test_refuses_a_first_name_when_it_is_too_long(key, limit):
    assert read(key, "x" * limit).codes == []
    assert read(key, "x" * (limit + 1)).codes == ["TXT-01"]
