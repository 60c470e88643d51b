"""The only clock. Every act, limit and record takes its time from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("workflow_clock", default=None)


def now() -> datetime:
    """The present moment, with time zone.

    A moment given by :func:`at` stands above the file named by ``CLOCK_FILE`` (tests
    only; production settings refuse it), and that above the machine's clock.
    """
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    if settings.CLOCK_FILE:
        return moment_of(Path(settings.CLOCK_FILE).read_text().strip())
    return timezone.now()


def moment_of(text: str) -> datetime:
    """The moment written as ISO 8601; without a zone it is office time.

    Raises ``ValueError`` where the text is none.
    """
    moment = datetime.fromisoformat(text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def today() -> date:
    """The present day where the office stands (``TIME_ZONE``)."""
    return now().astimezone(timezone.get_default_timezone()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment``, for seeding a history and for tests."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
