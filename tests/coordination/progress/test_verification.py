"""Who checks a claim says so first; then the claim stays, and its clock runs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.notifications.models import Notice
from coordination.progress.actions import claim_completion
from coordination.progress.files import Kept
from coordination.reports.invariants import findings
from coordination.tasks import actions, verification
from coordination.tasks.models import Task
from coordination.units.grants import appoint
from coordination.units.states import Duty
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from workflow import clock, deadlines, outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install

FILE = Kept("证明.pdf", "evidence/x", 3, "0" * 64)


def claim(cast: Cast, task: Task) -> Task:
    """Bring an accepted or running task to its claim."""
    claim_completion(
        task,
        actor=cast["lead_head"],
        version=task.version,
        grade="B",
        result="已完成",
        files=[FILE],
    )
    task.refresh_from_db()
    return task


@pytest.fixture
def claimed(cast: Cast) -> Task:
    task = make_task(cast)
    part = task.cooperations.get()
    actions.accept_part(part, actor=cast["helper"], version=2)
    actions.finish_part(part, actor=cast["helper"], version=3, result="已配合")
    actions.accept_task(task, actor=cast["lead"], version=2, contact="李")
    actions.start_task(
        task, actor=cast["lead"], version=3, breakdown="步骤", milestones=[("完成", task.due_on)]
    )
    task.refresh_from_db()
    return claim(cast, task)


def begin(cast: Cast, task: Task, who: str = "supervisor") -> Task:
    verification.begin_verification(task, actor=cast[who], version=task.version)
    task.refresh_from_db()
    return task


def verify(cast: Cast, task: Task) -> None:
    verification.verify_task(
        task, actor=cast["supervisor"], version=task.version, how="site", finding="属实"
    )


def withdraw(cast: Cast, task: Task, who: str = "lead_head") -> None:
    verification.withdraw_claim(task, actor=cast[who], version=task.version, reason="材料有误")


def test_verification_begins_with_the_name_of_the_checking_unit(cast: Cast, claimed: Task) -> None:
    assert claimed.verify_until == date(2026, 3, 16)
    with pytest.raises(Unmet) as early:
        verify(cast, claimed)
    assert early.value.verdicts[0].code == "begin_first"
    begin(cast, claimed)
    assert claimed.verifying == cast.units["QP-D01"]
    with pytest.raises(Unmet) as double:
        begin(cast, claimed)
    assert double.value.verdicts[0].code == "begun_already"
    verify(cast, claimed)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.verified_by) == ("verified", cast.units["QP-D01"])
    with clock.at(MONDAY + timedelta(days=60)):
        assert deadlines.tick() == 0
    assert list(findings()) == []


def test_the_claim_can_be_withdrawn_until_the_check_begins(cast: Cast, claimed: Task) -> None:
    with pytest.raises(NotAllowed):
        withdraw(cast, claimed, "helper_head")
    withdraw(cast, claimed, "lead")
    claimed.refresh_from_db()
    assert (claimed.state, claimed.claimed_by, claimed.verify_until) == ("in_progress", None, None)
    with pytest.raises(WrongState):
        withdraw(cast, claimed)
    claim(cast, claimed)
    stale = claimed.version
    begin(cast, claimed)
    with pytest.raises(Unmet) as begun:
        withdraw(cast, claimed)
    assert begun.value.verdicts[0].code == "verification_begun"
    claimed.version = stale
    with pytest.raises(Stale):
        withdraw(cast, claimed)


def test_a_return_ends_the_check(cast: Cast, claimed: Task) -> None:
    begin(cast, claimed)
    verification.return_task(
        claimed,
        actor=cast["supervisor"],
        version=claimed.version,
        reason="缺少数据",
        limit=date(2026, 4, 1),
    )
    claimed.refresh_from_db()
    assert (claimed.state, claimed.verifying, claimed.rework) == ("in_progress", None, 1)
    withdrawn = claim(cast, claimed)
    withdraw(cast, withdrawn)


def test_nobody_of_a_party_checks_by_whatever_post(cast: Cast, claimed: Task) -> None:
    with pytest.raises(NotAllowed) as own:
        begin(cast, claimed, "supervisor2")
    assert own.value.verdicts[0].code == "separation_lead"
    with pytest.raises(NotAllowed):
        begin(cast, claimed, "coordinator")
    appoint(cast.users["supervisor"], cast.units["QP-D21"], Duty.HANDLER, date(2026, 1, 1))
    with pytest.raises(NotAllowed) as second_post:
        begin(cast, claimed)
    assert second_post.value.verdicts[0].code == "separation_cooperating"


def test_a_late_verification_is_told_once_and_stays_open(cast: Cast, claimed: Task) -> None:
    with clock.at(MONDAY + timedelta(days=14)):
        assert deadlines.tick() == 1  # the reminder
    with clock.at(MONDAY + timedelta(days=15)):
        assert deadlines.tick() == 1
        assert deadlines.tick() == 0
        outbox.drain()
        claimed.refresh_from_db()
        assert claimed.state == "completed"
        begin(cast, claimed)
        verify(cast, claimed)
    told = Notice.objects.filter(topic="task.verification_late").values_list("duty", flat=True)
    assert set(told) == {"supervisor", "leader"}


def test_the_database_knows_no_unit_that_checks_its_own_claim(claimed: Task) -> None:
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE coordination_task SET verifying_id = claimed_by_id")
