"""The NIR vault: sealing, opening and comparing; nothing here reads the database or writes the journal.

A NIR is sealed by the first key of the setting FIELD_KEYS and opened by any of them (Fernet: AES and HMAC), so that a key is
replaced without stopping: put the new one first, run `agrafe cles resceller`, take the old one away. What is sealed names its
person: put on another row of the database, it does not open.

Two persons are told to have the same NIR by a fingerprint: an HMAC under a key drawn from the first one, different for each
certificateur. While keys change, fingerprints of all of them are looked for.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from agrafe.personnes.models import Personne
from agrafe.socle.refusals import Refusal


class CoffreError(Refusal):
    """A NIR cannot be sealed or opened; the rest of the site works."""


NO_KEY = (
    "Le coffre des NIR n'a pas de clé : les NIR ne peuvent être ni enregistrés ni lus. "
    "Demandez à la personne qui a installé Agrafe de régler AGRAFE_FIELD_KEYS. Tout le reste fonctionne."
)
NOT_OPENED = (
    "Ce NIR ne s'ouvre avec aucune des clés réglées (AGRAFE_FIELD_KEYS). "
    "Remettez la clé qui l'a scellé, ou enregistrez de nouveau le NIR."
)


def is_open() -> bool:
    """Tell whether the vault has a key."""
    return any(settings.FIELD_KEYS)


def seal(nir: str, personne: Personne) -> str:
    """Return the NIR of a person, sealed.

    Raises:
        CoffreError: There is no key.
    """
    return seal_text(nir, owner=str(personne.public_id))


def seal_text(text: str, *, owner: str) -> str:
    """Return a text sealed for one owner: a NIR that is no person's yet, in a file to import.

    Raises:
        CoffreError: There is no key.
    """
    return _fernet().encrypt(f"{owner}:{text}".encode()).decode()


def unseal(sealed: str, personne: Personne) -> str:
    """Return the NIR of a person.

    Raises:
        CoffreError: There is no key, none of them opens it, or it was sealed for somebody else.
    """
    return open_text(sealed, owner=str(personne.public_id))


def open_text(sealed: str, *, owner: str) -> str:
    """Return a text that was sealed for an owner.

    Raises:
        CoffreError: There is no key, none of them opens it, or it was sealed for somebody else.
    """
    try:
        text = _fernet().decrypt(sealed).decode()
    except InvalidToken:
        raise CoffreError(NOT_OPENED) from None
    written_for, _, found = text.partition(":")
    if written_for != owner:
        raise CoffreError(NOT_OPENED)
    return found


def fingerprint(nir: str, certificateur_id: int) -> str:
    """Return the fingerprint under which a NIR is kept.

    Raises:
        CoffreError: There is no key.
    """
    return fingerprints(nir, certificateur_id)[0]


def fingerprints(nir: str, certificateur_id: int) -> Sequence[str]:
    """Return the fingerprints that a NIR may be kept under, one for each key, that of today first.

    Raises:
        CoffreError: There is no key.
    """
    said = f"{certificateur_id}:{nir}".encode()
    return [hmac.digest(_of_fingerprints(key), said, "sha256").hex() for key in _keys()]


def _keys() -> list[str]:
    keys: list[str] = [key for key in settings.FIELD_KEYS if key]
    if not keys:
        raise CoffreError(NO_KEY)
    return keys


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def _of_fingerprints(key: str) -> bytes:
    """Return the key of the fingerprints, which tells nothing of the one that seals."""
    return hmac.digest(key.encode(), b"agrafe: fingerprints of NIR", sha256().name)
