"""The settings of an installation: the base ones, and what its environment says (docs/exploitation/application-web.md)."""

from platformdirs import user_cache_path

from agrafe.config.environment import database, optional, required, whole, words, yes_no
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
STATIC_ROOT = optional("AGRAFE_STATIC", str(user_cache_path("agrafe") / "static"))
SOURCE_ADDRESS = optional("AGRAFE_SOURCE")
MAX_REQUEST_SIZE = whole("AGRAFE_MAX_MEGABYTES", default=100) * 1000 * 1000

# A proxy that ends HTTPS must say so, and must erase the header when it comes from outside.
if yes_no("AGRAFE_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Without HTTPS: to try Agrafe on one's own machine, and nowhere else.
if not yes_no("AGRAFE_HTTPS", default=True):
    SECURE_SSL_REDIRECT = False
    SECURE_HSTS_SECONDS = 0
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
