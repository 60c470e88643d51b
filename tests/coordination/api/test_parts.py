"""Parts and shares through the API: what each may read, and which version a step speaks of."""

from datetime import timedelta

from coordination.tasks.models import Task
from tests.case_stages import contest_part
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.api.conftest import Caller
from tests.part_stages import accepted_part, ask_part, divided
from tests.stages import claim, task_in
from workflow import clock


def test_a_parts_inside_is_for_insiders(cast: Cast, api: Caller) -> None:
    part = accepted_part(cast, task_in(cast, "in_progress"))
    ask_part(cast, part)
    inside = api("lead").get(f"cooperations/{part.pk}/").json()["inside"]
    assert (inside["asked_on"], inside["silent_after"]) == ("2026-03-02", "2026-03-09")
    assert inside["asked_text"] == "请报送数据"
    assert api("outsider").get(f"cooperations/{part.pk}/").json()["inside"] is None
    assert api("supervisor").get("cooperations/").json()["results"][0]["inside"]


def test_a_request_speaks_of_the_part_and_a_report_of_no_version(cast: Cast, api: Caller) -> None:
    part = accepted_part(cast, task_in(cast, "in_progress"))
    path, body = f"cooperations/{part.pk}/steps", {"until": "2026-03-06", "text": "请反馈"}
    lead, helper = api("lead"), api("helper")
    assert lead.act(f"{path}/coop_ask/", None, body).status_code == 428
    assert lead.act(f"{path}/coop_ask/", 2, body).status_code == 412
    assert lead.act(f"{path}/coop_ask/", 3, body).status_code == 200
    assert helper.act(f"{path}/coop_ask/", 4, body).status_code == 403
    said = {"percent": 40, "done": "过半"}
    answer = helper.act(f"{path}/coop_report/", None, said)
    assert (answer.status_code, answer.json()["kind"]) == (200, "report")
    again = helper.act(f"{path}/coop_report/", None, said)
    assert [rule["code"] for rule in again.json()["rules"]] == ["report_period"]


def test_a_part_is_contested_and_its_case_told(cast: Cast, api: Caller) -> None:
    part = make_task(cast).cooperations.get()
    body = {"ground": "duty", "facts": "f", "basis": "b", "wish": "release"}
    path = f"cooperations/{part.pk}/steps/contest/"
    assert api("helper").act(path, 2, body).status_code == 403
    answer = api("helper_head").act(path, 2, body)
    assert (answer.status_code, answer.json()["state"]) == (200, "contested")
    case = api("lead").get("disputes/").json()["results"][0]
    assert (case["scope"], case["part"], case["proposed"]) == ("cooperation", part.pk, None)
    assert case["wish"] == "release"
    assert api("supervisor").get("disputes/").json()["results"] == []


def test_a_claim_tells_which_parts_were_open(cast: Cast, api: Caller) -> None:
    task = task_in(cast, "in_progress")
    part = accepted_part(cast, task)
    ask_part(cast, part)
    contest_part(cast, part)
    with clock.at(MONDAY + timedelta(days=8)):
        claim(cast, Task.objects.get(pk=task.pk))
    told = api("supervisor").get(f"tasks/{task.pk}/").json()["inside"]["parts_open"]
    assert [(row["unit"], row["flag"]) for row in told] == [("QP-D21", "coop_contested")]
    assert api("outsider").get(f"tasks/{task.pk}/").json()["inside"] is None


def test_a_container_names_its_shares_and_a_unit_its_mark(cast: Cast, api: Caller) -> None:
    task = divided(cast)
    told = api("outsider").get(f"tasks/{task.pk}/").json()
    assert (told["state"], told["group"], told["lead"]) == ("divided", "divided", None)
    assert [(row["number"], row["state"]) for row in told["shares"]] == [
        ("1-1", "assigned"),
        ("1-2", "assigned"),
    ]
    share = api("outsider").get(f"tasks/{told['shares'][0]['id']}/").json()
    assert (share["parent"], share["lead"]["outside"]) == (task.pk, False)
    assert told["light"]["colour"] == "green"
