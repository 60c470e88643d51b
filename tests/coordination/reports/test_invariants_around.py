"""What must never be around a task: each planted fault is named; sound data has none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from coordination.reports.invariants import findings
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Cooperation, Task
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from tests.coordination import scenes
from tests.coordination.reports.test_invariants import run
from tests.stages import task_in
from workflow import clock, outbox
from workflow.guards import install
from workflow.models import Deadline

House = dict[str, Any]


@pytest.fixture
def house(cast: Cast) -> House:
    """A task in each state, and a request of each sort."""
    found: House = {
        state: task_in(cast, state, title=state)
        for state in ("assigned", "in_progress", "completed", "verified", "suspended")
    }
    for scene in (scenes.deciding_extension, scenes.replying, scenes.deciding_reopen):
        with_title(cast, scene.__name__, scene, found)
    found["dispute"] = contest(cast, make_task(cast, title="争议"))
    make_plan(cast, tasks=2, issued=False, title="草案")
    return found


def with_title(cast: Cast, name: str, scene: Callable[[Cast], Any], found: House) -> None:
    """The scene's object by its kind; each scene makes a plan of the same title."""
    _who, subject, _form = scene(cast)
    found[subject.kind] = subject
    with install.lifted():
        run(f"UPDATE coordination_plan SET title = '{name}' WHERE title = '要点'")


def found_now() -> set[tuple[str, int, str]]:
    return {(finding.kind, finding.subject_id, finding.rule) for finding in findings()}


def test_sound_data_has_no_findings(cast: Cast) -> None:
    for state in ("assigned", "in_progress", "completed", "verified", "suspended", "cancelled"):
        task_in(cast, state, title=state)
    contest(cast, make_task(cast, title="争议"))
    assert found_now() == set()


def columns(kind: str, name: str, **values: Any) -> Callable[[House], None]:
    """Set columns of the object ``name`` past the door."""
    table = {"slot": "disputeslot"}.get(kind, kind)

    def plant(house: House) -> None:
        sets = ", ".join(f"{column} = {value}" for column, value in values.items())
        run(f"UPDATE coordination_{table} SET {sets} WHERE id = {house[name].pk}")

    return plant


def part_of(name: str, sql: str) -> Callable[[House], None]:
    return lambda house: run(
        f"UPDATE coordination_cooperation SET {sql} WHERE task_id = {house[name].pk}"
    )


HELPER = "(SELECT unit_id FROM coordination_cooperation WHERE task_id = coordination_task.id)"


def backwards(house: House) -> None:
    first = Milestone.objects.filter(task=house["in_progress"]).earliest("position")
    Milestone.objects.filter(pk=first.pk).update(due_on=first.due_on + timedelta(days=400))


