"""What the services of the passages refuse, and how they say what was done."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from accrochage.typographie import count
from agrafe.passages.enums import Status
from agrafe.socle.refusals import Refusal


class WrongState(Refusal):
    """What was asked cannot be done to a passage in its state."""


class SameIdentifier(Refusal):
    """Another passage already has this identifiant technique."""


class Done(NamedTuple):
    """What was done to many passages.

    Attributes:
        done: How many it was done to.
        left: How many were left as they were, because their state does not allow it.
    """

    done: int
    left: int


def refuse_states(states: Iterable[str], allowed: Collection[str], what: str) -> None:
    """Refuse what cannot be done to passages in their states, whatever it is called (« être modifié »)."""
    wrong = [Status(state) for state in states if state not in allowed]
    if len(wrong) == 1:
        raise WrongState(f"Ce passage est à l'état « {wrong[0].label} » : il ne peut pas {what}.")
    if wrong:
        said = ", ".join(f"« {state.label} »" for state in Status if state in wrong)
        raise WrongState(
            f"{count(len(wrong), 'passage ne peut', 'passages ne peuvent')} pas {what}, à cause de leur état : {said}."
        )


def said(number: int, one: str, many: str) -> str:
    """Say how many passages something was done to, « 3 passages créés »."""
    return f"{count(number, 'passage', 'passages')} {one if number < 2 else many}"
