"""The pages of the deposits, as a secretary meets them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.depots.enums import Status
from agrafe.depots.models import Accuse, Demande, Depot
from agrafe.depots.services import preparation, preuves, suivi
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.travaux.worker import drain
from agrafe.verifications.models import Verification
from factories.pages import sign_in, text_of
from factories.web import (
    make_certification,
    make_demande,
    make_depot,
    make_member,
    make_passage,
)
from web.depots.conftest import KO, accuse_of, build, give, octets, rejection_of, sow, statuses


@pytest.fixture
def par(client, db):  # noqa: ARG001 - the database
    return sign_in(client, Role.ADMINISTRATEUR)


def page(client, name, *arguments, **query):
    answer = client.get(reverse(f"depots:{name}", args=arguments), query)
    assert answer.status_code == 200, answer
    return text_of(answer)


def post(client, name, *arguments, follow=True, **data):
    return client.post(reverse(f"depots:{name}", args=arguments), data, follow=follow)


@pytest.mark.usefixtures("par")
def test_the_empty_list_teaches(client):
    shown = page(client, "list")

    assert "Aucun dépôt pour l'instant" in shown
    assert "Préparer un dépôt" in shown


def test_the_list_costs_the_same_whatever_its_length(client, par, django_assert_max_num_queries):
    for number in range(30):
        make_depot(par.certificateur, status=list(Status)[number % 6])
    with django_assert_max_num_queries(12):
        shown = page(client, "list")
    assert "30" in shown
    assert page(client, "list", etat="traite").count("<tr") < 30


def test_what_would_go_and_what_would_not(client, par):
    certification = make_certification(par.certificateur)
    sow(par, 2, certification, promotion="Juin")
    other = make_certification(par.certificateur)
    sow(par, 1, other)
    sow(par, 1, certification, obtention_certification="")

    shown = page(client, "create")
    assert "3 passages prêts" in shown
    assert "1 passage n'est pas prêt" in shown
    assert "#id_obtentionCertification" in shown
    assert other.code in shown
    narrowed = page(client, "create", certification=str(other.public_id))
    assert "1 passage prêt" in narrowed
    assert "2 passages prêts" in page(client, "create", promotion="Juin")
    assert "Aucun passage n'est prêt" in page(client, "create", renvois="on")
    assert "passages prêts" in page(client, "create", certification="nonsense")
    refused = text_of(post(client, "create", promotion="Juillet"))
    assert "ce choix n'existe plus" in refused
    assert not Depot.objects.exists()


@pytest.mark.usefixtures("par")
def test_nothing_at_all_leads_to_the_passages(client):
    assert "Créez ou importez" in page(client, "create")
    answer = post(client, "create")
    assert "Aucun passage n'est prêt" in text_of(answer)


def test_missing_identifiers_are_asked_for(client, par):
    par.certificateur.id_contrat = ""
    par.certificateur.save()
    sow(par, 1)

    assert "Écrivez-les dans Réglages" in page(client, "create")
    assert "Il manque les identifiants" in text_of(post(client, "create"))


def test_a_deposit_from_the_first_click_to_the_last(client, par):
    sow(par, 2)

    answer = post(client, "create")
    depot = Depot.objects.get()
    assert "vous pouvez quitter cette page" in text_of(answer).lower()
    drain()

    shown = page(client, "detail", depot.public_id)
    assert "Marquer comme déposé" in shown
    assert "Transmettre des données" in shown
    assert depot.id_flux in shown
    downloaded = client.get(reverse("depots:download", args=[depot.public_id, 1]))
    fichier = depot.fichiers.get()
    assert b"".join(downloaded.streaming_content) == octets(fichier)
    assert fichier.nom in downloaded["Content-Disposition"]
    assert "Noté." in text_of(post(client, "deposit", depot.public_id))
    assert "Je ne l'ai pas encore déposé" in page(client, "detail", depot.public_id)
    assert "de nouveau à déposer" in text_of(post(client, "undeposit", depot.public_id))
    post(client, "deposit", depot.public_id)

    content = accuse_of(depot, ok=["A-00001"], ko=[("A-00002", KO)])
    running = post(client, "give", depot.public_id, accuse=content)
    assert "Lecture d'un accusé" in text_of(running)
    drain()
    accuse = Accuse.objects.get()
    shown = page(client, "accuse", accuse.public_id)
    assert "Aucun titulaire reconnu" in shown
    assert "1 passage" in shown
    original = client.get(reverse("depots:original", args=[accuse.public_id]))
    content.seek(0)
    assert b"".join(original.streaming_content) == content.read()
    assert "La Caisse des Dépôts a répondu." in page(client, "detail", depot.public_id)
    assert "Rejeté" in page(client, "lignes", depot.public_id, issue="rejete")
    assert "A-00001" in page(client, "lignes", depot.public_id, q="A-00001")
    assert "Dépôt construit" in page(client, "history", depot.public_id)


def test_the_passages_of_a_deposit_cost_the_same_whatever_their_number(
    client, par, django_assert_max_num_queries
):
    sow(par, 30)
    depot = build(par)
    with django_assert_max_num_queries(12):
        page(client, "lignes", depot.public_id)


def test_a_choice_is_told_by_certification(client, par):
    owner = par.certificateur
    one, other = (make_certification(owner, code=f"RNCP9900{rank}") for rank in (1, 2))
    sow(par, 3, one, promotion="Été & automne")
    sow(par, 2, other, promotion="Été & automne")
    sow(par, 1, other)

    shown = page(client, "create", promotion="Été & automne")

    assert "5 passages prêts" in shown
    kept = "&promotion=%C3%89t%C3%A9%20%26%20automne"
    assert f'?certification={one.public_id}{kept}">RNCP99001</a>' in shown
    assert ": 3 passages</li>" in shown
    assert ": 2 passages</li>" in shown


def test_what_stopped_a_deposit_leads_to_the_fault(client, par):
    (passage,) = sow(par, 1)
    Passage.objects.update(code_postal_centre_examen="x" * 10)
    depot = build(par)

    shown = page(client, "detail", depot.public_id)

    assert "Ce qui l'a arrêté" in shown
    assert (
        f"{reverse('passages:edit', args=[passage.public_id])}#id_codePostalCentreExamen" in shown
    )
    other = make_depot(
        par.certificateur,
        status="refuse",
        refus=[{"id": "", "constats": [], "motif": "Plus de place."}],
    )
    assert "Plus de place." in page(client, "detail", other.public_id)


def test_a_build_that_stopped_can_be_taken_up_or_given_up(client, par):
    sow(par, 1)
    depot = preparation.create_depot(par=par, choix=preparation.Choix())
    depot.travail.__class__.objects.update(status="failed")

    assert "Reprendre la construction" in page(client, "detail", depot.public_id)
    post(client, "build", depot.public_id)
    assert "Abandonner le dépôt" in page(client, "abandon", depot.public_id)
    assert "revenus à leur place" in text_of(post(client, "abandon", depot.public_id))
    assert statuses(par) == {"A-00001": "pret"}
    drain()


def test_silent_passages_are_taken_back(client, par):
    sow(par, 2)
    depot = build(par)
    give(par, accuse_of(depot, ok=["A-00001"]))

    assert "Remettre à déposer" in page(client, "detail", depot.public_id)
    assert "absents de l'accusé" in page(client, "accuse", Accuse.objects.get().public_id).replace(
        "Passages absents", "passages absents"
    )
    assert "de nouveau à déposer" in text_of(post(client, "release", depot.public_id))
    assert "Remettre à déposer" not in page(client, "detail", depot.public_id)
    assert "reçu une réponse" in text_of(post(client, "release", depot.public_id))


def test_an_accuse_is_given_anywhere(client, par):
    sow(par, 1)
    depot = build(par)

    assert "Agrafe trouve le dépôt" in page(client, "accuses")
    post(client, "accuses", accuse=accuse_of(depot, ok=["A-00001"]))
    drain()

    assert statuses(par) == {"A-00001": "accepte"}
    shown = page(client, "accuse", Accuse.objects.get().public_id)
    assert "Aucun passage n'est rejeté" in shown
    assert "Accusé de traitement_" in page(client, "accuses")
    assert "Choisissez le fichier" in text_of(post(client, "accuses"))
    assert "Choisissez le fichier" in text_of(post(client, "give", depot.public_id))


def test_what_is_no_accuse_says_why(client, par):
    sow(par, 1)
    depot = build(par)
    accuse = give(par, accuse_of(depot, ok=["A-00001"], id_flux="autre"))

    shown = page(client, "accuse", accuse.public_id)
    assert "d'aucun de vos dépôts" in shown
    assert "Rien n'a été changé" in shown
    Accuse.objects.update(refus="")
    assert "s'est arrêtée" in page(client, "accuse", accuse.public_id)


def test_a_rejected_file_says_what_to_mend(client, par):
    sow(par, 2)
    depot = build(par)
    lines = octets(depot.fichiers.get()).splitlines()
    rank = next(rank for rank, line in enumerate(lines, start=1) if b"A-00002" in line)
    message = "cvc-minLength-valid: La valeur '' n'est pas valide pour nomNaissance."

    accuse = give(par, rejection_of(depot, message=message, ligne=rank))

    shown = page(client, "accuse", accuse.public_id)
    assert "Le fichier entier est rejeté" in shown
    assert f"ligne {rank}" in shown
    assert "Corriger Zoé" in shown


def test_what_does_not_tally_is_shown(client, par):
    sow(par, 1)
    depot = build(par)
    accuse = give(par, accuse_of(depot, ok=["A-00001", "A-00001", "Z-1"]))

    shown = page(client, "accuse", accuse.public_id)

    assert "Passages dits deux fois" in shown
    assert "Passages que le dépôt ne contient pas" in shown


# ------------------------------------------------------------------------------------ to be mended


@pytest.fixture
def rejected(par):
    made = sow(par, 3)
    depot = build(par)
    other = "Un message tout neuf"
    give(par, accuse_of(depot, ko=[("A-00001", KO), ("A-00002", KO), ("A-00003", other)]))
    return made


@pytest.mark.usefixtures("par")
def test_nothing_to_mend_teaches(client):
    assert "Rien à corriger" in page(client, "rejections")


@pytest.mark.usefixtures("par", "rejected")
def test_rejections_are_gathered_by_cause(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        shown = page(client, "rejections")

    assert "Aucun titulaire reconnu" in shown
    assert "Message que nous ne connaissons pas encore" in shown
    assert "celui de l'acte de naissance" in shown
    assert "second envoi" not in shown


@pytest.mark.usefixtures("par")
def test_each_is_mended_where_its_fault_is(client, rejected):
    shown = page(client, "rejections_of", "MSG-AUCUN-TITULAIRE")

    assert reverse("personnes:update", args=[rejected[0].personne.public_id]) in shown
    assert KO in shown
    assert "A-00003" not in shown
    unknown = page(client, "rejections_of", "MSG-INCONNU")
    assert "Un message tout neuf" in unknown
    assert "Plus rien ici" in page(client, "rejections_of", "MSG-PLUSIEURS-TITULAIRES")


def test_the_list_of_a_cause_costs_the_same(client, par, django_assert_max_num_queries):
    sow(par, 30)
    depot = build(par)
    names = depot.lignes.values_list("id_technique", flat=True)
    give(par, accuse_of(depot, ko=[(name, KO) for name in names]))
    with django_assert_max_num_queries(12):
        page(client, "rejections_of", "MSG-AUCUN-TITULAIRE")


def test_all_of_a_cause_are_sent_again_in_one_click(client, par, rejected):
    answer = post(client, "rejections_resend", cause="MSG-AUCUN-TITULAIRE")

    assert "2 passages partiront dans le prochain dépôt." in text_of(answer)
    assert sorted(statuses(par).values()) == ["a_renvoyer", "a_renvoyer", "rejete"]
    assert "2 passages corrigés attendent" in page(client, "rejections")
    assert "2 passages prêts" in page(client, "create", renvois="on")
    one = post(client, "rejections_resend", passage=str(rejected[2].public_id))
    assert "1 passage partira" in text_of(one)
    assert post(client, "rejections_resend", passage="nonsense").status_code == 404
    assert "Aucun passage" in text_of(post(client, "rejections_resend"))
    assert "Aucun passage" in text_of(post(client, "rejections_resend", cause="n'importe / quoi"))


def test_those_that_still_have_errors_are_told(client, rejected):
    Passage.objects.filter(pk=rejected[0].pk).update(gravite="erreur")

    answer = text_of(post(client, "rejections_resend", cause="MSG-AUCUN-TITULAIRE"))

    assert "1 passage partira" in answer
    assert "1 passage garde une erreur" in answer


@pytest.mark.usefixtures("rejected")
def test_answers_that_wait_are_told_where_one_mends(client, par):
    assert "votre lecture" not in page(client, "rejections")
    post(client, "rejections_ask", "MSG-AUCUN-TITULAIRE")
    Verification.objects.of(par.certificateur).update(status="repondue")

    shown = page(client, "rejections")

    assert "2 réponses de titulaires attendent votre lecture" in shown
    assert f"{reverse('verifications:list')}?etat=repondue&etat=pas_moi" in shown


@pytest.mark.usefixtures("rejected")
def test_the_titulaires_are_asked_in_one_go(client, par):
    Personne.objects.filter(nom_naissance="Dubreuilb").update(courriel="")
    assert "Écrire aux titulaires" in page(client, "rejections")
    assert "Écrire aux titulaires" in page(client, "rejections_of", "MSG-AUCUN-TITULAIRE")
    assert "Écrire aux titulaires" not in page(client, "rejections_of", "MSG-INCONNU")
    shown = page(client, "rejections_ask", "MSG-AUCUN-TITULAIRE")
    assert "recevr" in shown
    assert "Vérifiez vos informations pour votre certification" in shown
    assert "btn-danger" not in shown
    assert Mail.objects.count() == 0

    answer = post(client, "rejections_ask", "MSG-AUCUN-TITULAIRE")

    assert "lien personnel" in text_of(answer)
    asked = Verification.objects.filter(certificateur=par.certificateur)
    assert {one.origin_id for one in asked} <= set(
        Passage.objects.values_list("public_id", flat=True)
    )
    assert asked.count() == Mail.objects.filter(key="verifications.demande").count() > 0
    assert "nomNaissance" in asked[0].rubriques
    assert "personne à qui écrire" in text_of(
        post(client, "rejections_ask", "MSG-PLUSIEURS-TITULAIRES")
    )


@pytest.mark.usefixtures("rejected")
def test_a_second_rejection_gives_a_file(client, par):
    assert "second envoi" in text_of(post(client, "rejections_evidence"))
    post(client, "rejections_resend", cause="MSG-AUCUN-TITULAIRE")
    depot = build(par)
    give(par, accuse_of(depot, ko=[("A-00001", KO), ("A-00002", KO)]))

    assert "Rejetés après un second envoi" in page(client, "rejections")
    answer = post(client, "rejections_evidence", follow=False)
    drain()
    travail = answer.url.rstrip("/").rsplit("/", 1)[1]
    archive = client.get(reverse("depots:evidence_file", args=[travail]))
    assert b"".join(archive.streaming_content).startswith(b"PK")
    assert client.get(reverse("depots:evidence_file", args=[uuid4()])).status_code == 404
    preuves.default_storage.delete(f"preuves/{travail}.zip")
    assert client.get(reverse("depots:evidence_file", args=[travail])).status_code == 404


# -------------------------------------------------------------------------------------- withdrawals


def test_an_accepted_passage_is_withdrawn_from_its_card(client, par):
    (passage,) = sow(par, 1)
    give(par, accuse_of(build(par), ok=["A-00001"]))
    card = client.get(reverse("passages:detail", args=[passage.public_id]))
    assert reverse("depots:withdraw", args=[passage.public_id]) in text_of(card)

    assert "n'est pas publié" in page(client, "withdraw", passage.public_id)
    assert "Motif" in text_of(post(client, "withdraw", passage.public_id))
    answer = post(client, "withdraw", passage.public_id, motif="Fraude")
    drain()

    assert "Retrait" in text_of(answer)
    depot = Depot.objects.get(action="SUPPRESSION")
    assert "demandez confirmation" in page(client, "detail", depot.public_id)
    assert "déjà demandé" in page(client, "withdraw", passage.public_id)
    assert "déjà demandé" in text_of(post(client, "withdraw", passage.public_id, motif="Fraude"))
    assert "Retrait n°" in page(client, "list")


def test_only_what_is_accepted_is_withdrawn(client, par):
    passage = make_passage(par.certificateur)
    answer = post(client, "withdraw", passage.public_id, motif="Fraude")
    assert "Seuls des passages acceptés" in text_of(answer)


# ---------------------------------------------------------------------------------------- deadlines


@pytest.mark.usefixtures("par")
def test_deadlines_teach_when_there_is_none(client):
    shown = page(client, "deadlines")

    assert "Aucun passage n'attend" in shown
    assert "jamais un week-end" in shown


def test_deadlines_are_counted(client, par):
    today = timezone.localdate()
    for days, count in ((-3, 1), (5, 2)):
        for passage in sow(par, count):
            Passage.objects.filter(pk=passage.pk).update(due_on=today + timedelta(days=days))

    shown = page(client, "deadlines")

    assert "1 passage en retard" in shown
    assert "2 passages" in shown
    depot = build(par)
    shown = page(client, "deadlines")
    assert "pas encore déposés" in shown
    assert reverse("depots:detail", args=[depot.public_id]) in shown
    assert "Aucun passage n'attend" not in shown


def test_a_letter_is_noted_and_answered(client, par):
    (passage,) = sow(par, 1)
    today = timezone.localdate()
    wrong = post(
        client, "deadlines_add", genre="correction", received_on="2999-01-01", id_technique="?"
    )
    assert "dans l'avenir" in text_of(wrong)
    assert "Aucun passage n'a l'identifiant" in text_of(wrong)
    earlier = post(
        client,
        "deadlines_add",
        genre="correction",
        received_on=today.isoformat(),
        limit="2020-01-01",
        objet="Un nom",
    )
    assert "précède" in text_of(earlier)

    done = post(
        client,
        "deadlines_add",
        genre="mise_en_demeure",
        received_on=today.isoformat(),
        objet="Envoyez 2024",
        id_technique=passage.id_technique,
    )

    assert "son échéance est suivie" in text_of(done)
    demande = Demande.objects.get()
    assert demande.due_on == today + timedelta(days=60)
    shown = page(client, "deadlines_answer", demande.public_id)
    assert "Zoé" in shown
    future = post(client, "deadlines_answer", demande.public_id, on="2999-01-01", reponse="Fait")
    assert "dans l'avenir" in text_of(future)
    answered = post(
        client, "deadlines_answer", demande.public_id, on=today.isoformat(), reponse="Fait"
    )
    assert "La réponse est notée." in text_of(answered)
    assert "Répondue" in page(client, "deadlines", etat="repondue", nature="mise_en_demeure")
    assert "Envoyez" not in page(client, "deadlines", etat="a_repondre")
    both = client.get(reverse("depots:deadlines"), {"etat": ["a_repondre", "repondue"]})
    assert "Envoyez 2024" in text_of(both)
    again = post(client, "deadlines_answer", demande.public_id, on=today.isoformat())
    assert "déjà notée" in text_of(again)


def test_late_letters_are_counted(client, par):
    make_demande(par.certificateur, due_on=date(2020, 1, 1))
    assert "1 demande aurait dû" in page(client, "deadlines")


# -------------------------------------------------------------------------------------------- trial


def test_a_trial_from_end_to_end(client, par, settings):
    settings.ESSAI_POPULATION = 10
    par.certificateur.is_trial = True
    par.certificateur.save()
    sow(par, 1)
    assert "portail d'essai d'Agrafe, jamais à la Caisse" in page(client, "create")
    depot = build(par)

    shown = page(client, "detail", depot.public_id)
    assert "Envoyer au portail d'essai" in shown
    assert "Marquer comme déposé" not in shown
    assert "revient dans quelques secondes" in text_of(post(client, "rehearse", depot.public_id))
    drain()
    drain()
    assert "Le portail d'essai a répondu." in page(client, "detail", depot.public_id)
    assert "essai" in page(client, "list")
    par.certificateur.is_trial = False
    par.certificateur.save()

    assert "ne les a jamais vus" in page(client, "list")
    assert "de nouveau à déposer" in text_of(post(client, "end_trial"))
    assert statuses(par) == {"A-00001": "pret"}
    assert "jamais vus" not in page(client, "list")


# ---------------------------------------------------------------------------------------- others


def test_whoever_reads_sees_and_does_nothing(client, par):
    sow(par, 2)
    depot = build(par)
    give(par, accuse_of(depot, ok=["A-00001"], ko=[("A-00002", KO)]))
    client.force_login(make_member(Role.LECTURE, par.certificateur).user)

    assert "Préparer un dépôt" not in page(client, "list")
    shown = page(client, "detail", depot.public_id)
    assert "Donner l'accusé" not in shown
    assert "Renvoyer" not in page(client, "rejections_of", "MSG-AUCUN-TITULAIRE")
    assert "Noter une demande" not in page(client, "deadlines")
    assert "Télécharger l'original" not in page(client, "accuse", Accuse.objects.get().public_id)


def test_a_jury_sees_no_tab_of_the_deposits(client, par):
    member = make_member(Role.RESPONSABLE_JURY, par.certificateur)
    client.force_login(member.user)
    shown = text_of(client.get(reverse("passages:list")))
    assert reverse("depots:list") not in shown


@pytest.mark.usefixtures("par")
def test_the_tabs_of_the_room(client):
    shown = page(client, "rejections")
    assert f'<a href="{reverse("depots:rejections")}" aria-current="page">' in shown
    inside = page(client, "accuses")
    assert f'<a href="{reverse("depots:list")}" aria-current="page">' in inside
    assert reverse("depots:list") in text_of(client.get(reverse("passages:list")))


def test_a_wrong_fingerprint_is_said(client, par):
    sow(par, 1)
    depot = build(par)
    fichier = depot.fichiers.get()
    with fichier.fichier.storage.open(fichier.fichier.name, "wb") as stored:
        stored.write(b"<flux/>")

    answer = client.get(reverse("depots:download", args=[depot.public_id, 1]), follow=True)

    assert "son empreinte a changé" in text_of(answer)


def test_a_deposit_is_marked_once(client, par):
    sow(par, 1)
    depot = suivi.mark_deposited(par=par, depot=build(par))
    assert "cela ne se peut plus" in text_of(post(client, "deposit", depot.public_id))
