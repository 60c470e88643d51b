"""What a form said, as bytes: two requests with the same key must have said the same."""

import hashlib
from typing import Any

from django.utils.datastructures import MultiValueDict


def content_of(data: "MultiValueDict[str, str]", files: "MultiValueDict[str, Any]") -> bytes:
    """The fields of the form in one order, files by their digest, without the CSRF token."""
    parts = [
        f"{name}={value}"
        for name, values in sorted(data.lists())
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    for name, uploads in sorted(files.lists()):
        for file in uploads:
            digest = hashlib.file_digest(file, "sha256")
            parts.append(f"{name}={digest.hexdigest()}")
            file.seek(0)
    return "\n".join(parts).encode()
