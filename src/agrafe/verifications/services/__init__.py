"""What can be done to verifications: one function each."""

from agrafe.verifications.services.avis import announce
from agrafe.verifications.services.decisions import Done, accept, accept_safe, set_aside
from agrafe.verifications.services.demandes import MOST, Asked, AskRefused, ask, cancel
from agrafe.verifications.services.etat import VerificationError
from agrafe.verifications.services.preuve import proofs_of
from agrafe.verifications.services.reglages import update_reglage
from agrafe.verifications.services.suivi import empty_old, expire, remind
from agrafe.verifications.services.titulaire import (
    AnswerRefused,
    answer,
    check_year,
    not_me,
    save_answer,
    set_language,
)

__all__ = [
    "MOST",
    "AnswerRefused",
    "AskRefused",
    "Asked",
    "Done",
    "VerificationError",
    "accept",
    "accept_safe",
    "announce",
    "answer",
    "ask",
    "cancel",
    "check_year",
    "empty_old",
    "expire",
    "not_me",
    "proofs_of",
    "remind",
    "save_answer",
    "set_aside",
    "set_language",
    "update_reglage",
]
