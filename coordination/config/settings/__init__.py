"""Development and demo settings; production and test build upon the same base."""

from coordination.config.settings.base import *  # noqa: F403
from coordination.config.settings.base import env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
