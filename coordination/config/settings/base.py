"""What every installation shares."""

from typing import Any

from coordination.config.env import BASE, env
from coordination.config.secret_files import kept_secret

VAR = BASE / "var"
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR / "secret_key")
# Keys that seal the records, by name; the newest seals, older ones still prove.
AUDIT_KEY_ID = env.str("AUDIT_KEY_ID", default="k1")
AUDIT_KEYS: dict[str, str] = {
    AUDIT_KEY_ID: env.str("AUDIT_KEY", default="") or kept_secret(VAR / "audit_key")
}
# Where the clock leaves a checkpoint of all chains each day, and after each of these steps.
AUDIT_CHECKPOINT_DIR = env.str("AUDIT_CHECKPOINT_DIR", default="")
AUDIT_CHECKPOINT_AFTER = [("plan", "issue")]
CLOCK_FILE = env.str("CLOCK_FILE", default="")
CLOCK_MAY_BE_SET = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "viewflow.workflow",
    "guardian",
    "treebeard",
    "axes",
    "csp",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular_sidecar",
    "workflow",
    "coordination",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "coordination.web.page_middleware.Policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coordination.web.page_middleware.Session",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "coordination.web.page_middleware.SignedIn",
    "coordination.web.page_middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coordination.web.page_middleware.Htmx",
    "coordination.web.page_middleware.Acting",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "coordination.config.urls"
WSGI_APPLICATION = "coordination.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coordination.web.context.official",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;"
    ),
}
# The engine prepares its own statements (workflow.wire). Were the driver to prepare Django's, it
# would let go of all that is prepared, ours too, whenever a savepoint is rolled back.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "prepare_threshold": None,
    "options": "-c lock_timeout=5000",
}


def database(url: str) -> dict[str, Any]:
    """The connection named by ``url``, with what each database needs to be correct."""
    found: dict[str, Any] = env.db_url_config(url)
    sqlite = found["ENGINE"].endswith("sqlite3")
    options = SQLITE_OPTIONS if sqlite else POSTGRESQL_OPTIONS
    found["OPTIONS"] = {**found.get("OPTIONS", {}), **options}
    found["CONN_MAX_AGE"] = 600
    found["CONN_HEALTH_CHECKS"] = not sqlite
    return found


DATABASES = {
    "default": database(env.str("DATABASE_URL", default="") or f"sqlite:///{VAR / 'db.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "coordination.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.5
# By account and address together: one office behind one address must not lock itself out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "web:desk"
LOGOUT_REDIRECT_URL = "web:login"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# The framework serves the reading side of the API; who may read is settled before it.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "coordination.api.negotiation.AlwaysJson",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "coordination.api.problems.let_through",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {"OAS_VERSION": "3.1.0", "POSTPROCESSING_HOOKS": []}

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR / "media"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Files given by people, in bytes.
IMPORT_MAX_BYTES = 20 * 1024 * 1024
EVIDENCE_MAX_BYTES = 50 * 1024 * 1024
EVIDENCE_ACT_MAX_BYTES = 200 * 1024 * 1024
# What a packed file (docx, zip, ...) may unpack to, and how many files it may hold.
EVIDENCE_UNPACKED_MAX_BYTES = 500 * 1024 * 1024
EVIDENCE_ENTRIES_MAX = 10_000

# Limits of tasks in working days, from the day of the act.
TASK_LIMIT_DAYS = {
    "sign_off": 2,
    "part_sign_off": 2,
    "part_contest": 7,
    "part_silence": 5,
    "verification": 10,
}

# The longest substitution, and how long a prepared act waits for its signature, in days.
SUBSTITUTION_MAX_DAYS = 366
PREPARED_KEEP_DAYS = 30

# Reminders: how many working days before the day they speak of; two numbers are two reminders.
# ``report``: so long before its end a period of reports opens.
REMINDER_DAYS = {
    "sign_off": (1,),
    "due": (10, 3),
    "milestone": (3,),
    "verification": (3,),
    "report": (5,),
}
# Working days after which a suspension not looked at again goes one tier up.
REVIEW_RISE_DAYS = 5
# Hours in which whoever sent a letter may take it back, unless it is answered.
LETTER_WITHDRAW_HOURS = 2

# Lights (reports/lights.py). Days are working days; points are per cent of progress behind the
# course of time, which runs evenly from the beginning of the work to the due date.
LIGHT_LIMITS = {
    "due_soon_days": 10,  # blue: the due date is so near
    "due_near_days": 3,  # yellow
    "milestone_soon_days": 3,  # blue: the next milestone is so near
    "milestone_late_days": 1,  # yellow: a milestone is so far behind
    "milestone_very_late_days": 10,  # red
    "points_behind": 20,  # yellow
    "points_far_behind": 40,  # red
}

# Years before and after the present one that a date typed into a form may lie in.
DATES_REACH_YEARS = 10

EXTENSIONS_MAX = 2
# Working days after a dispute in which the lead may still ask, where the due date fell inside
# the case or within so many days after it.
EXTENSION_AFTER_DISPUTE = {"ask": 3, "due": 5}
URGE_PAUSE_HOURS = 4
# From this return on, the leader is told that a task comes back for rework.
REWORK_TOLD = 2
# Changes of lead of an issued task; the next one needs the government meeting.
LEAD_CHANGES_MAX = 2

# Limits of the dispute flow in working days, by kind of plan: values of new cases; a case keeps
# those it was stamped with. ``rounds`` holds each round's statements, consultation and answers;
# the last one is the meeting. ``late``: the own window of a party that comes later.
DISPUTE_PROFILES: dict[str, Any] = {
    "year_plan": {
        "normal": {
            "admission": 3,
            "completion": 2,
            "rounds": ((5, 3, 2), (3, 3, 2), (2, 5, 2)),
            "opinion": 5,
            "file": 2,
            "facts": 1,
            "ruling": 5,
            "top": 5,
            "late": 3,
            "returned": 2,
            "receipt": 2,
            "review": 3,
        },
        "urgent": {
            "admission": 1,
            "completion": 1,
            "rounds": ((2, 2, 1),),
            "opinion": 2,
            "file": 1,
            "facts": 1,
            "ruling": 2,
            "top": 2,
            "late": 2,
            "returned": 2,
            "receipt": 2,
            "review": 3,
        },
    }
}
# Grounds on which the establishment office and the legal office are asked for an opinion.
DISPUTE_OPINIONS = {"duty": ("establishment",), "law": ("legal",)}

# Paragraphs that one statement, filing or proposal may cite.
CITATIONS_MAX = 10

# Similar cases: how many are offered, from which score on, out of how many candidates and words.
PRECEDENTS: dict[str, Any] = {
    "offered": 5,
    "least": 2.5,
    "candidates": 50,
    "words": 40,
    "weights": {"ground": 1.0, "unit": 1.5, "cited": 3.0, "wording": 5.0, "facts": 2.0},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
