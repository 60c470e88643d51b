"""The demo holds what was promised, is the same each time, and adds nothing twice."""

from typing import Any

import pytest
from django.db import transaction

from coordination.consultation.models import Opinion
from coordination.demo.accounts import FUNCTIONS, GUANGZHOU, People
from coordination.demo.guide import guide
from coordination.demo.seed import Seeded, seed
from coordination.disputes import queries as disputes
from coordination.disputes.models import Dispute, DisputeSlot, Statement
from coordination.duties.models import Citation, DutyDocument, DutyEntry
from coordination.notifications.models import Notice
from coordination.plans import queries as plans
from coordination.plans.models import Plan, Section
from coordination.precedents.models import Precedent
from coordination.progress.models import Evidence, Report
from coordination.reports.invariants import findings
from coordination.signing.models import Prepared
from coordination.signing.queries import waiting_for
from coordination.steps import refusal
from coordination.tasks import queries as tasks
from coordination.tasks.claims import Claim
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import TaskState
from coordination.units.models import Body, Substitution, Succession, Unit, User
from coordination.units.office_queries import current, past
from coordination.units.official import official_of
from coordination.web.desk_cases import NEXT
from tests.conftest import MONDAY
from tests.coordination.demo.conftest import PASSWORD
from workflow import clock, outbox
from workflow.errors import NotAllowed
from workflow.models import OutboxMessage, Record


def test_units_bodies_and_real_tables(seeded: Seeded) -> None:
    assert Unit.objects.filter(body__code="QP").count() == 51
    assert Body.objects.count() == 2
    drafts = Plan.objects.filter(state="drafting").order_by("body__code", "pk")
    counted = [(plan.body.code, plan.year, plan.tasks.count()) for plan in drafts]
    assert counted == [("GZ", 2012, 31), ("QP", 2022, 12)]
    printed = Task.objects.filter(plan__year=2022)
    unknown = {name for task in printed for name in task.unresolved}
    assert unknown == {"区新虹桥生态商务区办公室", "淀山湖开发公司"}
    assert not Task.objects.filter(plan__year=2012, lead=None).exists()


def test_the_plan_has_six_parts_24_key_tasks_and_219_tasks(seeded: Seeded) -> None:
    plan = seeded.plan
    assert plan.present_state == "issued"
    assert Section.objects.filter(plan=plan, parent=None).count() == 6
    assert Section.objects.filter(plan=plan, parent__isnull=False).count() == 24
    assert plan.tasks.count() == 219
    assert plan.tasks.values("title").distinct().count() == 219
    assert set(plan.tasks.values_list("indicators__comparator", flat=True)) == {"ge", "le"}
    numbers = list(plan.tasks.order_by("position").values_list("number", flat=True))
    assert numbers == [str(n) for n in range(1, 220)]


def test_states_are_mixed_and_some_are_late(seeded: Seeded) -> None:
    expected = {"assigned", "accepted", "in_progress", "disputed", "completed", "verified"}
    assert set(seeded.tasks) == expected
    assert all(count >= 5 for count in seeded.tasks.values())
    open_tasks = seeded.plan.tasks.exclude(state__in=["verified", "completed"])
    assert open_tasks.filter(due_on__lt=MONDAY.date()).count() > 3
    assert seeded.plan.tasks.filter(rework__gt=0).exists()
    assert open_tasks.filter(state="assigned", contest_until__gte=MONDAY.date()).count() > 10


def test_indicators_have_baselines_plans_and_values(seeded: Seeded) -> None:
    rows = Indicator.objects.filter(task__plan=seeded.plan)
    assert rows.filter(baseline__isnull=False).count() > 30
    assert rows.filter(planned__isnull=False, actual__isnull=False).distinct().count() > 30
    claims = Claim.objects.filter(task__plan=seeded.plan)
    assert claims.count() > 10
    assert not claims.filter(results=None).exists()
    assert set(claims.values_list("verification__confirmed", flat=True)) == {True, False, None}


def test_disputes_stand_in_different_rounds(seeded: Seeded) -> None:
    cases = Dispute.objects.filter(plan=seeded.plan)
    standing = set(cases.values_list("state", "round"))
    assert {("collecting", 1), ("answering", 2), ("ruling", 3), ("consulting", 1)} <= standing
    collecting = cases.get(state="collecting", part=None)
    slots = collecting.slots.filter(asked_for="statement")
    assert sorted(slots.values_list("state", flat=True)) == ["asked", "given"]
    answering = cases.get(state="answering").slots.filter(asked_for="answer", round=2)
    assert sorted(answering.values_list("state", flat=True)) == ["asked", "opened"]
    moved = cases.get(state="closed", outcome="reassign")
    assert moved.task.lead == moved.new_lead


