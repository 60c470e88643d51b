"""An anchor of all record chains at one moment, whose file is kept outside the database."""

from django.db import models

from workflow.models.record import AppendOnly


class Checkpoint(AppendOnly):
    """``digest`` is over the head of every chain at ``at``; ``seal`` signs the row and ``prev``.

    Checkpoints form a chain themselves, by ``number``.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    records = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=20)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"
