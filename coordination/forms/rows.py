"""Rows within a form: a small table on the page, an array of objects in the API.

Free rows, of which the blank ones say nothing::

    milestones = RowsField({"title": CharField(...), "due_on": DateField(...)}, most=8, ...)

Named rows, one for each thing that the form is about; a form that knows them calls
:meth:`RowsField.name_rows`, and the key comes back in each row under the name ``of``::

    measures = RowsField({"measure": CharField(...)}, of="indicator", ...)
    form.fields["measures"].name_rows([(each.pk, str(each)) for each in indicators])
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_NAMED = 200
Row = dict[str, Any]


class RowsWidget(forms.Widget):
    """Inputs named ``<field>-<row>-<column>`` in a table."""

    template_name = "forms/rows.html"
    use_fieldset = True
    field: "RowsField"

    @property
    def is_hidden(self) -> bool:
        """Named rows of which the form has none are not asked for."""
        return self.field.names == []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """The rows that say something; a program gives its rows as they are."""
        given = data.get(name)
        if isinstance(given, list):
            return given
        rows = [self._row(data, files, f"{name}-{n}") for n in range(self.field.count)]
        return [row for row in rows if self.field.of in row or any(row.values())]

    def _row(self, data: Any, files: Any, place: str) -> Row:
        found = {
            name: column.widget.value_from_datadict(data, files, f"{place}-{name}")
            for name, column in self.field.columns.items()
        }
        key = data.get(f"{place}-{self.field.of}") if self.field.of else None
        return found if key is None else {self.field.of: key, **found}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Each row with its heading, its key and its inputs."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["columns"] = [column.label for column in self.field.columns.values()]
        context["named"] = self.field.names is not None
        context["rows"] = self._drawn(name, value or [])
        return context

    def _drawn(self, name: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
        if self.field.names is None:
            free = [*rows, *({} for _n in range(self.field.count - len(rows)))]
            known = [(None, str(n), row) for n, row in enumerate(free, 1)]
        else:
            by_key = {str(row.get(self.field.of)): row for row in rows}
            known = [(key, text, by_key.get(str(key), {})) for key, text in self.field.names]
        return [
            {
                "heading": heading,
                "key_name": f"{name}-{n}-{self.field.of}",
                "key": key,
                "cells": self._cells(f"{name}-{n}", heading, row),
            }
            for n, (key, heading, row) in enumerate(known)
        ]

    def _cells(self, place: str, heading: str, row: Row) -> list[dict[str, Any]]:
        found = []
        for name, column in self.field.columns.items():
            attrs = {"id": f"id_{place}-{name}", "aria-label": f"{column.label} {heading}"}
            value = column.prepare_value(row.get(name, column.initial))
            drawn = column.widget.render(f"{place}-{name}", value, attrs)
            found.append({"label": column.label, "input": drawn})
        return found


class RowsField(forms.Field):
    """Rows of the ``columns``, cleaned to a list of dictionaries by the columns' names.

    ``most``: how many free rows there may be. ``of``: the name of the key of named rows, which
    are asked for once :meth:`name_rows` has named them. ``label`` is needed on each column:
    errors name the row and the column.
    """

    widget: Any = RowsWidget
    default_error_messages = {
        "required": gettext_lazy("Fill in at least one row."),
        "too_many": gettext_lazy("At most %(most)d rows are possible here."),
    }

    def __init__(
        self, columns: Mapping[str, forms.Field], *, most: int = 0, of: str = "", **more: Any
    ) -> None:
        super().__init__(**more)
        self.columns, self.most, self.of = dict(columns), most or MOST_NAMED, of
        self.required = self.required and not of
        self.names: Sequence[tuple[Any, str]] | None = None
        self.widget.field = self

    def __deepcopy__(self, memo: Any) -> "RowsField":
        copied: RowsField = super().__deepcopy__(memo)
        copied.columns = dict(self.columns)  # those keep nothing of a form
        copied.widget.field = copied
        return copied

    def choose_among(self, name: str, rows: Any) -> None:
        """Let the column ``name`` of this form choose among the ``rows``."""
        column: Any = deepcopy(self.columns[name])
        column.queryset = rows
        self.columns[name] = column

    @property
    def count(self) -> int:
        """How many rows the page shows."""
        return self.most if self.names is None else len(self.names)

    def name_rows(self, names: Sequence[tuple[Any, str]], *, required: bool = True) -> None:
        """Ask for one row for each ``(key, heading)``; all of them where ``required``."""
        self.names = list(names)
        self.required = required and bool(names)

    def clean(self, value: Any) -> list[Row]:
        """The rows with cleaned values; raises ``ValidationError`` naming row and column."""
        rows: list[Row] = value or []
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(rows) > self.most:
            raise ValidationError(self.error_messages["too_many"] % {"most": self.most})
        errors: list[str] = []
        keyed = self._keyed(rows, errors) if self.of else list(enumerate(rows, 1))
        cleaned = [self._cleaned(key, row, errors) for key, row in keyed]
        if errors:
            raise ValidationError(errors)
        return cleaned

    def _keyed(self, rows: Sequence[Row], errors: list[str]) -> list[tuple[Any, Row]]:
        """Each row with its key as the form knows it: each once, and all that are needed."""
        known = {str(key): key for key, _text in self.names or ()}
        found = {str(row.get(self.of)): row for row in rows}
        if len(found) != len(rows) or found.keys() - known.keys():
            errors.append(_("Each row names one of the things listed here, and each once."))
        if self.required:
            errors.extend(
                _("The row “%(row)s” is missing.") % {"row": text}
                for key, text in self.names or ()
                if str(key) not in found
            )
        return [
            (known[key], row)
            for key, row in found.items()
            if key in known and (self.required or self._says(row))
        ]

    def _says(self, row: Row) -> bool:
        return any(row.get(name) for name in self.columns)

    def _cleaned(self, key: Any, row: Row, errors: list[str]) -> Row:
        done: Row = {self.of: key} if self.of else {}
        for name, column in self.columns.items():
            try:
                done[name] = column.clean(row.get(name))
            except ValidationError as error:
                place = f"{dict(self.names or ()).get(key, key)}, {column.label}"
                errors.extend(f"{place}: {text}" for text in error.messages)
        return done

    def told(self, rows: Sequence[Row]) -> str:
        """What was typed, as text."""
        return "\n".join(
            " ".join(str(row[name]) for name in self.columns if row.get(name)) for row in rows
        )
