"""The table of indicators, milestones and evidence on a task's page, whatever their number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.progress.evidence import add_evidence
from coordination.tasks.claims import Claim
from coordination.tasks.indicators import Indicator, PlannedValue
from coordination.tasks.models import Task
from tests.browse import send, signed_in, words_of
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.part_stages import finish_parts
from tests.stages import accept, claim, report, start, task_in
from workflow import clock


def filled(cast: Cast, count: int) -> Task:
    """Under way, with ``count`` indicators, values, pieces of evidence, and a claim's results."""
    task = task_in(cast, "in_progress", f"要点{count}")
    for n in range(count):
        made = Indicator.objects.create(
            task=task,
            text=f"指标{n}号",
            comparator="ge",
            target="100",
            measure="家",
            baseline=Decimal(20),
            proof="名单",
            proof_required=n == 0,
        )
        PlannedValue.objects.create(indicator=made, period=date(2026, 3, 1), value=Decimal(60))
        add_evidence(task, actor=cast["lead"], url=f"https://example.gov.cn/{n}", indicator=made)
    rows = [{"indicator": each.pk, "value": Decimal(60)} for each in task.indicators.all()]
    report(cast, task, values=rows)
    finish_parts(cast, task)
    return task


def queries(cast: Cast, who: str, url: str) -> int:
    client = signed_in(cast, who)
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("step", ["", "steps/report/", "steps/claim/", "steps/return/"])
def test_one_and_thirty_indicators_cost_the_same(cast: Cast, step: str) -> None:
    counts = []
    for count in (1, 30):
        task = filled(cast, count)
        who = "lead"
        if step in ("steps/claim/", "steps/return/"):
            who = "lead_head"
        moment = MONDAY + timedelta(days=31)
        if step == "steps/return/":
            result = {"value": Decimal(100), "reached": "yes", "note": "n"}
            rows = [{"indicator": each.pk, **result} for each in task.indicators.all()]
            claim(cast, task, results=rows)
            who, moment = "supervisor", MONDAY
        with clock.at(moment):
            counts.append(queries(cast, who, f"/tasks/{task.pk}/{step}"))
    assert counts[0] == counts[1]


def test_the_table_says_target_plan_actual_and_how_far(cast: Cast) -> None:
    task = filled(cast, 1)
    page = signed_in(cast, "lead").get(f"/tasks/{task.pk}/")
    words = words_of(page)
    for text in ("指标0号", "硬指标", "不少于 100 家", "2026-03: 60", "50%", "必附", "名单"):
        assert text in words
    assert b'value="50"' in page.content
    assert b"style=" not in page.content


def test_late_milestones_are_marked_until_the_claim(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    client = signed_in(cast, "lead")
    assert "已逾期" not in words_of(client.get(f"/tasks/{task.pk}/"))
    with clock.at(MONDAY + timedelta(days=121)):
        assert words_of(client.get(f"/tasks/{task.pk}/")).count("已逾期") == 1
        claim(cast, task)
        assert "已逾期" not in words_of(client.get(f"/tasks/{task.pk}/"))


def test_a_task_without_indicators_has_no_empty_table(cast: Cast) -> None:
    task = task_in(cast, "accepted")
    assert "指标与节点" not in words_of(signed_in(cast, "lead").get(f"/tasks/{task.pk}/"))


def test_whoever_added_evidence_may_retract_it_until_the_claim(cast: Cast) -> None:
    task = filled(cast, 1)
    retract = f"/evidence/{task.evidence.get().pk}/steps/retract_evidence/"
    assert retract in signed_in(cast, "lead").get(f"/tasks/{task.pk}/").content.decode()
    assert retract not in signed_in(cast, "helper").get(f"/tasks/{task.pk}/").content.decode()
    one = {"indicator": task.indicators.get().pk, "value": Decimal(100)}
    claim(cast, task, results=[one | {"reached": "yes", "note": ""}])
    assert retract not in signed_in(cast, "lead").get(f"/tasks/{task.pk}/").content.decode()


def test_a_claim_hears_of_everything_that_is_missing_at_once(cast: Cast) -> None:
    made = make_task(cast)
    Indicator.objects.create(task=made, text="新增企业", measure="家", proof_required=True)
    for step in (accept, start):
        step(cast, made)
        made.refresh_from_db()
    answer = send(signed_in(cast, "lead_head"), made, "claim", grade="A", result="全部完成")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "全部完成" in page
    for words in ("未填报完成值：新增企业", "尚未提供：新增企业", "至少上传一份", "区市场监管局"):
        assert words in page
    assert not Claim.objects.exists()
