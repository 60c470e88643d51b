"""What must never be in the stored data, looked for row by row; nothing found is well."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from viewflow.workflow.models import Process

from coordination.disputes import flow
from coordination.disputes.models import Dispute
from coordination.disputes.states import OPEN_STATES, DisputeState, Phase
from coordination.reports import invariants_around as around
from coordination.reports import invariants_limits as limits
from coordination.reports.finding import Finding
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from workflow.lifecycle import Subject, subjects
from workflow.models import Record

RESUMING = (TaskState.DISPUTED, TaskState.SUSPENDED)
UNLED = (TaskState.DRAFT, TaskState.CANCELLED, TaskState.DIVIDED)

# Which nodes of the flow may wait in each state of a case; those marked must be among them.
NOBODY = (frozenset[str](), frozenset[str]())


def _asking(node: str) -> tuple[frozenset[str], frozenset[str]]:
    """Units asked in parallel may have answered; the limit always waits."""
    return frozenset({node, f"{node}_limit"}), frozenset({f"{node}_limit"})


def _only(node: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset({node}), frozenset({node})


WAITING: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    DisputeState.FILED: _only("admission"),
    DisputeState.JOINED: NOBODY,
    DisputeState.COLLECTING: _asking("statement"),
    DisputeState.CONSULTING: _only("consult"),
    DisputeState.ANSWERING: _asking("answer"),
    DisputeState.OPINIONS: _asking("opinion"),
    DisputeState.FILING: _only("file"),
    DisputeState.RULING: _only("rule"),
    DisputeState.RECEIPT: _only("receipt"),
    DisputeState.CLOSED: NOBODY,
    DisputeState.WITHDRAWN: NOBODY,
    DisputeState.VOID: NOBODY,
}
# Passed through inside one transaction; nothing stays there.
PASSING = (DisputeState.ADMITTED, DisputeState.EXECUTING)


def findings() -> Iterator[Finding]:
    """Everything found, one rule after the other."""
    yield from one_lead()
    yield from disputed_tasks()
    yield from parts()
    yield from shares()
    yield from flows()
    yield from around.findings()
    yield from limits.findings()
    yield from temporary_leads()
    for model in subjects():
        yield from chains(model)
    yield from unknown_kinds()


def one_lead() -> Iterator[Finding]:
    """An issued task has one open accountable assignment, of its lead; a draft has none."""
    open_rows = Q(assignments__until__isnull=True, assignments__accountable=True)
    counted = Task.objects.order_by("pk").annotate(
        open=Count("assignments", filter=open_rows),
        of_lead=Count("assignments", filter=open_rows & Q(assignments__unit=F("lead"))),
    )
    issued = ~Q(state__in=UNLED)
    wrong = counted.filter((issued & ~Q(open=1)) | (~issued & Q(open__gt=0)))
    for pk, count in wrong.values_list("pk", "open"):
        yield Finding("task", pk, "one_lead", f"{count} open accountable assignments")
    for pk in counted.filter(issued, open=1, of_lead=0).values_list("pk", flat=True):
        yield Finding("task", pk, "lead_assigned", "the open assignment is not of the task's lead")
    turned = Assignment.objects.filter(until__lt=F("since")).order_by("pk")
    for pk in turned.values_list("task_id", flat=True):
        yield Finding("task", pk, "assignment_order", "an assignment ends before it begins")


def disputed_tasks() -> Iterator[Finding]:
    """An issued task is disputed exactly while a case about it, not about a part, is open."""
    open_case = Dispute.objects.filter(
        task=OuterRef("pk"), part=None, phase=Phase.ISSUED, state__in=OPEN_STATES
    )
    tasks = Task.objects.annotate(contested=Exists(open_case)).order_by("pk")
    without = tasks.filter(state=TaskState.DISPUTED, contested=False)
    for pk in without.values_list("pk", flat=True):
        yield Finding("task", pk, "open_dispute", "disputed without an open dispute")
    beside = tasks.filter(contested=True).exclude(state=TaskState.DISPUTED)
    for pk, state in beside.values_list("pk", "state"):
        yield Finding("task", pk, "open_dispute", f"an open dispute while {state}")
    resumes = tasks.filter(
        Q(state__in=RESUMING, resume_state="") | (~Q(state__in=RESUMING) & ~Q(resume_state=""))
    )
    for pk, state in resumes.values_list("pk", "state"):
        yield Finding("task", pk, "resume_state", f"resume state does not fit {state}")


def parts() -> Iterator[Finding]:
    """A part is contested exactly while a case about it is open; a cancelled task has no part."""
    open_case = Dispute.objects.filter(part=OuterRef("pk"), state__in=OPEN_STATES)
    rows = Cooperation.objects.annotate(case=Exists(open_case)).order_by("pk")
    contested = Q(state=CooperationState.CONTESTED)
    for pk, state in rows.filter(contested ^ Q(case=True)).values_list("pk", "state"):
        yield Finding("cooperation", pk, "open_dispute", f"the case does not fit {state}")
    living = rows.filter(task__state=TaskState.CANCELLED).exclude(state=CooperationState.RELEASED)
    for pk in living.values_list("pk", flat=True):
        yield Finding("cooperation", pk, "living_part", "a part of a cancelled task")


def shares() -> Iterator[Finding]:
    """A divided task has shares but no lead; its living shares are of distinct units."""
    tasks = Task.objects.annotate(held=Count("children")).order_by("pk")
    divided = tasks.filter(state=TaskState.DIVIDED)
    for pk in divided.filter(Q(held=0) | Q(lead__isnull=False)).values_list("pk", flat=True):
        yield Finding("task", pk, "divided", "a lead, or no share")
    living = Task.objects.exclude(state=TaskState.CANCELLED)
    twice = living.order_by().values("parent", "lead").annotate(n=Count("pk")).filter(n__gt=1)
    pairs = twice.filter(lead__isnull=False, parent__isnull=False)
    for pk in Task.objects.filter(pk__in=pairs.values("parent")).values_list("pk", flat=True):
        yield Finding("task", pk, "one_share", "a unit leads two shares")
    orphans = living.filter(parent__state=TaskState.CANCELLED).exclude(state=TaskState.VERIFIED)
    for pk in orphans.order_by("pk").values_list("pk", flat=True):
        yield Finding("task", pk, "living_share", "a living share of a cancelled task")


def flows() -> Iterator[Finding]:
    """What waits in the flow agrees with the state of the case."""
    for case in Dispute.objects.order_by("pk").iterator():
        try:
            waiting = flow.due(case)
        except Process.DoesNotExist:
            yield Finding("dispute", case.pk, "flow", "the case has no flow")
            continue
        if case.present_state in PASSING:
            yield Finding("dispute", case.pk, "flow", f"it stays {case.present_state}")
            continue
        allowed, needed = WAITING[case.present_state]
        if not needed <= waiting <= allowed:
            names = ", ".join(sorted(waiting)) or "nothing"
            yield Finding("dispute", case.pk, "flow", f"{names} waits while {case.present_state}")


def temporary_leads() -> Iterator[Finding]:
    """A temporary lead ends with its case."""
    left = Dispute.objects.exclude(state__in=OPEN_STATES).filter(
        temporary_leads__isnull=False, temporary_leads__until__isnull=True
    )
    for pk in left.order_by("pk").values_list("pk", flat=True):
        yield Finding("dispute", pk, "temporary_lead", "named beyond the case")


def chains(model: type[Subject]) -> Iterator[Finding]:
    """Every subject ends its own unbroken chain of records; no record is without its subject."""
    columns = ("pk", "version", "state", "head")
    rows: Any = model._default_manager.order_by("pk").values_list(*columns)
    subjects_left = {pk: (version, state, head) for pk, version, state, head in rows.iterator()}
    records = (
        Record.objects.filter(kind=model.kind)
        .order_by("subject_id", "version")
        .values_list("subject_id", "version", "source", "target", "prev", "hash")
    )
    for pk, chain in groupby(records.iterator(), key=lambda record: record[0]):
        now = subjects_left.pop(pk, None)
        last: tuple[int, str, str] = (0, "", "")
        for _pk, version, source, target, prev, head in chain:
            if (version, source, prev) != (last[0] + 1, last[1], last[2]):
                detail = f"version {version} does not follow version {last[0]}"
                yield Finding(model.kind, pk, "sequence", detail)
            last = (version, target, head)
        if now is None:
            yield Finding(model.kind, pk, "orphan_record", "records without their subject")
        elif now != last:
            detail = (
                f"the row is at version {now[0]} ({now[1]}), the records at {last[0]} ({last[1]})"
            )
            yield Finding(model.kind, pk, "last_record", detail)
    for pk in subjects_left:
        yield Finding(model.kind, pk, "no_record", "a subject without any record")


def unknown_kinds() -> Iterator[Finding]:
    """Every record is of a kind that the program knows."""
    known = [model.kind for model in subjects()]
    strange = Record.objects.exclude(kind__in=known).order_by("kind", "subject_id")
    for kind, pk in strange.values_list("kind", "subject_id").distinct():
        yield Finding(kind, pk, "unknown_kind", "records of a kind that is not declared")
