"""Names: what a civil registry can hold, and what betrays a shifted column or a copied text."""

import pytest

from accrochage.identite.lettres import LOOK_ALIKES
from factories.lectures import read
from factories.noms import PERSONS
from factories.passages import NIR

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
    "ʿAlī",
    "MARTIN\u2013DURAND",
    "A",
    "M\u0303artin",
    "LIM NEE",
    "Van Melle",
    "NEE",
    "DIT",
    "Veuve",
    "x" * 60,
]


@pytest.mark.parametrize("raw", GOOD)
def test_reads_a_name_when_a_registry_can_hold_it(raw):
    reading = read("nomNaissance", raw)

    assert reading.codes == []


@pytest.mark.parametrize(("nom", "prenom", "_sexe"), PERSONS)
def test_finds_nothing_when_a_name_is_only_unusual(nom, prenom, _sexe):
    for key in ("nomNaissance", "nomUsage"):
        assert (read(key, nom).value, read(key, nom).codes) == (nom, [])
    assert read("prenom1", prenom).value == prenom
    assert set(read("prenom1", prenom).codes) <= {"PRE-02"}


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
    "raw", ["MARTIN2", "MARTIN (2)", "1991", "x²", 1991, "03/07/1991", "d0", "0DILE"]
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
        ("MARTIN ?", "?", "MARTIN"),
        ("DUPONT (", "(", "DUPONT"),
        ("DUPONT ()", "( )", "DUPONT"),
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

    assert (reading.codes, reading.correction) == (["NOM-07"], name)
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


# --- Two names


@pytest.mark.parametrize(
    "raw",
    [
        "MARTIN née LE GALL",
        "MARTIN NÉE LE GALL",
        "MARTIN NEE LE GALL",
        "MARTIN, née LE GALL",
        "MARTIN (née LE GALL)",
        "MARTIN / née LE GALL",
        "MARTIN né(e) LE GALL",
        "MARTIN nom de naissance : LE GALL",
        "LE GALL épouse MARTIN",
        "LE GALL (épouse MARTIN)",
        "LE GALL ép. MARTIN",
        "LE GALL EP. MARTIN",
        "LE GALL veuve MARTIN",
        "LE GALL VVE MARTIN",
        "LE GALL divorcée MARTIN",
        "LE GALL (nom d’usage : MARTIN)",
    ],
)
def test_parts_two_names_when_a_word_between_them_says_which_is_which(raw):
    at_birth, in_use = read("nomNaissance", raw), read("nomUsage", raw)

    assert (at_birth.codes, at_birth.correction) == (["NOM-10"], "LE GALL")
    assert at_birth.avec == (("nomUsage", "MARTIN"),)
    assert (in_use.codes, in_use.correction) == (["NOM-10"], "MARTIN")
    assert in_use.avec == (("nomNaissance", "LE GALL"),)


def test_says_which_name_is_the_birth_name_when_a_cell_has_two():
    reading = read("nomNaissance", "MARTIN née LE GALL")

    assert reading.value == "MARTIN née LE GALL"
    assert reading.message == (
        "« MARTIN née LE GALL » réunit deux noms. Le nom de naissance est « LE GALL » : écrivez-le seul, "
        "et « MARTIN » dans « Nom d'usage »."
    )


def test_mends_all_at_once_when_two_names_have_a_civility_and_spoilt_accents():
    reading = read("nomNaissance", "Mme MARTIN nÃ©e LEFÃˆVRE")

    assert (reading.codes, reading.correction) == (["NOM-10"], "LEFÈVRE")
    assert reading.avec == (("nomUsage", "MARTIN"), ("sexe", "F"))


def test_takes_the_name_alone_when_a_word_says_that_it_is_the_birth_name():
    reading = read("nomNaissance", "née LE GALL")

    assert (reading.codes, reading.correction, reading.avec) == (["NOM-10"], "LE GALL", ())


def test_moves_the_birth_name_when_it_stands_alone_in_the_column_of_usage_names():
    reading = read("nomUsage", "née LE GALL")

    assert (reading.codes, reading.correction) == (["NOM-10"], "")
    assert reading.avec == (("nomNaissance", "LE GALL"),)
    assert reading.message.startswith("« née LE GALL » est un nom de naissance.")


def test_takes_the_usage_name_when_a_word_before_it_says_so():
    reading = read("nomUsage", "épouse MARTIN")

    assert (reading.codes, reading.correction, reading.avec) == (["NOM-10"], "MARTIN", ())


