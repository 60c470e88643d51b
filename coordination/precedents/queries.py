"""The precedents that an official sees, and the most similar ones with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from coordination.disputes import queries as disputes
from coordination.disputes.models import Dispute
from coordination.disputes.states import Decided
from coordination.duties.models import DutyEntry
from coordination.duties.queries import of_filing
from coordination.precedents.likeness import Side, likeness, telling
from coordination.precedents.models import Precedent
from coordination.search import index
from coordination.tasks.models import Task
from coordination.units.models import Unit
from coordination.units.official import Official

DECIDING = (Decided.SETTLEMENT, Decided.RULING, Decided.REVIEW)


@dataclass(frozen=True)
class Similar:
    """A precedent that is offered, with the reason for the likeness."""

    precedent: Precedent
    score: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reasons as one sentence."""
        return "；".join(self.reasons)


def visible_to(actor: Official) -> QuerySet[Precedent]:
    """Those of the cases that the actor sees; of others not even that they exist."""
    cases = disputes.visible_to(actor).values("pk").order_by()
    return Precedent.objects.filter(dispute__in=cases)


def before_filing(
    task: Task,
    *,
    ground: str = "",
    proposed: Unit | None = None,
    facts: str = "",
    cited: Iterable[DutyEntry] = (),
) -> Side:
    """What is sought by a unit that thinks of contesting the task, as far as it has said.

    ``proposed``: who stands across from the lead, also the unit that contests its part.
    """
    units = {unit.pk: str(unit) for unit in (task.lead, proposed) if unit}
    return Side(
        ground=ground,
        units=units,
        cited={entry.pk: str(entry) for entry in cited},
        wording=f"{task.title}\n{task.text}",
        facts=facts,
    )


def of_case(case: Dispute) -> Side:
    """What is sought for a case: the filing, and the task as it reads."""
    cited = of_filing().filter(dispute=case)
    found = before_filing(
        case.task,
        ground=case.ground,
        proposed=case.proposed,
        facts=f"{case.facts}\n{case.basis}",
        cited=[],
    )
    return Side(
        ground=found.ground,
        units={case.contesting_id: str(case.contesting), case.lead_id: str(case.lead)}
        | dict(found.units),
        cited={citation.entry_id: citation.source for citation in cited},
        wording=found.wording,
        facts=found.facts,
    )


def similar(actor: Official, sought: Side, *, besides: int | None = None) -> list[Similar]:
    """The precedents most like what is sought among those the actor sees, the likest first.

    ``besides``: the case in hand, which is no precedent for itself. Few candidates are drawn
    from the database by shared words, units and paragraphs; the score is told of those alone.
    """
    seen = visible_to(actor).exclude(dispute=besides)
    rows = (
        Precedent.objects.filter(pk__in=_candidates(seen, sought))
        .select_related("dispute")
        .prefetch_related("units", "cited__document")
        .defer("terms")
    )
    found = [_compared(row, sought) for row in rows]
    offered = [each for each in found if each.score >= settings.PRECEDENTS["least"]]
    offered.sort(key=lambda each: (-each.score, -each.precedent.dispute_id))
    return offered[: settings.PRECEDENTS["offered"]]


def _candidates(seen: QuerySet[Precedent], sought: Side) -> set[int]:
    most: int = settings.PRECEDENTS["candidates"]
    by_words = index.sharing(seen, telling(sought.wording, sought.facts))
    found = set(by_words.order_by("-shared", "-pk").values_list("pk", flat=True)[:most])
    alike = Q(units__in=list(sought.units)) | Q(cited__in=list(sought.cited))
    related = seen.filter(alike).order_by("-pk").values_list("pk", flat=True).distinct()
    return found | set(related[:most])


def _compared(row: Precedent, sought: Side) -> Similar:
    case = row.dispute
    other = Side(
        ground=row.ground,
        ground_label=row.ground_label,
        units={unit.pk: str(unit) for unit in row.units.all()},
        cited={entry.pk: str(entry) for entry in row.cited.all()},
        wording=f"{row.title}\n{row.wording}",
        facts=f"{case.facts}\n{case.basis}",
    )
    found = likeness(sought, other)
    return Similar(row, found.score, found.reasons)


def decided_cases() -> QuerySet[Dispute]:
    """Every case whose outcome was agreed or ruled and carried out: what the index is made of.

    One that was not admitted, or that nobody ruled upon, decided nothing.
    """
    return Dispute.objects.filter(decided__in=DECIDING, ended_on__isnull=False).select_related(
        "task"
    )
