"""What the reader's flags mean, in words; a detail may follow the code after a colon."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "former-name": gettext_lazy("former name"),
    "unknown-unit": gettext_lazy("unknown unit"),
    "collective": gettext_lazy("group of units"),
    "open-list": gettext_lazy("open list (等)"),
    "year-from-title": gettext_lazy("year taken from the title"),
    "excel-serial-date": gettext_lazy("date stored as a number"),
    "same-unit-twice": gettext_lazy("unit named twice"),
    "two-units-in-lead-cell": gettext_lazy("several units in the lead cell"),
    "two-numbers-in-one-row": gettext_lazy("perhaps two tasks in one row"),
    "lead-missing": gettext_lazy("no lead named"),
    "first-as-lead": gettext_lazy("first named taken as lead"),
    "period-from-document-year": gettext_lazy("period counted from the document's year"),
    "duplicate-row": gettext_lazy("the same row stands twice"),
    "several-deadlines": gettext_lazy("several dates in one cell"),
    "unclear-deadline": gettext_lazy("unclear date"),
    "relative-deadline": gettext_lazy("relative date"),
    "year-unknown": gettext_lazy("year unknown"),
    "number-from-date": gettext_lazy("number stored as a date"),
    "brackets-name-another-unit": gettext_lazy("brackets name another unit"),
}


def words_of(flag: str) -> str:
    """A flag in words; one without words of its own is shown as it is."""
    code, _colon, detail = flag.partition(":")
    words = str(WORDS.get(code, code))
    return _("%(flag)s: %(detail)s") % {"flag": words, "detail": detail} if detail else words