def test_asks_for_the_birth_name_when_only_that_of_the_spouse_is_given():
    reading = read("nomNaissance", "Vve MARTIN")

    assert (reading.codes, reading.correction) == (["NOM-06"], None)
    assert "ne donne que le nom d'usage" in reading.message


@pytest.mark.parametrize("raw", ["TAN NEE LIM", "Lim Nee Tan", "ZORBEC NEE QUIXTOU"])
def test_is_not_sure_when_a_name_of_asia_may_stand_between_two_others(raw):
    assert read("nomNaissance", raw).codes == ["NOM-06"]


def test_proposes_nothing_when_two_names_stand_in_the_column_of_an_edof_folder():
    reading = read("nomTitulaire", "MARTIN (née LE GALL)")

    assert (reading.codes, reading.correction) == (["NOM-06"], None)


@pytest.mark.parametrize(
    "raw",
    ["NEE", "LIM NEE", "VEUVE", "LEVEUVE DUPRE", "DESNEE MARTIN", "RENÉE", "MARTIN dit LAJOIE"],
)
def test_sees_one_name_when_no_word_parts_two(raw):
    assert read("nomNaissance", raw).codes == []


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


@pytest.mark.parametrize("raw", ["Maëlle", "Anne-Maëlle", "N'Golo", "Jean-Pierre", "Nil-Yann"])
def test_reads_a_first_name_when_it_stands_alone(raw):
    assert read("prenom1", raw) == (raw, [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Maëlle, Louise, Jeanne", "PRE-03"),
        ("Maëlle,Louise,Jeanne", "PRE-03"),
        ("Maëlle; Louise;Jeanne", "PRE-03"),
        ("Maëlle / Louise / Jeanne", "PRE-01"),
        ("Maëlle | Louise + Jeanne", "PRE-01"),
        ("Maëlle, Louise et Jeanne", "PRE-01"),
        ("Maëlle ET Louise & Jeanne", "PRE-01"),
    ],
)
def test_sends_the_first_of_several_first_names_when_signs_part_them(raw, code):
    reading = read("prenom1", raw)

    assert (reading.value, reading.codes, reading.correction) == ("Maëlle", [code], "Maëlle")
    assert reading.avec == (("prenom2", "Louise"), ("prenom3", "Jeanne"))
    assert reading.message == (
        "La cellule contient 3 prénoms : seul « Maëlle » est envoyé. Mettez chaque prénom dans sa colonne."
    )


@pytest.mark.parametrize(
    ("key", "raw", "avec"),
    [
        ("prenom1", "Jean, Paul", (("prenom2", "Paul"),)),
        ("prenom1", "Jean, Paul, Marie, Luc", (("prenom2", "Paul"), ("prenom3", "Marie"))),
        ("prenom2", "Paul, Marie", (("prenom3", "Marie"),)),
        ("prenom3", "Marie, Luc", ()),
        ("prenom1Titulaire", "Jean, Paul", ()),
    ],
)
def test_puts_the_other_first_names_in_the_next_columns(key, raw, avec):
    assert read(key, raw).avec == avec


@pytest.mark.parametrize("raw", ["Dupont, Jean", "Zzyx, Wqrt", "Maëlle Louise, Jeanne"])
def test_is_not_sure_when_not_all_that_commas_part_are_first_names(raw):
    assert read("prenom1", raw).codes == ["PRE-01"]


@pytest.mark.parametrize(
    ("raw", "code"), [("Maëlle2, Louise", "NOM-01"), ("Maëlle*, Louise", "NOM-03")]
)
def test_blames_the_letters_when_several_first_names_have_odd_ones(raw, code):
    assert read("prenom1", raw).codes == [code]


def test_supposes_several_first_names_when_a_cell_has_three_words():
    reading = read("prenom1", "Maëlle Louise Jeanne")

    assert (reading.value, reading.codes, reading.correction) == (
        "Maëlle Louise Jeanne",
        ["PRE-01"],
        "Maëlle",
    )
    assert reading.avec == (("prenom2", "Louise"), ("prenom3", "Jeanne"))
    assert "3 prénoms semblent réunis" in reading.message


