"""The settings of the workers that tests/web/travaux starts: a database of their own, short leases, the chantier."""

import os
from datetime import timedelta

from agrafe.config.environment import database, tasks_backend
from agrafe.config.settings.test import *  # noqa: F403 - a settings module extends another, Django's way

DATABASES = {"default": database(os.environ["CHANTIER_DATABASE"])}
TASKS, _apps = tasks_backend(os.environ["CHANTIER_TASKS"])
INSTALLED_APPS = [*INSTALLED_APPS, "factories.chantier", *_apps]  # noqa: F405 - the same
MEDIA_ROOT = os.environ["CHANTIER_FILES"]
TRAVAUX_BEAT = timedelta(seconds=0.3)
TRAVAUX_LEASE = timedelta(seconds=2)
