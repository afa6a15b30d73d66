"""What becomes of the answers, and which of them nobody need look at."""

import pytest

from agrafe.comptes.enums import Role
from agrafe.passages.enums import Status as PassageStatus
from agrafe.personnes.services import update_personne
from agrafe.socle.refusals import Denied
from agrafe.verifications import services
from agrafe.verifications.enums import Status
from agrafe.verifications.questions import BY_NAME
from agrafe.verifications.verdicts import Reader, is_small, said, told
from factories.verifications import fill, tokens
from factories.web import make_member, make_personne, make_sound_passage, make_verification

PLACE = {
    "libelleCommuneNaissance": "Rennes",
    "codeInsee": "35238",
    "codePostal": "",
    "libellePaysNaissance": "",
    "codePaysNaissance": "",
}


def answer_of(par, personne, remarque="", **values):
    services.ask(par=par, personnes=[personne], rubriques={personne.pk: list(values)})
    fill(tokens()[-1], remarque=remarque, **values)
    return personne.verifications.get(status=Status.REPONDUE)


def test_accepting_changes_the_card_and_checks_the_passages_again(par):
    personne = make_personne(par.certificateur, nom_naissance="Dubreuill")
    passage = make_sound_passage(
        par.certificateur, personne=personne, status=PassageStatus.REJETE, envois=1
    )
    verification = answer_of(par, personne, nomNaissance="Dubreuil")

    services.accept(par=par, verification=verification, keys=["nomNaissance"])

    for row in (personne, passage, verification):
        row.refresh_from_db()
    assert personne.nom_naissance == "Dubreuil"
    assert passage.status == PassageStatus.A_RENVOYER
    assert verification.status == Status.ACCEPTEE
    assert verification.acceptees == ["nomNaissance"]
    assert verification.closed_at


def test_a_part_of_the_answer_can_be_accepted(par, answered):
    services.accept(par=par, verification=answered, keys=["prenom2", "sexe"])

    answered.refresh_from_db()
    assert answered.acceptees == ["prenom1", "prenom2", "prenom3"]
    answered.personne.refresh_from_db()
    assert answered.personne.prenom2 == "Marie"


@pytest.mark.parametrize("keys", [[], ["sexe"], ["nonsense"]])
def test_nothing_chosen_is_nothing_accepted(par, answered, keys):
    with pytest.raises(services.VerificationError, match="au moins une"):
        services.accept(par=par, verification=answered, keys=keys)


def test_an_answer_is_decided_once(par, answered):
    services.accept(par=par, verification=answered, keys=["nomNaissance"])

    with pytest.raises(services.VerificationError):
        services.accept(par=par, verification=answered, keys=["nomNaissance"])
    with pytest.raises(services.VerificationError):
        services.set_aside(par=par, verification=answered, reason="")


def test_an_answer_that_has_not_come_cannot_be_accepted(par, asked):
    with pytest.raises(services.VerificationError):
        services.accept(par=par, verification=asked[0], keys=["nomNaissance"])


@pytest.mark.parametrize("status", [Status.REPONDUE, Status.PAS_MOI])
def test_setting_aside_leaves_the_card_alone(par, status):
    verification = make_verification(
        par.certificateur, status=status, reponse={"nomNaissance": "Autre"}
    )

    services.set_aside(par=par, verification=verification, reason=" Ce n'est pas lui. ")

    verification.refresh_from_db()
    assert (verification.status, verification.motif_ecart) == (Status.ECARTEE, "Ce n'est pas lui.")
    assert verification.personne.nom_naissance == "Dubreuil"


def test_readers_decide_nothing(answered):
    reader = make_member(Role.LECTURE, answered.certificateur)

    for act in (
        lambda: services.accept(par=reader, verification=answered, keys=["nomNaissance"]),
        lambda: services.accept_safe(par=reader, verifications=[answered]),
        lambda: services.set_aside(par=reader, verification=answered, reason=""),
        lambda: services.cancel(par=reader, verification=answered),
    ):
        with pytest.raises(Denied):
            act()


def test_safe_answers_are_accepted_in_one_go(par, answered):
    other = make_personne(par.certificateur, nom_naissance="Martin", courriel="a@exemple.fr")
    doubtful = answer_of(par, other, nomNaissance="Durand")
    stranger = make_verification(make_member().certificateur, status=Status.REPONDUE)

    done = services.accept_safe(par=par, verifications=[answered, doubtful, stranger])

    assert done == (1, 1)
    for row in (answered, doubtful, stranger, answered.personne):
        row.refresh_from_db()
    assert answered.status == Status.ACCEPTEE
    assert answered.acceptees == answered.rubriques
    assert answered.personne.prenom2 == "Marie"
    assert (doubtful.status, stranger.status) == (Status.REPONDUE, Status.REPONDUE)


def test_no_safe_answer_changes_nothing(par):
    assert services.accept_safe(par=par, verifications=[]) == (0, 0)


@pytest.mark.parametrize(
    ("values", "is_safe"),
    [
        ({"nomNaissance": "Dubreuil"}, True),  # confirmed
        ({"nomNaissance": "DUBREUIL"}, True),
        ({"nomNaissance": "Durand"}, False),
        ({"prenom1": "Zoé", "prenom2": "Marie"}, True),
        ({"prenom1": "Zoé", "prenom2": "X9"}, False),  # the core doubts it
        ({"sexe": "M"}, False),
        (PLACE, True),
        ({**PLACE, "libelleCommuneNaissance": "Brest", "codeInsee": "29019"}, False),
    ],
)
def test_what_is_safe(par, personne, values, is_safe):
    verification = answer_of(par, personne, **values)

    assert Reader("1.1.5").is_safe(verification) is is_safe


