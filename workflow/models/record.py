"""The append-only record of every step, its texts, and the table of legal steps."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.Model):
    """Rows that the database lets nobody change or remove (see ``workflow.guards``)."""

    class Meta:
        abstract = True


class LegalStep(models.Model):
    """A legal (step, source, target), written from the lifecycles after each migration."""

    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=30)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "step", "source", "target"], name="legalstep_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.source} --{self.step}--> {self.target}"


class Record(AppendOnly):
    """One step of one subject: who, for whom, when, from where to where, with which facts.

    ``facts`` is canonical JSON of codes, dates and numbers; free text stands there as its
    SHA-256 only. ``hash`` seals the row and the one before (``prev``) with the key named by
    ``key_id``.
    """

    kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    root_kind = models.CharField(max_length=20)
    root_id = models.BigIntegerField()
    step = models.CharField(max_length=30)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    unit = models.CharField(max_length=20, blank=True)
    hat = models.CharField(max_length=30, blank=True)
    on_behalf_of = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    facts = models.TextField()
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("record")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "version"], name="record_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="record_version"),
        ]
        indexes = [models.Index(fields=["root_kind", "root_id", "id"], name="record_root")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} v{self.version}: {self.step}"

    @property
    def told(self) -> dict[str, Any]:
        """The facts, read."""
        told: dict[str, Any] = json.loads(self.facts)
        return told


class RecordText(AppendOnly):
    """A free text of a record, whose digest the record holds."""

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="texts", db_index=False
    )
    name = models.CharField(max_length=30)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "name"], name="recordtext_once")]

    def __str__(self) -> str:
        return self.body
