"""Settings of the tests and of mypy: the base ones, with made-up values for what an installation must give."""

import os

os.environ.setdefault(
    "AGRAFE_SECRET_KEY", "only-for-the-tests-and-never-for-an-installation-0123456789"
)
os.environ.setdefault("AGRAFE_DATABASE", ":memory:")

from agrafe.config.settings.base import *  # must stand after what it reads

ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
