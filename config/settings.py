"""Every setting, from the environment: variables, or a `.env` file beside manage.py.

README lists the variables. Only SECRET_KEY has no default outside DEBUG: without one of its own the
site does not start.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.sqlite import engine as sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "PYTEST_VERSION" in os.environ  # pytest sets it; the suite must not depend on anybody's .env

env = environ.Env()
if not TESTING:
    env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

# What the site makes while it runs: database, static files, demonstration accounts. Never under version control.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("DEBUG", default=False)

# Secrets and hosts
DEVELOPMENT_KEY = "development-only-and-refused-in-production"


def secret_key() -> str:
    """Return SECRET_KEY; outside DEBUG and tests, refuse one that is missing, known or short."""
    key = env.str("SECRET_KEY", default="")
    if DEBUG or TESTING:
        return key or DEVELOPMENT_KEY
    if not key:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it to 50 random characters, as make run does in .env")
    if key == DEVELOPMENT_KEY or key.startswith("django-insecure") or len(key) < 32:
        raise ImproperlyConfigured("SECRET_KEY is a default or has under 32 characters: set it to 50 random ones")
    return key


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The app
INSTALLED_APPS = [
    "briefings",  # before the admin, whose templates it overrides
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "briefings.admin.kept.KeptForms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
AUTH_USER_MODEL = "briefings.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = "UTC"
FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6's default; the setting goes with the move to 6
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a report's batch form is long
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # a pasted report may be as long as an uploaded one, 10 MB

# Database
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False  # a read needs no transaction; each action opens its own
_database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
_database["CONN_HEALTH_CHECKS"] = True

if _database["ENGINE"] == "django.db.backends.sqlite3":
    # docs/decisions/0002-sqlite-engine.md says why each of these.
    _database["ENGINE"] = "config.sqlite"
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds to wait for another writer
        "init_command": (
            f"PRAGMA journal_mode={env.str('SQLITE_JOURNAL_MODE', default=sqlite.JOURNAL_MODE)};"
            "PRAGMA synchronous=FULL;"
            "PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY;"
            "PRAGMA cache_size=-4096;"  # KiB a connection
        ),
    }
    # In memory for the tests. pytest-xdist's suffix lands in a parameter that SQLite does not know and skips.
    _database["TEST"] = {"NAME": "file:briefings?mode=memory&cache=shared&worker="}
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

READ_SECONDS = env.float("READ_SECONDS", default=10.0)  # that a reader's request may ask the database for; 0: no bound
if not 0 <= READ_SECONDS <= 86_400:
    raise ImproperlyConfigured(f"READ_SECONDS is {READ_SECONDS}: allowed are 0, for no bound, to 86400 seconds")

# Streaming standbys, for readers: docs/operate.md
STANDBYS = {f"standby{n}": env.db_url_config(url) for n, url in enumerate(env.list("STANDBY_URLS", default=[]), 1)}
STANDBY_LAG = env.float("STANDBY_LAG", default=5.0)  # seconds; a standby that is older serves nobody
POOL_SIZE = env.int("POOL_SIZE", default=0)  # 0: a connection a thread, kept
DATABASE_ROUTERS = ["config.standbys.Router"] if STANDBYS else []
if (STANDBYS or POOL_SIZE) and _database["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("STANDBY_URLS and POOL_SIZE need PostgreSQL: set DATABASE_URL to postgres://…")
if STANDBYS and STANDBY_LAG <= 0:
    raise ImproperlyConfigured(f"STANDBY_LAG is {STANDBY_LAG}: a number of seconds above 0 is allowed")
if POOL_SIZE:  # the pool keeps and checks them; psycopg refuses both at once
    _database["CONN_MAX_AGE"], _database["CONN_HEALTH_CHECKS"] = 0, False
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 10}
for _name, _standby in STANDBYS.items():
    if _standby["ENGINE"] != _database["ENGINE"]:
        raise ImproperlyConfigured(f"{_name} of STANDBY_URLS is no postgres:// address")
    _options = {"connect_timeout": 2, **_database.get("OPTIONS", {}), **_standby.get("OPTIONS", {})}
    DATABASES[_name] = {**_database, **_standby, "OPTIONS": _options, "TEST": {"MIRROR": "default"}}

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600  # a working day, not Django's two weeks
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "briefings.admin.kept.csrf_failure"

if HTTPS := env.bool("HTTPS", default=False):  # a proxy in front ends TLS and sets X-Forwarded-Proto itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Log-ins: wrong passwords for one name from one address shut that door for a while, and no other
NUM_PROXIES = env.int("NUM_PROXIES", default=0)  # with 0, X-Forwarded-For is never believed
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_WAIT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can shut out a colleague from elsewhere
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on does not lengthen the wait
AXES_LOCKOUT_CALLABLE = "briefings.admin.lockouts.page"
AXES_USERNAME_CALLABLE = "briefings.admin.lockouts.digest_of_name"
AXES_CLIENT_IP_CALLABLE = "briefings.admin.lockouts.address"
# Counted from the right, where our own proxies write: whatever a client sends itself stands to the left of that.
AXES_IPWARE_PROXY_COUNT = NUM_PROXIES - 1 if NUM_PROXIES else None
AXES_IPWARE_META_PRECEDENCE_ORDER = ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR") if NUM_PROXIES else ("REMOTE_ADDR",)
AXES_VERBOSE = AXES_ENABLE_ADMIN = False  # no names and addresses in the log, no tables of them at the desk
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]

# Any page may read the public API; the desk is never opened to other sites.
CORS_URLS_REGEX = r"^/api/(?!v1/desk(/|$))"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = ["etag", "link", "retry-after"]

# Letters to people of the desk; without EMAIL_URL none are sent
globals().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 10  # seconds that a person may wait for the mail server
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="briefings@localhost")

# API
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # reading needs no key; the desk names its own
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "briefings.api.problems.handler",
    "COERCE_DECIMAL_TO_STRING": False,
    "NUM_PROXIES": NUM_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Briefings",
    "DESCRIPTION": (
        "Who said what, on whose authority, in exactly which words, and how the reports differ. Pass over fields that"
        " you do not know: there may be more at any time. What is to go is marked deprecated, and its answers carry"
        " `Deprecation` and `Sunset`, for twelve months or more before it goes."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": (BASE_DIR / "config" / "docs_page.js").read_text(encoding="utf-8"),
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
    "PREPROCESSING_HOOKS": ["briefings.api.desk.openapi.without_desk"],
    "POSTPROCESSING_HOOKS": ["briefings.api.openapi.finish"],
    "DISABLE_ERRORS_AND_WARNINGS": False,
}

# Log
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "briefings": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO"), "propagate": False},
    },
}

if TESTING:  # no collectstatic before a test, and no slow hashing of passwords that are no secret
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    LOGGING["loggers"]["briefings"]["propagate"] = True  # so that caplog hears it
