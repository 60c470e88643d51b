"""The verbs of progress: report, and claim completion with evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from coordination.progress import rules
from coordination.progress.evidence import add_files
from coordination.progress.files import Kept
from coordination.progress.models import ActualValue, Report
from coordination.tasks import limits
from coordination.tasks.claims import Claim, ClaimResult
from coordination.tasks.indicator_rules import names_of, notes, own_indicators, said
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from coordination.tasks.periods import period_of
from coordination.units.official import Official
from workflow import deadlines, door
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
    key: Key | None = None,
) -> Report:
    """File the period's report, ``percent`` from 0 to 100; the task's own version stays.

    ``values`` name an indicator by its id and the value it has reached. Raises ``NotAllowed`` for a
    unit without a part, ``WrongState`` where no work is under way, ``Unmet`` where the unit has
    reported for the period.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        refuse_report(taken, actor)
        refuse_values(taken, values, actor)
        report = act.create(
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
            values=values,
        )
        _measure(report, values)
        return report


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
    key: Key | None = None,
) -> None:
    """The unit corrects its report while the period is open; ``values`` replace those before."""
    with door.act(actor, key) as act:
        data = {"percent": percent, "done": done, "problem": problem, "next_steps": next_steps}
        taken = act.take(report)
        act.step(taken, "edit", version=version, values=values, **data)
        refuse_values(taken.task, values, actor)
        ActualValue.objects.filter(report=taken).delete()
        _measure(taken, values)


def _measure(report: Report, values: Rows) -> None:
    ActualValue.objects.bulk_create(
        ActualValue(report=report, indicator_id=row["indicator"], value=row["value"])
        for row in values
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
    ``evidence_for`` in particular.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        until = limits.limit_after(act.day, limits.VERIFICATION)
        data = {"grade": grade, "result": result, "verify_until": until}
        act.step(
            taken,
            "claim",
            version=version,
            evidence=[file.sha256 for file in files],
            evidence_for=evidence_for.pk if evidence_for else None,
            results=said(results),
            notes=notes(results, names_of(taken)),
            **data,
        )
        deadlines.arm(taken, limits.VERIFICATION, until)
        add_files(act, taken, files, evidence_for)
        claim = Claim.objects.create(
            task=taken,
            number=Claim.objects.filter(task=taken).count() + 1,
            unit_id=actor.own_unit_id,
            grade=grade,
            result=result,
            by_id=actor.person_id,
            at=act.at,
        )
        ClaimResult.objects.bulk_create(
            ClaimResult(
                claim=claim,
                indicator_id=row["indicator"],
                value=row["value"],
                reached=row["reached"],
                note=row["note"],
            )
            for row in results
        )
