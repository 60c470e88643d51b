"""Keeping the precedents: taken in when a case closes, or all of them anew."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.disputes.models import Dispute
from coordination.duties.queries import open_in
from coordination.precedents.models import Precedent
from coordination.precedents.queries import decided_cases
from coordination.search import index
from workflow.models import OutboxMessage

KIND = "dispute"


def handle(message: OutboxMessage) -> None:
    """From the outbox: a case whose outcome was carried out becomes a precedent.

    A settlement and a ruling as soon as they are carried out, a ruling once more when its review
    changes it. After the commit rather than within it: deciding a case holds the task's lock and
    must not wait for, or fail with, an index that can be made anew. Delivering twice leaves one
    row.
    """
    if message.record.kind == KIND:
        case = decided_cases().filter(pk=message.record.subject_id).first()
        if case is not None:
            take(case)


@transaction.atomic
def take(case: Dispute) -> Precedent:
    """Make or renew the precedent of a decided case.

    The task's wording is kept as it was first taken. Paragraphs are those of the filing and of
    proposals: of statements even interested units see nothing.
    """
    taken = Precedent.objects.filter(dispute=case).first()
    row = taken or Precedent(dispute=case, title=case.task.title, wording=case.task.text)
    row.ground, row.outcome, row.decided = case.ground, case.outcome, case.decided
    row.decided_on = _decided_on(case)
    row.index_terms()
    row.save()
    index.refresh(Precedent, [row.pk])
    named = (case.contesting_id, case.lead_id, case.proposed_id, case.new_lead_id)
    row.units.set({pk for pk in named if pk})
    row.cited.set(open_in(case))
    return row


def _decided_on(case: Dispute) -> date:
    """The day of the ruling that holds, or of the agreement that was carried out."""
    carried_out: Any = case.ended_on  # a decided case has it
    return timezone.localdate(case.ruling.at) if case.ruling else carried_out


def rebuild() -> int:
    """Take every decided case anew; return how many there are."""
    count = 0
    for case in decided_cases().order_by("pk").iterator(100):
        take(case)
        count += 1
    index.rebuild(Precedent)
    return count
