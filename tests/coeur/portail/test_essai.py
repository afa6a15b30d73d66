"""Faults that people make: each kind spoils what it says, where it can, and nothing else."""

import random
from datetime import date

import pytest

from accrochage.erreurs import PortailError
from accrochage.portail.essai.atelier import Atelier
from accrochage.portail.essai.noms import _typed
from accrochage.portail.essai.tirage import GENRES, TWO_FAULTS, Essai, draw
from accrochage.portail.invention import invent
from accrochage.regles.lecture.nettoyage import clean
from factories.portail import a_personne

TODAY = date(2026, 11, 23)
ROW = {
    "idTechnique": "2026-000002",
    "nomNaissance": "LE GALL",
    "nomUsage": "MARTIN",
    "prenom1": "Anne-Maëlle",
    "prenom2": "Louise",
    "prenom3": "",
    "dateNaissance": date(1991, 7, 3),
    "sexe": "F",
    "type": "RS",
    "code": "RS99002",
    "dateDebutValidite": date(2026, 10, 1),
    "obtentionCertification": "Par admission",
    "codeInsee": "01053",
    "libelleCommuneNaissance": "Bourg-en-Bresse",
    "codePaysNaissance": "",
    "libellePaysNaissance": "France",
    "nir": "",
}
ABROAD = {
    "codeInsee": "99350",
    "libelleCommuneNaissance": "",
    "codePaysNaissance": "350",
    "libellePaysNaissance": "Maroc",
}


def spoil(genre, /, *, seed=1, homonyme=True, previous=None, of="F", **changes):
    """Return the cells that a kind of fault changes in a row; None when it cannot."""
    row = ROW | changes
    spoilt = dict(row)
    atelier = Atelier(
        personne=a_personne(sexe=of),
        chance=random.Random(seed),
        previous={"idTechnique": "2026-000001", "nomNaissance": "PETIT"}
        if previous is None
        else previous,
        homonyme=homonyme,
    )
    made = GENRES[genre].spoil(spoilt, atelier)
    changed = {key: value for key, value in spoilt.items() if value != row[key]}
    assert made or not changed
    return changed if made else None


def spoils(genre, /, **changes):
    """Return what a kind of fault makes of a row with several chances."""
    return [spoil(genre, seed=seed, **changes) for seed in range(40)]


# --------------------------------------------------------------------------------------- places


def test_codes_that_are_none():
    assert {made["codeInsee"] for made in spoils("insee-neant")} >= {"NULL", "#N/A", "00000"}


def test_a_code_abroad_cut_short():
    assert spoil("insee-99") is None
    assert spoil("insee-99", **ABROAD) == {"codeInsee": "99"}


def test_one_digit_too_many():
    for made in spoils("insee-six-chiffres"):
        assert len(made["codeInsee"]) == 6
    assert spoil("insee-six-chiffres", codeInsee="2A004") is None


def test_one_digit_wrong():
    for made in spoils("insee-chiffre-faux"):
        assert sum(map(str.__ne__, made["codeInsee"], "01053")) == 1


def test_postal_code():
    assert spoil("insee-code-postal") == {"codeInsee": "01000"}
    assert spoil("insee-code-postal", **ABROAD) is None


def test_a_zero_eaten():
    assert spoil("insee-zero-perdu") == {"codeInsee": 1053}
    assert spoil("insee-zero-perdu", codeInsee="35238") is None


def test_the_code_of_today():
    assert spoil("insee-aujourdhui", codeInsee="75025") is not None
    assert spoil("insee-aujourdhui") is None
    assert spoil("insee-aujourdhui", **ABROAD) is None


def test_where_one_lives():
    made = spoil("insee-residence")
    assert set(made) == {"codeInsee", "libelleCommuneNaissance"}
    assert set(spoil("insee-residence", libelleCommuneNaissance="")) == {"codeInsee"}
    assert spoil("insee-residence", **ABROAD) is None
    assert set(spoil("insee-autre-commune")) == {"codeInsee"}
    assert spoil("insee-autre-commune", libelleCommuneNaissance="") is None
    assert spoil("insee-autre-commune", **ABROAD) is None


