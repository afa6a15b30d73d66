"""Addresses: those that leave the site, in a mail or on paper, and the one that a form leads back to."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(path: str) -> str:
    """Return the address of a page from its path, as `reverse` gives it: it says the whole of it."""
    return f"{settings.SITE_ADDRESS}{path}"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return where a form leads once it is done: the page of this site that its address names as `suite`, if it names one."""
    asked = request.GET.get("suite", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise
