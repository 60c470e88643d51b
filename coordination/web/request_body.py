"""What a form said, as bytes: two requests with the same key must have said the same."""

import hashlib

from django.http import HttpRequest


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
