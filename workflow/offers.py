"""What an actor may do now with a subject, and why not. Buttons and API read this only."""

from dataclasses import dataclass
from functools import partial

from workflow import gate
from workflow.actor import Actor
from workflow.errors import NotAllowed, WrongState
from workflow.lifecycle import Step, Subject, steps_of
from workflow.verdict import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """One step as it stands for one actor; ``reasons`` say why it is not possible."""

    step: str
    label: Text
    allowed: bool
    code: str = ""
    reasons: tuple[str, ...] = ()
    primary: bool = False
    grave: bool = False


def offers(subject: Subject, actor: Actor) -> list[Offer]:
    """Every step that concerns the actor, allowed ones first, each with what stands in its way.

    Steps that are another function's altogether are left out; so are steps of another
    state, unless nothing else stands in their way but the state.
    """
    found = [_offer(subject, declared, actor) for declared in steps_of(type(subject)).values()]
    shown = [offer for offer in found if offer is not None]
    return sorted(shown, key=lambda offer: (not offer.allowed, not offer.primary, offer.grave))


def _offer(subject: Subject, declared: Step, actor: Actor) -> Offer | None:
    refused = gate.refusal(subject, declared, actor, subject.version)
    offer = partial(
        Offer, declared.name, declared.label, primary=declared.primary, grave=declared.grave
    )
    if refused is None:
        return offer(allowed=True)
    if isinstance(refused, NotAllowed):
        if any(verdict.foreign for verdict in refused.verdicts):
            return None
        if subject.present_state not in declared.moves:
            return None
    reasons = tuple(refused.reasons)
    code = refused.verdicts[0].code if refused.verdicts else refused.code
    if isinstance(refused, WrongState):
        code = refused.code
    return offer(allowed=False, code=code, reasons=reasons)
