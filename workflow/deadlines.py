"""Limits of subjects: armed by a step, lifted by another, fired once by the clock."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from workflow import clock, rows, statements
from workflow.backends import placeholder
from workflow.lifecycle import Subject, subject_of
from workflow.models import Deadline
from workflow.statements import Write

TABLE = "workflow_deadline"
Handler = Callable[[Deadline], None]
_handlers: dict[str, Handler] = {}
MOST_AT_ONCE = 100
logger = logging.getLogger(__name__)


class Ticked(NamedTuple):
    """What one run of the clock did; ``failed`` limits stay open for the next run."""

    fired: int
    failed: list[str]


def on(rule: str, handler: Handler) -> None:
    """Have ``handler`` called when a limit of ``rule`` has passed."""
    _handlers[rule] = handler


class Counted(NamedTuple):
    """How a limit was found: ``working_days`` days after ``since``, which is day 0."""

    since: date
    working_days: int


class Limit(NamedTuple):
    """A limit of a rule that ends with ``due_on``, and how it was counted, if it was."""

    rule: str
    due_on: date
    counted: Counted | None = None


def arm(subject: Subject, rule: str, due_on: date, counted: Counted | None = None) -> None:
    """Set a limit that ends with ``due_on`` (24:00, office time); setting it twice is once.

    A limit that was lifted is open again; one that has fired stays so. One that is ``counted``
    can be counted anew where the calendar changes.
    """
    arm_each([(subject, due_on)], rule, counted)


def arm_all(
    subjects: Sequence[Subject], rule: str, due_on: date, counted: Counted | None = None
) -> None:
    """Set one limit for many subjects of a kind."""
    arm_each([(subject, due_on) for subject in subjects], rule, counted)


def arm_each(
    limits: Sequence[tuple[Subject, date]], rule: str, counted: Counted | None = None
) -> None:
    """Set a limit of ``rule`` for each subject and day, as :func:`arm` does for one."""
    _arm([(subject.kind, subject.pk, Limit(rule, day, counted)) for subject, day in limits])


def arm_rules(subject: Subject, limits: Sequence[Limit]) -> None:
    """Set limits of several rules for one subject, as :func:`arm` does for one."""
    _arm([(subject.kind, subject.pk, limit) for limit in limits])


def _arm(limits: Sequence[tuple[str, int, Limit]]) -> None:
    db = statements.present()
    day = db.ops.adapt_datefield_value
    values = [
        (kind, pk, rule, day(due_on), *((day(counted[0]), counted[1]) if counted else (None, None)))
        for kind, pk, (rule, due_on, counted) in dict.fromkeys(limits)
    ]
    for first in range(0, len(values), MOST_AT_ONCE):
        some = values[first : first + MOST_AT_ONCE]
        values_of_some = [each for row in some for each in row]
        statements.write(Write(TABLE, _armed(db.vendor, len(some)), values_of_some))


@cache
def _armed(vendor: str, count: int) -> str:
    row = f"({', '.join([placeholder(vendor)] * 6)})"
    return (
        f"INSERT INTO {TABLE} (kind, subject_id, rule, due_on, since, working_days) "  # noqa: S608 - constant
        f"VALUES {', '.join([row] * count)} "
        "ON CONFLICT (kind, subject_id, rule, due_on) DO UPDATE SET lifted_at = NULL, "
        "since = excluded.since, working_days = excluded.working_days"
    )


def open_counted() -> list[Deadline]:
    """The limits that still run, today included, and were counted in working days."""
    running = Deadline.objects.filter(
        since__isnull=False,
        fired_at__isnull=True,
        lifted_at__isnull=True,
        due_on__gte=clock.today(),
    )
    return list(running.order_by("id"))


def move_all(moved: Mapping[Deadline, date]) -> None:
    """Let limits end on other days: the old ones are lifted, the new ones armed in their place."""
    groups: dict[tuple[str, str, date, Counted], list[int]] = {}
    for limit, due_on in moved.items():
        if limit.since is None or limit.working_days is None:
            raise ValueError(f"{limit} was not counted")
        counted = Counted(limit.since, limit.working_days)
        groups.setdefault((limit.kind, limit.rule, due_on, counted), []).append(limit.subject_id)
    Deadline.objects.filter(pk__in=[limit.pk for limit in moved]).update(lifted_at=clock.now())
    for (kind, rule, due_on, counted), pks in groups.items():
        _arm([(kind, pk, Limit(rule, due_on, counted)) for pk in pks])


def lift(subject: Subject, *rules: str) -> None:
    """Take back the open limits of the ``rules``, by default all of them; they will not fire.

    That they are open is said by COALESCE, which no partial index answers: a plan kept from when
    there were few limits would read all open ones instead of those of the subject.
    """
    db = statements.present()
    mark = placeholder(db.vendor)
    named = f" AND rule IN ({', '.join([mark] * len(rules))})" if rules else ""
    sql = (
        f"UPDATE {TABLE} SET lifted_at = {mark} WHERE kind = {mark} AND subject_id = {mark} "  # noqa: S608 - constant
        f"AND COALESCE(fired_at, lifted_at) IS NULL{named}"
    )
    now = db.ops.adapt_datetimefield_value(clock.now())
    statements.write(Write(TABLE, sql, [now, subject.kind, subject.pk, *rules]))


def lift_all(subjects: Sequence[Subject], rule: str = "") -> None:
    """The same for many subjects of a kind."""
    found = Deadline.objects.filter(
        kind__in={subject.kind for subject in subjects},
        subject_id__in=[subject.pk for subject in subjects],
        fired_at__isnull=True,
        lifted_at__isnull=True,
    )
    (found.filter(rule=rule) if rule else found).update(lifted_at=clock.now())


def due_of(subject: Subject, rule: str) -> date | None:
    """The day on which the limit of ``rule`` ends, fired or not, unless it was lifted."""
    return (
        Deadline.objects.filter(
            kind=subject.kind, subject_id=subject.pk, rule=rule, lifted_at__isnull=True
        )
        .order_by("-due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def tick() -> int:
    """Fire every limit whose day has passed; return how many fired."""
    return fire_due().fired


def fire_due() -> Ticked:
    """Fire every limit whose day has passed, each in a transaction of its own.

    Two clocks at once fire a limit once: the second waits for the row and finds it fired. A
    handler that fails leaves its limit open and does not hold up the others. A limit that
    begins where another one ended may have passed too: after a stop the clock catches up.
    """
    fired, failed, tried = 0, [], set[int]()
    while waiting := list(_passed().exclude(pk__in=tried)):
        for deadline in waiting:
            tried.add(deadline.pk)
            try:
                fired += _fire(deadline)
            except Exception as error:
                logger.exception("limit %s did not fire", deadline)
                failed.append(f"{deadline}: {type(error).__name__}: {error}")
    return Ticked(fired, failed)


def settle(subject: Subject) -> None:
    """Fire what has already passed for one subject, so that an act finds it as it must be.

    Limits run from their day, not from the moment the clock command ran. A handler that fails
    lets the act fail.
    """
    own = _passed().filter(kind=subject.kind, subject_id=subject.pk)
    while waiting := list(own.all()):
        for deadline in waiting:
            _fire(deadline)


def _passed() -> QuerySet[Deadline]:
    return Deadline.objects.filter(
        due_on__lt=clock.today(), fired_at__isnull=True, lifted_at__isnull=True
    ).order_by("due_on", "id")


def _fire(seen: Deadline) -> bool:
    with transaction.atomic():
        _lock_root(seen)
        deadline = Deadline.objects.select_for_update().get(pk=seen.pk)
        if deadline.fired_at or deadline.lifted_at:
            return False
        _handlers[deadline.rule](deadline)
        Deadline.objects.filter(pk=deadline.pk).update(fired_at=clock.now())
        return True


def _lock_root(deadline: Deadline) -> None:
    """The root before the limit, as a step locks them that lifts a limit: else they deadlock."""
    subject = rows.read(subject_of(deadline.kind), deadline.subject_id, lock=False)
    root = subject.root()
    rows.read(root.model, root.pk, lock=True)
