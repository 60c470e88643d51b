"""Settings from the environment, read in one place."""

from pathlib import Path

import environ

BASE = Path(__file__).resolve().parents[2]
env = environ.Env()
