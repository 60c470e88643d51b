"""What a form said, as numbers."""

LONGEST_NUMBER = 18


def whole_number(text: str) -> int | None:
    """The number that a form or an address says; ``None`` where it says none that could be one."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
