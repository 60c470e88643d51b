"""The verbs of progress: report, and claim completion with evidence."""

from collections.abc import Sequence
from typing import Any

from coordination.progress import rules
from coordination.progress.files import Kept
from coordination.progress.models import Evidence, Report
from coordination.progress.periods import period_of
from coordination.tasks import limits
from coordination.tasks.models import Task
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.errors import NotAllowed, Unmet, WrongState
from workflow.keys import Key


def report_progress(
    task: Task,
    *,
    actor: Official,
    percent: int,
    done: str,
    problem: str = "",
    next_steps: str = "",
    key: Key | None = None,
) -> Report:
    """File the period's report, ``percent`` from 0 to 100; the task's own version stays.

    Raises ``NotAllowed`` for a unit without a part, ``WrongState`` where no work is under way,
    ``Unmet`` where the unit has reported for the period.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        refuse_report(taken, actor)
        return act.create(
            Report(
                task=taken,
                unit_id=actor.own_unit_id,
                percent=percent,
                done=done,
                problem=problem,
                next=next_steps,
                by_id=actor.person_id,
                at=act.at,
                period=period_of(taken.report_cycle, act.day),
            ),
            "report",
            percent=percent,
            done=done,
            problem=problem,
            next=next_steps,
        )


def refuse_report(task: Task, actor: Official) -> None:
    """Raise why ``actor`` cannot report on the task now, if so."""
    verdict = rules.may_report(task, actor)
    if not verdict:
        raise NotAllowed(verdict, subject=task, step="report")
    state = rules.under_way(task)
    if state is not None:
        raise WrongState(state, subject=task, step="report")
    reported = rules.none_this_period(task, actor)
    if reported is not None:
        raise Unmet(reported, subject=task, step="report")


def edit_report(
    report: Report,
    *,
    actor: Official,
    version: int | None,
    percent: int,
    done: str,
    problem: str = "",
    next_steps: str = "",
    key: Key | None = None,
) -> None:
    """The unit corrects its report while the period is open."""
    with door.act(actor, key) as act:
        data = {"percent": percent, "done": done, "problem": problem, "next_steps": next_steps}
        act.step(act.take(report), "edit", version=version, **data)


def claim_completion(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    grade: str,
    result: str,
    files: Sequence[Kept],
    key: Key | None = None,
) -> None:
    """The head of the lead claims completion and adds the files as evidence."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        hashes = [file.sha256 for file in files]
        until = limits.limit_after(act.day, limits.VERIFICATION)
        data = {"grade": grade, "result": result, "evidence": hashes, "verify_until": until}
        act.step(taken, "claim", version=version, **data)
        counted = limits.counted_from(act.day, limits.VERIFICATION)
        deadlines.arm(taken, limits.VERIFICATION, until, counted)
        _add(act, taken, files)


def _add(act: Act, task: Task, files: Sequence[Kept]) -> None:
    official: Any = act.actor
    for file in files:
        act.create(
            Evidence(
                task=task,
                unit_id=official.own_unit_id,
                name=file.name,
                path=file.path,
                size=file.size,
                sha256=file.sha256,
                by_id=official.person_id,
                at=act.at,
            ),
            "add_evidence",
        )
