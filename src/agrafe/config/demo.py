"""Demonstration data: an invented certificateur, its people, its passages in every state, and the accounts to look at them.

Some titulaires are asked to check their data, the CDC waits for an answer, and one account has a second certificateur. The people are drawn from the population of the rehearsal portal, always the same, so that deposits can be rehearsed on them.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from accrochage.operations.saisie import ETAT_CIVIL, Saisie
from accrochage.portail.essai.tirage import Essai, LigneEssai, draw
from agrafe.certificateurs.enums import Identification
from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.services import create_certificateur, request_identifiants
from agrafe.certifications.models import Bloc, Certification
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.comptes.services import create_user
from agrafe.courriels.models import Mail
from agrafe.depots.enums import Genre
from agrafe.depots.essai import population
from agrafe.depots.models import Depot
from agrafe.depots.selectors import Choix
from agrafe.depots.services.echeances import add_demande
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
from agrafe.verifications import services as verifications
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import QUESTIONS, keys_of

SEED: Final = "agrafe-demonstration"
PASSWORD: Final = "agrafe-demonstration"  # noqa: S105 - printed at the start, for a site that only this machine reaches


Truths = Mapping[str, Mapping[str, str]]
"""The names that persons have in truth, by key, where a row says others; by id technique."""
_NAMES: Final = frozenset({"nomNaissance", "nomUsage", "prenom1"})


class Account(NamedTuple):
    """A demonstration account: its name, its address, what it is, and of what when that is not the first certificateur alone."""

    name: str
    email: str
    role: Role
    of: str = ""


ACCOUNTS: Final = (
    Account("Claire Morel", "claire@demo.example", Role.ADMINISTRATEUR, "de deux organismes"),
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


class _Drawn(NamedTuple):
    """What is to be written of a person, its passage, which is not saved and knows no person yet, and the names that it has in truth."""

    personne: dict[str, Any]
    passage: Passage
    truth: Mapping[str, str]


@dataclass(frozen=True)
class _Drawing:
    """Passages of a certificateur: from what they are drawn, in how many rows each state finds its own, and the promotions."""

    seed: str
    lignes: int
    groups: Sequence[_Group]


ACCEPTED: Final = "Promotion d'hiver"
WAITING: Final = "Promotion d'été"
READY: Final = "Promotion d'automne"
EXCLUDED: Final = "Session annulée"
_FIRST: Final = _Drawing(
    seed=SEED,
    lignes=500,
    groups=(
        _Group(ACCEPTED, 148, range(100, 600)),
        _Group(ACCEPTED, 46, range(40, 85), "doubtful"),
        _Group(WAITING, 20, range(20, 60)),
        _Group(READY, 58, range(2, 98)),
        _Group(READY, 24, range(5, 80), "blocked"),
        _Group(EXCLUDED, 4, range(100, 300)),
    ),
)
"""300 passages. The rows of a workbook that are doubtful are those that the portal may reject; an error keeps the others back."""
RESENT: Final = 3
WITHDRAWN: Final = 2
ASKED: Final = 4
"""Titulaires of rejected passages that are asked to check their data; one of them answers."""
SECOND: Final = "École du paysage de l'Ouest (démonstration)"
_SECOND: Final = _Drawing(
    seed=f"{SEED}-2", lignes=40, groups=(_Group("Promotion du soir", 12, range(2, 80)),)
)


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
    truths = _create_passages(par, certifications, today, _FIRST)
    passages.exclude_passages(
        par=par, passages=_of(par, EXCLUDED), reason="Délivrée par un autre organisme."
    )
    _deposit(par)
    _verify(par, truths)
    _receive_letter(par, today)
    _found_second(par, today)
    drain()
    record(
        par=par,
        action="config.demo",
        target=certificateur,
        summary="Données de démonstration créées",
    )
    return certificateur


def _create_passages(
    par: Membership,
    certifications: Sequence[Certification],
    today: date,
    drawing: _Drawing,
) -> Truths:
    drawn = list(_passages(par.certificateur, certifications, today, drawing))
    titulaires = personnes.create_personnes(par=par, rows=[one.personne for one in drawn])
    for titulaire, one in zip(titulaires, drawn, strict=True):
        one.passage.personne = titulaire
    passages.create_passages(par=par, passages=[one.passage for one in drawn])
    return {one.passage.id_technique: one.truth for one in drawn if one.truth}


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


def _verify(par: Membership, truths: Truths) -> None:
    """Ask titulaires of rejected passages to check their data; one whose name was wrong answers, by the link of the mail."""
    rejected = _of(par, ACCEPTED).filter(status=Status.REJETE, personne__annee_naissance__gt=0)
    chosen = list(rejected.select_related("personne").order_by("pk")[:ASKED])
    verifications.ask(
        par=par,
        personnes=[one.personne for one in chosen],
        rubriques={one.personne.pk: keys_of(QUESTIONS) for one in chosen},
        motifs={one.personne.pk: ["MSG-AUCUN-TITULAIRE"] for one in chosen},
        origins={one.personne.pk: one.public_id for one in chosen},
    )
    wrong = next((one for one in chosen if one.id_technique in truths), chosen[0])
    _answer(Verification.objects.get(personne=wrong.personne), truths.get(wrong.id_technique, {}))


def _answer(verification: Verification, truth: Mapping[str, str]) -> None:
    """Answer as a titulaire does: all is as the fiche says, but the names that it has wrong."""
    link = min(Mail.objects.get(target_id=verification.public_id).links, key=len)
    drain()  # the mail leaves before it is answered
    token = link.rstrip("/").rpartition("/")[2]
    verifications.check_year(token=token, year=str(verification.personne.annee_naissance))
    for question in QUESTIONS:
        verifications.save_answer(
            token=token, question=question, values={**verification.avant, **truth}
        )
    verifications.answer(
        token=token, confirmed=True, remarque="J'ai tout recopié de ma carte d'identité."
    )


def _receive_letter(par: Membership, today: date) -> None:
    """Write down a letter of the CDC that waits for its answer, about a passage that was accepted."""
    add_demande(
        par=par,
        genre=Genre.CORRECTION,
        received_on=today - timedelta(days=40),
        objet="Le titulaire conteste l'orthographe de son nom de naissance",
        passage=_of(par, ACCEPTED).filter(status=Status.ACCEPTE).order_by("pk").first(),
    )


def _found_second(par: Membership, today: date) -> None:
    """Found a second certificateur, which has asked for its identifiers and deposits nothing yet."""
    other = create_certificateur(
        user=par.user,
        nom=SECOND,
        adresse="3 chemin des Aulnes\n44000 Nantes",
        contact_nom=par.user.name,
        contact_courriel="contact@demo.example",
    )
    request_identifiants(par=other, on=today - timedelta(days=12), today=today)
    _create_passages(other, _certifications(other.certificateur, today), today, _SECOND)


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
    certificateur: Certificateur,
    certifications: Sequence[Certification],
    today: date,
    drawing: _Drawing,
) -> Iterator[_Drawn]:
    chance = random.Random(drawing.seed)  # noqa: S311 - invention, not secrecy
    version = certificateur.version_format
    read = Saisie(version, today)
    weights = [fiche.weight for fiche in _FICHES]
    for rank, (group, ligne) in enumerate(_drawn(version, today, drawing), start=1):
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
        truth = {one.rubrique: one.juste for one in ligne.fautes if one.rubrique in _NAMES}
        yield _Drawn(personne, passage, truth)


def _own(rows: Rows) -> dict[str, object]:
    given_here = {"date_debut_validite", "id_technique", "donnee_certifiee"}
    return {name: value for name, value in rows.passage.items() if name not in given_here}


def _drawn(version: str, today: date, drawing: _Drawing) -> Iterator[tuple[_Group, LigneEssai]]:
    """Yield a group and a row for each passage."""
    essai = Essai(lignes=drawing.lignes, fautes=0.25, seed=drawing.seed, today=today)
    is_kept_back = _blocked(version, today)
    rows: dict[str, list[LigneEssai]] = {"sound": [], "doubtful": [], "blocked": []}
    for one in draw(essai, population):
        kind = "blocked" if is_kept_back(one) else "doubtful" if one.fautes else "sound"
        rows[kind].append(one)
    for group in drawing.groups:
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
