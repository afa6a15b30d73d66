"""From any table to a correspondance: what each column probably holds, for the user to read over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accrochage.classeur.correspondance import Line, render
from accrochage.classeur.entetes import Certainty, spelling
from accrochage.classeur.propositions import WORTH_A_WORD, Apercu, Proposition, look_at
from accrochage.dictionnaire import COLONNES, RUBRIQUES, SHEET_COLUMNS, Bloc, Presence
from accrochage.flux.disque import refuse_existing, write_whole

_KNOWN: Final = "Titres qu'Agrafe reconnaît"
_PROPOSED: Final = "Propositions d'Agrafe : à vérifier"
_ASIDE: Final = "Colonnes laissées de côté"

_IDENTITIES: Final = ("nir", "idDossier")
_CIVIL: Final = ("nomNaissance", "prenom1", "dateNaissance", "sexe")
_ALWAYS: Final = tuple(
    key
    for key, entry in RUBRIQUES.items()
    if entry.presence is Presence.REQUIRED
    and entry.bloc in {Bloc.CERTIFICATEUR, Bloc.CERTIFICATION, Bloc.PASSAGE}
    and key != "type"  # the prefix of the code says it
)


@dataclass(frozen=True, kw_only=True)
class Ebauche:
    """A correspondance as Agrafe proposes it.

    Attributes:
        source: The table that it is about.
        apercu: Its columns, and what each probably holds.
    """

    source: Path
    apercu: Apercu

    @property
    def absentes(self) -> Sequence[str]:
        """Keys of what every passage must have, and no column seems to hold; what is given once comes last."""
        there = {one.key for one in self.apercu.propositions} | self.apercu.elsewhere
        if "anneeNaissance" in there:
            there.add("dateNaissance")
        identified = any(key in there for key in _IDENTITIES)
        wanted = (*_ALWAYS, *(() if identified else _CIVIL))
        missing = [key for key in COLONNES if key in wanted and key not in there]
        return sorted(missing, key=lambda key: key in {*SHEET_COLUMNS, "code"})

    def write(self, path: Path) -> None:
        """Write the file, to be read over.

        Raises:
            EcritureError: There is already a file of that name, or it cannot be written.
        """
        refuse_existing(path)
        text = render(_lines(self.apercu.propositions), self.source.name)
        write_whole(path, lambda file: file.write(text.encode("utf-8", "replace")))


def propose_correspondance(path: Path, feuille: str | None = None) -> Ebauche:
    """Say what each column of a table probably holds, from its title and its contents.

    Args:
        path: The workbook or CSV file.
        feuille: Name of the sheet; None lets Agrafe choose.

    Raises:
        ClasseurError: It cannot be read, or nothing in it looks like headers.
    """
    return Ebauche(source=path, apercu=look_at(path, feuille))


def _lines(propositions: Sequence[Proposition]) -> Iterator[Line]:
    """Yield the lines of the file: what is recognised, what is proposed, what is left aside."""
    names = _names(propositions)
    for section in (_KNOWN, _PROPOSED, _ASIDE):
        for one, name in zip(propositions, names, strict=True):
            if _section(one) == section:
                yield Line(name, one.key or "", section, _remark(one, name, section))


def _section(one: Proposition) -> str:
    if one.key is None:
        return _ASIDE
    return _KNOWN if one.certainty >= Certainty.SYNONYM else _PROPOSED


def _names(propositions: Sequence[Proposition]) -> list[str]:
    """Return how the file names each column: by its title when that is enough to know it, else by its letter."""
    spelt = [spelling(one.title) for one in propositions]
    times = Counter(spelt)
    letters = {spelling(f"colonne {one.letter}") for one in propositions}
    return [
        one.title
        if times[title] == 1 and title and title not in letters and _is_encodable(one.title)
        else f"colonne {one.letter}"
        for one, title in zip(propositions, spelt, strict=True)
    ]


def _is_encodable(title: str) -> bool:
    """Can a text file in UTF-8 hold it? A damaged workbook may give half a character."""
    return title == title.encode("utf-8", "replace").decode("utf-8", "replace")


def _remark(one: Proposition, name: str, section: str) -> str:
    """Return what is worth saying beside a line."""
    said = []
    if name != one.title:
        said.append(f"« {one.title} »" if one.title else "sans titre")
    if one.key:
        said.append(COLONNES[one.key].header)
    if section == _PROPOSED:
        said.append(f"sûr à {one.confiance} %")
    elif one.hint and one.confiance >= WORTH_A_WORD:
        said.append(f"peut-être {one.hint} (sûr à {one.confiance} %)")
    return ", ".join(said)
