"""Demonstration data: an invented certificateur, its people, its passages in every state, and the accounts to look at them.

The people are drawn from the population of the rehearsal portal, always the same, so that deposits can be rehearsed on them.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from accrochage.operations.saisie import ETAT_CIVIL, Saisie
from accrochage.portail.essai.tirage import Essai, LigneEssai, draw
from agrafe.certificateurs.enums import Identification
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Bloc, Certification
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.comptes.services import create_user
from agrafe.depots.essai import population
from agrafe.depots.models import Depot
from agrafe.depots.selectors import Choix
from agrafe.depots.services.portail import send_to_portail
from agrafe.depots.services.preparation import create_depot, request_withdrawal
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import record
from agrafe.passages import services as passages
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.rubriques import Rows, from_modele
from agrafe.personnes import services as personnes
from agrafe.travaux.worker import drain

SEED: Final = "agrafe-demonstration"
DRAWN: Final = 500
"""Rows that are drawn, among which each state finds its own."""
PASSWORD: Final = "agrafe-demonstration"  # noqa: S105 - printed at the start, for a site that only this machine reaches


class Account(NamedTuple):
    """A demonstration account: its name, its address, what it is."""

    name: str
    email: str
    role: Role


ACCOUNTS: Final = (
    Account("Claire Morel", "claire@demo.example", Role.ADMINISTRATEUR),
    Account("Hugo Lambert", "hugo@demo.example", Role.GESTIONNAIRE),
    Account("Inès Fabre", "ines@demo.example", Role.RESPONSABLE_JURY),
    Account("Paul Rey", "paul@demo.example", Role.LECTURE),
)


@dataclass(frozen=True)
class _Group:
    """Passages of a promotion: how many, how many days ago they were delivered, what is wrong with their rows."""

    promotion: str
    count: int
    days: range
    rows: str = "sound"


ACCEPTED: Final = "Promotion d'hiver"
WAITING: Final = "Promotion d'été"
READY: Final = "Promotion d'automne"
EXCLUDED: Final = "Session annulée"
_GROUPS: Final = (
    _Group(ACCEPTED, 148, range(100, 600)),
    _Group(ACCEPTED, 46, range(40, 85), "doubtful"),
    _Group(WAITING, 20, range(20, 60)),
    _Group(READY, 58, range(2, 98)),
    _Group(READY, 24, range(5, 80), "blocked"),
    _Group(EXCLUDED, 4, range(100, 300)),
)
"""300 passages. The rows of a workbook that are doubtful are those that the portal may reject; an error keeps the others back."""
RESENT: Final = 3
WITHDRAWN: Final = 2


@dataclass(frozen=True, kw_only=True)
class _Fiche:
    """A certification of the demonstration, and how many of ten passages are of it."""

    type: str
    code: str
    intitule: str
    niveau: int | None
    weight: int
    years_left: int
    blocs: Sequence[str] = ()


_FICHES: Final = (
    _Fiche(
        type="RNCP",
        code="RNCP99001",
        intitule="Fleuriste en boutique et en ligne",
        niveau=4,
        weight=5,
        years_left=3,
        blocs=(
            "Composer et vendre des bouquets",
            "Conseiller et fidéliser la clientèle",
            "Gérer les achats et les stocks",
        ),
    ),
    _Fiche(
        type="RNCP",
        code="RNCP99003",
        intitule="Responsable d'une exploitation horticole",
        niveau=6,
        weight=3,
        years_left=1,
        blocs=("Conduire les cultures", "Diriger une équipe", "Piloter les comptes"),
    ),
    _Fiche(
        type="RS",
        code="RS99002",
        intitule="Réaliser un jardin sobre en eau",
        niveau=None,
        weight=2,
        years_left=2,
    ),
)


def is_here() -> bool:
    """Tell whether the demonstration data are there, to the last."""
    return JournalEntry.objects.filter(action="config.demo").exists()


def make(*, today: date, password: str) -> Certificateur:
    """Write the demonstration data, by the very services that people use; deposits are answered by the rehearsal portal.

    Args:
        today: The day that they are made for: the deadlines are around it.
        password: Password of every account.

    Returns:
        The certificateur.
    """
    certificateur = _certificateur()
    certifications = _certifications(certificateur, today)
    par = _users(certificateur, password)
    _create_passages(par, certifications, today)
    _deposit(par)
    record(
        par=par,
        action="config.demo",
        target=certificateur,
        summary="Données de démonstration créées",
    )
    return certificateur


def _create_passages(par: Membership, certifications: Sequence[Certification], today: date) -> None:
    drawn = list(_passages(par.certificateur, certifications, today))
    titulaires = personnes.create_personnes(par=par, rows=[values for values, _ in drawn])
    for titulaire, (_, passage) in zip(titulaires, drawn, strict=True):
        passage.personne = titulaire
    passages.create_passages(par=par, passages=[passage for _, passage in drawn])
    passages.exclude_passages(
        par=par, passages=_of(par, EXCLUDED), reason="Délivrée par un autre organisme."
    )


def _deposit(par: Membership) -> None:
    """Deposit a first promotion, have it answered, withdraw some of it, and prepare a second."""
    _send(par, create_depot(par=par, choix=Choix(promotion=ACCEPTED)))
    rejected = _of(par, ACCEPTED).filter(status=Status.REJETE).order_by("pk")[:RESENT]
    passages.resend_passages(par=par, passages=list(rejected))
    accepted = _of(par, ACCEPTED).filter(status=Status.ACCEPTE).order_by("pk")[:WITHDRAWN]
    chosen = Passage.objects.filter(pk__in=[one.pk for one in accepted])
    motif = "Délivrée par erreur, constatée après l'envoi."
    _send(par, request_withdrawal(par=par, passages=chosen, motif=motif))
    create_depot(par=par, choix=Choix(promotion=WAITING))
    drain()


def _send(par: Membership, depot: Depot) -> None:
    drain()
    send_to_portail(par=par, depot=depot)
    drain()


def _of(par: Membership, promotion: str) -> PassageQuerySet:
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    return rows.filter(promotion=promotion)


def _certificateur() -> Certificateur:
    return Certificateur.objects.create(
        nom="Institut Agrafe des métiers du végétal (démonstration)",
        adresse="12 rue des Tilleuls\n35000 Rennes",
        contact_nom="Claire Morel",
        contact_courriel="secretariat@demo.example",
        identification=Identification.RECUS,
        id_client="00AGRAFE",
        id_contrat="MCFCER000000",
        is_trial=True,
        signataire_nom="Claire Morel",
        signataire_qualite="Directrice",
    )


def _certifications(certificateur: Certificateur, today: date) -> list[Certification]:
    certifications = [
        Certification(
            certificateur=certificateur,
            type=fiche.type,
            code=fiche.code,
            intitule=fiche.intitule,
            niveau=fiche.niveau,
            date_enregistrement=date(today.year - 5 + fiche.years_left, 1, 1),
            date_decision=date(today.year - 5 + fiche.years_left, 1, 1),
            date_echeance=date(today.year + fiche.years_left, 1, 1),
        )
        for fiche in _FICHES
    ]
    Certification.objects.bulk_create(certifications)
    Bloc.objects.bulk_create(
        Bloc(
            certification=certification,
            rang=rank,
            code=f"{fiche.code}BC{rank:02}",
            intitule=intitule,
        )
        for certification, fiche in zip(certifications, _FICHES, strict=True)
        for rank, intitule in enumerate(fiche.blocs, start=1)
    )
    return certifications


def _passages(
    certificateur: Certificateur, certifications: Sequence[Certification], today: date
) -> Iterator[tuple[dict[str, Any], Passage]]:
    """Yield what is to be written of a person, and its passage, which is not saved and knows no person yet."""
    chance = random.Random(SEED)  # noqa: S311 - invention, not secrecy
    version = certificateur.version_format
    read = Saisie(version, today)
    weights = [fiche.weight for fiche in _FICHES]
    for rank, (group, ligne) in enumerate(_drawn(version, today), start=1):
        rows = from_modele(read.check(ligne.values).passage)
        delivered = today - timedelta(days=chance.choice(group.days))
        personne = {**rows.personne, "courriel": f"titulaire.{rank:03}@demo.example"}
        [certification] = chance.choices(certifications, weights)
        passage = Passage(
            certificateur=certificateur,
            certification=certification,
            **_own(rows),
            donnee_certifiee=True,
            date_debut_validite=delivered,
            id_technique=f"{delivered.year}-{rank:04}",
            promotion=group.promotion,
        )
        yield personne, passage


def _own(rows: Rows) -> dict[str, object]:
    given_here = {"date_debut_validite", "id_technique", "donnee_certifiee"}
    return {name: value for name, value in rows.passage.items() if name not in given_here}


def _drawn(version: str, today: date) -> Iterator[tuple[_Group, LigneEssai]]:
    """Yield a group and a row for each passage."""
    essai = Essai(lignes=DRAWN, fautes=0.25, seed=SEED, today=today)
    is_kept_back = _blocked(version, today)
    rows: dict[str, list[LigneEssai]] = {"sound": [], "doubtful": [], "blocked": []}
    for one in draw(essai, population):
        kind = "blocked" if is_kept_back(one) else "doubtful" if one.fautes else "sound"
        rows[kind].append(one)
    for group in _GROUPS:
        for _ in range(group.count):
            yield group, rows[group.rows].pop()


def _blocked(version: str, today: date) -> Callable[[LigneEssai], bool]:
    """Return what tells whether the civil identity of a row keeps its passage back."""
    read = Saisie(version, today, ETAT_CIVIL)
    return lambda ligne: not read.check(ligne.values).sound


def _users(certificateur: Certificateur, password: str) -> Membership:
    """Create the accounts; return the membership of the first."""
    memberships = [
        Membership.objects.create(
            user=create_user(email=account.email, name=account.name, password=password),
            certificateur=certificateur,
            role=account.role,
        )
        for account in ACCOUNTS
    ]
    return memberships[0]
