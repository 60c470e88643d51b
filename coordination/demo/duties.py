"""Duty entries of the demo, written for it: every document bears the word 示例."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from coordination.demo.wording import DATA
from coordination.duties.actions import DutyRow, Taken, take_duties
from coordination.duties.models import DutyEntry
from coordination.duties.states import DutyKind
from coordination.precedents.likeness import telling
from coordination.search.index import sharing
from coordination.units.models import Body, Unit

ISSUER, NUMBER = "示例机构编制委员会", "示例〔2024〕{unit}号"
ISSUED = date(2024, 1, 15)


def take(body: Body) -> Taken:
    """Take the entries of every unit of ``body``; twice adds nothing."""
    data = tomllib.loads((DATA / "duties.toml").read_text("utf-8"))
    units = Unit.objects.filter(body=body).order_by("code")
    return take_duties(body, [row for unit in units for row in _rows(unit, data)])


def fitting(unit: Unit, words: str) -> list[DutyEntry]:
    """The entry of the unit that shares most words with ``words``, if any does."""
    own = DutyEntry.objects.filter(unit=unit).select_related("document")
    return list(sharing(own, telling(words)).order_by("-shared", "pk")[:1])


def _rows(unit: Unit, data: dict[str, Any]) -> Iterator[DutyRow]:
    """What the unit alone is there for (三定), then what all of its kind are (权责清单)."""
    own = (DutyKind.REGULATION, "职能配置规定（示例）", data["units"].get(unit.code, []), "SD")
    common = (DutyKind.POWERS, "权责清单（示例）", data["kinds"][unit.kind], "QZ")
    for kind, name, texts, mark in (own, common):
        for number, text in enumerate(texts, 1):
            yield DutyRow(
                code=f"{unit.code}-{mark}{number:02}",
                kind=kind.value,
                document=f"{unit.name}{name}",
                number=NUMBER.format(unit=unit.code),
                issuer=ISSUER,
                issued_on=ISSUED,
                unit=unit.code,
                paragraph=f"第{number}条",
                text=text,
                valid_from=ISSUED,
            )
