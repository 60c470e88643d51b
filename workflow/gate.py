"""Whether a step is open: the one order in which refusals are found.

Not the actor's (403) stands before version missing (428), stale (412), illegal in this
state (409) and conditions unmet (409, all of them). The door raises what is found here,
and the offers show it, so that a button can promise nothing the door would refuse.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflow.actor import Actor
from workflow.errors import NotAllowed, Refusal, Stale, Unmet, VersionMissing, WrongState
from workflow.known import reading
from workflow.lifecycle import Step, Subject, states_of
from workflow.verdict import no


@reading()
def refusal(
    subject: Subject,
    declared: Step,
    actor: Actor,
    version: int | None,
    data: Mapping[str, Any] | None = None,
) -> Refusal | None:
    """Return why ``actor`` may not take the step on ``version`` of ``subject``, else ``None``.

    ``data`` is what the step would be given; conditions that speak of the data are asked
    only where it is there.
    """
    return refusal_in_act(subject, declared, actor, version, data)


def refusal_in_act(
    subject: Subject,
    declared: Step,
    actor: Actor,
    version: int | None,
    data: Mapping[str, Any] | None,
    *,
    following: bool = False,
) -> Refusal | None:
    """The same within an act, which knows by itself what was read in it.

    ``following``: the step is the consequence of another one, whose rule has been asked already.
    """
    if not following:
        verdict = declared.rule(subject, actor)
        if not verdict:
            return NotAllowed(verdict, subject=subject, step=declared.name)
    if version is None:
        return VersionMissing(subject=subject, step=declared.name)
    if version != subject.version:
        return Stale(subject=subject, step=declared.name)
    if subject.present_state not in declared.moves:
        return WrongState(
            no("state", _wrong_state(subject, declared)), subject=subject, step=declared.name
        )
    unmet = [verdict for need in declared.needs if not (verdict := need(subject, actor, data))]
    return Unmet(*unmet, subject=subject, step=declared.name) if unmet else None


def _wrong_state(subject: Subject, declared: Step) -> str:
    states = states_of(type(subject))
    return _(
        "“%(step)s” is not possible while the state is “%(state)s”; possible in: %(from)s."
    ) % {
        "step": declared.label,
        "state": states[subject.present_state],
        "from": "、".join(str(states[source]) for source in declared.moves),
    }
