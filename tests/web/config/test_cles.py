"""The keys of the installation: made, put first, and the old ones taken away."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from agrafe.comptes.second_factor import SecondFactorAdapter
from agrafe.personnes import services
from agrafe.personnes.models import NirScelle
from factories.web import make_member, make_personne, make_user

pytestmark = pytest.mark.django_db

NIR = "2910735238014"


def run(gesture):
    out = StringIO()
    call_command("cles", gesture, stdout=out)
    return out.getvalue().replace("\u00a0", " ").strip()


def test_everything_is_sealed_again_so_that_the_old_key_can_go(settings, monkeypatch):
    monkeypatch.setattr("agrafe.personnes.services.nir.BATCH", 2)
    par, user = make_member(), make_user()
    personnes = [make_personne(par.certificateur) for _ in range(5)]
    for each in personnes:
        services.set_nir(par=par, personne=each, nir=NIR)
    TOTP.activate(user, secret := generate_totp_secret())
    codes = RecoveryCodes.activate(user).generate_codes()
    new = run("nouvelle")
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]

    said = run("resceller")

    assert "Rescellé : 5 NIR." in said
    assert "Rescellé : 2 seconds facteurs." in said
    settings.FIELD_KEYS = [new]
    assert [services.show_nir(par=par, personne=each) for each in personnes] == [NIR] * 5
    kept = {each.type: each for each in Authenticator.objects.all()}
    assert SecondFactorAdapter().decrypt(kept["totp"].data["secret"]) == secret
    assert RecoveryCodes(kept["recovery_codes"]).generate_codes() == codes


def test_what_no_key_opens_is_said_and_left(settings):
    par = make_member()
    services.set_nir(par=par, personne=make_personne(par.certificateur), nir=NIR)
    TOTP.activate(par.user, generate_totp_secret())
    sealed = NirScelle.objects.get().sealed, Authenticator.objects.get().data
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match=r"1.second facteur, 1.NIR.: gardez les anciennes clés"):
        run("resceller")

    assert (NirScelle.objects.get().sealed, Authenticator.objects.get().data) == sealed


def test_without_a_key(settings):
    settings.FIELD_KEYS = []

    with pytest.raises(CommandError, match="AGRAFE_FIELD_KEYS"):
        run("resceller")