def test_a_whole_city():
    paris = {"codeInsee": "75112", "libelleCommuneNaissance": "Paris 12e Arrondissement"}

    assert spoil("insee-ville-entiere", **paris) == {
        "codeInsee": "75056",
        "libelleCommuneNaissance": "Paris",
    }
    assert spoil("insee-ville-entiere", codeInsee="69383", libelleCommuneNaissance="") == {
        "codeInsee": "69123"
    }
    assert spoil("insee-ville-entiere") is None


def test_births_abroad_told_badly():
    assert spoil("pays-sans-code", **ABROAD) == {"codeInsee": "", "codePaysNaissance": ""}
    assert spoil("pays-en-commune", **ABROAD) == {
        "codeInsee": "",
        "codePaysNaissance": "",
        "libellePaysNaissance": "",
        "libelleCommuneNaissance": "Maroc",
    }
    assert spoil("pays-dans-le-code", **ABROAD) == {"codeInsee": "Maroc"}
    for code in ("pays-sans-code", "pays-en-commune", "pays-dans-le-code"):
        assert spoil(code) is None


def test_no_place():
    assert spoil("insee-absent") == {"codeInsee": ""}
    assert spoil("insee-absent", libelleCommuneNaissance="") is None
    assert set(spoil("lieu-absent")) == {
        "codeInsee",
        "libelleCommuneNaissance",
        "libellePaysNaissance",
    }


# ---------------------------------------------------------------------------------------- names


def test_usage_names():
    assert spoil("usage-seul") == {"nomNaissance": "MARTIN", "nomUsage": ""}
    assert spoil("usage-deux-fois") == {"nomNaissance": "MARTIN"}
    assert spoil("usage-interverti") == {"nomNaissance": "MARTIN", "nomUsage": "LE GALL"}
    assert {made["nomNaissance"] for made in spoils("nee-dans-le-nom")} == {
        "MARTIN née LE GALL",
        "LE GALL épouse MARTIN",
        "LE GALL ép. MARTIN",
    }
    for code in ("usage-seul", "usage-deux-fois", "usage-interverti", "nee-dans-le-nom"):
        assert spoil(code, nomUsage="") is None


def test_first_names():
    assert spoil("nom-prenom-intervertis") == {"nomNaissance": "Anne-Maëlle", "prenom1": "LE GALL"}
    assert {made["prenom1"] for made in spoils("prenoms-reunis", prenom1="Anne")} == {
        "Anne Louise",
        "Anne, Louise",
        "Anne,Louise",
    }
    assert spoil("prenoms-reunis", prenom2="") is None
    assert spoil("prenom-usuel") == {"prenom1": "Louise", "prenom2": "Anne-Maëlle"}
    assert spoil("prenom-usuel", prenom2="") is None
    assert spoil("prenom-abrege") == {"prenom1": "Anne"}
    assert spoil("prenom-abrege", prenom1="Anne") is None
    for made in filter(None, spoils("prenom-voisin", prenom1="Julie")):
        assert made["prenom1"].startswith("Jul")
        assert made["prenom1"] != "Julie"
    assert spoil("prenom-voisin", prenom1="Xqz") is None


def test_titles():
    assert {made["nomNaissance"] for made in spoils("civilite-dans-le-nom")} == {
        "Mme LE GALL",
        "Mlle LE GALL",
        "Madame LE GALL",
    }
    assert "M. LE GALL" in {made["nomNaissance"] for made in spoils("civilite-dans-le-nom", of="M")}


def test_accents_spoilt():
    assert {made["prenom1"] for made in spoils("accents-abimes")} == {"Anne-MaÃ«lle", "Anne-Ma?lle"}
    assert spoil("accents-abimes", prenom1="Anne") is None
    assert {made["prenom1"] for made in spoils("accents-abimes", prenom1="Íris")} == {"?ris"}
    assert spoil("accents-abimes", prenom1="Anne", nomNaissance="LEFÈVRE") is not None


