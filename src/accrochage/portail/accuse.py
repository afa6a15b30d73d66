"""Writing of an accusé de traitement in the exact shapes of the CDC's.

Its root declares a prefix that nothing uses, its elements are in no namespace, the passages KO come before those OK, and a
file that is rejected as a whole has neither idFlux nor passages.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Final, NamedTuple
from xml.sax.saxutils import escape

_OPENING: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema">'
)
_CLOSING: Final = "</rapport>\n"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no XML can hold, and the name of a file may."""
_UNKNOWN: Final = "\ufffd"


class Rejet(NamedTuple):
    """Why a file is rejected as a whole.

    Attributes:
        type: `"XSD"`, the only one known of the CDC; `"AGRAFE"` for what only this portal says.
        message: French sentence.
        ligne: Line of the file, from 1.
        colonne: Column of that line, from 1.
    """

    type: str
    message: str
    ligne: int
    colonne: int


class PassageKo(NamedTuple):
    """A passage that is rejected, and why."""

    id_technique: str
    message: str


def accuse_name(source: str, day: date) -> str:
    """Return the name that the CDC gives to the accusé of a file treated on that day."""
    return f"Accusé de traitement_{source}_{day:%Y%m%d}.xml"


def write_accuse(
    file: IO[bytes],
    *,
    nom_fichier: str,
    id_flux: str,
    id_traitement: int,
    ko: Iterable[PassageKo],
    ok: Iterable[str],
) -> None:
    """Write the accusé of a file whose passages were treated; a list that is empty is left out."""
    _write(
        file,
        _leaf("nomFichier", nom_fichier),
        _leaf("idFlux", id_flux),
        _leaf("idTraitement", str(id_traitement)),
    )
    _write_list(
        file,
        "PassagesKO",
        (
            f"<passage>{_leaf('idTechnique', one.id_technique)}{_leaf('messageErreur', one.message)}</passage>"
            for one in ko
        ),
    )
    _write_list(file, "PassagesOK", (_leaf("idTechnique", one) for one in ok))
    file.write(_CLOSING.encode())


def write_rejet(file: IO[bytes], *, nom_fichier: str, id_traitement: int, rejet: Rejet) -> None:
    """Write the accusé of a file that is rejected as a whole."""
    inner = "".join(_leaf(name, str(value)) for name, value in rejet._asdict().items())
    _write(
        file,
        _leaf("nomFichier", nom_fichier),
        _leaf("idTraitement", str(id_traitement)),
        f"<erreurs><erreur>{inner}</erreur></erreurs>",
        _CLOSING,
    )


def _write(file: IO[bytes], *pieces: str) -> None:
    file.write("".join([_OPENING, *pieces]).encode())


def _write_list(file: IO[bytes], name: str, items: Iterator[str]) -> None:
    first = next(items, None)
    if first is None:
        return
    file.write(f"<{name}>{first}".encode())
    file.writelines(item.encode() for item in items)
    file.write(f"</{name}>".encode())


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(_NOT_XML.sub(_UNKNOWN, text))}</{name}>"
