"""What every installation has in common, safe as it stands: no secret, no database, no debug pages, HTTPS only.

`production` adds what belongs to one installation, `dev` what helps a developer, `test` what the tests need.
"""

from typing import Any, Final

from csp.constants import NONE, SELF

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "agrafe.socle",  # before django.forms, whose templates it replaces
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for the form renderer of the socle
    "csp",
]
MIDDLEWARE = [
    "agrafe.socle.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "agrafe.socle.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "agrafe.socle.middleware.MaxSizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "agrafe.config.urls"
WSGI_APPLICATION = "agrafe.config.wsgi.web"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "agrafe.socle.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "agrafe.socle.form_renderer.FormRenderer"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------------------------------ French

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --------------------------------------------------------------------------------------- the socle

# The page that shows every component; for those who develop Agrafe.
COMPONENTS_PAGE = False
# Where to find the source of what runs here, which the AGPL promises to those who use it through a network.
SOURCE_ADDRESS = ""
# The largest request that is read, files included, in bytes.
MAX_REQUEST_SIZE = 100 * 1000 * 1000

# ------------------------------------------------------------------------------------ static files

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---------------------------------------------------------------------------------------- requests

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form, its files not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes; a larger file goes to the disk as it comes
FILE_UPLOAD_PERMISSIONS = 0o600

# ---------------------------------------------------------------------------------------- security

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]  # asked by the machine itself, behind the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_NAME = "__Host-session"  # the prefix: HTTPS, this host alone, the whole site
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie

CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "agrafe.socle.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # the ticks and crosses in Bootstrap's style sheet
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS on sub-domains is for the owner of the whole domain to decide
    "security.W021",  # so is the preload list of the browsers
]

# ----------------------------------------------------------------------------------------- logging

# No personal data: neither the path nor the query of a request, nor the text of an exception, which may quote a value.
LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "agrafe.socle.logs.RequestFilter"}},
    "formatters": {"line": {"()": "agrafe.socle.logs.LineFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write the path, or send the request by mail.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
