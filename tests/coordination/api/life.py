"""Every step of the table taken once through the API, in one story."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coordination.disputes.models import Dispute, DisputeSlot
from coordination.plans.models import Plan
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_plan
from tests.coordination.api.stories import pdf


@dataclass(frozen=True)
class Move:
    """``who`` takes ``step`` on a thing with ``body``; ``files`` make it a multipart form."""

    who: str
    plural: str
    pk: int
    step: str
    body: dict[str, Any] = field(default_factory=dict)
    files: bool = False

    @property
    def path(self) -> str:
        return f"{self.plural}/{self.pk}/steps/{self.step}/"

    def version(self) -> int:
        model = {
            "plans": Plan,
            "tasks": Task,
            "cooperations": Cooperation,
            "disputes": Dispute,
            "slots": DisputeSlot,
        }[self.plural]
        return int(model.objects.values_list("version", flat=True).get(pk=self.pk))  # type: ignore[attr-defined]

    def form(self) -> dict[str, Any]:
        return {**self.body, **({"evidence": [pdf()]} if self.files else {})}


def whole_life(cast: Cast) -> Iterator[Move]:
    """The moves, each given out after the one before was made."""
    plan = make_plan(cast, 2, issued=False)
    first, second = plan.tasks.order_by("pk")
    lead = cast.units["QP-D02"].pk
    yield Move("coordinator", "tasks", second.pk, "drop")
    yield Move("coordinator", "tasks", first.pk, "assign_lead", {"lead": lead})
    yield Move("coordinator", "plans", plan.pk, "issue")
    yield Move("lead", "tasks", first.pk, "accept", {"contact": "李 5123"})
    yield Move("lead", "tasks", first.pk, "start", {"breakdown": "步骤"})
    yield Move("lead", "tasks", first.pk, "report", {"percent": 60, "done": "已做"})
    part = first.cooperations.get()
    yield Move("helper", "cooperations", part.pk, "coop_accept")
    yield Move("helper", "cooperations", part.pk, "coop_done", {"result": "完成"})
    claim = {"grade": "B", "result": "达标"}
    yield Move("lead_head", "tasks", first.pk, "claim", claim, files=True)
    back = {"reason": "缺材料", "limit": "2026-03-20"}
    yield Move("supervisor", "tasks", first.pk, "return", back)
    yield Move("lead_head", "tasks", first.pk, "claim", claim, files=True)
    yield Move("supervisor", "tasks", first.pk, "verify", {"how": "document", "finding": "属实"})
