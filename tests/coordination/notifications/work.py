"""What happens to a task between its issue and its verification, each told to somebody."""

from tests.cast import Cast, make_plan, make_task
from tests.part_stages import finish_parts
from tests.stages import claim, report, return_, task_in


def issued(cast: Cast) -> None:
    make_plan(cast)


def accepted(cast: Cast) -> None:
    task_in(cast, "accepted")


def started(cast: Cast) -> None:
    task_in(cast, "in_progress")


def reported(cast: Cast) -> None:
    report(cast, task_in(cast, "in_progress"))


def part_done(cast: Cast) -> None:
    finish_parts(cast, make_task(cast))


def claimed(cast: Cast) -> None:
    task_in(cast, "completed")


def verified(cast: Cast) -> None:
    task_in(cast, "verified")


def returned(cast: Cast) -> None:
    return_(cast, task_in(cast, "completed"))


def returned_twice(cast: Cast) -> None:
    task = task_in(cast, "completed")
    for step in (return_, claim, return_):
        step(cast, task)
        task.refresh_from_db()


def part_returned(cast: Cast) -> None:
    task = task_in(cast, "completed")
    return_(cast, task, parts=list(task.cooperations.all()))
