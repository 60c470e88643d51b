"""Every step's form sent twice at once, and again later: one effect and the same answer."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.progress.models import Evidence
from coordination.steps import STEPS
from coordination.web.nouns import page_of, step_url
from tests.at_once import together
from tests.browse import signed_in
from tests.cast import Cast, make_plan, make_task
from tests.coordination import case_scenes, opinion_scenes
from tests.coordination.part_scenes import (
    asking_part,
    confirming_release,
    contesting_part,
    dividing,
    proposing_release,
    reporting_part,
    taking_collective,
    wording_part,
)
from tests.coordination.progress_scenes import (
    adding_evidence,
    claim,
    report,
    retracting,
    return_,
    start,
    verify,
)
from tests.coordination.scenes import (
    Form,
    Scene,
    amending,
    asking_extension,
    asking_reopen,
    asking_transfer,
    beginning,
    consenting,
    deciding_amendment,
    deciding_extension,
    deciding_reopen,
    deciding_transfer,
    editing,
    hard_date,
    reopening_part,
    replying,
    resuming,
    suspending,
    urging,
    waiving,
    withdrawing_amendment,
    withdrawing_claim,
    withdrawing_extension,
    withdrawing_letter,
    withdrawing_reopening,
    withdrawing_transfer,
)
from tests.stages import task_in
from workflow.models import Record

pytestmark = pytest.mark.django_db(transaction=True)


def issue(cast: Cast) -> Scene:
    return "coordinator", make_plan(cast, 2, issued=False), {}


def assign_lead(cast: Cast) -> Scene:
    task = task_in(cast, "draft")
    return "coordinator", task, {"lead": cast.units["QP-D17"].pk}


def edit_draft(cast: Cast) -> Scene:
    form = {"title": "任务1", "text": "新的表述", "due_on": "2026-11-30"}
    rows = {"text": "新增企业", "comparator": "ge", "target": "100", "measure": "家"}
    rows_sent = {f"indicators-0-{name}": value for name, value in rows.items()}
    return "coordinator", task_in(cast, "draft"), form | rows_sent


def drop(cast: Cast) -> Scene:
    return "coordinator", task_in(cast, "draft"), {}


def accept(cast: Cast) -> Scene:
    return "lead", make_task(cast), {"contact": "李 5972", "note": "收到"}


def contesting(cast: Cast) -> Scene:
    form = {"ground": "duty", "facts": "不属本单位", "basis": "三定规定"}
    return "lead_head", make_task(cast), form | {"proposed": cast.units["QP-D17"].pk}


def coop_accept(cast: Cast) -> Scene:
    return "helper", make_task(cast).cooperations.get(), {}


def coop_done(cast: Cast) -> Scene:
    task = make_task(cast)
    part = task.cooperations.get()
    signed_in(cast, "helper").post(
        step_url(part, "coop_accept"), {"version": part.version, "key": str(uuid4())}
    )
    part.refresh_from_db()
    return "helper", part, {"result": "数据已提供"}


SCENES: dict[tuple[str, str], Callable[[Cast], Scene]] = {
    ("plan", "issue"): issue,
    ("plan", "amend"): amending,
    ("amendment", "decide_amendment"): deciding_amendment,
    ("extension", "decide_extension"): deciding_extension,
    ("reopening", "decide_reopen"): deciding_reopen,
    ("transfer", "consent_transfer"): consenting,
    ("transfer", "decide_transfer"): deciding_transfer,
    ("letter", "reply_urge"): replying,
    ("letter", "withdraw_letter"): withdrawing_letter,
    ("extension", "withdraw_extension"): withdrawing_extension,
    ("reopening", "withdraw_reopening"): withdrawing_reopening,
    ("transfer", "withdraw_transfer"): withdrawing_transfer,
    ("amendment", "withdraw_amendment"): withdrawing_amendment,
    ("report", "edit"): editing,
    ("task", "assign_lead"): assign_lead,
    ("task", "edit"): edit_draft,
    ("task", "divide"): dividing,
    ("task", "take_collective"): taking_collective,
    ("task", "drop"): drop,
    ("task", "add_evidence"): adding_evidence,
    ("evidence", "retract_evidence"): retracting,
    ("task", "accept"): accept,
    ("task", "start"): start,
    ("task", "report"): report,
    ("task", "claim"): claim,
    ("task", "begin_verification"): beginning,
    ("task", "withdraw_claim"): withdrawing_claim,
    ("task", "verify"): verify,
    ("task", "return"): return_,
    ("task", "ask_extension"): asking_extension,
    ("task", "urge"): urging,
    ("task", "ask_transfer"): asking_transfer,
    ("task", "ask_reopen"): asking_reopen,
    ("task", "suspend"): suspending,
    ("task", "resume"): resuming,
    ("task", "contest"): contesting,
    ("task", "set_upper_due"): hard_date,
    ("task", "waive_upper"): waiving,
    ("cooperation", "coop_accept"): coop_accept,
    ("cooperation", "coop_done"): coop_done,
    ("cooperation", "coop_reopen"): reopening_part,
    ("cooperation", "coop_report"): reporting_part,
    ("cooperation", "edit"): wording_part,
    ("cooperation", "coop_ask"): asking_part,
    ("cooperation", "contest"): contesting_part,
    ("cooperation", "propose_release"): proposing_release,
    ("cooperation", "confirm_release"): confirming_release,
    **case_scenes.SCENES,
    **opinion_scenes.SCENES,
}


# Steps that make a thing of their own, whose record hangs on the subject.
MADE = {
    "report": "report",
    "add_evidence": "evidence",
    "coop_report": "report",
    "ask_extension": "extension",
    "urge": "letter",
    "ask_transfer": "transfer",
    "ask_reopen": "reopening",
    "amend": "amendment",
    "opine": "opinion",
}


def with_files(form: Form) -> Form:
    """The form with its file opened anew, as a browser sends it each time."""
    if "evidence" not in form:
        return form
    return form | {"evidence": [SimpleUploadedFile(form["evidence"], b"%PDF-1.7 proof")]}


def records_of(subject: Any, step: str) -> int:
    """How often the step was taken: on the subject, or as a thing made for it."""
    if step in MADE:
        root = subject.root()
        made = Record.objects.filter(kind=MADE[step], step=step, root_id=root.pk)
        return made.filter(root_kind=root.model.kind).count()
    return Record.objects.filter(kind=subject.kind, subject_id=subject.pk, step=step).count()


def test_every_step_has_its_scene() -> None:
    assert set(SCENES) == {(kind, step) for kind, table in STEPS.items() for step in table}


@pytest.mark.parametrize(("kind", "step"), SCENES)
def test_a_form_sent_twice_at_once_and_again_later_has_one_effect(
    cast_for_threads: Cast, kind: str, step: str
) -> None:
    cast = cast_for_threads
    who, subject, data = SCENES[kind, step](cast)
    url, before = step_url(subject, step), records_of(subject, step)
    clients = [signed_in(cast, who) for _ in range(2)]
    form = clients[0].get(url).context["form"]
    hidden = {name: str(form[name].value()) for name in ("version", "key")}

    def send(client: Client, **other: Any) -> Any:
        return client.post(url, with_files({**hidden, **data, **other}))

    answers = together([lambda client=client: send(client) for client in clients])  # type: ignore[misc]
    answers.append(send(clients[0]))
    page = page_of(subject)
    assert [(each.status_code, each.headers["Location"]) for each in answers] == [(302, page)] * 3
    assert records_of(subject, step) == before + 1
    if "evidence" in data:
        assert Evidence.objects.count() == 1

    changed = {name: f"{text}（修改）" for name, text in data.items() if is_typed(name)}
    other = send(clients[1], **(changed or {"version": "99"}))
    assert other.status_code == 422
    shown = other.content.decode()
    assert all(text in shown for text in changed.values())
    assert records_of(subject, step) == before + 1


def is_typed(name: str) -> bool:
    """Whether the field holds words that somebody typed."""
    return name in {
        "contact",
        "note",
        "breakdown",
        "done",
        "result",
        "finding",
        "reason",
        "facts",
        "basis",
        "text",
        "reasons",
        "reply",
        "title",
        "issues",
        "advice",
        "people",
    }
