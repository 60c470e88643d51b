"""What must hold for indicators: when a draft is edited, work is planned, claimed, verified."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.units.official import Official
from workflow import clock
from workflow.records import digest
from workflow.verdict import YES, Verdict, no

Row = Mapping[str, Any]


def said(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as a record tells them: numbers, codes, and the digest of each note."""
    return [dict(row) | ({"note": digest(row["note"])} if row.get("note") else {}) for row in rows]


def notes(rows: Sequence[Row], task: Any) -> str:
    """The notes of the rows as one text, each after the name of its indicator."""
    noted = [row for row in rows if row.get("note")]
    names = names_of(task) if noted else {}
    return "\n".join(f"{names[row['indicator']]}: {row['note']}" for row in noted)


def names_of(task: Any) -> dict[int, str]:
    """The names of the task's indicators by their ids."""
    return {each.pk: str(each) for each in _indicators(task)}


def _indicators(task: Any) -> Sequence[Any]:
    found: Sequence[Any] = task.indicators.model.of_task(task.pk)
    return found


def targets_measured(_task: Any, _actor: Official, data: Any) -> Verdict:
    """A target has its unit of measure."""
    if data is None:
        return YES
    bare = [row["text"] for row in data["indicators"] if row["target"] and not row["measure"]]
    if not bare:
        return YES
    return no(
        "target_measure",
        _("A target needs its unit of measure; it is missing at: %(names)s.")
        % {"names": _listed(bare)},
    )


def dates_ahead(task: Any, _actor: Official, data: Any) -> Verdict:
    """What is dated anew lies ahead; a date that stood before may stay."""
    if data is None:
        return YES
    old = {task.due_on, *task.indicators.values_list("due_on", flat=True)}
    past = [day for day in _dates(data) if day < clock.today() and day not in old]
    if not past:
        return YES
    return no("date_past", _("These dates lie in the past: %(days)s.") % {"days": _days(past)})


def dates_in_plan(task: Any, _actor: Official, data: Any) -> Verdict:
    """No date lies after the plan's year."""
    end = plan_end(task)
    late = [] if data is None else [day for day in _dates(data) if day > end]
    return _after_plan(late, end)


def dates_in_task(_task: Any, _actor: Official, data: Any) -> Verdict:
    """No indicator is due after its task."""
    if data is None or data["due_on"] is None:
        return YES
    late = [
        row["text"] for row in data["indicators"] if (row["due_on"] or date.min) > data["due_on"]
    ]
    if not late:
        return YES
    return no(
        "date_after_task",
        _("These indicators would be due after the task, %(day)s: %(names)s.")
        % {"day": data["due_on"].isoformat(), "names": _listed(late)},
    )


def milestones_ahead(task: Any, _actor: Official, data: Any) -> Verdict:
    """Milestones lie ahead; the last one stands on the due date, which may have passed."""
    if data is None:
        return YES
    past = [day for day in data["milestones"] if day < clock.today() and day != task.due_on]
    if not past:
        return YES
    return no(
        "milestone_past", _("These milestones lie in the past: %(days)s.") % {"days": _days(past)}
    )


def milestones_in_plan(task: Any, _actor: Official, data: Any) -> Verdict:
    """No milestone lies after the plan's year, nor after a due date that was moved beyond it."""
    late = [] if data is None else [d for d in data["milestones"] if d > (task.due_on or date.min)]
    if not late:
        return YES
    end = max(plan_end(task), task.due_on or date.min)
    return _after_plan([day for day in late if day > end], end)


def own_indicators(task: Any, _actor: Official, data: Any) -> Verdict:
    """Values, results and findings are on indicators of this task, each once."""
    if data is None:
        return YES
    rows = [
        row for name in ("planned", "values", "results", "findings") for row in data.get(name, ())
    ]
    keys = [(row["indicator"], row.get("period")) for row in rows]
    if not keys:
        return YES
    if len(set(keys)) == len(keys) and {pk for pk, _period in keys} <= names_of(task).keys():
        return YES
    return no("own_indicators", _("Each row names an indicator of this task, and each once."))


def all_reported(task: Any, _actor: Official, data: Any) -> Verdict:
    """A claim says of each indicator what was reached, with its value."""
    if data is None:
        return YES
    done = {row["indicator"] for row in data.get("results", ()) if row["value"] is not None}
    missing = [name for pk, name in names_of(task).items() if pk not in done]
    if not missing:
        return YES
    return no(
        "indicators_reported",
        _("The claim gives no value for: %(names)s.") % {"names": _listed(missing)},
    )


def proofs_given(task: Any, _actor: Official, data: Any) -> Verdict:
    """Each indicator that requires evidence has some: kept before, or given with the claim."""
    if data is None:
        return YES
    required = [each for each in _indicators(task) if each.proof_required]
    if not required:
        return YES
    shown = set(
        task.evidence.filter(state="kept", indicator__isnull=False).values_list(
            "indicator_id", flat=True
        )
    )
    if data["evidence"]:
        shown.add(data.get("evidence_for"))
    missing = [
        f"{each} ({each.proof})" if each.proof else str(each)
        for each in required
        if each.pk not in shown
    ]
    if not missing:
        return YES
    return no(
        "indicator_evidence",
        _("Evidence is required and missing for: %(names)s. Add it to the indicator.")
        % {"names": _listed(missing)},
    )


def all_found(task: Any, _actor: Official, data: Any) -> Verdict:
    """A verification has a finding for each indicator."""
    if data is None:
        return YES
    found = {row["indicator"] for row in _findings(data)}
    missing = [name for pk, name in names_of(task).items() if pk not in found]
    if not missing:
        return YES
    return no(
        "findings", _("There is no finding yet for: %(names)s.") % {"names": _listed(missing)}
    )


def all_confirmed(task: Any, _actor: Official, data: Any) -> Verdict:
    """A task is closed where every indicator is confirmed; else the claim is returned."""
    refuted = _named(task, [row for row in _findings(data) if not row["confirmed"]])
    if not refuted:
        return YES
    return no(
        "all_confirmed",
        _("Not confirmed: %(names)s. Return the claim for rework instead.") % {"names": refuted},
    )


def missing_named(task: Any, _actor: Official, data: Any) -> Verdict:
    """A return says of each indicator that is not confirmed what is missing."""
    bare = [row for row in _findings(data) if not row["confirmed"] and not row["note"]]
    mute = _named(task, bare)
    if not mute:
        return YES
    return no("missing_named", _("Say what is missing at: %(names)s.") % {"names": mute})


def _findings(data: Row | None) -> Sequence[Row]:
    return data.get("findings", ()) if data else ()


def _named(task: Any, rows: Sequence[Row]) -> str:
    names = names_of(task) if rows else {}
    return _listed(names.get(row["indicator"], "") for row in rows)


def plan_end(task: Any) -> date:
    """The last day of the plan's year."""
    return date(task.plan.year, 12, 31)


def _after_plan(late: Sequence[date], end: date) -> Verdict:
    if not late:
        return YES
    return no(
        "date_after_plan",
        _("These dates lie after the plan, which ends on %(end)s: %(days)s.")
        % {"end": end.isoformat(), "days": _days(late)},
    )


def _dates(data: Row) -> list[date]:
    """The dates that an edited draft names."""
    return [day for day in (data["due_on"], *(row["due_on"] for row in data["indicators"])) if day]


def _days(days: Iterable[date]) -> str:
    return _listed(day.isoformat() for day in dict.fromkeys(days))


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
