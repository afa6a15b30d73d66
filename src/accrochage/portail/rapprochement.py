"""The matching of a passage with a person, by the three steps that the CDC publishes.

Source of the steps: the CDC's portal of the certificateurs, « Malgré la vérification de l'identité des certifiés, les passages
sont toujours KO ». What it does not say is decided here, and said in the docs: how two names are compared, what a criterion
that was not sent does (nothing), what the NIR and the EDOF folder are compared with.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from accrochage.portail.messages import AUCUN, AUCUN_JOUR_MOIS, AUCUN_LIEU, PLUSIEURS
from accrochage.portail.population import Personne
from accrochage.referentiels.cles import fold

Values = Mapping[str, str]
"""What a deposit says of a holder, by key of the dictionary; a value that is absent or nil is `""` or missing."""

Compared = Callable[[str], str]
"""Makes of a name what is compared."""

_Key = tuple[str, ...]

_OPTIONAL_NAMES: Final[Mapping[str, str]] = {
    "prenom2": "prenom2",
    "prenom3": "prenom3",
    "libelleCommuneNaissance": "libelle_commune",
    "libellePaysNaissance": "libelle_pays",
}
"""Optional data that are compared as names are, and the field of a person that each is compared with."""

folded: Final[Compared] = lru_cache(maxsize=2**18)(fold)
"""Compare names without case, accents, hyphens, apostrophes nor blanks."""


def as_written(name: str) -> str:
    """Compare names letter for letter."""
    return name


class Rapprochement:
    """The people who may be those of a deposit: of a population of any size, only these are kept.

    Args:
        titulaires: What the deposit says of each holder.
        personnes: The population, read once.
        compared: How names are compared.
    """

    def __init__(
        self,
        titulaires: Iterable[Values],
        personnes: Iterable[Personne],
        compared: Compared = folded,
    ) -> None:
        self._compared = compared
        self._known: dict[_Key, list[Personne]] = {self._key(values): [] for values in titulaires}
        for personne in personnes:
            for key in self._keys_of(personne):
                found = self._known.get(key)
                if found is not None:
                    found.append(personne)

    def judge(self, values: Values) -> str | None:
        """Return why a holder is not found, in the words of the CDC; None when exactly one person agrees.

        Args:
            values: What the deposit says of him, one of those that were given first.
        """
        found: Sequence[Personne] = self._known[self._key(values)]
        if values.get("nir") or values.get("idDossier"):
            return _verdict([one for one in found if self._bears_the_name(one, values)], AUCUN)
        if len(found) < 2:
            return _verdict(found, AUCUN)
        found = [one for one in found if _was_born_that_day(one, values)]
        if len(found) < 2:
            return _verdict(found, AUCUN_JOUR_MOIS)
        found = [one for one in found if self._agrees(one, values)]
        return _verdict(found, AUCUN_LIEU)

    def _key(self, values: Values) -> _Key:
        """Return what a holder is looked for with: his NIR, his EDOF folder, or the criteria of the first step."""
        get = values.get
        for name in ("nir", "idDossier"):
            number = get(name)
            if number:
                return name, number
        return (
            self._compared(get("nomNaissance", "")),
            self._compared(get("prenom1", "")),
            get("sexe", ""),
            get("anneeNaissance", ""),
        )

    def _keys_of(self, personne: Personne) -> Iterator[_Key]:
        yield (
            self._compared(personne.nom_naissance),
            self._compared(personne.prenom1),
            personne.sexe,
            personne.annee_naissance,
        )
        yield "nir", personne.nir[:13]  # the format takes it without its key
        yield "idDossier", personne.id_dossier

    def _bears_the_name(self, personne: Personne, values: Values) -> bool:
        """Compare the names that go with a NIR or an EDOF folder; the latter may be cut short by the format."""
        if values.get("nir"):
            return self._same(personne.nom_naissance, values["nomNaissance"])
        return self._same(personne.nom_naissance[:30], values["nomTitulaire"]) and self._same(
            personne.prenom1[:20], values["prenom1Titulaire"]
        )

    def _agrees(self, personne: Personne, values: Values) -> bool:
        """Compare the place of birth and everything optional that was sent."""
        pays = values.get("codePaysNaissance")
        return (
            _was_born_there(personne, values)
            and (not pays or not personne.code_pays or pays == personne.code_pays)
            and all(
                not values.get(key) or self._same(getattr(personne, field), values[key])
                for key, field in _OPTIONAL_NAMES.items()
            )
        )

    def _same(self, name: str, other: str) -> bool:
        return self._compared(name) == self._compared(other)


def _verdict(found: Sequence[Personne], nobody: str) -> str | None:
    if len(found) == 1:
        return None
    return PLUSIEURS if found else nobody


def _was_born_that_day(personne: Personne, values: Values) -> bool:
    mois, jour = values.get("moisNaissance"), values.get("jourNaissance")
    return (not mois or mois == personne.mois_naissance) and (
        not jour or jour == personne.jour_naissance
    )


def _was_born_there(personne: Personne, values: Values) -> bool:
    """Compare the INSEE code, or the département of the postal code, the population having no other."""
    insee, postal = values.get("codeInsee"), values.get("codePostal")
    if insee:
        return insee == personne.code_insee
    return not postal or _departement(postal) == _departement(personne.code_insee)


def _departement(code: str) -> str:
    """Return the département of an INSEE or postal code, Corsica being one (20) and each overseas one having three digits."""
    if code.startswith(("97", "98")):
        return code[:3]
    return "20" if code.startswith(("2A", "2B")) else code[:2]