def test_slips_of_the_keyboard():
    made = {made["nomNaissance"] for made in filter(None, spoils("nom-faute"))}
    lengths = {len(name) for name in made}

    assert lengths == {6, 7, 8}
    assert all(name[0] in "LE" for name in made)
    assert {_typed("A", _atelier()), _typed("O'", _atelier())} == {"A", "O'"}
    assert None not in {_typed("Ñañ É-é", _atelier(seed)) for seed in range(60)}
    assert spoils("prenom-faute")


def _atelier(seed=1):
    return Atelier(personne=a_personne(), chance=random.Random(seed), previous={}, homonyme=False)


def test_nothing_where_something_is_wanted():
    for code, key in (
        ("nom-absent", "nomNaissance"),
        ("prenom-absent", "prenom1"),
        ("date-absente", "dateNaissance"),
        ("sexe-absent", "sexe"),
        ("code-absent", "code"),
        ("delivrance-absente", "dateDebutValidite"),
        ("identifiant-absent", "idTechnique"),
    ):
        assert spoil(code) == {key: ""}
        assert spoil(code, **{key: ""}) is None


# ---------------------------------------------------------------------------------------- dates


def test_wrong_years():
    years = {made["dateNaissance"].year for made in filter(None, spoils("annee-fausse"))}
    assert years == {1919, 1990, 1992, 1981, 1901}
    assert spoil("annee-de-delivrance") == {"dateNaissance": date(2026, 7, 3)}
    leap = spoil("annee-de-delivrance", dateNaissance=date(1992, 2, 29))
    assert leap == {"dateNaissance": date(2026, 2, 28)}
    assert spoil("annee-de-delivrance", dateDebutValidite="") is None
    assert spoil("annee-deux-chiffres") == {"dateNaissance": "03/07/91"}
    assert spoil("jour-mois-absents") == {"dateNaissance": "1991"}
    assert spoil("jour-mois-absents", homonyme=False) is None


def test_days_and_months():
    late = {"dateNaissance": date(1991, 7, 23)}

    assert spoil("jour-mois-intervertis") == {"dateNaissance": date(1991, 3, 7)}
    assert spoil("jour-mois-intervertis", **late) is None
    assert spoil("jour-mois-intervertis", dateNaissance=date(1991, 7, 7)) is None
    assert spoil("mois-en-premier", **late) == {"dateNaissance": "07/23/1991"}
    assert spoil("mois-en-premier") is None
    assert {made["dateNaissance"] for made in spoils("date-en-lettres")} == {
        "le 3 juil 91",
        "3juil1991",
        "3/juil/91",
    }
    assert "31/02/1991" in {made["dateNaissance"] for made in spoils("date-impossible")}


@pytest.mark.parametrize(
    "code",
    [
        *("annee-fausse", "annee-de-delivrance", "annee-deux-chiffres", "jour-mois-intervertis"),
        *("mois-en-premier", "date-en-lettres", "jour-mois-absents", "date-impossible"),
    ],
)
def test_who_has_no_whole_date_keeps_what_he_has(code):
    assert spoil(code, dateNaissance="1991") is None


# --------------------------------------------------------------------------------------- others


def test_sexes():
    assert spoil("sexe-faux") == {"sexe": "M"}
    assert spoil("sexe-faux", of="M", sexe="M") == {"sexe": "F"}
    assert {made["sexe"] for made in spoils("sexe-inconnu")} == {"?", "X", "NSP", "M/F"}


def test_certifications():
    rncp = {"type": "RNCP", "code": "RNCP99001"}

    assert spoil("type-faux") == {"type": "RNCP"}
    assert spoil("type-faux", **rncp) == {"type": "RS"}
    assert spoil("code-sans-prefixe") == {"code": 99002}
    assert spoil("code-sans-prefixe", **rncp) == {"code": 99001}
    assert spoil("delivrance-future") == {"dateDebutValidite": date(2029, 10, 1)}
    assert spoil("delivrance-future", dateDebutValidite="") is None
    assert "Jury" in {made["obtentionCertification"] for made in spoils("obtention-inconnue")}


def test_what_the_row_above_leaves():
    assert spoil("identifiant-en-double") == {"idTechnique": "2026-000001"}
    assert spoil("personne-en-double")["nomNaissance"] == "PETIT"
    for code in ("identifiant-en-double", "personne-en-double"):
        assert spoil(code, previous={}) is None


