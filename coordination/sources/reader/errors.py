"""The one error of the importer: a file that cannot be read, with the place and the reason."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = str | Promise

Text: TypeAlias = StrOrPromise
"""A message: translated when it is shown, not when it is made."""


@dataclass(frozen=True)
class Place:
    """Where in a file something is.

    Parameters: ``sheet`` name of the sheet, empty for a CSV file; ``row`` and ``column`` counted
    from 1, None where unknown.
    """

    sheet: str = ""
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts: list[Text] = []
        if self.sheet:
            parts.append(format_lazy(_("sheet {sheet}"), sheet=self.sheet))
        if self.row is not None:
            parts.append(format_lazy(_("row {row}"), row=self.row))
        if self.column is not None:
            parts.append(format_lazy(_("column {column}"), column=self.column))
        return str(_(", ")).join(str(part) for part in parts)


@dataclass
class Cursor:
    """The place that is being read; an unforeseen error is reported with it."""

    sheet: str = ""
    row: int | None = None

    def place(self) -> Place:
        """The place as a value that no longer moves."""
        return Place(self.sheet, self.row)


class BadFile(Exception):
    """A file that cannot be read.

    Parameters: ``code`` stable name of the reason; ``message`` translated lazily, one sentence or
    two that say what to do; ``place`` where in the file.
    """

    def __init__(self, code: str, message: Text, place: Place | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.place = place or Place()

    def __str__(self) -> str:
        where = str(self.place)
        if not where:
            return str(self.message)
        return str(format_lazy(_("{message} ({place})"), message=self.message, place=where))
