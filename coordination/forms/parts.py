"""Forms of the steps of a cooperating unit's part."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, day, long_text
from coordination.units.calendar import add_working_days
from workflow import clock

LONGEST_DUTY = 2_000
ANSWER_DAYS = 5


def duty_text(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """What a unit is to do, at most 2,000 characters."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_DUTY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def part_day(label: Any) -> Any:
    """The day by which the unit is to do it; may be left open."""
    found = day(label, help_text=_("From today on, and not after the task's due date."))
    found.required = False
    return found


def check_part_day(task: Any, chosen: date | None) -> None:
    """Raise ``ValidationError`` where the day has passed or lies after the task's due date."""
    if chosen is None:
        return
    if chosen < clock.today():
        raise forms.ValidationError(_("Choose a day from today on."))
    if task.due_on is not None and chosen > task.due_on:
        raise forms.ValidationError(
            _("The task itself is due on %(day)s."), params={"day": task.due_on.isoformat()}
        )


class WordPartForm(StepForm):
    """What the unit is to do, and by when."""

    hint = _("The unit is told, and its limits to confirm and to object begin anew.")
    duty = duty_text(_("What the unit is to do"))
    due_on = part_day(_("To be done by"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["duty"].initial = self.subject.duty
        self.fields["due_on"].initial = self.subject.due_on

    def clean_due_on(self) -> date | None:
        """A day within the task."""
        chosen: date | None = self.cleaned_data["due_on"]
        check_part_day(self.subject.task, chosen)
        return chosen


class AskPartForm(StepForm):
    """By when the part is asked for, and in which words."""

    hint = format_lazy(
        _(
            "The unit gets a notice. Where its part is not done {days} working days after the "
            "first request, you may claim completion without it; whoever verifies sees that."
        ),
        days=settings.TASK_LIMIT_DAYS["part_silence"],
    )
    until = day(_("To be done by"))
    text = long_text(_("What you ask for"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["until"].initial = add_working_days(clock.today(), ANSWER_DAYS)


class ProposeReleaseForm(StepForm):
    """Why the unit is no longer needed."""

    hint = _("The coordinator decides; confirmed, the unit has no part in the task any more.")
    reason = long_text(_("Reason"))
