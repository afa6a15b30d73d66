"""Where one goes from one page of the deposits to the next, and what each says so that nobody is lost."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accrochage.flux.decoupe import Limits
from agrafe.comptes.enums import Role
from agrafe.depots.models import Depot
from agrafe.depots.services import construction, corrections, preparation, suivi
from agrafe.passages.models import Passage
from agrafe.passages.services import resend_passages
from agrafe.personnes.models import Personne
from agrafe.personnes.services import update_personne
from agrafe.travaux.worker import drain
from agrafe.verifications.models import Verification
from factories.pages import sign_in, text_of
from factories.web import make_member
from web.depots.conftest import KO, accuse_of, build, give, rejection_of, sow

CAUSE = "MSG-AUCUN-TITULAIRE"


@pytest.fixture
def par(client, db):  # noqa: ARG001 - the database
    return sign_in(client, Role.ADMINISTRATEUR)


@pytest.fixture
def rejected(par):
    """Return a deposit of three passages, the first of which is rejected."""
    sow(par, 3)
    depot = build(par)
    give(par, accuse_of(depot, ok=["A-00002", "A-00003"], ko=[("A-00001", KO)]))
    depot.refresh_from_db()
    return depot


def passage(name="A-00001"):
    return Passage.objects.get(id_technique=name)


def page(client, name, *arguments, **query):
    answer = client.get(reverse(f"depots:{name}", args=arguments), query)
    assert answer.status_code == 200, answer
    return text_of(answer)


def post(client, name, *arguments, **data):
    return text_of(client.post(reverse(f"depots:{name}", args=arguments), data, follow=True))


# ------------------------------------------------------------------------------------- the passage


def test_the_card_of_a_passage_leads_to_its_deposits(client, rejected):
    card = text_of(client.get(reverse("passages:detail", args=[passage().public_id])))
    assert "Motif" in card
    assert "Aucun titulaire reconnu (dépôt n" in card
    assert reverse("depots:of_passage", args=[passage().public_id]) in card

    shown = page(client, "of_passage", passage().public_id)

    assert reverse("depots:detail", args=[rejected.public_id]) in shown
    assert reverse("depots:accuse", args=[rejected.accuses.get().public_id]) in shown
    assert KO in shown
    assert "Le plus souvent, le nom d'usage" in shown
    assert f"{edit_of(passage())}#champ_nom_naissance" in shown
    assert reverse("depots:rejections_of", args=[CAUSE]) in shown
    accepted = page(client, "of_passage", passage("A-00002").public_id)
    assert "Le plus souvent" not in accepted


@pytest.mark.usefixtures("rejected")
def test_the_reason_is_that_of_the_cdc_whatever_came_since(client, par):
    resend_passages(par=par, passages=[passage()])
    update_personne(par=par, personne=passage().personne, values={"sexe": ""})
    assert passage().status == "rejete"

    card = text_of(client.get(reverse("passages:detail", args=[passage().public_id])))

    assert "Aucun titulaire reconnu (dépôt" in card
    assert "Titulaire modifié" not in card


def test_what_a_deposit_held_is_not_offered_to_be_deleted(client, par):
    (fresh,) = sow(par, 1)
    address = reverse("passages:detail", args=[fresh.public_id])
    assert reverse("passages:delete") in text_of(client.get(address))

    suivi.abandon_depot(par=par, depot=build(par))

    assert reverse("passages:delete") not in text_of(client.get(address))


def edit_of(one):
    return reverse("personnes:update", args=[one.personne.public_id])


def test_a_passage_that_never_left_says_so(client, par):
    (fresh,) = sow(par, 1)
    assert "aucun dépôt" in page(client, "of_passage", fresh.public_id)


def test_who_does_not_see_the_deposits_has_no_tab_of_them(client, rejected):
    member = make_member(Role.RESPONSABLE_JURY, rejected.certificateur)
    client.force_login(member.user)
    address = reverse("depots:of_passage", args=[passage().public_id])

    assert address not in text_of(
        client.get(reverse("passages:detail", args=[passage().public_id]))
    )
    assert client.get(address).status_code == 404


def test_a_letter_is_noted_from_the_passage_that_it_is_about(client, par):
    (fresh,) = sow(par, 1)
    address = f"{reverse('depots:deadlines_add')}?passage={fresh.public_id}"
    assert address in page(client, "of_passage", fresh.public_id)

    assert 'value="A-00001"' in text_of(client.get(address))
    assert 'value="A-00001"' not in page(client, "deadlines_add", passage="nonsense")
    (other,) = sow(make_member(Role.ADMINISTRATEUR), 1)
    answer = client.get(reverse("depots:deadlines_add"), {"passage": other.public_id})
    assert answer.status_code == 404


# ------------------------------------------------------------------------------------- the deposit


def test_the_deposit_says_what_is_left_to_mend(client, par, rejected):
    shown = page(client, "detail", rejected.public_id)
    assert "1 passage rejeté reste à corriger" in shown
    assert f'href="{reverse("depots:rejections")}"' in shown.split("<main")[1]

    resend_passages(par=par, passages=[passage()])

    assert "à corriger" not in page(client, "detail", rejected.public_id).split("<main")[1]


def test_a_rejected_file_leads_to_what_it_says(client, par):
    sow(par, 2)
    depot = build(par)
    accuse = give(par, rejection_of(depot))

    shown = page(client, "detail", depot.public_id)

    assert "Le fichier entier a été rejeté" in shown
    assert f'href="{reverse("depots:accuse", args=[accuse.public_id])}"' in shown
    assert "Traité" not in shown.split("<h2")[0]
    listed = page(client, "list")
    assert "Fichier rejeté" in listed
    assert '<td class="number" data-label="Rejetés">' in listed


def test_each_accuse_says_its_own_part(client, par, monkeypatch):
    monkeypatch.setattr(construction, "LIMITS", Limits(passages=2))
    sow(par, 3)
    depot = build(par)
    give(par, accuse_of(depot, ok=["A-00003"], rang=2))
    accuse = give(par, accuse_of(depot, ok=["A-00001"], rang=1))

    answer = client.get(reverse("depots:accuse", args=[accuse.public_id]))

    said = {part.label: part.value for part in answer.context["parts"]}
    assert said == {"acceptés": 1, "absents de l'accusé": 1}


def test_a_passage_is_found_in_its_deposit_by_name(client, rejected):
    assert "A-00001" in page(client, "lignes", rejected.public_id, q="Dubreuilb")
    assert "A-00001" not in page(client, "lignes", rejected.public_id, q="Dubreuilc")


def test_an_accuse_given_again_is_said_to_have_been(client, rejected):
    content = accuse_of(rejected, ok=["A-00002", "A-00003"], ko=[("A-00001", KO)])

    assert "avait déjà été donné" in post(client, "accuses", accuse=content)


@pytest.mark.usefixtures("rejected")
def test_a_withdrawal_is_called_one(client):
    post(client, "withdraw", passage("A-00002").public_id, motif="Fraude")

    shown = page(client, "withdraw", passage("A-00002").public_id)

    assert ">retrait n" in shown
    assert "Préparer le retrait" not in shown


@pytest.mark.usefixtures("rejected")
def test_what_an_accuse_does_not_say_of_a_withdrawal_stays_accepted(client, par):
    rows = Passage.objects.filter(status="accepte")
    preparation.request_withdrawal(par=par, passages=rows, motif="Fraude")
    drain()
    depot = Depot.objects.get(action="SUPPRESSION")
    give(par, accuse_of(depot, ok=["A-00002"]))

    shown = page(client, "detail", depot.public_id)

    assert "Reprendre ce passage" in shown
    assert "Remettre à déposer" not in shown
    assert "restent acceptés" in post(client, "release", depot.public_id)


# ------------------------------------------------------------------------------------- the mending


@pytest.mark.usefixtures("rejected")
def test_mending_a_card_leads_back_to_the_list(client):
    here = reverse("depots:rejections_of", args=[CAUSE])
    address = f"{edit_of(passage())}?{urlencode({'suite': here})}"
    assert f"{address}#champ_nom_naissance" in page(client, "rejections_of", CAUSE)

    values = {"nom_naissance": "Dubreuil", "prenom1": "Zoé", "sexe": "F"}
    answer = client.post(address, {**values, "lieu": "Rennes", "naissance_annee": "1991"})

    assert answer.url == here
    assert f'href="{here}"' in text_of(client.get(address))


@pytest.mark.usefixtures("rejected")
def test_mending_a_passage_leads_back_as_well(client):
    address = reverse("passages:edit", args=[passage().public_id])

    shown = text_of(client.get(address, {"suite": "/accrochage/a-corriger/"})).split("<main")[1]

    assert 'href="/accrochage/a-corriger/"' in shown


@pytest.mark.usefixtures("rejected")
def test_the_list_says_what_the_titulaires_were_asked(client, par):
    assert "Envoyée" not in page(client, "rejections_of", CAUSE)
    [asked] = corrections.ask_titulaires(par=par, cause=CAUSE).sent

    shown = page(client, "rejections_of", CAUSE)

    assert "Envoyée" in shown
    assert asked.get_absolute_url() in shown
    Verification.objects.update(status="acceptee", created_at="2020-01-01T00:00:00Z")
    assert asked.get_absolute_url() not in page(client, "rejections_of", CAUSE)


@pytest.mark.usefixtures("rejected")
def test_nobody_is_offered_to_be_written_to_twice(client, par):
    shown = page(client, "rejections_ask", CAUSE)
    assert "nom de naissance, prénoms, sexe, date de naissance" in shown
    corrections.ask_titulaires(par=par, cause=CAUSE)

    shown = page(client, "rejections_ask", CAUSE)

    assert "Personne à qui écrire" in shown
    assert "Écrire à" not in shown.replace("à qui écrire", "")
    assert "1 titulaire a déjà une vérification en cours" in shown
    assert "Aucun courriel n'est parti" in post(client, "rejections_ask", CAUSE)


@pytest.mark.usefixtures("rejected")
def test_an_address_that_is_not_his_is_not_written_to_again(client, par):
    corrections.ask_titulaires(par=par, cause=CAUSE)
    Verification.objects.update(status="pas_moi")

    assert "Personne à qui écrire" in page(client, "rejections_ask", CAUSE)


@pytest.mark.usefixtures("rejected")
def test_one_passage_is_spoken_of_as_one(client):
    shown = page(client, "rejections_of", CAUSE)

    assert "Écrire au titulaire" in shown
    assert "Renvoyer ce passage" in shown
    assert Personne.objects.count() == 3
