"""All settings, read from the environment with their types; README holds the table of names.

Without any variable this is production on one machine: no DEBUG, loopback only, SQLite under
`var/`. `make run` adds DEBUG=1.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from .oidc_settings import roles_by_claim, whole_or_nothing
from .secret import secret_key


class Environment(environ.Env):
    """The environment with its types; a value of the wrong type is told with its name."""

    def get_value(self, var, *args, **kwargs):
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as fault:
            raise ImproperlyConfigured(f"{var}: {fault}") from fault


env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# -- The site: where it listens and what it is called --------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
BIND = env.str("BIND", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_IS_HTTPS = SITE_URL.startswith("https://")
# Processes, and threads in each; together they should stay below what the database allows.
WORKERS = env.int("WORKERS", default=2)
THREADS = env.int("THREADS", default=4)
# Set by config/wsgi.py: this process answers requests, it is not a command.
SERVING = env.bool("SERVING", default=False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

_LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"]
_SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=_LOOPBACK_NAMES if _SITE_HOST in ("127.0.0.1", "localhost", "::1") else [_SITE_HOST],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_IS_HTTPS else []

SECRET_KEY = secret_key(
    given=env.str("SECRET_KEY", default=""),
    named_file=env.str("SECRET_KEY_FILE", default=""),
    made_file=VAR_DIR / "secret_key",
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# -- The product ---------------------------------------------------------------------------------

# Two levels of a focus differ in pay "materially" from this many per cent on.
PAY_MATERIAL_PERCENT = env.int("PAY_MATERIAL_PERCENT", default=10)
# From how many per cent on pay for work of equal value is told apart.
PAY_EQUAL_PERCENT = env.int("PAY_EQUAL_PERCENT", default=5)
# Months after which figures of pay are a finding.
PAY_AGEING_MONTHS = env.int("PAY_AGEING_MONTHS", default=24)
# Who sees figures of pay on readers' pages: "public", "signed-in", or "permission" (Pay viewers, curators, approvers).
PAY_VISIBILITY = env.str("PAY_VISIBILITY", default="public")
if PAY_VISIBILITY not in ("public", "signed-in", "permission"):
    raise ImproperlyConfigured("PAY_VISIBILITY: public, signed-in or permission is expected.")
# True makes the whole site private: every page asks for a sign-in.
REQUIRE_LOGIN = env.bool("REQUIRE_LOGIN", default=False)

# Views and searches of profiles are counted, without persons, by processes that answer readers; 0 counts nothing.
COUNT_USE = env.bool("COUNT_USE", default=SERVING)

# Suggested corrections that are taken in a day: from one address, and from all of them together.
CORRECTIONS_AN_ADDRESS = env.int("CORRECTIONS_AN_ADDRESS", default=10)
CORRECTIONS_A_DAY = env.int("CORRECTIONS_A_DAY", default=500)

# Requests to the API in a minute, of one address or token and in each process; 0 bounds nothing.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=300)
# Bytes of readers' pages that each process keeps in memory (config/kept); 0 keeps none. Nobody's who is signed in are.
KEPT_MEGABYTES = env.int("KEPT_MEGABYTES", default=16)
KEEPS_PAGES = KEPT_MEGABYTES > 0 and not DEBUG and not REQUIRE_LOGIN

# What texts may be used under and who is to be named, as whoever takes them out of here is told.
CANON_LICENCE = env.str("CANON_LICENCE", default="")
CANON_ATTRIBUTION = env.str("CANON_ATTRIBUTION", default="")

# -- Apps, routes, templates ---------------------------------------------------------------------

INSTALLED_APPS = [
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "django_tasks",
    # Its tables are there whatever TASK_QUEUE says, so that a site changes it without a migration.
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "config",
    "taxonomy",
    "profiles",
]

# The first three see every answer, those of errors and of static files too.
MIDDLEWARE = [
    "config.middleware.request_id",
    "config.middleware.security_headers",
    "config.middleware.refuse_odd_requests",
    "config.middleware.answer_probes",
    # Adds bytes of random number, so that what a page holds cannot be told from its length.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Whatever answers readers' pages in the views' stead belongs below it.
    "config.middleware.count_use",
    "config.replicas.read_from_replica",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *(["django.contrib.auth.middleware.LoginRequiredMiddleware"] if REQUIRE_LOGIN else []),
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        # Readers' pages.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "readers"],
        "OPTIONS": {"environment": "profiles.templatetags.environment.environment"},
    },
    {
        # The desk's, which is Django's admin.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "desk"],
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

# -- Databases -----------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A transaction round every request would make a plain GET wait for a writer on SQLite.
ATOMIC_REQUESTS = False


def _sqlite(database: dict) -> dict:
    """Writers queue up instead of failing, and a commit is on disk before it is acknowledged.

    IMMEDIATE takes the write lock at BEGIN: with the default, a reader that turns writer fails at
    once with "database is locked". recursive_triggers lets the triggers that keep the shelf
    immutable see a REPLACE.
    """
    return database | {
        # A new connection reads the whole schema first, which takes longer than most queries of a page. A minute, for
        # a file that is put in the place of another is seen by new ones alone.
        "CONN_MAX_AGE": 60 if SERVING else 0,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON"),
        },
    }


def _postgresql(database: dict) -> dict:
    """The server gets a pool (so no CONN_MAX_AGE beside it) and a bound on how long a query runs.

    Commands get neither: a migration may take its time, and an unreachable server is told at once.
    Nobody waits long for a lock. Long work inside the server raises its bound with SET LOCAL.
    """
    bounds = {"lock_timeout": env.int("DATABASE_LOCK_TIMEOUT_MS", default=10_000)}
    options = database.get("OPTIONS", {})
    if SERVING:
        bounds["statement_timeout"] = env.int("DATABASE_STATEMENT_TIMEOUT_MS", default=30_000)
        bounds["idle_in_transaction_session_timeout"] = 60_000
        most = env.int("DATABASE_POOL_MAX", default=10)
        options = {"pool": {"min_size": 1, "max_size": most, "timeout": 10}} | options
    return database | {
        "HOST": unquote(database["HOST"]),  # %2Frun%2Fpostgresql is the folder of a socket
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": SERVING,  # a server that was restarted costs nobody an error
        "OPTIONS": {"options": " ".join(f"-c {name}={ms}" for name, ms in bounds.items())} | options,
    }


_DATABASES_BY_SCHEME = {"sqlite": _sqlite, "postgres": _postgresql, "postgresql": _postgresql}


def _database(url: str) -> dict:
    """The database of a URL; without one (make passes on an empty variable too) our own file."""
    if not url:
        name = str(VAR_DIR / "canon.sqlite3")
        return _sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": name})
    prepare = _DATABASES_BY_SCHEME.get(urlsplit(url).scheme)
    if prepare is None:
        # The URL itself stays out of the message: it may hold a password.
        raise ImproperlyConfigured("DATABASE_URL: postgres://… or sqlite:///… is expected.")
    return prepare(environ.Env.db_url_config(url))


DATABASES = {"default": _database(env.str("DATABASE_URL", default=""))}

# A copy that PostgreSQL itself keeps by streaming: reads of readers go there (config/replicas.py).
if _replica_url := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = _database(_replica_url)
    if {database["ENGINE"] for database in DATABASES.values()} != {"django.db.backends.postgresql"}:
        raise ImproperlyConfigured("DATABASE_REPLICA_URL: postgres://… is expected, as DATABASE_URL then is too.")
    if SERVING:  # a replica that is away is noticed soon, for the primary can answer too
        DATABASES["replica"]["OPTIONS"]["pool"]["timeout"] = 2
    DATABASE_ROUTERS = ["config.replicas.Router"]

# -- What is remembered for a while ----------------------------------------------------------------

# redis://… or rediss://…: bounds on requests then hold for all processes together.
_CACHE_URL = env.str("CACHE_URL", default="")
if _CACHE_URL and urlsplit(_CACHE_URL).scheme not in ("redis", "rediss"):
    raise ImproperlyConfigured("CACHE_URL: redis://… or rediss://… is expected.")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _CACHE_URL, "KEY_PREFIX": "canon"}
    if _CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}

# -- People and their sessions -------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# False leaves the company's sign-in alone; superusers still have their password (/sign-in/?with=password).
LOCAL_SIGN_IN = env.bool("LOCAL_SIGN_IN", default=True)
# The company's sign-in (OpenID Connect): all three, or none of them.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="your company account")
OIDC_SCOPES = env.list("OIDC_SCOPES", default=["openid", "profile", "email"])
# The claim that names a person's groups, and which role each of them gives: "hr-curators=Curators,hr-leads=Approvers".
OIDC_GROUPS_CLAIM = env.str("OIDC_GROUPS_CLAIM", default="groups")
OIDC_ROLES = roles_by_claim(env.str("OIDC_ROLES", default=""))
whole_or_nothing(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, local=LOCAL_SIGN_IN, roles=OIDC_ROLES)

ACCOUNT_ADAPTER = "config.sign_in.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
# Its counts stand in a cache that each process has for itself; ours (config/sign_in/bounds.py) in the database.
ACCOUNT_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "config.sign_in.company.adapter.CompanyAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# The first makes new ones; what the others made is still checked, and made anew at the next sign-in.
PASSWORD_HASHERS = [
    "config.sign_in.hashers.Argon2",
    *(f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("PBKDF2", "PBKDF2SHA1", "Scrypt")),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]

SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
if SESSION_COOKIE_AGE <= 0:
    raise ImproperlyConfigured("SESSION_HOURS: 1 or more is expected.")
SESSION_COOKIE_SECURE = SITE_IS_HTTPS
CSRF_COOKIE_SECURE = SITE_IS_HTTPS
# The prefix binds a cookie to this very host over https; browsers refuse it on plain http.
SESSION_COOKIE_NAME = "__Host-session" if SITE_IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE_IS_HTTPS else "csrf"
WRITTEN_COOKIE_NAME = "__Host-written" if SITE_IS_HTTPS else "written"  # how far a replica has to have come

# -- Mail ----------------------------------------------------------------------------------------

# smtp+tls://user:password@host:587 and the like; without it messages are printed.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="canon@localhost")
# True: no message at every move, but one a day by `manage.py send_digests`.
MAIL_DIGEST = env.bool("MAIL_DIGEST", default=False)

# -- Transport -----------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SITE_IS_HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_IS_HTTPS
SECURE_HSTS_PRELOAD = SITE_IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Only a proxy that always sets this header may be believed, so it has to be asked for.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# -- What people send in -------------------------------------------------------------------------

# 199 inline rows of three fields pass Django's limit of 1,000 fields, and the edit would be lost.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# A curator's workbook or bundle: bytes as sent and as unpacked, profiles and rows of a sheet, seconds of processor
# time for all its sheets, and how many changed rows a dry run shows.
BULK_MOST_BYTES = env.int("BULK_MOST_BYTES", default=32 * 1024 * 1024)
BULK_MOST_UNPACKED = env.int("BULK_MOST_UNPACKED", default=256 * 1024 * 1024)
BULK_MOST_PROFILES = env.int("BULK_MOST_PROFILES", default=20_000)
BULK_MOST_ROWS = env.int("BULK_MOST_ROWS", default=300_000)
BULK_SECONDS = env.int("BULK_SECONDS", default=60)
BULK_ROWS_SHOWN = env.int("BULK_ROWS_SHOWN", default=1_000)
# Different titles of one file that is resolved.
BULK_MOST_TITLES = env.int("BULK_MOST_TITLES", default=50_000)

# -- Long work -----------------------------------------------------------------------------------

# Where long work is done: "immediate" in the request that asks for it, "database" by workers (manage.py db_worker).
TASK_QUEUE = env.str("TASK_QUEUE", default="immediate")
_TASK_BACKENDS = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
if TASK_QUEUE not in _TASK_BACKENDS:
    raise ImproperlyConfigured("TASK_QUEUE: immediate or database is expected.")
TASKS = {"default": {"BACKEND": _TASK_BACKENDS[TASK_QUEUE]}}
# A worker that has said nothing for so long is taken for dead, and another takes its work over.
TASK_LEASE_SECONDS = env.int("TASK_LEASE_SECONDS", default=60)

# -- Static files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# With DEBUG the files are served from where they are edited; without it, hashed and compressed.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# -- Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# -- Log -----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.middleware.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "config.logs.JsonFormatter"},
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="line"),
            "filters": ["request_id"],
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Django's own handler mails and prints with DEBUG only; one handler is enough.
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "NOTSET"},
        # Who came and went, by number of the account: told at any level of the rest.
        "canon.sign_in": {"level": "INFO"},
    },
}
