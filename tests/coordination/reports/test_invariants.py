"""Planted faults are found and named; sound data has none."""

from collections.abc import Callable

import pytest
from django.db import connection

from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from coordination.tasks.models import Assignment, Task
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from workflow.guards import install
from workflow.models import Record


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def case(cast: Cast) -> Dispute:
    task = make_task(cast)
    return contest(cast, task)


def found() -> set[tuple[str, str]]:
    return {(finding.kind, finding.rule) for finding in findings()}


def test_sound_data_has_no_findings(case: Dispute, cast: Cast) -> None:
    make_plan(cast, tasks=3, issued=False, title="草案")
    assert found() == set()


PLANTED: dict[str, tuple[Callable[[Dispute], object], tuple[str, str]]] = {
    "no assignment": (
        lambda case: Assignment.objects.filter(task=case.task).delete(),
        ("task", "one_lead"),
    ),
    "assignment of another unit": (
        lambda case: Assignment.objects.filter(task=case.task).update(unit=case.proposed),
        ("task", "lead_assigned"),
    ),
    "disputed without a case": (
        lambda case: run(f"UPDATE coordination_dispute SET state = 'closed' WHERE id = {case.pk}"),
        ("task", "open_dispute"),
    ),
    "a case beside an accepted task": (
        lambda case: run(
            f"UPDATE coordination_task SET state = 'accepted' WHERE id = {case.task_id}"
        ),
        ("task", "open_dispute"),
    ),
    "resume state forgotten": (
        lambda case: run(
            f"UPDATE coordination_task SET resume_state = '' WHERE id = {case.task_id}"
        ),
        ("task", "resume_state"),
    ),
    "flow elsewhere": (
        lambda case: run(f"UPDATE coordination_dispute SET state = 'ruling' WHERE id = {case.pk}"),
        ("dispute", "flow"),
    ),
    "no flow": (
        lambda case: run("UPDATE viewflow_process SET seed_object_id = 999999"),
        ("dispute", "flow"),
    ),
    "version ahead": (
        lambda case: run(f"UPDATE coordination_task SET version = 9 WHERE id = {case.task_id}"),
        ("task", "last_record"),
    ),
    "head of another record": (
        lambda case: run(f"UPDATE coordination_dispute SET head = 'x' WHERE id = {case.pk}"),
        ("dispute", "last_record"),
    ),
    "a record left out": (
        lambda case: Record.objects.filter(kind="task", version=2).update(version=7),
        ("task", "sequence"),
    ),
    "a record without subject": (
        lambda case: Record.objects.filter(kind="plan").update(subject_id=999_999),
        ("plan", "orphan_record"),
    ),
    "a subject without record": (
        lambda case: Record.objects.filter(kind="plan").update(subject_id=999_999),
        ("plan", "no_record"),
    ),
    "a kind nobody knows": (
        lambda case: Record.objects.filter(kind="slot").update(kind="ghost"),
        ("ghost", "unknown_kind"),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(case: Dispute, name: str) -> None:
    plant, expected = PLANTED[name]
    assert Task.objects.get().present_state == "disputed"
    with install.lifted():
        plant(case)
        assert expected in found()