# ------------------------------------------------------------------------------------- drawings


@pytest.fixture(scope="module")
def people():
    return list(invent(6000, "essai"))


def drawn(people, **changes):
    essai = {"lignes": 1000, "fautes": 0.2, "seed": "a", "today": TODAY} | changes
    return draw(Essai(**essai), lambda: people)


def test_same_seed_same_rows(people):
    assert drawn(people) == drawn(people)
    assert drawn(people) != drawn(people, seed="b")


@pytest.mark.parametrize("share", [0, 0.2, 1])
def test_faults_are_in_the_share_that_was_asked(people, share):
    lignes = drawn(people, fautes=share)

    assert len(lignes) == 1000
    assert sum(bool(ligne.fautes) for ligne in lignes) == 1000 * share


def test_the_truth_says_what_is_wrong_and_what_would_be_right(people):
    faulty = drawn(people, lignes=1000, fautes=0.5)
    sound = {ligne.id_technique: ligne for ligne in drawn(people, lignes=1000, fautes=0)}
    for ligne in faulty:
        right = sound[ligne.id_technique].values
        wrong = {key for key, value in ligne.values.items() if clean(value) != clean(right[key])}
        assert wrong == {faute.rubrique for faute in ligne.fautes}
        for faute in ligne.fautes:
            assert faute.faux == clean(ligne.values[faute.rubrique])
            assert faute.juste == clean(right[faute.rubrique])


def test_some_rows_have_two_faults_on_different_cells(people):
    kinds = [{faute.genre for faute in ligne.fautes} for ligne in drawn(people, fautes=0.8)]
    twice = sum(len(one) == 2 for one in kinds)

    assert max(map(len, kinds)) == 2
    assert 0 < twice / 800 <= TWO_FAULTS * 1.3


def test_every_kind_is_made(people):
    made = {
        faute.genre
        for seed in "abc"
        for ligne in drawn(people, lignes=2500, fautes=1, seed=seed)
        for faute in ligne.fautes
    }

    assert made == set(GENRES)


def test_people_are_of_age_and_certifications_just_delivered(people):
    for ligne in drawn(people, fautes=0):
        born = clean(ligne.values["dateNaissance"])
        assert 17 <= TODAY.year - int(born[-4:]) <= 70
        assert 0 < (TODAY - ligne.values["dateDebutValidite"]).days < 90
        assert ligne.values["nir"] == ""


def test_rows_may_give_the_nir(people):
    given = sum(bool(ligne.values["nir"]) for ligne in drawn(people, fautes=0, nir=0.5))

    assert 400 < given < 600


def test_dates_that_the_registry_does_not_know(people):
    partial = [
        one._replace(jour_naissance="", mois_naissance="07" if rank % 2 else "")
        for rank, one in enumerate(people)
    ]
    lengths = {len(clean(one.values["dateNaissance"])) for one in drawn(partial, fautes=0)}

    assert lengths == {4, 7}


def test_a_population_may_be_too_small(people):
    with pytest.raises(PortailError, match=r"ne compte que \d+ personnes de 17 à 70 ans"):
        drawn(people, lignes=100_000)


@pytest.mark.parametrize(("month", "day"), [("13", "1"), ("2", "30"), ("juin", "")])
def test_a_birth_that_cannot_be_is_told(month, day):
    personne = a_personne(annee_naissance="1990", mois_naissance=month, jour_naissance=day)
    essai = Essai(lignes=1, fautes=0, seed="a", today=TODAY)

    with pytest.raises(PortailError, match="une date de naissance qui n'existe pas"):
        draw(essai, lambda: [personne])


def test_people_of_another_sex_than_the_two_of_the_format_are_not_drawn():
    essai = Essai(lignes=1, fautes=0, seed="a", today=TODAY)

    with pytest.raises(PortailError, match="ne compte que 0 personnes"):
        draw(essai, lambda: [a_personne(sexe="H")])


def test_a_code_that_is_missing_has_no_digit_to_spoil():
    assert spoils("insee-chiffre-faux", codeInsee="") == [None] * 40
