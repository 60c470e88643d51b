"""The verbs of progress: report, and claim completion with evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordination.progress import rules
from coordination.progress.evidence import add_files
from coordination.progress.files import Kept
from coordination.progress.models import ActualValue, Report
from coordination.tasks import limits
from coordination.tasks.claims import Claim, ClaimResult
from coordination.tasks.indicator_rules import notes, own_indicators, said
from coordination.tasks.indicators import Indicator
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.part_rules import flags_of
from coordination.tasks.periods import period_of
from coordination.units.official import Official
from workflow import deadlines, door, rows
from workflow.door import Act
from workflow.errors import NotAllowed, Unmet, WrongState
from workflow.keys import Key

Rows = Sequence[Mapping[str, Any]]


def report_progress(
    task: Task,
    *,
    actor: Official,
    percent: int,
    done: str,
    problem: str = "",
    next_steps: str = "",
    values: Rows = (),
    reached: Sequence[Milestone] = (),
    key: Key | None = None,
) -> Report:
    """File the lead's report of the period, ``percent`` from 0 to 100; the task's version stays.

    ``values`` name an indicator by its id and the value it has reached; ``reached`` are the
    milestones that were reached by this day. Raises ``NotAllowed`` for another unit than the
    lead, ``WrongState`` where no work is under way, ``Unmet`` where the unit has reported for the
    period.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        refuse_report(taken, actor)
        refuse_values(taken, values, actor)
        words = {"percent": percent, "done": done, "problem": problem, "next": next_steps}
        positions = _reach(act, taken, reached)
        report = _file(act, taken, "report", words, values=values, reached=positions)
        _measure(report, values)
        return report


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
        words = {"percent": percent, "done": done, "problem": problem, "next": next_steps}
        return _file(act, taken.task, "coop_report", words)


def _file(act: Act, task: Task, creation: str, words: dict[str, Any], **more: Any) -> Report:
    official: Any = act.actor
    report = Report(
        task=task,
        unit_id=official.own_unit_id,
        by_id=official.person_id,
        at=act.at,
        period=period_of(task.report_cycle, act.day),
        **words,
    )
    return act.create(report, creation, **words, **more)


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


def refuse_values(task: Task, values: Rows, actor: Official) -> None:
    """Raise ``Unmet`` where a value is of no indicator of the task, or given twice."""
    verdict = own_indicators(task, actor, {"values": values})
    if not verdict:
        raise Unmet(verdict, subject=task, step="report")


def refuse_reached(task: Task, unit_id: int) -> None:
    """Raise ``Unmet`` where another unit than the lead says that milestones are reached."""
    refused = rules.reached_by_lead(task, unit_id)
    if refused is not None:
        raise Unmet(refused, subject=task, step="report")


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
    values: Rows = (),
    reached: Sequence[Milestone] = (),
    key: Key | None = None,
) -> None:
    """The unit corrects its report while the period is open; ``values`` replace those before.

    Further milestones may be ``reached``.
    """
    with door.act(actor, key) as act:
        taken = act.take(report)
        data = {"percent": percent, "done": done, "problem": problem, "next_steps": next_steps}
        positions = [each.position for each in reached]
        act.step(taken, "edit", version=version, values=values, reached=positions, **data)
        if reached:
            refuse_reached(taken.task, taken.unit_id)
            _reach(act, act.take(Task(pk=taken.task_id)), reached)
        refuse_values(taken.task, values, actor)
        ActualValue.objects.filter(report=taken).delete()
        _measure(taken, values)


def _reach(act: Act, task: Task, reached: Sequence[Milestone]) -> list[int]:
    """Mark milestones as reached today; their positions in order."""
    if not reached:
        return []
    ahead = Milestone.objects.filter(task=task, reached_on__isnull=True)
    chosen = ahead.filter(pk__in=[each.pk for each in reached])
    positions = list(chosen.order_by("position").values_list("position", flat=True))
    chosen.update(reached_on=act.day)
    limits.arm_milestones(task)
    return positions


def _measure(report: Report, values: Rows) -> None:
    rows.put(
        [
            ActualValue(report=report, indicator_id=row["indicator"], value=row["value"])
            for row in values
        ]
    )


def claim_completion(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    grade: str,
    result: str,
    files: Sequence[Kept],
    results: Rows = (),
    evidence_for: Indicator | None = None,
    key: Key | None = None,
) -> None:
    """The head of the lead claims completion and adds the files as evidence.

    ``results`` have, for each indicator, its id, value, reached and note; the files show
    ``evidence_for`` in particular. Parts asked for in vain are named with the
    claim, for whoever verifies it.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        clocks = limits.verification_limits(act.day)
        number = Claim.next_number(taken.pk)
        data = {"grade": grade, "result": result, "verify_until": clocks[0].due_on}
        act.step(
            taken,
            "claim",
            version=version,
            evidence=[file.sha256 for file in files],
            evidence_for=evidence_for.pk if evidence_for else None,
            results=said(results),
            notes=notes(results, taken),
            parts_open=flags_of(taken.parts_not_done()),
            **data,
        )
        deadlines.arm_rules(taken, clocks)
        add_files(act, taken, files, evidence_for)
        claim = Claim(
            task=taken,
            number=number,
            unit_id=actor.own_unit_id,
            grade=grade,
            result=result,
            by_id=actor.person_id,
            at=act.at,
        )
        told = [
            ClaimResult(
                indicator_id=row["indicator"],
                value=row["value"],
                reached=row["reached"],
                note=row["note"],
            )
            for row in results
        ]
        rows.put_with(claim, told, "claim")
