"""Addresses that leave the site, in a mail or on paper: they say the whole of it."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the address of a page from its path, as `reverse` gives it."""
    return f"{settings.SITE_ADDRESS}{path}"
