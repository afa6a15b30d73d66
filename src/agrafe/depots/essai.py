"""The rehearsal portal of a trial: whom it knows, what it took before, and its answer to a deposit.

It knows people who do not exist, always the same, and the titulaires of the certificateur as they stand; but for those who are
drawn from the invented people with faults in them, so that a demonstration has its rejections.
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from accrochage.operations.repetition import Repetition, rehearse
from accrochage.portail.invention import invent
from accrochage.portail.population import Personne as Known
from accrochage.portail.population import write_population
from accrochage.portail.registre import Registre
from accrochage.portail.traitement import Connus
from accrochage.referentiels.cles import fold
from agrafe.comptes.models import Membership
from agrafe.depots.models import Depot
from agrafe.depots.services.construction import copy_of
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.personnes.services import open_nirs

_BATCH: Final = 1_000
_NOBODY: Final = Known(*[""] * len(Known._fields))

_Pair = tuple[object, object]


def population() -> Iterator[Known]:
    """Yield the people whom the portal knows at every certificateur's, always the same."""
    return iter(invent(settings.ESSAI_POPULATION, settings.ESSAI_SEED))


def answer(par: Membership, depot: Depot, folder: Path, told: Callable[[int], None]) -> list[Path]:
    """Have the rehearsal portal treat the files of a deposit.

    Args:
        par: Who sends it.
        depot: The deposit.
        folder: A private folder to work in.
        told: Told how many passages were treated.

    Returns:
        The accusés, under the names that the CDC would give them.

    Raises:
        DepotRefusal: A file is not what was frozen.
        CoffreError: The vault cannot be opened.
        AccrochageError: The portal cannot work.
    """
    known, registre = folder / "population.csv", folder / "registre.csv"
    with known.open("wb") as file:
        write_population(file, _everybody(par, depot))
    _write_registre(registre, depot)
    answers = folder / "accuses"
    answers.mkdir()
    owner = par.certificateur
    connus = Connus(owner.id_client_emetteur or owner.id_client, owner.id_client, owner.id_contrat)
    paths = []
    done = 0
    for fichier in depot.fichiers.all():
        repetition = Repetition(
            flux=copy_of(fichier, folder / fichier.nom),
            population=known,
            accuse=answers,
            today=timezone.localdate(),
            version=depot.version_format,
            registre=registre,
            connus=connus,
        )
        paths.append(rehearse(repetition).accuse)
        done += fichier.passages
        told(done)
    return paths


def _everybody(par: Membership, depot: Depot) -> Iterator[Known]:
    invented = list(population())
    yield from invented
    yield from _own(par, {pair for one in invented for pair in _pairs(_identity(one))})
    yield from _by_number(par, depot)


def _own(par: Membership, invented: Collection[_Pair]) -> Iterator[Known]:
    """Yield the titulaires of a certificateur, once each, but for those who are drawn from the invented people."""
    seen = set()
    rows = Personne.objects.of(par.certificateur).current().order_by("pk")
    for row in rows.iterator(chunk_size=_BATCH):
        one = _known(row)
        if one not in seen and not any(pair in invented for pair in _pairs(_identity(one))):
            seen.add(one)
            yield one


def _known(row: Personne) -> Known:
    return _NOBODY._replace(
        nom_naissance=row.nom_naissance,
        nom_usage=row.nom_usage,
        prenom1=row.prenom1,
        prenom2=row.prenom2,
        prenom3=row.prenom3,
        sexe=row.sexe,
        annee_naissance=str(row.annee_naissance or ""),
        mois_naissance=str(row.mois_naissance or ""),
        jour_naissance=str(row.jour_naissance or ""),
        code_insee=row.code_insee,
        libelle_commune=row.libelle_commune_naissance,
        code_pays=row.code_pays_naissance,
        libelle_pays=row.libelle_pays_naissance,
    )


def _identity(one: Known) -> tuple[str, str, tuple[str, str, str]]:
    """Return what tells a person: name, first name, birth."""
    birth = (one.annee_naissance, one.mois_naissance, one.jour_naissance)
    return fold(one.nom_naissance), fold(one.prenom1), birth


def _pairs(identity: tuple[str, str, tuple[str, str, str]]) -> Iterator[_Pair]:
    """Yield two of the three: who has two in common with an invented person is that person, with a fault."""
    nom, prenom, birth = identity
    yield nom, prenom
    yield nom, birth
    yield prenom, birth


def _by_number(par: Membership, depot: Depot) -> Iterator[Known]:
    """Yield, for the passages of a deposit that are identified by a NIR or an EDOF folder, whoever bears that number."""
    rows = Passage.objects.filter(pk__in=depot.lignes.values("passage")).select_related("personne")
    for row in rows.filter(voie=Voie.DOSSIER).order_by("pk").iterator(chunk_size=_BATCH):
        yield _NOBODY._replace(
            nom_naissance=row.nom_titulaire or row.personne.nom_naissance,
            prenom1=row.prenom1_titulaire or row.personne.prenom1,
            id_dossier=row.id_dossier,
        )
    by_nir = rows.filter(voie=Voie.NIR).select_related("personne__nir_scelle").order_by("pk")
    nir_of = open_nirs(par=par, personnes=Personne.objects.filter(passages__in=by_nir))
    for row in by_nir.iterator(chunk_size=_BATCH):
        name = row.personne.nom_naissance
        yield _NOBODY._replace(nom_naissance=name, nir=nir_of(row.personne))


def _write_registre(path: Path, depot: Depot) -> None:
    """Write what the portal took before: all that is accepted."""
    registre = Registre(path)
    accepted = Passage.objects.filter(
        certificateur=depot.certificateur_id, status=Status.ACCEPTE
    ).order_by("pk")
    for name in accepted.values_list("id_technique", flat=True).iterator(chunk_size=_BATCH):
        registre.add((depot.id_client_emetteur, name))
    registre.save()
