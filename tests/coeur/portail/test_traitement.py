"""A deposit through the portal: what is let in, what is already there, what is withdrawn, who is found."""

from itertools import count

import pytest

from accrochage.portail.messages import AUCUN
from accrochage.portail.registre import Registre
from accrochage.portail.traitement import Connus, treat
from factories.flux import a_flux, deposit
from factories.passages import a_dossier, a_passage, a_titulaire, an_identifiant
from factories.portail import a_personne, a_portail
from factories.textes import plain

EMETTEUR = "12ABC345"


@pytest.fixture
def play(tmp_path):
    """Return a function that treats passages; each time the same file, unless its name is given."""

    def treat_them(*passages, portail=None, people=None, name="depot.xml", **flux):
        path = tmp_path / name
        path.write_bytes(deposit(*passages, flux=a_flux(**flux)))
        return treat(path, portail or a_portail(), [a_personne()] if people is None else people)

    return treat_them


def ko_of(traitement):
    return {one.id_technique: plain(one.message) for one in traitement.ko}


def test_passages_are_found_or_not(play):
    found = play(
        a_passage(id_technique="A"),
        a_passage(id_technique="B", identification=a_titulaire(nom_naissance="MARTIN")),
        a_passage(id_technique="C", identification=an_identifiant()),
        a_passage(id_technique="D", identification=a_dossier()),
        a_passage(id_technique="E", identification=a_dossier(id_dossier="1")),
    )

    assert (found.nom_fichier, found.id_flux, found.rejet) == ("depot.xml", "AGRAFE-1", None)
    assert found.ok == ["A", "C", "D"]
    assert ko_of(found) == {"B": AUCUN, "E": AUCUN}


def test_what_is_written_is_taken_as_it_is(play):
    found = play(a_passage(identification=a_titulaire(prenom1="Maëlle, Louise")))

    assert ko_of(found) == {"2026-0001": AUCUN}


def test_the_number_of_the_treatment_is_that_of_the_deposit(play):
    one, again = play(a_passage()), play(a_passage())
    others = [play(a_passage(), id_flux="AGRAFE-2"), play(a_passage(), name="autre.xml")]

    assert one.id_traitement == again.id_traitement
    assert len({one.id_traitement, *(other.id_traitement for other in others)}) == 3
    assert 100_000 <= one.id_traitement < 1_000_000


# ----------------------------------------------------------------------------- already there


def test_a_passage_is_accepted_once(play):
    portail = a_portail()
    play(a_passage(), portail=portail)

    assert ko_of(play(a_passage(), portail=portail)) == {
        "2026-0001": f"Le passage certification avec le bcr émetteur {EMETTEUR} "
        "et l'id technique partenaire 2026-0001 existe déjà en base"
    }


def test_an_identifier_serves_once_in_a_file(play):
    found = play(a_passage(), a_passage())

    assert found.ok == ["2026-0001"]
    assert "existe déjà en base" in ko_of(found)["2026-0001"]


def test_a_rejected_passage_may_come_back(play):
    portail = a_portail()
    play(a_passage(identification=a_titulaire(sexe="M")), portail=portail)

    assert play(a_passage(), portail=portail).ok == ["2026-0001"]


def test_another_emetteur_has_its_own_identifiers(play):
    registre = Registre()
    registre.add(("99999999", "2026-0001"))

    assert play(a_passage(), portail=a_portail(registre=registre)).ok == ["2026-0001"]


# --------------------------------------------------------------------------------- withdrawal


def test_withdraws_what_was_accepted(play):
    portail = a_portail()
    play(a_passage(), portail=portail)
    withdrawn = play(a_passage(), portail=portail, action="SUPPRESSION", people=())

    assert withdrawn.ok == ["2026-0001"]
    assert len(portail.registre) == 0
    assert play(a_passage(), portail=portail).ok == ["2026-0001"]


def test_cannot_withdraw_what_is_not_there(play):
    found = play(a_passage(), action="SUPPRESSION", people=())

    assert ko_of(found) == {
        "2026-0001": f"[Message propre à Agrafe] Aucun passage de l'émetteur {EMETTEUR} n'a l'id technique 2026-0001 : rien à retirer"
    }


# ------------------------------------------------------------------------------ who is let in


@pytest.mark.parametrize(
    ("connus", "sentence"),
    [
        (Connus(emetteur="99999999"), f"L'émetteur « {EMETTEUR} »"),
        (Connus(certificateur="99999999"), f"Le certificateur « {EMETTEUR} »"),
        (Connus(contrat="AUTRE"), "Le contrat « "),
    ],
)
def test_an_unknown_identifier_is_not_let_in(play, connus, sentence):
    found = play(a_passage(), portail=a_portail(connus=connus))

    assert (found.rejet.type, found.id_flux, found.ok, found.ko) == ("AGRAFE", "", (), ())
    assert plain(found.rejet.message).startswith(f"[Message propre à Agrafe] {sentence}")
    assert found.rejet.ligne > 1


def test_known_identifiers_are_let_in(play):
    certificateur = a_passage().certification.certificateur
    connus = Connus(EMETTEUR, certificateur.id_client, certificateur.id_contrat)

    assert play(a_passage(), portail=a_portail(connus=connus)).rejet is None


def test_a_file_that_the_schema_refuses_is_rejected_before_anybody_is_looked_for(play):
    portail = a_portail()
    found = play(
        a_passage(id_technique="A"),
        a_passage(identification=a_titulaire(sexe="X")),
        portail=portail,
        people=iter(lambda: pytest.fail("the population was read"), None),
    )

    assert found.rejet.message.startswith("cvc-enumeration-valid")
    assert (found.id_flux, found.ok, len(portail.registre)) == ("", (), 0)


# ---------------------------------------------------------------------------------- big files


def test_only_those_who_are_looked_for_are_kept(play):
    crowd = (a_personne(nom_naissance=f"NOM{rank}") for rank in range(20_000))
    people = (one for group in (crowd, [a_personne()]) for one in group)

    assert play(a_passage(), people=people).ok == ["2026-0001"]


def test_order_is_that_of_the_file(play):
    numbers = count()
    passages = [a_passage(id_technique=f"{next(numbers)}") for _ in range(1500)]

    assert play(*passages).ok == [str(rank) for rank in range(1500)]
