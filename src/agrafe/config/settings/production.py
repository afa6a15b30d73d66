"""The settings of an installation: the base ones, and what its environment says (docs/exploitation/application-web.md)."""

from platformdirs import user_cache_path, user_data_path

from agrafe.config.environment import (
    bucket,
    database,
    mail_server,
    optional,
    required,
    sealing_keys,
    sender,
    site_address,
    tasks_backend,
    whole,
    words,
    yes_no,
)
from agrafe.config.settings.base import *

SECRET_KEY = required(
    "AGRAFE_SECRET_KEY", "la clé secrète de l'installation, au moins 50 caractères tirés au hasard"
)
SECRET_KEY_FALLBACKS = words("AGRAFE_SECRET_KEY_OLD")
DATABASES = {
    "default": database(
        required(
            "AGRAFE_DATABASE", "le chemin du fichier SQLite ou l'adresse de la base PostgreSQL"
        )
    )
}
ALLOWED_HOSTS = words("AGRAFE_HOSTS")
FIELD_KEYS = sealing_keys("AGRAFE_FIELD_KEYS")
MEDIA_ROOT = optional("AGRAFE_FILES", str(user_data_path("agrafe") / "fichiers"))
if _BUCKET := bucket(MEDIA_ROOT):
    MEDIA_ROOT, STORAGES = "", STORAGES | {"default": _BUCKET}
STATIC_ROOT = optional("AGRAFE_STATIC", str(user_cache_path("agrafe") / "static"))
TASKS, _TASKS_APPS = tasks_backend(optional("AGRAFE_TASKS", "embarque"))
INSTALLED_APPS += _TASKS_APPS
SITE_ADDRESS = site_address("AGRAFE_ADDRESS", ALLOWED_HOSTS)
globals().update(mail_server(optional("AGRAFE_MAIL_URL")))
DEFAULT_FROM_EMAIL = sender(
    "AGRAFE_MAIL_FROM", DEFAULT_FROM_EMAIL, is_needed=bool(optional("AGRAFE_MAIL_URL"))
)
OPEN_SIGN_UP = yes_no("AGRAFE_SIGN_UP", default=False)
OUTIL_FOLDER = optional("AGRAFE_OUTIL", str(user_cache_path("agrafe") / "outil"))
SOURCE_ADDRESS = optional("AGRAFE_SOURCE")
MAX_REQUEST_SIZE = whole("AGRAFE_MAX_MEGABYTES", default=100) * 1000 * 1000

# A proxy that ends HTTPS must say so, and must erase the header when it comes from outside.
if yes_no("AGRAFE_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # whose X-Forwarded-For says where a visitor comes from

# Without HTTPS: to try Agrafe on one's own machine, and nowhere else.
if not yes_no("AGRAFE_HTTPS", default=True):
    SECURE_SSL_REDIRECT = False
    SECURE_HSTS_SECONDS = 0
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
