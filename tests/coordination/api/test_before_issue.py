"""Scenario 11 through the API: an opinion, a red gate, a dispute, a settlement, a green gate."""

from typing import Any

from coordination.reports.invariants import findings
from tests.case_stages import both_state
from tests.cast import Cast
from tests.coordination.api.conftest import Api, Caller
from tests.opinion_stages import disputed_draft
from tests.stages import task_in


def act(caller: Api, plural: str, pk: int, step: str, body: Any = None) -> Any:
    """Take the step on the version the caller sees; return the answer."""
    version = caller.get(f"{plural}/{pk}/").json()["version"]
    return caller.act(f"{plural}/{pk}/steps/{step}/", version, body)


def slots(caller: Api, case: int, kind: str) -> dict[str, int]:
    """The ids of the slots asked for, by the code of the unit."""
    found = caller.get(f"slots/?dispute={case}&asked_for={kind}&state=asked").json()["results"]
    return {slot["unit"]["code"]: slot["id"] for slot in found}


def test_11_from_the_opinion_to_the_issue(cast: Cast, api: Caller) -> None:
    draft = task_in(cast, "draft")
    coordinator = api("coordinator")
    said = {"unit": cast.units["QP-D02"].pk, "about": "change_lead", "ground": "duty"}
    said |= {"proposed": cast.units["QP-D17"].pk, "text": "不属本单位职责", "basis": "三定规定"}
    assert act(coordinator, "tasks", draft.pk, "opine", said).status_code == 200
    [opinion] = coordinator.get(f"opinions/?plan={draft.plan_id}&state=open").json()["results"]
    refused = act(coordinator, "plans", draft.plan_id, "issue")
    assert refused.status_code == 409
    assert [each["code"] for each in refused.json()["rules"]] == ["opinions_decided"]

    assert act(coordinator, "opinions", opinion["id"], "open_dispute").status_code == 200
    opened = coordinator.get(f"opinions/{opinion['id']}/").json()
    case = opened["dispute"]
    assert opened["state"] == "in_dispute"
    assert act(coordinator, "plans", draft.plan_id, "issue").status_code == 409

    heads = {"QP-D02": api("lead_head"), "QP-D17": api("proposed_head")}
    [seen] = heads["QP-D17"].get("disputes/?phase=pre_issue").json()["results"]
    words = {"number": draft.number, "title": draft.title, "text": draft.text}
    assert (seen["id"], seen["phase"], seen["draft"]) == (case, "pre_issue", words)
    for code, slot in slots(coordinator, case, "statement").items():
        stance = {"stance": "refuse", "text": "意见"}
        assert act(heads[code], "slots", slot, "state", stance).status_code == 200
    choice = {"outcome": "reassign", "new_lead": cast.units["QP-D17"].pk, "text": "由卫健委牵头"}
    assert act(api("lead"), "disputes", case, "propose", choice).status_code == 200
    for code, slot in slots(coordinator, case, "answer").items():
        assert act(heads[code], "slots", slot, "answer", {"stance": "agree"}).status_code == 200

    closed = coordinator.get(f"opinions/{opinion['id']}/").json()
    assert (closed["state"], closed["dispute"]) == ("adopted", case)
    task = coordinator.get(f"tasks/{draft.pk}/").json()
    assert (task["state"], task["lead"]["code"]) == ("draft", "QP-D17")
    assert act(coordinator, "plans", draft.plan_id, "issue").status_code == 200
    assert list(findings()) == []


def test_parties_get_the_case_and_no_more_of_the_draft(cast: Cast, api: Caller) -> None:
    case = disputed_draft(cast)
    for who in ("lead_head", "proposed"):
        caller = api(who)
        assert caller.get(f"disputes/{case.pk}/").status_code == 200
        for path in (f"tasks/{case.task_id}/", f"plans/{case.plan_id}/", "opinions/1/"):
            assert caller.get(path).status_code == 404
    for who in ("helper_head", "outsider_head", "supervisor", "establishment"):
        caller = api(who)
        assert caller.get(f"disputes/{case.pk}/").status_code == 404
        answer = caller.act(f"disputes/{case.pk}/steps/withdraw/", 3, {"reason": "r"})
        assert answer.status_code == 404


def test_a_case_before_the_issue_asks_for_the_lead_alone(cast: Cast, api: Caller) -> None:
    case = disputed_draft(cast)
    both_state(cast, case)
    offer = api("lead").get(f"disputes/{case.pk}/offers/propose/").json()
    fields = offer["fields"]["properties"]
    assert set(fields["outcome"]["enum"]) == {"maintain", "reassign"}
    assert "unit1" not in fields
    assert "wording" not in fields


def test_an_opinion_without_its_proposal_is_invalid(cast: Cast, api: Caller) -> None:
    draft = task_in(cast, "draft")
    said = {"unit": cast.units["QP-D02"].pk, "about": "change_lead", "text": "不属本单位"}
    answer = act(api("coordinator"), "tasks", draft.pk, "opine", said)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"proposed", "ground"}
