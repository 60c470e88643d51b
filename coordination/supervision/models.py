"""Requests for extension and letters that urge."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.supervision.lifecycle import ExtensionLifecycle, LetterLifecycle
from coordination.supervision.states import ExtensionState, LetterState, Level
from coordination.tasks.models import Task
from coordination.units.models import Unit, User
from workflow.lifecycle import Ref, length_checks, state_check


class Extension(ExtensionLifecycle):
    """The lead asks for a later date. ``beyond``: it lies after the plan's year."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extension_requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    old_due = models.DateField()
    new_due = models.DateField()
    beyond = models.BooleanField()
    percent = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("extension")
        constraints = [
            state_check(ExtensionState, "extension_state"),
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(state="asked"), name="extension_one_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(new_due__gt=models.F("old_due")), name="extension_later"
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="extension_percent"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("by")),
                name="extension_decider_other",
            ),
            *length_checks("extension", reason=5_000),
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.new_due:%Y-%m-%d}"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Letter(LetterLifecycle):
    """A letter of supervision 督办单 to one unit about one task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices)
    text = models.TextField()
    reply_until = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("letter of supervision")
        constraints = [
            state_check(LetterState, "letter_state"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="letter_level"),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | models.Q(replied_at__isnull=False),
                name="letter_answered",
            ),
            *length_checks("letter", text=5_000, reply=5_000),
        ]
        indexes = [models.Index(fields=["task", "unit", "-id"], name="letter_last")]

    def __str__(self) -> str:
        return f"{self.task} ({self.get_level_display()})"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)
