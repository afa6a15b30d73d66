"""The answer for another program: one JSON object, streamed."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:  # a misuse is told without the whole core
    from accrochage.flux.schemas import Schema
    from accrochage.operations import Bilan
    from accrochage.regles.anomalie import Anomalie

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode

Fields = dict[str, Any]

_NOTHING: Final[Fields] = {
    "valide": False,
    "version_format": None,
    "lignes": 0,
    "passages": 0,
    "ecartes": 0,
    "fichiers": [],
    "a_corriger": None,
    "changements": [],
}


def write_bilan(stream: TextIO, bilan: "Bilan", version: str) -> None:
    """Write what came out of a file; the anomalies come last, one a line, and are never all in memory as text."""
    fields = {
        "valide": bilan.valide,
        "version_format": version,
        "lignes": bilan.lignes,
        "passages": bilan.passages,
        "ecartes": bilan.ecartes,
        "fichiers": [
            {**fichier._asdict(), "chemin": str(fichier.chemin)} for fichier in bilan.fichiers
        ],
        "a_corriger": bilan.a_corriger and str(bilan.a_corriger),
        "changements": [
            {**ou._asdict(), "avant": avant, "apres": apres, "code": code, "pourquoi": pourquoi}
            for ou, avant, apres, code, pourquoi in bilan.changements
        ],
    }
    _write(stream, fields, map(_anomalie, bilan.anomalies))


def write_error(stream: TextIO, sentence: str) -> None:
    """Write why a command could not take place, in the same shape: a script has only one to read."""
    _write(stream, {**_NOTHING, "erreur": sentence}, ())


def write_schemas(stream: TextIO, schemas: Iterable["Schema"]) -> None:
    """Write the versions of the format."""
    listed = [
        {"version": schema.version, "origine": schema.origin.value, "chemin": str(schema.path)}
        for schema in schemas
    ]
    stream.write(_encode({"schemas": listed}) + "\n")


def _write(stream: TextIO, fields: Fields, anomalies: Iterable[Fields]) -> None:
    stream.write(f'{_encode(fields)[:-1]}, "anomalies": [')
    separator = "\n"
    for anomalie in anomalies:
        stream.write(separator + _encode(anomalie))
        separator = ",\n"
    stream.write("]}\n")


def _anomalie(anomalie: "Anomalie") -> Fields:
    return {
        "code": anomalie.code,
        "gravite": anomalie.gravite.value,
        **anomalie.ou._asdict(),
        "valeur": anomalie.valeur,
        "message": anomalie.message,
        "correction": anomalie.correction,
        "sure": anomalie.sure,
        "avec": dict(anomalie.avec),
    }
