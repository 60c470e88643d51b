"""Who to sign in as: read from what waits at the desks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from coordination.demo.accounts import GUANGZHOU, SEATS
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import DisputeState, SlotKind, SlotState
from coordination.plans.models import Plan
from coordination.plans.states import PlanState
from coordination.signing.models import Prepared
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units.models import Substitution
from coordination.units.states import Duty
from workflow import clock

Guide = tuple[str, str]


def guide() -> Iterator[Guide]:
    """Account and what to do there, one for each kind of desk where something waits."""
    unit = _most_loaded()
    if unit:
        yield f"{unit}.{Duty.HANDLER.value}", _("accept tasks, start them, report progress")
        yield f"{unit}.{Duty.HEAD.value}", _("contest a task, claim completion")
    for kind, words in (
        (SlotKind.STATEMENT, _("a statement is owed in a dispute")),
        (SlotKind.ANSWER, _("an answer to a proposal is owed")),
    ):
        slot = DisputeSlot.objects.filter(
            asked_for=kind, state=SlotState.ASKED, due_on__gte=clock.today()
        ).select_related("unit")
        if found := slot.order_by("pk").first():
            yield f"{found.unit.code.lower()}.{Duty.HEAD.value}", words
    prepared = Prepared.objects.filter(remark="").select_related("unit").order_by("pk").first()
    if prepared:
        yield f"{prepared.unit.code.lower()}.{Duty.HEAD.value}", _("an act waits for signature")
    running = Substitution.objects.filter(ended_at=None, until__gte=clock.today())
    if standing_in := running.select_related("substitute").order_by("-pk").first():
        yield standing_in.substitute.username, _("stands in for the head; choose the post above")
    yield "sysadmin", _("substitutions, units, calendar")
    yield "auditor", _("the configuration's record")
    if Dispute.objects.filter(state=DisputeState.CONSULTING).exists():
        yield "coordinator", _("propose a settlement; issue plans")
        yield "coordinator2", _("the same where the other office is a party")
    if Task.objects.filter(state=TaskState.COMPLETED).exists():
        yield "supervisor", _("verify completed tasks, or return them")
    if Dispute.objects.filter(state=DisputeState.RULING).exists():
        yield "leader", _("rule in a dispute")
    if Plan.objects.filter(body__code="GZ", state=PlanState.DRAFTING).exists():
        yield GUANGZHOU, _("the draft of another city")


def _most_loaded() -> str:
    """The unit, by its account's beginning, with the most tasks that it may still contest.

    Units whose own people decide in cases stand back.
    """
    fresh = Task.objects.filter(
        state=TaskState.ASSIGNED, contest_until__gte=clock.today(), plan__body__code="QP"
    ).exclude(lead__code__in=SEATS)
    codes = list(fresh.order_by("lead__code").values_list("lead__code", flat=True))
    return max(codes, key=codes.count).lower() if codes else ""
