"""Duty entries for the fixed cast."""

from typing import Any

from coordination.duties.actions import DutyRow, Taken, take_duties
from coordination.duties.models import DutyEntry
from tests.cast import Cast


def row(code: str, text: str, unit: str = "QP-D02", **more: Any) -> DutyRow:
    values = {"kind": "regulation", "document": "机构职能示例", "paragraph": f"第{code}条", **more}
    return DutyRow(code=code, text=text, unit=unit, **values)


def take(cast: Cast, *rows: DutyRow) -> Taken:
    return take_duties(cast.body, rows)


def entry(cast: Cast, code: str = "SD-1", text: str = "负责营商环境工作", **more: Any) -> DutyEntry:
    take(cast, row(code, text, **more))
    return DutyEntry.objects.get(body=cast.body, code=code)
