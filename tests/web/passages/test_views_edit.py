from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from accrochage.dictionnaire import COLONNES
from agrafe.comptes.enums import Role
from agrafe.passages import services
from agrafe.passages.blocks import BLOCKS, CONDITIONS
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import PASSAGE_KEYS
from agrafe.personnes.models import NirScelle
from factories.pages import sign_in, text_of
from factories.web import (
    SOUND,
    make_certificateur,
    make_certification,
    make_member,
    make_passage,
    make_personne,
    make_sound_passage,
)

pytestmark = pytest.mark.django_db
TYPED = {
    "voie": "etat_civil",
    "idTechnique": "D-1",
    "dateDebutValidite": "30/06/2026",
    "obtentionCertification": "PAR_ADMISSION",
    "donneeCertifiee": "true",
    "presenceNiveauLangueEuro": "false",
    "presenceNiveauNumeriqueEuro": "false",
}


def create_url(par, personne=None, certification=None):
    personne = personne or make_personne(par.certificateur)
    certification = certification or make_certification(par.certificateur)
    return reverse("passages:create_with", args=[personne.public_id, certification.public_id])


def edit_url(passage):
    return reverse("passages:edit", args=[passage.public_id])


def test_the_form_has_every_rubrique_of_a_passage():
    keys = [key for _, keys in BLOCKS for key in keys]

    assert sorted(keys) == sorted(PASSAGE_KEYS)
    assert set(CONDITIONS) <= set(keys)


# ---------------------------------------------------------------------------------------- creating


def test_the_form_does_not_speak_of_cells(client, par):
    page = text_of(client.get(edit_url(make_passage(par.certificateur))))

    assert "Si ce champ est vide, le nom de naissance est repris." in page
    assert "cellule" not in page


def test_the_titulaire_is_found_by_his_name(client, par):
    personne = make_personne(par.certificateur, nom_naissance="Le Gall", prenom1="Anne")
    make_personne(make_certificateur(), nom_naissance="Le Gall")
    url = reverse("passages:create")

    assert "Qui a obtenu la certification" in text_of(client.get(url))
    page = text_of(client.get(url, {"q": "le g"}))
    assert page.count("Anne Le Gall") == 1
    assert reverse("passages:create_for", args=[personne.public_id]) in page
    assert "Personne de ce nom" in text_of(client.get(url, {"q": "Zidane"}))


def test_the_certification_is_chosen(client, par):
    personne = make_personne(par.certificateur)
    url = reverse("passages:create_for", args=[personne.public_id])
    assert "Aucune certification n'est encore enregistrée" in text_of(client.get(url))

    only = make_certification(par.certificateur)
    assert client.get(url)["Location"] == create_url(par, personne, only)
    other = make_certification(par.certificateur)
    page = text_of(client.get(url))
    assert create_url(par, personne, other) in page


def test_the_form_is_filled_with_what_the_certification_gives(client, par):
    certification = make_certification(
        par.certificateur, defaut_modalite_acces="VAE", defaut_donnee_certifiee=True
    )

    form = client.get(create_url(par, certification=certification)).context["form"]

    assert form["modaliteAcces"].value() == "VAE"
    assert form["donneeCertifiee"].value() == "true"
    assert form["obtentionCertification"].label == COLONNES["obtentionCertification"].header


def test_a_passage_is_created(client, par):
    response = client.post(create_url(par), {**TYPED, "promotion": "2026"})

    passage = Passage.objects.get()
    assert response["Location"] == reverse("passages:detail", args=[passage.public_id])
    assert (passage.status, passage.promotion) == (Status.PRET, "2026")
    assert passage.date_debut_validite == date(2026, 6, 30)
    assert {name: getattr(passage, name) for name in SOUND} == SOUND


def test_an_identifier_is_given_when_none_is_typed(client, par):
    client.post(create_url(par), {**TYPED, "idTechnique": ""})

    assert Passage.objects.get().id_technique.endswith("-0001")


def test_an_incomplete_passage_can_be_kept(client, par):
    client.post(create_url(par), {**TYPED, "dateDebutValidite": "", "donneeCertifiee": ""})

    passage = Passage.objects.get()
    assert passage.status == Status.INCOMPLET
    assert {one["key"] for one in passage.anomalies} == {"dateDebutValidite", "donneeCertifiee"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dateDebutValidite", "31/02/2026"),
        ("scoreGeneral", "beaucoup"),
        ("resultats", "tout va bien"),
        ("obtentionCertification", "AU_HASARD"),
        ("verbatim", "x" * 300),
    ],
)
def test_what_cannot_be_read_is_never_lost(client, par, key, value):
    response = client.post(create_url(par), {**TYPED, key: value})

    assert response.status_code == 200
    assert key in response.context["form"].errors
    assert value in text_of(response) or key == "obtentionCertification"
    assert not Passage.objects.exists()


def test_an_identifier_already_taken_is_said_at_its_field(client, par):
    taken = make_passage(par.certificateur)

    response = client.post(create_url(par), {**TYPED, "idTechnique": taken.id_technique})

    assert "déjà celui d'un autre passage" in text_of(response)
    assert "idTechnique" in response.context["form"].errors


def test_doubts_are_said_and_refuse_nothing(client, par):
    url = create_url(par)
    typed = {**TYPED, "dateFinValidite": "30/06/2025"}

    response = client.post(url, {**typed, "dateDebutExamen": "99/99/2026"})
    assert "dateFinValidite" in response.context["form"].warnings
    client.post(url, typed)
    assert Passage.objects.get().status == Status.INCOMPLET


