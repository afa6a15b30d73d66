"""Where a WSGI server enters: `agrafe.config.wsgi:web`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.production")

web = get_wsgi_application()
