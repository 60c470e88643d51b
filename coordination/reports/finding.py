"""A fault in the stored data, as ``check_invariants`` names it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Rule ``rule`` does not hold for a subject; ``detail`` says how."""

    kind: str
    subject_id: int
    rule: str
    detail: str

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON values."""
        return {
            "subject": f"{self.kind} {self.subject_id}",
            "kind": self.kind,
            "id": self.subject_id,
            "rule": self.rule,
            "detail": self.detail,
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.rule}: {self.detail}"
