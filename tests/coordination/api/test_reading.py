"""Reading through the API: everybody sees what is his, at a cost that does not grow."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.api.reading import READINGS
from tests.cast import Cast, make_plan, make_task
from tests.coordination.api.conftest import Api, Caller
from tests.coordination.api.stories import filled, settled_case

LISTS = list(READINGS)
PEOPLE = "lead lead_head helper proposed outsider coordinator supervisor leader".split()


def rows(api: Api, path: str) -> list[dict[str, Any]]:
    response = api.get(path)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_list_and_everything_in_it_can_be_read(cast: Cast, api: Caller, who: str) -> None:
    settled_case(cast)
    filled(cast, 1, "二")
    caller = api(who)
    for plural in LISTS:
        for row in rows(caller, f"{plural}/"):
            single = caller.get(f"{plural}/{row['id']}/")
            assert single.status_code == 200
            assert single.json() == row
            assert single.headers["Cache-Control"] == "private, no-store"
            if "version" in row:
                assert single.headers["ETag"] == f'"{row["version"]}"'


def test_what_one_may_not_see_does_not_exist(cast: Cast, api: Caller) -> None:
    case = settled_case(cast)
    draft = make_task(cast, issued=False, title="另一要点")
    outsider = api("outsider")
    assert rows(outsider, "disputes/") == rows(outsider, "slots/") == []
    assert rows(outsider, "reports/") == rows(outsider, "evidence/") == []
    assert [row["id"] for row in rows(outsider, "tasks/")] == [case.task_id]
    for path in (f"tasks/{draft.pk}/", f"disputes/{case.pk}/", "tasks/999999999999999999999/"):
        problem = outsider.get(path)
        assert (problem.status_code, problem.json()["code"]) == (404, "not_found")
    assert api("coordinator").get(f"tasks/{draft.pk}/").status_code == 200
    report = rows(api("lead"), "reports/")[0]["id"]
    assert outsider.get(f"reports/{report}/").status_code == 404


def test_requests_and_letters_are_read_by_those_inside(cast: Cast, api: Caller) -> None:
    filled(cast, 1, "二")
    turns = ("extensions", "letters", "reopenings", "transfers", "amendments")
    inside = dict.fromkeys(turns, 1)
    wanted: dict[str, dict[str, int]] = {
        "coordinator": inside,
        "supervisor": inside,
        "leader": inside,
        "lead": inside | {"amendments": 0},
        "helper": inside | {"amendments": 0},
        "proposed_head": dict.fromkeys(turns, 0) | {"transfers": 1},
        "outsider": dict.fromkeys(turns, 0),
    }
    for who, counts in wanted.items():
        caller = api(who)
        assert {name: len(rows(caller, f"{name}/")) for name in turns} == counts, who
    for plural in turns:
        pk = rows(api("leader"), f"{plural}/")[0]["id"]
        hidden = [
            api("outsider").get(f"{plural}/{pk}/{more}") for more in ("", "history/", "offers/")
        ]
        assert {answer.status_code for answer in hidden} == {404}
        told = api("leader").get(f"{plural}/{pk}/history/").json()["results"]
        assert [line["version"] for line in told] == [1]
        assert told[0]["texts"]


def test_the_plan_of_work_is_told_to_those_inside(cast: Cast, api: Caller) -> None:
    plan = filled(cast, 1, "二")
    claimed = rows(api("lead"), f"tasks/?plan={plan.pk}&state=completed")[0]
    assert claimed["inside"]["report_cycle"] == "month"
    assert [m["due_on"] for m in claimed["inside"]["milestones"]] == ["2026-06-30", "2026-12-31"]


def test_a_printed_line_for_all_and_the_inside_for_those_concerned(cast: Cast, api: Caller) -> None:
    case = settled_case(cast)
    assert api("outsider").get(f"tasks/{case.task_id}/").json()["inside"] is None
    for who in ("lead", "helper", "supervisor", "leader"):
        inside = api(who).get(f"tasks/{case.task_id}/").json()["inside"]
        assert inside["contact"] == ("" if who == "nobody" else inside["contact"])
        assert set(inside) >= {"contact", "grade", "claimed_by", "verified_by"}


def test_filters_order_and_cursor(cast: Cast, api: Caller) -> None:
    plan = make_plan(cast, 7)
    caller = api("lead")
    page = caller.get(f"tasks/?plan={plan.pk}&ordering=-position&page_size=3").json()
    assert [row["position"] for row in page["results"]] == [7, 6, 5]
    seen = page["results"]
    while page["next"]:
        page = caller.client.get(page["next"], headers=caller.headers).json()
        seen += page["results"]
    assert [row["position"] for row in seen] == [7, 6, 5, 4, 3, 2, 1]
    assert rows(caller, "tasks/?state=verified") == []
    assert len(rows(caller, f"tasks/?unit={cast.units['QP-D21'].pk}&q=任务3")) == 1
    assert len(rows(caller, "tasks/?late=true")) == 0


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=201",
        "state=x",
        "fly=1",
        "ordering=x",
        "late=maybe",
        "unit=9&unit=8",
    ],
)
def test_a_query_that_says_something_else_is_refused(cast: Cast, api: Caller, query: str) -> None:
    problem = api("lead").get(f"tasks/?{query}")
    assert problem.status_code == 422
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["code"] == "invalid"
    assert set(problem.json()["errors"]) == {query.partition("=")[0]}


@pytest.mark.parametrize(
    "cursor", ["x", "cD1hYmM=", "cD0lMDA=", "bz05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=", "%FF"]
)
def test_a_cursor_that_leads_nowhere_is_no_page(cast: Cast, api: Caller, cursor: str) -> None:
    for plural in LISTS:
        assert api("lead").get(f"{plural}/?cursor={cursor}").status_code in (200, 404)


def test_evidence_is_given_out_to_insiders_only(cast: Cast, api: Caller) -> None:
    case = settled_case(cast)
    found = rows(api("supervisor"), f"evidence/?task={case.task_id}")[0]
    path = found["content"].removeprefix("/api/v1/")
    given = api("supervisor").get(path)
    assert b"".join(given.streaming_content).startswith(b"%PDF-")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert api("outsider").get(path).status_code == 404


def test_me_names_the_posts(cast: Cast, api: Caller) -> None:
    me = api("lead").get("me/").json()
    assert me["acting"]["acting_unit"] == "QP-D02/handler"
    assert me["scopes"] == ["read", "act"]


def counted(api: Api, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert api.get(path).status_code == 200
    return len(queries)


def test_lists_cost_the_same_at_1_and_at_30_rows(cast: Cast, api: Caller) -> None:
    callers = {
        who: api(who) for who in ("lead_head", "helper", "coordinator", "supervisor", "leader")
    }
    filled(cast, 1, "一行")
    for caller in callers.values():
        caller.get("me/")
    few = {who: costs(caller) for who, caller in callers.items()}
    filled(cast, 30, "三十行")
    many = {who: costs(caller) for who, caller in callers.items()}
    assert many == few
    # the tasks: token with posts, rows; parts, shares, indicators, milestones; days and lights
    for counts in many.values():
        assert max(counts.values()) == counts["tasks"] == 8


def costs(caller: Api) -> dict[str, int]:
    """The queries of every list."""
    return {plural: counted(caller, f"{plural}/") for plural in LISTS}
