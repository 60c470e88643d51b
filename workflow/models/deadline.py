"""A limit of a subject that the clock fires once."""

from django.db import models


class Deadline(models.Model):
    """Rule ``rule`` of a subject falls due at the end of ``due_on``.

    ``fired_at`` is set by the clock, ``lifted_at`` when the limit no longer matters. A limit that
    was counted, not named, says from which day (``since``) and how far (``working_days``).
    """

    kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    rule = models.CharField(max_length=30)
    due_on = models.DateField()
    since = models.DateField(null=True)
    working_days = models.PositiveSmallIntegerField(null=True)
    fired_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "rule", "due_on"], name="deadline_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(fired_at__isnull=True, lifted_at__isnull=True),
                name="deadline_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.kind} {self.subject_id} on {self.due_on}"
