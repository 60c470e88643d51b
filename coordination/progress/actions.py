"""The verbs of progress: report, and claim completion with evidence."""

from collections.abc import Sequence
from typing import Any

from coordination.progress import rules
from coordination.progress.files import Kept
from coordination.progress.models import Evidence, Report
from coordination.tasks.models import Task
from coordination.units.official import Official
from workflow import door
from workflow.door import Act
from workflow.errors import NotAllowed, WrongState
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
    """File a report, ``percent`` from 0 to 100; it leaves the task's own version alone.

    Raises ``NotAllowed`` for a unit without a part, ``WrongState`` where no work is under way.
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
        act.step(taken, "claim", version=version, grade=grade, result=result, evidence=hashes)
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
