"""What is done to a certificateur: it is founded, it settles how it works, it gets its identifiers from the CDC."""

import uuid
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accrochage.referentiels.cles import fold
from agrafe.certificateurs.enums import TRANSITIONS, Deposant, Identification, Image
from agrafe.certificateurs.extensions import announce_format_change
from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.permissions import check_edit_settings
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership, User
from agrafe.journal.services import record
from agrafe.socle.refusals import Refusal


class ReglageRefused(Refusal):
    """The settings cannot be changed so."""


@transaction.atomic
def create_certificateur(
    *,
    user: User,
    nom: str,
    siret: str = "",
    adresse: str = "",
    contact_nom: str = "",
    contact_courriel: str = "",
    contact_telephone: str = "",
) -> Membership:
    """Found a certificateur; whoever founds it is its first administrateur.

    Raises:
        ReglageRefused: He has already founded one that bears this name: the form was sent twice.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    his = Membership.objects.active().filter(user=user).values_list("certificateur__nom", flat=True)
    if fold(nom) in map(fold, his):
        raise ReglageRefused(f"« {nom} » existe déjà dans votre compte : choisissez un autre nom.")
    certificateur = Certificateur.objects.create(
        nom=nom,
        siret=siret,
        adresse=adresse,
        contact_nom=contact_nom,
        contact_courriel=contact_courriel,
        contact_telephone=contact_telephone,
    )
    par = Membership.objects.create(
        user=user, certificateur=certificateur, role=Role.ADMINISTRATEUR
    )
    record(
        par=par,
        action="certificateurs.create",
        target=certificateur,
        summary="Organisme créé",
    )
    return par


@transaction.atomic
def update_organisme(
    *,
    par: Membership,
    nom: str,
    siret: str,
    adresse: str,
    contact_nom: str,
    contact_courriel: str,
    contact_telephone: str,
) -> Certificateur:
    """Change who the certificateur is and who speaks for it."""
    values = {
        "nom": nom,
        "siret": siret,
        "adresse": adresse,
        "contact_nom": contact_nom,
        "contact_courriel": contact_courriel,
        "contact_telephone": contact_telephone,
    }
    return _change(_locked(par), par, values, "certificateurs.organisme", "Organisme modifié")


@transaction.atomic
def request_identifiants(*, par: Membership, on: date, today: date) -> Certificateur:
    """Note that the identifiers have been asked for, and when.

    Raises:
        ReglageRefused: They are already there, or the day has not come yet.
    """
    certificateur = _locked(par)
    if certificateur.identification == Identification.RECUS:
        raise ReglageRefused(
            "Vos identifiants sont déjà enregistrés : il n'y a plus à les demander."
        )
    if on > today:
        raise ReglageRefused("Cette date n'est pas encore venue. Écrivez le jour de votre demande.")
    values = {"identification": Identification.ATTENDUS, "identifiants_demandes_le": on}
    return _change(certificateur, par, values, "certificateurs.request", "Identifiants demandés")


@transaction.atomic
def forget_request(*, par: Membership) -> Certificateur:
    """Note that the identifiers have not been asked for after all.

    Raises:
        ReglageRefused: They are not being waited for.
    """
    certificateur = _locked(par)
    _check_can_become(certificateur, Identification.A_DEMANDER)
    values = {"identification": Identification.A_DEMANDER, "identifiants_demandes_le": None}
    return _change(certificateur, par, values, "certificateurs.forget", "Demande effacée")


@transaction.atomic
def update_caisse_des_depots(
    *,
    par: Membership,
    today: date,
    id_client: str,
    id_contrat: str,
    nature_deposant: str,
    tiers_nom: str,
    id_client_emetteur: str,
    version_format: str,
) -> Certificateur:
    """Change what the CDC knows of the certificateur: its identifiers, who deposits, and in which version of the format.

    Both identifiers make it identified; taking one of them away makes it wait again. A certificateur that deposits itself
    has no tiers de confiance. What was checked under another version is checked again in the background.
    """
    certificateur = _locked(par)
    before = certificateur.version_format
    by_tiers = nature_deposant == Deposant.TIERS_CONFIANCE
    values = {
        "id_client": id_client,
        "id_contrat": id_contrat,
        "nature_deposant": nature_deposant,
        "tiers_nom": tiers_nom if by_tiers else "",
        "id_client_emetteur": id_client_emetteur if by_tiers else "",
        "version_format": version_format,
        **_identified(certificateur, bool(id_client and id_contrat), today),
    }
    certificateur = _change(
        certificateur, par, values, "certificateurs.identifiants", "Identifiants et dépôt réglés"
    )
    if version_format != before:
        announce_format_change(par=par)
    return certificateur


@transaction.atomic
def settle_identification(
    *,
    par: Membership,
    today: date,
    situation: str,
    on: date | None,
    id_client: str,
    id_contrat: str,
) -> Certificateur:
    """Note where a certificateur stands with the CDC, as the assistant asks it.

    Args:
        par: Who answers.
        today: The day of the answer.
        situation: A value of `Identification`.
        on: The day of the request, when the identifiers are awaited.
        id_client: The identifiers, when they came.
        id_contrat: The same.

    Raises:
        ReglageRefused: The identifiers are there already, and the answer says otherwise.
    """
    certificateur = _locked(par)
    if situation == Identification.ATTENDUS and on:
        return request_identifiants(par=par, on=on, today=today)
    if situation == Identification.RECUS:
        values = {
            "id_client": id_client,
            "id_contrat": id_contrat,
            **_identified(certificateur, bool(id_client and id_contrat), today),
        }
        return _change(
            certificateur, par, values, "certificateurs.identifiants", "Identifiants enregistrés"
        )
    if situation != certificateur.identification:
        return forget_request(par=par)
    return certificateur


def _identified(certificateur: Certificateur, has_both: bool, today: date) -> dict[str, Any]:
    """Return what changes in the identification once the identifiers are there, or are no longer."""
    was = certificateur.identification == Identification.RECUS
    if has_both and not was:
        return {"identification": Identification.RECUS, "identifiants_recus_le": today}
    if was and not has_both:
        return {"identification": Identification.ATTENDUS, "identifiants_recus_le": None}
    return {}


@transaction.atomic
def update_images(
    *,
    par: Membership,
    signataire_nom: str,
    signataire_qualite: str,
    images: Mapping[Image, bytes | None],
) -> Certificateur:
    """Change who signs the documents, and the images given.

    Args:
        par: Who changes them.
        signataire_nom: Whose signature it is.
        signataire_qualite: As what he signs.
        images: The images to keep, as `socle.images.rewritten` gives them; None leaves the one that is there.
    """
    certificateur = _locked(par)
    for kind, content in images.items():
        if content is not None:
            _set_image(certificateur, par, kind, content)
    values = {"signataire_nom": signataire_nom, "signataire_qualite": signataire_qualite}
    return _change(certificateur, par, values, "certificateurs.signataire", "Signataire modifié")


def _set_image(certificateur: Certificateur, par: Membership, kind: Image, content: bytes) -> None:
    """Keep an image under a random name, in the place of the one before, which goes once this is done."""
    before = getattr(certificateur, kind).name
    getattr(certificateur, kind).save(f"{uuid.uuid4().hex}.png", ContentFile(content), save=False)
    certificateur.save(update_fields=(kind.value, "updated_at"))
    _forget_file(before)
    record(
        par=par,
        action="certificateurs.image",
        target=certificateur,
        summary=f"{kind.label} : image changée" if before else f"{kind.label} : image ajoutée",
    )


@transaction.atomic
def remove_image(*, par: Membership, kind: Image) -> Certificateur:
    """Take an image away; its file goes once this is done."""
    certificateur = _locked(par)
    before = getattr(certificateur, kind).name
    if before:
        setattr(certificateur, kind, "")
        certificateur.save(update_fields=(kind.value, "updated_at"))
        _forget_file(before)
        record(
            par=par,
            action="certificateurs.image_remove",
            target=certificateur,
            summary=f"{kind.label} : image retirée",
        )
    return certificateur


def _forget_file(name: str) -> None:
    if name:
        transaction.on_commit(partial(default_storage.delete, name))


@transaction.atomic
def update_courriels(
    *, par: Membership, courriel_expediteur: str, courriel_reponse: str, courriel_pied: str
) -> Certificateur:
    """Change how the mails of the certificateur present themselves."""
    values = {
        "courriel_expediteur": courriel_expediteur,
        "courriel_reponse": courriel_reponse,
        "courriel_pied": courriel_pied,
    }
    return _change(_locked(par), par, values, "certificateurs.courriels", "Courriels réglés")


@transaction.atomic
def set_trial(*, par: Membership, is_trial: bool) -> Certificateur:
    """Have the deposits go to the rehearsal portal, or to the CDC."""
    summary = "Mode essai activé" if is_trial else "Mode essai quitté"
    return _change(_locked(par), par, {"is_trial": is_trial}, "certificateurs.trial", summary)


def _locked(par: Membership) -> Certificateur:
    """Return the certificateur of an administrateur, so that nobody else changes it meanwhile."""
    check_edit_settings(par)
    return Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)


def _check_can_become(certificateur: Certificateur, state: Identification) -> None:
    current = Identification(certificateur.identification)
    if state not in TRANSITIONS[current]:
        raise ReglageRefused(
            f"Votre organisme en est à « {current.label} » : cela ne se peut plus."
        )


def _change(
    certificateur: Certificateur,
    par: Membership,
    values: Mapping[str, Any],
    action: str,
    summary: str,
) -> Certificateur:
    """Write the values that differ, and a line of the journal; nothing at all when none does."""
    changes = {
        name: (getattr(certificateur, name), value)
        for name, value in values.items()
        if getattr(certificateur, name) != value
    }
    if not changes:
        return certificateur
    for name, (_, value) in changes.items():
        setattr(certificateur, name, value)
    certificateur.save(update_fields=(*changes, "updated_at"))
    record(par=par, action=action, target=certificateur, summary=summary, changes=changes)
    return certificateur
