"""Where one goes from one page of the verifications to the next, and what each says so that nobody is lost."""

from html import unescape

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.verifications import selectors, services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import MAX_TRIES, Verification
from agrafe.verifications.questions import BY_NAME, keys_of
from factories.verifications import fill, tokens
from factories.web import make_member, make_personne, make_verification


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def at(verification, name="detail"):
    return reverse(f"verifications:{name}", kwargs={"public_id": verification.public_id})


def tab_of(client, personne):
    address = reverse("verifications:of_personne", args=[personne.public_id])
    return words(client.get(address)).split("<main")[1]


def test_the_tab_of_a_titulaire_shows_what_the_list_shows(signed_in, personne, asked):
    personne.etat = "a_verifier"
    personne.save()
    assert "Lien bloqué" not in tab_of(signed_in, personne)
    Verification.objects.filter(pk=asked[0].pk).update(tries=MAX_TRIES)
    Mail.objects.update(status="revenu")

    tab = tab_of(signed_in, personne)

    assert "Lien bloqué" in tab
    assert "#envelope" in tab
    assert personne.get_etat_display() in tab


def test_one_answer_leads_to_the_next(signed_in, client, answered):
    other = make_verification(answered.certificateur, status=Status.REPONDUE)
    foreign = make_verification(make_member().certificateur, status=Status.REPONDUE)
    link = "Lire la réponse suivante"
    assert link not in words(signed_in.get(at(answered)))

    page = words(signed_in.post(at(answered, "accept"), {"rubriques": "prenom1"}, follow=True))

    assert link in page
    assert at(other) in page
    assert at(foreign) not in page
    Verification.objects.filter(pk=other.pk).update(status=Status.ECARTEE)
    assert link not in words(signed_in.get(at(answered)))
    client.force_login(make_member(Role.LECTURE, answered.certificateur).user)
    assert link not in words(client.get(at(answered)))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"prenom2": "Marie"}, "La réponse est dans la fiche"),
        ({"prenom2": ""}, "Le titulaire confirme ce que vous aviez"),
    ],
)
def test_what_an_acceptance_changes_is_said_truly(signed_in, asked, values, said):
    verification, token = asked
    fill(token, nomNaissance="Dubreuil", prenom1="Zoé", prenom3="", **values)

    answer = signed_in.post(
        at(verification, "accept"), {"rubriques": ["nomNaissance", "prenom1"]}, follow=True
    )

    assert said in words(answer)


def test_no_safe_answer_leaves_nothing_to_confirm(signed_in, asked):
    verification, token = asked
    fill(token, nomNaissance="Martin", prenom1="Zoé", prenom2="", prenom3="")

    page = words(
        signed_in.post("/verifications/accepter/", {"choix": [verification.public_id]})
    ).split("<main")[1]

    assert "Aucune réponse sûre" in page
    assert "Accepter" not in page
    assert "Revenir" in page


def test_a_reason_is_said_in_words(signed_in, par, personne):
    motifs = {personne.pk: ["MSG-AUCUN-TITULAIRE", "NOM-10"]}
    [verification] = services.ask(par=par, personnes=[personne], motifs=motifs).sent

    assert "Aucun titulaire reconnu, NOM-10" in words(signed_in.get(at(verification)))
    assert "Motif : Aucun titulaire reconnu, NOM-10" in words(
        signed_in.get(at(verification, "proof"))
    )


def test_a_wrong_address_is_mended_from_the_answer_and_not_written_to_meanwhile(
    signed_in, personne, asked
):
    services.not_me(token=asked[1])

    page = words(signed_in.get(at(asked[0])))

    assert "Corriger son adresse" in page
    card = reverse("personnes:update", args=[personne.public_id])
    assert f"{card}?suite={at(asked[0])}#champ_courriel" in page
    assert selectors.sort_out([personne]).already_open == [personne]


def test_the_list_names_the_titulaire_by_both_names(signed_in, par):
    personne = make_personne(par.certificateur, nom_usage="Martin")
    make_verification(par.certificateur, personne=personne)

    assert "(Martin)" in words(signed_in.get("/verifications/"))


def test_the_english_page_says_dates_and_sexe_in_english(client, par):
    personne = make_personne(par.certificateur)
    keys = keys_of(BY_NAME[name] for name in ("sexe", "naissance", "lieu"))
    services.ask(par=par, personnes=[personne], rubriques={personne.pk: keys})
    address = reverse("verifications:open", args=[tokens()[-1]])
    client.post(address, {"annee": "1991"})

    def question(name):
        return words(client.get(f"{address}questions/{name}/", {"lang": "en"}))

    assert "<strong>Female (F)</strong>" in question("sexe")
    assert "<strong>3 July 1991</strong>" in question("naissance")
    assert "Rennes (Ille-et-Vilaine)" in question("lieu")
    client.get(address, {"lang": "fr"})
    assert "<strong>3 juillet 1991</strong>" in words(
        client.get(f"{address}questions/naissance/", {"lang": "fr"})
    )


def test_no_sexe_and_no_day_are_said_as_nothing(client, par):
    personne = make_personne(par.certificateur, sexe="", jour_naissance=None)
    keys = keys_of(BY_NAME[name] for name in ("sexe", "naissance"))
    services.ask(par=par, personnes=[personne], rubriques={personne.pk: keys})
    address = reverse("verifications:open", args=[tokens()[-1]])
    client.post(f"{address}?lang=en", {"annee": "1991"})

    assert "nothing written down" in words(client.get(f"{address}questions/sexe/"))
    assert "<strong>July 1991</strong>" in words(client.get(f"{address}questions/naissance/"))


def test_an_empty_year_is_asked_for_as_a_year(client, asked):
    answer = client.post(reverse("verifications:open", args=[asked[1]]), {"annee": ""})

    assert "Écrivez l'année en quatre chiffres" in words(answer)


def test_what_is_ticked_is_never_left_out_in_silence(signed_in, personne):
    choice = {"choix": [personne.public_id], "quoi": "tout", "questions": ["sexe"]}

    page = words(signed_in.post("/verifications/demander/", {**choice, "confirme": "1"}))

    assert "Choisissez « Seulement ce que je coche »" in page
    assert not Verification.objects.exists()
