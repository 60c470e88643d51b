"""Duty entries, citations and precedents through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.disputes.models import Dispute
from tests.case_stages import admit, slot_of
from tests.cast import Cast, make_other_body, make_task
from tests.coordination.api.conftest import Api, Caller
from tests.coordination.duties.lists import entry, row, take
from tests.coordination.precedents.cases import opened, settled, task_of

FILING = {"ground": "duty", "facts": "事实", "basis": "依据"}


def codes(api: Api, query: str = "") -> list[str]:
    return [each["code"] for each in api.get(f"duties/{query}").json()["results"]]


def test_entries_are_read_filtered_and_searched(cast: Cast, api: Caller) -> None:
    take(
        cast,
        row("A", "统筹营商环境"),
        row("B", "营商环境", "QP-D17", kind="powers", document="清单"),
    )
    caller = api("outsider")
    assert codes(caller) == ["A", "B"]
    assert codes(caller, "?q=营商环境&ordering=-id") == ["B", "A"]
    assert codes(caller, f"?unit={cast.units['QP-D17'].pk}") == ["B"]
    assert codes(caller, "?kind=regulation") == ["A"]
    assert codes(caller, "?q=河道") == []
    one = caller.get("duties/?q=统筹").json()["results"][0]
    assert caller.get(f"duties/{one['id']}/").json() == one
    assert (one["unit"]["code"], one["document"]["name"]) == ("QP-D02", "机构职能示例")
    assert "terms" not in one


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 101, "kind=x", "unit=x", "fly=1"])
def test_an_odd_query_is_refused(cast: Cast, api: Caller, query: str) -> None:
    problem = api("lead").get(f"duties/?{query}")
    assert (problem.status_code, problem.json()["code"]) == (422, "invalid")


def test_entries_of_another_body_do_not_exist(cast: Cast, api: Caller) -> None:
    found = entry(cast)
    cast.users |= make_other_body().users
    stranger = api("stranger")
    assert codes(stranger) == []
    assert stranger.get(f"duties/{found.pk}/").status_code == 404
    assert api("lead").get("duties/999999999999/").status_code == 404


def test_the_list_costs_the_same_at_1_and_at_30(cast: Cast, api: Caller) -> None:
    caller = api("lead")
    take(cast, row("A", "营商"))
    caller.get("me/")

    def counted() -> list[int]:
        found = []
        for path in ("duties/", "duties/?q=营商"):
            with CaptureQueriesContext(connection) as queries:
                assert caller.get(path).status_code == 200
            found.append(len(queries))
        return found

    few = counted()
    take(cast, *(row(f"A{n}", "营商") for n in range(30)))
    assert counted() == few


def test_a_filing_cites_by_codes_and_tells_them(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    found = entry(cast, "A", "条文")
    head = api("lead_head")
    body = FILING | {"proposed": cast.units["QP-D17"].pk, "cited": "A"}
    assert head.act(f"tasks/{task.pk}/steps/contest/", 2, body).status_code == 200
    case = Dispute.objects.get()
    told = head.get(f"disputes/{case.pk}/").json()["citations"]
    assert [(each["entry"], each["code"], each["quote"]) for each in told] == [
        (found.pk, "A", "条文")
    ]
    admit(cast, case)
    slot = slot_of(case, "QP-D02")
    words = {"stance": "refuse", "text": "意见", "cited": "A"}
    assert head.act(f"slots/{slot.pk}/steps/state/", None, words).status_code == 200
    own = head.get(f"slots/{slot.pk}/").json()["statements"]
    assert [each["code"] for each in own[0]["citations"]] == ["A"]
    for who in ("proposed", "coordinator"):
        assert api(who).get(f"slots/{slot.pk}/").json()["statements"] == []
        history = api(who).get(f"slots/{slot.pk}/history/").content.decode()
        assert "条文" not in history


def test_an_unknown_code_is_named(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    body = FILING | {"proposed": cast.units["QP-D17"].pk, "cited": "X"}
    problem = api("lead_head").act(f"tasks/{task.pk}/steps/contest/", 2, body)
    assert problem.status_code == 422
    assert list(problem.json()["errors"]) == ["cited"]


def test_precedents_come_with_the_reason(cast: Cast, api: Caller) -> None:
    past = settled(cast, "优化营商环境")
    task = task_of(cast, "优化营商环境评价")
    found = api("lead").get(f"precedents/?task={task.pk}").json()["results"]
    assert [each["dispute"] for each in found] == [past.pk]
    assert "营商环境" in found[0]["reason"]
    assert found[0]["url"] == f"/api/v1/disputes/{past.pk}/"
    assert found[0]["decided_on"] == "2026-03-02"
    assert {unit["code"] for unit in found[0]["units"]} == {"QP-D02", "QP-D17"}
    case = opened(cast, "营商环境改革")
    found = api("coordinator").get(f"precedents/?dispute={case.pk}").json()["results"]
    assert [each["dispute"] for each in found] == [past.pk]
    assert api("outsider").get(f"precedents/?task={task.pk}").json() == {"results": []}


def test_precedents_of_what_one_may_not_see_do_not_exist(cast: Cast, api: Caller) -> None:
    case = opened(cast, "营商环境改革")
    draft = make_task(cast, issued=False, title="草案")
    outsider = api("outsider")
    for query in (f"task={draft.pk}", f"dispute={case.pk}", "task=99999999"):
        assert outsider.get(f"precedents/?{query}").status_code == 404
    for query in ("", "task=1&dispute=1", "task=x", "fly=1"):
        assert outsider.get(f"precedents/?{query}").status_code == 422
