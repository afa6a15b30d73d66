"""The house layout: one look for every mail, in the name of the certificateur who sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.html import escape

from agrafe.courriels.kinds import ORGANISME, MailKind
from agrafe.courriels.writing import fill, fill_subject, one_line

HOUSE = "Agrafe"
"""Who writes when no certificateur does."""
HIDDEN = "(lien personnel)"
"""What stands in the place of a link that only its recipient may follow."""


class Organisation(Protocol):
    """What the mails need to know of a certificateur."""

    pk: Any
    nom: Any
    contact_courriel: Any
    courriel_expediteur: Any
    courriel_reponse: Any
    courriel_pied: Any


@dataclass(frozen=True, slots=True)
class Words:
    """The subject and the text of a mail, with their variables."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it leaves."""

    subject: str
    text: str
    html: str


def write(
    kind: MailKind,
    words: Words,
    values: Mapping[str, str],
    certificateur: Organisation | None,
    unsubscribe_url: str = "",
) -> Written:
    """Write a mail: its words with their values, in the house layout.

    Args:
        kind: Its kind.
        words: Those of the house, or of the certificateur.
        values: The value of each variable of the kind, `organisme` left out.
        certificateur: In whose name it leaves; None for the installation.
        unsubscribe_url: The address where no more of them can be asked for; empty when it is no solicitation.
    """
    name = one_line(certificateur.nom) if certificateur else HOUSE
    values = {**values, ORGANISME.name: name}
    body = fill(words.text, values, kind.links)
    foot = (certificateur.courriel_pied if certificateur else "").strip()
    subject = fill_subject(words.subject, values)[:300]
    context = {
        "subject": subject,
        "name": name,
        "body": body,
        "foot": foot,
        "unsubscribe_url": unsubscribe_url,
    }
    return Written(
        subject,
        render_to_string("courriels/mail.txt", context).strip() + "\n",
        render_to_string("courriels/mail.html", context),
    )


def sender_name(certificateur: Organisation | None) -> str:
    """Return the name that the recipient reads as the sender."""
    name = (certificateur.courriel_expediteur or certificateur.nom) if certificateur else HOUSE
    return one_line(name)[:100]


def reply_to(certificateur: Organisation | None) -> str:
    """Return where answers go, empty when they go nowhere else."""
    if certificateur is None:
        return ""
    return str(certificateur.courriel_reponse or certificateur.contact_courriel)


def without_links(text: str, links: list[str]) -> str:
    """Return a text, plain or HTML, in which the personal links can no longer be followed."""
    for link in sorted(links, key=len, reverse=True):
        text = text.replace(escape(link), HIDDEN).replace(link, HIDDEN)
    return text
