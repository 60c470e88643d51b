"""Letters that urge: levels, their pause, their answer, and the clock."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.notifications.models import Notice
from coordination.reports.invariants import findings
from coordination.supervision import actions, queries
from coordination.supervision.models import Letter
from coordination.tasks.actions import accept_part, accept_task
from coordination.tasks.models import Task
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes.test_rounds import contest
from workflow import clock, deadlines, outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install


@pytest.fixture
def task(cast: Cast) -> Task:
    made = make_task(cast)
    accept_part(made.cooperations.get(), actor=cast["helper"], version=2)
    accept_task(made, actor=cast["lead"], version=2, contact="李")
    made.refresh_from_db()
    return made


def urge(
    cast: Cast,
    task: Task,
    level: str = "blue",
    who: str = "supervisor",
    unit: str = "QP-D02",
    days: int = 3,
) -> Letter:
    return actions.urge(
        task,
        actor=cast[who],
        unit=cast.units[unit],
        level=level,
        text="请抓紧推进",
        reply_until=clock.today() + timedelta(days=days),
    )


def reply(cast: Cast, letter: Letter, who: str = "lead") -> None:
    letter.refresh_from_db()
    actions.reply_urge(letter, actor=cast[who], version=letter.version, reply="已部署")


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_a_letter_leaves_the_task_alone_and_is_answered(cast: Cast, task: Task) -> None:
    letter = urge(cast, task)
    assert list(queries.letters_to_answer(cast["lead"])) == [letter]
    reply(cast, letter)
    letter.refresh_from_db()
    assert (letter.state, letter.reply) == ("answered", "已部署")
    version = task.version
    task.refresh_from_db()
    assert task.version == version
    with clock.at(MONDAY + timedelta(days=9)):
        assert deadlines.tick() == 0
        outbox.drain()
    told = Notice.objects.filter(topic__startswith="letter.")
    assert {(n.topic, n.duty) for n in told} == {
        ("letter.sent", ""),
        ("letter.answered", "supervisor"),
        ("letter.answered", "coordinator"),
    }
    assert list(findings()) == []


def test_the_level_rises_only_after_silence(cast: Cast, task: Task) -> None:
    with pytest.raises(Unmet) as first:
        urge(cast, task, "yellow")
    assert codes(first) == ["urge_level"]
    letter = urge(cast, task)
    with clock.at(MONDAY + timedelta(days=1)):
        with pytest.raises(Unmet) as running:
            urge(cast, task, "yellow")
        assert codes(running) == ["urge_level"]
    with clock.at(MONDAY + timedelta(days=4)):
        second = urge(cast, task, "yellow")  # silent, though the clock has not fired yet
        assert deadlines.tick() == 1
        letter.refresh_from_db()
        assert letter.state == "unanswered"
        reply(cast, second)
    with clock.at(MONDAY + timedelta(days=5)):
        with pytest.raises(Unmet) as answered:
            urge(cast, task, "red")
        assert codes(answered) == ["urge_level"]
        third = urge(cast, task, "yellow")
    with clock.at(MONDAY + timedelta(days=9)):
        deadlines.tick()
        assert urge(cast, task, "red").level == "red"
        reply(cast, third)  # late, but an answer


def test_four_hours_for_each_unit_and_task(cast: Cast, task: Task) -> None:
    urge(cast, task)
    with clock.at(MONDAY + timedelta(hours=3, minutes=59)):
        with pytest.raises(Unmet) as soon:
            urge(cast, task, who="coordinator")
        assert codes(soon) == ["urge_pause"]
        urge(cast, task, unit="QP-D21")
    with clock.at(MONDAY + timedelta(hours=4, minutes=1)):
        urge(cast, task, who="coordinator")


def test_urging_goes_on_while_disputed(cast: Cast, task: Task) -> None:
    contest(cast, task)
    task.refresh_from_db()
    assert task.state == "disputed"
    urge(cast, task)


def test_who_may_not_and_whom_not(cast: Cast, task: Task) -> None:
    for who in ("lead_head", "leader", "outsider_head"):
        with pytest.raises(NotAllowed):
            urge(cast, task, who=who)
    with pytest.raises(Unmet) as stranger:
        urge(cast, task, unit="QP-T05", days=0)
    assert codes(stranger) == ["has_part", "reply_limit"]
    letter = urge(cast, task)
    with pytest.raises(NotAllowed):
        reply(cast, letter, "helper_head")
    reply(cast, letter)
    with pytest.raises(WrongState):
        reply(cast, letter)
    with pytest.raises(Stale):
        actions.reply_urge(letter, actor=cast["lead"], version=1, reply="再次")
    draft = make_task(cast, issued=False, title="草案")
    with pytest.raises(WrongState):
        urge(cast, draft)


@pytest.mark.parametrize("column", ["level = 'green'", "state = 'answered'"])
def test_the_database_refuses(cast: Cast, task: Task, column: str) -> None:
    urge(cast, task)
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"UPDATE coordination_letter SET {column}")


def test_the_due_day_counts_to_its_end(cast: Cast, task: Task) -> None:
    letter = urge(cast, task)
    assert letter.reply_until == date(2026, 3, 5)
    with clock.at(MONDAY + timedelta(days=3, hours=14)):
        assert deadlines.tick() == 0
