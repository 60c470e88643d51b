"""One step to be taken through the API: by whom, on what, and with what."""

from dataclasses import dataclass, field
from typing import Any

from coordination.api.nouns import NOUNS
from tests.coordination.api.stories import pdf
from workflow.lifecycle import subject_of

PEOPLE = (
    *("lead", "lead_head", "helper", "helper_head", "proposed_head", "outsider"),
    *("coordinator", "supervisor", "leader"),
)
GRANTED = {"granted": "yes", "reason": "同意"}
REFUSED = {"granted": "no", "reason": "不同意"}


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
        return int(self._value("version"))

    def state(self) -> str:
        return str(self._value("state"))

    def _value(self, column: str) -> Any:
        model: Any = subject_of(NOUNS[self.plural][0])
        return model.objects.values_list(column, flat=True).get(pk=self.pk)

    def form(self) -> dict[str, Any]:
        return {**self.body, **({"evidence": [pdf()]} if self.files else {})}
