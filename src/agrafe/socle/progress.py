"""How far a long work is, as its page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A long work and what is left of it.

    Attributes:
        title: What is being done, « Écriture du XML ».
        done: How many are done.
        total: How many there are in all; None when nobody knows yet.
        counted: What is counted, its singular and its plural: « passage,passages ».
        url: The page that shows this panel, asked again until the work is done.
        result_url: Where the result is once the work is done.
        result_label: What the link to it says, « Voir le dépôt ».
        can_leave: Whether the work goes on when its page is left.
        failure: Why it stopped, in a sentence; empty when it did not. The link to the result is then what to do about it.
    """

    title: str
    done: int
    total: int | None
    counted: str
    url: str
    result_url: str
    result_label: str
    failure: str = ""
    can_leave: bool = True

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is left."""
        return self.total is not None and self.done >= self.total

    @property
    def left(self) -> int:
        """Return how many are left."""
        return max((self.total or 0) - self.done, 0)

    @property
    def is_running(self) -> bool:
        """Tell whether the page should look again."""
        return not self.is_finished and not self.failure
