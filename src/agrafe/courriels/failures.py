"""What a mail server's refusal means: try again, give up, or not knowing; and how to say it without the address."""

import smtplib
from dataclasses import dataclass
from typing import Final

from agrafe.courriels.enums import MailStatus


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail did not leave, or may not have.

    Attributes:
        status: What it becomes; EN_ATTENTE when it is worth trying again.
        sentence: What the user reads; the answer of the server is not quoted, it holds the address.
        name: What the log reads.
    """

    status: MailStatus
    sentence: str
    name: str


_UNKNOWN_ADDRESS: Final = frozenset({550, 551, 553})
_FULL: Final = frozenset({452, 552})


def failure_at_opening(error: Exception) -> Failure:
    """Return what an error means while the server is being reached: nothing has left, another time may do."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        sentence = "Le serveur de courriel refuse le mot de passe d'Agrafe : prévenez la personne qui gère l'installation."
    else:
        sentence = "Le serveur de courriel ne répond pas."
    return Failure(MailStatus.EN_ATTENTE, sentence, type(error).__name__)


def failure_at_sending(error: Exception) -> Failure:
    """Return what an error means once the server was reached."""
    code = _code(error)
    name = f"{type(error).__name__} {code or ''}".strip()
    if code and 400 <= code < 500:
        return Failure(MailStatus.EN_ATTENTE, _sentence(code), name)
    if code or isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
        return Failure(MailStatus.ECHEC, _sentence(code), name)
    sentence = "La liaison a été coupée pendant l'envoi : ce courriel est peut-être parti."
    return Failure(MailStatus.INCERTAIN, sentence, name)


def _code(error: Exception) -> int:
    """Return the answer of the server, 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _sentence(code: int) -> str:
    if not code:
        return "Ce courriel ne peut pas être écrit pour ce destinataire : vérifiez son adresse."
    if code in _UNKNOWN_ADDRESS:
        said = "L'adresse n'existe pas, ou n'accepte pas ce courriel"
    elif code in _FULL:
        said = "La boîte du destinataire est pleine"
    elif code < 500:
        said = "Le serveur de courriel demande d'attendre"
    else:
        said = "Le serveur de courriel refuse cet envoi"
    return f"{said} (réponse {code} du serveur)."
