"""Passages written in the commented template, where they can be read, mended and given back."""

from collections.abc import Callable, Container, Iterator
from typing import IO, Any, Final

from django.db.models import Q

from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.dictionnaire import COMPOSITES
from accrochage.operations.conversion import cells_of_texts
from agrafe.certificateurs.models import Certificateur
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.rubriques import OWNER_KEYS, PLACES, RELATED, text_of, to_values

EVERY: Final = 500
"""Passages between two reports of progress."""
_PARTS: Final = COMPOSITES["dateNaissance"].parts


def write_empty(destination: IO[bytes], *, certificateur: Certificateur) -> None:
    """Write the template to be filled, with the identifiers of a certificateur on their sheet."""
    write_gabarit(
        destination,
        version=certificateur.version_format,
        defaults=_of_certificateur(certificateur),
    )


def write_passages(
    destination: IO[bytes],
    passages: PassageQuerySet,
    *,
    certificateur: Certificateur,
    chosen: Container[int] | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write passages into a workbook; never a NIR.

    Args:
        destination: A file open for writing bytes.
        passages: The rows, sorted; they are read as they are written, and never all in memory.
        certificateur: Their certificateur, whose identifiers stand once, on their own sheet.
        chosen: Primary keys of those to write; None for all of them.
        progress: Told now and then how many were written.

    Returns:
        How many there were.

    Raises:
        EcritureError: There are more than a sheet can hold.
    """
    done = 0

    def rows() -> Iterator[GabaritRow]:
        nonlocal done
        every = passages.values_list("pk", flat=True)
        keys = [pk for pk in every if chosen is None or pk in chosen]
        # No cursor stays open: on SQLite, whoever reads what others have changed since could not write how far it is.
        for first in range(0, len(keys), EVERY):
            part = keys[first : first + EVERY]
            found = Passage.objects.select_related(*RELATED).in_bulk(part)
            for passage in (found[pk] for pk in part if pk in found):
                yield GabaritRow(cells_of_texts(to_values(passage), OWNER_KEYS))
                done += 1
            if progress:
                progress(done)

    write_gabarit(
        destination,
        version=certificateur.version_format,
        rows=rows(),
        defaults=_of_certificateur(certificateur),
        example=False,
        filled=_added(passages),
    )
    return done


def _of_certificateur(certificateur: Certificateur) -> dict[str, str]:
    texts = {key: text_of(key, getattr(certificateur, PLACES[key].field)) for key in OWNER_KEYS}
    given: dict[str, Any] = cells_of_texts(texts)
    return given


def _added(passages: PassageQuerySet) -> set[str]:
    """Return the columns that the template would not have: births that no whole date can say."""
    no_year = Q(personne__annee_naissance=None) & (
        ~Q(personne__mois_naissance=None) | ~Q(personne__jour_naissance=None)
    )
    day_alone = Q(personne__mois_naissance=None) & ~Q(personne__jour_naissance=None)
    return {*_PARTS} if passages.order_by().filter(no_year | day_alone).exists() else set()
