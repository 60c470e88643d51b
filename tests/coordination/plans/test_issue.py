"""A plan is begun, issued with all its tasks at once, and seen by those whom it concerns."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.plans.actions import draft_plan
from coordination.plans.queries import visible_to
from coordination.tasks import queries as task_queries
from coordination.tasks.actions import assign_lead, drop_task, issue_plan
from coordination.tasks.models import Assignment, Cooperation, Task
from tests.cast import COORDINATORS, Cast, make_other_body, make_plan
from tests.conftest import MONDAY
from workflow.actor import SYSTEM
from workflow.errors import NotAllowed, Stale, Unmet, VersionMissing, WrongState
from workflow.models import OutboxMessage, Record


def code_of(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_issuing_assigns_every_task_and_sends_every_part(cast: Cast) -> None:
    plan = make_plan(cast, 3)
    assert (plan.state, plan.issued_on) == ("issued", MONDAY.date())
    tasks = plan.tasks.values_list("state", "assigned_on", "contest_until", "version")
    assert set(tasks) == {("assigned", MONDAY.date(), date(2026, 3, 11), 2)}
    assert set(Cooperation.objects.values_list("state", flat=True)) == {"pending"}
    leads = Assignment.objects.values_list("unit__code", "cause", "since", "until", "accountable")
    assert list(leads) == [("QP-D02", "plan", MONDAY, None, True)] * 3
    topics = OutboxMessage.objects.values_list("topic", flat=True)
    assert sorted(topics) == ["part.sent"] * 3 + ["plan.issued"] + ["task.assigned"] * 3


def test_issuing_asks_the_same_number_of_queries_for_2_and_30_tasks(
    cast: Cast, vendor: str
) -> None:
    """On PostgreSQL it writes with the same number too; SQLite takes rows one by one.

    A single one may take fewer: its writes go together with others.
    """
    counted = []
    for tasks in (2, 30):
        plan = make_plan(cast, tasks, issued=False, title=f"{tasks}项")
        actor = cast["coordinator"]
        with CaptureQueriesContext(connection) as queries:
            issue_plan(plan, actor=actor, version=1)
        sent = [query["sql"] for query in queries]
        asked = [sql for sql in sent if sql.startswith("SELECT")]
        counted.append(sent if vendor == "postgresql" else asked)
    assert len(counted[0]) == len(counted[1])
    assert len(counted[0]) <= (24 if vendor == "postgresql" else 15)


def test_a_plan_without_a_task_is_not_issued(cast: Cast) -> None:
    plan = draft_plan(cast.body, actor=SYSTEM, title="空", year=2026)
    with pytest.raises(Unmet) as refused:
        issue_plan(plan, actor=cast["coordinator"], version=1)
    assert code_of(refused) == ["no_tasks"]


def test_a_plan_with_a_task_without_lead_is_not_issued(cast: Cast) -> None:
    plan = make_plan(cast, 2, issued=False, lead=None)
    with pytest.raises(Unmet) as refused:
        issue_plan(plan, actor=cast["coordinator"], version=1)
    assert code_of(refused) == ["one_lead"]
    assert "2" in refused.value.reasons[0]
    first, second = plan.tasks.order_by("pk")
    assign_lead(first, actor=cast["coordinator"], version=1, lead=cast.units["QP-D17"])
    drop_task(second, actor=cast["coordinator"], version=1)
    issue_plan(plan, actor=cast["coordinator"], version=1)
    assert sorted(plan.tasks.values_list("state", flat=True)) == ["assigned", "cancelled"]
    assert Assignment.objects.get().unit == cast.units["QP-D17"]


def test_a_dropped_draft_keeps_its_parts_to_itself(cast: Cast) -> None:
    plan = make_plan(cast, 2, issued=False)
    first = plan.tasks.order_by("pk")[0]
    drop_task(first, actor=cast["coordinator"], version=1)
    issue_plan(plan, actor=cast["coordinator"], version=1)
    assert first.cooperations.get().state == "released"
    told = OutboxMessage.objects.filter(record__root_kind="task", record__root_id=first.pk)
    assert not told.exists()


def test_only_a_coordinator_issues_once_on_the_version_seen(cast: Cast) -> None:
    plan = make_plan(cast, issued=False)
    for who in ("lead_head", "supervisor", "leader", "outsider"):
        with pytest.raises(NotAllowed):
            issue_plan(plan, actor=cast[who], version=1)
    with pytest.raises(VersionMissing):
        issue_plan(plan, actor=cast["coordinator"], version=None)
    with pytest.raises(Stale):
        issue_plan(plan, actor=cast["coordinator"], version=7)
    issue_plan(plan, actor=cast["coordinator"], version=1)
    with pytest.raises(WrongState):
        issue_plan(plan, actor=cast["coordinator"], version=2)
    assert Record.objects.filter(kind="plan", step="issue").count() == 1


def test_a_body_has_one_plan_of_a_title_in_a_year(cast: Cast) -> None:
    draft_plan(cast.body, actor=SYSTEM, title="要点", year=2026)
    draft_plan(cast.body, actor=SYSTEM, title="要点", year=2027)
    with pytest.raises(Unmet) as refused:
        draft_plan(cast.body, actor=SYSTEM, title="要点", year=2026)
    assert code_of(refused) == ["plan_once"]


def test_drafts_are_for_drafters_and_issued_plans_for_the_body(cast: Cast) -> None:
    other = make_other_body()
    draft = make_plan(cast, issued=False, title="草案")
    issued = make_plan(cast, title="已印发")
    sees = {name: set(visible_to(cast[name]).values_list("pk", flat=True)) for name in cast.users}
    for name, seen in sees.items():
        drafts = {draft.pk} if name in COORDINATORS else set()
        assert seen == {issued.pk} | drafts, name
    for name in other.users:
        assert not visible_to(other[name]).exists(), name


def test_a_dropped_draft_is_seen_by_its_drafters_only(cast: Cast) -> None:
    plan = make_plan(cast, 2, issued=False)
    dropped = plan.tasks.order_by("pk")[0]
    drop_task(dropped, actor=cast["coordinator"], version=1)
    issue_plan(plan, actor=cast["coordinator"], version=1)
    for name in cast.users:
        seen = task_queries.visible_to(cast[name]).filter(pk=dropped.pk).exists()
        assert seen is (name in COORDINATORS), name
        assert task_queries.visible_to(cast[name]).exclude(pk=dropped.pk).count() == 1
    assert Task.objects.get(pk=dropped.pk).state == "cancelled"
