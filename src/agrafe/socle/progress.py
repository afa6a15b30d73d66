"""How far a long work is, as its page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A long work and what is left of it.

    Attributes:
        title: What is being done, « Écriture du XML ».
        done: How many are done.
        total: How many there are in all.
        counted: What is counted, its singular and its plural: « passage,passages ».
        url: The page that shows this panel, asked again until the work is done.
        result_url: Where the result is once the work is done.
        result_label: What the link to it says, « Voir le dépôt ».
    """

    title: str
    done: int
    total: int
    counted: str
    url: str
    result_url: str
    result_label: str

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is left."""
        return self.done >= self.total

    @property
    def left(self) -> int:
        """Return how many are left."""
        return max(self.total - self.done, 0)
