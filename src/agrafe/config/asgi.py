"""Where an ASGI server enters: `agrafe.config.asgi:web`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.production")

web = get_asgi_application()
