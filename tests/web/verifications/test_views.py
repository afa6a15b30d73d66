"""The pages of the staff: the list, the card, the sending, the settings."""

from html import unescape

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.personnes.services import update_personne
from agrafe.verifications import selectors, services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import BY_NAME
from factories.verifications import fill, tokens
from factories.web import make_member, make_personne, make_verification


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def at(verification, name="detail"):
    return reverse(f"verifications:{name}", kwargs={"public_id": verification.public_id})


LIST = "/verifications/"
ASK = "/verifications/demander/"


def test_the_list_teaches_when_it_is_empty(signed_in):
    assert "Aucune vérification" in words(signed_in.get(LIST))


def test_the_list_shows_what_waits(signed_in, answered):
    page = words(signed_in.get(LIST))

    assert "1 réponse attend votre lecture" in page
    assert at(answered) in page
    assert "Sûre" in page
    assert "1 vérification" in words(signed_in.get(LIST, {"etat": "repondue"}))
    assert "Rien ne correspond" in words(signed_in.get(LIST, {"etat": "expiree"}))
    assert at(answered) in words(signed_in.get(LIST, {"q": "dub"}))
    assert at(answered) not in words(signed_in.get(LIST, {"q": "mart"}))


def test_the_list_costs_the_same_whatever_its_length(par, signed_in, django_assert_max_num_queries):
    for count in (3, 20):
        for _ in range(count):
            answer = {"nomNaissance": "Dubreuil"}
            make_verification(par.certificateur, status=Status.REPONDUE, reponse=answer)
        with django_assert_max_num_queries(10):
            signed_in.get(LIST)


@pytest.mark.parametrize(
    ("status", "is_told"), [("revenu", True), ("echec", True), ("envoye", False)]
)
def test_the_list_tells_of_a_mail_that_did_not_arrive(signed_in, asked, status, is_told):
    Mail.objects.update(status=status)

    page = words(signed_in.get(LIST))

    assert asked[0].personne.prenom1 in page
    assert ("#envelope" in page.split("<tbody>")[1]) is is_told


def test_the_list_leads_from_and_to_the_titulaires(signed_in, personne):
    page = words(signed_in.get("/titulaires/"))

    assert f'href="{LIST}"' in page
    assert ASK in page
    assert f'value="{personne.public_id}"' in page


def test_readers_neither_tick_nor_ask(client, answered):
    client.force_login(make_member(Role.LECTURE, answered.certificateur).user)

    assert ASK not in words(client.get("/titulaires/"))
    page = words(client.get(at(answered)))
    assert "La réponse" in page
    assert "Accepter" not in page
    assert "Demander une vérification" not in words(
        client.get(reverse("verifications:of_personne", args=(answered.personne.public_id,)))
    )


def test_asking_shows_the_mail_then_sends_it(signed_in, par, personne):
    nobody = make_personne(par.certificateur, courriel="", nom_naissance="Martin", prenom1="Hugo")
    choice = {"choix": [personne.public_id, nobody.public_id]}

    preview = words(signed_in.post(ASK, choice))

    assert "1 titulaire recevra un lien personnel" in preview
    assert "1 titulaire sans courriel" in preview
    assert "Bonjour Zoé" in preview
    assert not Verification.objects.exists()

    done = signed_in.post(ASK, {**choice, "quoi": "tout", "confirme": "1"}, follow=True)

    assert "1 courriel part vers les titulaires. 1 titulaire est laissé de côté" in words(done)
    assert Mail.objects.count() == 1
    assert len(Verification.objects.get().rubriques) == 15 - 1  # all but that of a ministry


def test_only_some_questions_can_be_asked(signed_in, personne):
    choice = {"choix": [personne.public_id], "quoi": "choix"}
    refused = signed_in.post(ASK, {**choice, "confirme": "1"})
    assert "Cochez au moins une information" in words(refused)

    preview = words(signed_in.post(ASK, {**choice, "questions": ["sexe"]}))
    assert "vérifiiez une information" in preview
    signed_in.post(ASK, {**choice, "questions": ["sexe"], "confirme": "1"})

    assert Verification.objects.get().rubriques == ["sexe"]


