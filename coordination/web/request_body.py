"""What a form said: as numbers, and as bytes, which must be the same under the same key."""

import hashlib

from django.http import HttpRequest

LONGEST_NUMBER = 18


def whole_number(text: str) -> int | None:
    """The number that a form or an address says; ``None`` where it says none that could be one."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def body_of_request(request: HttpRequest) -> bytes:
    """The fields of the form in one order, files by their digest, without the CSRF token."""
    parts = [
        f"{name}={value}"
        for name, values in sorted(request.POST.lists())
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            parts.append(f"{name}={hashlib.file_digest(file, 'sha256').hexdigest()}")
            file.seek(0)
    return "\n".join(parts).encode()
