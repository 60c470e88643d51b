"""Undoing before the other side has acted, and what becomes void with its task."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from coordination.approvals import actions as approvals
from coordination.reports.invariants import findings
from coordination.supervision import actions as supervision
from coordination.supervision import turns, undo
from coordination.supervision.models import Extension, Letter, Transfer
from coordination.tasks import actions as tasks
from coordination.tasks import parts, verification
from tests.case_stages import contest, settle
from tests.cast import COORDINATORS, Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination import scenes
from tests.coordination.notifications.clockwork import all_void
from tests.part_stages import finish_parts
from tests.stages import claim, task_in, withdraw_claim
from workflow import clock, deadlines
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.models import Deadline

REQUESTS: dict[str, tuple[Callable[[Cast], Any], Callable[..., None], set[str], str]] = {
    # What is asked, who takes it back, who else may not, and how it is decided instead.
    "extension": (scenes.deciding_extension, undo.withdraw_extension, {"lead_head"}, "supervisor"),
    "reopening": (scenes.deciding_reopen, undo.withdraw_reopening, {"supervisor"}, "leader"),
    "amendment": (
        scenes.deciding_amendment,
        approvals.withdraw_amendment,
        COORDINATORS,
        "leader",
    ),
    "transfer": (scenes.deciding_transfer, undo.withdraw_transfer, COORDINATORS, "coordinator"),
}
DECIDE: dict[str, Callable[..., None]] = {
    "extension": supervision.decide_extension,
    "reopening": turns.decide_reopen,
    "amendment": approvals.decide_amendment,
    "transfer": turns.decide_transfer,
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_is_taken_back_by_its_author_until_it_is_decided(cast: Cast, kind: str) -> None:
    scene, withdraw, authors, _decider = REQUESTS[kind]
    asked = scene(cast)[1]
    for who in set(cast.users) - authors:
        with pytest.raises(NotAllowed):
            withdraw(asked, actor=cast[who], version=asked.version)
    with pytest.raises(Stale):
        withdraw(asked, actor=cast[min(authors)], version=asked.version + 1)
    withdraw(asked, actor=cast[min(authors)], version=asked.version)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert list(findings()) == []


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_is_decided_is_not_taken_back(cast: Cast, kind: str) -> None:
    scene, withdraw, authors, decider = REQUESTS[kind]
    asked = scene(cast)[1]
    DECIDE[kind](asked, actor=cast[decider], version=asked.version, granted=False, reason="r")
    asked.refresh_from_db()
    with pytest.raises(WrongState):
        withdraw(asked, actor=cast[min(authors)], version=asked.version)


def test_after_a_withdrawal_one_may_ask_again(cast: Cast) -> None:
    asked: Extension = scenes.deciding_extension(cast)[1]
    undo.withdraw_extension(asked, actor=cast["lead_head"], version=1)
    again = supervision.ask_extension(
        asked.task,
        actor=cast["lead_head"],
        version=asked.task.version,
        new_due=date(2026, 10, 30),
        reason="r",
        percent=1,
    )
    assert again.state == "asked"
    with clock.at(MONDAY + timedelta(days=150)):
        deadlines.tick()
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_number_of_a_withdrawn_amendment_is_free_again(cast: Cast) -> None:
    asked = scenes.deciding_amendment(cast)[1]
    approvals.withdraw_amendment(asked, actor=cast["coordinator"], version=1)
    again = approvals.propose_amendment(
        asked.plan,
        actor=cast["coordinator"],
        version=asked.plan.version,
        number=asked.number,
        reason="r",
        tasks=list(asked.plan.tasks.all()[:1]),
    )
    assert again.pk != asked.pk


def letter_of(cast: Cast, task: Any = None, code: str = "QP-D02", level: str = "blue") -> Letter:
    return supervision.urge(
        task or make_task(cast),
        actor=cast["supervisor"],
        unit=cast.units[code],
        level=level,
        text="请抓紧",
        reply_until=clock.today() + timedelta(days=3),
    )


def test_a_letter_just_sent_is_taken_back_and_counts_for_nothing(cast: Cast) -> None:
    letter = letter_of(cast)
    for who in ("coordinator", "supervisor2"):
        with pytest.raises(NotAllowed) as other:
            undo.withdraw_letter(letter, actor=cast[who], version=1, reason="误发")
        assert [verdict.code for verdict in other.value.verdicts] == ["not_sender"]
    undo.withdraw_letter(letter, actor=cast["supervisor"], version=1, reason="误发")
    letter.refresh_from_db()
    assert letter.state == "withdrawn"
    second = letter_of(cast, letter.task)  # neither the pause of four hours nor the level holds
    assert second.level == "blue"
    with clock.at(MONDAY + timedelta(days=9)):
        deadlines.tick()
    letter.refresh_from_db()
    assert letter.state == "withdrawn"


def test_a_letter_stands_after_two_hours_or_once_answered(cast: Cast) -> None:
    letter = letter_of(cast)
    with clock.at(MONDAY + timedelta(hours=2, minutes=1)), pytest.raises(Unmet) as late:
        undo.withdraw_letter(letter, actor=cast["supervisor"], version=1, reason="误发")
    assert [verdict.code for verdict in late.value.verdicts] == ["letter_stands"]
    supervision.reply_urge(letter, actor=cast["lead"], version=1, reply="已办")
    with pytest.raises(WrongState):
        undo.withdraw_letter(letter, actor=cast["supervisor"], version=2, reason="误发")


def test_a_part_is_taken_up_again_until_the_lead_claims(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    part = task.cooperations.get()
    with pytest.raises(NotAllowed):
        parts.reopen_part(part, actor=cast["lead"], version=part.version, reason="r")
    parts.reopen_part(part, actor=cast["helper"], version=part.version, reason="数据有误")
    part.refresh_from_db()
    assert part.state == "accepted"
    tasks.finish_part(part, actor=cast["helper"], version=part.version, result="已更正")
    task.refresh_from_db()
    claim(cast, task)
    part.refresh_from_db()
    with pytest.raises(Unmet) as claimed:
        parts.reopen_part(part, actor=cast["helper"], version=part.version, reason="r")
    assert [verdict.code for verdict in claimed.value.verdicts] == ["claimed_already"]
    task.refresh_from_db()
    withdraw_claim(cast, task)
    part.refresh_from_db()
    parts.reopen_part(part, actor=cast["helper"], version=part.version, reason="r")


def test_what_was_asked_ends_with_a_cancelled_task(cast: Cast) -> None:
    all_void(cast)
    assert Extension.objects.get().state == "void"
    assert Transfer.objects.get().state == "void"
    assert Letter.objects.get().state == "void"
    open_limits = Deadline.objects.filter(
        kind__in=["extension", "letter"], lifted_at__isnull=True, fired_at__isnull=True
    )
    assert not open_limits.exists()
    assert list(findings()) == []


def test_what_was_asked_ends_with_a_verified_task(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2027, 1, 31),
        reason="r",
        percent=1,
    )
    letter = letter_of(cast, task)
    finish_parts(cast, task)
    task.refresh_from_db()
    claim(cast, task)
    task.refresh_from_db()
    verification.begin_verification(task, actor=cast["supervisor"], version=task.version)
    task.refresh_from_db()
    assert Extension.objects.get().state == "asked"
    verification.verify_task(
        task, actor=cast["supervisor"], version=task.version, how="site", finding="属实"
    )
    assert Extension.objects.get().state == "void"
    letter.refresh_from_db()
    assert letter.state == "void"


@pytest.mark.parametrize("old", ["cooperating", "released"])
def test_another_lead_asks_anew_and_letters_stay_with_who_has_a_part(cast: Cast, old: str) -> None:
    task = make_task(cast)
    supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2027, 1, 31),
        reason="r",
        percent=1,
    )
    to_lead, to_helper = letter_of(cast, task), letter_of(cast, task, "QP-D21")
    if old == "released":
        settle(cast, contest(cast, task))
    else:
        moved = turns.ask_transfer(
            task,
            actor=cast["coordinator"],
            version=task.version,
            to_unit=cast.units["QP-D17"],
            keep_old=True,
            reason="r",
        )
        turns.consent_transfer(moved, actor=cast["lead_head"], version=1, agreed=True)
        turns.consent_transfer(moved, actor=cast["proposed_head"], version=2, agreed=True)
        turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")
        moved.refresh_from_db()
        assert moved.state == "carried_out"
    assert Extension.objects.get().state == "void"
    to_lead.refresh_from_db()
    to_helper.refresh_from_db()
    assert to_lead.state == ("void" if old == "released" else "sent")
    assert to_helper.state == "sent"
    assert list(findings()) == []


def test_requests_of_other_tasks_stay(cast: Cast) -> None:
    first, second = make_plan(cast, 2).tasks.order_by("pk")
    for task in (first, second):
        letter_of(cast, task)
    settle(cast, contest(cast, first))
    assert Letter.objects.get(task=second).state == "sent"