@pytest.mark.parametrize("typed", [TYPED, {**TYPED, "dateDebutValidite": ""}])
def test_the_core_is_asked_while_one_types(client, par, typed):
    response = client.post(create_url(par), typed, headers={"HX-Target": "constats"})

    page = text_of(response)
    assert "<html" not in page
    said = "Rien à redire" if typed is TYPED else "Date de délivrance"
    assert said in page
    assert not Passage.objects.exists()


def test_a_correction_is_written_in_the_form(client, par):
    typed = {**TYPED, "niveauLangueEuropeen": "", "presenceNiveauLangueEuro": "true"}
    typed["dateDebutValidite"] = "30/06/26"

    response = client.post(create_url(par), {**typed, "corriger": "dateDebutValidite"})

    form = response.context["form"]
    assert form["dateDebutValidite"].value() in {"30/06/2026", "30/06/26"}
    assert not Passage.objects.exists()
    response = client.post(create_url(par), {**TYPED, "corriger": "inconnue"})
    assert response.status_code == 200


# ---------------------------------------------------------------------------------------- changing


def test_a_passage_is_changed(client, par):
    passage = make_sound_passage(par.certificateur, id_technique="D-1", score_general=12)

    form = client.get(edit_url(passage)).context["form"]
    assert form["dateDebutValidite"].value() == "30/06/2026"
    response = client.post(edit_url(passage), {**TYPED, "verbatim": "Rattrapage"})

    assert response["Location"] == reverse("passages:detail", args=[passage.public_id])
    passage.refresh_from_db()
    assert (passage.verbatim, passage.score_general) == ("Rattrapage", None)


def test_the_identifier_that_the_cdc_knows_is_kept(client, par):
    passage = make_sound_passage(par.certificateur, envois=1, status=Status.REJETE)

    page = text_of(client.get(edit_url(passage)))
    assert "il ne change plus" in page
    client.post(edit_url(passage), {**TYPED, "idTechnique": "autre", "verbatim": "Relu"})

    before = passage.id_technique
    passage.refresh_from_db()
    assert (passage.id_technique, passage.status) == (before, Status.A_RENVOYER)


def test_an_identifier_of_another_is_refused(client, par):
    passage, other = (make_sound_passage(par.certificateur) for _ in range(2))

    response = client.post(edit_url(passage), {**TYPED, "idTechnique": other.id_technique})

    assert "idTechnique" in response.context["form"].errors


def test_what_is_sent_is_not_changed(client, par):
    passage = make_sound_passage(par.certificateur, status=Status.ACCEPTE)

    response = client.get(edit_url(passage), follow=True)

    assert "il ne se modifie plus" in text_of(response)


def test_the_way_of_identification(client, par):
    passage = make_sound_passage(par.certificateur)
    assert 'value="nir"' not in text_of(client.get(edit_url(passage)))

    client.post(edit_url(passage), {**TYPED, "voie": "dossier", "idDossier": "1234567891011"})
    passage.refresh_from_db()
    assert (passage.voie, passage.id_dossier) == (Voie.DOSSIER, "1234567891011")
    assert (passage.nom_titulaire, passage.status) == ("", Status.PRET)

    client.post(edit_url(passage), {**TYPED, "idDossier": "1234567891011"})
    passage.refresh_from_db()
    assert (passage.voie, passage.id_dossier) == (Voie.ETAT_CIVIL, "1234567891011")

    NirScelle.objects.create(personne=passage.personne, sealed="x", fingerprint="y")
    client.post(edit_url(passage), {**TYPED, "voie": "nir"})
    passage.refresh_from_db()
    assert (passage.voie, passage.status) == (Voie.NIR, Status.PRET)


def test_a_correction_is_made_in_one_press(client, par):
    passage = make_sound_passage(par.certificateur, voie_acces_vae="CONGES_VAE")
    services.check_passages(par=par, passages=[passage])
    passage.refresh_from_db()
    fault = next(one for one in passage.anomalies if one["correction"] is not None)
    url = reverse("passages:correct", args=[passage.public_id])

    page = text_of(client.get(reverse("passages:detail", args=[passage.public_id])))
    assert "Corriger en" in page
    posted = {"rubrique": fault["key"], "code": fault["code"]}
    assert "Correction faite" in text_of(client.post(url, posted, follow=True))
    assert "n'est plus là" in text_of(client.post(url, posted, follow=True))

    passage.refresh_from_db()
    assert passage.modalite_acces == "VAE"
    assert fault["code"] not in {one["code"] for one in passage.anomalies}


# -------------------------------------------------------------------------------------- who may not


def every_address(par):
    owner = par.certificateur
    passage, personne = make_passage(owner), make_personne(owner)
    return [
        reverse("passages:create"),
        reverse("passages:create_for", args=[personne.public_id]),
        create_url(par, personne),
        edit_url(passage),
    ]


def test_readers_change_nothing(client):
    par = sign_in(client, Role.LECTURE)
    for url in every_address(par):
        assert client.get(url).status_code == 403
    correct = reverse("passages:correct", args=[Passage.objects.get().public_id])
    assert client.post(correct).status_code == 403
    assert client.get(correct).status_code == 405


@pytest.mark.usefixtures("par")
def test_what_is_of_others_does_not_exist(client):
    other = make_member()
    for url in every_address(other)[1:]:
        assert client.get(url).status_code == 404
    assert client.get(reverse("passages:edit", args=[uuid4()])).status_code == 404


def test_strangers_sign_in_first(client):
    for url in every_address(make_member()):
        assert client.get(url).status_code == 302
