"""A confirmed part of work under way, and the case in which its unit contests it."""

import pytest

from coordination.disputes.models import Dispute
from coordination.tasks.models import Cooperation
from tests.case_stages import contest_part
from tests.cast import Cast
from tests.part_stages import accepted_part
from tests.stages import task_in


@pytest.fixture
def part(cast: Cast) -> Cooperation:
    return accepted_part(cast, task_in(cast, "in_progress"))


@pytest.fixture
def case(cast: Cast, part: Cooperation) -> Dispute:
    return contest_part(cast, part, wish="adjust", wish_duty="只报送数据")
