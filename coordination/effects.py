"""What a step leads to, told before it is taken: state, limits, who is told, what ends.

Nothing is written. Pages show it beside the form; the API's dry run may answer it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.disputes import profiles
from coordination.disputes.states import Profile
from coordination.notifications.told import names_told
from coordination.notifications.topics import TOPICS
from coordination.steps import STEPS, label_of
from coordination.tasks import limits
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.units.calendar import add_working_days
from coordination.units.official import Official
from workflow import clock
from workflow.lifecycle import Step, states_of, steps_of, subject_of

Limit = tuple[Any, date]

# Steps that make a thing of their own: its kind, and the creation that makes it.
MAKES: dict[tuple[str, str], tuple[str, str]] = {
    ("task", "report"): ("report", "report"),
    ("task", "add_evidence"): ("evidence", "add_evidence"),
    ("cooperation", "coop_report"): ("report", "coop_report"),
    ("task", "ask_extension"): ("extension", "ask_extension"),
    ("task", "urge"): ("letter", "urge"),
    ("task", "ask_transfer"): ("transfer", "ask_transfer"),
    ("task", "ask_reopen"): ("reopening", "ask_reopen"),
    ("plan", "amend"): ("amendment", "amend"),
}


@dataclass(frozen=True)
class Effect:
    """``states`` the subject may be in afterwards, ``limits`` that begin, ``told`` who hears of it,
    ``closed`` what the actor could do before and cannot do then."""

    states: list[tuple[str, Any]]
    limits: list[Limit]
    told: list[str]
    closed: list[Any]

    def says_anything(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.limits or self.told or self.closed or self.states)


def effects_of(subject: Any, step: str, actor: Official) -> Effect:
    """What ``step`` on ``subject`` would lead to now, as far as it does not depend on the data."""
    made = MAKES.get((subject.kind, step))
    declared = steps_of(subject.__class__).get(step)
    if made:
        kind, name = made
        model: Any = subject_of(kind)
        creation = next(each for each in model.creations if each.name == name)
        states, topic = [(creation.state, states_of(model)[creation.state])], creation.topic
    elif declared:
        states, topic = _targets(subject, declared), declared.topic
    else:
        states, topic = [], ""
    begin = LIMITS.get((subject.kind, step), [])
    return Effect(
        states=states,
        limits=[(words, add_working_days(clock.today(), days(subject))) for words, days in begin],
        told=names_told(TOPICS[topic], subject) if topic else [],
        closed=_closed(subject, declared, actor) if declared and not made else [],
    )


def _targets(subject: Any, declared: Step) -> list[tuple[str, Any]]:
    words = states_of(subject.__class__)
    found = declared.moves.get(subject.present_state, ())
    codes = (found,) if isinstance(found, str) else found
    return [(str(code), words[str(code)]) for code in codes]


def _closed(subject: Any, taken: Step, actor: Official) -> list[Any]:
    """Steps of the actor that the state allows now and none of the states afterwards does."""
    after = {code for code, _label in _targets(subject, taken)} - {subject.present_state}
    if not after or subject.present_state in taken.moves.get(subject.present_state, ()):
        return []
    table = STEPS[subject.kind]
    return [
        label_of(subject, name)
        for name, each in steps_of(subject.__class__).items()
        if name in table
        and name != taken.name
        and subject.present_state in each.moves
        and not after & set(each.moves)
        and each.rule(subject, actor)
    ]


Days = Callable[[Any], int]


def _task_days(name: str) -> Days:
    return lambda _subject: int(settings.TASK_LIMIT_DAYS[name])


def _case_days(name: str) -> Days:
    """The days stamped on the case."""
    return lambda case: int(case.limits[name])


def _round_days(part: int) -> Days:
    """The days stamped on the case for ``part`` of its present round."""
    return lambda case: int(case.limits["rounds"][case.round - 1][part])


def _admission_days(task: Any) -> int:
    return int(profiles.limits_for(task.plan.plan_type, Profile.NORMAL)["admission"])


# Limits that begin with a step: their words, and their length in working days.
LIMITS: Mapping[tuple[str, str], list[tuple[Any, Days]]] = {
    ("plan", "issue"): [
        (_("To be signed for by"), _task_days(limits.SIGN_OFF)),
        (_("Objection possible until"), lambda _subject: CONTEST_WORKING_DAYS),
    ],
    ("task", "claim"): [(_("To be verified by"), _task_days(limits.VERIFICATION))],
    ("task", "contest"): [(_("To be admitted by"), _admission_days)],
    ("dispute", "admit"): [(_("Statements by"), _round_days(profiles.STATEMENTS))],
    ("dispute", "ask_complete"): [(_("To be completed by"), _case_days("completion"))],
    ("dispute", "propose"): [(_("Answers by"), _round_days(profiles.ANSWERS))],
    ("dispute", "submit_file"): [(_("To be ruled upon by"), _case_days("ruling"))],
    ("dispute", "rule"): [(_("To be received by"), _case_days("receipt"))],
    ("dispute", "ask_review"): [(_("Review to be decided by"), _case_days("review"))],
    ("transfer", "decide_transfer"): [
        (_("To be signed for by"), _task_days(limits.SIGN_OFF)),
        (_("Objection possible until"), lambda _subject: CONTEST_WORKING_DAYS),
    ],
}
