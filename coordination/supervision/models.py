"""Requests about tasks, and letters that urge."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.supervision.lifecycle import (
    ExtensionLifecycle,
    LetterLifecycle,
    ReminderLifecycle,
)
from coordination.supervision.states import (
    About,
    LetterState,
    Level,
    ReminderState,
    RequestState,
    TransferState,
)
from coordination.supervision.turn_lifecycle import ReopeningLifecycle, TransferLifecycle
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
            state_check(RequestState, "extension_state"),
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

    @property
    def number(self) -> str:
        """The letter's number as printed, 督〔year〕serial; serials are never given twice."""
        return f"督〔{timezone.localdate(self.sent_at).year}〕{self.pk}号"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Reminder(ReminderLifecycle):
    """The clock spoke of ``day``, a limit of the task; ``planned_on`` is when it was to speak."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    about = models.CharField(max_length=20, choices=About.choices)
    day = models.DateField()
    planned_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            state_check(ReminderState, "reminder_state"),
            models.CheckConstraint(
                condition=models.Q(about__in=About.values), name="reminder_about"
            ),
            models.UniqueConstraint(
                fields=["task", "about", "day", "planned_on"], name="reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.day:%Y-%m-%d}"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Reopening(ReopeningLifecycle):
    """A supervisor asks for a verified task to be reopened."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reopenings")
    finding = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("reopening")
        constraints = [
            state_check(RequestState, "reopening_state"),
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(state="asked"), name="reopening_one_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("by")),
                name="reopening_decider_other",
            ),
            *length_checks("reopening", finding=5_000, reason=5_000),
        ]

    def __str__(self) -> str:
        return str(self.task)

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Transfer(TransferLifecycle):
    """The lead is to pass from one unit to another, both heads agreeing in writing.

    ``from_by`` and ``to_by`` are the heads who agreed; ``keep_old``: the old lead cooperates.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    keep_old = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    from_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("direct transfer")
        constraints = [
            state_check(TransferState, "transfer_state"),
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(state__in=["asked", "consented"]),
                name="transfer_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_unit=models.F("to_unit")), name="transfer_other_unit"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["consented", "carried_out"])
                | models.Q(from_by__isnull=False, to_by__isnull=False),
                name="transfer_both_agreed",
            ),
            *length_checks("transfer", reason=5_000),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.from_unit} → {self.to_unit}"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)
