"""Rows of any model of the project, filled from the fields themselves; subjects by the door."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from tests.toy.models import Parcel
from workflow import door
from workflow.actor import SYSTEM
from workflow.lifecycle import Subject
from workflow.models import Record

_serial = count(1)
# What may be empty in some rows, but not in the one made here: a case about the lead.
NEEDED = {("dispute", "proposed"), ("opinion", "proposed")}
DAY, MOMENT = date(2026, 3, 2), datetime(2026, 3, 2, 1, tzinfo=UTC)


def make(model: type[models.Model]) -> Any:
    """One row of ``model`` in the database, with rows of its own behind every foreign key."""
    if model is Record:  # comes with its subject only
        return Record.objects.get(kind="parcel", subject_id=make(Parcel).pk)
    row = unsaved(model)
    if isinstance(row, Subject):
        with door.act(SYSTEM) as act:
            return act.create(row, type(row).creations[0].name)
    if hasattr(model, "add_root"):  # a tree
        return model._default_manager.add_root(instance=row)
    row.save(force_insert=True)
    return row


def unsaved(model: type[models.Model]) -> Any:
    """An instance of ``model`` with every value it must have."""
    return model(
        **{
            field.name: _value(field)
            for field in model._meta.concrete_fields
            if (model._meta.model_name, field.name) in NEEDED
            or not (field.primary_key or field.null or field.has_default())
        }
    )


def _value(field: "models.Field[Any, Any]") -> Any:
    number = next(_serial)
    if isinstance(field, models.ForeignKey):
        return make(field.related_model)
    if field.blank:
        return ""
    if field.choices:
        return next(code for code, _label in field.flatchoices if code)
    if isinstance(field, models.CharField | models.TextField):
        return f"{number}"[: field.max_length]
    kinds: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.DateTimeField, MOMENT),
        (models.DateField, DAY + timedelta(days=number)),
        (models.DecimalField, Decimal("1.50")),
        (models.IntegerField, number % 90 + 1),
        (models.BooleanField, False),
        (models.JSONField, []),
    ]
    return next(value for kind, value in kinds if isinstance(field, kind))
