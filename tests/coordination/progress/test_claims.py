"""A claim speaks of each indicator, and so does whoever checks it; rework keeps all of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coordination.progress.evidence import add_evidence
from coordination.reports.invariants import findings as invariants
from coordination.tasks.claims import Claim, ClaimResult, Finding, Verification
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from coordination.tasks.queries import visible_verifications
from tests.browse import send, signed_in
from tests.cast import Cast, make_other_body, make_task
from tests.part_stages import finish_parts
from tests.stages import PROOF, accept, begin_verification, claim, report, return_, start, verify
from workflow.errors import Refusal, Unmet
from workflow.models import Record, RecordText


@pytest.fixture
def task(cast: Cast) -> Task:
    """Under way, its parts done, with two indicators of which the first requires evidence."""
    made = make_task(cast)
    about = {"comparator": "ge", "target": "100", "measure": "家"}
    Indicator.objects.create(task=made, text="新增企业", proof="名单", proof_required=True, **about)
    Indicator.objects.create(task=made, text="培训人次", **about)
    finish_parts(cast, made)
    for step in (accept, start):
        step(cast, made)
        made.refresh_from_db()
    return made


def pks(task: Task) -> list[int]:
    return list(task.indicators.order_by("pk").values_list("pk", flat=True))


def results(task: Task, *values: str) -> list[dict[str, Any]]:
    return [
        {"indicator": pk, "value": Decimal(value), "reached": "yes", "note": "见附件"}
        for pk, value in zip(pks(task), values, strict=False)
    ]


def found(task: Task, *confirmed: bool, note: str = "缺名单") -> list[dict[str, Any]]:
    return [
        {"indicator": pk, "confirmed": yes, "value": None, "note": "" if yes else note}
        for pk, yes in zip(pks(task), confirmed, strict=False)
    ]


def claimed(cast: Cast, task: Task, *values: str) -> Task:
    first = task.indicators.order_by("pk")[0]
    claim(cast, task, results=results(task, *(values or ("101", "99"))), evidence_for=first)
    task.refresh_from_db()
    return task


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_results_are_rows_of_the_claim_and_their_notes_are_texts(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    kept = Claim.objects.get()
    assert (kept.number, kept.unit, kept.grade) == (1, cast.units["QP-D02"], "A")
    rows = ClaimResult.objects.values_list("value", "reached", "note")
    assert list(rows) == [(Decimal(101), "yes", "见附件"), (Decimal(99), "yes", "见附件")]
    told = Record.objects.get(kind="task", step="claim").told["data"]
    assert [row["value"] for row in told["results"]] == ["101", "99"]
    assert all(row["note"].startswith("sha256:") for row in told["results"])
    text = RecordText.objects.get(record__step="claim", name="notes").body
    assert text == "新增企业: 见附件\n培训人次: 见附件"
    assert list(invariants()) == []


def test_one_indicator_left_out_is_named(cast: Cast, task: Task) -> None:
    with pytest.raises(Unmet) as refused:
        claimed(cast, task, "101")
    assert codes(refused) == ["indicators_reported"]
    assert "培训人次" in str(refused.value.verdicts[0].reason)
    assert not Claim.objects.exists()


def test_required_evidence_belongs_to_its_indicator(cast: Cast, task: Task) -> None:
    first, second = task.indicators.order_by("pk")
    with pytest.raises(Unmet) as loose:
        claim(cast, task, results=results(task, "101", "99"))
    assert codes(loose) == ["indicator_evidence"]
    with pytest.raises(Unmet) as other:
        claim(cast, task, results=results(task, "101", "99"), evidence_for=second)
    assert codes(other) == ["indicator_evidence"]
    add_evidence(task, actor=cast["lead"], url="https://www.example.gov.cn/a", indicator=first)
    claim(cast, task, results=results(task, "101", "99"))
    assert Claim.objects.get().results.count() == 2


def test_results_of_foreign_indicators_are_refused(cast: Cast, task: Task) -> None:
    other = Indicator.objects.create(task=make_task(cast, title="要点二"), text="x", measure="家")
    row = {"indicator": other.pk, "value": Decimal(1), "reached": "yes", "note": ""}
    first = task.indicators.order_by("pk")[0]
    with pytest.raises(Unmet) as refused:
        claim(cast, task, results=[*results(task, "1", "1"), row], evidence_for=first)
    assert codes(refused) == ["own_indicators"]


def test_a_task_is_verified_indicator_by_indicator(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    begin_verification(cast, task)
    task.refresh_from_db()
    with pytest.raises(Unmet) as none:
        verify(cast, task)
    assert codes(none) == ["findings"]
    with pytest.raises(Unmet) as half:
        verify(cast, task, findings=found(task, True))
    assert codes(half) == ["findings"]
    with pytest.raises(Unmet) as refuted:
        verify(cast, task, findings=found(task, True, False))
    assert codes(refuted) == ["all_confirmed"]
    assert "培训人次" in str(refuted.value.verdicts[0].reason)
    assert not Verification.objects.exists()
    verify(cast, task, findings=found(task, True, True))
    kept = Verification.objects.get()
    assert (kept.claim, kept.unit, kept.method) == (
        Claim.objects.get(),
        cast.units["QP-D01"],
        "site",
    )
    assert kept.confirmed
    assert kept.findings.filter(confirmed=True).count() == 2
    assert list(invariants()) == []


def test_a_return_names_what_is_missing_and_the_next_claim_begins_there(
    cast: Cast, task: Task
) -> None:
    claimed(cast, task)
    with pytest.raises(Unmet) as mute:
        return_(cast, task, findings=found(task, True, False, note=""))
    assert codes(mute) == ["missing_named"]
    part = task.cooperations.get()
    return_(cast, task, findings=found(task, True, False), parts=[part])
    task.refresh_from_db()
    part.refresh_from_db()
    assert (task.state, task.rework, part.state) == ("in_progress", 1, "accepted")
    kept = Verification.objects.get()
    assert (kept.confirmed, kept.limit) == (False, date(2026, 4, 1))
    assert Finding.objects.get(confirmed=False).note == "缺名单"
    with pytest.raises(Unmet) as parts:
        claimed(cast, task)
    assert codes(parts) == ["parts_done"]
    form = signed_in(cast, "lead_head").get(f"/tasks/{task.pk}/steps/claim/")
    assert form.status_code == 409
    page = signed_in(cast, "lead").get(f"/tasks/{task.pk}/").content.decode()
    assert "第1次报完成" in page
    assert "缺名单" in page
    assert "限于2026-04-01前完成" in page


def test_the_second_claim_starts_from_the_first_and_both_stay(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    return_(cast, task, findings=found(task, True, False))
    task.refresh_from_db()
    form = signed_in(cast, "lead_head").get(f"/tasks/{task.pk}/steps/claim/").context["form"]
    assert form["results"].value()[0] == {
        "indicator": pks(task)[0],
        "value": "101",
        "reached": "yes",
        "note": "见附件",
    }
    claimed(cast, task, "102", "103")
    begin_verification(cast, task)
    task.refresh_from_db()
    verify(cast, task, findings=found(task, True, True))
    assert list(Claim.objects.values_list("number", "verification__confirmed")) == [
        (1, False),
        (2, True),
    ]
    assert ClaimResult.objects.filter(claim__number=1).first().value == 101  # type: ignore[union-attr]
    assert list(invariants()) == []


def test_a_claim_starts_from_the_last_reported_values(cast: Cast, task: Task) -> None:
    first = pks(task)[0]
    report(cast, task, values=[{"indicator": first, "value": Decimal(100)}])
    form = signed_in(cast, "lead_head").get(f"/tasks/{task.pk}/steps/claim/").context["form"]
    assert form["results"].value() == [{"indicator": first, "value": "100", "reached": "yes"}]


def test_only_parts_of_the_task_that_are_done_are_taken_up_again(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    foreign = make_task(cast, title="要点二").cooperations.get()
    return_(cast, task, findings=found(task, True, False), parts=[foreign])
    foreign.refresh_from_db()
    assert foreign.state == "pending"
    assert task.cooperations.get().state == "done"


def test_the_leader_hears_of_the_second_return(cast: Cast, task: Task) -> None:
    steps = Record.objects.filter(kind="task", step="returned_again")
    for expected in (0, 1, 2):
        claimed(cast, task)
        return_(cast, task, findings=found(task, True, False))
        task.refresh_from_db()
        assert steps.count() == expected
    assert task.rework == 3


def sheet(cast: Cast, task: Task, step: str = "verify") -> str:
    return signed_in(cast, "supervisor").get(f"/tasks/{task.pk}/steps/{step}/").content.decode()


def test_the_sheet_shows_claim_and_evidence_beside_the_form(cast: Cast, task: Task) -> None:
    first = task.indicators.order_by("pk")[0]
    add_evidence(
        task, actor=cast["lead"], url="https://www.example.gov.cn/a", title="公示", indicator=first
    )
    claimed(cast, task)
    begin_verification(cast, task)
    page = sheet(cast, task)
    for words in ("自报情况", "新增企业", "101", "见附件", PROOF.name, "公示", "打开外部网站"):
        assert words in page
    assert 'rel="noopener noreferrer' in page
    assert "findings-1-confirmed" in page
    assert "自报情况" in sheet(cast, task, "return")


def test_the_sheet_stays_where_the_form_is_not_in_order(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    begin_verification(cast, task)
    task.refresh_from_db()
    data = {"how": "site", "finding": "属实", "findings-0-indicator": pks(task)[0]}
    client = signed_in(cast, "supervisor")
    bad = send(client, task, "verify", **data, **{"findings-0-value": "很多"})
    assert bad.status_code == 422
    assert "自报情况" in bad.content.decode()
    none = send(client, task, "verify", **data)
    assert none.status_code == 409
    assert "尚无核查意见：新增企业、培训人次" in none.content.decode()
    yes = {f"findings-{n}-confirmed": "yes" for n in range(2)}
    yes |= {f"findings-{n}-indicator": pk for n, pk in enumerate(pks(task))}
    assert send(client, task, "verify", **data | yes).status_code == 302
    task.refresh_from_db()
    assert task.state == "verified"


def test_the_form_of_a_return_takes_parts_and_findings(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    data = {"reason": "不全", "limit": "2026-04-01", "parts": [task.cooperations.get().pk]}
    rows = {"findings-1-indicator": pks(task)[1], "findings-1-confirmed": "no"}
    client = signed_in(cast, "supervisor")
    mute = send(client, task, "return", **data, **rows)
    assert mute.status_code == 409
    assert "培训人次" in mute.content.decode()
    past = send(client, task, "return", **data | {"limit": "2026-03-02"}, **rows)
    assert past.status_code == 422
    answer = send(client, task, "return", **data, **rows, **{"findings-1-note": "缺签到"})
    assert answer.status_code == 302
    assert task.cooperations.get().state == "accepted"


@pytest.mark.parametrize("who", ["lead_head", "helper_head", "outsider", "coordinator", "leader"])
def test_nobody_else_finds_anything(cast: Cast, task: Task, who: str) -> None:
    claimed(cast, task)
    for step in (verify, return_):
        with pytest.raises(Refusal):
            step(cast, task, who, findings=found(task, True, True))
    assert not Verification.objects.exists()


def test_decisions_are_read_by_insiders(cast: Cast, task: Task) -> None:
    claimed(cast, task)
    return_(cast, task, findings=found(task, True, False))
    other = make_other_body()
    reading = {name for name in cast.users if visible_verifications(cast[name]).exists()}
    outside = {"proposed", "proposed_head", "outsider", "outsider_head", "tax_head"}
    outside |= {"vice", "meeting", "establishment", "legal"}
    assert reading == set(cast.users) - outside
    assert not any(visible_verifications(other[name]).exists() for name in other.users)
