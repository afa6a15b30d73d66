"""Check of records that no workbook holds: typed in a form, or kept in a database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import COLONNES, Composite
from accrochage.modele import Header, Passage, Table, Titulaire
from accrochage.operations.correction import changes_of
from accrochage.operations.formulaire import in_form
from accrochage.operations.refus import better_said
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import KEYS, TITULAIRE_KEYS, PassageBuilder
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import Raw
from accrochage.regles.prevision import Prevision, predict

PASSAGE: Final = frozenset(KEYS)
"""All that a passage sends."""
ETAT_CIVIL: Final = frozenset({*TITULAIRE_KEYS, "dateNaissance"})
"""The civil identity alone."""
ETAT_CIVIL_ET_NIR: Final = ETAT_CIVIL | {"nir"}
"""A NIR, and the civil identity that it is compared with."""

_BIRTH: Final = frozenset({"anneeNaissance", "moisNaissance", "jourNaissance"})


class Fiche(NamedTuple):
    """A record that was checked.

    Attributes:
        passage: What its values make; None stands where one is absent or unreadable.
        anomalies: What is wrong with it; `ou.rubrique` is the key of the value.
    """

    passage: Passage
    anomalies: Sequence[Anomalie]

    @property
    def sound(self) -> bool:
        """Can it be sent, for all that the rules know?"""
        return not any(anomalie.blocking for anomalie in self.anomalies)

    @property
    def titulaire(self) -> Titulaire | None:
        """The civil identity, be it sent or only compared with a NIR."""
        identification = self.passage.identification
        return identification if isinstance(identification, Titulaire) else self.passage.etat_civil

    def predict(self, motif: str = "") -> Prevision:
        """Foretell what the CDC's matching will make of it; `motif` says why it was given back earlier, if it was."""
        return predict(self.passage, self.anomalies, motif)


class Saisie:
    """Checks records, each one alone; it remembers what it read, and is best kept for a whole piece of work.

    Not to be shared between threads.

    Args:
        version: Version of the format, `"1.1.5"`.
        today: The day of the check.
        keys: What the records hold, `PASSAGE`, `ETAT_CIVIL`, `ETAT_CIVIL_ET_NIR` or other keys of the dictionary: of the rest,
            nothing is said to be missing.
    """

    def __init__(self, version: str, today: date, keys: Collection[str] = PASSAGE) -> None:
        known = [key for key in KEYS if key in keys and _is_known(key, version)]
        held = {*known, *(_BIRTH if "dateNaissance" in known else ())}
        self._elsewhere = frozenset(KEYS) - held
        self._in_parts = _Form(version, [key for key in known if key != "dateNaissance"])
        self._whole = _Form(version, [key for key in known if key not in _BIRTH])
        self._controle = Controle(Contexte(today))

    def check(self, values: Mapping[str, Raw]) -> Fiche:
        """Check a record. Never raises.

        Args:
            values: By key of the dictionary, texts as a person writes them or typed values; an absent key, `""` and None say
                nothing. A birth date comes in its three parts, or whole (`dateNaissance`). Other keys are not looked at.
        """
        form = self._whole if values.get("dateNaissance") else self._in_parts
        passage, faults = form.build(values)
        found = self._controle.check_alone(passage)
        said = better_said(faults, found) if faults or found else ()
        return Fiche(
            passage,
            tuple(
                one._replace(message=in_form(one.message))
                for one in said
                if one.ou.rubrique not in self._elsewhere
            ),
        )


class _Form:
    """Records that hold the same keys, taken as the rows of a table."""

    def __init__(self, version: str, keys: Sequence[str]) -> None:
        self._keys = keys
        columns = {key: Header(rank, None, COLONNES[key].header) for rank, key in enumerate(keys)}
        self._builder = PassageBuilder(Table(None, columns), version, {})

    def build(self, values: Mapping[str, Raw]) -> tuple[Passage, Sequence[Anomalie]]:
        """Make a passage out of a record, and note what is wrong with each value."""
        passage, faults, _ = self._builder.build([values.get(key) for key in self._keys], 0)
        return passage, faults


def _is_known(key: str, version: str) -> bool:
    entry = COLONNES[key]
    return isinstance(entry, Composite) or entry.known_in(version)


def to_plain(anomalie: Anomalie) -> dict[str, Any]:
    """Return what JSON can keep of an anomalie: code, gravite, key, message, valeur, correction, avec. A NIR never stands in it.

    `avec` are the keys and values that its correction changes too: `apply_correction` makes both changes.
    """
    key = anomalie.ou.rubrique
    return {
        "code": anomalie.code,
        "gravite": anomalie.gravite.value,
        "key": key,
        "message": anomalie.message,
        "valeur": None if key == "nir" else anomalie.valeur,
        "correction": anomalie.correction,
        "avec": [list(pair) for pair in anomalie.avec],
    }


def apply_correction(values: Mapping[str, Raw], anomalie: Anomalie) -> dict[str, Raw]:
    """Return a record with the correction that an anomalie proposes; the same when it proposes none."""
    return (
        {**values, **dict(changes_of(anomalie))} if anomalie.correction is not None else {**values}
    )
