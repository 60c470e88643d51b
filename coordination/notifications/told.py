"""Who would be told of a topic, by name, before anything has happened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coordination.notifications import topics
from coordination.tasks.states import CooperationState
from coordination.units.states import Duty


def names_told(topic: topics.Topic, subject: Any) -> list[str]:
    """The units and functions that the topic names for ``subject``, each once."""
    return list(dict.fromkeys(name for to in topic.to for name in _names(to, subject)))


def _names(to: str, subject: Any) -> Iterator[str]:
    task = subject if subject.kind == "task" else getattr(subject, "task", None)
    if to in Duty.values:
        yield str(Duty(to).label)
    elif task is None:
        return
    elif to == topics.LEAD:
        yield from [str(task.lead)] if task.lead else []
    elif to in (topics.PARTS, topics.FORMER_PARTS):
        unsent = [CooperationState.DRAFT, CooperationState.RELEASED]
        parts = task.cooperations.exclude(state__in=unsent).order_by("pk")
        yield from parts.values_list("unit__short_name", flat=True)
    elif to == topics.BOTH_LEADS and subject.kind == "transfer":
        yield from (str(subject.from_unit), str(subject.to_unit))
    elif to in (topics.PART, topics.ADDRESSEE, topics.SLOT, topics.OPINING) and hasattr(
        subject, "unit"
    ):
        yield str(subject.unit)
    elif to == topics.RULER:
        yield _("whoever rules on the case")
    elif to == topics.PARTIES and hasattr(subject, "parties"):
        parties = subject.parties.order_by("pk")
        yield from parties.values_list("unit__short_name", flat=True)
    else:
        yield _("the units concerned")
