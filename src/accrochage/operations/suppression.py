"""Deposits that withdraw passages: the passages as they were deposited, under the action SUPPRESSION.

What the CDC wants in such a flux is not published; its kit has an example that we have not read. Whole passages are the safest
content: they say all that the CDC was told, and the schema that we know takes them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from accrochage.dictionnaire import NAMESPACE, rubrique
from accrochage.erreurs import FluxError, SchemaError
from accrochage.flux.ecriture import FluxWriter
from accrochage.flux.lecture import XML_TABLE, LigneXml, read_cadre, read_lignes
from accrochage.flux.rendu import XSI
from accrochage.flux.validation import BLOCK, Block, Validator
from accrochage.modele import Certificateur, Certification, Lieu, Passage
from accrochage.operations.demande import Bilan, Demande, Progress
from accrochage.operations.production import generate
from accrochage.operations.refus import at_its_line, refusal_of
from accrochage.operations.retrait import SUPPRESSION, Selection, notice_of, withdrawal_notice
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import CERTIFICATION_KEYS, KEYS
from accrochage.regles.lecture.nettoyage import clean

_ID_TECHNIQUE: Final = KEYS.index("idTechnique")
_DECLARED: Final = (f' xmlns:cpf="{NAMESPACE}"'.encode(), f' xmlns:xsi="{XSI}"'.encode())
_BARE: Final = Passage._make([None] * len(Passage._fields))
"""A passage of which nothing is read but what the writer and the reports need."""


def withdraw_classeur(
    path: Path,
    folder: Path,
    demande: Demande,
    selection: Selection | None,
    progress: Progress | None = None,
) -> Bilan:
    """Make the deposits that withdraw passages of a workbook, checked as they would be to be created.

    Args:
        path: The workbook or CSV file.
        folder: Where the deposits are written.
        demande: What is asked for; its action is replaced.
        selection: The passages to withdraw; None for all of them.
        progress: Told now and then how far the reading is.

    Returns:
        What came out. Nothing is written unless every chosen passage is found, and sound.

    Raises:
        ClasseurError: The workbook cannot be read.
        SchemaError: The version of the format cannot say a withdrawal, or has no schema.
        EcritureError: The files cannot be written; none is left behind.
    """
    bilan = generate(path, folder, _withdrawing(demande), progress, selection)
    return _announced(bilan)


def withdraw_flux(
    paths: Sequence[Path],
    folder: Path,
    demande: Demande,
    selection: Selection | None,
    progress: Progress | None = None,
) -> Bilan:
    """Make the deposits that withdraw passages of earlier deposits, as these said them; only the schema checks them.

    Args:
        paths: The deposits that created them.
        folder: Where the deposits are written.
        demande: What is asked for; its action is replaced, what concerns workbooks is of no use.
        selection: The passages to withdraw; None for all of them.
        progress: Told now and then how many passages were taken.

    Returns:
        What came out; its rows are the passages to withdraw. Nothing is written unless every chosen passage is found, said in
        one way, and accepted by the schema.

    Raises:
        FluxError: A file is not XML, not a deposit, or itself withdraws passages.
        SchemaError: The version of the format cannot say a withdrawal, or has no schema.
        EcritureError: The files cannot be written; none is left behind.
    """
    demande = _withdrawing(demande)
    schema = demande.schemas.get(demande.flux.version)
    with (
        FluxWriter(folder, demande.flux, demande.limits) as writer,
        Validator(schema, demande.flux) as validator,
    ):
        retrait = _Retrait(writer, validator, selection)
        for path in paths:
            retrait.read(path, progress, named=len(paths) > 1)
        return _announced(retrait.finish(paths))


def _withdrawing(demande: Demande) -> Demande:
    """Return a request under the action of a withdrawal.

    Raises:
        SchemaError: The version of the format has no such action.
    """
    flux, action = demande.flux, rubrique("action")
    if not action.known_in(flux.version):
        raise SchemaError(
            f"La version {flux.version} du format ne sait pas retirer de passage : il faut la {action.since} au moins "
            f"(--version-format {action.since})."
        )
    return replace(demande, flux=flux._replace(action=SUPPRESSION), ecarter=False, corriger=False)


def _announced(bilan: Bilan) -> Bilan:
    """Say first, once something was written, what is not known of such a deposit."""
    if not bilan.fichiers:
        return bilan
    return replace(bilan, anomalies=(withdrawal_notice(), *bilan.anomalies))


class _Retrait:
    """The withdrawal of passages of deposits."""

    def __init__(
        self, writer: FluxWriter, validator: Validator, selection: Selection | None
    ) -> None:
        self._writer = writer
        self._validator = validator
        self._selection = selection
        self._certifications: dict[tuple[str, ...], Certification] = {}
        self._said: dict[str, int] = {}
        self._anomalies: dict[tuple[str, str, Lieu], Anomalie] = {}
        self._lignes = self._passages = 0

    def read(self, path: Path, progress: Progress | None, *, named: bool) -> None:
        """Take the chosen passages of a deposit; its name is said with their faults when it is not the only one."""
        cadre = read_cadre(path)
        if notice_of(cadre):
            raise FluxError(
                f"« {path.name} » retire lui-même des passages. Donnez le dépôt qui les a créés."
            )
        where = f"{path.name} : " if named else ""
        takes = self._selection.takes if self._selection else None
        chosen = read_lignes(path, cadre, takes)
        lignes = (ligne for ligne in chosen if self._is_new(ligne, where))
        while batch := list(islice(lignes, BLOCK)):
            self._take(batch, where)
            if progress:
                progress(self._lignes, None)

    def _is_new(self, ligne: LigneXml, where: str) -> bool:
        """Tell whether a passage was not met yet; a second one that says something else under the same identifier is a fault."""
        identifier = clean(ligne.cells[_ID_TECHNIQUE])
        content = hash(tuple(ligne.cells))
        known = self._said.get(identifier) if identifier else None
        if known is None:
            self._said[identifier] = content
        elif known != content:
            message = (
                f"« {identifier} » est dit ici autrement que plus haut, ou que dans un autre des fichiers donnés. "
                "Ne donnez que le dépôt qui a été accepté."
            )
            ou = XML_TABLE.ou("idTechnique", ligne.ligne)
            self._note(at_its_line(Anomalie("SUP-02", message, ou, identifier), ligne), where)
        return known is None

    def _take(self, batch: Sequence[LigneXml], where: str) -> None:
        """Validate passages and keep those that the schema accepts."""
        passages = [self._passage(ligne) for ligne in batch]
        block = Block(passages, [_element(ligne) for ligne in batch], [])
        verdict = self._validator.validate(block)
        for rank, refused in verdict.refused.items():
            for refus in refused:
                self._note(at_its_line(refusal_of(passages[rank], refus), batch[rank]), where)
        for part in verdict.accepted:
            self._writer.add(part)
        self._lignes += len(batch)
        self._passages += len(batch) - len(verdict.refused)

    def _passage(self, ligne: LigneXml) -> Passage:
        """Return what the validation and the reports need of a passage, its certification spelt as the deposit spells it."""
        said = tuple(ligne.cells[: len(CERTIFICATION_KEYS)])
        certification = self._certifications.get(said)
        if certification is None:
            type_, code, nature, client, contrat, emetteur = (text or None for text in said)
            certificateur = Certificateur(client, contrat, emetteur)
            certification = Certification(certificateur, type_, code, nature)
            self._certifications[said] = certification
        return _BARE._replace(certification=certification, table=XML_TABLE, ligne=ligne.ligne)

    def _note(self, anomalie: Anomalie, where: str) -> None:
        """Keep a fault; that of a certification is met with each of its passages, and said once."""
        said = anomalie._replace(message=where + anomalie.message)
        self._anomalies.setdefault((said.code, said.message, said.ou), said)

    def finish(self, paths: Sequence[Path]) -> Bilan:
        """Write the files when nothing stands against it.

        Raises:
            FluxError: There is no passage to withdraw.
        """
        missing = list(self._selection.missing()) if self._selection else []
        if not (self._lignes or missing):
            names = ", ".join(f"« {path.name} »" for path in paths)
            raise FluxError(f"Aucun passage dans {names} : il n'y a rien à retirer.")
        anomalies = [*missing, *self._anomalies.values()]
        return Bilan(
            lignes=self._lignes,
            passages=self._passages,
            ecartes=self._lignes - self._passages,
            anomalies=anomalies,
            fichiers=() if anomalies else self._writer.finish(),
        )


def _element(ligne: LigneXml) -> bytes:
    """Return a passage as XML, without what the deposit that it goes to declares already."""
    tag, closing, rest = ligne.element.partition(b">")
    for declared in _DECLARED:
        tag = tag.replace(declared, b"")
    return tag + closing + rest
