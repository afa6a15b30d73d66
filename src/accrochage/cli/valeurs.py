"""The values of the options: each function takes what was typed and returns what it means, or refuses it in a sentence."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Final

from accrochage.cli.reglages import paris
from accrochage.cli.traduction import suggestion
from accrochage.cli.usage import UsageError
from accrochage.dictionnaire import colonne
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import clean
from accrochage.typographie import number

MAX_ID_FLUX: Final = 50
"""Characters of an identifier of flux, at most (XSD, `idFlux`)."""
MAX_NUMBERED_ID_FLUX: Final = 46
"""The same, when several files come out and each adds its number, `-001`."""

OPTIONS: Final = {
    "idClient": "--id-client",
    "idContrat": "--id-contrat",
    "idClientEmetteur": "--id-client-emetteur",
    "natureDeposant": "--nature-deposant",
    "type": "--type",
    "code": "--code",
}
"""Options that fill what the workbook lacks, by key of the dictionary."""

_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_INSTANT_EXAMPLE: Final = "Écrivez-la comme 2026-07-03T14:05:00+02:00."
_YEARS: Final = range(1900, 2100)
_MAX_OFFSET: Final = timedelta(hours=14)


def read_id_flux(text: str | None) -> str:
    """Return an identifier of flux; a new one when none is given."""
    if text is None:
        return str(uuid.uuid4())
    if not text.strip() or not text.isprintable() or len(text) > MAX_ID_FLUX:
        raise UsageError(
            f"--id-flux : l'identifiant du dépôt a de 1 à {MAX_ID_FLUX} caractères, tous visibles "
            f"({MAX_NUMBERED_ID_FLUX} au plus si plusieurs fichiers sortent, car -001, -002… s'y ajoutent). "
            f"Celui-ci en a {len(text)}."
        )
    return text


def read_horodatage(text: str | None, now: datetime) -> datetime:
    """Return the instant of a deposit, to the second: what was typed, at the time of Paris when no offset is, or now."""
    if text is None:
        return now
    moment = _read_instant(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=paris())
        if moment.astimezone(UTC).astimezone(paris()).replace(tzinfo=None) != moment.replace(
            tzinfo=None
        ):
            raise UsageError(
                f"--horodatage : « {text} » n'existe pas à Paris, où les horloges avancent d'une heure cette nuit-là. "
                "Donnez une autre heure, ou son décalage."
            )
    offset = moment.utcoffset() or timedelta()
    if moment.year not in _YEARS:
        raise UsageError(f"--horodatage : « {text} » est hors du calendrier admis, de 1900 à 2099.")
    if abs(offset) > _MAX_OFFSET or offset % timedelta(minutes=1):
        raise UsageError(
            f"--horodatage : le décalage de « {text} » n'est pas admis. Il va de -14:00 à +14:00. {_INSTANT_EXAMPLE}"
        )
    return moment.replace(microsecond=0)


def _read_instant(text: str) -> datetime:
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(
        f"--horodatage : « {text} » n'est pas une date suivie d'une heure. {_INSTANT_EXAMPLE}"
    )


def read_limit(option: str, text: str | None, otherwise: int) -> int:
    """Return a number of at least 1."""
    if text is None:
        return otherwise
    digits = "".join(text.split())
    if not re.fullmatch(r"0*[1-9][0-9]{0,17}", digits):
        raise UsageError(
            f"{option} : « {text} » n'est pas un nombre entier d'au moins 1, comme {number(otherwise)}."
        )
    return int(digits)


def read_filling(key: str, text: str) -> str:
    """Return what fills an empty column, by key of the dictionary."""
    value = clean(text)
    if not value:
        raise UsageError(
            f"L'option {OPTIONS[key]} est vide. Donnez une valeur, ou retirez l'option."
        )
    codes = colonne(key).codes
    if not codes:
        return value
    spellings = ((code, (code.value, code.libelle, *code.synonyms)) for code in codes)
    known = {fold(spelling): code.value for code, spelt in spellings for spelling in spelt}
    if fold(value) not in known:
        values = [code.value for code in codes]
        raise UsageError(
            f"{OPTIONS[key]} : « {value} » n'est pas reconnu.{suggestion(value.upper(), values)} Écrivez {' ou '.join(values)}."
        )
    return known[fold(value)]
