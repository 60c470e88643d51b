"""The relay: hands what a step caused to those who told us they want it, after the commit."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from workflow import clock
from workflow.models import OutboxMessage

Handler = Callable[[OutboxMessage], None]

BATCH = 100
MAX_DELAY = timedelta(hours=6)
_handlers: list[Handler] = []


def subscribe(handler: Handler) -> None:
    """Have ``handler`` called for every message; it must bear being called twice."""
    if handler not in _handlers:
        _handlers.append(handler)


def deliver(limit: int = BATCH) -> int:
    """Deliver up to ``limit`` waiting messages in order; return how many went out.

    Several relays may run at once on PostgreSQL: each skips what another holds. A handler
    that fails puts its message off, longer each time, and does not hold up the others.
    """
    return sum(_batch(limit))


def drain() -> int:
    """Deliver until nothing that is due is waiting; return how many went out."""
    total = 0
    while outcomes := _batch(BATCH):
        total += sum(outcomes)
    return total


def _batch(limit: int) -> list[bool]:
    """Try the next messages that are due; for each, whether it went out."""
    with transaction.atomic():
        waiting = OutboxMessage.objects.select_related("record").filter(
            delivered_at__isnull=True, next_try_at__lte=clock.now()
        )
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        due = waiting.order_by("next_try_at", "id")[:limit]
        return [_deliver_one(message) for message in due]


def _deliver_one(message: OutboxMessage) -> bool:
    message.attempts += 1
    try:
        with transaction.atomic():
            for handler in _handlers:
                handler(message)
    except Exception as error:  # noqa: BLE001 - whatever a receiver raises must not stop the relay
        message.error = f"{type(error).__name__}: {error}"[:200]
        message.next_try_at = clock.now() + _delay(message.attempts)
        message.save(update_fields=["attempts", "error", "next_try_at"])
        return False
    message.error, message.delivered_at = "", clock.now()
    message.save(update_fields=["attempts", "error", "delivered_at"])
    return True


def _delay(attempts: int) -> timedelta:
    doublings = min(attempts, 10)  # beyond it the longest delay holds anyway
    return min(timedelta(minutes=2**doublings), MAX_DELAY)


def put_off() -> int:
    """How many messages wait for another try after a failure."""
    return OutboxMessage.objects.filter(delivered_at__isnull=True, attempts__gt=0).count()
