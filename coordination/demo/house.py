"""What the administrators and heads of the demo have done: a unit renamed, substitutes, an act
that waits for its signature."""

from datetime import date

from coordination.administration.succession import succeed
from coordination.demo.accounts import SEATS, People
from coordination.demo.days import Days
from coordination.plans.models import Plan
from coordination.signing.actions import prepare
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units import substitutions
from coordination.units.models import Body, Post, Substitution, Succession, Unit, User
from coordination.units.states import Duty, SuccessionKind
from workflow import clock

RENAMED, FORMER = "QP-D17", ("上海市青浦区卫生和计划生育委员会", "区卫计委")
RENAMED_BACK, PAST_BACK, PREPARED_BACK = 9, 8, 1
AHEAD = 10


def play(district: Body, plan: Plan, people: People, days: Days) -> None:
    """Let it happen once; what is there already stays as it is."""
    if not Succession.objects.filter(old__body=district).exists():
        _rename(district, people, days)
    if Substitution.objects.filter(post__unit__body=district).exists():
        return
    _substitute(
        people,
        days,
        "coordinator.head",
        "coordinator",
        PAST_BACK,
        days.back(PAST_BACK - 3),
        "外出培训",
    )
    waiting = _prepare(plan, people, days)
    unit = _another_unit(plan, {*SEATS, waiting}).lower()
    head, handler = f"{unit}.{Duty.HEAD.value}", f"{unit}.{Duty.HANDLER.value}"
    _substitute(people, days, head, handler, PREPARED_BACK, days.ahead(AHEAD), "因公出差")


def _rename(district: Body, people: People, days: Days) -> None:
    """The unit bears its former name until the day of the change."""
    unit = Unit.objects.filter(body=district, code=RENAMED).first()
    if unit is None:
        return
    now = (unit.name, unit.short_name)
    Unit.objects.filter(pk=unit.pk).update(name=FORMER[0], short_name=FORMER[1])
    with clock.at(days.moment(RENAMED_BACK, 8)):
        succeed(
            unit,
            actor=people["sysadmin"],
            kind=SuccessionKind.RENAME.value,
            name=now[0],
            short_name=now[1],
            reason="机构改革，更名",
        )


def _substitute(
    people: People, days: Days, principal: str, substitute: str, back: int, until: date, cause: str
) -> None:
    post = Post.objects.select_related("unit__body", "user").get(user__username=principal)
    with clock.at(days.moment(back, 9)):
        substitutions.register(
            post,
            actor=people[principal],
            substitute=User.objects.get(username=substitute),
            since=days.back(back),
            until=until,
            cause=cause,
            may_sign=post.duty == Duty.HEAD,
        )


def _prepare(plan: Plan, people: People, days: Days) -> str:
    """A handler asks for an extension and waits for the head; the code of the unit."""
    task = _under_way(plan, days)
    if task is None or task.lead is None or task.due_on is None:
        return ""
    data = {
        "new_due": [days.month_end(6).isoformat()],
        "reason": ["前期审批手续较预期延后，已落实赶工措施，申请顺延。"],
        "percent": ["55"],
    }
    with clock.at(days.moment(PREPARED_BACK, 16)):
        handler = people.handler(task.lead.code)
        prepare(task, "ask_extension", actor=handler, version=task.version, data=data, uploads={})
    return str(task.lead.code)


def _under_way(plan: Plan, days: Days) -> Task | None:
    """A task under way of an ordinary unit, due in some weeks but before the half year."""
    found = Task.objects.filter(
        plan=plan,
        state=TaskState.IN_PROGRESS,
        due_on__gt=days.ahead(AHEAD),
        due_on__lt=days.month_end(6),
    )
    return found.exclude(lead__code__in=SEATS).select_related("lead").order_by("pk").first()


def _another_unit(plan: Plan, taken: set[str]) -> str:
    """The unit of another task that waits for somebody."""
    found = Task.objects.filter(plan=plan, state=TaskState.ASSIGNED).exclude(lead__code__in=taken)
    codes = found.order_by("pk").values_list("lead__code", flat=True)
    return str(codes.first() or SEATS[0])
