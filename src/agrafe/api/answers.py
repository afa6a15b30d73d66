"""What programs are answered: JSON, whatever happens, and nothing of any person."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.urls import reverse

from agrafe.depots.models import Accuse, Depot, DepotFichier
from agrafe.socle.addresses import absolute


def answer(
    said: Mapping[str, Any], status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> JsonResponse:
    """Write an answer, its accents as they are read."""
    return JsonResponse(
        said, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def failure(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Say in French why nothing was done."""
    return answer({"erreur": sentence}, status, headers)


def accuse_said(accuse: Accuse) -> dict[str, Any]:
    """Return what is said of an accusé: where its reading stands, what it counts, or why it was refused."""
    return {
        "id": str(accuse.public_id),
        "etat": _state_of(accuse),
        "recu_le": accuse.created_at.isoformat(),
        "fichier_rejete": accuse.is_rejection,
        "comptes": accuse.comptes,
        "refus": accuse.refus or None,
        "depot": _named(accuse.depot) if accuse.depot else None,
        "adresse": absolute(reverse("api:accuse", args=[accuse.public_id])),
        "page": absolute(reverse("depots:accuse", args=[accuse.public_id])),
    }


def _state_of(accuse: Accuse) -> str:
    if not accuse.is_pending:
        return "lu" if accuse.is_read else "refuse"
    return "en_lecture" if accuse.travail and accuse.travail.is_active else "arrete"


def _named(depot: Depot) -> dict[str, Any]:
    return {
        "id": str(depot.public_id),
        "numero": depot.numero,
        "etat": depot.status,
        "adresse": absolute(reverse("api:depot", args=[depot.public_id])),
        "page": absolute(reverse("depots:detail", args=[depot.public_id])),
    }


def depot_said(depot: Depot) -> dict[str, Any]:
    """Return what is said of a deposit and of its files."""
    return {
        **_named(depot),
        "action": depot.action,
        "essai": depot.is_trial,
        "passages": depot.total,
        "comptes": depot.comptes,
        "construit_le": depot.built_at.isoformat() if depot.built_at else None,
        "depose_le": depot.deposited_at.isoformat() if depot.deposited_at else None,
        "fichiers": [_file_said(depot, each) for each in depot.fichiers.all()],
    }


def _file_said(depot: Depot, fichier: DepotFichier) -> dict[str, Any]:
    return {
        "rang": fichier.rang,
        "nom": fichier.nom,
        "etat": fichier.status,
        "passages": fichier.passages,
        "octets": fichier.octets,
        "sha256": fichier.sha256,
        "adresse": absolute(reverse("api:fichier", args=[depot.public_id, fichier.rang])),
    }
