"""Who may ask, decide, urge and answer, and what must hold for it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.supervision.states import EXTENDABLE, LEVELS, LetterState
from coordination.tasks import rules as tasks
from coordination.tasks.date_rules import past_upper
from coordination.units import rules as people
from coordination.units.calendar import add_working_days
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no


def may_ask_extension(task: Any, actor: Official) -> Verdict:
    """The head of the lead signs the request."""
    return people.signs_for(task.lead_id, actor)


def signs_for_unit(extension: Any, actor: Official) -> Verdict:
    """A head of the unit that asked for the extension."""
    return people.signs_for(extension.unit_id, actor)


def before_due(task: Any, _actor: Official, _data: Any) -> Verdict:
    """An extension is asked for before the due date has passed."""
    if task.due_on is None:
        return no("no_due_date", _("The task has no due date that could be moved."))
    if clock.today() <= task.due_on or after_dispute(task):
        return YES
    return no("before_due", _("The due date has passed; an extension is asked for before it."))


def after_dispute(task: Any) -> bool:
    """The due date fell inside a dispute or shortly after: asked for within days of its end."""
    days = settings.EXTENSION_AFTER_DISPUTE
    case = task.disputes.filter(part__isnull=True, ended_on__isnull=False).last()
    if case is None or clock.today() > add_working_days(case.ended_on, days["ask"]):
        return False
    late = add_working_days(case.ended_on, days["due"])
    return bool(case.filed_on <= task.due_on <= late)


def extensions_left(task: Any, _actor: Official, _data: Any) -> Verdict:
    """Twice at most."""
    most = settings.EXTENSIONS_MAX
    if task.extensions < most:
        return YES
    return no("extensions_used", _("The due date was moved %(n)d times already.") % {"n": most})


def none_asked(task: Any, _actor: Official, _data: Any) -> Verdict:
    """One request at a time."""
    if not task.extension_requests.filter(state="asked").exists():
        return YES
    return no("extension_pending", _("A request for extension is waiting for its decision."))


def later_day(task: Any, _actor: Official, data: Any) -> Verdict:
    """The new date lies after the present one."""
    if data is None or task.due_on is None or data["new_due"] > task.due_on:
        return YES
    return no(
        "later_day",
        _("The new date must lie after the present one, %(day)s.")
        % {"day": task.due_on.isoformat()},
    )


def is_beyond(task: Any, new_due: date) -> bool:
    """Whether the date lies after the plan's year, or after the upper level's hard date."""
    return new_due.year > task.plan.year or new_due > (task.latest_due or new_due)


def may_decide_extension(extension: Any, actor: Official) -> Verdict:
    """The supervisor; the leader in charge where the new date lies beyond plan or hard date."""
    right = "rule_plan" if extension.beyond else "supervise_plan"
    return (
        people.on_plan(right, extension.task.plan_id, actor)
        and tasks.no_party(extension.task, actor)
        and people.not_signer(extension.by_id, actor)
    )


def waived(extension: Any, _actor: Official, data: Any) -> Verdict:
    """A date beyond the upper level's hard one is granted after the leader's waiver only."""
    task = extension.task
    if data is None or not data["granted"] or task.latest_due is None:
        return YES
    return YES if extension.new_due <= task.latest_due else past_upper(task)


def grantable(extension: Any, _actor: Official, data: Any) -> Verdict:
    """A date is moved while the work is owed and not disputed; refusing is always possible."""
    if data is None or not data["granted"]:
        return YES
    due = extension.task.due_on  # days of a suspension may have moved it meanwhile
    if due is not None and extension.new_due <= due:
        return no(
            "later_day",
            _("The new date must lie after the present one, %(day)s.") % {"day": due.isoformat()},
        )
    if extension.task.state in EXTENDABLE:
        return YES
    return no(
        "extension_state",
        _("The task is “%(state)s” now; its date cannot be moved.")
        % {"state": extension.task.get_state_display()},
    )


def may_urge(task: Any, actor: Official) -> Verdict:
    """A supervisor or coordinator of the plan."""
    supervises = people.on_plan("supervise_plan", task.plan_id, actor)
    return supervises or people.on_plan("coordinate_plan", task.plan_id, actor)


def has_part(task: Any, _actor: Official, data: Any) -> Verdict:
    """The letter goes to a unit that leads or cooperates now."""
    if data is None or data["unit"].pk in task.working_units():
        return YES
    return no("has_part", _("%(unit)s has no part in this task now.") % {"unit": data["unit"]})


def not_too_often(task: Any, _actor: Official, data: Any) -> Verdict:
    """One letter for each unit and task in four hours."""
    hours = settings.URGE_PAUSE_HOURS
    if data is None:
        return YES
    since = clock.now() - timedelta(hours=hours)
    if not standing(task, data["unit"].pk).filter(sent_at__gt=since).exists():
        return YES
    return no(
        "urge_pause",
        _("%(unit)s was urged less than %(hours)d hours ago.")
        % {"unit": data["unit"], "hours": hours},
    )


def standing(task: Any, unit_id: int) -> Any:
    """The letters to the unit that were not taken back, the newest first."""
    letters = task.letters.filter(unit=unit_id).exclude(state=LetterState.WITHDRAWN)
    return letters.order_by("-pk")


def level_due(task: Any, _actor: Official, data: Any) -> Verdict:
    """Blue first; the level rises only where the last letter went unanswered."""
    if data is None:
        return YES
    highest = highest_level(task, data["unit"].pk)
    if LEVELS.index(data["level"]) <= LEVELS.index(highest):
        return YES
    return no(
        "urge_level",
        _("The level rises only where the last letter went unanswered; possible now: %(level)s.")
        % {"level": LEVELS[LEVELS.index(highest)].label},
    )


def highest_level(task: Any, unit_id: int) -> str:
    """The highest level in which the unit may be urged now."""
    last = standing(task, unit_id).first()
    if last is None:
        return str(LEVELS[0])
    silent = last.state == LetterState.UNANSWERED or (
        last.state == LetterState.SENT and last.reply_until < clock.today()
    )
    return str(LEVELS[min(LEVELS.index(last.level) + silent, len(LEVELS) - 1)])


def reply_ahead(_task: Any, _actor: Official, data: Any) -> Verdict:
    """The unit has at least until tomorrow."""
    if data is None or data["reply_until"] > clock.today():
        return YES
    return no("reply_limit", _("Choose a day after today as the limit for the reply."))


def may_reply(letter: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that was urged."""
    return people.acts_for(letter.unit_id, actor)