def test_a_word_from_the_titulaire_asks_for_a_reader(par, personne):
    verification = answer_of(par, personne, remarque="J'ai changé de nom.", nomNaissance="Dubreuil")

    assert not Reader("1.1.5").is_safe(verification)


def test_a_card_that_changed_since_asks_for_a_reader(par, answered):
    update_personne(par=par, personne=answered.personne, values={"nom_naissance": "Durand"})
    answered.personne.refresh_from_db()

    [nom, prenoms] = Reader("1.1.5").lignes_of(answered)

    assert (nom.avant, nom.reponse, nom.maintenant) == ("Dubreuil", "Dubreuil", "Durand")
    assert not nom.is_safe
    assert prenoms.is_safe
    assert not prenoms.maintenant
    assert not nom.is_proposed


def test_an_accepted_answer_is_no_change_in_between(par, answered):
    services.accept(par=par, verification=answered, keys=["prenom1"])
    answered = type(answered).objects.select_related("personne").get()

    lignes = Reader("1.1.5").lignes_of(answered)

    assert answered.personne.prenom2 == "Marie"
    assert [one.maintenant for one in lignes] == ["", ""]


SMALL = [
    ("nom", ["Müller"], ["Muller"], True),
    ("nom", [""], ["Muller"], False),
    ("nom", ["Muller"], ["Müller-Roy"], False),
    ("usage", [""], ["Leroy"], True),
    ("usage", ["Leroy"], ["Le Roy"], True),
    ("prenoms", ["Z.", "", ""], ["Zoé", "Marie", ""], True),
    ("prenoms", ["Z.", "", ""], ["Léa", "", ""], False),
    ("prenoms", ["Zoe Marie", "", ""], ["Zoé", "Marie", ""], True),
    ("prenoms", ["Zoé", "Marie", ""], ["Zoé", "", ""], False),
    ("prenoms", ["", "", ""], ["Zoé", "", ""], False),
    ("sexe", [""], ["F"], True),
    ("sexe", ["F"], ["M"], False),
    ("naissance", ["", "", 1991], [3, 7, 1991], True),
    ("naissance", [3, 7, 1991], [7, 3, 1991], False),
    ("naissance", [3, 7, 1991], [3, 7, 1992], False),
    ("lieu", ["", "", "", "", ""], ["Rennes", "35238", "", "", ""], True),
    ("lieu", ["RENNES", "", "35000", "", ""], ["Rennes", "35238", "", "", ""], True),
    ("lieu", ["", "", "35000", "", ""], ["Rennes", "35238", "", "", ""], True),
    ("lieu", ["", "", "35000", "", ""], ["Brest", "29019", "", "", ""], False),
    ("lieu", ["Saint-Denis", "", "97400", "", ""], ["Saint-Denis", "93066", "", "", ""], False),
    ("lieu", ["Bastia", "", "20200", "", ""], ["Bastia", "2B033", "", "", ""], True),
    ("lieu", ["", "", "", "Portugal", ""], ["Rennes", "35238", "", "", ""], False),
    ("lieu", ["", "", "", "Portugal", ""], ["Lisbonne", "99139", "", "Portugal", "139"], True),
    ("lieu", ["Rennes", "", "", "FRANCE", ""], ["Rennes", "35238", "", "", ""], True),
    ("lieu", ["Rennes", "35000", "", "", ""], ["Rennes", "35238", "", "", ""], False),
    ("lieu", ["Lisbonne", "", "", "Portugal", "139"], ["Lisbonne", "99134", "", "E", "134"], False),
]


@pytest.mark.parametrize(("name", "before", "after", "expected"), SMALL)
def test_what_is_a_small_change(name, before, after, expected):
    question = BY_NAME[name]

    old = dict(zip(question.keys, before, strict=True))
    new = dict(zip(question.keys, after, strict=True))
    assert is_small(question, old, new) is expected


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("prenoms", {"prenom1": "Zoé", "prenom2": "Marie"}, "Zoé, Marie"),
        (
            "naissance",
            {"anneeNaissance": 1991, "moisNaissance": 7},
            "juillet\N{NO-BREAK SPACE}1991",
        ),
        ("sexe", {"sexe": "F"}, "Féminin"),
        ("sexe", {}, ""),
        ("lieu", PLACE, "Rennes (35238)"),
        (
            "lieu",
            {"libelleCommuneNaissance": "Rennes", "codePostal": "35000"},
            "Rennes, code postal 35000",
        ),
    ],
)
def test_an_answer_in_words(name, values, expected):
    assert said(BY_NAME[name], values).replace("\u202f", " ") == expected


def test_the_verdict_is_that_of_the_core(par, personne):
    verification = answer_of(par, personne, nomNaissance="Mme Dubreuil")

    [ligne] = Reader("1.1.5").lignes_of(verification)

    assert ligne.is_doubtful
    assert ligne.remarques[0].code.startswith("NOM-")
    assert ligne.is_changed


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("naissance", [3, 7, 1991], "3 July 1991"),
        ("naissance", [None, 7, 1991], "July 1991"),
        ("naissance", [None, None, None], ""),
        ("naissance", [3, 13, 1991], "3 1991"),  # as an import may have left it
        ("sexe", ["F"], "Female (F)"),
        ("sexe", [""], ""),
        ("nom", ["Dubreuil"], "Dubreuil"),
    ],
)
def test_an_answer_in_english(name, values, expected):
    own = dict(zip(BY_NAME[name].keys, values, strict=True))

    assert told(BY_NAME[name], own, "en") == expected
