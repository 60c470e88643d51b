"""The cooperating units of a task as its page shows them, and the shares of a divided one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coordination.disputes.models import Dispute
from coordination.progress.models import Report
from coordination.reports.lights import Lights
from coordination.steps import offers_for
from coordination.tasks import queries as tasks
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.part_rules import overdue
from coordination.tasks.states import CooperationState, PartFlag
from coordination.units.official import Official
from coordination.web.nouns import page_of
from coordination.web.offer_links import links_of

CLOSED = (CooperationState.DONE, CooperationState.RELEASED)


def panel_of(
    task: Task,
    actor: Official,
    cases: Iterable[Dispute],
    reports: Sequence[Report],
    *,
    inside: bool,
) -> list[dict[str, Any]]:
    """Each part with its state; for insiders also duty, limits, last report and what to do.

    ``cases`` and ``reports`` are those of the task that the actor sees, the newest first.
    """
    disputed: dict[int, Dispute] = {}
    for case in cases:
        if case.part_id is not None:
            disputed.setdefault(case.part_id, case)
    latest = {report.unit_id: report for report in reversed(reports)}
    return [
        {
            "part": part,
            "inside": inside,
            "waits": _waits(part) if inside else "",
            "report": latest.get(part.unit_id),
            "case": disputed.get(part.pk),
            "offers": _offers(part, actor),
        }
        for part in tasks.parts_of(task, former=inside)
    ]


def _offers(part: Cooperation, actor: Official) -> list[dict[str, Any]]:
    links = links_of(part, offers_for(part, actor))
    return [link for link in links if not link["later"]]


def _waits(part: Cooperation) -> str:
    """What the request of the lead has come to."""
    if part.asked_on is None or part.silent_after is None or part.state in CLOSED:
        return ""
    if overdue(part):
        return _("Without an answer; the lead may claim completion without this part.")
    return _("The lead waits for it until %(day)s.") % {"day": part.silent_after.isoformat()}


def flags_shown(task: Task) -> list[dict[str, Any]]:
    """The parts that were open when completion was claimed, in words."""
    return [
        {"name": row["name"], "asked_on": row["asked_on"], "label": PartFlag(row["flag"]).label}
        for row in task.parts_open
    ]


def shares_of(task: Task, actor: Official) -> list[dict[str, Any]]:
    """The shares of a divided task, each with its light as the actor may know it."""
    shares = list(tasks.shares_of(task))
    lights = Lights().of(shares, actor)
    return [{"task": share, "url": page_of(share), "light": lights[share.pk]} for share in shares]
