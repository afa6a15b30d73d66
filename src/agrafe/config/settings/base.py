"""Settings that are safe as they stand: no default secret, no debug pages, HTTPS only.

What belongs to one installation comes from its environment: AGRAFE_SECRET_KEY and AGRAFE_DATABASE must be there,
AGRAFE_HOSTS says which host names are answered (none without it).
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def required(name: str, what: str) -> str:
    """Return a variable of the environment, or refuse to start with a sentence that says what it is for."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} manque : elle donne {what}."
        )
    return value


def words(name: str) -> list[str]:
    """Return the words of a variable of the environment, separated by commas; none when it is absent."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


SECRET_KEY = required(
    "AGRAFE_SECRET_KEY", "la clé secrète de l'installation, au moins 50 caractères tirés au hasard"
)
DEBUG = False
ALLOWED_HOSTS = words("AGRAFE_HOSTS")

INSTALLED_APPS: list[str] = []
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "agrafe.config.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(required("AGRAFE_DATABASE", "le chemin du fichier de la base SQLite")),
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 30 * 24 * 3600
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS on sub-domains is for the owner of the whole domain to decide
    "security.W021",  # so is the preload list of the browsers
]
