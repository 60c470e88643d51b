"""Undoing what one has just done: by whoever did it, before the other side has acted.

What another one has decided, answered or taken up stays; what hung on a task ends with it.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.supervision import rules
from coordination.supervision import turn_rules as turns
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no


def may_withdraw_extension(extension: Any, actor: Official) -> Verdict:
    """A head of the unit that asked."""
    return rules.signs_for_unit(extension, actor)


def may_withdraw_letter(letter: Any, actor: Official) -> Verdict:
    """Whoever sent it, while still in a post that may urge."""
    verdict = rules.may_urge(letter.task, actor)
    if not verdict or letter.by_id == actor.user_id:
        return verdict
    return no("not_sender", _("Only whoever sent the letter takes it back."))


def just_sent(letter: Any, _actor: Official, _data: Any) -> Verdict:
    """A letter is taken back within some hours; after that it stands."""
    hours = settings.LETTER_WITHDRAW_HOURS
    if clock.now() <= letter.sent_at + timedelta(hours=hours):
        return YES
    return no(
        "letter_stands",
        _("A letter is taken back within %(hours)d hours of its sending; this one stands.")
        % {"hours": hours},
    )


def may_withdraw_reopening(reopening: Any, actor: Official) -> Verdict:
    """The supervisor who asked."""
    verdict = turns.may_ask_reopen(reopening.task, actor)
    if not verdict or reopening.by_id == actor.user_id:
        return verdict
    return no("not_asker", _("Only whoever asked takes the request back."))


def may_withdraw_transfer(transfer: Any, actor: Official) -> Verdict:
    """A coordinator of the plan; the proposal is the office's."""
    return turns.may_ask_transfer(transfer.task, actor)
