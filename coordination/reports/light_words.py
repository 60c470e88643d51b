"""The reasons of lights in words, by the code of the cause."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coordination.tasks.lights import days_late, days_left, planned_percent
from coordination.units.calendar import Calendar

Row = Mapping[str, Any]

FIXED: dict[str, Any] = {
    "closed": _("closed"),
    "shares_closed": _("closed"),
    "draft": _("not issued yet"),
    "suspended": _("suspended"),
    "claimed": _("claimed"),
    "no_date": _("no date"),
    "red_letter_unanswered": _("a red letter of supervision is not answered"),
    "letter_unanswered": _("a letter of supervision is not answered"),
    "report_missing": _("no report for the last period"),
    "report_due": _("the report of this period is due"),
}
# Causes that speak of reports, milestones and letters, which only those inside a task read.
INSIDE = frozenset(
    {
        *("milestone_very_late", "milestone_late", "milestone_soon"),
        *("red_letter_unanswered", "letter_unanswered", "letter_open"),
        *("far_behind_course", "behind_course", "report_missing", "report_due"),
    }
)
WITHHELD = _("the units concerned know the reason")


def word_of(row: Row, today: date, calendar: Calendar) -> str:
    """Why the task of ``row`` has its light; ``row`` holds the facts and ``because``."""
    code = row["because"]
    if code in FIXED:
        return str(FIXED[code])
    if code.startswith("milestone"):
        return _milestone(row, today, calendar)
    if code.endswith("course") and code != "on_course":
        planned = planned_percent(row["begun_on"], row["due_on"], today)
        shown = {"percent": row["percent"], "planned": planned}
        return str(_("%(percent)d%% reported, the course of time is at %(planned)d%%") % shown)
    if code == "letter_open":
        day = row["reply_until"].isoformat()
        return str(_("a letter of supervision is to be answered by %(day)s") % {"day": day})
    left = (row["due_on"] - today).days
    return days_late(-left) if left < 0 else days_left(left)


def _milestone(row: Row, today: date, calendar: Calendar) -> str:
    shown = {"n": row["milestone_no"], "day": row["milestone_on"].isoformat()}
    days = calendar.between(row["milestone_on"], today)
    if not days:
        return str(_("milestone %(n)d is due on %(day)s") % shown)
    late = ngettext(
        "milestone %(n)d is %(days)d working day behind",
        "milestone %(n)d is %(days)d working days behind",
        days,
    )
    return late % (shown | {"days": days})
