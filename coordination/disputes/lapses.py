"""What the clock does where a limit of a case passes; each has its consequence by the system.

The next limit runs from the day that passed, however late the clock fired.
"""

from collections.abc import Callable

from coordination.disputes import asking, flow, joining, node_limits, profiles, rounds
from coordination.disputes.case_file import keep_file
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import DisputeState, SlotKind, SlotState, Tier
from coordination.units.calendar import add_working_days
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.door import Act
from workflow.models import Deadline

Lapse = Callable[[Act, Dispute, Deadline], None]


def admission(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N2: nobody decided; deemed admitted."""
    act.follow(dispute, "admit_deemed")
    joining.take_in_parts(act, dispute)
    rounds.notify(act, dispute, deadline.due_on)


def completion(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """Nothing was added: the admission goes on with what is there."""
    until = add_working_days(deadline.due_on, dispute.admission_left or 0)
    act.follow(dispute, "completion_lapse", until=until)
    node_limits.arm(dispute, node_limits.ADMISSION, deadline.due_on)


def statements(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N4: silence is recorded as silence; what was given is opened."""
    due = flow.advance(dispute, node_limits.STATEMENT_LIMIT)
    rounds.go_on(act, dispute, due, deadline.due_on)


def consultation(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N5: nothing was proposed; the next round, or the ruling."""
    due = flow.advance(dispute, "consult")
    rounds.go_on(act, dispute, due, deadline.due_on)


def answers(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N6: the case goes on with the answers that are there."""
    silent = asking.slots(dispute, SlotKind.ANSWER, SlotState.ASKED)
    act.follow_all(silent, "fall_silent")
    due = flow.advance(dispute, node_limits.ANSWER_LIMIT)
    rounds.go_on(act, dispute, due, deadline.due_on)


def opinions(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N7: an office gave none; the file says so."""
    silent = asking.slots(dispute, SlotKind.OPINION, SlotState.ASKED)
    act.follow_all(silent, "opinion_lapse")
    due = flow.advance(dispute, node_limits.OPINION_LIMIT)
    rounds.go_on(act, dispute, due, deadline.due_on)


def file(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N8: the file goes for ruling as it was generated, marked so."""
    keep_file(act, dispute)
    flow.advance(dispute, "file")
    rounds.for_ruling(act, dispute, "file_lapse", deadline.due_on)


def ruling(act: Act, dispute: Dispute, deadline: Deadline) -> None:
    """N9: one tier up; where there is none, the division stands, not ruled upon."""
    if dispute.tier == Tier.LEADER:
        until = profiles.limit_day(dispute, "top", deadline.due_on)
        act.follow(dispute, "escalate", until=until, tier=Tier.TOP.value, lapsed_on=deadline.due_on)
        node_limits.arm(dispute, node_limits.RULING_LIMIT, deadline.due_on)
        return
    act.follow(dispute, "lapse_ruling")
    flow.cancel(dispute)
    rounds.carry_through(act, dispute, deadline.due_on)


def receipt(act: Act, dispute: Dispute, _deadline: Deadline) -> None:
    """N11: receipt is deemed; the case is closed unless a review is open."""
    act.follow_all(asking.slots(dispute, SlotKind.RECEIPT, SlotState.ASKED), "fall_silent")
    if dispute.review_until is None:
        flow.advance(dispute, "receipt")
        act.follow(dispute, "close")


def review(act: Act, dispute: Dispute, _deadline: Deadline) -> None:
    """Nobody decided on the review: the ruling stands."""
    flow.advance(dispute, "receipt")
    rounds.end(act, dispute)
    act.follow(dispute, "close")


def reminder(act: Act, dispute: Dispute, _deadline: Deadline) -> None:
    """The day has come on which the letter to a superior is looked at again."""
    act.follow(dispute, "letter_due")


# Rule of the limit -> the states in which it means something, and what then follows.
LAPSES: dict[str, tuple[tuple[DisputeState, ...], Lapse]] = {
    node_limits.ADMISSION: ((DisputeState.FILED,), admission),
    node_limits.COMPLETION: ((DisputeState.FILED,), completion),
    node_limits.STATEMENT_LIMIT: ((DisputeState.COLLECTING,), statements),
    node_limits.CONSULT_LIMIT: ((DisputeState.CONSULTING,), consultation),
    node_limits.ANSWER_LIMIT: ((DisputeState.ANSWERING,), answers),
    node_limits.OPINION_LIMIT: ((DisputeState.OPINIONS,), opinions),
    node_limits.FILE_LIMIT: ((DisputeState.FILING,), file),
    node_limits.RULING_LIMIT: ((DisputeState.RULING,), ruling),
    node_limits.RECEIPT_LIMIT: ((DisputeState.RECEIPT,), receipt),
    node_limits.REVIEW_LIMIT: ((DisputeState.RECEIPT,), review),
    node_limits.LETTER_REMINDER: ((DisputeState.CLOSED, DisputeState.RECEIPT), reminder),
}


def fire(deadline: Deadline) -> None:
    """The clock: a limit of a case has passed."""
    states, lapse = LAPSES[deadline.rule]
    with door.act(SYSTEM) as act:
        dispute = act.take(Dispute.objects.get(pk=deadline.subject_id))
        if dispute.present_state in states:
            lapse(act, dispute, deadline)


def window(deadline: Deadline) -> None:
    """The clock: a unit let its own window pass; recorded and open as silence."""
    with door.act(SYSTEM) as act:
        slot = act.take(DisputeSlot.objects.get(pk=deadline.subject_id))
        if slot.present_state == SlotState.ASKED:
            act.follow(slot, "fall_silent")
            act.follow(slot, "open")


def subscribe() -> None:
    """Have the clock call these."""
    for rule in LAPSES:
        deadlines.on(rule, fire)
    deadlines.on(node_limits.WINDOW_LIMIT, window)
