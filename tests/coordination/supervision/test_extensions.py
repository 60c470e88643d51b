"""A later date is asked for by one head and granted by another function, twice at most."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.notifications.models import Notice
from coordination.reports.invariants import findings
from coordination.supervision import actions, queries
from coordination.supervision.models import Extension
from coordination.tasks.models import Task
from coordination.units.grants import appoint
from coordination.units.states import Duty
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes.test_rounds import contest
from workflow import clock, outbox
from workflow.errors import NotAllowed, Stale, Unmet, VersionMissing, WrongState
from workflow.guards import install

JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast, due_on=date(2026, 3, 31))


def ask(cast: Cast, task: Task, who: str = "lead_head", new_due: date = JUNE) -> Extension:
    return actions.ask_extension(
        task,
        actor=cast[who],
        version=task.version,
        new_due=new_due,
        reason="审批未完成",
        percent=40,
    )


def decide(
    cast: Cast, extension: Extension, who: str = "supervisor", *, granted: bool = True
) -> None:
    extension.refresh_from_db()
    actions.decide_extension(
        extension, actor=cast[who], version=extension.version, granted=granted, reason="情况属实"
    )


def code(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_granted_moves_the_date_keeps_the_original_and_counts(cast: Cast, task: Task) -> None:
    asked = ask(cast, task)
    task.refresh_from_db()
    assert (task.version, task.due_on) == (2, date(2026, 3, 31))
    decide(cast, asked)
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.extensions) == (JUNE, date(2026, 3, 31), 1)
    assert (task.state, task.version) == ("assigned", 3)
    decide(cast, ask(cast, task, new_due=SEPTEMBER))
    task.refresh_from_db()
    assert (task.due_on, task.original_due_on, task.extensions) == (
        SEPTEMBER,
        date(2026, 3, 31),
        2,
    )
    with pytest.raises(Unmet) as third:
        ask(cast, task, new_due=date(2026, 12, 1))
    assert code(third) == ["extensions_used"]
    assert list(findings()) == []


def test_refused_leaves_the_date_and_the_next_request_open(cast: Cast, task: Task) -> None:
    decide(cast, ask(cast, task), granted=False)
    task.refresh_from_db()
    assert (task.due_on, task.extensions, task.version) == (date(2026, 3, 31), 0, 2)
    ask(cast, task)


def test_beyond_the_plans_year_the_leader_decides(cast: Cast, task: Task) -> None:
    asked = ask(cast, task, new_due=date(2027, 1, 31))
    assert list(queries.extensions_to_decide(cast["leader"])) == [asked]
    assert not queries.extensions_to_decide(cast["supervisor"]).exists()
    with pytest.raises(NotAllowed) as supervisor:
        decide(cast, asked)
    assert supervisor.value.verdicts[0].code == "rule_plan"
    decide(cast, asked, "leader")
    task.refresh_from_db()
    assert task.due_on == date(2027, 1, 31)


def test_who_may_not_ask_and_when_not(cast: Cast, task: Task) -> None:
    for who, rule in (("lead", "head_signs"), ("helper_head", "head_signs")):
        with pytest.raises(NotAllowed) as refused:
            ask(cast, task, who)
        assert refused.value.verdicts[0].code == rule
    with pytest.raises(Unmet) as earlier:
        ask(cast, task, new_due=date(2026, 3, 31))
    assert code(earlier) == ["later_day"]
    with clock.at(MONDAY + timedelta(days=30)), pytest.raises(Unmet) as late:
        ask(cast, task)
    assert code(late) == ["before_due"]
    ask(cast, task)
    with pytest.raises(Unmet) as second:
        ask(cast, task, new_due=date(2026, 1, 1))
    assert code(second) == ["extension_pending", "later_day"]


def test_a_page_from_before_is_stale_and_without_a_version_nothing_is_asked(
    cast: Cast, task: Task
) -> None:
    asked = ask(cast, task)
    decide(cast, asked)
    with pytest.raises(Stale):
        ask(cast, task)
    with pytest.raises(VersionMissing):
        actions.ask_extension(
            task, actor=cast["lead_head"], version=None, new_due=JUNE, reason="r", percent=1
        )
    with pytest.raises(Stale):
        actions.decide_extension(
            asked, actor=cast["supervisor"], version=1, granted=True, reason="r"
        )
    with pytest.raises(WrongState):
        decide(cast, asked)


def test_a_pending_request_waits_while_the_lead_is_disputed(cast: Cast, task: Task) -> None:
    asked = ask(cast, task)
    contest(cast, task)
    task.refresh_from_db()
    with pytest.raises(WrongState):
        ask(cast, task)
    with pytest.raises(Unmet) as waits:
        decide(cast, asked)
    assert code(waits) == ["extension_state"]
    assert not queries.extensions_to_decide(cast["supervisor"]).exists()
    decide(cast, asked, granted=False)


def test_separation_holds_for_unit_post_and_signature(cast: Cast, task: Task) -> None:
    asked = ask(cast, task)
    with pytest.raises(NotAllowed) as own:
        decide(cast, asked, "supervisor2")
    assert own.value.verdicts[0].code == "separation_lead"
    assert not queries.extensions_to_decide(cast["supervisor2"]).exists()
    appoint(cast.users["supervisor"], cast.units["QP-D21"], Duty.HANDLER, date(2026, 1, 1))
    with pytest.raises(NotAllowed) as second_post:
        decide(cast, asked)
    assert second_post.value.verdicts[0].code == "separation_cooperating"
    with pytest.raises(NotAllowed) as coordinator:
        decide(cast, asked, "coordinator")
    assert coordinator.value.verdicts[0].foreign


def test_whoever_has_to_know_is_told(cast: Cast, task: Task) -> None:
    decide(cast, ask(cast, task))
    outbox.drain()
    told = Notice.objects.exclude(topic__in=["plan.issued", "task.assigned", "part.sent"])
    assert {(n.topic, n.duty or n.unit.code) for n in told if n.duty or n.unit} == {
        ("extension.asked", "supervisor"),
        ("extension.asked", "leader"),
        ("extension.decided", "QP-D02"),
        ("extension.decided", "supervisor"),
        ("task.rescheduled", "QP-D21"),
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE coordination_extension SET new_due = old_due",
        "UPDATE coordination_extension SET percent = 101",
        "UPDATE coordination_extension SET decided_by_id = by_id",
        "UPDATE coordination_extension SET state = 'perhaps'",
        "UPDATE coordination_task SET extensions = 1",
    ],
)
def test_the_database_refuses(cast: Cast, task: Task, change: str) -> None:
    ask(cast, task)
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(change)


def test_past_the_door_nothing_is_changed(cast: Cast, task: Task) -> None:
    asked = ask(cast, task)
    with pytest.raises(Exception, match="record"), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(new_due=SEPTEMBER)