@pytest.mark.parametrize("fields", [{"courriel": ""}, {"annee_naissance": None}])
def test_when_nobody_can_be_asked_it_says_why(signed_in, par, fields):
    personne = make_personne(par.certificateur, **fields)
    choice = {"choix": [personne.public_id]}

    assert "ne peut recevoir de lien" in words(signed_in.post(ASK, choice))
    done = signed_in.post(ASK, {**choice, "quoi": "doute", "confirme": "1"}, follow=True)
    assert "Aucun courriel n'est parti" in words(done)
    tab = reverse("verifications:of_personne", args=(personne.public_id,))
    assert reverse("personnes:update", args=(personne.public_id,)) in words(signed_in.get(tab))


def test_nobody_chosen(signed_in):
    assert "Aucun titulaire n'est choisi" in words(signed_in.post(ASK))


def test_too_many_at_a_time(signed_in, par, monkeypatch):
    for place in ("services", "services.demandes", "asking"):
        monkeypatch.setattr(f"agrafe.verifications.{place}.MOST", 1)
    personnes = [make_personne(par.certificateur) for _ in range(2)]
    choice = {"choix": [one.public_id for one in personnes]}

    assert "1 titulaires au plus" in words(signed_in.post(ASK, choice))
    done = signed_in.post(ASK, {**choice, "quoi": "doute", "confirme": "1"}, follow=True)
    assert "au plus à la fois" in words(done)


def test_strangers_are_not_chosen(signed_in):
    stranger = make_personne(make_member().certificateur)

    assert "Aucun titulaire n'est choisi" in words(
        signed_in.post(ASK, {"choix": [stranger.public_id]})
    )


def test_the_tab_of_a_titulaire(signed_in, par, personne):
    tab = reverse("verifications:of_personne", args=(personne.public_id,))
    assert "Demander une vérification" in words(signed_in.get(tab))
    services.ask(par=par, personnes=[personne])

    page = words(signed_in.get(tab))

    assert at(Verification.objects.get()) in page
    assert "Une vérification est en cours" in page
    assert tab in words(signed_in.get(reverse("personnes:detail", args=(personne.public_id,))))


def test_the_card_compares_and_accepts(signed_in, answered):
    page = words(signed_in.get(at(answered)))
    assert "Rien à redire" in page
    assert "Zoé, Marie" in page
    assert "Complété" in page

    done = signed_in.post(at(answered, "accept"), {"rubriques": ["prenom1"]}, follow=True)

    assert "La réponse est dans la fiche" in words(done)
    assert "Accepté : Prénoms" in words(done)
    answered.personne.refresh_from_db()
    assert answered.personne.prenom2 == "Marie"
    again = signed_in.post(at(answered, "accept"), {"rubriques": ["prenom1"]}, follow=True)
    assert "déjà été traitée" in words(again)


def test_the_verdict_of_the_core_is_shown(signed_in, par, personne):
    services.ask(par=par, personnes=[personne], rubriques={personne.pk: ["nomNaissance"]})
    fill(tokens()[-1], remarque="Bonjour", nomNaissance="Mme Dubreuil")

    page = words(signed_in.get(at(Verification.objects.get())))

    assert "NOM-" in page
    assert "Le titulaire ajoute : « Bonjour »" in page
    assert "Comparez avant d'accepter" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "n'a pas encore ouvert sa page"),
        ({"tries": 2}, "Année refusée : 2 fois"),
        ({"tries": 15}, "le lien est bloqué"),
        ({"status": Status.PAS_MOI}, "dit n'être pas ce titulaire"),
        ({"status": Status.ECARTEE, "motif_ecart": "Doublon"}, "Doublon"),
        ({"motifs": ["KO-01"]}, "KO-01"),
    ],
)
def test_the_card_says_what_comes_next(signed_in, par, fields, sentence):
    verification = make_verification(par.certificateur, **fields)

    assert sentence in words(signed_in.get(at(verification)))


