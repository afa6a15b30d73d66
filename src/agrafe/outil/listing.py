"""The table of what is wrong with a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from accrochage.dictionnaire import COLONNES
from accrochage.regles.catalogue import CATALOGUE, Gravite
from agrafe.socle.listing import Column, Filter, Listing
from agrafe.socle.states import Tone

TONES: Final = {
    Gravite.ERREUR: Tone.ERROR,
    Gravite.ALERTE: Tone.ATTENTION,
    Gravite.CONSEIL: Tone.NEUTRAL,
}
ICONS: Final = {Gravite.CONSEIL: "info-circle"}


@dataclass(frozen=True, slots=True)
class Row:
    """An anomalie, as the table shows it; `rank` is its place among those of its check."""

    rank: int
    code: str
    message: str
    ligne: int | None
    cellule: str | None
    colonne: str
    valeur: str | None
    correction: str | None
    retouche: Mapping[str, str]
    sure: bool

    @property
    def gravite(self) -> Gravite:
        """How serious it is."""
        return CATALOGUE[self.code].gravite

    @property
    def tone(self) -> str:
        """The colour that says so."""
        return TONES[self.gravite].value

    @property
    def icon(self) -> str:
        """The icon that says so; empty for that of its colour."""
        return ICONS.get(self.gravite, "")

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What the correction writes, by title of column."""
        return [(COLONNES[key].header, value) for key, value in self.retouche.items()]

    @property
    def weight(self) -> int:
        """What it is sorted by: the most serious first."""
        return list(Gravite).index(self.gravite)

    @property
    def place(self) -> int:
        """Its row, what concerns the whole file coming first."""
        return self.ligne or 0


COLUMNS: Final = (
    Column("Ligne", key="ligne", sort=("place", "rank"), is_number=True),
    Column("Colonne", key="colonne", sort=("colonne", "rank")),
    Column("Gravité", key="gravite", sort=("weight", "rank")),
    Column("Ce qui ne va pas", key="message"),
    Column("Correction proposée", key="correction"),
)


def anomalies_listing(query: QueryDict, anomalies: Sequence[Mapping[str, Any]]) -> Listing:
    """Return the table of the anomalies of a check, as an address asks for it."""
    rows = [Row(rank, **one) for rank, one in enumerate(anomalies)]
    gravites = [(str(one), str(one)) for one in Gravite if any(row.gravite is one for row in rows)]
    codes = dict.fromkeys(row.code for row in rows)
    columns = dict.fromkeys(row.colonne for row in rows if row.colonne)
    return Listing(
        query,
        rows,
        columns=COLUMNS,
        filters=(
            Filter("gravite", "Gravité", tuple(gravites), _by("gravite")),
            Filter(
                "regle",
                "Règle",
                tuple((code, f"{CATALOGUE[code].titre} ({code})") for code in sorted(codes)),
                _by("code"),
            ),
            Filter("colonne", "Colonne", tuple((one, one) for one in columns), _by("colonne")),
        ),
        name="anomalies",
    )


def _by(attribute: str) -> Any:
    def narrow(rows: Sequence[Row], values: Sequence[str]) -> Sequence[Row]:
        return [row for row in rows if str(getattr(row, attribute)) in values]

    return narrow
