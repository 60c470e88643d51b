"""The limits a case is stamped with when it opens, and how long each node of it lasts."""

from datetime import date
from typing import Any

from django.conf import settings

from coordination.disputes.states import Profile
from coordination.units.calendar import add_working_days, working_days_between
from workflow.deadlines import Counted

STATEMENTS, CONSULTATION, ANSWERS = range(3)
Limits = dict[str, Any]


def limits_for(plan_kind: str, profile: str) -> Limits:
    """The configured limits (working days) of a kind of plan in a profile."""
    found: Limits = dict(settings.DISPUTE_PROFILES[plan_kind][profile])
    return found | {"rounds": [list(each) for each in found["rounds"]]}


def round_day(dispute: Any, part: int, since: date) -> date:
    """The last day of ``part`` of the present round, begun on ``since``."""
    days: int = dispute.limits["rounds"][dispute.round - 1][part]
    return add_working_days(since, days)


def limit_day(dispute: Any, name: str, since: date) -> date:
    """The last day of the node ``name``, begun on ``since``."""
    days: int = dispute.limits[name]
    return add_working_days(since, days)


def counted(since: date, until: date) -> Counted:
    """How a limit that began on ``since`` and ends with ``until`` is counted in working days."""
    return Counted(since, working_days_between(since, until))


def is_meeting(dispute: Any) -> bool:
    """The last round is the meeting; in the urgent profile there need not be one."""
    return bool(dispute.round == dispute.max_rounds and dispute.profile == Profile.NORMAL)


def bound(dispute: Any) -> int:
    """Working days from filing to decision at most, before the named extras."""
    stamped = dispute.limits
    rounds = sum(sum(each) for each in stamped["rounds"])
    return int(sum(stamped[name] for name in ("admission", "opinion", "file", "ruling")) + rounds)


def ceiling(dispute: Any) -> int:
    """The same with the completion of the file and one tier up."""
    return int(bound(dispute) + dispute.limits["completion"] + dispute.limits["top"])
