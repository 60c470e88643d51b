"""The three administrators beside the cast."""

import pytest

from coordination.units.grants import appoint
from coordination.units.models import User
from coordination.units.states import ADMINISTRATORS
from tests.cast import SINCE, Cast


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast with a system, a security and an audit administrator."""
    for duty in sorted(ADMINISTRATORS):
        name = duty.value
        cast.users[name] = User.objects.create_user(name, full_name=str(duty.label))
        appoint(cast.users[name], cast.units["QP-D01"], duty, SINCE)
    return cast
