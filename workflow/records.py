"""What a record says, how it is sealed, and how a chain is proved."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from workflow.models import Record

SEALED = (
    "kind subject_id version root_kind root_id step source target "
    "actor_id actor unit hat on_behalf_of at facts prev key_id"
).split()


def digest(text: str) -> str:
    """SHA-256 of a free text, as the record holds it."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def fact(value: Any) -> Any:
    """A value as JSON: codes, dates and numbers; a row stands as its code or number."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): fact(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [fact(item) for item in value]
    return getattr(value, "code", None) or value.pk


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(row: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over the sealed columns of a record.

    Raises ``KeyError`` where ``AUDIT_KEYS`` does not hold the key named by ``key_id``.
    """
    values = [
        value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for value in (row[name] for name in SEALED)
    ]
    key = settings.AUDIT_KEYS[row["key_id"]].encode()
    return hmac.new(key, canonical(values).encode(), hashlib.sha256).hexdigest()


def broken(chain: Sequence[Record]) -> str:
    """Why the chain of one subject, in order of version, cannot be trusted; empty if sound."""
    prev, state = "", ""
    for version, record in enumerate(chain, 1):
        row = {name: getattr(record, name) for name in SEALED}
        if record.version != version:
            return f"version {version} is missing"
        if record.prev != prev or record.source != state:
            return f"version {version} does not follow the one before"
        if not hmac.compare_digest(record.hash, seal(row)):
            return f"version {version} was changed"
        told = record.told["data"]
        for text in record.texts.all():
            if told.get(text.name) != digest(text.body):
                return f"text {text.name} of version {version} was changed"
        prev, state = record.hash, record.target
    return ""