def test_a_case_is_joined_to_another_whose_parties_grew(seeded: Seeded) -> None:
    joined = Dispute.objects.get(state="joined")
    leading = joined.joined_to
    assert leading is not None
    assert leading.state == "collecting"
    assert joined.party_ids() < leading.party_ids()
    assert DisputeSlot.objects.filter(dispute=leading, asked_for="window").exists()


def test_opinions_on_a_draft_stand_at_every_stage(seeded: Seeded, people: People) -> None:
    opinions = Opinion.objects.filter(plan__state="drafting")
    assert sorted(opinions.values_list("state", flat=True)) == [
        *("adopted", "in_dispute", "not_adopted", "open", "open"),
    ]
    adopted = opinions.get(state="adopted")
    assert adopted.task.lead == adopted.proposed
    case = Dispute.objects.get(phase="pre_issue")
    assert (case.state, case.task.state) == ("collecting", "draft")
    for code in ("QP-T04", "QP-D03"):
        slots = disputes.slots_waiting_for(people.head(code))
        assert slots.filter(dispute=case, asked_for="statement").exists(), code


def test_parts_stand_at_every_stage(seeded: Seeded) -> None:
    parts = Cooperation.objects.filter(task__plan=seeded.plan)
    standing = set(parts.values_list("state", flat=True))
    assert {"pending", "accepted", "contested", "done", "released"} <= standing
    assert parts.filter(asked_on__isnull=False, silent_after__gte=MONDAY.date()).exists()
    assert parts.filter(state="accepted", release_by__isnull=False).exists()
    assert Record.objects.filter(kind="report", step="coop_report").exists()
    contested = Dispute.objects.get(scope="cooperation")
    assert (contested.state, contested.slots.count()) == ("filed", 0)  # waits for its admission


def test_the_towns_share_a_task(seeded: Seeded) -> None:
    container = Task.objects.get(state="divided")
    shares = container.children.all()
    assert set(shares.values_list("lead__kind", flat=True)) == {"town", "sub-district"}
    assert set(shares.values_list("state", flat=True)) == {"assigned", "accepted"}


def test_every_unit_has_work(seeded: Seeded, people: People) -> None:
    with clock.at(MONDAY):
        for unit in Unit.objects.filter(body__code="QP"):
            for actor in (people.handler(unit.code), people.head(unit.code)):
                assert tasks.waiting_for(actor).exists(), unit.code
    led = set(seeded.plan.tasks.values_list("lead__code", flat=True))
    assert len(led) == 51


def test_every_function_has_work(seeded: Seeded, people: People) -> None:
    for name in ("coordinator", "coordinator.head", "coordinator2", "coordinator2.head", "leader"):
        assert disputes.waiting_for(people[name]).exists(), name
    assert disputes.waiting_for(people["leader2"]).exists()
    for name in ("supervisor", "supervisor2"):
        waiting = [
            task for task in tasks.waiting_for(people[name]) if not _is_party(task, people, name)
        ]
        assert waiting, name
    assert plans.visible_to(people[GUANGZHOU]).count() == 1
    assert User.objects.count() == 51 * 2 + len(FUNCTIONS) + 1
    assert User.objects.values("password").distinct().count() == 1


def test_a_case_that_waits_is_the_readers_to_go_on_with(seeded: Seeded, people: People) -> None:
    """A proposal is the convener's until its last day; then the coordinator may write it."""
    convened = Dispute.objects.filter(state="consulting", round=1)
    last = MONDAY + (max(each.due_on for each in convened if each.due_on) - MONDAY.date())
    standing_in = set()
    for moment in (MONDAY, last):
        with clock.at(moment):
            for name in ("coordinator", "coordinator.head", "leader", "qp-d03.handler"):
                actor = people[name]
                for case in disputes.waiting_for(actor):
                    refused = refusal(case, NEXT[case.state], actor, case.version)
                    assert not isinstance(refused, NotAllowed), (name, moment, case.pk)
                    if case in convened and name.startswith("coordinator"):
                        standing_in.add(moment)
    assert standing_in == {last}


def _is_party(task: Task, people: People, name: str) -> bool:
    return people[name].unit_id in {task.lead_id, *task.units_with_a_part()}


def test_the_owed_statement_and_answer_can_still_be_given(seeded: Seeded) -> None:
    owed = DisputeSlot.objects.filter(state="asked", dispute__part=None)
    # One statement and one answer; a window of the joined party; both statements before the issue.
    assert sorted(owed.values_list("asked_for", flat=True)) == [
        *("answer", "statement", "statement", "statement", "window"),
    ]
    assert all(slot.due_on >= MONDAY.date() for slot in owed)


