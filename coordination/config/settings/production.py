"""Production: refuses to start where something that matters was not set."""

from django.core.exceptions import ImproperlyConfigured

from coordination.config.settings.base import *  # noqa: F403
from coordination.config.settings.base import CLOCK_FILE, env

DEBUG = False
DEMO_ALLOWED = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

for _name in ("SECRET_KEY", "AUDIT_KEY", "DATABASE_URL"):
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"Set {_name} in the environment; production has no default.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names under which the site is reached.")
if CLOCK_FILE:
    raise ImproperlyConfigured("CLOCK_FILE is for tests only; production keeps the real time.")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
