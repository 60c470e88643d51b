"""What becomes of the parts of a unit that is merged or closed, contested ones too."""

import pytest

from coordination.disputes.actions import withdraw_dispute
from coordination.reports.invariants import findings
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_task
from tests.coordination.administration.test_succession import merge
from tests.stages import accepted_part, contest_part
from workflow import door
from workflow.errors import Unmet


def test_parts_pass_on_and_are_never_double(house: Cast) -> None:
    alone, double = (make_task(house, title=f"要点{n}") for n in range(2))
    led = make_task(house, title="要点三", lead=house.units["QP-D17"])
    with_part(house, double, "QP-D17")
    merge(house, "QP-D21")
    assert units_of_parts(alone) == {"QP-D17": "pending"}
    assert units_of_parts(double) == {"QP-D17": "pending"}
    assert units_of_parts(led) == {}
    assert list(findings()) == []


def with_part(house: Cast, task: Task, code: str) -> None:
    with door.act(house["coordinator"]) as act:
        act.take(task)
        act.create(Cooperation(task=task, unit=house.units[code]), "add")


def units_of_parts(task: Task) -> dict[str, str]:
    found = Cooperation.objects.filter(task=task).exclude(state="released")
    return dict(found.values_list("unit__code", "state"))


def test_a_contested_part_goes_on_with_the_successor(house: Cast) -> None:
    task = make_task(house)
    case = contest_part(house, accepted_part(house, task))
    merge(house, "QP-D21", "QP-T05")
    case.refresh_from_db()
    assert (case.state, case.contesting) == ("collecting", house.units["QP-T05"])
    assert units_of_parts(task) == {"QP-T05": "contested"}
    withdraw_dispute(case, actor=house["outsider_head"], version=case.version, reason="已沟通")
    assert units_of_parts(task) == {"QP-T05": "accepted"}
    assert list(findings()) == []


def test_a_contested_part_ends_with_its_case_where_the_successor_has_one(house: Cast) -> None:
    task = make_task(house)
    with_part(house, task, "QP-D17")
    case = contest_part(house, accepted_part(house, task))
    merge(house, "QP-D21")
    case.refresh_from_db()
    assert case.state == "void"
    assert units_of_parts(task) == {"QP-D17": "pending"}
    assert list(findings()) == []


def test_a_unit_that_contests_its_part_is_not_closed(house: Cast) -> None:
    contest_part(house, accepted_part(house, make_task(house)))
    with pytest.raises(Unmet) as refused:
        merge(house, "QP-D21", None, kind="close")
    assert "unit_has_parts" in [verdict.code for verdict in refused.value.verdicts]
