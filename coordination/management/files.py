"""Files named on the command line."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from coordination.management.ending import cannot_run


def content_of(file: Path) -> bytes:
    """The content of a file; ends the command with 2 where it cannot be read or is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(settings.IMPORT_MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        cannot_run(_("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": reason})
