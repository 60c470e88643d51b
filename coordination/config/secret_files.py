"""A secret made once and kept in an ignored file, so that none stands in the repository."""

from pathlib import Path
from secrets import token_urlsafe


def kept_secret(path: Path) -> str:
    """The secret kept at ``path``, made at random the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(48))
    return path.read_text().strip()
