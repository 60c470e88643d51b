"""What packed files hold: macros, bombs, paths. Contents are listed, never unpacked to disk."""

import re
import stat
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# How the macros are called in the directory of an OLE file (.doc, .xls, .wps).
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
DRIVE = re.compile("[A-Za-z]:")
PIECE = 1024 * 1024
RATIO = 200

MACROS = _("“{name}” holds macros; save it without them, for example as .docx or .xlsx.")
BROKEN = _("“{name}” is damaged: its contents cannot be listed.")
BOMB = _("“{name}” would unpack to more than is accepted.")
LOCKED = _("“{name}” is protected by a password; give it without one.")
PATHS = _("“{name}” holds files with paths that lead out of it.")


def fault_of(file: IO[bytes], start: bytes) -> Any:
    """Why the packed file cannot be taken; ``None`` where it can, or is not packed.

    The file is left at its beginning.
    """
    try:
        if start.startswith(ZIP):
            return _zip_fault(file)
        if start.startswith(OLE) and _holds(file, OLE_MACROS):
            return MACROS
    finally:
        file.seek(0)
    return None


def _zip_fault(file: IO[bytes]) -> Any:
    try:
        with ZipFile(file) as packed:
            entries = packed.infolist()
            faults = (fault for entry in entries if (fault := _entry_fault(entry)))
            return next(faults, None) or _whole_fault(packed, entries)
    except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, OSError, RuntimeError):
        return BROKEN


def _entry_fault(entry: ZipInfo) -> Any:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or DRIVE.match(entry.filename):
        return PATHS
    if stat.S_ISLNK(entry.external_attr >> 16):
        return PATHS
    if path.name.lower() in ("vbaproject.bin", "vbadata.xml"):
        return MACROS
    if entry.flag_bits & 0x1:
        return LOCKED
    if entry.file_size > PIECE and entry.file_size > RATIO * max(entry.compress_size, 1):
        return BOMB
    return None


def _whole_fault(packed: ZipFile, entries: list[ZipInfo]) -> Any:
    if len(entries) > settings.EVIDENCE_ENTRIES_MAX:
        return BOMB
    if sum(entry.file_size for entry in entries) > settings.EVIDENCE_UNPACKED_MAX_BYTES:
        return BOMB
    types = next((entry for entry in entries if entry.filename == "[Content_Types].xml"), None)
    if types and types.file_size <= PIECE and b"macroEnabled" in packed.read(types):
        return MACROS
    return None


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    file.seek(0)
    kept = b""
    while piece := file.read(PIECE):
        if wanted in kept + piece:
            return True
        kept = piece[-len(wanted) :]
    return False
