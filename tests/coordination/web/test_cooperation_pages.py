"""The panel of cooperating units, the desk's parts, and the choice for a group, in the browser."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from coordination.disputes.models import Dispute
from coordination.tasks.models import Cooperation, Task
from coordination.web.nouns import step_url
from tests.case_stages import admit, contest_part
from tests.cast import Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination.web.conftest import SignedIn, counted, post
from tests.part_stages import accepted_part, ask_part, divide, divided, group_line, propose_release
from tests.stages import claim, report_part, task_in
from workflow import clock


def page(task: Task) -> str:
    return reverse("web:task", args=[task.pk])


def row(response: Any) -> dict[str, Any]:
    found: list[dict[str, Any]] = response.context["parts"]
    return found[0]


def offered(response: Any) -> set[str]:
    return {offer["code"] for offer in row(response)["offers"] if offer["allowed"]}


def desk(client: Any) -> list[Any]:
    items: list[Any] = client.get(reverse("web:desk")).context["items"]
    return items


def test_each_finds_its_own_buttons_at_the_part(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "in_progress")
    part = accepted_part(cast, task)
    ask_part(cast, part)
    expected = {
        "lead": {"edit", "coop_ask", "propose_release"},
        "helper": {"coop_report", "coop_done", "contest"},
        "helper_head": {"coop_report", "coop_done", "contest"},
        "outsider": set(),
        "coordinator": set(),
    }
    assert {name: offered(signed_in(name).get(page(task))) for name in expected} == expected
    propose_release(cast, part)
    assert offered(signed_in("coordinator").get(page(task))) == {"confirm_release"}


def test_a_third_unit_reads_the_state_only(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "in_progress")
    ask_part(cast, accepted_part(cast, task), "催要用语")
    report_part(cast, task, done="配合进展用语")
    for who, sees in (("lead", True), ("supervisor", True), ("outsider", False)):
        text = signed_in(who).get(page(task)).content.decode()
        assert "区市场监管局" in text
        assert ("催要用语" in text, "配合进展用语" in text) == (sees, sees), who


def test_a_part_from_the_form_to_its_end(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "in_progress")
    part = task.cooperations.get()
    lead, helper = signed_in("lead"), signed_in("helper")
    word = step_url(part, "edit")
    bad = post(lead, word, duty="供数", due_on="2027-01-01")
    assert set(bad.context["form"].errors) == {"due_on"}
    past = post(lead, word, duty="供数", due_on="2026-03-01")
    assert set(past.context["form"].errors) == {"due_on"}
    assert post(lead, word, duty="供数", due_on="2026-06-30").status_code == 302
    assert post(helper, step_url(part, "coop_accept")).status_code == 302
    ask = step_url(part, "coop_ask")
    assert post(lead, ask, until="2026-03-06", text="请反馈").status_code == 302
    item = desk(helper)[0]
    assert (str(item.due), item.act_url) == ("2026-03-06", step_url(part, "coop_done"))
    assert "2026-03-06" in item.sub
    report = step_url(part, "coop_report")
    assert post(helper, report, percent="50", done="过半").status_code == 302
    assert helper.get(report).status_code == 409
    assert post(helper, step_url(part, "coop_done"), result="完成").status_code == 302
    assert desk(helper) == []
    assert helper.get(word).status_code == 403


def test_a_contest_needs_its_facts_and_a_duty_to_adjust_to(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    part = task.cooperations.get()
    head, url = signed_in("helper_head"), step_url(part, "contest")
    said = {"ground": "duty", "facts": "f", "basis": "b"}
    bad = post(head, url, ground="duty", facts="", basis="b", wish="adjust")
    assert set(bad.context["form"].errors) == {"facts", "wish_duty"}
    assert post(head, url, **said, wish="maintain").status_code == 422
    assert post(head, url, **said, wish="adjust", wish_duty="只供数").status_code == 302
    case = Dispute.objects.get()
    shown = signed_in("lead").get(page(task))
    assert row(shown)["case"] == case
    assert row(signed_in("supervisor").get(page(task)))["case"] is None
    assert shown.context["case"] is None
    text = signed_in("lead").get(reverse("web:dispute", args=[case.pk])).content.decode()
    assert "只供数" in text
    assert [item.title for item in desk(signed_in("lead_head"))].count(str(task)) == 1
    admit(cast, case)
    assert [item.title for item in desk(signed_in("lead_head"))].count(str(task)) == 2


def test_the_form_of_an_outcome_asks_what_its_scope_allows(cast: Cast, signed_in: SignedIn) -> None:
    case = contest_part(cast, make_task(cast).cooperations.get())
    form = signed_in("lead").get(step_url(case, "propose")).context["form"]
    assert [value for value, _label in form.fields["outcome"].choices] == [
        "maintain",
        "release",
        "adjust",
    ]
    assert {"new_lead", "old_lead"}.isdisjoint(form.fields)


def test_whoever_verifies_sees_what_was_open(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "in_progress")
    ask_part(cast, accepted_part(cast, task))
    with clock.at(MONDAY + timedelta(days=8)):
        task.refresh_from_db()
        claim(cast, task)
    text = signed_in("supervisor").get(page(task)).content.decode()
    assert "配合单位未反馈" in text
    assert "配合单位未反馈" not in signed_in("outsider").get(page(task)).content.decode()


def test_a_release_waits_on_the_coordinators_desk(cast: Cast, signed_in: SignedIn) -> None:
    part = make_task(cast).cooperations.get()
    propose_release(cast, part)
    url = step_url(part, "confirm_release")
    coordinator = signed_in("coordinator")
    assert [item.act_url for item in desk(coordinator)] == [url]
    assert post(coordinator, url, granted="yes", reason="").status_code == 422
    assert post(coordinator, url, granted="yes", reason="同意").status_code == 302
    assert desk(coordinator) == []
    assert Cooperation.objects.get().state == "released"


def test_a_group_is_divided_from_its_form(cast: Cast, signed_in: SignedIn) -> None:
    task = group_line(cast)
    coordinator = signed_in("coordinator")
    ledger = reverse("web:plan", args=[task.plan_id])
    assert "各镇、街道" in coordinator.get(ledger).content.decode()
    url = step_url(task, "divide")
    form = coordinator.get(url).context["form"]
    assert [unit.code for unit in form.fields["units"].initial] == ["QP-T05"]
    assert "区税务局（垂管）" in coordinator.get(url).content.decode()
    stranger = cast.units["QP-D17"].pk + 1000
    assert post(coordinator, url, units=[stranger]).status_code == 422
    assert post(coordinator, url, units=[]).status_code == 422
    assert post(coordinator, url, units=[cast.units["QP-T05"].pk]).status_code == 409
    both = [cast.units["QP-T05"].pk, cast.units["QP-D17"].pk]
    assert post(coordinator, url, units=both).status_code == 302
    assert signed_in("lead").get(url).status_code == 404
    shown = coordinator.get(page(task))
    assert [share["task"].number for share in shown.context["shares"]] == ["1-1", "1-2"]


def test_the_ledger_shows_a_container_with_its_shares(cast: Cast, signed_in: SignedIn) -> None:
    task = divided(cast)
    lead = signed_in("lead")
    rows = lead.get(reverse("web:plan", args=[task.plan_id])).context["rows"]
    assert [each.task.number for each in rows] == ["1", "1-1", "1-2"]
    assert (rows[0].shares.all, rows[0].percent) == (2, 0)
    assert "分办：2家单位" in lead.get(reverse("web:plan", args=[task.plan_id])).content.decode()
    assert lead.get(page(task)).status_code == 200
    assert lead.get(page(task.children.earliest("pk"))).status_code == 200


def test_a_lead_managed_from_above_is_marked(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast, lead=cast.units["QP-P01"])
    lead = signed_in("lead")
    for url in (page(task), reverse("web:plan", args=[task.plan_id])):
        assert "区税务局（垂管）" in lead.get(url).content.decode()


def test_the_desk_costs_the_same_with_1_and_30_parts(cast: Cast, signed_in: SignedIn) -> None:
    helper, coordinator = signed_in("helper"), signed_in("coordinator")
    costs = []
    for count, title in ((1, "一"), (30, "三十")):
        for task in make_plan(cast, count, title=title).tasks.all():
            propose_release(cast, task.cooperations.get())
        url = reverse("web:desk")
        costs.append((counted(helper, url), counted(coordinator, url)))
    assert costs[0] == costs[1]


def test_the_ledger_costs_the_same_with_1_and_30_containers(
    cast: Cast, signed_in: SignedIn
) -> None:
    coordinator, costs = signed_in("coordinator"), []
    for count, title in ((1, "一"), (30, "三十")):
        plan = make_plan(cast, count, issued=False, title=title, collective=["各镇、街道"])
        for task in plan.tasks.filter(parent=None):
            divide(cast, task)
        costs.append(counted(coordinator, reverse("web:plan", args=[plan.pk])))
    assert costs[0] == costs[1]
