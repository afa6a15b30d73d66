"""The list, the card and the form of the persons."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.personnes import services
from agrafe.personnes.enums import Etat
from agrafe.personnes.models import Personne
from agrafe.personnes.views import _ASKED
from agrafe.socle.navigation import Entry
from factories.web import make_certificateur, make_member, make_passage, make_personne

LIST = "/titulaires/"
NEW = "/titulaires/nouveau/"
ZOE = {
    "nom_naissance": "Dubreuil",
    "prenom1": "Zoé",
    "sexe": "F",
    "naissance_jour": "3",
    "naissance_mois": "7",
    "naissance_annee": "1991",
    "lieu": "Rennes (35238)",
    "courriel": "zoe@exemple.fr",
}

SAME = {"nom_naissance": "Dubreuil", "prenom1": "Zoé", "annee_naissance": 1991}


@pytest.fixture(autouse=True)
def nothing_asked_yet():
    _ASKED.clear()


def page(response):
    return response.content.decode().replace("\u00a0", " ")


def at(personne, name="detail"):
    return reverse(f"personnes:{name}", kwargs={"public_id": personne.public_id})


# ------------------------------------------------------------------------------------------ the list


def test_an_empty_list_teaches(signed_in):
    shown = page(signed_in.get(LIST))

    assert "Aucun titulaire pour l'instant" in shown.replace("&#x27;", "'")
    assert NEW in shown


def test_the_list_shows_those_of_the_certificateur(signed_in, par):
    kept = make_personne(par.certificateur, nom_usage="Martin", etat=Etat.A_CORRIGER)
    make_personne(par.certificateur, nom_naissance="Disparue", merged_into=kept)
    make_personne(make_certificateur(), nom_naissance="Étrangère")

    shown = page(signed_in.get(LIST))

    assert "1 titulaire" in shown
    assert "Dubreuil Zoé" in shown
    assert "À corriger" in shown
    assert "Disparue" not in shown
    assert "Étrangère" not in shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=dubr", {"Dubreuil"}),
        ("q=KERBRAT+L", {"Kerbrat"}),
        ("q=élo", {"Kerbrat"}),
        ("etat=a_corriger", {"Kerbrat"}),
        ("etat=a_corriger&etat=bon&etat=a_verifier", {"Dubreuil", "Kerbrat"}),
        ("courriel=sans", {"Kerbrat"}),
        ("doublon=oui", {"Dubreuil"}),
        ("q=zzz", set()),
    ],
)
def test_search_and_filters(signed_in, par, query, names):
    make_personne(par.certificateur, has_doublon=True)
    values = {"nom_naissance": "Kerbrat", "prenom1": "Loïc" if "KERBRAT" in query else "Éloïse"}
    make_personne(par.certificateur, **values, courriel="", etat=Etat.A_CORRIGER)

    listing = signed_in.get(f"{LIST}?{query}").context["listing"]

    assert {row.nom_naissance for row in listing.page} == names


@pytest.mark.django_db
def test_a_reader_creates_nothing(client):
    reader = make_member(Role.LECTURE)
    client.force_login(reader.user)
    make_personne(reader.certificateur)

    assert NEW not in page(client.get(LIST))
    assert client.get(NEW).status_code == 403


@pytest.mark.parametrize("number", [3, 40])
def test_queries_do_not_grow_with_the_list(signed_in, par, number, django_assert_max_num_queries):
    for _ in range(number):
        make_personne(par.certificateur)
    with django_assert_max_num_queries(12):
        signed_in.get(LIST)


@pytest.mark.parametrize("query", ["", "q=dub", "etat=a_corriger", "courriel=sans", "doublon=oui"])
def test_every_list_reads_an_index(par, query, rf):
    from agrafe.personnes.listing import personne_listing  # noqa: PLC0415 - here alone

    request = rf.get(f"{LIST}?{query}")
    request.session = {}
    plan = personne_listing(request, par=par).rows[:50].explain()

    assert "SCAN personnes_personne\n" not in f"{plan}\n"
    assert "Seq Scan" not in plan or "TEMP B-TREE" not in plan


# ------------------------------------------------------------------------------------------ the card


def test_the_card(signed_in, par):
    personne = services.create_personne(
        par=par,
        values={"nom_naissance": "Dupont née Martin", "prenom1": "Zoé", "annee_naissance": 1991},
    )

    shown = page(signed_in.get(at(personne)))

    assert "À regarder" in shown
    assert "Écrire « Martin », et « Dupont » dans « Nom d&#x27;usage »" in shown
    assert "Titulaire créé" in shown
    assert "Supprimer la fiche" in shown
    assert "À corriger" in shown


def test_the_card_for_a_reader(client, par):
    reader = make_member(Role.LECTURE, par.certificateur)
    client.force_login(reader.user)
    personne = make_personne(par.certificateur, etat=Etat.A_VERIFIER)
    services.set_nir(par=par, personne=personne, nir="2910735238014")

    shown = page(client.get(at(personne)))

    assert "Au coffre" in shown
    assert "Modifier la fiche" not in shown
    assert "2910735238014" not in shown


def test_the_card_of_who_was_merged_leads_to_the_other(signed_in, par):
    kept = make_personne(par.certificateur)
    merged = make_personne(par.certificateur, merged_into=kept)

    shown = page(signed_in.get(at(merged)))

    assert at(kept) in shown
    assert "Modifier la fiche" not in shown


def test_who_has_passages_is_not_offered_for_deletion(signed_in, par):
    personne = make_passage(par.certificateur).personne

    assert "Supprimer la fiche" not in page(signed_in.get(at(personne)))


def test_the_card_tells_who_may_be_the_same(signed_in, par):
    values = {"nom_naissance": "Martin", "prenom1": "Marie", "annee_naissance": 1950}
    values |= {"mois_naissance": None, "jour_naissance": None}
    one, other = (make_personne(par.certificateur, **values) for _ in range(2))

    shown = page(signed_in.get(at(one)))

    assert "Peut-être la même personne" in shown
    assert "Ce nom est fréquent" in shown
    assert reverse("personnes:merge", args=(one.public_id, other.public_id)) in shown


def test_the_card_takes_few_queries(signed_in, par, django_assert_max_num_queries):
    personne = make_passage(par.certificateur).personne
    for _ in range(20):
        make_personne(par.certificateur)
    with django_assert_max_num_queries(22):
        signed_in.get(at(personne))


NAMES = ["detail", "update", "delete", "nir", "merge_choose"]


@pytest.mark.parametrize("name", NAMES)
def test_strangers_and_nonsense_do_not_exist(signed_in, name):
    stranger = make_personne(make_certificateur())

    assert signed_in.get(at(stranger, name)).status_code == 404
    unknown = reverse(f"personnes:{name}", kwargs={"public_id": uuid4()})
    assert signed_in.get(unknown).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_whoever_did_not_sign_in_is_sent_to_sign_in(par, name):
    response = Client().get(at(make_personne(par.certificateur), name))

    assert response.status_code == 302
    assert "next=" in response.headers["Location"]


def test_wrong_methods(signed_in, par):
    personne = make_personne(par.certificateur)

    assert signed_in.get(at(personne, "correct")).status_code == 405
    assert signed_in.get("/titulaires/controle/").status_code == 405
    assert signed_in.put(NEW).status_code == 405
    assert signed_in.post(LIST).status_code == 405


def test_without_applications_above_there_are_no_tabs(signed_in, par, monkeypatch):
    monkeypatch.setattr("agrafe.socle.declarations.entries", lambda _name: [])
    personne = make_personne(par.certificateur)

    assert signed_in.get(at(personne)).context["tabs"] == []


def test_a_tab_is_shown_to_those_it_is_for(signed_in, par, monkeypatch):
    entries = [
        Entry("Secrets", "lock", "personnes:nir", 10, allowed=lambda _request: False),
        Entry("Passages", "award", "personnes:update", 20),
    ]
    monkeypatch.setattr("agrafe.socle.declarations.entries", lambda _name: entries)
    personne = make_personne(par.certificateur)

    tabs = signed_in.get(at(personne)).context["tabs"]

    assert [(tab.label, tab.is_current) for tab in tabs] == [("Fiche", True), ("Passages", False)]


def test_a_value_to_empty_says_so(signed_in, par):
    personne = services.create_personne(par=par, values={**SAME, "nom_usage": "Dubreuil"})

    assert "Vider ce champ" in page(signed_in.get(at(personne)))


def test_a_partenaire_sees_nobody(client, par):
    partenaire = make_member(Role.PARTENAIRE, par.certificateur)
    client.force_login(partenaire.user)

    assert client.get(LIST).status_code == 403
    assert client.get(at(make_personne(par.certificateur))).status_code == 404


# ------------------------------------------------------------------------------------------ the form


def test_create(signed_in):
    response = signed_in.post(NEW, ZOE)

    personne = Personne.objects.get()
    assert response.headers["Location"] == at(personne)
    assert (personne.code_insee, personne.libelle_commune_naissance) == ("35238", "Rennes")
    assert (personne.annee_naissance, personne.jour_naissance) == (1991, 3)
    assert personne.etat == Etat.BON


def test_a_birth_abroad(signed_in):
    signed_in.post(NEW, {**ZOE, "lieu": "Porto", "pays": "portugal"})

    personne = Personne.objects.get()
    assert (personne.code_insee, personne.code_pays_naissance) == ("99139", "139")
    assert (personne.libelle_commune_naissance, personne.libelle_pays_naissance) == (
        "Porto",
        "Portugal",
    )
    assert personne.etat == Etat.BON


def test_a_date_that_is_not_wholly_known(signed_in):
    signed_in.post(NEW, {**ZOE, "naissance_jour": ""})

    assert Personne.objects.get().naissance.replace("\u00a0", " ") == "juillet 1991"


def test_a_fiche_with_faults_is_kept(signed_in):
    signed_in.post(NEW, {"nom_naissance": "Dubreuil", "prenom1": "Zoé"})

    assert Personne.objects.get().etat == Etat.A_CORRIGER


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nom_naissance": ""}, "Nom de naissance"),
        ({"courriel": "zoe@"}, "zoe@"),
        ({"naissance_jour": "31", "naissance_mois": "2"}, "Cette date n&#x27;existe pas"),
    ],
)
def test_what_no_row_can_keep_is_refused_and_not_lost(signed_in, values, words):
    shown = page(signed_in.post(NEW, {**ZOE, **values, "telephone": "06 00 00 00 00"}))

    assert words in shown
    assert "06 00 00 00 00" in shown
    assert not Personne.objects.exists()


def test_what_the_service_refuses_is_said_in_the_form(signed_in, par):
    personne = make_personne(par.certificateur)
    merged = make_personne(par.certificateur, merged_into=personne)

    shown = page(signed_in.post(at(merged, "update"), ZOE))

    assert "a été fusionnée avec une autre" in shown


def test_update_starts_from_what_is_there(signed_in, par):
    personne = services.create_personne(
        par=par, values={"nom_naissance": "Dupont née Martin", "prenom1": "Zoé"}
    )

    shown = page(signed_in.get(at(personne, "update")))
    assert 'value="Dupont née Martin"' in shown
    assert "réunit deux noms" in shown

    response = signed_in.post(at(personne, "update"), {**ZOE, "prenom1": "Zoé-Lou"})
    personne.refresh_from_db()
    assert response.status_code == 302
    assert personne.prenom1 == "Zoé-Lou"


def test_what_is_shown_and_sent_back_changes_nothing(signed_in, par):
    abroad = {
        "libelle_commune_naissance": "Porto",
        "code_insee": "99139",
        "code_pays_naissance": "139",
        "libelle_pays_naissance": "Portugal",
        "commentaires_men": "à garder",
    }
    for values in ({}, abroad, {"code_insee": "", "code_postal": "35000"}):
        personne = make_personne(par.certificateur, **values)
        form = signed_in.get(at(personne, "update")).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields if name != "naissance"}
        jour, mois, annee = form["naissance"].value()
        sent |= {"naissance_jour": jour, "naissance_mois": mois, "naissance_annee": annee}
        before = Personne.objects.filter(pk=personne.pk).values().get()

        signed_in.post(at(personne, "update"), sent)

        assert Personne.objects.filter(pk=personne.pk).values().get() == before


def test_a_correction_is_written_in_the_form_and_saves_nothing(signed_in):
    data = {**ZOE, "nom_naissance": "Dupont née Martin", "corriger": "nomNaissance NOM-10"}

    response = signed_in.post(NEW, data)

    form = response.context["form"]
    assert (form["nom_naissance"].value(), form["nom_usage"].value()) == ("Martin", "Dupont")
    assert form["telephone"].value() is None
    assert not Personne.objects.exists()


def test_a_correction_of_the_place(signed_in):
    data = {**ZOE, "lieu": "Rennes", "corriger": "codeInsee LIE-03"}

    form = signed_in.post(NEW, data).context["form"]

    assert form["lieu"].value() == "Rennes (35238)"


def test_a_correction_of_nothing(signed_in):
    shown = page(signed_in.post(NEW, {**ZOE, "corriger": "n'importe quoi"}))

    assert "plus proposée" in shown


def test_the_date_is_written_again_part_by_part():
    from django.http import QueryDict  # noqa: PLC0415 - here alone

    from agrafe.personnes.forms import typed_again  # noqa: PLC0415 - here alone

    before = {"nom_naissance": "X", "annee_naissance": 1991, "mois_naissance": 7}
    before |= {"jour_naissance": 3}
    data = typed_again(QueryDict("naissance_jour=3"), before, {**before, "jour_naissance": None})
    empty = typed_again(QueryDict(""), before, {**before, "annee_naissance": None})

    assert (data["naissance_jour"], data["naissance_mois"]) == ("", 7)
    assert empty["naissance_annee"] == ""


# ------------------------------------------------------------------------ while one types


def test_check_says_what_the_core_thinks(signed_in):
    data = {"nom_naissance": "Dupont née Martin", "prenom1": "Zoé", "naissance_annee": "199"}

    shown = page(signed_in.post("/titulaires/controle/", data))

    assert 'data-remarques="nom_naissance"' in shown
    assert "réunit deux noms" in shown
    assert not Personne.objects.exists()


def test_an_empty_form_is_not_blamed(signed_in):
    assert "Remplissez" not in page(signed_in.post("/titulaires/controle/", {}))


def test_communes(signed_in):
    shown = page(signed_in.get("/titulaires/communes/", {"q": "renn", "annee": "1991"}))

    assert shown.index("Rennes (35238)") < shown.index("Renneville")
    assert "Ille-et-Vilaine" in shown
    for annee in ("", "abc", "12", "99999"):
        assert signed_in.get("/titulaires/communes/", {"annee": annee}).status_code == 200


def test_pays(signed_in):
    assert "Portugal (99139)" in page(signed_in.get("/titulaires/pays/", {"q": "portu"}))


def test_suggestions_are_for_members_and_for_fingers(signed_in, monkeypatch):
    monkeypatch.setattr("agrafe.personnes.views._ASKED_A_MINUTE", 2)
    statuses = [signed_in.get("/titulaires/communes/").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert signed_in.get("/titulaires/pays/").status_code == 429
    assert Client().get("/titulaires/communes/").status_code == 302


def test_a_cache_that_forgets_refuses_nobody(signed_in, monkeypatch):
    monkeypatch.setattr("agrafe.personnes.views._ASKED.add", lambda *_a, **_k: None)

    assert signed_in.get("/titulaires/communes/").status_code == 200


# ------------------------------------------------------------------- corrections, deletion, merge


def test_a_correction_from_the_card(signed_in, par):
    personne = services.create_personne(
        par=par, values={"nom_naissance": "Dupont née Martin", "prenom1": "Zoé"}
    )

    signed_in.post(at(personne, "correct"), {"corriger": "nomNaissance NOM-10"})
    personne.refresh_from_db()
    assert personne.nom_naissance == "Martin"

    again = signed_in.post(
        at(personne, "correct"), {"corriger": "nomNaissance NOM-10"}, follow=True
    )
    assert "plus proposée" in page(again)


def test_delete(signed_in, par):
    personne = make_personne(par.certificateur)

    assert "seront perdus" in page(signed_in.get(at(personne, "delete")))
    assert signed_in.post(at(personne, "delete")).headers["Location"] == LIST
    assert not Personne.objects.exists()


def test_who_has_passages_is_not_deleted(signed_in, par):
    personne = make_passage(par.certificateur).personne

    shown = page(signed_in.post(at(personne, "delete"), follow=True))

    assert "ne peut pas être supprimée" in shown


def test_the_other_row_is_looked_for(signed_in, par):
    personne = make_personne(par.certificateur)
    other = make_personne(par.certificateur, nom_naissance="Kerbrat")
    address = at(personne, "merge_choose")

    assert "Kerbrat" not in page(signed_in.get(address))
    assert str(other.public_id) in page(signed_in.get(address, {"q": "kerb"}))
    assert "Aucune autre fiche" in page(signed_in.get(address, {"q": "zzz"}))


def test_merge_field_by_field(signed_in, par):
    stays = make_personne(par.certificateur, telephone="", code_insee="", code_postal="35000")
    goes = make_passage(
        par.certificateur,
        personne=make_personne(par.certificateur, telephone="0600000000", jour_naissance=4),
    ).personne
    address = reverse("personnes:merge", args=(stays.public_id, goes.public_id))

    shown = signed_in.get(address)
    assert set(shown.context["form"].fields) == {"annee_naissance", "code_insee", "telephone"}
    assert "1 passage" in page(shown)

    data = {"annee_naissance": "ici", "code_insee": "autre", "telephone": "autre"}
    assert signed_in.post(address, data).headers["Location"] == at(stays)
    stays.refresh_from_db()
    assert (stays.jour_naissance, stays.code_insee, stays.telephone) == (3, "35238", "0600000000")
    assert stays.code_postal == ""
    assert stays.passages.count() == 1


def test_a_choice_is_compulsory_and_a_refusal_is_said(signed_in, par):
    stays, goes = make_personne(par.certificateur), make_personne(par.certificateur, sexe="M")
    address = reverse("personnes:merge", args=(stays.public_id, goes.public_id))

    assert signed_in.post(address, {}).context["form"].errors
    itself = reverse("personnes:merge", args=(stays.public_id, stays.public_id))
    assert "deux fiches différentes" in page(signed_in.post(itself))


def test_two_rows_that_say_the_same(signed_in, par):
    one, other = make_personne(par.certificateur), make_personne(par.certificateur)
    address = reverse("personnes:merge", args=(one.public_id, other.public_id))

    assert "exactement la même chose" in page(signed_in.get(address))
    assert signed_in.post(address).status_code == 302


def test_two_persons_are_told_apart(signed_in, par):
    one, other = make_personne(par.certificateur), make_personne(par.certificateur)
    arguments = (one.public_id, other.public_id)
    assert "Ce sont deux personnes différentes" in page(
        signed_in.get(reverse("personnes:merge", args=arguments))
    )

    shown = page(signed_in.post(reverse("personnes:tell_apart", args=arguments), follow=True))

    assert "leur ressemblance" in shown
    assert "Peut-être la même personne" not in shown
    compared = page(signed_in.get(reverse("personnes:merge", args=arguments)))
    assert "Il a été noté que ce sont deux personnes différentes" in compared
    assert reverse("personnes:tell_apart", args=arguments) not in compared


def test_what_cannot_be_told_apart_is_said(signed_in, par):
    one = make_personne(par.certificateur)
    address = reverse("personnes:tell_apart", args=(one.public_id, one.public_id))

    assert "Choisissez deux fiches différentes" in page(signed_in.post(address, follow=True))
