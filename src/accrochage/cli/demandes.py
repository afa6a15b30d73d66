"""From the arguments of the command line to what the use cases take."""

from argparse import Namespace
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from accrochage.classeur.correspondance import read_correspondance
from accrochage.cli.reglages import choose_version, now_in_paris, schema_store
from accrochage.cli.suite import Lecture
from accrochage.cli.valeurs import OPTIONS, read_filling, read_horodatage, read_id_flux, read_limit
from accrochage.flux.decoupe import Limits
from accrochage.modele import Flux
from accrochage.operations import Demande

_READING: Final = ("--feuille", "--correspondance", *OPTIONS.values())


def demande_of(arguments: Namespace) -> Demande:
    """Return what `generer` or `verifier` asks for.

    Raises:
        UsageError: A value or a setting will not do.
        SchemaError: The folder of the added schemas cannot be read.
        CorrespondanceError: The file that says what the columns hold cannot be used.
    """
    given = vars(arguments).get
    limits, now, store = Limits(), now_in_paris(), schema_store()
    options = {key: given(_name(option)) for key, option in OPTIONS.items()}
    annoter = given("annoter")
    return Demande(
        flux=Flux(
            id_flux=read_id_flux(given("id_flux")),
            horodatage=read_horodatage(given("horodatage"), now),
            version=choose_version(arguments.version_format, store),
        ),
        today=now.date(),
        options={key: read_filling(key, text) for key, text in options.items() if text is not None},
        feuille=arguments.feuille,
        correspondance=_correspondance_of(given("correspondance")),
        corriger=bool(given("corriger")),
        ecarter=bool(given("ecarter")),
        annoter=None if annoter is None else Path(annoter),
        limits=Limits(
            octets=read_limit("--max-octets", given("max_octets"), limits.octets),
            passages=read_limit("--max-passages", given("max_passages"), limits.passages),
        ),
        schemas=store,
    )


def _correspondance_of(name: str | None) -> dict[str, str]:
    return {} if name is None else read_correspondance(Path(name))


def lecture_of(arguments: Namespace, version: str, *, xml: bool = False) -> Lecture:
    """Return what the report says of the command."""
    return Lecture(
        source=Path(arguments.fichier),
        version=version,
        xml=xml,
        writing=arguments.command == "generer",
        reading=(
            *_typed(reading_options(arguments)),
            *(("--corriger",) if arguments.corriger else ()),
        ),
        common=common_options(arguments),
    )


def reading_options(arguments: Namespace) -> dict[str, str]:
    """Return the options given that are of use to a workbook only, as they were typed."""
    given = {option: getattr(arguments, _name(option)) for option in _READING}
    return {option: value for option, value in given.items() if value is not None}


def common_options(arguments: Namespace) -> tuple[str, ...]:
    """Return the options given that any command to come needs again, as they were typed."""
    folder = getattr(arguments, "dossier", None)
    return _typed({"--version-format": arguments.version_format, "-o": folder})


def _typed(options: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return options and their values one after another, those that were not given left out."""
    return tuple(
        chain.from_iterable(
            (option, value) for option, value in options.items() if value is not None
        )
    )


def _name(option: str) -> str:
    """Return the attribute where argparse keeps an option."""
    return option.lstrip("-").replace("-", "_")
