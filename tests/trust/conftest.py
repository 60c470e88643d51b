"""What the proofs share."""

from tests.coordination.conftest import cast_for_threads  # noqa: F401 - for pytest to find
