"""A rejected file: what the parser said is put in plain words, and the passage it points at is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.accuses.fichier import MALFORMATIONS, explain, explain_all
from accrochage.accuses.lecture import ErreurFichier
from accrochage.accuses.reperage import Repere, locate
from accrochage.accuses.schema import CODES, code_of, explain_refus, rubrique_named
from accrochage.dictionnaire import RUBRIQUES
from accrochage.referentiels.cles import fold
from corpus.xerces import CASES
from factories.textes import plain

NAME = "« Nom de naissance » (nomNaissance)"


def erreurs_of(case):
    return [ErreurFichier("XSD", message, case.ligne, case.colonne) for message in case.messages]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_explains_what_the_parser_says_and_where(case, tmp_path):
    path = tmp_path / "depot.xml"
    path.write_bytes(case.content)
    erreurs = erreurs_of(case)

    found = explain_all(erreurs, locate(path, [(case.ligne, case.colonne)]))

    assert [one.erreur for one in found] == erreurs
    assert plain(found[0].explication) == case.explication
    assert {(one.id_technique, one.rubrique, one.connu) for one in found} == {
        (case.id_technique, case.rubrique, True)
    }


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.messages[0].startswith("cvc-")],
    ids=lambda case: case.name,
)
def test_explains_without_the_deposit_what_the_messages_say_of_themselves(case):
    found = explain_all(erreurs_of(case))

    assert all(one.connu and one.id_technique is None for one in found)
    # « idClient » is the name of two rubriques, and a group of elements is none
    assert found[0].rubrique == (None if case.rubrique == "idClientEmetteur" else case.rubrique)


def test_each_way_of_not_being_well_formed_is_found_by_its_own_words():
    for known in MALFORMATIONS:
        found = next(one for one in MALFORMATIONS if one.pattern.search(fold(known.literal)))
        assert found.explication == known.explication, known.literal


def test_each_code_was_really_met_or_stands_beside_one_that_was():
    met = {code_of(message) for case in CASES for message in case.messages} - {None}

    assert all(any(code.startswith(prefix) for prefix in CODES) for code in met)
    assert [prefix for prefix in CODES if not any(code.startswith(prefix) for code in met)] == [
        "cvc-complex-type.2.4.i",
        "cvc-complex-type.2.2",
    ]


@pytest.mark.parametrize(
    ("message", "rubrique", "sentence"),
    [
        (
            "cvc-enumeration-valid: Value 'X' is not facet-valid with respect to enumeration '[A, B]'.",
            None,
            "Une valeur : « X » n'est pas dans la liste admise : A, B.",
        ),
        (
            f"cvc-enumeration-valid: Value 'X' of '[{', '.join('ABCDEFGHIJKLMNO')}]'.",
            None,
            "Une valeur : « X » n'est pas dans la liste admise : A, B, C, D, E, F, G, H, I, J, K, L, ….",
        ),
        (
            "cvc-pattern-valid : La valeur ’X’ n’est pas un facet valide",
            "nomNaissance",
            f"{NAME} : « X » n'a pas la forme attendue (par exemple LE GALL).",
        ),
        (
            "cvc-pattern-valid : La valeur 'X' n'est pas un facet valide",
            None,
            "Une valeur : « X » n'a pas la forme attendue.",
        ),
        (
            "cvc-maxLength-valid : La valeur '', ayant pour longueur",
            "nomNaissance",
            f"{NAME} : la valeur est vide. Donnez-la, ou n'écrivez pas l'élément s'il est facultatif.",
        ),
        (
            "cvc-type.3.1.3 : La valeur ' ' de l'élément 'cpf:nomNaissance' n'est pas valide.",
            None,
            f"{NAME} : la valeur est vide, ou ne contient que des blancs.",
        ),
        (
            "cvc-type.3.1.3 : La valeur 'X' de l'élément 'cpf:sexe' n'est pas valide.",
            None,
            "« Sexe » (sexe) : « X » n'est pas admis (M, F).",
        ),
        (
            "cvc-type.3.1.3 : La valeur 'X' de l'élément 'inconnu' n'est pas valide.",
            None,
            "L'élément inconnu : « X » n'est pas admis.",
        ),
        (
            "cvc-complex-type.2.2 : L'élément 'cpf:sexe' ne doit comporter aucun enfant",
            None,
            "« Sexe » (sexe) : il doit contenir une valeur, et non d'autres éléments.",
        ),
        (
            "cvc-complex-type.2.4.b : Le contenu de l'élément 'x' n'est pas complet. L'un des éléments '{prenom2}' est attendu.",
            None,
            "Dans l'élément x, il manque : « 2e prénom » (prenom2).",
        ),
        (
            "cvc-complex-type.2.4.b : Le contenu de 'a' n'est pas…",
            None,
            "Dans l'élément a, il manque : un élément.",
        ),
        ("cvc-complex-type.2.4.b : tronqué", None, None),
        ("cvc-inconnu.1 : Autre chose.", None, None),
        ("Autre chose.", None, None),
    ],
)
def test_explains_other_messages(message, rubrique, sentence):
    found = explain_refus(message, rubrique)

    assert (found and plain(found.texte)) == sentence


def test_keeps_an_unknown_message_as_it_stands():
    erreur = ErreurFichier("XSD", "Le serveur est fatigué.")

    found = explain(erreur)

    assert (found.erreur, found.connu, found.rubrique) == (erreur, False, None)
    assert "un message que nous ne connaissons pas encore" in found.explication


def test_never_repeats_a_nir():
    facet = ErreurFichier("XSD", "cvc-pattern-valid : La valeur '28502750011' n'est pas…", 3, 9)
    named = facet._replace(
        message="cvc-type.3.1.3 : La valeur '28502750011' de l'élément 'cpf:nir' n'est pas valide."
    )

    for found in (*explain_all([facet, named]), explain(facet, Repere("nir", "nir", "A-1"))):
        assert "28502750011" not in found.erreur.message + found.explication
        assert "[NIR masqué]" in found.erreur.message


def test_several_rubriques_of_a_name_are_told_apart_by_the_deposit_alone():
    assert rubrique_named("sexe") == "sexe"
    assert rubrique_named("idClient") is None
    assert rubrique_named("titulaire") is None
    assert rubrique_named(None) is None


@given(
    st.sampled_from([*CODES, "cvc-inconnu", ""]),
    st.lists(
        st.one_of(st.text(max_size=20), st.just("'{\"urn:a\":b, c}'"), st.just("' '")), max_size=6
    ),
    st.sampled_from([None, *RUBRIQUES]),
)
def test_takes_any_message(code, pieces, rubrique):
    erreur = ErreurFichier("XSD", f"{code} : {' '.join(pieces)}", 1, 1)

    assert explain(erreur, Repere(None, rubrique)).explication
