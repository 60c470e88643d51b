"""What a page can be about: how it is found, and where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from coordination.approvals import queries as approvals
from coordination.consultation import queries as consultation
from coordination.disputes import queries as disputes
from coordination.plans import queries as plans
from coordination.progress import queries as progress
from coordination.supervision import queries as supervision
from coordination.tasks import queries as tasks
from coordination.units.official import Official


@dataclass(frozen=True)
class Noun:
    """``visible`` cuts to what the actor may see, ``url`` is the page that shows it."""

    kind: str
    visible: Callable[[Official], QuerySet[Any]]
    url: Callable[[Any], str]


def _task_of(subject: Any) -> str:
    return reverse("web:task", args=[subject.task_id])


NOUNS: dict[str, Noun] = {
    "plans": Noun("plan", plans.visible_to, lambda plan: reverse("web:plan", args=[plan.pk])),
    "tasks": Noun("task", tasks.visible_to, lambda task: reverse("web:task", args=[task.pk])),
    "cooperations": Noun("cooperation", tasks.visible_parts, _task_of),
    "opinions": Noun("opinion", consultation.visible_to, _task_of),
    "reports": Noun("report", progress.visible_reports, _task_of),
    "evidence": Noun("evidence", progress.visible_evidence, _task_of),
    "extensions": Noun("extension", supervision.visible_extensions, _task_of),
    "letters": Noun("letter", supervision.visible_letters, _task_of),
    "reopenings": Noun("reopening", supervision.visible_reopenings, _task_of),
    "transfers": Noun("transfer", supervision.visible_transfers, _task_of),
    "amendments": Noun(
        "amendment",
        approvals.visible_to,
        lambda amendment: reverse("web:plan", args=[amendment.plan_id]),
    ),
    "disputes": Noun(
        "dispute", disputes.visible_to, lambda case: reverse("web:dispute", args=[case.pk])
    ),
    "slots": Noun(
        "slot",
        disputes.visible_slots,
        lambda slot: reverse("web:dispute", args=[slot.dispute_id]),
    ),
}
PLURAL = {noun.kind: plural for plural, noun in NOUNS.items()}


def fetch(plural: str, actor: Official, pk: int) -> Any:
    """The thing, if the actor may see it; otherwise it does not exist (404)."""
    if plural not in NOUNS:
        raise Http404
    found = NOUNS[plural].visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page_of(subject: Any) -> str:
    """The address of the page that shows a subject."""
    return NOUNS[PLURAL[subject.kind]].url(subject)


def step_url(subject: Any, step: str) -> str:
    """The address of a step on a subject."""
    return reverse("web:step", args=[PLURAL[subject.kind], subject.pk, step])