def test_an_erased_answer_says_so(signed_in, par, settings):
    settings.VERIFICATIONS_KEPT_DAYS = 0
    verification = make_verification(par.certificateur)
    services.cancel(par=par, verification=verification)
    services.empty_old()

    assert "ont été effacées" in words(signed_in.get(at(verification)))


def test_setting_aside(signed_in, answered):
    assert "Écarter cette réponse" in words(signed_in.get(at(answered, "set_aside")))

    done = signed_in.post(at(answered, "set_aside"), {"motif": "Déjà corrigé"}, follow=True)

    assert "La réponse est écartée" in words(done)
    assert "Déjà corrigé" in words(done)
    again = signed_in.post(at(answered, "set_aside"), {"motif": ""}, follow=True)
    assert "déjà été traitée" in words(again)


def test_cancelling(signed_in, par):
    verification = make_verification(par.certificateur)
    assert "Annuler cette vérification" in words(signed_in.get(at(verification, "cancel")))

    assert "est annulée" in words(signed_in.post(at(verification, "cancel"), follow=True))
    again = signed_in.post(at(verification, "cancel"), follow=True)
    assert "n'attend plus de réponse" in words(again)


def test_safe_answers_in_bulk(signed_in, par, answered):
    other = make_personne(par.certificateur, nom_naissance="Martin", courriel="a@exemple.fr")
    services.ask(par=par, personnes=[other], rubriques={other.pk: ["nomNaissance"]})
    fill(tokens()[-1], nomNaissance="Durand")
    choice = {"tout": "1", "requete": ""}
    url = reverse("verifications:accept_safe")

    page = words(signed_in.post(url, choice))
    assert "Accepter 1 réponse sûre" in page
    assert "1 autre réponse reste" in page
    done = signed_in.post(url, {**choice, "confirme": "1"}, follow=True)

    assert "1 réponse acceptée. 1 reste à lire." in words(done)
    answered.refresh_from_db()
    assert answered.status == Status.ACCEPTEE
    assert "aucune réponse n'est sûre" in words(
        signed_in.post(url, {"choix": [answered.public_id]})
    )


def test_the_proof_can_be_kept(signed_in, answered):
    response = signed_in.get(at(answered, "proof"))

    text = words(response)
    assert response["Content-Type"].startswith("text/plain")
    assert "attachment" in response["Content-Disposition"]
    for said in ("Dubreuil Zoé", "Message-ID <", "« Zoé » avant, « Zoé, Marie » en réponse"):
        assert said in text
    assert "&" not in response.content.decode()


def test_the_proof_takes_what_was_begun_for_no_answer(signed_in, par, asked):
    verification, token = asked
    values = {"nomNaissance": "Du Breuil"}
    services.save_answer(token=token, question=BY_NAME["nom"], values=values)
    services.cancel(par=par, verification=verification)

    assert "Breuil" not in words(signed_in.get(at(verification, "proof")))
    assert "Breuil" not in words(signed_in.get(at(verification)))


def test_what_somebody_wrote_since_is_not_ticked(signed_in, par, answered):
    ticks = 'value="nomNaissance" aria-label="Accepter : Nom de naissance" checked'
    assert ticks in words(signed_in.get(at(answered)))
    update_personne(par=par, personne=answered.personne, values={"nom_naissance": "Durand"})

    page = words(signed_in.get(at(answered)))

    assert "Changé depuis en : Durand" in page
    assert ticks not in page


def test_the_settings(client, administrateur):
    client.force_login(administrateur.user)
    url = "/reglages/verifications/"
    assert 'value="30"' in words(client.get(url))

    late = client.post(url, {"validite": "10", "relance_1": "3", "relance_2": "12"})
    assert "avant la fin de validité" in words(late)
    done = client.post(url, {"validite": "10", "relance_1": "3", "relance_2": "0"}, follow=True)

    assert "C'est enregistré" in words(done)
    assert 'value="10"' in words(done)
    reglage = selectors.reglage_of(certificateur=administrateur.certificateur)
    assert (reglage.validite, reglage.avis) == (10, False)


def test_others_read_the_settings(signed_in):
    page = words(signed_in.get("/reglages/verifications/"))

    assert "Seuls les administrateurs les changent" in page
    assert "disabled" in page
