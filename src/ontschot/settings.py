"""Settings of Ontschot, read from the environment; `./ontschot` fills that environment.

There is one file and three ways to run (`ONTSCHOT_MODUS`): `productie`, `demo` and `test`.
Production is the default, so that forgetting to say how you run is always the safe mistake.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from ontschot.web import csp

BASE_DIR = Path(__file__).resolve().parent
ROOT_DIR = BASE_DIR.parent.parent

MODUS = os.environ.get("ONTSCHOT_MODUS", "productie")
if MODUS not in {"productie", "demo", "test"}:
    raise ImproperlyConfigured(f"ONTSCHOT_MODUS is '{MODUS}': kies productie, demo of test.")
DEMO = MODUS == "demo"
TEST = MODUS == "test"
DEBUG = False

DATA_DIR = Path(os.environ.get("ONTSCHOT_DATA", ROOT_DIR / "var"))


def _secret_key() -> str:
    """Demo and tests may run without a key of their own; production may not (see kern.checks)."""
    key = os.environ.get("ONTSCHOT_GEHEIM", "")
    return key or ("" if MODUS == "productie" else secrets.token_urlsafe(48))


SECRET_KEY = _secret_key() or "onveilig-geen-sleutel-ingesteld"
ALLOWED_HOSTS = os.environ.get("ONTSCHOT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ONTSCHOT_ORIGINS", "").split(",") if o]


def database(url: str) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name` into Django's dictionary.

    The host of a Unix socket may be given as `?host=/path`, as libpq does.
    """
    parts = urlsplit(url)
    query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Of what `kern.composed` asks, PostgreSQL keeps the plan with the connection.
        "OPTIONS": {"application_name": "ontschot", "prepare_threshold": 0},
    }


DATABASES = {
    "default": database(os.environ.get("ONTSCHOT_DATABASE_URL", "postgresql:///ontschot")),
}

# The login role that post_migrate gives its rights; never the owner of the tables.
APPLICATION_ROLE = os.environ.get("ONTSCHOT_ROL", "ontschot_app")

# The order of the rooms is the order of the house, from the ground floor up.
ROOMS = [
    "ontschot.kern",
    "ontschot.web",
    "ontschot.netwerk",
    "ontschot.toewijzing",
    "ontschot.regelingen",
    "ontschot.kandidaten",
    "ontschot.menukaart",
    "ontschot.aanbieders",
    "ontschot.documenten",
    "ontschot.berichten",
    "ontschot.meldingen",
    "ontschot.trajecten",
    "ontschot.kassier",
    "ontschot.casusoverleg",
    "ontschot.monitor",
    "ontschot.verantwoording",
    "ontschot.portaal",
    "ontschot.werkplek",
    "ontschot.beheer",
    "ontschot.server",
]

INSTALLED_APPS = [
    "django.forms",
    # Before allauth, so that our sign-in pages are found first.
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ontschot.portaal.middleware.PubliekeTaal",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "ontschot.urls"
WSGI_APPLICATION = "ontschot.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ontschot.web.context.layout",
            ],
            "builtins": ["ontschot.web.templatetags.ontschot"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Sign-in: allauth with argon2, a lock-out and a second factor (TOTP and passkeys).
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "ontschot.beheer.adapters.ClosedAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/ip,5/5m/key", "login": "30/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TEST
LOGIN_URL = "account_login"
# Where a kandidaat comes in, who has no account.
EIGEN_LOGIN_URL = "/mijn/aanmelden/"
LOGIN_REDIRECT_URL = "/werkvoorraad/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if MODUS == "productie":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_SSL_REDIRECT = os.environ.get("ONTSCHOT_TLS_ELDERS", "") != "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = csp.CONTENT_SECURITY_POLICY

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static" if MODUS == "productie" else ROOT_DIR / "build" / "collected"
STATICFILES_DIRS = [p for p in [ROOT_DIR / "build" / "static"] if p.is_dir()]
WHITENOISE_USE_FINDERS = MODUS != "productie"
WHITENOISE_MAX_AGE = 3600

# Where people find this installation; stands in messages that hold a link. The command fills it
# in: the port of the demo, the name of ONTSCHOT_HOSTS in real use (`server.environment`).
WEBADRES = os.environ.get("ONTSCHOT_WEBADRES", "http://localhost:8000")
EMAIL_BACKEND = os.environ.get(
    "ONTSCHOT_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = DATA_DIR / "post"
DEFAULT_FROM_EMAIL = os.environ.get("ONTSCHOT_AFZENDER", "ontschot@localhost")

# The dotted path of a callable `(nummer, tekst) -> None`; see `kern.outbox`.
SMS_GATEWAY = os.environ.get("ONTSCHOT_SMS_GATEWAY", "")

# Where clamd listens: `unix:/path` or `tcp:host:port`; empty when there is no virus scanner.
CLAMD = os.environ.get("ONTSCHOT_CLAMD", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "ontschot.kern.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"ontschot": {"level": "INFO"}},
}
