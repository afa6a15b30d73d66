"""The secret of a personal link, and the proof that the year of birth was given behind it."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare

BYTES: Final = 32
"""256 bits: nobody finds a link by trying."""
PROOF_AGE: Final = 3600
"""Seconds for which the year of birth is not asked again."""
_SIGNER: Final = TimestampSigner(salt="verifications.proof")


def make_token() -> str:
    """Return a new secret, which goes into a mail and nowhere else."""
    return token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """Return what is kept of the secret of a link."""
    return sha256(token.encode()).hexdigest()


def proof_of(token: str) -> str:
    """Return the proof that the year of birth was given behind a link: it says nothing of anybody, and soon is worth nothing."""
    return _SIGNER.sign(hash_of(token))


def is_proved(token: str, proof: str) -> bool:
    """Tell whether a proof is one for this link, signed here, and fresh."""
    try:
        signed = _SIGNER.unsign(proof, max_age=PROOF_AGE)
    except BadSignature:
        return False
    return constant_time_compare(signed, hash_of(token))
