"""A deposit is prepared: its passages are reserved at once, then its bytes are made in the background and frozen."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.depots.enums import Action, Issue, Status
from agrafe.depots.models import Depot, DepotPassage
from agrafe.depots.permissions import check_deposit
from agrafe.depots.selectors import Choix, has_trials, ready, said
from agrafe.depots.services.commun import DepotRefusal, locked, passages_in
from agrafe.journal import services as journal
from agrafe.passages import enums as passages
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.services import WrongState
from agrafe.passages.services.masse import move_all
from agrafe.socle.insertion import insert_from
from agrafe.travaux import services as travaux

BUILD: Final = "depots.build"
WITHDRAWN_AT_ONCE: Final = 10_000
"""Passages of a withdrawal, which is made of the deposits that created them."""

_TAKEN: Final = (
    "Quelqu'un d'autre vient de mettre ces passages dans un dépôt, ou de les modifier. "
    "Rien n'a été fait : regardez la liste, puis recommencez."
)


@transaction.atomic
def create_depot(*, par: Membership, choix: Choix) -> Depot:
    """Prepare a deposit: its passages are reserved, and its files made in the background.

    Args:
        par: Who prepares it.
        choix: What it gathers.

    Raises:
        Denied: He may not.
        DepotRefusal: The identifiers of the CDC are missing, nothing is ready, or somebody else took these passages.
    """
    check_deposit(par)
    depot = _new_depot(par, Action.CREATION, said(choix))
    reason = f"Dépôt n° {depot.numero}"
    try:
        depot.total = _reserve(depot, ready(par=par, choix=choix))
        if not depot.total:
            raise DepotRefusal(
                "Aucun passage n'est prêt dans ce choix. La liste ci-dessous dit ce qui manque."
            )
        moved = move_all(
            par=par,
            passages=passages_in(depot.lignes.all()),
            before={passages.Status.PRET, passages.Status.A_RENVOYER},
            to=passages.Status.EN_DEPOT,
            reason=reason,
        )
    except (IntegrityError, WrongState):
        raise DepotRefusal(_TAKEN) from None
    if moved != depot.total:  # one was deleted meanwhile
        raise DepotRefusal(_TAKEN)
    return _start(par, depot, "Dépôt préparé")


@transaction.atomic
def request_withdrawal(*, par: Membership, passages: PassageQuerySet, motif: str) -> Depot:
    """Prepare a deposit that asks the CDC to withdraw accepted passages; they stay accepted until it answers.

    Args:
        par: Who asks for it.
        passages: Which ones.
        motif: Why.

    Raises:
        Denied: He may not.
        DepotRefusal: One of them is not accepted, or its withdrawal is asked for already; or no reason is given; or it is a trial,
            and the CDC truly accepted them.
    """
    check_deposit(par)
    if not motif.strip():
        raise DepotRefusal(
            "Dites pourquoi ces passages sont à retirer : le motif reste au dossier."
        )
    depot = _new_depot(par, Action.SUPPRESSION)
    rows = Passage.objects.of(par.certificateur).filter(pk__in=passages.order_by().values("pk"))
    statuses = list(
        rows.select_for_update(no_key=True).order_by("pk").values_list("status", flat=True)
    )
    _check_withdrawable(statuses)
    _check_same_mode(depot, rows)
    depot.choix = count(len(statuses), "passage à retirer", "passages à retirer")
    depot.motif = motif.strip()[:500]
    try:
        with transaction.atomic():
            depot.total = _reserve(depot, rows)
    except IntegrityError:
        raise DepotRefusal(
            "Le retrait de l'un de ces passages est déjà demandé. Regardez les dépôts en cours."
        ) from None
    return _start(par, depot, "Retrait demandé")


def _check_withdrawable(statuses: list[str]) -> None:
    if not statuses:
        raise DepotRefusal("Aucun passage n'est choisi.")
    if any(one != passages.Status.ACCEPTE for one in statuses):
        raise DepotRefusal(
            "Seuls des passages acceptés peuvent être retirés auprès de la Caisse des Dépôts."
        )
    if len(statuses) > WITHDRAWN_AT_ONCE:
        raise DepotRefusal(
            f"Demandez le retrait de {count(WITHDRAWN_AT_ONCE, 'passage', 'passages')} à la fois, au plus."
        )


def _check_same_mode(depot: Depot, rows: PassageQuerySet) -> None:
    """Refuse that the rehearsal portal withdraws what the CDC accepted; the contrary cannot be, trials being ended first."""
    held = DepotPassage.objects.filter(passage__in=rows).holding()
    if depot.is_trial and held.filter(depot__is_trial=False).exists():
        raise DepotRefusal(
            "La Caisse des Dépôts a accepté l'un de ces passages pour de bon. "
            "Quittez le mode essai, dans Réglages, pour en demander le retrait."
        )


@transaction.atomic
def build_again(*, par: Membership, depot: Depot) -> Depot:
    """Have the files of a deposit made, when what made them was stopped or broke.

    Raises:
        Denied: He may not.
        DepotRefusal: They are made already, or are being made.
    """
    check_deposit(par)
    row = locked(depot)
    is_running = row.travail is not None and row.travail.is_active
    if row.status != Status.EN_CONSTRUCTION or is_running:
        raise DepotRefusal(
            f"Le {row} est à l'état « {row.get_status_display()} » : il n'y a rien à reprendre."
        )
    return _start(par, row, "")


def _new_depot(par: Membership, action: Action, gathered: str = "") -> Depot:
    """Return a new deposit, with the next number; its certificateur is locked, so that deposits are made one after the other.

    No two of a certificateur are made in the same second: their files are named after it.
    """
    owner = Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)
    if not owner.can_deposit:
        raise DepotRefusal(
            "Il manque les identifiants que la Caisse des Dépôts vous donne (identifiant client et numéro de contrat). "
            "Écrivez-les dans Réglages, puis recommencez."
        )
    if has_trials(certificateur=owner):
        raise DepotRefusal(
            "Les réponses du portail d'essai comptent encore. Remettez d'abord ces passages à déposer, depuis la page Dépôts."
        )
    known = Depot.objects.of(owner).aggregate(numero=Max("numero"), last=Max("horodatage"))
    now = timezone.now().replace(microsecond=0)
    if known["last"] and known["last"] >= now:
        now = known["last"] + timedelta(seconds=1)
    depot = Depot(
        certificateur=owner,
        numero=(known["numero"] or 0) + 1,
        action=action,
        id_flux=str(uuid.uuid4()),
        horodatage=now,
        version_format=owner.version_format,
        id_client=owner.id_client,
        id_contrat=owner.id_contrat,
        id_client_emetteur=owner.id_client_emetteur or owner.id_client,
        nature_deposant=owner.nature_deposant,
        is_trial=owner.is_trial,
        choix=gathered[:300],
        par=par.user,
    )
    depot.save()
    return depot


def _reserve(depot: Depot, rows: PassageQuerySet) -> int:
    """Write the lines of a deposit, by certification; the database refuses a passage that another one holds."""
    return insert_from(
        DepotPassage,
        rows,
        depot=Value(depot.pk),
        passage=F("pk"),
        rang=Window(RowNumber(), order_by=[F("certification_id"), F("pk")]),
        id_technique=F("id_technique"),
        issue=Value(Issue.ATTENTE.value),
        holds=Value(depot.action),
        cause=Value(""),
        messages=Value([], output_field=DepotPassage._meta.get_field("messages")),  # noqa: SLF001 - public, whatever its name
    )


def _start(par: Membership, depot: Depot, summary: str) -> Depot:
    """Have the files made once the transaction is over."""
    depot.travail = travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=BUILD,
        arguments={"membership": par.pk, "depot": str(depot.public_id)},
        title=f"Construction du {depot}",
        total=depot.total,
        counted="passage,passages",
        key=str(depot.public_id),
    )
    depot.save()
    if summary:
        journal.record(
            par=par,
            action="depots.withdraw" if depot.is_withdrawal else "depots.create",
            target=depot,
            summary=f"{summary} : {count(depot.total, 'passage', 'passages')}",
        )
    return depot
