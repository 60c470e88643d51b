"""The engine's own tables."""

from workflow.models.checkpoint import Checkpoint
from workflow.models.deadline import Deadline
from workflow.models.key import IdempotencyKey
from workflow.models.outbox import OutboxMessage
from workflow.models.record import AppendOnly, LegalStep, Record, RecordText

__all__ = [
    "AppendOnly",
    "Checkpoint",
    "Deadline",
    "IdempotencyKey",
    "LegalStep",
    "OutboxMessage",
    "Record",
    "RecordText",
]
