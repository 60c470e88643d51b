"""What passes from a unit to the one that follows it: leads, parts, cases and letters.

Within an act; each thing goes through the door with the step ``succeed`` and keeps its history.
"""

from django.utils.translation import gettext_lazy as _

from coordination.administration.rules import open_parts, open_tasks
from coordination.disputes import flow, rounds
from coordination.disputes.acts import TemporaryLead
from coordination.disputes.models import Dispute, DisputeSlot, Party
from coordination.disputes.states import LIVE_STATES, SlotState
from coordination.supervision.models import Letter
from coordination.supervision.states import LetterState
from coordination.tasks.actions import release_parts
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import Cause, CooperationState, TaskState
from coordination.units.models import Unit
from workflow.door import Act
from workflow.errors import Unmet
from workflow.verdict import no


def pass_on(act: Act, old: Unit, new: Unit) -> dict[str, int]:
    """Let ``new`` go on with everything open of ``old``; how much of each kind there was."""
    cases = _open_cases(old)
    _refuse_own_case(cases, new)
    letters = Letter.objects.filter(unit=old, state__in=[LetterState.SENT, LetterState.UNANSWERED])
    led = set(open_tasks(old).values_list("pk", flat=True))
    touched = led | {case.task_id for case in cases}
    touched |= set(open_parts(old).values_list("task_id", flat=True))
    touched |= set(letters.values_list("task_id", flat=True))
    tasks = act.take_all(Task, sorted(touched))
    moved = [task for task in tasks if task.pk in led]
    _leads(act, moved, new)
    parts = _parts(act, old, new)
    cases = _open_cases(old)  # but for those about parts that have ended
    for case in cases:
        _case(act, case, old, new)
    TemporaryLead.objects.filter(unit=old, until__isnull=True).update(unit=new)
    asked = list(letters.order_by("pk"))
    act.follow_all(asked, "succeed", lambda _letter: {"unit": new})
    return {
        "tasks": len(moved),
        "parts": parts,
        "disputes": len(cases),
        "letters": len(asked),
    }


def _open_cases(unit: Unit) -> list[Dispute]:
    found = Dispute.objects.filter(state__in=LIVE_STATES, parties__unit=unit)
    return list(found.order_by("pk").distinct())


def _leads(act: Act, tasks: list[Task], new: Unit) -> None:
    """Close the old assignments first, then open the new ones; not counted as a change of lead."""
    act.follow_all(tasks, "succeed", lambda _task: {"lead": new})
    issued = [task for task in tasks if task.present_state != TaskState.DRAFT]
    Assignment.objects.filter(task__in=issued, until__isnull=True, accountable=True).update(
        until=act.at
    )
    Assignment.objects.bulk_create(
        Assignment(task=task, unit=new, since=act.at, cause=Cause.SUCCESSION) for task in issued
    )
    own = Cooperation.objects.filter(task__in=tasks, unit=new)
    release_parts(act, list(own.exclude(state=CooperationState.RELEASED).order_by("pk")))


def _parts(act: Act, old: Unit, new: Unit) -> int:
    """Parts go on with the new unit; where it leads or has a part already the old one ends."""
    parts = list(open_parts(old).select_related("task"))
    having = set(
        Cooperation.objects.filter(unit=new, task__in=[part.task_id for part in parts])
        .exclude(state=CooperationState.RELEASED)
        .values_list("task_id", flat=True)
    )
    double = [part for part in parts if part.task_id in having or part.task.lead_id == new.pk]
    release_parts(act, double)
    for part in double:
        rounds.void_idle(act, part.task)
    act.follow_all(
        [part for part in parts if part not in double], "succeed", lambda _part: {"unit": new}
    )
    return len(parts)


def _case(act: Act, case: Dispute, old: Unit, new: Unit) -> None:
    """The successor enters as the party, is asked what was asked, and counts as heard."""
    act.follow(case, "succeed", old=old, new=new)
    Party.objects.filter(dispute=case, unit=old).update(unit=new)
    slots = DisputeSlot.objects.filter(dispute=case, unit=old).exclude(state=SlotState.LAPSED)
    act.follow_all(list(slots.order_by("pk")), "succeed", lambda _slot: {"unit": new})
    flow.succeed(case, old.pk, new.pk)


def _refuse_own_case(cases: list[Dispute], new: Unit) -> None:
    """Where both units are parties of one case, the case must end before they become one."""
    both = [str(case.task) for case in cases if new.pk in case.party_ids()]
    if both:
        raise Unmet(
            no(
                "succession_dispute",
                _("Both units are parties to a dispute, which must end first: %(cases)s.")
                % {"cases": "；".join(both)},
            )
        )
