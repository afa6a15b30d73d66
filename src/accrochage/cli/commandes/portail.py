"""`accrochage portail`, `accrochage population` and `accrochage jeu-essai`."""

import json
import re
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import Final

from accrochage import operations
from accrochage.cli.commandes.convertir import refuse_classeur
from accrochage.cli.commandes.reponses import notice, print_paths
from accrochage.cli.progression import Progression
from accrochage.cli.reglages import choose_version, now_in_paris, schema_store
from accrochage.cli.sorties import writing_to
from accrochage.cli.suite import (
    Etape,
    accuse_command,
    generer_command,
    jeu_essai_command,
)
from accrochage.cli.usage import UsageError
from accrochage.cli.valeurs import read_limit
from accrochage.erreurs import ClasseurError
from accrochage.operations import BilanRepetition, Repetition
from accrochage.portail.accuse import PassageKo
from accrochage.portail.essai.tirage import Essai
from accrochage.portail.traitement import Connus
from accrochage.typographie import NO_BREAK, count

_PERCENTAGE: Final = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?\s?%?", re.ASCII)
_NOBODY: Final = (
    "Personne n'y existe : noms, dates, lieux et NIR sont inventés. "
    "N'en déposez rien à la Caisse des Dépôts."
)


def portail(arguments: Namespace) -> int:
    """Rehearse a deposit."""
    source = Path(arguments.fichier)
    with suppress(ClasseurError):  # what is no XML at all is for the portal to reject
        refuse_classeur(source)
    store = schema_store()
    repetition = Repetition(
        flux=source,
        population=Path(arguments.population),
        accuse=_path_of_accuse(arguments.accuse or "."),
        today=now_in_paris().date(),
        version=choose_version(arguments.version_format, store),
        registre=Path(arguments.registre) if arguments.registre else None,
        connus=Connus(arguments.id_client_emetteur, arguments.id_client, arguments.id_contrat),
        strict=arguments.strict,
        schemas=store,
    )
    with Progression(repetition.population.name, "personnes") as progression:
        bilan = operations.rehearse(repetition, progression)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            stdout.write(_json(bilan))
    else:
        print_paths([bilan.accuse])
        etapes = [
            Etape(_summary(bilan)),
            Etape("Pour lire ce qu'il dit :"),
            accuse_command(bilan.accuse, "--flux", arguments.fichier),
        ]
        notice("Accusé de traitement, pour répéter", bilan.accuse, etapes)
    return 0 if bilan.valide else 1


def _path_of_accuse(name: str) -> Path:
    path = Path(name)
    if not path.is_dir() and path.suffix.lower() != ".xml":
        raise UsageError(
            f"-o : « {path.name} » doit finir par .xml, ou être un dossier qui existe déjà."
        )
    return path


def _summary(bilan: BilanRepetition) -> str:
    traitement = bilan.traitement
    rejet = traitement.rejet
    if rejet:
        place = f"ligne{NO_BREAK}{rejet.ligne}, colonne{NO_BREAK}{rejet.colonne}"
        return f"Le fichier est rejeté en entier ({place}) : {rejet.message}"
    accepted = count(len(traitement.ok), "passage accepté", "passages acceptés")
    rejected = count(len(bilan.ko), "passage rejeté", "passages rejetés")
    known = len(bilan.deja_en_base)
    already = f", {count(known, 'déjà enregistré', 'déjà enregistrés')}" if known else ""
    return f"{accepted}{already}, {rejected}."


def _json(bilan: BilanRepetition) -> str:
    traitement = bilan.traitement
    fields = {
        "accuse": str(bilan.accuse),
        "valide": bilan.valide,
        "id_flux": traitement.id_flux or None,
        "id_traitement": str(traitement.id_traitement),
        "ok": list(traitement.ok),
        "deja_en_base": [_ko(one) for one in bilan.deja_en_base],
        "ko": [_ko(one) for one in bilan.ko],
        "erreurs_fichier": [traitement.rejet._asdict()] if traitement.rejet else [],
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _ko(one: PassageKo) -> dict[str, object]:
    return {"id_technique": one.id_technique, "messages": [one.message]}


def population(arguments: Namespace) -> int:
    """Invent people."""
    wanted = read_limit("N", arguments.nombre, 100_000)
    path = Path(arguments.population)
    with Progression(path.name, "personnes", "Invention de") as progression:
        operations.invent_population(path, wanted, arguments.graine, progression)
    print_paths([path])
    etapes = [Etape(_NOBODY), Etape("Pour en tirer un classeur :"), jeu_essai_command(path)]
    notice(f"{count(wanted, 'personne inventée', 'personnes inventées')}", path, etapes)
    return 0


def jeu_essai(arguments: Namespace) -> int:
    """Draw a workbook with faults, and their truth."""
    classeur, verite = Path(arguments.classeur), Path(arguments.verite)
    if classeur.suffix.lower() not in {".xlsx", ".csv"}:
        raise UsageError(f"-o : « {classeur.name} » doit finir par .xlsx ou .csv.")
    essai = Essai(
        lignes=read_limit("-n", arguments.nombre, 1000),
        fautes=_share("--fautes", arguments.fautes),
        nir=_share("--nir", arguments.nir),
        seed=arguments.graine,
        today=now_in_paris().date(),
    )
    lignes = operations.draw_jeu_essai(Path(arguments.population), classeur, verite, essai)
    print_paths([classeur, verite])
    faulty = sum(bool(ligne.fautes) for ligne in lignes)
    etapes = [
        Etape(
            f"{count(len(lignes), 'ligne', 'lignes')}, dont {count(faulty, 'fautive', 'fautives')} : "
            f"« {verite.name} » dit ce qui est faux et ce qui serait juste. {_NOBODY}"
        ),
        Etape("Pour voir ce qu'Agrafe en dit :"),
        generer_command(classeur, "--corriger", "--ecarter"),
    ]
    notice("Jeu d'essai", classeur, etapes)
    return 0


def _share(option: str, text: str) -> float:
    """Return a share, from 0 to 1, that is typed in per cent."""
    found = _PERCENTAGE.fullmatch(text.strip())
    share = float(f"{found[1]}.{found[2] or 0}") / 100 if found else 2
    if share > 1:
        raise UsageError(f"{option} : « {text} » n'est pas un pourcentage, de 0 à 100.")
    return share
