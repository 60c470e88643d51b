"""Benchmarks of the engine, run by ``manage.py bench`` with the test settings."""
