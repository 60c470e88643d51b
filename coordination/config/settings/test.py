"""Tests: fixed keys, quick hashing, plain static files, a file database for SQLite."""

import tempfile
from pathlib import Path

from coordination.config.settings.base import *  # noqa: F403
from coordination.config.settings.base import DATABASES, INSTALLED_APPS

SECRET_KEY = "test-only"  # noqa: S105 - no secret
AUDIT_KEYS = {"k1": "test-only"}
AUDIT_KEY_ID = "k1"
CLOCK_MAY_BE_SET = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_scratch = Path(tempfile.mkdtemp(prefix="zongheng-test-"))
MEDIA_ROOT = str(_scratch / "media")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Threads of live servers and races share a file, not a connection.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
