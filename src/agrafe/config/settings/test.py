"""Settings of the tests and of mypy: the base ones, made-up secrets, and templates that tolerate no mistake."""

from typing import Any, NoReturn

from agrafe.config.environment import database, optional
from agrafe.config.settings.base import *


class MissingVariable(str):
    """Stands where a template names what its view did not give: printing it fails."""

    __slots__ = ()

    def __mod__(self, value: Any) -> NoReturn:
        message = f"the template has no « {value} »"
        raise AssertionError(message)


SECRET_KEY = "only-for-the-tests-and-never-for-an-installation-0123456789"
FIELD_KEYS = ["b25seS1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODlhYmM="]
DATABASES = {"default": database(optional("AGRAFE_TEST_DATABASE", ":memory:"))}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

COMPONENTS_PAGE = True
SITE_ADDRESS = "https://agrafe.exemple.fr"
DEFAULT_FROM_EMAIL = "agrafe@exemple.fr"
TEMPLATES[0]["OPTIONS"] |= {"string_if_invalid": MissingVariable("%s"), "debug": True}

# Without HTTPS, as the test client and the browser of the tests ask.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# The files as they lie in the tree: nothing to collect before a test.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
