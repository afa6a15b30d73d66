"""Writing the journal, one line for each call of a service, in its transaction; and having it verified."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from accrochage import typographie
from agrafe.comptes.models import Membership, User
from agrafe.journal.digests import digest_of
from agrafe.journal.models import Chain, JournalEntry
from agrafe.journal.permissions import check_read_journal
from agrafe.journal.verification import Verdict, verify
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail

SENSITIVE: Final = frozenset(
    {
        *("nom_naissance", "nom_usage", "prenom1", "prenom2", "prenom3"),
        *("annee_naissance", "mois_naissance", "jour_naissance", "sexe"),
        *("code_insee", "code_postal", "libelle_commune_naissance", "commentaires_men"),
        *("code_pays_naissance", "libelle_pays_naissance"),
        *("courriel", "telephone", "adresse", "email", "name", "nir"),
        *("contact_nom", "contact_courriel", "contact_telephone", "signataire_nom"),
        *("courriel_reponse", "courriel_pied"),
        *("nom_titulaire", "prenom1_titulaire", "id_dossier", "verbatim"),
    }
)
"""Fields whose values never stand in the journal: it only says that they changed."""
MASK: Final = "•••"
AT_ONCE: Final = 2_000
"""Lines that are verified while one waits; a longer chain is verified in the background."""

Changes = Mapping[str, tuple[Any, Any]]
"""What changed, field by field: before, after."""


def record(
    *,
    par: Membership | None,
    action: str,
    target: models.Model | None = None,
    summary: str = "",
    changes: Changes | None = None,
    certificateur_id: int | None = None,
    user: User | None = None,
) -> JournalEntry:
    """Write a line at the end of the chain of a certificateur; it is there if the transaction ends well.

    Args:
        par: Who acts; None for what nobody asked for (a nightly task), or before there is a membership.
        action: Application and verb, `"passages.exclude"`.
        target: What it is done to; a `Record`, whose `public_id` is kept.
        summary: A French sentence without personal data, `"3 passages exclus"`.
        changes: Values before and after; those of `SENSITIVE` fields are masked.
        certificateur_id: Whose chain, when `par` is None; None then means the chain of the installation.
        user: Who acts, when he has no membership.
    """
    owner = par.certificateur_id if par else certificateur_id
    with transaction.atomic(savepoint=False):  # a line that cannot be written undoes what it tells
        chain = _locked_chain(owner)
        entry = JournalEntry(
            chain=chain,
            number=chain.number + 1,
            at=timezone.now(),
            user=par.user if par else user,
            action=action,
            target_type=target._meta.label_lower if target else "",  # noqa: SLF001 - Django's documented way
            target_id=getattr(target, "public_id", None),
            summary=summary[:300],
            changes=_masked(changes or {}),
            previous=chain.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        chain.number, chain.digest = entry.number, entry.digest
        chain.save(update_fields=("number", "digest"))
    return entry


def owner_of(certificateur_id: int | None) -> str:
    """Return the name of the chain of a certificateur, or of the installation."""
    return str(certificateur_id or "installation")


def verify_journal(*, par: Membership) -> Verdict | Travail:
    """Verify the journal of a certificateur from its first line: at once, or in the background when it is long.

    Returns:
        What was found, or the travail that looks for it.

    Raises:
        Denied: He may not read the journal.
    """
    check_read_journal(par)
    record(par=par, action="journal.verify")
    chain = Chain.objects.get(owner=owner_of(par.certificateur_id))
    if chain.number <= AT_ONCE:
        return verify(chain)
    return travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind="journal.verify",
        arguments={"chain": chain.pk},
        title="Vérification du journal",
        total=chain.number,
        counted="ligne,lignes",
        key="journal",
    )


def note_export(*, par: Membership, count: int) -> None:
    """Write in the journal that it was taken away as a file.

    Raises:
        Denied: He may not read the journal.
    """
    check_read_journal(par)
    record(par=par, action="journal.export", summary=typographie.count(count, "ligne", "lignes"))


def _locked_chain(certificateur_id: int | None) -> Chain:
    owner = owner_of(certificateur_id)
    chains = Chain.objects.select_for_update(no_key=True)
    chain = chains.filter(owner=owner).first()
    if chain is None:
        Chain.objects.get_or_create(owner=owner, defaults={"certificateur_id": certificateur_id})
        chain = chains.get(owner=owner)
    return chain


def _masked(changes: Changes) -> dict[str, list[Any]]:
    return {
        name: [_shown(name, before), _shown(name, after)]
        for name, (before, after) in changes.items()
    }


def _shown(name: str, value: Any) -> Any:
    if value in (None, ""):
        return ""
    if name in SENSITIVE:
        return MASK
    return value if isinstance(value, bool | int) else str(value)
