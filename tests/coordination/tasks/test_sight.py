"""Who sees a task: its printed line, its inside, what waits on it."""

from datetime import date

import pytest

from coordination.tasks import queries
from coordination.tasks.queries import (
    parts_waiting_for,
    sees_inside,
    visible_parts,
    visible_to,
    waiting_for,
)
from tests.case_stages import contest, settle
from tests.cast import COORDINATORS, Cast, make_other_body, make_other_plan, make_plan, make_task
from tests.stages import task_in

INSIDE = {"lead", "lead_head", "helper", "helper_head", "supervisor", "supervisor2"}
INSIDE |= {"leader", "leader2"} | COORDINATORS


def test_the_printed_line_is_for_the_whole_body_and_for_no_other(cast: Cast) -> None:
    other = make_other_body()
    task, draft = make_task(cast), make_task(cast, issued=False, title="草案")
    theirs = make_other_plan(other)
    for name in cast.users:
        seen = set(visible_to(cast[name]).values_list("pk", flat=True))
        assert seen == ({task.pk, draft.pk} if name in COORDINATORS else {task.pk}), name
    for name in other.users:
        seen = set(visible_to(other[name]).values_list("pk", flat=True))
        assert seen == {row.pk for row in theirs.tasks.all()}, name
        assert not visible_parts(other[name]).exists()


def test_the_inside_is_for_those_with_a_part_and_the_functions(cast: Cast) -> None:
    task = make_task(cast)
    assert {name for name in cast.users if sees_inside(task, cast[name])} == INSIDE


def test_a_former_lead_still_sees_the_inside(cast: Cast) -> None:
    task = make_task(cast)
    settle(cast, contest(cast, task))
    seeing = {name for name in cast.users if sees_inside(task, cast[name])}
    assert seeing == INSIDE | {"proposed", "proposed_head"}


def test_a_task_waits_for_its_lead_and_a_claim_for_the_supervisor(cast: Cast) -> None:
    for state in ("assigned", "accepted", "in_progress"):
        task = task_in(cast, state, title=state)
        assert task in waiting_for(cast["lead"])
        assert task not in waiting_for(cast["supervisor"])
    claimed = task_in(cast, "completed", title="报完成")
    assert list(waiting_for(cast["supervisor"])) == [claimed]
    assert claimed not in waiting_for(cast["lead"])
    for state in ("disputed", "verified", "cancelled", "draft"):
        other = task_in(cast, state, title=state)
        for who in ("lead", "supervisor"):
            assert other not in waiting_for(cast[who])
    for who in ("helper", "outsider", "coordinator", "leader"):
        assert not waiting_for(cast[who]).exists(), who


def test_a_part_waits_until_it_is_done(cast: Cast) -> None:
    plan = make_plan(cast, 2)
    assert parts_waiting_for(cast["helper"]).count() == 2
    assert not parts_waiting_for(cast["lead"]).exists()
    assert plan.tasks.count() == 2
    task_in(cast, "completed", title="做完")
    assert parts_waiting_for(cast["helper"]).count() == 2


def test_of_very_many_parts_the_newest_are_put_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_task(cast, title="旧", due_on=date(2026, 4, 1)).cooperations.get()
    later = make_task(cast, title="晚", due_on=date(2026, 9, 1)).cooperations.get()
    sooner = make_task(cast, title="早", due_on=date(2026, 6, 1)).cooperations.get()
    assert list(parts_waiting_for(cast["helper"])) == [old, sooner, later]
    monkeypatch.setattr(queries, "PARTS_SORTED", 2)
    assert list(parts_waiting_for(cast["helper"])) == [sooner, later]