def test_the_guide_names_accounts_that_exist(seeded: Seeded) -> None:
    with clock.at(MONDAY):
        names = [name for name, _what in guide()]
    assert len(names) == 13
    assert User.objects.filter(username__in=names).count() == len(set(names)) >= 11


def test_nothing_is_wrong_and_nothing_happens_later_than_now(seeded: Seeded) -> None:
    assert list(findings()) == []
    assert not Record.objects.filter(at__gte=MONDAY).exists()
    assert not OutboxMessage.objects.filter(delivered_at=None).exists()
    assert Notice.objects.filter(unit__isnull=False).count() > 500


def test_seeding_again_adds_nothing(seeded: Seeded) -> None:
    before = _counts()
    with clock.at(MONDAY):
        again = seed(units=51, tasks=219, number=2026, password=PASSWORD)
    assert again.added == 0
    assert again.tasks == seeded.tasks
    assert _counts() == before


def test_another_password_replaces_the_old_one_for_all(seeded: Seeded) -> None:
    with transaction.atomic():
        seed(units=51, tasks=219, number=2026, password="another-one-2")
        assert all(user.check_password("another-one-2") for user in User.objects.all())
        transaction.set_rollback(True)


def _counts() -> list[int]:
    models: list[Any] = [
        Body, Unit, User, Plan, Section, Task, Cooperation, Indicator, Report, Evidence,
        Dispute, DisputeSlot, Statement, Record, OutboxMessage, Notice,
        DutyDocument, DutyEntry, Citation, Precedent,
    ]  # fmt: skip
    return [model._default_manager.count() for model in models]


def _picture(number: int, tasks_wanted: int = 60) -> list[tuple[Any, ...]]:
    """What a seeding makes, without the numbers the database gives."""
    with clock.at(MONDAY), transaction.atomic():
        plan = seed(units=51, tasks=tasks_wanted, number=number, password=PASSWORD).plan
        rows: list[tuple[Any, ...]] = list(
            plan.tasks.order_by("position").values_list(
                "title", "text", "lead__code", "due_on", "state", "version", "grade"
            )
        )
        rows += Report.objects.order_by("at", "task__position").values_list(
            "task__position", "unit__code", "percent", "done", "at"
        )
        rows += Record.objects.order_by("pk").values_list("kind", "step", "actor", "unit", "at")
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db
@pytest.mark.once
def test_the_same_seed_gives_the_same_data() -> None:
    first = _picture(7)
    assert first == _picture(7)
    assert first != _picture(8)


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(("units", "wanted"), [(6, 1), (16, 9), (30, 400), (51, 1_000)])
def test_smaller_and_larger_demos_are_sound(units: int, wanted: int) -> None:
    with clock.at(MONDAY):
        made = seed(units=units, tasks=wanted, number=3, password=PASSWORD)
    assert sum(made.tasks.values()) == wanted
    assert made.units == units
    assert list(findings()) == []
    assert TaskState.DRAFT not in made.tasks


def test_substitutes_a_renamed_unit_and_an_act_to_be_signed(seeded: Seeded, people: People) -> None:
    with clock.at(MONDAY):
        rows = Substitution.objects.all()
        assert (current(rows).count(), past(rows).count()) == (1, 1)
        running = current(rows).get()
        standing_in = official_of(running.substitute, running.post_id)
        assert standing_in.signs == {running.post.unit_id}
        prepared = Prepared.objects.get()
        assert waiting_for(people.head(prepared.unit.code)).get() == prepared
        task = Task.objects.get(pk=prepared.subject_id)
        head = people.head(prepared.unit.code)
        assert refusal(task, prepared.step, head, prepared.version) is None
    renamed = Succession.objects.select_related("new").get()
    assert (renamed.former_name, renamed.kind) == ("上海市青浦区卫生和计划生育委员会", "rename")
    assert renamed.new is not None
    assert renamed.new.name == "上海市青浦区卫生健康委员会"


def test_duty_entries_are_there_for_every_unit_and_marked_as_examples(seeded: Seeded) -> None:
    entries = DutyEntry.objects.all()
    assert seeded.duties == entries.count() > 400
    assert set(entries.values_list("unit__code", flat=True)) == set(
        Unit.objects.filter(body__code="QP").values_list("code", flat=True)
    )
    for document in DutyDocument.objects.all():
        assert "示例" in document.name
        assert document.number.startswith("示例")


def test_cases_cite_paragraphs_and_decided_ones_are_precedents(seeded: Seeded) -> None:
    assert Citation.objects.filter(statement=None, proposal=None).count() >= 4
    outbox.drain()
    titles = set(Precedent.objects.values_list("title", flat=True))
    assert titles == {"民宿综合治理", "校外培训机构预收费监管"}
