"""Which rule stands before an address; every address has one, and a test asks for it."""

from typing import Any

PUBLIC, SIGNED_IN, VISIBLE = "public", "signed in", "visible to the official"


def rule_of(view: Any) -> str:
    """The access rule of a view, or ``unclassified``."""
    return str(getattr(view, "access", "unclassified"))
