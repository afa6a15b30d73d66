"""The answer of `accrochage accuse` for another program: one JSON object, streamed."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

from accrochage.accuses.fichier import ErreurExpliquee
from accrochage.operations import Depouillement
from accrochage.operations.accuse_ko import Ko

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def write_depouillement(stream: TextIO, found: Depouillement) -> None:
    """Write what an accusé says; each passage on a line of its own, and never all of them in memory as text."""
    fields = {
        **found.entete._asdict(),
        "statut": found.statut.value,
        "classeur_ko": found.classeur_ko and str(found.classeur_ko),
        "introuvables": list(found.introuvables),
    }
    lists: dict[str, Iterable[Any]] = {
        "ok": found.ok,
        "deja_en_base": map(_ko, found.deja_en_base),
        "ko": map(_ko, found.ko),
        "erreurs_fichier": map(_erreur, found.erreurs),
    }
    beside = found.rapprochement
    if beside:
        fields["id_flux_depot"] = beside.id_flux or found.entete.id_flux
        lists |= {
            "inconnus": beside.inconnus,
            "manquants": beside.manquants,
            "doublons": beside.doublons,
        }
    stream.write(_encode(fields)[:-1])
    _write_lists(stream, lists)
    stream.write("}\n")


def _write_lists(stream: TextIO, lists: Mapping[str, Iterable[Any]]) -> None:
    for name, entries in lists.items():
        stream.write(f',\n"{name}": [')
        separator = "\n"
        for entry in entries:
            stream.write(separator + _encode(entry))
            separator = ",\n"
        stream.write("]")


def _ko(ko: Ko) -> dict[str, Any]:
    message = ko.message
    return {
        "id_technique": ko.id_technique,
        "messages": list(ko.messages),
        "codes_erreur": list(ko.codes),
        "code": message.code,
        "explication": message.explication,
        "a_verifier": list(message.a_verifier),
        "acteur": [acteur.value for acteur in message.acteurs],
    }


def _erreur(expliquee: ErreurExpliquee) -> dict[str, Any]:
    return {
        **expliquee.erreur._asdict(),
        "explication": expliquee.explication,
        "id_technique": expliquee.id_technique,
        "rubrique": expliquee.rubrique,
    }
