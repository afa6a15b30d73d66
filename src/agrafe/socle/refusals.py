"""What a service answers when it cannot do what was asked: a sentence in French, fit for the user.

Each application derives its own from these; a view shows the sentence, nothing else catches them.
"""

from django.core.exceptions import PermissionDenied


class Refusal(Exception):  # noqa: N818 - « error » would say that something broke
    """The thing cannot be done, and the sentence says why and what to do."""


class Denied(Refusal, PermissionDenied):
    """Whoever asks may not do this: the page answers 403, with the sentence."""