@pytest.mark.parametrize(
    "raw",
    [
        "Maria da Conceição",
        "Abd El Kader",
        "El Hadji",
        "Thi Hoa",
        "Mohamed Amine",
        "Tea Nui",
        "Thị Thanh Hương",
        "Sidi Mohamed",
    ],
)
def test_sees_one_first_name_when_its_words_go_together(raw):
    assert read("prenom1", raw) == (raw, [])


def test_asks_whether_a_first_name_is_compound_when_it_has_two_words():
    reading = read("prenom1", "Anne Maëlle")

    assert (reading.value, reading.codes, reading.correction) == ("Anne Maëlle", ["PRE-02"], None)
    assert "deux prénoms, ou un prénom composé ?" in reading.message


def test_proposes_to_part_two_frequent_first_names_that_nobody_bears_as_one():
    reading = read("prenom1", "Zoé Romain")

    assert (reading.value, reading.codes, reading.correction) == ("Zoé Romain", ["PRE-06"], "Zoé")
    assert "semblent réunis" in reading.message


@pytest.mark.parametrize("raw", ["Jean Océane", "Marie Kevin", "Zoé Yseult", "Jean Pierre"])
def test_only_asks_when_two_first_names_may_be_a_compound_one(raw):
    assert read("prenom1", raw).codes == ["PRE-02"]


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        *(("nomNaissance", raw) for raw in ("DE MLLE", "MME D", "M. DE LA", "Mme LE")),
        ("prenom1", "Mme J"),
    ],
)
def test_proposes_no_name_when_a_civility_leaves_but_a_piece_of_it(key, raw):
    reading = read(key, raw)

    assert (reading.codes, reading.correction) == (["NOM-08"], None)


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


# --- Civility


@pytest.mark.parametrize(
    ("raw", "avec"),
    [
        ("Mme LE GALL", (("sexe", "F"),)),
        ("MME. LE GALL", (("sexe", "F"),)),
        ("Madame LE GALL", (("sexe", "F"),)),
        ("Mlle LE GALL", (("sexe", "F"),)),
        ("LE GALL (Mme)", (("sexe", "F"),)),
        ("LE GALL, Mme", (("sexe", "F"),)),
        ("Mr LE GALL", (("sexe", "M"),)),
        ("Monsieur LE GALL", (("sexe", "M"),)),
        ("LE GALL Monsieur", (("sexe", "M"),)),
        ("M. LE GALL", ()),
        ("M.LE GALL", ()),
        ("Dr LE GALL", ()),
        ("Dr. LE GALL", ()),
    ],
)
def test_takes_the_civility_out_of_a_name(raw, avec):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-08"], "LE GALL")
    assert reading.avec == avec


def test_takes_the_civility_out_of_a_first_name():
    reading = read("prenom1", "Mlle Maëlle")

    assert (reading.codes, reading.correction) == (["NOM-08"], "Maëlle")
    assert reading.avec == (("sexe", "F"),)


@pytest.mark.parametrize(
    "raw", ["M. et Mme LE GALL", "Mme ou M. LE GALL", "MADAMET", "DRAY", "MRAD", "DR'EVAL", "M"]
)
def test_leaves_a_name_when_it_only_looks_like_a_civility(raw):
    assert "NOM-08" not in read("nomNaissance", raw).codes


def test_leaves_the_initial_of_a_first_name_that_looks_like_a_civility():
    assert read("prenom1", "M. Louise").codes == []


# --- Accents


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("FranÃƒÂ§ois", "François"),
        ("Fran&ccedil;ois", "François"),
        ("Fran&#231;ois", "François"),
        ("Fran&#xE7;ois", "François"),
        ("Fran&amp;ccedil;ois", "François"),
        (r"Fran\u00e7ois", "François"),
        (r"Fran\xe7ois", "François"),
        ("Fran%C3%A7ois", "François"),
        ("Fran√ßois", "François"),
        ("Ren├®", "René"),
        ("O&#39;BRIEN", "O'BRIEN"),
    ],
)
def test_undoes_what_programs_did_to_accents(raw, name):
    for key in ("nomNaissance", "prenom1"):
        reading = read(key, raw)
        assert (reading.codes, reading.correction) == (["NOM-07"], name)


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        ("RenŽ", "René", "NOM-16"),
        ("RenÈ", "René", "NOM-16"),
        ("HÈlËne", "Hélène", "NOM-16"),
        ("FranÁois", "François", "NOM-16"),
        ("Ren‚", "René", "NOM-03"),
        ("H‚lŠne", "Hélène", "NOM-03"),
    ],
)
def test_wonders_when_letters_of_another_machine_stand_in_a_name(raw, name, code):
    for key in ("nomNaissance", "prenom1"):
        reading = read(key, raw)
        assert (reading.codes, reading.correction) == ([code], name)


