"""What every installation has in common, safe as it stands: no secret, no database, no debug pages, HTTPS only.

`production` adds what belongs to one installation, `dev` what helps a developer, `test` what the tests need.
"""

from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

from csp.constants import NONE, SELF

from agrafe.config.environment import tasks_backend

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "agrafe.config",
    "agrafe.socle",  # before django.forms, whose templates it replaces
    "agrafe.aide",
    "agrafe.comptes",
    "agrafe.travaux",
    "agrafe.journal",
    "agrafe.courriels",
    "agrafe.certificateurs",
    "agrafe.certifications",
    "agrafe.personnes",
    "agrafe.verifications",
    "agrafe.passages",
    "agrafe.imports",
    "agrafe.depots",
    "agrafe.outil",
    "agrafe.api",
    "agrafe.recherche",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for the form renderer of the socle
    "csp",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "agrafe.socle.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "agrafe.socle.middleware.HeadersMiddleware",
    "agrafe.api.middleware.JsonErrorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "agrafe.socle.middleware.MaxSizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "agrafe.comptes.sessions.SessionLimitsMiddleware",
    "agrafe.comptes.access.MembershipMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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

# ---------------------------------------------------------------------------------------- accounts

AUTH_USER_MODEL = "comptes.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds that the link of « agrafe utilisateur » lives
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "passages:list"
LOGOUT_REDIRECT_URL = "account_login"

# Whether anybody may open an account; the very first one always may, and whoever was invited.
OPEN_SIGN_UP = False

ACCOUNT_ADAPTER = "agrafe.certificateurs.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that strangers type
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the second factor is asked for all the same
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/10m/ip,5/10m/key",
    "reset_password": "20/m/ip,5/h/key",
    "confirm_email": "1/10s/key,10/h/key",
    "signup": "20/h/ip",
}
ACCOUNT_FORMS = {
    "login": "agrafe.comptes.forms.LoginForm",
    "signup": "agrafe.comptes.forms.SignupForm",
    "add_email": "agrafe.comptes.forms.AddEmailForm",
    "change_password": "agrafe.comptes.forms.ChangePasswordForm",
    "reset_password": "agrafe.comptes.forms.ResetPasswordForm",
    "reset_password_from_key": "agrafe.comptes.forms.NewPasswordForm",
    "reauthenticate": "agrafe.comptes.forms.ReauthenticateForm",
    "confirm_email_verification_code": "agrafe.comptes.forms.ConfirmEmailForm",
    "confirm_password_reset_code": "agrafe.comptes.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "agrafe.comptes.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Agrafe"
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds, for telephones whose clock is late
MFA_FORMS = {
    "authenticate": "agrafe.comptes.forms.SecondFactorForm",
    "reauthenticate": "agrafe.comptes.forms.ReauthenticateCodeForm",
    "activate_totp": "agrafe.comptes.forms.ActivateTOTPForm",
    "add_webauthn": "agrafe.comptes.forms.AddKeyForm",
    "edit_webauthn": "agrafe.comptes.forms.RenameKeyForm",
}

# Counts of attempts, shared by every process and every machine: a table that a migration makes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "comptes_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

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

# ----------------------------------------------------------------------------------- private files

# Logos, workbooks to import: never served by their address, only by a view that knows who asks.
MEDIA_ROOT = ""
# The keys that encrypt what must not be read in the database (NIR): the first one seals, all of them open.
FIELD_KEYS: list[str] = []

# --------------------------------------------------------------------------------- background work

# Where tasks wait: « embarque » in a table of this database, « procrastinate » in its queues of PostgreSQL.
TASKS, _ = tasks_backend("embarque")
PROCRASTINATE_ON_APP_READY = "agrafe.travaux.backends.procrastinate.register"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # travaux imports the tasks itself
# A worker gives a sign of life this often; after this long without one, another takes up its work.
TRAVAUX_BEAT = timedelta(seconds=10)
TRAVAUX_LEASE = timedelta(seconds=60)

# --------------------------------------------------------------------------------- the imports

# The file and the rows of an import are erased so long after the last thing done to it; what it wrote stays, and cannot be undone any more.
IMPORTS_KEPT_DAYS = 90

# --------------------------------------------------------------------------------- the verifications

# What titulaires were asked and answered is erased so long after the end of a verification; its trail stays.
VERIFICATIONS_KEPT_DAYS = 365
# Years of birth tried in ten minutes, by address: those of a class behind one box.
VERIFICATIONS_RATE = 120

# ----------------------------------------------------------------------------------- the free tool

# Where the files of a visitor stay as long as he is there; shared by the processes of the server, and by nobody else.
OUTIL_FOLDER = str(Path(gettempdir()) / "agrafe-outil")
OUTIL_MINUTES = 20  # without a request, before they are erased
OUTIL_MAX_FILE_SIZE = 50 * 1000 * 1000  # bytes
OUTIL_MAX_MEMORY = 2 << 30  # bytes that the reading of one file may take
OUTIL_MAX_SECONDS = 180
OUTIL_MAX_WORKS = 4  # files read at a time, all visitors together
OUTIL_MAX_VISITORS = 200  # folders at a time
OUTIL_RATE = 60  # files sent and checks asked for in ten minutes, by address

# ------------------------------------------------------------------------------ access of programs

API_RATE = 600  # requests in ten minutes, by address

# ---------------------------------------------------------------------------- the rehearsal portal

# Whom the portal of a trial knows: so many people who do not exist, always the same for the same seed.
ESSAI_POPULATION = 2_000
ESSAI_SEED = "agrafe-demonstration"

# ------------------------------------------------------------------------------------------- mails

# Where the site answers, without a slash at the end: the links of the mails start so.
SITE_ADDRESS = ""
# Mails stay in the outbox as long as no server is set.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = "agrafe@localhost"

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
SESSION_COOKIE_AGE = 12 * 3600  # seconds from the time someone signed in
SESSION_IDLE_AGE = 2 * 3600  # seconds without a page
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
