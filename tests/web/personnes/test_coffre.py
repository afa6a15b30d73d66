"""The vault: what is sealed opens with any of the keys, for its person alone."""

import pytest
from cryptography.fernet import Fernet

from agrafe.personnes import coffre
from factories.web import make_certificateur, make_personne

NIR = "2910735238014"


@pytest.fixture
def personne(db):  # noqa: ARG001 - opens the database
    return make_personne(make_certificateur())


def test_what_is_sealed_opens_and_tells_nothing(personne):
    sealed = coffre.seal(NIR, personne)

    assert coffre.unseal(sealed, personne) == NIR
    assert NIR not in sealed
    assert coffre.seal(NIR, personne) != sealed


def test_an_old_key_still_opens(settings, personne):
    sealed = coffre.seal(NIR, personne)
    old = settings.FIELD_KEYS

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]

    assert coffre.unseal(sealed, personne) == NIR
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    with pytest.raises(coffre.CoffreError, match="Remettez la clé"):
        coffre.unseal(sealed, personne)


def test_it_does_not_open_for_somebody_else(personne):
    other = make_personne(personne.certificateur)

    with pytest.raises(coffre.CoffreError):
        coffre.unseal(coffre.seal(NIR, personne), other)


@pytest.mark.parametrize("keys", [[], [""]])
def test_without_a_key_it_says_so_in_french(settings, personne, keys):
    settings.FIELD_KEYS = keys

    assert not coffre.is_open()
    with pytest.raises(coffre.CoffreError, match=r"AGRAFE_FIELD_KEYS.* Tout le reste fonctionne"):
        coffre.seal(NIR, personne)


def test_fingerprints_are_compared_within_a_certificateur_and_through_a_change_of_keys(settings):
    old = coffre.fingerprint(NIR, 1)
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert coffre.fingerprint(NIR, 1) != old
    assert old in coffre.fingerprints(NIR, 1)
    assert old not in coffre.fingerprints(NIR, 2)
    assert old not in coffre.fingerprints("2910735238015", 1)
