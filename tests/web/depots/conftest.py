"""A certificateur ready to deposit, its passages, and the answers that the CDC would give."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accrochage.erreurs import AccrochageError
from accrochage.portail.accuse import PassageKo, Rejet, write_accuse, write_rejet
from agrafe.comptes.enums import Role
from agrafe.depots import isolated, tasks
from agrafe.depots.selectors import Choix
from agrafe.depots.services import construction, preparation
from agrafe.depots.services.accuses import receive_accuse
from agrafe.passages import services as passages
from agrafe.passages import writing
from agrafe.passages.models import Passage
from agrafe.personnes.services import nir
from agrafe.socle import bulk
from agrafe.travaux.worker import drain
from factories.web import (
    SOUND,
    make_certificateur,
    make_certification,
    make_member,
    make_personne,
)

KO = "Aucun titulaire ne correspond aux critères obligatoires"
KNOWN = (
    "Le passage certification avec le bcr émetteur {bcr} et l'id technique partenaire {id} "
    "existe déjà en base"
)


@pytest.fixture
def par(db):  # noqa: ARG001 - the database
    return make_member(Role.GESTIONNAIRE, make_certificateur())


def sow(par, count=3, certification=None, **fields):
    """Make passages that are ready."""
    owner = par.certificateur
    certification = certification or make_certification(owner)
    first = Passage.objects.of(owner).count() + 1
    rows = [
        Passage(
            certificateur=owner,
            personne=make_personne(owner, nom_naissance=f"Dubreuil{'abcdefghij'[rank % 10]}"),
            certification=certification,
            id_technique=f"A-{rank:05d}",
            **{**SOUND, "date_debut_validite": timezone.localdate(), **fields},
        )
        for rank in range(first, first + count)
    ]
    return passages.create_passages(par=par, passages=rows)


def build(par, choix=None):
    """Prepare a deposit, have it built, and return it."""
    depot = preparation.create_depot(par=par, choix=choix or Choix())
    drain()
    depot.refresh_from_db()
    return depot


def accuse_of(depot, ok=(), ko=(), *, rang=1, id_flux=None, nom=None, number=1):
    """Return the accusé of a file of a deposit: passages accepted, and passages rejected with their message."""
    fichier = depot.fichiers.get(rang=rang)
    content = BytesIO()
    write_accuse(
        content,
        nom_fichier=fichier.nom if nom is None else nom,
        id_flux=fichier.id_flux if id_flux is None else id_flux,
        id_traitement=number,
        ko=[PassageKo(*one) for one in ko],
        ok=ok,
    )
    return ContentFile(content.getvalue(), name=f"Accusé de traitement_{fichier.nom}_20261123.xml")


def rejection_of(depot, *, rang=1, message="Fin prématurée du fichier.", ligne=1):
    """Return the accusé that rejects a file as a whole."""
    fichier = depot.fichiers.get(rang=rang)
    content = BytesIO()
    rejet = Rejet("XSD", message, ligne, 500)
    write_rejet(content, nom_fichier=fichier.nom, id_traitement=1, rejet=rejet)
    return ContentFile(content.getvalue(), name="accuse.xml")


def give(par, content, depot=None):
    """Give an accusé, have it read, and return it."""
    accuse = receive_accuse(par=par, fichier=content, depot=depot)
    drain()
    accuse.refresh_from_db()
    return accuse


def statuses(par):
    """Return the state of each passage, by its identifier."""
    return dict(
        Passage.objects.of(par.certificateur).order_by("pk").values_list("id_technique", "status")
    )


def octets(fichier):
    """Return the bytes of a file of a deposit."""
    with fichier.fichier.open("rb") as content:
        return content.read()


@pytest.fixture
def in_this_process(monkeypatch):
    """Read accusés in this process: what is tried then is not their isolation."""

    def run(function, arguments, _folder, **_options):
        name = function.rpartition(".")[2]
        try:
            return getattr(isolated, name)(lambda *_: None, **arguments)
        except AccrochageError as error:
            raise tasks.IsolationFailure(str(error)) from error

    monkeypatch.setattr(tasks, "run", run)


@pytest.fixture
def small_batches(monkeypatch):
    """Have whatever takes things by batches take few of them, so that what is done once for each batch is seen."""
    for module, name in (
        (construction, "CHUNK"),
        (isolated, "_TOLD"),
        (writing, "CHUNK"),
        (bulk, "BATCH"),
        (nir, "BATCH"),
    ):
        monkeypatch.setattr(module, name, 7)
