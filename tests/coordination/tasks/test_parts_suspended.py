"""While a task is suspended no clock of its parts runs."""

from datetime import date, timedelta

from coordination.reports.invariants import findings
from coordination.tasks import parts
from coordination.tasks.models import Task
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.part_stages import accepted_part, ask_part
from tests.stages import resume, suspend, task_in
from workflow import clock, deadlines


def test_what_is_worded_while_suspended_starts_its_clock_when_the_task_goes_on(
    cast: Cast,
) -> None:
    part = make_task(cast).cooperations.get()
    suspend(cast, Task.objects.get())
    parts.word_part(part, actor=cast["lead"], version=part.version, duty="供数")
    with clock.at(MONDAY + timedelta(days=7)):
        deadlines.tick()
        part.refresh_from_db()
        assert part.state == "pending"
        resume(cast, Task.objects.get())
        part.refresh_from_db()
        assert part.sign_off_until == date(2026, 3, 11)
    assert list(findings()) == []


def test_a_suspension_moves_the_days_of_waiting(cast: Cast) -> None:
    part = accepted_part(cast, task_in(cast, "in_progress"))
    ask_part(cast, part)
    before = part.silent_after
    suspend(cast, Task.objects.get())
    with clock.at(MONDAY + timedelta(days=14)):
        resume(cast, Task.objects.get())
    part.refresh_from_db()
    assert before
    assert part.silent_after == before + timedelta(days=14)
    assert part.contest_until == date(2026, 3, 25)
