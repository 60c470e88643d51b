"""What a task's life costs over the API: every step asks only what it must."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.http import life
from tests.cast import Cast, make_plan
from tests.coordination.api.conftest import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

# With the savepoint that the test's own transaction makes of the step's, and its release.
MOST = {
    "accept": 5,
    "start": 8,
    "report": 8,
    "claim": 11,
    "begin_verification": 6,
    "verify": 9,
}


def test_each_step_of_a_task_s_life_stays_within_its_queries(cast: Cast) -> None:
    due = date(2026, 4, 30)
    tokens = {who: token_of(cast, who) for who in ("lead", "lead_head", "supervisor")}
    client, counted = Client(), {}
    for title in ("第一次", "第二次"):  # the first use of a token each day is written down
        task = make_plan(cast, helped=False, due_on=due, title=title).tasks.get()
        version = task.version
        for who, step, kind, body in life(due.isoformat()):
            headers = {"Authorization": f"Bearer {tokens[who]}", "If-Match": f'"{version}"'}
            address = f"/api/v1/tasks/{task.pk}/steps/{step}/"
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(address, body, content_type=kind, headers=headers)
            assert answer.status_code == 200, answer.content
            counted[step] = len(queries)
            if answer.json()["kind"] == "task":
                version = answer.json()["version"]
    assert counted.keys() == MOST.keys()
    assert all(counted[step] <= most for step, most in MOST.items()), counted
