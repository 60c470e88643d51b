"""Every page for every audience: it opens, or it does not exist; and it costs the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.tasks import actions as tasks
from tests.browse import send
from tests.case_stages import contest
from tests.cast import PASSWORD, Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination.web.conftest import SignedIn, counted, post
from tests.stages import begun, report
from workflow import clock, outbox


def contested(cast: Cast, plan: Plan) -> Dispute:
    task = plan.tasks.order_by("pk").first()
    assert task
    return contest(cast, task)


@pytest.mark.parametrize(
    "who", ["lead", "lead_head", "helper", "outsider", "coordinator", "supervisor", "leader"]
)
def test_desk_and_lists_open_for_everybody(cast: Cast, signed_in: SignedIn, who: str) -> None:
    contested(cast, make_plan(cast, 3))
    outbox.drain()
    client = signed_in(who)
    for name in ("desk", "plans", "disputes", "notices"):
        response = client.get(reverse(f"web:{name}"))
        assert response.status_code == 200, name
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_without_signing_in_there_is_only_the_door(client: Client, cast: Cast) -> None:
    response = client.get(reverse("web:plans"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("web:login"))
    shown = client.post(reverse("web:login"), {"username": "lead", "password": PASSWORD})
    assert shown.status_code == 302


def test_a_task_is_shown_whole_to_insiders_and_as_a_line_to_others(
    cast: Cast, signed_in: SignedIn
) -> None:
    task = make_task(cast)
    url = reverse("web:task", args=[task.pk])
    assert "办理记录" in signed_in("lead").get(url).content.decode()
    assert "办理记录" not in signed_in("outsider").get(url).content.decode()
    assert signed_in("lead").get(url).context["inside"]
    assert not signed_in("outsider").get(url).context["inside"]
    draft = make_task(cast, issued=False, title="另一要点")
    assert signed_in("outsider").get(reverse("web:task", args=[draft.pk])).status_code == 404
    assert signed_in("coordinator").get(reverse("web:task", args=[draft.pk])).status_code == 200


def test_a_case_is_for_its_parties_and_those_who_decide(cast: Cast, signed_in: SignedIn) -> None:
    case = contested(cast, make_plan(cast))
    url = reverse("web:dispute", args=[case.pk])
    for who in ("lead", "proposed", "coordinator", "leader", "helper"):
        assert signed_in(who).get(url).status_code == 200
    for who in ("outsider", "supervisor"):
        assert signed_in(who).get(url).status_code == 404


def test_lists_cost_no_more_at_30_rows_than_at_1_and_at_most_25_queries(
    cast: Cast, signed_in: SignedIn
) -> None:
    clients = [
        signed_in(who) for who in ("lead_head", "helper", "coordinator", "supervisor", "leader")
    ]
    plan = filled(cast, 1, "一行")
    names = [reverse("web:desk"), reverse("web:disputes"), reverse("web:notices")]
    names += [reverse("web:plans"), reverse("web:plan", args=[plan.pk])]
    few = [counted(client, url) for client in clients for url in names]
    more = filled(cast, 29, "三十行")
    names[-1] = reverse("web:plan", args=[more.pk])
    many = [counted(client, url) for client in clients for url in names]
    for url, first, later in zip(names * len(clients), few, many, strict=True):
        # A desk that is full does not look up what it would not show.
        assert later == first or (url == reverse("web:desk") and later < first), url
    assert max(*few, *many) <= 25


def filled(cast: Cast, count: int, title: str) -> Plan:
    """``count`` tasks of each kind that a desk shows."""
    plan = make_plan(cast, count * 3, title=title)
    rows = list(plan.tasks.order_by("pk"))
    for task in rows[:count]:
        contest(cast, task)
    for task in rows[count : 2 * count]:
        tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    outbox.drain()
    return plan


def test_the_desk_leads_to_the_report_of_the_period_once_it_is_filed(
    cast: Cast, signed_in: SignedIn
) -> None:
    task, client, desk = begun(cast), signed_in("lead"), reverse("web:desk")
    assert act_of(client, desk) == reverse("web:step", args=["tasks", task.pk, "report"])
    filed = report(cast, task)
    assert act_of(client, desk) == reverse("web:step", args=["reports", filed.pk, "edit"])
    with clock.at(MONDAY + timedelta(days=200)):
        assert act_of(client, desk) == reverse("web:step", args=["tasks", task.pk, "report"])


def act_of(client: Client, desk: str) -> str:
    """Where the one act on the desk leads, which must be a form that can be sent."""
    (item,) = client.get(desk).context["items"]
    assert client.get(item.act_url).context["form"]
    return str(item.act_url)


def test_task_and_case_pages_stay_within_25_queries(cast: Cast, signed_in: SignedIn) -> None:
    case = contested(cast, make_plan(cast))
    client = signed_in("lead_head")
    assert counted(client, reverse("web:task", args=[case.task_id])) <= 25
    assert counted(client, reverse("web:dispute", args=[case.pk])) <= 25


def test_a_step_by_its_form(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    url = reverse("web:step", args=["tasks", task.pk, "accept"])
    client = signed_in("lead")
    empty = post(client, url, contact="")
    assert empty.status_code == 422
    assert "contact" in empty.context["form"].errors
    assert post(client, url, contact="李 5123").status_code == 302
    task.refresh_from_db()
    assert (task.state, task.contact) == ("accepted", "李 5123")


def test_the_same_form_twice_has_one_effect_and_the_same_answer(
    cast: Cast, signed_in: SignedIn
) -> None:
    task = make_task(cast)
    url = reverse("web:step", args=["tasks", task.pk, "accept"])
    client = signed_in("lead")
    form = client.get(url).context["form"]
    data = {name: str(form[name].value()) for name in ("version", "key")} | {"contact": "李"}
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, first.headers["Location"]) == (
        second.status_code,
        second.headers["Location"],
    )
    task.refresh_from_db()
    assert task.version == 3
    other = client.post(url, data | {"contact": "王"})
    assert other.status_code == 422
    assert "王" in other.content.decode()


def test_a_stale_page_shows_what_changed_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn
) -> None:
    task = make_task(cast)
    url = reverse("web:step", args=["tasks", task.pk, "accept"])
    client = signed_in("lead")
    form = client.get(url).context["form"]
    data = {name: str(form[name].value()) for name in ("version", "key")}
    tasks.accept_task(task, actor=cast["lead_head"], version=task.version, contact="王")
    stale = client.post(url, data | {"contact": "我输入的联系人"})
    assert stale.status_code == 412
    assert "我输入的联系人" in stale.content.decode()
    assert len(stale.context["entries"]) == 1


def test_wrong_role_state_unit_and_step(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)

    def url(step: str) -> str:
        return reverse("web:step", args=["tasks", task.pk, step])

    common = {"version": "2", "key": "7f1d8d0e-6d0b-4b43-9d6a-0d5a4c9f6a11"}
    handler = signed_in("lead").post(url("contest"), common)
    assert handler.status_code == 403
    outsider = signed_in("outsider").post(url("accept"), common | {"contact": "x"})
    assert outsider.status_code == 403
    early = signed_in("lead").post(url("start"), common | {"breakdown": "x"})
    assert early.status_code == 409
    assert signed_in("lead").post(url("fly"), common).status_code == 404
    gone = signed_in("lead").get(reverse("web:step", args=["tasks", 10**9, "accept"]))
    assert gone.status_code == 404
    unversioned = signed_in("lead").post(url("accept"), {"contact": "x", "key": common["key"]})
    assert unversioned.status_code == 428
    task.refresh_from_db()
    assert task.version == 2


def test_after_the_limit_the_page_says_why(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    with clock.at(MONDAY + timedelta(days=30)):
        page = signed_in("lead_head").get(reverse("web:task", args=[task.pk]))
        offers = {offer["code"]: offer for offer in page.context["offers"]}
        assert offers["contest"]["allowed"]  # on a new ground
        form = {"ground": "duty", "facts": "f", "basis": "b", "proposed": cast.units["QP-D17"].pk}
        late = send(signed_in("lead_head"), task, "contest", **form)
    assert late.status_code == 409
    assert "2026-03-11" in late.content.decode()
