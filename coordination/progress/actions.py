"""The verbs of progress: report, and claim completion with evidence."""

from collections.abc import Sequence
from typing import Any

from coordination.progress import rules
from coordination.progress.files import Kept
from coordination.progress.models import Evidence, Report
from coordination.progress.periods import period_of
from coordination.tasks import limits
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.part_rules import flags_of
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
    """File the lead's report of the period, ``percent`` from 0 to 100; the task's version stays.

    Raises ``NotAllowed`` for another unit than the lead, ``WrongState`` where no work is under
    way, ``Unmet`` where the unit has reported for the period.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        refuse_report(taken, actor)
        said = {"percent": percent, "done": done, "problem": problem, "next": next_steps}
        return _file(act, taken, "report", said)


def report_part(
    part: Cooperation,
    *,
    actor: Official,
    percent: int,
    done: str,
    problem: str = "",
    next_steps: str = "",
    key: Key | None = None,
) -> Report:
    """File a cooperating unit's report of the period on its own part; both versions stay.

    Raises the refusals of :func:`report_progress`, and ``WrongState`` for a part that the unit
    has not confirmed.
    """
    with door.act(actor, key) as act:
        taken = act.take(part)
        refuse_part_report(taken, actor)
        said = {"percent": percent, "done": done, "problem": problem, "next": next_steps}
        return _file(act, taken.task, "coop_report", said)


def _file(act: Act, task: Task, creation: str, said: dict[str, Any]) -> Report:
    official: Any = act.actor
    report = Report(
        task=task,
        unit_id=official.own_unit_id,
        by_id=official.person_id,
        at=act.at,
        period=period_of(task.report_cycle, act.day),
        **said,
    )
    return act.create(report, creation, **said)


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


def refuse_part_report(part: Cooperation, actor: Official) -> None:
    """Raise why ``actor`` cannot report on the part now, if so."""
    common: dict[str, Any] = {"subject": part, "step": "coop_report"}
    verdict = rules.may_report_part(part, actor)
    if not verdict:
        raise NotAllowed(verdict, **common)
    for state in (rules.part_taken(part), rules.under_way(part.task)):
        if state is not None:
            raise WrongState(state, **common)
    reported = rules.none_this_period(part.task, actor)
    if reported is not None:
        raise Unmet(reported, **common)


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
    """The head of the lead claims completion and adds the files as evidence.

    Parts asked for in vain are named with the claim, for whoever verifies it.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        hashes = [file.sha256 for file in files]
        until = limits.limit_after(act.day, limits.VERIFICATION)
        data: dict[str, Any] = {
            "grade": grade,
            "result": result,
            "evidence": hashes,
            "verify_until": until,
        }
        data["parts_open"] = flags_of(taken.parts_not_done())
        act.step(taken, "claim", version=version, **data)
        deadlines.arm(taken, limits.VERIFICATION, until)
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
