"""The verbs of whoever checks a claim, and its withdrawal before anybody does."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from coordination.tasks import ends, limits
from coordination.tasks.claims import Claim, Finding, Verification
from coordination.tasks.indicator_rules import notes, said
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState
from coordination.units.official import Official
from workflow import deadlines, door, rows
from workflow.door import Act
from workflow.keys import Key

Findings = Sequence[Mapping[str, Any]]


def begin_verification(
    task: Task, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """A supervisor begins to check the claim; it can no longer be withdrawn."""
    with door.act(actor, key) as act:
        act.step(act.take(task), "begin_verification", version=version, unit_id=actor.unit_id)


def withdraw_claim(
    task: Task, *, actor: Official, version: int | None, reason: str, key: Key | None = None
) -> None:
    """The lead takes the claim back before it is being checked."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "withdraw_claim", version=version, reason=reason)
        limits.lift_verification(taken)


def verify_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    how: str,
    finding: str,
    findings: Findings = (),
    key: Key | None = None,
) -> None:
    """A supervisor of another unit verifies the claim and closes the task.

    ``finding`` is the conclusion; ``findings`` have, for each indicator, its id, confirmed,
    value as verified or ``None``, and note.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        claim_id = Claim.undecided_id(taken.pk)
        data = {"unit_id": actor.unit_id, "how": how, "finding": finding}
        act.step(taken, "verify", version=version, **data, **_told(taken, findings))
        deadlines.lift(taken)
        about = {"claim_id": claim_id, "method": how, "conclusion": finding}
        _keep(act, taken, findings, confirmed=True, **about)
        ends.ended(act, [taken])


def return_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    limit: date,
    how: str = "",
    findings: Findings = (),
    parts: Sequence[Cooperation] = (),
    key: Key | None = None,
) -> None:
    """A supervisor returns the claim with what is missing, until ``limit``.

    ``findings`` as for verification; cooperating units take ``parts`` up again. A task that
    comes back repeatedly is told to the leader.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        named = [part.pk for part in parts]
        claim_id = Claim.undecided_id(taken.pk)
        data = {"reason": reason, "limit": limit, "how": how, "parts": named}
        act.step(taken, "return", version=version, **data, **_told(taken, findings))
        limits.lift_verification(taken)
        about = {"claim_id": claim_id, "method": how, "conclusion": reason, "limit": limit}
        _keep(act, taken, findings, confirmed=False, **about)
        done = Cooperation.objects.filter(task=taken, pk__in=named, state=CooperationState.DONE)
        for part in done.order_by("pk"):
            act.follow(part, "take_up_again")
        if taken.rework >= settings.REWORK_TOLD:
            act.follow(taken, "returned_again", rework=taken.rework)


def _told(task: Task, findings: Findings) -> dict[str, Any]:
    return {"findings": said(findings), "notes": notes(findings, task)}


def _keep(act: Act, task: Task, findings: Findings, **about: Any) -> None:
    official: Any = act.actor
    verification = Verification(
        task=task,
        unit_id=official.own_unit_id,
        by_id=official.person_id,
        at=act.at,
        **about,
    )
    rows.put_with(verification, [Finding(**_row(row)) for row in findings], "verification")


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"indicator_id" if name == "indicator" else name: row[name] for name in row}
