"""Forms of reports, of evidence, and of the claim of completion."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, amount, choice, long_text
from coordination.forms.rows import RowsField
from coordination.progress.files import BadEvidence, inspect
from coordination.progress.queries import milestones_ahead, results_so_far
from coordination.tasks.claims import NOTE
from coordination.tasks.indicators import Indicator, number
from coordination.tasks.milestones import Milestone
from coordination.tasks.states import Reached, ResultGrade


class PartReportForm(StepForm):
    """How far the unit is with its own part."""

    percent = forms.IntegerField(
        label=_("Progress in per cent"), min_value=0, max_value=100, help_text=_("0 to 100")
    )
    done = long_text(_("Done so far"))
    problem = long_text(_("Problems"), required=False, rows=2)
    next_steps = long_text(_("Next steps"), required=False, rows=2)


class MilestonesWidget(forms.CheckboxSelectMultiple):
    """Boxes, not shown where no milestone is ahead; that is looked up when the form is drawn."""

    ahead: Callable[[], bool] | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is nothing to choose from."""
        return self.ahead is not None and not self.ahead()


class MilestonesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Milestones as a list; none need be chosen, and then nothing is asked."""

    def clean(self, value: Any) -> Any:
        """The chosen ones; raises ``ValidationError`` where one is not to be chosen."""
        return list(super().clean(value)) if value else []


class ReportForm(PartReportForm):
    """How far the lead is, and what the indicators have reached."""

    values = RowsField(
        {"value": amount(_("Value reached"), required=False)},
        of="indicator",
        label=_("Indicators"),
        help_text=_("As far as they were measured for this period."),
    )
    reached: Any = MilestonesField(
        label=_("Milestones reached"),
        queryset=None,
        required=False,
        widget=MilestonesWidget,
        help_text=_("Those reached since the last report; they count as reached from today."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        edits = self.subject.kind == "report"
        task = self.subject.task if edits else self.subject
        _name_indicators(self.fields["values"], task)
        reached: Any = self.fields["reached"]
        reached.queryset = milestones_ahead(self.subject, self.actor)
        leads = task.lead_id in self.actor.acts
        reached.widget.ahead = cache(lambda: leads and Milestone.are_ahead(task.pk))
        if edits:
            self.fields["values"].initial = [
                {"indicator": each.indicator_id, "value": number(each.value)}
                for each in self.subject.values.all()
            ]
            self.fields["next_steps"].initial = self.subject.next
            for name in ("percent", "done", "problem"):
                self.fields[name].initial = getattr(self.subject, name)


class SeveralFiles(forms.ClearableFileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class EvidenceField(forms.FileField):
    """One or more files, each checked by name, size and content."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; raises ``ValidationError`` naming each that cannot be taken."""
        found = [super(EvidenceField, self).clean(each, initial) for each in data or [None]]
        files = [each for each in found if each]
        errors = [error for each in files if (error := _fault(each))]
        if sum(each.size for each in files) > settings.EVIDENCE_ACT_MAX_BYTES:
            errors.append(
                format_lazy(
                    _("The files together are larger than {limit} MB."),
                    limit=settings.EVIDENCE_ACT_MAX_BYTES // 1024**2,
                )
            )
        if errors:
            raise forms.ValidationError([forms.ValidationError(str(error)) for error in errors])
        return files


def _fault(upload: Any) -> Any:
    try:
        inspect(upload)
    except BadEvidence as error:
        return error.message
    return None


def _name_indicators(field: Any, task: Any) -> "list[Indicator]":
    indicators = Indicator.of_task(task.pk)
    field.name_rows([(each.pk, each.with_measure) for each in indicators], required=False)
    return indicators


def evidence_field() -> EvidenceField:
    """Files, none of them being possible."""
    return EvidenceField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, OFD, Word, WPS, Excel, pictures, text or zip; at most 50 MB each."),
    )


class LinkField(forms.CharField):
    """The address of a page, kept as it is written and never fetched."""

    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_("Give the whole address of a page, beginning with http:// or https://."),
        )
    ]

    def clean(self, value: Any) -> Any:
        """The address; raises ``ValidationError`` where it carries a name or password."""
        found = super().clean(value)
        if found and "@" in urlsplit(found).netloc:
            raise forms.ValidationError(_("An address with a name or password is not accepted."))
        return found


class AddEvidenceForm(StepForm):
    """Files or a link, and the indicator that they show."""

    hint = _("Evidence can be retracted until a claim rests on it.")
    evidence = evidence_field()
    url = LinkField(
        label=_("Address of a page"),
        required=False,
        max_length=500,
        help_text=_("http:// or https://; the page is not fetched, so say what it shows."),
    )
    title = forms.CharField(label=_("What the page shows"), required=False, max_length=120)
    indicator: Any = forms.ModelChoiceField(
        label=_("Shows this indicator"), queryset=None, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        indicators = self.subject.indicators.order_by("pk")
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]


class ClaimForm(StepForm):
    """The result for each indicator and as a whole, and what shows it."""

    hint = _("A supervisor of another unit will verify the claim.")
    results = RowsField(
        {
            "value": amount(_("Value reached"), required=False),
            "reached": forms.ChoiceField(label=_("Reached"), choices=[("", "—"), *Reached.choices]),
            "note": forms.CharField(label=_("Note"), required=False, max_length=NOTE),
        },
        of="indicator",
        label=_("Result for each indicator"),
    )
    grade = choice(_("Result"), ResultGrade.choices)
    result = long_text(_("What was reached"))
    evidence = evidence_field()
    evidence_for: Any = forms.ModelChoiceField(
        label=_("These files show this indicator"), queryset=None, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        indicators = _name_indicators(self.fields["results"], self.subject)
        self.fields["evidence_for"].queryset = Indicator.among(indicators)  # type: ignore[attr-defined]
        if len(indicators) == 1:
            self.fields["evidence_for"].initial = indicators[0]
        if not self.is_bound:
            self.fields["results"].initial = results_so_far(self.subject)
