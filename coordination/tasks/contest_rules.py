"""When a unit may contest a task: in its window, once on a ground, or on a new ground.

Against passing a task round and round: who received or kept the lead by an outcome in which it
took part is barred on every ordinary ground, a withdrawn ground is not filed again. What was
not admitted or not ruled upon bars nothing. Counted over all cases of the task, before its
state moves.
"""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import Cause
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no

DECIDED = ("settlement", "ruling", "review")
NO_BAR = ("inadmissible", "no_ruling", "letter", "suspend")


def within_window(task: Any, _actor: Official, data: Any) -> Verdict:
    """An objection comes within seven working days of the assignment (Yulin 2019).

    Later only on a new ground, so that the form stays open.
    """
    if data is None or data.get("new_ground"):
        return YES
    if task.contest_until is None or clock.today() <= task.contest_until:
        return YES
    return no(
        "contest_window",
        _(
            "The objection had to be raised by %(day)s; after that the assignment stands, "
            "unless there is a new ground."
        )
        % {"day": task.contest_until.isoformat()},
    )


def no_case_to_receive(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While a ruling may still be reviewed, the review is the way."""
    if not _cases(task).filter(state="receipt").exists():
        return YES
    return no(
        "ruling_in_receipt",
        _("The ruling on this task is being received; ask for its review instead."),
    )


def not_barred(task: Any, _actor: Official, data: Any) -> Verdict:
    """Nobody contests again what it agreed to, or was heard and ruled upon, this plan year."""
    if data is None or data.get("new_ground"):
        return YES
    if bound_cases(task, task.lead_id).exists() or _transferred(task):
        return no(
            "barred",
            _(
                "Your unit agreed to the present lead or was heard and ruled upon; only a new "
                "ground can be raised."
            ),
        )
    if withdrawn_cases(task, task.lead_id, data["ground"], data["basis"]).exists():
        return no(
            "same_ground",
            _("Your unit raised this ground before and withdrew it; it cannot be raised again."),
        )
    return YES


def ground_new(task: Any, _actor: Official, data: Any) -> Verdict:
    """A new ground rests on a document dated after the last decision on the task."""
    if data is None or not data.get("new_ground"):
        return YES
    last = last_decision(task)
    if last is None or (data.get("document_on") and data["document_on"] > last):
        return YES
    return no(
        "ground_not_new",
        _("The document of a new ground must be dated after %(day)s, the last decision.")
        % {"day": last.isoformat()},
    )


def last_decision(task: Any) -> date | None:
    """The day on which the present lead was last decided upon: by a case, or by assignment."""
    ended = _cases(task).filter(ended_on__isnull=False).order_by("-ended_on")
    days = [ended.values_list("ended_on", flat=True).first(), task.assigned_on]
    return max((day for day in days if day), default=None)


def _cases(task: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = task.disputes.filter(part__isnull=True)
    return found


def bound_cases(task: Any, unit_id: int | None) -> QuerySet[Any]:
    """Decided cases on the task in which the unit took part."""
    decided = _cases(task).filter(decided__in=DECIDED, parties__unit=unit_id)
    return decided.exclude(outcome__in=NO_BAR)


def withdrawn_cases(task: Any, unit_id: int | None, ground: str, basis: str) -> QuerySet[Any]:
    """Cases on the same ground that the unit opened and took back."""
    same = Q(ground=ground) | Q(basis=basis)
    return _cases(task).filter(same, state="withdrawn", contesting=unit_id)


def _transferred(task: Any) -> bool:
    """The head of the present lead agreed to the direct transfer."""
    now = task.assignments.filter(until__isnull=True, unit=task.lead_id, accountable=True)
    return bool(now.filter(cause=Cause.TRANSFER).exists())
