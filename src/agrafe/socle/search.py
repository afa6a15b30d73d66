"""Search by the beginning of a folded column: one look in an index, however many rows there are.

A model keeps beside a name its folded form (`accrochage.referentiels.cles.fold`: letters and figures, without case or accents)
in a column that an index has after the owner: `Index(fields=("certificateur", "name_key", "id"))`.
"""

from django.db.models import Q

from accrochage.referentiels.cles import fold


def starts_with(text: str, *fields: str) -> Q:
    """Keep the rows of which one of the folded fields starts as a text does; a text without letter or figure keeps none.

    A range and not LIKE: SQLite and PostgreSQL read it in a plain index, whatever the collation.
    """
    start = fold(text)
    kept = Q(pk__in=())
    for field in fields if start else ():
        within = Q(**{f"{field}__gte": start})
        if end := _after(start):
            within &= Q(**{f"{field}__lt": end})
        kept |= within
    return kept


def _after(start: str) -> str:
    """Return the first folded text that follows all those that start so; empty when there is none.

    Figures then letters: that is their order in every collation, which that of signs is not.
    """
    stem = start.rstrip("z")
    if not stem:
        return ""
    last = "a" if stem[-1] == "9" else chr(ord(stem[-1]) + 1)
    return stem[:-1] + last
