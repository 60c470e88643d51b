"""What units wrote of a draft, and what the coordinator has made of it so far."""

from typing import Any

from coordination.consultation.actions import decide_opinion, record_opinion
from coordination.consultation.models import Opinion
from coordination.consultation.states import OpinionState
from coordination.demo.accounts import People
from coordination.demo.days import Days
from coordination.disputes.before_issue import open_dispute
from coordination.plans.models import Plan
from coordination.tasks.models import Task
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import clock

RECORDED, DECIDED = 4, 2


def play(plan: Plan, opinions: list[dict[str, str]], people: People, days: Days) -> None:
    """Record every opinion whose draft and units there are; what is there stays as it is."""
    if Opinion.objects.filter(plan=plan).exists():
        return
    units = {unit.code: unit for unit in Unit.objects.filter(body=plan.body)}
    drafts = {task.title: task for task in Task.objects.filter(plan=plan)}
    office = people["coordinator"]
    for number, words in enumerate(opinions):
        draft, unit = drafts.get(words["item"]), units.get(words["unit"])
        proposed = units.get(words.get("proposed", ""))
        if draft is None or unit is None or ("proposed" in words and proposed is None):
            continue
        with clock.at(days.moment(RECORDED, 9, number)):
            opinion = _record(draft, unit, proposed, words, office)
        with clock.at(days.moment(DECIDED, 10, number)):
            _decide(opinion, words, office)


def _record(
    draft: Task, unit: Unit, proposed: Unit | None, words: dict[str, str], actor: Official
) -> Opinion:
    told: dict[str, Any] = {name: words.get(name, "") for name in ("ground", "basis", "letter")}
    return record_opinion(
        draft,
        actor=actor,
        version=draft.version,
        unit=unit,
        about=words["about"],
        proposed=proposed,
        text=words["text"],
        **told,
    )


def _decide(opinion: Opinion, words: dict[str, str], actor: Official) -> None:
    """Undecided, decided with its reason, or become a dispute."""
    became = words.get("became")
    if became == OpinionState.IN_DISPUTE:
        open_dispute(opinion, actor=actor, version=opinion.version)
    elif became:
        decide_opinion(
            opinion,
            actor=actor,
            version=opinion.version,
            decision=OpinionState(became).value,
            reason=words["reason"],
        )
