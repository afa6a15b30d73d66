"""The proof of a verification: what was asked, answered and decided, as a text to keep with the accusés."""

from collections.abc import Sequence
from uuid import UUID

from django.template.loader import render_to_string

from agrafe.comptes.models import Membership
from agrafe.verifications.models import Verification
from agrafe.verifications.permissions import check_verify
from agrafe.verifications.questions import named, questions_of
from agrafe.verifications.selectors import mails_among, trails_of
from agrafe.verifications.verdicts import Reader


def proofs_of(*, par: Membership, verifications: Sequence[Verification]) -> dict[UUID, str]:
    """Return the proof of each of some verifications, by `public_id`; the queries do not depend on how many there are.

    Args:
        par: Who asks for them.
        verifications: Those of his certificateur, as `selectors.verifications_among` gives them.

    Raises:
        Denied: He may not.
    """
    check_verify(par)
    reader = Reader(par.certificateur.version_format)
    trails = trails_of(par=par, verifications=verifications)
    mails = mails_among(par=par, verifications=verifications)
    return {
        one.public_id: render_to_string(
            "verifications/preuve.txt",
            {
                "verification": one,
                "quoi": named(questions_of(one.rubriques)),
                "lignes": reader.lignes_of(one) if one.has_answer else [],
                "taken": named(questions_of(one.acceptees)) if one.acceptees else "",
                "mails": mails.get(one.public_id, []),
                "events": trails[one.public_id][::-1],
            },
        )
        for one in verifications
    }
