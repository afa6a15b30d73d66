"""Deposits to start from: what they say of themselves, their XML, and schemas stricter than those shipped."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from accrochage.dictionnaire import DEFAULT_VERSION, NAMESPACE
from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import Fichier, FluxWriter
from accrochage.flux.rendu import (
    CERTIFICATION_CLOSING,
    CLOSING,
    open_certification,
    passage_writer,
    write_opening,
)
from accrochage.flux.schemas import SHIPPED_FOLDER, SchemaStore
from accrochage.flux.validation import Block, Validator
from accrochage.modele import NO_TABLE, Flux, Passage

INSTANT = datetime(2026, 9, 1, 10, 30, tzinfo=timezone(timedelta(hours=2)))
STAMP = "20260901-103000"

NS = f"{{{NAMESPACE}}}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def a_flux(**overrides: Any) -> Flux:
    return Flux("AGRAFE-1", INSTANT, DEFAULT_VERSION)._replace(**overrides)


@cache
def schema(version: str = DEFAULT_VERSION) -> etree.XMLSchema:
    """Return the compiled schema that ships for a version."""
    return SchemaStore().get(version).compile()


def xml_of(passage: Passage, version: str = DEFAULT_VERSION) -> etree._Element:
    """Return a passage as it is written, parsed."""
    return etree.fromstring(deposit(passage, flux=a_flux(version=version))).find(
        f".//{NS}passageCertification"
    )


def deposit(*passages: Passage, flux: Flux | None = None) -> bytes:
    """Return a deposit of passages of one certificateur, each under a certification of its own."""
    flux = flux or a_flux()
    write = passage_writer(flux.version)
    certifications = (
        open_certification(passage.certification) + write(passage) + CERTIFICATION_CLOSING
        for passage in passages
    )
    opening = write_opening(flux, passages[0].certification.certificateur)
    return (opening + "".join(certifications) + CLOSING).encode()


def a_block(passages: Iterable[Passage], version: str = DEFAULT_VERSION) -> Block:
    """Return passages with their XML; a row is the identifier of its passage."""
    write = passage_writer(version)
    block = Block([], [], [])
    for passage in passages:
        block.passages.append(passage)
        block.elements.append(write(passage).encode())
        block.rows.append((passage.id_technique,))
    return block


def write_deposits(
    folder: Path,
    passages: Sequence[Passage],
    flux: Flux | None = None,
    limits: Limits | None = None,
    size: int = 3,
) -> list[Fichier]:
    """Validate passages, `size` at a time, and write them into a folder."""
    flux = flux or a_flux()
    shipped = SchemaStore().get(flux.version)
    with (
        FluxWriter(folder, flux, limits or Limits()) as writer,
        Validator(shipped, flux) as validator,
    ):
        for start in range(0, len(passages), size):
            verdict = validator.validate(a_block(passages[start : start + size], flux.version))
            assert verdict.refused == {}
            for part in verdict.accepted:
                writer.add(part)
        return writer.finish()


def stricter(folder: Path, old: str, new: str, version: str = DEFAULT_VERSION) -> SchemaStore:
    """Return a store where a piece of the schema of a version was replaced."""
    text = (SHIPPED_FOLDER / f"cpf-{version}.xsd").read_text(encoding="utf-8")
    assert old in text
    file = folder / "plus-strict.xsd"
    file.write_text(text.replace(old, new), encoding="utf-8")
    store = SchemaStore(folder / "schemas")
    store.add(file)
    return store


def stripped(passage: Passage) -> Passage:
    """Return a passage without the place where it was read, nor the identity beside the one that is sent."""
    return passage._replace(table=NO_TABLE, ligne=None, etat_civil=None)
