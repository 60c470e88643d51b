"""A rule answers with a verdict: yes, or no with a stable code and a reason for the reader."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule; true where the step is allowed.

    ``code`` is the stable name of the rule that refused, ``reason`` the sentence shown to
    the person. ``foreign`` marks a refusal to somebody whose function the step is not at
    all: pages then leave the step out instead of explaining it.
    """

    allowed: bool
    code: str = ""
    reason: Text = ""
    foreign: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)

Rule = Callable[[Any, Any], Verdict]
Condition = Callable[..., Verdict]


def no(code: str, reason: Text) -> Verdict:
    """Refuse, with the rule's stable name and the reason in the reader's language."""
    return Verdict(allowed=False, code=code, reason=reason)


def foreign(code: str, reason: Text) -> Verdict:
    """Refuse somebody whose function this step is not at all."""
    return Verdict(allowed=False, code=code, reason=reason, foreign=True)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """Return the first verdict that refuses, else yes."""
    return next((verdict for verdict in verdicts if not verdict), YES)
