from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from agrafe.certificateurs import services
from agrafe.certificateurs.enums import Deposant, Identification, Image
from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.services import ReglageRefused
from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from factories.images import picture
from factories.web import make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 3)
CDC = {
    "id_client": "12ABC345",
    "id_contrat": "MCFCER000123",
    "nature_deposant": Deposant.CERTIFICATEUR,
    "tiers_nom": "",
    "id_client_emetteur": "",
    "version_format": "1.1.5",
}


def administrateur(**fields):
    fields = {
        "identification": Identification.A_DEMANDER,
        "id_client": "",
        "id_contrat": "",
    } | fields
    return make_member(Role.ADMINISTRATEUR, make_certificateur(**fields))


def now(par):
    par.certificateur.refresh_from_db()
    return par.certificateur


def journal():
    return [entry.action for entry in JournalEntry.objects.order_by("pk")]


def settle(par, situation, on=None, id_client="", id_contrat=""):
    return services.settle_identification(
        par=par,
        today=TODAY,
        situation=situation,
        on=on,
        id_client=id_client,
        id_contrat=id_contrat,
    )


def images_of(par, **images):
    return services.update_images(
        par=par,
        signataire_nom="Ada Roy",
        signataire_qualite="Directrice",
        images={Image(kind): content for kind, content in images.items()},
    )


def kept_files():
    return list(Path(settings.MEDIA_ROOT).rglob("*.png"))


def test_whoever_founds_a_certificateur_is_its_administrateur():
    user = make_user()

    par = services.create_certificateur(user=user, nom="École du jardin")

    assert (par.user, par.role) == (user, Role.ADMINISTRATEUR)
    assert par.certificateur.identification == Identification.A_DEMANDER
    assert journal() == ["certificateurs.create"]


def test_the_form_sent_twice_founds_one():
    user = make_user()
    services.create_certificateur(user=user, nom="École du jardin")

    with pytest.raises(ReglageRefused, match="existe déjà"):
        services.create_certificateur(user=user, nom="école du jardin")

    assert Certificateur.objects.count() == 1


def test_two_people_may_found_the_same_name():
    for _ in range(2):
        services.create_certificateur(user=make_user(), nom="École du jardin")

    assert Certificateur.objects.count() == 2


def test_a_change_is_in_the_journal_without_what_is_personal():
    par = administrateur(nom="Avant")

    services.update_organisme(
        par=par,
        nom="Après",
        siret="73282932000074",
        adresse="",
        contact_nom="Ada Roy",
        contact_courriel="ada@exemple.fr",
        contact_telephone="",
    )

    changes = JournalEntry.objects.get().changes
    assert changes["nom"] == ["Avant", "Après"]
    assert changes["contact_nom"] == ["", "•••"]
    assert "ada@exemple.fr" not in str(changes)


def test_what_does_not_change_is_not_in_the_journal():
    par = administrateur()

    services.set_trial(par=par, is_trial=False)

    assert journal() == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATEUR])
def test_other_roles_change_nothing(role):
    par = make_member(role)
    calls = [
        lambda: services.update_organisme(
            par=par,
            nom="X",
            siret="",
            adresse="",
            contact_nom="",
            contact_courriel="",
            contact_telephone="",
        ),
        lambda: services.request_identifiants(par=par, on=TODAY, today=TODAY),
        lambda: services.forget_request(par=par),
        lambda: services.update_caisse_des_depots(par=par, today=TODAY, **CDC),
        lambda: settle(par, Identification.RECUS),
        lambda: images_of(par),
        lambda: services.remove_image(par=par, kind=Image.LOGO),
        lambda: services.update_courriels(
            par=par, courriel_expediteur="", courriel_reponse="", courriel_pied=""
        ),
        lambda: services.set_trial(par=par, is_trial=True),
    ]
    for call in calls:
        with pytest.raises(Denied):
            call()
    assert journal() == []


# ------------------------------------------------------------------------------ identification


def test_a_request_is_noted_then_dated_again_then_forgotten():
    par = administrateur()

    services.request_identifiants(par=par, on=date(2026, 6, 1), today=TODAY)
    services.request_identifiants(par=par, on=date(2026, 6, 2), today=TODAY)
    assert now(par).identification == Identification.ATTENDUS
    assert par.certificateur.identifiants_demandes_le == date(2026, 6, 2)

    services.forget_request(par=par)
    assert now(par).identification == Identification.A_DEMANDER
    assert par.certificateur.identifiants_demandes_le is None


