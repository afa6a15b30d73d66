"""People of the population to start from, and deposits about them; all invented."""

from pathlib import Path
from typing import Any

from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.flux.schemas import SchemaStore
from accrochage.portail.population import Personne, write_population
from accrochage.portail.registre import Registre
from accrochage.portail.traitement import Portail


def a_personne(**overrides: Any) -> Personne:
    """Return the person whom `a_titulaire` is about."""
    return Personne(
        nir="291073523801464",
        nom_naissance="LE GALL",
        nom_usage="",
        prenom1="Maëlle",
        prenom2="",
        prenom3="",
        sexe="F",
        annee_naissance="1991",
        mois_naissance="7",
        jour_naissance="3",
        code_insee="35238",
        libelle_commune="Rennes",
        code_pays="",
        libelle_pays="France",
        id_dossier="1234567891011",
    )._replace(**overrides)


def a_portail(**overrides: Any) -> Portail:
    sound: dict[str, Any] = {
        "schema": SchemaStore().get(DEFAULT_VERSION),
        "registre": Registre(),
    }
    return Portail(**(sound | overrides))


def write_people(path: Path, *personnes: Personne) -> Path:
    """Write a population of a few people."""
    with path.open("wb") as file:
        write_population(file, personnes)
    return path
