"""What the administrators keep: the chains of the configuration, substitutions, successions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.units.lifecycle import ConfigurationLifecycle
from coordination.units.people import Post, User
from coordination.units.states import ConfigurationState, Scope, SuccessionKind
from workflow import clock
from workflow.lifecycle import length_checks, state_check


class Configuration(ConfigurationLifecycle):
    """One chain of the configuration: of a body, of a person, of the calendar, of strangers.

    They are one list to the auditor, in the order of their records; apart, so that two people
    who sign in at once do not wait for each other.
    """

    scope = models.CharField(max_length=10, choices=Scope.choices)
    body = models.ForeignKey("coordination.Body", on_delete=models.PROTECT, null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="chains")

    class Meta:
        verbose_name = _("configuration")
        constraints = [
            state_check(ConfigurationState, "configuration_state"),
            models.UniqueConstraint(fields=["body"], name="configuration_of_body"),
            models.UniqueConstraint(fields=["person"], name="configuration_of_person"),
            models.UniqueConstraint(
                fields=["scope"],
                condition=models.Q(scope__in=["calendar", "strangers"]),
                name="configuration_of_house",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=Scope.values), name="configuration_scope"
            ),
        ]

    def __str__(self) -> str:
        about = self.person or self.body
        return f"{self.get_scope_display()} · {about}" if about else self.get_scope_display()


class Substitution(models.Model):
    """``substitute`` acts for the holder of ``post`` from ``since`` to ``until`` (the last day).

    ``may_sign``: for a head, whether the substitute signs too. ``ended_at``: ended early; the row
    stays.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substituting")
    since = models.DateField()
    until = models.DateField()
    may_sign = models.BooleanField(default=False)
    cause = models.TextField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("substitution")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="substitution_order"
            ),
            *length_checks("substitution", cause=1_000),
        ]
        indexes = [models.Index(fields=["substitute", "until"], name="substitution_running")]

    def __str__(self) -> str:
        return f"{self.substitute} ← {self.post}"

    @property
    def phase(self) -> str:
        """Where it stands today, in words."""
        today = clock.today()
        if self.ended_at:
            return str(_("Ended early"))
        if today < self.since:
            return str(_("To begin"))
        return str(_("Running")) if today <= self.until else str(_("Over"))


class Succession(models.Model):
    """From ``on`` unit ``new`` stands for ``old``; for a renamed unit they are one and the same.

    Where units follow one another several times, a row leads from each of the older ones to the
    newest (not ``direct``), so that one look finds them all.
    """

    old = models.ForeignKey("coordination.Unit", on_delete=models.PROTECT, related_name="heirs")
    new = models.ForeignKey(
        "coordination.Unit", on_delete=models.PROTECT, null=True, related_name="inherited"
    )
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    former_name = models.CharField(max_length=60, blank=True)
    direct = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("unit succession")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="close") | models.Q(new__isnull=False),
                name="succession_new",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SuccessionKind.values), name="succession_kind"
            ),
            *length_checks("succession", former_name=60),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new or '—'}"
