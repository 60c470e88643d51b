"""What a superuser changes after a checkpoint is found, with the right subject named."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from django.db import IntegrityError, transaction

from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute
from coordination.tasks.models import Task
from tests.case_stages import both_state, contest, for_ruling, settle
from tests.cast import Cast
from tests.figures import Figure, size
from tests.stages import accept, report, task_in
from tests.trust.tampers import BY_CHECKPOINT_ALONE, KINDS, Named, as_superuser
from workflow import checkpoints
from workflow.audit import Audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchored(cast: Cast, tmp_path: Path) -> Path:
    """A house with cases of every sort, and a checkpoint of it."""
    for state in ("assigned", "accepted", "completed", "verified", "suspended"):
        task_in(cast, state, title=state)
    report(cast, task_in(cast, "in_progress", title="报告"))
    settle(cast, contest(cast, task_in(cast, "assigned", title="协商")))
    for_ruling(cast, contest(cast, task_in(cast, "accepted", title="裁定")))
    both_state(cast, contest(cast, task_in(cast, "in_progress", title="征求")))
    checkpoints.take(tmp_path / "heads.jsonl")
    return tmp_path / "heads.jsonl"


def going_on(cast: Cast, number: int) -> None:
    """What people do after the checkpoint: new cases, and further steps of old ones."""
    task_in(cast, ("verified", "suspended", "cancelled")[number % 3], f"续{number}")
    for case in Dispute.objects.filter(state="ruling"):
        disputes.withdraw_dispute(
            case, actor=cast["lead_head"], version=case.version, reason="已沟通一致"
        )
    for task in Task.objects.filter(state="assigned", lead__code="QP-D02")[:1]:
        accept(cast, task)


def found(file: Path | None) -> Named:
    findings = [*Audit().findings(), *checkpoints.findings(file)]
    return {(finding.kind, finding.subject_id) for finding in findings}


def after(tamper: Callable[[Random], Named], rng: Random, file: Path | None) -> tuple[Named, Named]:
    """The subjects that were changed and those that are named; then all is as it was."""
    while True:
        try:
            with transaction.atomic():
                with as_superuser():
                    changed = tamper(rng)
                seen = found(file)
                transaction.set_rollback(True)
        except IntegrityError:  # a constraint refused it, so there was no change
            continue
        return changed, seen


def test_every_change_is_found_with_its_subject_named(anchored: Path, figure: Figure) -> None:
    rng = Random(20261125)
    changes = size(12 * len(KINDS), 1_000)
    missed: list[str] = []
    for number in range(changes):
        tamper = KINDS[number % len(KINDS)]
        changed, seen = after(tamper, rng, anchored)
        if seen != changed:
            missed.append(f"{tamper.__name__}: changed {changed}, named {seen}")
    figure("tampers", f"{changes} of {len(KINDS)} kinds, {len(missed)} missed or misnamed")
    assert missed == []
    assert found(anchored) == set()


@pytest.mark.parametrize("tamper", BY_CHECKPOINT_ALONE)
def test_control_without_the_checkpoint_these_are_not_seen(
    anchored: Path, tamper: Callable[[Random], Named]
) -> None:
    changed, seen = after(tamper, Random(1), None)
    assert (bool(changed), seen) == (True, set())


def test_clean_runs_raise_no_alarm(anchored: Path, cast: Cast, figure: Figure) -> None:
    runs = size(20, 100)
    alarms = 0
    for number in range(runs):
        with transaction.atomic():
            going_on(cast, number)
            alarms += bool(found(anchored))
            if number % 2:
                transaction.set_rollback(True)
    figure("clean runs", f"{runs}, {alarms} false alarms")
    assert alarms == 0
