"""Prepared acts as an official sees them: those of the own unit, and no others."""

from typing import Any

from django.db.models import QuerySet

from coordination.signing.models import Prepared
from coordination.units.official import Official


def visible_to(actor: Official) -> QuerySet[Prepared]:
    """Acts prepared in the units for which the actor acts, the oldest first."""
    found = Prepared.objects.filter(unit__in=actor.acts).select_related("unit", "by")
    return found.prefetch_related("files").order_by("at", "pk")


def prepared_for(subject: Any, step: str, actor: Official) -> Prepared | None:
    """What is prepared for this step in the actor's unit."""
    if not actor.acts:
        return None
    return visible_to(actor).filter(kind=subject.kind, subject_id=subject.pk, step=step).first()


def waiting_for(actor: Official) -> QuerySet[Prepared]:
    """Acts that wait for the actor: for the head's signature, or sent back to the handlers."""
    if actor.signs:
        return visible_to(actor).filter(unit__in=actor.signs, remark="")
    return visible_to(actor).exclude(remark="")
