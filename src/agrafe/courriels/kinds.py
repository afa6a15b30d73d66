"""The kinds of mails that the house sends: each application declares its own in its `mails.py`.

An application lists them on its configuration, and nothing else knows of them:

    class CertificateursConfig(AppConfig):
        mails = (INVITATION,)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.apps import apps

from agrafe.courriels.writing import check, check_subject


@dataclass(frozen=True, slots=True)
class Variable:
    """What `{{ name }}` stands for in a mail.

    Attributes:
        name: Lower-case letters, figures and underscores.
        description: A few words for whoever rewrites the text, « la personne qui invite ».
        example: What the preview shows.
        is_link: Whether it is an address: it may then stand in `[words]({{ name }})`, and is a link where it stands alone.
        is_secret: Whether it opens something by itself, as a code does; a link always does. The staff never sees it, and it
            goes from the database once the mail has left.
    """

    name: str
    description: str
    example: str
    is_link: bool = False
    is_secret: bool = False


ORGANISME: Final = Variable("organisme", "le nom de votre organisme", "École des métiers")
"""The variable that every mail has."""


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail, with the words of the house.

    Attributes:
        key: Application and name, `jurys.convocation`.
        label: Its name in the list of templates, « Convocation d'un membre de jury ».
        when: A sentence that says when it leaves, « Quand le jury est confirmé. ».
        subject: Its subject, with variables.
        text: Its text, in the language of `writing`.
        variables: What the subject and the text may name, besides `organisme`.
        is_solicitation: Whether the recipient may refuse to receive more of them: a link, and the headers of RFC 8058.
        is_editable: Whether a certificateur may put its own words in the place of these.

    Raises:
        WritingError: The subject or the text names what is not declared, or is badly written.
    """

    key: str
    label: str
    when: str
    subject: str
    text: str
    variables: tuple[Variable, ...] = ()
    is_solicitation: bool = False
    is_editable: bool = True

    def __post_init__(self) -> None:
        """Refuse words that could not be sent."""
        check_subject(self.subject, self.names)
        check(self.text, self.names, self.links)

    @property
    def all_variables(self) -> tuple[Variable, ...]:
        """Return its variables, `organisme` first."""
        return (ORGANISME, *self.variables)

    @property
    def names(self) -> frozenset[str]:
        """Return the names that its words may use."""
        return frozenset(each.name for each in self.all_variables)

    @property
    def links(self) -> frozenset[str]:
        """Return the names whose value is an address."""
        return frozenset(each.name for each in self.all_variables if each.is_link)

    @property
    def secrets(self) -> frozenset[str]:
        """Return the names whose value opens something by itself."""
        return self.links | {each.name for each in self.all_variables if each.is_secret}

    @property
    def examples(self) -> dict[str, str]:
        """Return the values of the preview, `organisme` left out."""
        return {each.name: each.example for each in self.variables}


class UnknownKind(KeyError):  # noqa: N818 - as a KeyError, it is a mistake of the code
    """No application declares this kind of mail."""


def kind_of(key: str) -> MailKind:
    """Return a kind of mail.

    Raises:
        UnknownKind: No application declares it.
    """
    found = _by_key().get(key)
    if found is None:
        raise UnknownKind(key)
    return found


def label_of(key: str) -> str:
    """Return the name of a kind of mail; its key when the application that had it has gone."""
    found = _by_key().get(key)
    return found.label if found else key


def all_kinds() -> tuple[MailKind, ...]:
    """Return every kind of mail, in the order of the applications."""
    return tuple(_by_key().values())


@cache
def _by_key() -> dict[str, MailKind]:
    kinds = list(_declared())
    by_key = {each.key: each for each in kinds}
    if len(by_key) != len(kinds):
        raise ValueError("two kinds of mails have the same key")
    return by_key


def _declared() -> Iterator[MailKind]:
    for config in apps.get_app_configs():
        yield from getattr(config, "mails", ())
