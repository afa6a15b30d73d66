"""Check of an XML deposit, ours or another tool's."""

from collections.abc import Iterable, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Final

from accrochage.dictionnaire import RUBRIQUES
from accrochage.flux.explications import Refus, refusals
from accrochage.flux.lecture import XML_TABLE, LigneXml, read_cadre, read_lignes
from accrochage.flux.validation import BLOCK, Block, Validator
from accrochage.modele import Lieu, Passage
from accrochage.operations.demande import Bilan, Demande, Progress
from accrochage.operations.refus import at_its_line, better_said, column_of, refusal_of
from accrochage.operations.retrait import notice_of
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import CERTIFICATION_KEYS, TITULAIRE_KEYS, PassageBuilder
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle

_NO_CIVIL_IDENTITY: Final = frozenset(product(("OBL-01", "IDT-01", "IDT-02"), TITULAIRE_KEYS))


def verify_flux(path: Path, demande: Demande, progress: Progress | None = None) -> Bilan:
    """Check an XML deposit: its structure by the XSD, its passages by the XSD and the rules.

    Args:
        path: The deposit.
        demande: What is asked for; of `flux`, only the version matters.
        progress: Told now and then how many passages were checked.

    Returns:
        What was found, each fault at its line of the file.

    Raises:
        FluxError: The file is not XML, or not a deposit.
        SchemaError: There is no schema for the version.
    """
    schema = demande.schemas.get(demande.flux.version)
    cadre = read_cadre(path)
    verification = _Verification(demande)
    verification.check_frame(refusals(schema.compile(), cadre.document), notice_of(cadre))
    with Validator(schema, demande.flux) as validator:
        lignes = read_lignes(path, cadre)
        while batch := list(islice(lignes, BLOCK)):
            verification.check(batch, validator)
            if progress:
                progress(verification.lignes, None)
    return verification.bilan()


class _Verification:
    """The check of the passages of one deposit."""

    def __init__(self, demande: Demande) -> None:
        self._builder = PassageBuilder(XML_TABLE, demande.flux.version, {})
        self._controle = Controle(Contexte(demande.today))
        self._frame: list[Refus] = []
        self._anomalies: list[Anomalie] = []
        self._said_of_certifications: set[tuple[str, str | None, int | None]] = set()
        self._ecartes = 0
        self.lignes = 0

    def check_frame(self, refused: Sequence[Refus], notice: Anomalie | None) -> None:
        """Take what is said of the deposit; its passages are checked one by one."""
        self._frame = [refus for refus in refused if not refus.in_passage]
        self._anomalies.extend([notice] if notice else [])

    def check(self, batch: Sequence[LigneXml], validator: Validator) -> None:
        """Check passages that follow one another."""
        built = [self._builder.build(ligne.cells, ligne.ligne) for ligne in batch]
        block = Block([passage for passage, _, _ in built], [ligne.element for ligne in batch], [])
        verdict = validator.validate(block)
        for rank, (ligne, (passage, faults, sound)) in enumerate(zip(batch, built, strict=True)):
            refused = [refus for refus in verdict.refused.get(rank, ()) if refus.in_passage]
            found = _read(better_said(faults, self._controle.check(passage)), refused)
            found += _new(refused, passage, found)
            anomalies = [at_its_line(anomalie, ligne) for anomalie in found]
            self._anomalies.extend(filter(self._is_new, anomalies))
            self._ecartes += not sound or any(anomalie.blocking for anomalie in anomalies)
        self.lignes += len(batch)

    def _is_new(self, anomalie: Anomalie) -> bool:
        """Tell whether a fault was not said yet: a certification states its own once for all its passages."""
        if anomalie.ou.rubrique not in CERTIFICATION_KEYS:
            return True
        said = anomalie.code, anomalie.ou.rubrique, anomalie.ou.ligne
        new = said not in self._said_of_certifications
        self._said_of_certifications.add(said)
        return new

    def bilan(self) -> Bilan:
        """Return what was found, in the order of the lines."""
        blamed = {
            (found.ou.rubrique, found.ou.ligne) for found in self._anomalies if found.blocking
        }
        frame = [
            _of_frame(refus)
            for refus in self._frame
            if not any((key, refus.ligne) in blamed for key in refus.concerned)
        ]
        return Bilan(
            lignes=self.lignes,
            passages=self.lignes - self._ecartes,
            ecartes=self._ecartes,
            anomalies=sorted([*frame, *self._anomalies], key=lambda found: found.ou.ligne or 0),
        )


def _of_frame(refus: Refus) -> Anomalie:
    """Return what the XSD refuses outside the passages."""
    entry = RUBRIQUES.get(refus.element)
    ou = Lieu(None, refus.ligne, entry.name, None, entry.key) if entry else Lieu(None, refus.ligne)
    return Anomalie(refus.code, refus.message, ou, refus.valeur)


def _read(found: list[Anomalie], refused: Iterable[Refus]) -> list[Anomalie]:
    """Return what the rules found, but no missing civil identity when the NIR given in its stead is what is refused."""
    if all(refus.element != "identifiantNational" for refus in refused):
        return found
    return [one for one in found if (one.code, one.ou.rubrique) not in _NO_CIVIL_IDENTITY]


def _new(refused: Iterable[Refus], passage: Passage, found: Iterable[Anomalie]) -> list[Anomalie]:
    """Return the refusals of the XSD but those of a rubrique that the rules blame, for they speak better of it."""
    blamed = {anomalie.ou.rubrique for anomalie in found if anomalie.blocking}
    return [
        refusal_of(passage, refus)
        for refus in refused
        if not any(column_of(passage, key) in blamed for key in refus.concerned)
    ]
