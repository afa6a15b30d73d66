"""What is done to passages: one function a use case. Each one checks who asks, locks, changes, and says so in the journal."""

from agrafe.passages.services.common import Done, SameIdentifier, WrongState
from agrafe.passages.services.records import (
    correct_passage,
    create_passage,
    create_passages,
    fill_defaults,
    free_identifiers,
    next_identifier,
    update_passage,
    update_passages,
)
from agrafe.passages.services.states import (
    check_passages,
    delete_passages,
    exclude_passages,
    include_passages,
    nir_needed,
    recheck,
    recheck_nir,
    resend_passages,
)

__all__ = [
    "Done",
    "SameIdentifier",
    "WrongState",
    "check_passages",
    "correct_passage",
    "create_passage",
    "create_passages",
    "delete_passages",
    "exclude_passages",
    "fill_defaults",
    "free_identifiers",
    "include_passages",
    "next_identifier",
    "nir_needed",
    "recheck",
    "recheck_nir",
    "resend_passages",
    "update_passage",
    "update_passages",
]
