"""Nobody verifies the work of the own unit; nobody leads besides the one lead."""

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.forms.verification import VerifyForm
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.rules import no_party
from coordination.units.actions import UnitRow, take_units
from coordination.units.grants import appoint
from coordination.units.models import Unit, User
from coordination.units.states import Duty
from tests.case_stages import contest, settle
from tests.cast import SINCE, Cast, make_cast, make_task
from tests.conftest import MONDAY
from tests.part_stages import finish_parts
from tests.stages import begin_verification, claim, return_, task_in, verify
from workflow import clock, door
from workflow.actor import SYSTEM
from workflow.errors import NotAllowed
from workflow.guards import install


def supervisor_of(cast: Cast, code: str) -> str:
    name = f"supervisor-{code}"
    cast.users[name] = User.objects.create_user(name)
    appoint(cast.users[name], cast.units[code], Duty.SUPERVISOR, SINCE)
    return name


@pytest.mark.parametrize(
    ("code", "reason"), [("QP-D02", "separation_lead"), ("QP-D21", "separation_cooperating")]
)
def test_a_supervisor_of_a_unit_with_a_part_neither_verifies_nor_returns(
    cast: Cast, code: str, reason: str
) -> None:
    task = task_in(cast, "completed")
    who = supervisor_of(cast, code)
    for step in (begin_verification, verify, return_):
        with pytest.raises(NotAllowed) as refused:
            step(cast, task, who)
        assert refused.value.verdicts[0].code == reason
        assert refused.value.reasons[0]
    other = supervisor_of(cast, "QP-T05")
    begin_verification(cast, task, other)
    task.refresh_from_db()
    verify(cast, task, other)


def test_a_unit_that_ever_led_does_not_verify(cast: Cast) -> None:
    task = make_task(cast)
    case = contest(cast, task)
    settle(cast, case)
    task.refresh_from_db()
    assert (task.lead, task.state) == (cast.units["QP-D17"], "assigned")
    assert not Cooperation.objects.filter(unit__code="QP-D02").exists()
    verdict = no_party(task, cast["supervisor2"])
    assert verdict.code == "separation_cooperating"


def test_a_unit_that_claimed_does_not_verify(cast: Cast) -> None:
    claimed = Task(pk=None, lead=cast.units["QP-D17"], claimed_by=cast.units["QP-D02"])
    assert no_party(claimed, cast["supervisor2"]).code == "separation_lead"


def test_whose_part_was_over_before_the_claim_does_not_verify(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    task.refresh_from_db()
    claim(cast, task)
    task.refresh_from_db()
    with pytest.raises(NotAllowed):
        verify(cast, task, supervisor_of(cast, "QP-D21"))


def test_a_unit_whose_part_was_released_does_not_verify(cast: Cast) -> None:
    task = make_task(cast)
    with door.act(SYSTEM) as act:
        act.take(task)
        act.follow(task.cooperations.get(), "release")
    assert no_party(task, cast[supervisor_of(cast, "QP-D21")]).code == "separation_cooperating"


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_verifier_of_the_claiming_unit() -> None:
    with clock.at(MONDAY):
        cast = make_cast()
        task = task_in(cast, "completed")
    with (
        install.lifted(),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="task_verifier_other"),
    ):
        cursor.execute(
            "UPDATE coordination_task SET verified_by_id = claimed_by_id WHERE id = %s", [task.pk]
        )


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_an_issued_task_without_a_lead() -> None:
    with clock.at(MONDAY):
        cast = make_cast()
        task = make_task(cast)
    with (
        install.lifted(),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="task_has_lead"),
    ):
        cursor.execute("UPDATE coordination_task SET lead_id = NULL WHERE id = %s", [task.pk])


def test_the_database_refuses_a_second_accountable_lead(cast: Cast) -> None:
    task = make_task(cast)
    unit = cast.units["QP-D17"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(task=task, unit=unit, since=MONDAY, cause="plan")
    Assignment.objects.create(task=task, unit=unit, since=MONDAY, cause="plan", accountable=False)
    assert Assignment.objects.filter(task=task).count() == 2


def test_the_database_refuses_the_same_unit_twice_among_the_parts(cast: Cast) -> None:
    task = make_task(cast)
    part = Cooperation(task=task, unit=cast.units["QP-D21"])
    with door.act(cast["coordinator"]) as act:
        act.take(task)
        with pytest.raises(IntegrityError), transaction.atomic():
            act.create(part, "add")


def test_a_unit_above_or_below_the_lead_verifies_with_a_warning(cast: Cast) -> None:
    below = UnitRow("QP-S01", "价格所", "区价格所", "public-body", "QP-D02")
    take_units(cast.body, [below])
    cast.units["QP-S01"] = Unit.objects.get(code="QP-S01")
    task = task_in(cast, "completed")
    who = supervisor_of(cast, "QP-S01")
    begin_verification(cast, task, who)
    task.refresh_from_db()
    assert VerifyForm(subject=task, actor=cast[who]).warning
    assert not VerifyForm(subject=task, actor=cast["supervisor"]).warning
    verify(cast, task, who)
