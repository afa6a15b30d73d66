"""The CDC's answers: found their deposit, written down whole, or refused with a reason."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from accrochage.accuses.messages import MESSAGES
from accrochage.flux.decoupe import MAX_PASSAGES, Limits
from accrochage.portail.accuse import PassageKo, write_accuse
from agrafe.depots.enums import Issue, Status
from agrafe.depots.models import Accuse, AccuseLigne, Depot
from agrafe.depots.selectors import count_silent
from agrafe.depots.services import accuses, construction, suivi
from agrafe.depots.services.accuses import AccuseRefusal, receive_accuse
from agrafe.depots.services.commun import DepotRefusal
from agrafe.journal.models import JournalEntry
from agrafe.passages import services as passages
from agrafe.passages.models import Passage, StateChange
from agrafe.personnes.services import update_personne
from agrafe.socle.refusals import Denied
from agrafe.travaux.worker import drain
from factories.web import make_member
from web.depots.conftest import (
    KNOWN,
    KO,
    accuse_of,
    build,
    give,
    rejection_of,
    sow,
    statuses,
)


@pytest.fixture
def depot(par):
    sow(par, 4)
    return suivi.mark_deposited(par=par, depot=build(par))


def issues(depot):
    return dict(depot.lignes.order_by("rang").values_list("id_technique", "issue"))


def test_every_passage_is_accounted_for(par, depot):
    known = KNOWN.format(bcr=depot.id_client, id="A-00002")
    content = accuse_of(depot, ok=["A-00001"], ko=[("A-00002", known), ("A-00003", KO)])

    accuse = give(par, content)

    depot.refresh_from_db()
    assert accuse.is_read
    assert issues(depot) == {
        "A-00001": "accepte",
        "A-00002": "deja_en_base",
        "A-00003": "rejete",
        "A-00004": "sans_reponse",
    }
    assert statuses(par) == {
        "A-00001": "accepte",
        "A-00002": "accepte",
        "A-00003": "rejete",
        "A-00004": "en_depot",
    }
    envois = Passage.objects.order_by("id_technique").values_list("envois", flat=True)
    assert list(envois) == [1, 1, 1, 0]
    assert depot.status == Status.TRAITE
    assert depot.comptes == {"accepte": 1, "deja_en_base": 1, "rejete": 1, "sans_reponse": 1}
    assert [one["id_technique"] for one in accuse.constats] == ["A-00004"]
    ligne = depot.lignes.get(id_technique="A-00003")
    assert (ligne.cause, ligne.messages, ligne.holds) == ("MSG-AUCUN-TITULAIRE", [KO], "")
    last = StateChange.objects.filter(passage=ligne.passage).latest("pk")
    assert last.reason == "Aucun titulaire reconnu (dépôt n° 1)"
    entry = JournalEntry.objects.get(action="depots.read")
    assert entry.summary.startswith("Accusé lu : 2")


def test_the_silent_ones_can_be_deposited_again(par, depot):
    give(par, accuse_of(depot, ok=["A-00001", "A-00002", "A-00003"]))

    assert suivi.release_silent(par=par, depot=depot) == 1

    assert statuses(par)["A-00004"] == "pret"
    with pytest.raises(DepotRefusal, match="reçu une réponse"):
        suivi.release_silent(par=par, depot=depot)


def test_what_is_said_too_late_of_those_taken_back_changes_nothing(par, depot):
    give(par, accuse_of(depot, ok=["A-00001", "A-00002", "A-00003"]))
    assert count_silent(depot=Depot.objects.get()) == 1
    suivi.release_silent(par=par, depot=depot)
    assert count_silent(depot=Depot.objects.get()) == 0

    accuse = give(par, accuse_of(depot, ok=["A-00004"], number=2))

    assert statuses(par)["A-00004"] == "pret"
    assert accuse.comptes["autrement"] == 1


def test_a_later_accuse_speaks_for_the_silent_ones(par, depot):
    give(par, accuse_of(depot, ok=["A-00001", "A-00002", "A-00003"]))

    accuse = give(par, accuse_of(depot, ok=["A-00004"], ko=[("A-00001", KO)], number=2))

    assert statuses(par)["A-00004"] == "accepte"
    assert statuses(par)["A-00001"] == "accepte"  # what was accepted stays so
    assert accuse.comptes["autrement"] == 1


def test_the_same_accuse_again_changes_nothing(par, depot):
    content = accuse_of(depot, ok=["A-00001", "A-00002", "A-00003", "A-00004"])
    first = give(par, content)
    before = list(Passage.objects.order_by("pk").values())
    content.seek(0)

    again = give(par, content)

    assert again.pk == first.pk
    assert list(Passage.objects.order_by("pk").values()) == before
    assert JournalEntry.objects.filter(action="depots.read").count() == 1


def test_an_accuse_whose_file_is_lost_is_given_again(par, depot):
    content = accuse_of(depot, ok=["A-00001"])
    accuse = receive_accuse(par=par, fichier=content)
    accuse.fichier.storage.delete(accuse.fichier.name)
    drain()
    accuse.refresh_from_db()
    assert "redonnez-le" in accuse.refus
    content.seek(0)

    again = give(par, content)

    assert (again.pk, again.is_read, again.refus) == (accuse.pk, True, "")
    again.fichier.storage.delete(again.fichier.name)
    content.seek(0)
    give(par, content)
    again.refresh_from_db()
    content.seek(0)
    with again.fichier.open("rb") as kept:
        assert kept.read() == content.read()


def test_nobody_marked_it_as_deposited(par):
    sow(par, 1)
    depot = build(par)

    give(par, accuse_of(depot, ok=["A-00001"]))

    depot.refresh_from_db()
    assert depot.deposited_by == par.user
    assert depot.status == Status.TRAITE


def test_it_is_found_by_its_name_when_it_says_no_flux(par, depot):
    accuse = give(par, accuse_of(depot, ok=["A-00001"], id_flux=""))

    assert (accuse.depot, accuse.refus) == (depot, "")


def test_one_that_names_nothing_is_taken_on_its_deposit_alone(par, depot):
    content = accuse_of(depot, ok=["A-00001"], id_flux="", nom="")

    refused = give(par, content)
    assert "ne dit pas à quel dépôt" in refused.refus

    content.seek(0)
    taken = give(par, content, depot)
    assert (taken.pk, taken.is_read, taken.refus) == (refused.pk, True, "")


def test_a_stranger_is_refused_with_the_reason(par, depot):
    accuse = give(par, accuse_of(depot, ok=["A-00001"], id_flux="autre"))

    assert "au flux « autre »" in accuse.refus
    assert accuse.depot is None
    assert set(statuses(par).values()) == {"en_depot"}


def test_another_certificateur_has_no_deposit_of_that_flux(par, depot):
    other = make_member()

    accuse = give(other, accuse_of(depot, ok=["A-00001"]))

    assert "d'aucun de vos dépôts" in accuse.refus
    assert set(statuses(par).values()) == {"en_depot"}


def test_the_accuse_of_another_deposit_is_refused(par, depot):
    sow(par, 1)
    second = suivi.mark_deposited(par=par, depot=build(par))

    accuse = give(par, accuse_of(depot, ok=["A-00001"]), second)

    assert accuse.refus.startswith("Cet accusé répond au dépôt n° 1, et non au dépôt n° 2.")


def test_none_of_its_passages_is_in_the_deposit(par, depot):
    accuse = give(par, accuse_of(depot, ok=["Z-1"]))

    assert "Aucun passage de cet accusé" in accuse.refus
    depot.refresh_from_db()
    assert depot.status == Status.DEPOSE


def test_what_does_not_tally_is_said(par, depot):
    content = accuse_of(
        depot,
        ok=["A-00001", "A-00001", "A-00002", "Z-1"],
        ko=[("A-00002", KO)],
    )

    accuse = give(par, content)

    assert issues(depot)["A-00002"] == "rejete"  # a rejection wins: sent again, it is merely known
    said = {(one["genre"], one["id_technique"]) for one in accuse.constats}
    assert said == {
        ("inconnu", "Z-1"),
        ("doublon", "A-00001"),
        ("doublon", "A-00002"),
        ("manquant", "A-00003"),
        ("manquant", "A-00004"),
    }
    assert {key: accuse.comptes[key] for key in ("inconnus", "doublons", "manquants")} == {
        "inconnus": 1,
        "doublons": 2,
        "manquants": 2,
    }


def test_lists_that_are_long_are_cut_and_counted(par, depot, monkeypatch):
    monkeypatch.setattr(accuses, "REFUSALS_KEPT", 1)
    give(par, accuse_of(depot, ok=["A-00001", "A-00002"]))

    accuse = give(
        par,
        accuse_of(depot, ok=["Z-1", "Z-2"], ko=[("A-00001", KO), ("A-00002", KO)], number=2),
    )

    assert accuse.comptes["inconnus"] == 2
    assert accuse.comptes["autrement"] == 2
    assert sum(one["genre"] == "inconnu" for one in accuse.constats) == 1


def test_what_is_said_twice_is_told_in_its_order(par, depot):
    known = KNOWN.format(bcr=depot.id_client, id="A-00002")
    content = accuse_of(
        depot, ok=["A-00003", "A-00002"], ko=[("A-00003", KO), ("A-00002", known), ("A-00001", KO)]
    )

    accuse = give(par, content)

    assert issues(depot)["A-00002"] == "deja_en_base"
    doublons = [one["id_technique"] for one in accuse.constats if one["genre"] == "doublon"]
    assert doublons == ["A-00003", "A-00002"]
    assert accuse.comptes["doublons"] == 2


@pytest.mark.usefixtures("small_batches")
def test_it_takes_the_same_statements_whatever_the_passages(par, django_assert_max_num_queries):
    taken = []
    for number in (2, 60):
        made = [one.id_technique for one in sow(par, number)]
        depot = suivi.mark_deposited(par=par, depot=build(par))
        half = number // 2
        content = accuse_of(depot, ok=made[:half], ko=[(name, KO) for name in made[half:]])
        with django_assert_max_num_queries(200) as statements:
            give(par, content)
        taken.append(len(statements))
        assert not AccuseLigne.objects.exists()

    assert taken[0] == taken[1]


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("way", ["abandon", "reject", "release"])
def test_what_comes_back_takes_the_same_statements_whatever_the_passages(
    par, way, django_assert_max_num_queries
):
    taken = []
    for number in (2, 60):
        sow(par, number)
        depot = build(par)
        if way == "release":
            give(par, accuse_of(depot, ok=[f"A-{Passage.objects.count():05d}"]))
        with django_assert_max_num_queries(200) as statements:
            if way == "abandon":
                suivi.abandon_depot(par=par, depot=depot)
            elif way == "reject":
                give(par, rejection_of(depot))
            else:
                assert suivi.release_silent(par=par, depot=depot) == number - 1
        taken.append(len(statements))
        left = Passage.objects.of(par.certificateur).filter(status="pret")
        passages.exclude_passages(par=par, passages=left, reason="Doublon")

    assert taken[0] == taken[1]


def test_a_titulaire_who_changed_meanwhile_is_checked_again_when_rejected(par, depot):
    passage = Passage.objects.get(id_technique="A-00001")
    update_personne(par=par, personne=passage.personne, values={"sexe": ""})

    give(par, accuse_of(depot, ko=[("A-00001", KO), ("A-00002", KO)]))

    passage.refresh_from_db()
    assert (passage.status, passage.gravite) == ("rejete", "erreur")
    done = passages.resend_passages(par=par, passages=Passage.objects.all())
    assert done.done == 1


def test_a_nir_is_never_kept_in_clear(par, depot):
    content = accuse_of(depot, ko=[("A-00001", "NIR 2910735238042 inconnu")])

    give(par, content)

    ligne = depot.lignes.get(id_technique="A-00001")
    assert ligne.messages == ["NIR [NIR masqué] inconnu"]


def test_a_whole_file_is_rejected(par, depot):
    rank = next(rank for rank, line in enumerate(_lines(depot), start=1) if b"A-00002" in line)
    message = "cvc-minLength-valid: La valeur '' n'est pas valide."

    accuse = give(par, rejection_of(depot, message=message, ligne=rank))

    depot.refresh_from_db()
    assert accuse.is_rejection
    assert accuse.constats[0]["id_technique"] == "A-00002"
    assert set(issues(depot).values()) == {Issue.FICHIER_REJETE}
    assert set(statuses(par).values()) == {"pret"}
    assert depot.status == Status.TRAITE
    assert build(par).total == 4
    late = give(par, accuse_of(depot, ok=["A-00001"]))
    assert "rejeté en entier" in late.refus


def _lines(depot):
    with depot.fichiers.get().fichier.open("rb") as content:
        return content.read().splitlines()


def test_a_rejection_after_an_answer_changes_nothing(par, depot):
    give(par, accuse_of(depot, ok=["A-00001"]))

    accuse = give(par, rejection_of(depot))

    assert "avait déjà répondu" in accuse.refus
    assert statuses(par)["A-00001"] == "accepte"


def test_each_file_of_a_deposit_has_its_accuse(par, monkeypatch):
    monkeypatch.setattr(construction, "LIMITS", Limits(passages=2))
    sow(par, 4)
    depot = suivi.mark_deposited(par=par, depot=build(par))

    give(par, accuse_of(depot, ok=["A-00001", "A-00002"], rang=1))
    depot.refresh_from_db()
    assert depot.status == Status.DEPOSE

    give(par, rejection_of(depot, rang=2))
    depot.refresh_from_db()
    assert depot.status == Status.TRAITE
    assert statuses(par) == {
        "A-00001": "accepte",
        "A-00002": "accepte",
        "A-00003": "pret",
        "A-00004": "pret",
    }


def test_a_deposit_that_was_given_up_takes_no_accuse(par):
    sow(par, 1)
    depot = build(par)
    content = accuse_of(depot, ok=["A-00001"])
    suivi.abandon_depot(par=par, depot=depot)

    accuse = give(par, content)

    assert "abandonné" in accuse.refus
    assert statuses(par) == {"A-00001": "pret"}


def test_a_deposit_that_waits_for_nothing_takes_no_accuse(par, depot):
    content = accuse_of(depot, ok=["A-00001"])
    Depot.objects.update(status=Status.EN_CONSTRUCTION)

    assert "n'attend pas d'accusé" in give(par, content).refus


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"rien", "du XML"),
        (b"<flux/>", "un dépôt"),
        (b"<rapport><idFlux>x</idFlux></rapport>", "ne dit rien"),
        (b"<rapport><PassagesOK/></rapport>", "ne dit rien"),
    ],
)
def test_what_is_no_accuse_is_refused_under_its_own_name(par, content, said):
    accuse = give(par, ContentFile(content, name="mon fichier.xml"))

    assert said in accuse.refus
    assert "accuse.xml" not in accuse.refus


def test_an_empty_file_is_refused_at_once(par):
    with pytest.raises(AccuseRefusal, match="vide"):
        receive_accuse(par=par, fichier=ContentFile(b"", name="a.xml"))


def test_the_accuse_of_the_largest_file_fits_in_a_request_though_all_its_passages_are_rejected(
    settings,
):
    longest = max((one.literal for one in MESSAGES.values()), key=len)
    name = "2026-" * 20  # 100 characters
    ko = PassageKo(name, longest.format(bcr="12ABC345", id_technique=name))
    file = BytesIO()
    write_accuse(file, nom_fichier="a", id_flux="a", id_traitement=1, ko=[ko] * 100, ok=[])

    assert file.tell() / 100 * MAX_PASSAGES < settings.MAX_REQUEST_SIZE


def test_it_is_read_once_while_it_waits(par):
    content = ContentFile(b"<rapport/>", name="a.xml")
    first = receive_accuse(par=par, fichier=content)
    again = receive_accuse(par=par, fichier=content)

    assert first.pk == again.pk
    assert Accuse.objects.count() == 1


def test_whoever_only_reads_gives_no_accuse(par):
    with pytest.raises(Denied):
        receive_accuse(
            par=make_member("lecture", par.certificateur), fichier=ContentFile(b"x", name="a.xml")
        )


def test_the_name_is_kept_without_its_folder(par):
    accuse = receive_accuse(par=par, fichier=ContentFile(b"x", name="a.xml"))

    assert accuse.nom == "a.xml"
    assert str(accuse) == "a.xml"
