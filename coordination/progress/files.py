"""Files given as evidence: checked, hashed, kept under a random name outside the web root."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.progress.containers import fault_of
from workflow.verdict import Text

# Ending -> how the content begins; an empty tuple is plain text, which must hold no NUL.
KINDS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".pptx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
    ".zip": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG",),
    ".txt": (),
    ".csv": (),
}
MACRO_KINDS = {".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".potm", ".ppsm"}
MACRO_KIND = _("“{name}” may hold macros; save it without them, for example as .docx or .xlsx.")
SVG = _("“{name}”: an SVG picture may hold scripts; give it as PNG, JPEG or PDF.")
OTHER_KIND = _("“{name}”: this kind of file is not accepted as evidence.")
MARKUP = (b"<svg", b"<script", b"<html", b"<!doctype")


class BadEvidence(Exception):
    """A file that cannot be taken as evidence; ``message`` says why."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True)
class Kept:
    """A file that was kept: ``path`` within the store, ``size`` in bytes."""

    name: str
    path: str
    size: int
    sha256: str


def check(name: str, size: int, start: bytes) -> str:
    """The plain name of a file that may be kept.

    ``start`` is its first bytes. Raises ``BadEvidence`` for an unknown kind, a content that is
    not what the name says, an empty or a too large file.
    """
    plain = PurePath(name.replace("\\", "/")).name[-120:]
    ending = PurePath(plain).suffix.lower()
    begins = KINDS.get(ending)
    if begins is None:
        reason = MACRO_KIND if ending in MACRO_KINDS else SVG if ending == ".svg" else OTHER_KIND
        raise BadEvidence(format_lazy(reason, name=plain))
    if not size:
        raise BadEvidence(format_lazy(_("“{name}” is empty."), name=plain))
    if size > settings.EVIDENCE_MAX_BYTES:
        raise BadEvidence(
            format_lazy(
                _("“{name}” is larger than {limit} MB."),
                name=plain,
                limit=settings.EVIDENCE_MAX_BYTES // 1024**2,
            )
        )
    if not (start.startswith(begins) if begins else _is_text(start)):
        raise BadEvidence(
            format_lazy(_("“{name}”: the content is not what the name says."), name=plain)
        )
    return plain


def _is_text(start: bytes) -> bool:
    return b"\0" not in start and not any(each in start.lower() for each in MARKUP)


def inspect(upload: Any) -> str:
    """The plain name of an upload that may be kept: name, size, content and container checked.

    The upload is left at its beginning. Raises ``BadEvidence``.
    """
    start = upload.read(4096)
    upload.seek(0)
    name = check(upload.name, upload.size, start)
    fault = fault_of(upload, start)
    if fault:
        raise BadEvidence(format_lazy(fault, name=name))
    return name


def keep(upload: Any) -> Kept:
    """Check an uploaded file and keep it; raises ``BadEvidence``."""
    name = inspect(upload)
    path = default_storage.save(f"evidence/{uuid4().hex}", upload)
    with default_storage.open(path) as kept:
        return Kept(name, path, upload.size, _sha256(kept))


def opened(path: str) -> Any:
    """A kept file, open for reading; ``None`` for a link, and where the file was lost."""
    return default_storage.open(path) if path and default_storage.exists(path) else None


def _sha256(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def discarded_on_failure(uploads: Sequence[Any]) -> Iterator[list[Kept]]:
    """Keep the uploads for an act; where the act fails, or was done before, remove them again.

    Files that were kept before, with an act prepared for signature, are not the act's to remove.
    """
    kept: list[Kept] = []
    try:
        for upload in uploads:
            file = upload if isinstance(upload, Kept) else keep(upload)
            kept.append(file)  # one by one: those kept before a failure must be known
        yield kept
    except BaseException:
        for file in kept:
            if file not in uploads:
                default_storage.delete(file.path)
        raise
