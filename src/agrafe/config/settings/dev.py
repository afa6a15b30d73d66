"""Settings of a developer's clone, those of `python manage.py`: debug pages, a database in `build/`, no HTTPS."""

from pathlib import Path

from agrafe.config.environment import database
from agrafe.config.settings.test import *

_BUILD = Path(__file__).resolve().parents[4] / "build" / "dev"
_BUILD.mkdir(parents=True, exist_ok=True)

DEBUG = True
DATABASES = {"default": database(str(_BUILD / "agrafe.sqlite3"))}
MEDIA_ROOT = str(_BUILD / "fichiers")
SITE_ADDRESS = "http://127.0.0.1:8000"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(_BUILD / "courriels")
SECURE_HSTS_SECONDS = 0
INTERNAL_IPS = ["127.0.0.1"]
