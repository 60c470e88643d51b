"""The light in the API: colour, reason and cause, the filter, and the cost of a page."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, make_plan, make_task
from tests.coordination.api.conftest import Caller


def listed(api: Caller, who: str, query: str = "") -> list[dict[str, Any]]:
    answer = api(who).get(f"tasks/?page_size=200{query}")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_a_light_has_colour_reason_and_cause(cast: Cast, api: Caller) -> None:
    task = make_task(cast, due_on=date(2026, 3, 4))
    expected = {"colour": "yellow", "reason": "剩 2 天", "because": "due_near"}
    assert [row["light"] for row in listed(api, "lead")] == [expected]
    assert api("lead").get(f"tasks/{task.pk}/").json()["light"] == expected


def test_the_list_is_filtered_by_light(cast: Cast, api: Caller) -> None:
    near = make_task(cast, title="近", due_on=date(2026, 3, 4))
    make_task(cast, title="远")
    assert [row["id"] for row in listed(api, "supervisor", "&light=yellow")] == [near.pk]
    assert listed(api, "supervisor", "&light=red") == []
    assert api("supervisor").get("tasks/?light=violet").status_code == 422


@pytest.mark.parametrize("who", ["lead", "supervisor", "outsider"])
def test_thirty_tasks_cost_as_much_as_one(cast: Cast, api: Caller, who: str) -> None:
    one, many = make_plan(cast, 1, title="少"), make_plan(cast, 30, title="多")
    caller = api(who)
    caller.get("me/")  # a token's first use of the day is noted
    costs = []
    for plan, count in ((one, 1), (many, 30)):
        with CaptureQueriesContext(connection) as queries:
            answer = caller.get(f"tasks/?page_size=200&plan={plan.pk}")
        assert len(answer.json()["results"]) == count
        costs.append(len(queries))
    assert costs[0] == costs[1]
