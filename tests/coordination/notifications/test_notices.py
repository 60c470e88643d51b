"""Each topic reaches those whom it concerns, once, and there is no topic without a step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from coordination.notifications.deliver import handle
from coordination.notifications.models import Notice
from coordination.notifications.queries import visible_to
from coordination.notifications.topics import TOPICS
from coordination.tasks import actions as tasks
from coordination.tasks.models import Task
from tests.cast import Cast, make_other_body, make_task
from tests.conftest import MONDAY
from tests.coordination.notifications import cases
from tests.coordination.notifications.clockwork import TOLD_BY_THE_CLOCK
from tests.coordination.notifications.turns import (
    amended,
    asked_for,
    checked,
    claim_taken_back,
    extension_decided,
    for_review,
    lead_followed,
    left_unchecked,
    letter_answered,
    letter_unanswered,
    opinion_decided,
    opinion_recorded,
    opinion_withdrawn,
    part_contested,
    part_followed,
    part_reported,
    part_stands,
    party_followed,
    release_decided,
    reopened,
    resumed,
    silent,
    suspended,
    transferred,
    urged,
    wording,
)
from tests.coordination.notifications.work import (
    accepted,
    claimed,
    issued,
    part_done,
    part_returned,
    reported,
    returned,
    returned_twice,
    started,
    verified,
)
from workflow import clock, outbox
from workflow.lifecycle import steps_of, subjects
from workflow.models import OutboxMessage

LEAD, HELPER, OTHER = "QP-D02", "QP-D21", "QP-D17"


PARTIES = {LEAD, OTHER}
# Topic -> what brings it about, and the units and functions that must be told. By hand.
TOLD: dict[str, tuple[Callable[[Cast], object], set[str]]] = {
    "plan.issued": (issued, {"supervisor", "leader"}),
    "opinion.recorded": (opinion_recorded, {LEAD}),
    "opinion.decided": (opinion_decided, {LEAD}),
    "opinion.withdrawn": (opinion_withdrawn, {LEAD}),
    "task.assigned": (issued, {LEAD}),
    "part.sent": (issued, {HELPER}),
    "task.accepted": (accepted, {HELPER}),
    "task.started": (started, {HELPER}),
    "task.deemed": (silent, {LEAD, "coordinator"}),
    "part.deemed": (silent, {HELPER, LEAD}),
    "task.reported": (reported, {HELPER}),
    "part.worded": (wording, {HELPER}),
    "part.asked": (asked_for, {HELPER}),
    "part.reported": (part_reported, {LEAD}),
    "part.contested": (part_contested, {LEAD, "coordinator"}),
    "part.resolved": (part_stands, {HELPER, LEAD}),
    "part.release_proposed": (release_decided, {HELPER, "coordinator"}),
    "part.release_decided": (release_decided, {HELPER, LEAD}),
    "extension.asked": (extension_decided, {"supervisor", "leader"}),
    "extension.decided": (extension_decided, {LEAD, "supervisor"}),
    "task.rescheduled": (extension_decided, {HELPER}),
    "task.suspended": (suspended, {LEAD, HELPER, "supervisor"}),
    "task.resumed": (resumed, {LEAD, HELPER, "supervisor"}),
    "task.review_due": (for_review, {LEAD, "leader", "coordinator"}),
    "reopening.asked": (reopened, {"leader"}),
    "reopening.decided": (reopened, {LEAD, "supervisor"}),
    "task.reopened": (reopened, {LEAD, HELPER, "supervisor"}),
    "transfer.asked": (transferred, {LEAD, OTHER}),
    "transfer.answered": (transferred, {"coordinator"}),
    "transfer.decided": (transferred, {LEAD, OTHER}),
    "amendment.proposed": (amended, {"leader"}),
    "amendment.decided": (amended, {"coordinator", "supervisor"}),
    "task.cancelled": (amended, {LEAD, HELPER, "supervisor"}),
    "dispute.void": (amended, PARTIES),
    "task.succeeded": (lead_followed, {OTHER, "coordinator"}),
    "part.succeeded": (part_followed, {OTHER, LEAD}),
    "dispute.succeeded": (party_followed, {"QP-T05", OTHER, "coordinator"}),
    "letter.sent": (urged, {HELPER}),
    "letter.answered": (letter_answered, {"supervisor", "coordinator"}),
    "letter.unanswered": (letter_unanswered, {HELPER, "supervisor", "coordinator"}),
    "part.accepted": (part_done, {LEAD}),
    "part.done": (part_done, {LEAD}),
    "part.released": (cases.helper_takes_over, {HELPER}),
    "task.claimed": (claimed, {HELPER, "supervisor"}),
    "task.claim_withdrawn": (claim_taken_back, {HELPER, "supervisor"}),
    "task.verification_begun": (checked, {LEAD}),
    "task.verification_late": (left_unchecked, {"supervisor", "leader"}),
    "task.verified": (verified, {LEAD, HELPER}),
    "task.returned": (returned, {LEAD}),
    "task.returned_again": (returned_twice, {"leader"}),
    "part.taken_up": (part_returned, {HELPER, LEAD}),
    "task.contested": (cases.contested, {HELPER, "coordinator"}),
    "task.resolved": (cases.settled, {OTHER, HELPER}),
    "dispute.filed": (cases.contested, PARTIES | {"coordinator"}),
    "dispute.admitted": (cases.contested, PARTIES),
    "dispute.deemed_admitted": (cases.deemed_admitted, PARTIES | {"coordinator_head"}),
    "dispute.completion_asked": (cases.completion_asked, PARTIES),
    "dispute.completed": (cases.completed, {"coordinator"}),
    "dispute.refused": (cases.refused, PARTIES),
    "dispute.urgency_decided": (cases.urgency_decided, PARTIES | {"coordinator"}),
    "dispute.joined": (cases.joined, PARTIES | {HELPER, "coordinator"}),
    "dispute.put_together": (cases.put_together, PARTIES | {"coordinator"}),
    "dispute.led": (cases.put_together, PARTIES),
    "dispute.decided_together": (cases.decided_together, PARTIES | {"coordinator"}),
    "dispute.parted": (cases.parted, PARTIES | {"coordinator"}),
    "dispute.handed_over": (cases.handed_over, {"coordinator", "coordinator_head"}),
    "dispute.temporary_lead": (cases.temporary_lead, PARTIES | {HELPER, "QP-D20"}),
    "dispute.asked": (cases.contested, PARTIES),
    "dispute.opened": (cases.opened, PARTIES | {"coordinator"}),
    "dispute.consulted": (cases.consulted, PARTIES | {"coordinator"}),
    "dispute.proposed": (cases.answered, PARTIES | {HELPER}),
    "dispute.answered": (cases.answered, PARTIES | {"coordinator"}),
    "dispute.next_round": (cases.another_round, PARTIES | {"coordinator"}),
    "dispute.skip_asked": (cases.skip_asked, PARTIES | {"coordinator"}),
    "dispute.opinions_asked": (cases.opinions_asked, PARTIES | {"coordinator"}),
    "dispute.opinion_given": (cases.opinion_given, {"coordinator"}),
    "dispute.opinion_missing": (cases.opinion_missing, {"QP-C01", "coordinator"}),
    "dispute.filing": (cases.filing, PARTIES | {"coordinator"}),
    "dispute.for_ruling": (cases.ruling_asked, PARTIES | {"leader"}),
    "dispute.file_lapsed": (cases.file_lapsed, PARTIES | {"leader", "coordinator_head"}),
    "dispute.hearing": (cases.heard, PARTIES | {"QP-T05", "coordinator"}),
    "dispute.escalated": (cases.escalated, PARTIES | {"top", "meeting", "coordinator"}),
    "dispute.no_ruling": (cases.not_ruled, PARTIES | {"coordinator"}),
    "dispute.sent_back": (cases.sent_back, PARTIES | {"leader"}),
    "dispute.settled": (cases.settled, PARTIES | {"coordinator"}),
    "dispute.ruled": (cases.ruled, PARTIES | {"coordinator"}),
    "dispute.carried_out": (cases.carried_out, PARTIES | {HELPER}),
    "dispute.review_asked": (cases.reviewed, PARTIES | {"leader"}),
    "dispute.reviewed": (cases.reviewed, PARTIES | {"coordinator"}),
    "dispute.closed": (cases.closed, PARTIES),
    "dispute.letter_due": (cases.letter_due, {LEAD, "QP-P01", "coordinator"}),
    "dispute.withdrawn": (cases.withdrawn, PARTIES | {"coordinator"}),
    **TOLD_BY_THE_CLOCK,
    "task.split": (cases.split_up, {HELPER, "supervisor"}),
    "task.reworded": (cases.reworded, {LEAD, HELPER}),
}


def test_topics_and_steps_name_each_other() -> None:
    business = [model for model in subjects() if model.__module__.startswith("coordination")]
    named = {step.topic for model in business for step in steps_of(model).values()}
    named |= {made.topic for model in business for made in model.creations}
    assert named - {""} == set(TOPICS) == set(TOLD)


@pytest.mark.once
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_reaches_whom_it_concerns(cast: Cast, topic: str) -> None:
    act, told = TOLD[topic]
    act(cast)
    with clock.at(MONDAY + timedelta(days=30)):
        outbox.drain()
    found = Notice.objects.filter(topic=topic)
    units = set(found.filter(unit__isnull=False).values_list("unit__code", flat=True))
    duties = set(found.filter(unit__isnull=True).values_list("duty", flat=True))
    assert units | duties == told
    assert str(TOPICS[topic].words)
    reading = {"supervisor", "leader", "coordinator", "lead", "helper", "proposed"}
    reading |= {"coordinator_head", "vice", "meeting"}
    hats = {cast[name].hat for name in reading if visible_to(cast[name]).filter(topic=topic)}
    assert duties <= hats


def test_delivering_twice_leaves_one_notice(cast: Cast) -> None:
    cases.withdrawn(cast)
    assert outbox.drain() > 0
    before = list(Notice.objects.order_by("pk").values_list("pk", "topic", "unit", "duty"))
    assert outbox.drain() == 0
    for message in OutboxMessage.objects.select_related("record"):
        handle(message)
    after = list(Notice.objects.order_by("pk").values_list("pk", "topic", "unit", "duty"))
    assert after == before


def test_a_message_that_cannot_be_delivered_waits_and_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(cast)
    monkeypatch.delitem(TOPICS, "plan.issued")
    outbox.drain()
    left = OutboxMessage.objects.get(delivered_at__isnull=True)
    assert (left.topic, left.attempts) == ("plan.issued", 1)
    assert Notice.objects.filter(topic="task.assigned").count() == 1
    monkeypatch.undo()
    with clock.at(MONDAY + timedelta(hours=1)):
        assert outbox.drain() == 1
    assert Notice.objects.filter(topic="plan.issued").count() == 2


def test_notices_are_read_by_the_unit_and_by_the_function(cast: Cast) -> None:
    other = make_other_body()
    issued(cast)
    outbox.drain()
    topics: dict[str, Any] = {
        name: set(visible_to(cast[name]).values_list("topic", flat=True)) for name in cast.users
    }
    assert topics["lead"] == topics["lead_head"] == {"task.assigned"}
    assert topics["helper"] == {"part.sent"}
    assert topics["supervisor"] == topics["supervisor2"] == topics["leader"] == {"plan.issued"}
    assert topics["outsider"] == topics["coordinator"] == set()
    assert not any(visible_to(other[name]).exists() for name in other.users)


def test_a_dropped_draft_tells_nobody(cast: Cast) -> None:
    task = make_task(cast, issued=False)
    tasks.drop_task(task, actor=cast["coordinator"], version=1)
    assert Task.objects.get().state == "cancelled"
    assert not OutboxMessage.objects.exists()