PLANTED: dict[str, tuple[Callable[[House], None], tuple[str, str, str]]] = {
    "a claim in a task under way": (
        columns("task", "in_progress", claimed_by_id="lead_id"),
        ("task", "in_progress", "claim"),
    ),
    "a claimed task without a claim": (
        columns("task", "completed", claimed_by_id="NULL"),
        ("task", "completed", "claim"),
    ),
    "verified by nobody": (
        columns("task", "verified", verified_by_id="NULL"),
        ("task", "verified", "verifier"),
    ),
    "verified by a cooperating unit": (
        columns("task", "verified", verified_by_id=HELPER),
        ("task", "verified", "separation"),
    ),
    "being verified by a cooperating unit": (
        columns("task", "completed", verifying_id=HELPER),
        ("task", "completed", "separation"),
    ),
    "extensions miscounted": (
        columns("task", "assigned", extensions=1, original_due_on="'2026-01-01'"),
        ("task", "assigned", "count"),
    ),
    "reopenings miscounted": (
        columns("task", "verified", reopened=2),
        ("task", "verified", "count"),
    ),
    "a request about a closed task": (
        lambda house: run(f"UPDATE coordination_extension SET task_id = {house['verified'].pk}"),
        ("extension", "extension", "request_of_closed"),
    ),
    "a limit that nobody set": (
        lambda house: (
            Deadline.objects.filter(
                kind="task", subject_id=house["assigned"].pk, rule="sign_off"
            ).delete()
            and None
        ),  # type: ignore[func-returns-value]
        ("task", "assigned", "limit"),
    ),
    "a limit on another day": (
        lambda house: run(
            "UPDATE workflow_deadline SET due_on = '2030-01-01' WHERE rule = 'letter_reply'"
        ),
        ("letter", "letter", "limit"),
    ),
    "a limit of a task that is not suspended": (
        lambda house: run(
            f"UPDATE workflow_deadline SET subject_id = {house['assigned'].pk} "
            "WHERE rule = 'review'"
        ),
        ("task", "assigned", "limit"),
    ),
    "a limit of statements lifted": (
        lambda house: run(
            "UPDATE workflow_deadline SET lifted_at = '2026-03-02 00:00+00' "
            "WHERE rule = 'statement_limit'"
        ),
        ("dispute", "dispute", "limit"),
    ),
    "a case about another lead": (
        columns("dispute", "dispute", lead_id="proposed_id"),
        ("dispute", "dispute", "case_lead"),
    ),
    "milestones in another order": (backwards, ("task", "in_progress", "milestone_order")),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(house: House, name: str) -> None:
    assert found_now() == set()
    with install.lifted():
        plant, (kind, of, rule) = PLANTED[name]
        plant(house)
        assert (kind, house[of].pk, rule) in found_now()


def part_state(state: str, task: str) -> Callable[[House], tuple[str, int]]:
    def plant(house: House) -> tuple[str, int]:
        part = Cooperation.objects.get(task=house[task])
        run(f"UPDATE coordination_cooperation SET state = '{state}' WHERE id = {part.pk}")
        return "cooperation", part.pk

    return plant


def test_parts_are_sent_and_end_with_their_task(house: House) -> None:
    with install.lifted():
        _kind, draft = part_state("draft", "assigned")(house)
        assert ("cooperation", draft, "part_sent") in found_now()
        run(
            f"UPDATE coordination_task SET state = 'cancelled' WHERE id = {house['in_progress'].pk}"
        )
        part = Cooperation.objects.get(task=house["in_progress"])
        assert ("cooperation", part.pk, "part_of_cancelled") in found_now()
        led = Cooperation.objects.get(task=house["completed"])
        run(
            f"UPDATE coordination_cooperation SET unit_id = {house['completed'].lead_id} "
            f"WHERE id = {led.pk}"
        )
        assert ("cooperation", led.pk, "part_of_lead") in found_now()


def test_nobody_is_asked_in_a_round_that_is_over(house: House) -> None:
    with install.lifted():
        slot = house["dispute"].slots.first()
        run(f"UPDATE coordination_disputeslot SET round = 2 WHERE id = {slot.pk}")
        assert ("slot", slot.pk, "slot_open") in found_now()


def test_an_approved_amendment_has_cancelled_its_tasks(cast: Cast) -> None:
    _who, amendment, _form = scenes.deciding_amendment(cast)
    assert found_now() == set()
    with install.lifted():
        run("UPDATE coordination_amendment SET state = 'approved'")
        assert ("amendment", amendment.pk, "amendment") in found_now()


def test_who_signed_did_not_decide(cast: Cast) -> None:
    _who, transfer, _form = scenes.deciding_transfer(cast)
    with install.lifted():
        run("UPDATE coordination_transfer SET decided_by_id = to_by_id")
        assert ("transfer", transfer.pk, "decider") in found_now()


def test_what_stays_in_the_outbox_is_found_after_three_days(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_message: object) -> None:
        raise OSError("closed")

    task = make_task(cast)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_handlers", [closed])
        outbox.drain()
    with clock.at(clock.now() + timedelta(hours=71)):
        assert ("task", task.pk, "outbox_stuck") not in found_now()
    with clock.at(clock.now() + timedelta(hours=73)):
        assert ("task", task.pk, "outbox_stuck") in found_now()
        outbox.drain()
        assert ("task", task.pk, "outbox_stuck") not in found_now()


def test_the_search_asks_as_often_for_many_tasks_as_for_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    make_plan(cast, tasks=30)
    with django_assert_max_num_queries(110):
        assert found_now() == set()
    assert Task.objects.count() == 30
