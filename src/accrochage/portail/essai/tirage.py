"""The drawing of a workbook: people out of a population, sound rows, and faults in some of them."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from accrochage.erreurs import PortailError
from accrochage.portail.demographie import Tirage
from accrochage.portail.essai import autres, lieux, noms
from accrochage.portail.essai.atelier import Atelier, Genre
from accrochage.portail.population import Personne
from accrochage.portail.rapprochement import folded
from accrochage.regles.lecture.nettoyage import Raw, clean

GENRES: Final[Mapping[str, Genre]] = {
    genre.code: genre for genre in (*lieux.GENRES, *noms.GENRES, *autres.GENRES)
}
"""Every kind of fault, by code."""

TWO_FAULTS: Final = 0.1
"""Share of the faulty rows that have a second fault, on other cells."""
WITH_COMMUNE: Final = 0.8
"""Share of the rows born in France that name the commune beside its code: ours."""

_AGES: Final = range(17, 71)
"""Ages of the titulaires on the day of the drawing."""
_SEXES: Final = frozenset({"M", "F"})
_DELAY: Final = range(1, 85)
"""Days since the delivery: within the three months that the law gives (CT, art. R. 6113-17-2)."""
_CERTIFICATIONS: Final = (("RNCP", "RNCP99001"), ("RS", "RS99002"))

Personnes = Callable[[], Iterable[Personne]]
"""Reads the population; called twice."""


class Faute(NamedTuple):
    """A cell that is not what it should be.

    Attributes:
        genre: Code of the kind of fault.
        rubrique: Key of the column.
        faux: What was written, on one line.
        juste: What should have been.
    """

    genre: str
    rubrique: str
    faux: str
    juste: str


@dataclass(frozen=True)
class LigneEssai:
    """A row of the workbook and its truth."""

    values: Mapping[str, Raw]
    fautes: Sequence[Faute] = ()
    id_technique: str = ""


@dataclass(frozen=True, kw_only=True)
class Essai:
    """What is to be drawn.

    Attributes:
        lignes: How many rows.
        fautes: Share of the faulty ones, from 0 to 1.
        nir: Share of the rows that also give the NIR, from 0 to 1.
        seed: Any text; the same one gives the same rows.
        today: Day of the drawing: people are of age, certifications just delivered.
    """

    lignes: int
    fautes: float
    seed: str
    today: date
    nir: float = 0


def draw(essai: Essai, personnes: Personnes) -> list[LigneEssai]:
    """Draw the rows of a workbook.

    Raises:
        PortailError: The population has fewer people of age than rows are wanted, or a date of birth that does not exist.
    """
    chance = random.Random(essai.seed)  # noqa: S311 - invention, not secrecy
    drawn = _sample(essai, personnes(), chance)
    namesakes = _namesakes(drawn, personnes())
    sound = [
        _sound_row(essai, rank, personne, chance) for rank, personne in enumerate(drawn, start=1)
    ]
    ateliers = [
        Atelier(
            personne=personne,
            chance=chance,
            previous=sound[rank - 1] if rank else {},
            homonyme=key in namesakes,
        )
        for rank, (personne, key) in enumerate(zip(drawn, map(_key, drawn), strict=True))
    ]
    made = _Fautes(sound, ateliers, chance).make(round(essai.fautes * essai.lignes))
    return [
        LigneEssai(*made.get(rank, (row, ())), str(row["idTechnique"]))
        for rank, row in enumerate(sound)
    ]


def _sample(essai: Essai, personnes: Iterable[Personne], chance: random.Random) -> list[Personne]:
    """Draw people of age, each as likely as the others, in an order of no meaning (Vitter's reservoir)."""
    years = {str(essai.today.year - age) for age in _AGES}
    kept: list[Personne] = []
    seen = 0
    for personne in personnes:
        of_age = personne.annee_naissance in years
        if not of_age or not personne.prenom1 or personne.sexe not in _SEXES:
            continue
        seen += 1
        if len(kept) < essai.lignes:
            kept.append(personne)
        elif (rank := chance.randrange(seen)) < essai.lignes:
            kept[rank] = personne
    if len(kept) < essai.lignes:
        raise PortailError(
            f"La population ne compte que {len(kept)} personnes de {_AGES[0]} à {_AGES[-1]} ans. "
            "Demandez moins de lignes, ou inventez une population plus nombreuse."
        )
    chance.shuffle(kept)
    return kept


def _key(personne: Personne) -> tuple[str, ...]:
    return (
        folded(personne.nom_naissance),
        folded(personne.prenom1),
        personne.sexe,
        personne.annee_naissance,
    )


def _namesakes(drawn: Iterable[Personne], personnes: Iterable[Personne]) -> set[tuple[str, ...]]:
    """Return what several people of the population share with one of those drawn."""
    wanted = set(map(_key, drawn))
    found = Counter(key for key in map(_key, personnes) if key in wanted)
    return {key for key, times in found.items() if times > 1}


def _sound_row(
    essai: Essai, rank: int, personne: Personne, chance: random.Random
) -> dict[str, Raw]:
    """Return a row where nothing is wrong."""
    type_, code = chance.choice(_CERTIFICATIONS)
    delivered = essai.today - timedelta(days=chance.choice(_DELAY))
    named = chance.random() < WITH_COMMUNE
    with_nir = chance.random() < essai.nir
    return {
        "idTechnique": f"{essai.today.year}-{rank:06}",
        "nomNaissance": personne.nom_naissance,
        "prenom1": personne.prenom1,
        "dateNaissance": _birth(personne),
        "sexe": personne.sexe,
        "type": type_,
        "code": code,
        "dateDebutValidite": delivered,
        "obtentionCertification": "Par admission",
        "presenceNiveauLangueEuro": "non",
        "presenceNiveauNumeriqueEuro": "non",
        "nomUsage": personne.nom_usage,
        "codeInsee": personne.code_insee,
        "libelleCommuneNaissance": personne.libelle_commune if named else "",
        "nir": personne.nir if with_nir else "",
        "prenom2": personne.prenom2,
        "prenom3": personne.prenom3,
        "codePaysNaissance": personne.code_pays,
        "libellePaysNaissance": personne.libelle_pays,
    }


def _birth(personne: Personne) -> Raw:
    """Return a date of birth as one types it: `1975` when the civil registry knows no more.

    Raises:
        PortailError: There is no such day.
    """
    annee, mois, jour = personne.annee_naissance, personne.mois_naissance, personne.jour_naissance
    try:
        born = date(int(annee), int(mois or 1), int(jour or 1))
    except ValueError as error:
        raise PortailError(
            f"La population a une date de naissance qui n'existe pas : {jour}/{mois}/{annee}. "
            "Corrigez-la, ou refaites la population avec « accrochage population »."
        ) from error
    if mois and jour:
        return born
    return f"{born:%m/%Y}" if mois else annee


class _Fautes:
    """Makes the faults of a workbook."""

    def __init__(
        self, sound: Sequence[Mapping[str, Raw]], ateliers: Sequence[Atelier], chance: random.Random
    ) -> None:
        self._sound = sound
        self._ateliers = ateliers
        self._chance = chance
        self._order = list(range(len(sound)))
        chance.shuffle(self._order)
        self._tried: Counter[str] = Counter()
        self._genres = Tirage((genre, float(genre.poids)) for genre in GENRES.values())
        self._made: dict[int, tuple[Mapping[str, Raw], Sequence[Faute]]] = {}

    def make(self, count: int) -> Mapping[int, tuple[Mapping[str, Raw], Sequence[Faute]]]:
        """Make faults in as many rows; return these rows and their faults by rank."""
        while len(self._made) < count:
            self._make_one(self._genres.draw(self._chance))
        for rank in list(self._made):
            if self._chance.random() < TWO_FAULTS:
                self._add(rank, self._genres.draw(self._chance))
        return self._made

    def _make_one(self, genre: Genre) -> None:
        """Make a fault of a kind in the first row of the order where it can be."""
        for rank in self._candidates(genre):
            if rank not in self._made and self._add(rank, genre):
                return

    def _candidates(self, genre: Genre) -> Iterator[int]:
        while self._tried[genre.code] < len(self._order):
            self._tried[genre.code] += 1
            yield self._order[self._tried[genre.code] - 1]

    def _add(self, rank: int, genre: Genre) -> bool:
        """Make a fault in a row, beside those that it has and on other cells; tell whether it could be."""
        sound = self._sound[rank]
        spoilt = dict(sound)
        if not genre.spoil(spoilt, self._ateliers[rank]):
            return False
        row, fautes = self._made.get(rank, (sound, ()))
        changed = {key: raw for key, raw in spoilt.items() if clean(raw) != clean(sound[key])}
        if not changed or changed.keys() & {faute.rubrique for faute in fautes}:
            return False
        new = (
            Faute(genre.code, key, clean(raw), clean(sound[key])) for key, raw in changed.items()
        )
        self._made[rank] = {**row, **changed}, (*fautes, *new)
        return True
