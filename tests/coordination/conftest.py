"""What the tests of the business share."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast, make_cast
from tests.conftest import MONDAY


@pytest.fixture
def cast_for_threads(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The fixed cast; the clock stands on Monday in every thread."""
    clock_file = tmp_path / "clock"
    clock_file.write_text(MONDAY.isoformat())
    settings.CLOCK_FILE = str(clock_file)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return make_cast()
