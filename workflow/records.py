"""What a record says, how it is sealed, and how a chain is proved."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import orjson
from django.conf import settings

from workflow.models import Record

SEALED = (
    "kind subject_id version root_kind root_id step source target "
    "actor_id actor unit hat on_behalf_of at facts prev key_id"
).split()
AT = SEALED.index("at")
_sealed = itemgetter(*SEALED)

PLAIN = (str, bool, int, float)


def digest(text: str) -> str:
    """SHA-256 of a free text, as the record holds it."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def fact(value: Any) -> Any:
    """A value as JSON: codes, dates and numbers; a row stands as its code or number."""
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): fact(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [fact(item) for item in value]
    return getattr(value, "code", None) or value.pk


@lru_cache(maxsize=256)
def moment(at: datetime) -> str:
    """A moment as it is sealed, in UTC; many records have the same one."""
    return at.astimezone(UTC).isoformat()


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed: sorted keys, no spaces, characters as they are."""
    return _encoded(value).decode()


def _encoded(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def seal(row: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over the sealed columns of a record.

    Raises ``KeyError`` where ``AUDIT_KEYS`` does not hold the key named by ``key_id``.
    """
    values = list(_sealed(row))
    values[AT] = moment(row["at"])
    return signed(row["key_id"], values)


def signed(key_id: str, values: Any) -> str:
    """HMAC-SHA256 over ``values`` with the key named; raises ``KeyError`` for an unknown one."""
    sealing = _sealing_with(settings.AUDIT_KEYS[key_id]).copy()
    sealing.update(_encoded(values))
    return sealing.hexdigest()


@cache
def _sealing_with(key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), digestmod=hashlib.sha256)


def broken(chain: Sequence[Record]) -> str:
    """Why the chain of one subject, in order of version, cannot be trusted; empty if sound."""
    fault = first_fault(chain)
    return f"version {fault[0]} {fault[1]}" if fault else ""


def first_fault(chain: Sequence[Record]) -> tuple[int, str] | None:
    """The first version of the chain that cannot be trusted, and why."""
    prev, state = "", ""
    for version, record in enumerate(chain, 1):
        if record.version != version:
            return version, "is missing"
        if record.prev != prev or record.source != state:
            return version, "does not follow the one before"
        if record.key_id not in settings.AUDIT_KEYS:
            return version, "was sealed with a key not known here"
        if not hmac.compare_digest(record.hash, seal(record.__dict__)):
            return version, "was changed"
        texts = {text.name: digest(text.body) for text in record.texts.all()}
        told = {name: value for name, value in record.told["data"].items() if name in texts}
        if texts != told:
            return version, "has a text that was changed"
        prev, state = record.hash, record.target
    return None
