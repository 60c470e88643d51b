"""The sections a task stands in: headings across the table, and the column of areas."""

import re

from coordination.sources.reader.rows import Row

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十\d]+[章部编]|[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十\d]+[）)]"),
)


class Sections:
    """Follows the headings down a table."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Row, str]] = []
        self._empty: list[Row] = []
        self._area = ""

    def open(self, row: Row) -> None:
        """A heading begins; it closes those of its level and below."""
        text = row.text
        level = next((n for n, pattern in enumerate(_LEVELS) if pattern.match(text)), 0)
        self._open = [entry for entry in self._open if entry[0] < level]
        self._open.append((level, row, text))
        self._empty.append(row)
        self._area = ""

    def of_task(self, area: str) -> tuple[str, ...]:
        """The sections of a task; an empty ``area`` goes on from the task above."""
        self._area = area or self._area
        used = {row.number for _level, row, _text in self._open}
        self._empty = [row for row in self._empty if row.number not in used]
        headings = [text for _level, _row, text in self._open]
        return (*headings, self._area) if self._area else tuple(headings)

    def without_tasks(self) -> list[Row]:
        """The headings under which no task stood."""
        return self._empty
