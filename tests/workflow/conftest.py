"""What the engine's tests share."""

import pytest

from workflow import deadlines, outbox


@pytest.fixture
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """No handler of the product hears of messages and limits; each test brings its own."""
    monkeypatch.setattr(outbox, "_handlers", [])
    monkeypatch.setattr(deadlines, "_handlers", {})
