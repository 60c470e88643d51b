"""Limits of subjects: armed by a step, lifted by another, fired once by the clock."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db import transaction

from workflow import clock
from workflow.lifecycle import Subject
from workflow.models import Deadline

Handler = Callable[[Deadline], None]
_handlers: dict[str, Handler] = {}


def on(rule: str, handler: Handler) -> None:
    """Have ``handler`` called when a limit of ``rule`` has passed."""
    _handlers[rule] = handler


def arm(subject: Subject, rule: str, due_on: date) -> None:
    """Set a limit that ends with ``due_on`` (24:00, office time); setting it twice is once."""
    arm_all([subject], rule, due_on)


def arm_all(subjects: Sequence[Subject], rule: str, due_on: date) -> None:
    """Set one limit for many subjects of a kind; one lifted earlier for that day is open again."""
    if not subjects:
        return
    kind, pks = subjects[0].kind, [subject.pk for subject in subjects]
    Deadline.objects.bulk_create(
        [Deadline(kind=kind, subject_id=pk, rule=rule, due_on=due_on) for pk in pks],
        ignore_conflicts=True,
    )
    Deadline.objects.filter(
        kind=kind, subject_id__in=pks, rule=rule, due_on=due_on, lifted_at__isnull=False
    ).update(lifted_at=None)


def lift(subject: Subject, rule: str) -> None:
    """Take back the open limits of ``rule``; they will not fire."""
    Deadline.objects.filter(
        kind=subject.kind,
        subject_id=subject.pk,
        rule=rule,
        fired_at__isnull=True,
        lifted_at__isnull=True,
    ).update(lifted_at=clock.now())


def due_of(subject: Subject, rule: str) -> date | None:
    """The day on which the open limit of ``rule`` ends, if there is one."""
    return (
        Deadline.objects.filter(
            kind=subject.kind, subject_id=subject.pk, rule=rule, lifted_at__isnull=True
        )
        .order_by("-due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def tick() -> int:
    """Fire every limit whose day has passed; return how many fired.

    Each fires in a transaction of its own. Two clocks at once fire it once: the second
    waits for the row and finds it fired.
    """
    return sum(_fire(pk) for pk in _passed())


def _passed() -> Iterator[int]:
    yield from list(
        Deadline.objects.filter(
            due_on__lt=clock.today(), fired_at__isnull=True, lifted_at__isnull=True
        )
        .order_by("due_on", "id")
        .values_list("pk", flat=True)
    )


def _fire(pk: int) -> bool:
    with transaction.atomic():
        deadline = Deadline.objects.select_for_update().get(pk=pk)
        if deadline.fired_at or deadline.lifted_at:
            return False
        handler = _handlers.get(deadline.rule)
        if handler is None:
            return False
        handler(deadline)
        Deadline.objects.filter(pk=pk).update(fired_at=clock.now())
        return True
