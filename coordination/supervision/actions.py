"""The verbs of supervision: extensions and letters."""

from datetime import date
from typing import Any

from coordination.supervision import rules
from coordination.supervision.models import Extension, Letter
from coordination.supervision.states import EXTENDABLE, URGEABLE, LetterState, RequestState
from coordination.supervision.undo import EXTENSION_DUE, LETTER_REPLY
from coordination.tasks.asking import Ask
from coordination.tasks.date_actions import follow_due
from coordination.tasks.models import Task
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.keys import Key
from workflow.models import Deadline

ASK_EXTENSION = Ask(
    "ask_extension",
    rules.may_ask_extension,
    EXTENDABLE,
    (rules.before_due, rules.extensions_left, rules.none_asked, rules.later_day),
)
URGE = Ask(
    "urge",
    rules.may_urge,
    URGEABLE,
    (rules.has_part, rules.not_too_often, rules.level_due, rules.reply_ahead),
)


def ask_extension(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    new_due: date,
    reason: str,
    percent: int,
    key: Key | None = None,
) -> Extension:
    """The head of the lead asks for a later date; the task itself does not move."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        ASK_EXTENSION.check_version(taken, actor, version)
        ASK_EXTENSION.check(taken, actor, {"new_due": new_due})
        old_due: Any = taken.due_on  # the conditions hold, so there is one
        extension = Extension(
            task=taken,
            unit_id=actor.own_unit_id,
            old_due=old_due,
            new_due=new_due,
            beyond=rules.is_beyond(taken, new_due),
            percent=percent,
            reason=reason,
            by_id=actor.person_id,
            asked_at=act.at,
        )
        act.create(extension, "ask_extension", new_due=new_due, percent=percent, reason=reason)
        deadlines.arm(extension, EXTENSION_DUE, old_due)
        return extension


def decide_extension(
    extension: Extension,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """Supervisor or leader decides; where granted the due date moves in the same transaction."""
    with door.act(actor, key) as act:
        taken = act.take(extension)
        act.step(taken, "decide_extension", version=version, granted=granted, reason=reason)
        deadlines.lift(taken, EXTENSION_DUE)
        if granted:
            task = act.take(Task(pk=taken.task_id))
            follow_due(act.follow(task, "reschedule", due_on=taken.new_due))


def urge(
    task: Task,
    *,
    actor: Official,
    unit: Unit,
    level: str,
    text: str,
    reply_until: date,
    key: Key | None = None,
) -> Letter:
    """A supervisor or coordinator urges a unit in writing; the task's version stays."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        data = {"unit": unit, "level": level, "text": text, "reply_until": reply_until}
        URGE.check(taken, actor, data)
        letter = Letter(task=taken, by_id=actor.person_id, sent_at=act.at, **data)
        act.create(letter, "urge", **data)
        deadlines.arm(letter, LETTER_REPLY, reply_until)
        return letter


def reply_urge(
    letter: Letter, *, actor: Official, version: int | None, reply: str, key: Key | None = None
) -> None:
    """The unit that was urged answers."""
    with door.act(actor, key) as act:
        taken = act.take(letter)
        act.step(taken, "reply_urge", version=version, reply=reply)
        deadlines.lift(taken, LETTER_REPLY)


def extension_due(deadline: Deadline) -> None:
    """The clock: the due date has passed and nobody has decided; those above are told."""
    with door.act(SYSTEM) as act:
        extension = act.take(Extension.objects.get(pk=deadline.subject_id))
        if extension.present_state == RequestState.ASKED:
            act.follow(extension, "go_up")


def reply_due(deadline: Deadline) -> None:
    """The clock: the limit for the reply has passed."""
    with door.act(SYSTEM) as act:
        letter = act.take(Letter.objects.get(pk=deadline.subject_id))
        if letter.present_state == LetterState.SENT:
            act.follow(letter, "reply_lapse")
