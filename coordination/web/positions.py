"""Positions side by side: what each unit said, and what of it is new since it last spoke."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coordination.disputes.models import DisputeSlot, Statement
from coordination.disputes.states import SlotKind

Said = Mapping[int, list[Statement]]
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")


@dataclass(frozen=True)
class Piece:
    """A sentence; ``new`` when the unit did not say it before."""

    text: str
    new: bool


@dataclass(frozen=True)
class Column:
    """What one unit said when asked, and its last statement of an earlier round, if any."""

    slot: DisputeSlot
    said: list[Statement]
    before: Statement | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Whether the unit's stance is another one than before."""
        return bool(self.before and self.said and self.said[-1].stance != self.before.stance)

    @property
    def repeats(self) -> bool:
        """Whether nothing was added to what the unit said before."""
        same = not any(piece.new for piece in self.pieces)
        return bool(self.before and self.said) and same and not self.moved


def columns(
    slots: Iterable[DisputeSlot],
    said: Said,
    *kinds: SlotKind,
    before: Mapping[int, Statement] | None = None,
) -> list[Column]:
    """What each unit said; ``before`` is the last statement of each by the unit's id."""
    return [
        _column(slot, said.get(slot.pk, []), (before or {}).get(slot.unit_id))
        for slot in slots
        if slot.asked_for in kinds
    ]


def spoken(found: Iterable[Column]) -> dict[int, Statement]:
    """The last statement of each unit that said something."""
    return {column.slot.unit_id: column.said[-1] for column in found if column.said}


def _column(slot: DisputeSlot, said: list[Statement], before: Statement | None) -> Column:
    known = set(_sentences(before.text)) if before else set()
    pieces = _cut(said[-1].text) if before and said else []
    return Column(slot, said, before, [Piece(text, text.strip() not in known) for text in pieces])


def _sentences(text: str) -> list[str]:
    return [piece.strip() for piece in _cut(text)]


def _cut(text: str) -> list[str]:
    return SENTENCE.findall(text)
