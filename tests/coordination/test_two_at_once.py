"""Two people press the same button at once: one wins, the other sees what has happened."""

from typing import Any

import pytest

from coordination.tasks.models import Assignment, Task
from coordination.units.grants import appoint
from coordination.units.models import User
from coordination.units.states import Duty
from coordination.web.nouns import step_url
from tests.at_once import together
from tests.browse import signed_in, words_of
from tests.case_stages import both_state, contest, round_that_fails
from tests.cast import SINCE, Cast, make_plan, make_task
from tests.coordination.scenes import deciding_extension
from tests.stages import task_in
from workflow.models import Record

pytestmark = pytest.mark.django_db(transaction=True)


def race(cast: Cast, subject: Any, step: str, who: list[str], **data: Any) -> list[Any]:
    """Each opens the form, then all send it at one moment; the winner's answer comes first."""
    url = step_url(subject, step)
    clients = [signed_in(cast, name) for name in who]
    forms = []
    for client in clients:
        form = client.get(url).context["form"]
        forms.append({name: str(form[name].value()) for name in ("version", "key")} | data)
    sent = zip(clients, forms, strict=True)
    works = [lambda client=client, form=form: client.post(url, form) for client, form in sent]  # type: ignore[misc]
    return sorted(together(works), key=lambda answer: answer.status_code)


def test_two_coordinators_issue_a_plan_at_once(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    plan = make_plan(cast, 5, issued=False)
    won, lost = race(cast, plan, "issue", ["coordinator", "coordinator2"])
    assert (won.status_code, lost.status_code) == (302, 412)
    words = words_of(lost)
    for word in ("页面已过期", "期间已有他人办理", "已印发"):
        assert word in words
    assert [entry.step for entry in lost.context["entries"]] == ["印发"]
    assert Record.objects.filter(kind="plan", step="issue").count() == 1
    assert Assignment.objects.count() == 5
    assert set(Task.objects.values_list("state", "version")) == {("assigned", 2)}


def test_two_coordinators_close_a_round_at_once(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    case = contest(cast, make_task(cast))
    round_that_fails(cast, case)
    both_state(cast, case)
    case.refresh_from_db()
    who = ["coordinator", "coordinator2"]
    won, lost = race(cast, case, "propose", who, outcome="maintain", text="建议维持")
    assert (won.status_code, lost.status_code) == (302, 412)
    case.refresh_from_db()
    assert (case.state, case.round) == ("answering", 2)
    assert case.proposals.filter(round=2).count() == 1
    assert case.slots.filter(round=2, asked_for="answer").count() == 2


def test_accepting_and_contesting_at_once_leave_one_of_the_two(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    task = make_task(cast)
    handler, head = signed_in(cast, "lead"), signed_in(cast, "lead_head")
    accept, contest = step_url(task, "accept"), step_url(task, "contest")
    common = {"version": task.version}
    objection = {"ground": "duty", "facts": "f", "basis": "b", "proposed": cast.units["QP-D17"].pk}
    answers = together(
        [
            lambda: handler.post(accept, common | {"key": KEYS[0], "contact": "李"}),
            lambda: head.post(contest, common | {"key": KEYS[1], **objection}),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [302, 412]
    task.refresh_from_db()
    assert task.version == 3
    assert (task.state == "disputed") is (answers[1].status_code == 302)


def test_eight_handlers_of_one_unit_accept_at_once(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    task = make_task(cast)
    names = [f"handler{number}" for number in range(8)]
    for name in names:
        another(cast, name, "QP-D02", Duty.HANDLER)
    answers = race(cast, task, "accept", names, contact="李")
    assert [answer.status_code for answer in answers] == [302] + [412] * 7
    assert Record.objects.filter(kind="task", subject_id=task.pk, step="accept").count() == 1


def test_two_supervisors_begin_a_verification_at_once(cast_for_threads: Cast) -> None:
    """One checks; the other sees it, and may take it over knowingly."""
    cast = cast_for_threads
    another(cast, "supervisor3", "QP-D20", Duty.SUPERVISOR)
    task = task_in(cast, "completed")
    won, lost = race(cast, task, "begin_verification", ["supervisor", "supervisor3"])
    assert (won.status_code, lost.status_code) == (302, 412)
    assert Record.objects.filter(subject_id=task.pk, step="begin_verification").count() == 1
    task.refresh_from_db()
    assert task.verifying_id in (cast.units["QP-D01"].pk, cast.units["QP-D20"].pk)


def test_withdrawing_a_claim_and_beginning_to_check_it_at_once(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    task = task_in(cast, "completed")
    head, supervisor = signed_in(cast, "lead_head"), signed_in(cast, "supervisor")
    withdraw, begin = step_url(task, "withdraw_claim"), step_url(task, "begin_verification")
    common = {"version": task.version}
    answers = together(
        [
            lambda: head.post(withdraw, common | {"key": KEYS[0], "reason": "有误"}),
            lambda: supervisor.post(begin, common | {"key": KEYS[1]}),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [302, 412]
    withdrawn = answers[0].status_code == 302
    before = task.version
    task.refresh_from_db()
    assert task.version == before + 1
    assert (task.state, task.verifying_id is None) == (
        ("in_progress", True) if withdrawn else ("completed", False)
    )


def test_two_deciders_of_one_extension(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    another(cast, "supervisor3", "QP-D20", Duty.SUPERVISOR)
    _who, extension, decision = deciding_extension(cast)
    people = ["supervisor", "supervisor3"]
    won, lost = race(cast, extension, "decide_extension", people, **decision)
    assert (won.status_code, lost.status_code) == (302, 412)
    task = Task.objects.get(pk=extension.task_id)
    assert (task.extensions, task.due_on) == (1, extension.new_due)
    assert Record.objects.filter(kind="task", subject_id=task.pk, step="reschedule").count() == 1


def another(cast: Cast, name: str, code: str, duty: Duty) -> None:
    """One more person of the cast."""
    cast.users[name] = User.objects.create_user(name)
    appoint(cast.users[name], cast.units[code], duty, SINCE)


KEYS = ("5d0c2d7e-8f6f-4a8e-9a36-0d1b8d5d7a01", "5d0c2d7e-8f6f-4a8e-9a36-0d1b8d5d7a02")