@pytest.mark.parametrize("raw", ["ŽOFIE", "Žofie", "ÉLODIE", "d'Ëlle", "McÅland"])
def test_leaves_capitals_that_may_be_right(raw):
    assert read("nomNaissance", raw).codes == []


@pytest.mark.parametrize("raw", ["MAR?TIN", "ANDR?", "?LODIE"])
def test_says_that_a_letter_was_lost_when_a_sign_stands_for_it(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], None)
    assert "une lettre accentuée n'a pas pu être lue" in reading.message


@pytest.mark.parametrize(
    ("raw", "prenom"),
    [
        ("Fran?ois", "François"),
        ("H?l?ne", "Hélène"),
        ("ANDR\ufffd", "André"),
        ("X?z", None),
        ("???a", None),
    ],
)
def test_proposes_the_first_name_when_only_one_has_the_lost_letters(raw, prenom):
    reading = read("prenom1", raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], prenom)


# --- What is no name


@pytest.mark.parametrize(
    "raw", ["test", "TEST", "X", "xxx", "À compléter", "N.C.", "nom", "Prénom", "Mme", "idem"]
)
def test_doubts_a_name_when_it_only_waits_for_one(raw):
    assert (read("nomNaissance", raw).codes, read("nomNaissance", raw).correction) == (
        ["NOM-09"],
        None,
    )
    assert read("nomUsage", raw).correction == ""
    assert read("prenom1", raw).correction is None
    assert read("prenom2", raw).correction == ""


@pytest.mark.parametrize("raw", ["M. et Mme LE GALL", "Mme ou M. LE GALL", "M & MME LE GALL"])
def test_doubts_a_name_when_it_is_that_of_a_couple(raw):
    assert read("nomNaissance", raw).codes in (["NOM-09"], ["NOM-03"])


@pytest.mark.parametrize(
    ("key", "raw", "correction"),
    [("nomNaissance", "DUPONT (MARTIN)", None), ("prenom1", "Jean (Jeannot)", "Jean")],
)
def test_asks_for_one_name_when_another_is_in_parentheses(key, raw, correction):
    reading = read(key, raw)

    assert (reading.codes, reading.correction) == (["NOM-03"], correction)
    assert "un nom ne s'écrit pas entre parenthèses" in reading.message


@pytest.mark.parametrize("raw", ["J.", "j.", "J", "É.", "J.-P.", "J.P.", "J. P.", "J-P"])
def test_asks_for_the_whole_name_when_only_an_initial_is_given(raw):
    for key in ("nomNaissance", "prenom1"):
        assert read(key, raw).codes == ["NOM-11"]


@pytest.mark.parametrize("raw", ["Ô", "Y", "O", "Ly", "Li", "Wu", "É"])
def test_reads_a_very_short_name(raw):
    for key in ("nomNaissance", "nomUsage", "prenom1"):
        assert read(key, raw).codes == []


@pytest.mark.parametrize("raw", ["06 12 34 56 78", "+33 6 12 34 56 78", "MARTIN 0612345678"])
def test_refuses_a_telephone_when_a_name_is_wanted(raw):
    reading = read("nomNaissance", raw)

    assert (reading.codes, reading.correction) == (["NOM-02"], None)
    assert "ressemble à un numéro de téléphone" in reading.message


@pytest.mark.parametrize("raw", [NIR, f"{NIR}64", f"MARTIN {NIR}", "2 91 07 35 238 014 64"])
def test_never_repeats_a_number_as_long_as_a_nir(raw):
    for key in ("nomNaissance", "prenom1"):
        reading = read(key, raw)
        assert reading.codes == ["NOM-01"]
        assert not any(map(str.isdigit, reading.message))


def test_proposes_the_letter_when_a_zero_stands_for_it():
    assert read("nomNaissance", "DUP0NT").correction == "DUPONT"


@pytest.mark.parametrize(
    ("key", "limit"), [("prenom1", 60), ("prenom2", 60), ("prenom1Titulaire", 20)]
)
def test_refuses_a_first_name_when_it_is_too_long(key, limit):
    assert read(key, "x" * limit).codes == []
    assert read(key, "x" * (limit + 1)).codes == ["TXT-01"]
