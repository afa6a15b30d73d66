"""Forecast of the CDC's matching, from the three steps that it publishes. A forecast and no promise: only the CDC knows its register.

1. Birth name, first name, sex and year of birth: nobody found, rejected; one person, accepted.
2. Several: month and day of birth are added.
3. Still several: the birth place and every optional datum are added.
(Source: the CDC's portal, « Malgré la vérification de l'identité des certifiés, les passages sont toujours KO ».)
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from accrochage.identite.homonymes import LIKELY, likelihood_of_namesake
from accrochage.modele import Passage, Titulaire
from accrochage.regles.anomalie import Anomalie, Gravite


class Risque(StrEnum):
    """What is to be expected of a passage, from the best to the worst."""

    SUR = "sur"
    """Nothing foretells a rejection."""
    A_VERIFIER = "a_verifier"
    """Something may go wrong: a look at it is worth the time."""
    PROBABLE_KO = "probable_ko"
    """As it stands, it will hardly be matched."""


class Raison(NamedTuple):
    """Why a passage is not sure.

    Attributes:
        etape: Step of the matching that it endangers, 1 to 3; 0 when the passage would not even be matched.
        risque: How much.
        message: French sentence.
        rubriques: Keys of the columns to look at.
    """

    etape: int
    risque: Risque
    message: str
    rubriques: tuple[str, ...]


class Prevision(NamedTuple):
    """What is foretold of a passage: the worst of its reasons, `SUR` without any."""

    risque: Risque
    raisons: tuple[Raison, ...]


_STEPS: Final = {
    **dict.fromkeys(
        ("nomNaissance", "prenom1", "sexe", "anneeNaissance", "dateNaissance", "nomTitulaire"), 1
    ),
    **dict.fromkeys(("nomUsage", "prenom1Titulaire", "idDossier", "nir"), 1),
    **dict.fromkeys(("moisNaissance", "jourNaissance"), 2),
    **dict.fromkeys(("codeInsee", "codePostal", "libelleCommuneNaissance", "codePaysNaissance"), 3),
    **dict.fromkeys(("libellePaysNaissance", "prenom2", "prenom3"), 3),
}
"""Step of the matching that each rubrique of the identity serves."""

NOT_AS_REGISTERED: Final = frozenset(
    {
        *("NIL-02", "NOM-04", "NOM-06", "NOM-09", "NOM-11", "NOM-12", "NOM-15", "NOM-16"),
        *("PRE-01", "PRE-04", "TXT-04"),
    }
)
"""Codes of alertes on a name that says something else than the register does: step 1 then finds nobody."""

POSSIBLE: Final = 0.05
"""Likelihood of a namesake from which it is worth a word."""

_LONGEST_MOTIF: Final = 200
"""Characters of an earlier reason that are repeated, at most."""

_ORDER: Final = tuple(Risque)


def predict(passage: Passage, anomalies: Sequence[Anomalie], motif: str = "") -> Prevision:
    """Foretell what the CDC's matching will make of a passage.

    Args:
        passage: The passage.
        anomalies: What the rules say of it.
        motif: Why it was given back earlier, by the CDC or by Agrafe; empty when it was not, or nobody says so.
    """
    raisons = tuple(_raisons(passage, anomalies)) or tuple(_of_motif(motif))
    return Prevision(
        max((one.risque for one in raisons), key=_ORDER.index, default=Risque.SUR), raisons
    )


def _of_motif(motif: str) -> Iterator[Raison]:
    """Yield what can be said of a passage that was given back, and of which the rules say nothing: only the user knows if it is mended."""
    if motif:
        shown = (
            motif
            if len(motif) <= _LONGEST_MOTIF
            else f"{motif[:_LONGEST_MOTIF].rsplit(' ', 1)[0]}…"
        )
        message = f"Ce passage vous est revenu. {shown} Si c'est corrigé, rien à faire."
        yield Raison(1, Risque.A_VERIFIER, message, ())


def _raisons(passage: Passage, anomalies: Sequence[Anomalie]) -> Iterator[Raison]:
    blocking = [anomalie for anomalie in anomalies if anomalie.blocking]
    if blocking:
        for anomalie in blocking:
            yield Raison(0, Risque.PROBABLE_KO, anomalie.message, _rubrique(anomalie))
        return
    doubts = [anomalie for anomalie in anomalies if anomalie.gravite is Gravite.ALERTE]
    yield from _of_step_1(doubts)
    identite = passage.identification
    if isinstance(identite, Titulaire):
        yield from _of_namesakes(identite, doubts)


def _of_step_1(doubts: Sequence[Anomalie]) -> Iterator[Raison]:
    """Yield the doubts on what the first step compares, which every passage goes through."""
    for anomalie in doubts:
        if _step(anomalie) == 1 and anomalie.code != "IDT-03":  # the second step says it
            surely = anomalie.code in NOT_AS_REGISTERED
            risque = Risque.PROBABLE_KO if surely else Risque.A_VERIFIER
            yield Raison(1, risque, anomalie.message, _rubrique(anomalie))


def _of_namesakes(titulaire: Titulaire, doubts: Sequence[Anomalie]) -> Iterator[Raison]:
    """Yield what would leave several persons: a common name without the date, or the place, that tells them apart."""
    namesake = likelihood_of_namesake(
        titulaire.nom_naissance, titulaire.prenom1, titulaire.sexe, titulaire.annee_naissance
    )
    if namesake.same_year < POSSIBLE:
        return
    if titulaire.mois_naissance is None or titulaire.jour_naissance is None:
        risque = Risque.PROBABLE_KO if namesake.same_year >= LIKELY else Risque.A_VERIFIER
        message = (
            "Plusieurs personnes nées cette année-là portent sans doute ce nom et ce prénom, "
            "et la date de naissance est incomplète. Complétez-la."
        )
        yield Raison(2, risque, message, ("moisNaissance", "jourNaissance"))
        return
    yield from (_doubt(2, anomalie) for anomalie in doubts if _step(anomalie) == 2)
    if namesake.same_day < POSSIBLE:
        return
    yield from (_doubt(3, anomalie) for anomalie in doubts if _step(anomalie) == 3)


def _doubt(etape: int, anomalie: Anomalie) -> Raison:
    return Raison(etape, Risque.A_VERIFIER, anomalie.message, _rubrique(anomalie))


def _step(anomalie: Anomalie) -> int | None:
    return _STEPS.get(anomalie.ou.rubrique or "")


def _rubrique(anomalie: Anomalie) -> tuple[str, ...]:
    return (anomalie.ou.rubrique,) if anomalie.ou.rubrique else ()
