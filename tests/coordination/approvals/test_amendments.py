"""An approved amendment takes tasks out of the plan, and what hung on them ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coordination.approvals import actions, queries
from coordination.approvals.models import Amendment
from coordination.disputes import flow
from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.reports.invariants import findings
from coordination.tasks.models import Assignment, Cooperation, Task
from tests.cast import Cast, make_plan
from tests.conftest import MONDAY
from tests.coordination.disputes.test_rounds import contest
from tests.coordination.web.conftest import SignedIn, post
from tests.coordination.web.conftest import signed_in as signed_in  # noqa: PLC0414
from workflow import clock, deadlines, outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast, 3)


def propose(
    cast: Cast, plan: Plan, tasks: list[Task], who: str = "coordinator", number: str = "1"
) -> Amendment:
    return actions.propose_amendment(
        plan, actor=cast[who], version=plan.version, number=number, reason="政策调整", tasks=tasks
    )


def decide(cast: Cast, amendment: Amendment, who: str = "leader", *, granted: bool = True) -> None:
    amendment.refresh_from_db()
    actions.decide_amendment(
        amendment, actor=cast[who], version=amendment.version, granted=granted, reason="同意"
    )


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_approved_cancels_releases_and_voids_disputes(cast: Cast, plan: Plan) -> None:
    first, second, third = plan.tasks.order_by("pk")
    case = contest(cast, first)
    amendment = propose(cast, plan, [first, second])
    assert {task.state for task in plan.tasks.all()} == {"disputed", "assigned"}
    decide(cast, amendment)
    states = list(plan.tasks.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "cancelled", "assigned"]
    assert Dispute.objects.get().state == "void"
    assert flow.due(case) == frozenset()
    assert set(Cooperation.objects.filter(task__in=[first, second]).values_list("state")) == {
        ("released",)
    }
    assert not Assignment.objects.filter(task__in=[first, second], until=None).exists()
    with clock.at(MONDAY + timedelta(days=60)):
        assert deadlines.tick() == 3  # the third task's receipt, its part's, a silent reminder
        outbox.drain()
    assert list(findings()) == []
    third.refresh_from_db()
    assert third.state == "accepted"


def test_refused_changes_nothing(cast: Cast, plan: Plan) -> None:
    decide(cast, propose(cast, plan, list(plan.tasks.all())), granted=False)
    assert set(plan.tasks.values_list("state", flat=True)) == {"assigned"}


def test_who_may_not_and_what_not(cast: Cast, plan: Plan) -> None:
    tasks = list(plan.tasks.order_by("pk"))
    for who in ("lead_head", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            propose(cast, plan, tasks, who)
    with pytest.raises(Unmet) as none:
        propose(cast, plan, [])
    assert codes(none) == ["amendment_tasks"]
    other = make_plan(cast, title="另一要点")
    with pytest.raises(Unmet) as foreign:
        propose(cast, plan, list(other.tasks.all()))
    assert codes(foreign) == ["amendment_tasks"]
    amendment = propose(cast, plan, tasks[:1])
    with pytest.raises(Unmet) as number:
        propose(cast, plan, tasks[1:])
    assert codes(number) == ["amendment_number"]
    with pytest.raises(NotAllowed):
        decide(cast, amendment, "coordinator")
    assert list(queries.to_decide(cast["leader"])) == [amendment]
    again = propose(cast, plan, tasks[:1], number="2")
    decide(cast, amendment)
    with pytest.raises(WrongState):
        decide(cast, amendment)
    with pytest.raises(Unmet) as closed:
        decide(cast, again)
    assert codes(closed) == ["amendment_closed"]
    with pytest.raises(Stale):
        actions.propose_amendment(
            plan, actor=cast["coordinator"], version=1, number="9", reason="r", tasks=tasks[1:]
        )
    draft = make_plan(cast, issued=False, title="草案")
    with pytest.raises(WrongState):
        propose(cast, draft, list(draft.tasks.all()))


def test_from_the_plans_page_to_the_leaders_desk(
    cast: Cast, plan: Plan, signed_in: SignedIn
) -> None:
    coordinator, leader = signed_in("coordinator"), signed_in("leader")
    page = reverse("web:plan", args=[plan.pk])
    shown = coordinator.get(page)
    assert "amend" in [offer["code"] for offer in shown.context["offers"]]
    task = plan.tasks.order_by("pk").first()
    assert task
    url = reverse("web:step", args=["plans", plan.pk, "amend"])
    assert post(coordinator, url, number="3", reason="r", tasks=[]).status_code == 422
    assert post(coordinator, url, number="3", reason="r", tasks=[task.pk]).status_code == 302
    items = leader.get(reverse("web:desk")).context["items"]
    assert post(leader, items[0].act_url, granted="yes", reason="同意").status_code == 302
    task.refresh_from_db()
    assert task.state == "cancelled"
    assert "政策" not in signed_in("lead").get(page).content.decode()
    assert leader.get(page).context["amendments"][0]["amendment"].state == "approved"
