"""The answer for another program: one JSON object, streamed."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:  # a misuse is told without the whole core
    from pathlib import Path

    from accrochage.flux.schemas import Schema
    from accrochage.operations import Bilan, Conversion, Ebauche, Previsions
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
    "copie_annotee": None,
    "changements": [],
}


_CERTAINTIES: Final = {
    "GIVEN": "donné",
    "OFFICIAL": "officiel",
    "SYNONYM": "synonyme",
    "AMBIGUOUS": "ambigu",
    "UNKNOWN": "inconnu",
}


def write_bilan(stream: TextIO, bilan: "Bilan", version: str) -> None:
    """Write what came out of a file; the anomalies come last, one a line, and are never all in memory as text."""
    _write(stream, _of_bilan(bilan, version), "anomalies", map(_anomalie, bilan.anomalies))


def write_conversion(stream: TextIO, conversion: "Conversion") -> None:
    """Write what came out of deposits made into a workbook, in the same shape with more to it."""
    fields = {
        **_of_bilan(conversion, conversion.version),
        "classeur": str(conversion.classeur),
        "flux": [{"chemin": str(chemin), **values} for chemin, values in conversion.origines],
    }
    _write(stream, fields, "anomalies", map(_anomalie, conversion.anomalies))


def _of_bilan(bilan: "Bilan", version: str) -> Fields:
    return {
        "valide": bilan.valide,
        "version_format": version,
        "lignes": bilan.lignes,
        "passages": bilan.passages,
        "ecartes": bilan.ecartes,
        "fichiers": [
            {**fichier._asdict(), "chemin": str(fichier.chemin)} for fichier in bilan.fichiers
        ],
        "a_corriger": bilan.a_corriger and str(bilan.a_corriger),
        "copie_annotee": bilan.copie
        and {"chemin": str(bilan.copie.chemin), "pertes": bilan.copie.pertes},
        "changements": [
            {**ou._asdict(), "avant": avant, "apres": apres, "code": code, "pourquoi": pourquoi}
            for ou, avant, apres, code, pourquoi in bilan.changements
        ],
    }


def write_error(stream: TextIO, sentence: str) -> None:
    """Write why a command could not take place, in the same shape: a script has only one to read."""
    _write(stream, {**_NOTHING, "erreur": sentence}, "anomalies", ())


def write_previsions(stream: TextIO, previsions: "Previsions", version: str) -> None:
    """Write the forecast of every passage, one a line."""
    fields = {
        "valide": previsions.hopeful,
        "version_format": version,
        "lignes": len(previsions.passages),
        "risques": dict(previsions.times),
    }
    entries = (
        {
            "ligne": ligne,
            "id_technique": id_technique,
            "risque": prevision.risque.value,
            "raisons": [raison._asdict() for raison in prevision.raisons],
        }
        for ligne, id_technique, prevision in previsions.passages
    )
    fields["anomalies_fichier"] = [_anomalie(anomalie) for anomalie in previsions.of_file]
    _write(stream, fields, "passages", entries)


def write_ebauche(stream: TextIO, ebauche: "Ebauche", path: "Path | None") -> None:
    """Write what each column of a table probably holds, one a line; no value of the table is in it."""
    fields = {
        "feuille": ebauche.apercu.feuille,
        "ligne_titres": ebauche.apercu.ligne,
        "correspondance": path and str(path),
        "absentes": list(ebauche.absentes),
    }
    entries = (
        {
            "colonne": one.letter,
            "titre": one.title,
            "rubrique": one.key,
            "confiance": one.confiance,
            "reconnue": _CERTAINTIES[one.certainty.name],
            "piste": one.hint,
        }
        for one in ebauche.apercu.propositions
    )
    _write(stream, fields, "colonnes", entries)


def write_schemas(stream: TextIO, schemas: Iterable["Schema"]) -> None:
    """Write the versions of the format."""
    listed = [
        {"version": schema.version, "origine": schema.origin.value, "chemin": str(schema.path)}
        for schema in schemas
    ]
    stream.write(_encode({"schemas": listed}) + "\n")


def _write(stream: TextIO, fields: Fields, last: str, entries: Iterable[Fields]) -> None:
    """Write an object whose last field is a list, one entry a line: it may be long."""
    stream.write(f'{_encode(fields)[:-1]}, "{last}": [')
    separator = "\n"
    for entry in entries:
        stream.write(separator + _encode(entry))
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
