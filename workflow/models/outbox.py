"""What is to leave the house because of a step, written in the step's own transaction."""

from django.db import models

from workflow.models.record import Record


class OutboxMessage(models.Model):
    """A topic to tell others about; ``delivered_at`` is empty until the relay has done so."""

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    topic = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "topic"], name="outbox_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(delivered_at__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} of {self.record_id}"
