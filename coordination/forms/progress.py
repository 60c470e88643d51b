"""Forms of reports and of the claim of completion."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, choice, long_text
from coordination.progress.files import BadEvidence, check
from coordination.tasks.states import ResultGrade


class ReportForm(StepForm):
    """How far it is."""

    percent = forms.IntegerField(
        label=_("Progress in per cent"), min_value=0, max_value=100, help_text=_("0 to 100")
    )
    done = long_text(_("Done so far"))
    problem = long_text(_("Problems"), required=False, rows=2)
    next_steps = long_text(_("Next steps"), required=False, rows=2)


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
    start = upload.read(4096)
    upload.seek(0)
    try:
        check(upload.name, upload.size, start)
    except BadEvidence as error:
        return error.message
    return None


class ClaimForm(StepForm):
    """The result and what shows it."""

    hint = _("A supervisor of another unit will verify the claim.")
    grade = choice(_("Result"), ResultGrade.choices)
    result = long_text(_("What was reached"), help_text=_("Indicator by indicator."))
    evidence = EvidenceField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, OFD, Word, WPS, Excel, pictures, text or zip; at most 50 MB each."),
    )
