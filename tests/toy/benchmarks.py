"""The benchmarks that ``manage.py bench`` finds in this application."""

from tests.bench import door, search

BENCHMARKS = {"door": door.one_step, "at_once": door.set_based, "search": search.growth}