def test_a_request_of_tomorrow_is_refused():
    with pytest.raises(ReglageRefused, match="pas encore venue"):
        services.request_identifiants(par=administrateur(), on=date(2026, 7, 4), today=TODAY)


def test_what_is_there_is_not_asked_for():
    par = administrateur(identification=Identification.RECUS)

    with pytest.raises(ReglageRefused, match="déjà enregistrés"):
        services.request_identifiants(par=par, on=TODAY, today=TODAY)
    with pytest.raises(ReglageRefused, match="Identifiants reçus"):
        services.forget_request(par=par)


@pytest.mark.parametrize("state", [Identification.A_DEMANDER, Identification.ATTENDUS])
def test_both_identifiers_identify(state):
    par = administrateur(identification=state)

    services.update_caisse_des_depots(par=par, today=TODAY, **CDC)

    assert now(par).identification == Identification.RECUS
    assert par.certificateur.identifiants_recus_le == TODAY
    assert par.certificateur.can_deposit


def test_one_of_them_does_not():
    par = administrateur()

    services.update_caisse_des_depots(par=par, today=TODAY, **CDC | {"id_contrat": ""})

    assert now(par).identification == Identification.A_DEMANDER
    assert not par.certificateur.can_deposit


def test_one_taken_away_is_awaited():
    par = administrateur()
    services.update_caisse_des_depots(par=par, today=TODAY, **CDC)

    services.update_caisse_des_depots(par=par, today=TODAY, **CDC | {"id_client": ""})

    assert now(par).identification == Identification.ATTENDUS
    assert par.certificateur.identifiants_recus_le is None


def test_the_day_they_came_stays():
    par = administrateur()
    services.update_caisse_des_depots(par=par, today=TODAY, **CDC)

    services.update_caisse_des_depots(
        par=par, today=date(2026, 9, 1), **CDC | {"id_client": "99XYZ000"}
    )

    assert now(par).identifiants_recus_le == TODAY


def test_a_certificateur_that_deposits_itself_has_no_tiers():
    par = administrateur()
    tiers = {"tiers_nom": "Relais du livre", "id_client_emetteur": "55TDC000"}

    services.update_caisse_des_depots(
        par=par, today=TODAY, **CDC | tiers | {"nature_deposant": Deposant.TIERS_CONFIANCE}
    )
    assert now(par).id_client_emetteur == "55TDC000"

    services.update_caisse_des_depots(par=par, today=TODAY, **CDC | tiers)
    assert (now(par).id_client_emetteur, par.certificateur.tiers_nom) == ("", "")


def test_the_assistant_notes_each_answer():
    par = administrateur()

    settle(par, Identification.A_DEMANDER)
    assert journal() == []
    settle(par, Identification.ATTENDUS, on=TODAY)
    assert now(par).identification == Identification.ATTENDUS
    settle(par, Identification.A_DEMANDER)
    assert now(par).identification == Identification.A_DEMANDER
    settle(par, Identification.RECUS, id_client="12ABC345", id_contrat="MCFCER000123")
    assert now(par).identification == Identification.RECUS
    with pytest.raises(ReglageRefused):
        settle(par, Identification.A_DEMANDER)


# -------------------------------------------------------------------------------------- images


def test_an_image_is_kept_under_a_random_name():
    par = administrateur()

    images_of(par, logo=picture(), signature=None)

    assert len(now(par).logo.name) == len("certificateurs/.png") + 32
    assert not par.certificateur.signature
    assert par.certificateur.signataire_nom == "Ada Roy"
    assert journal() == ["certificateurs.image", "certificateurs.signataire"]


def test_the_image_before_goes_once_it_is_done(django_capture_on_commit_callbacks):
    par = administrateur()
    images_of(par, logo=picture())

    with django_capture_on_commit_callbacks(execute=True):
        images_of(par, logo=picture(colour="red"))
    assert len(kept_files()) == 1

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_image(par=par, kind=Image.LOGO)
    assert kept_files() == []
    assert not now(par).logo


def test_no_image_is_removed_twice():
    par = administrateur()

    services.remove_image(par=par, kind=Image.LOGO)

    assert journal() == []
