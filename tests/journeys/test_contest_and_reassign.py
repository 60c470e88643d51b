"""One task's life in a real browser: from the printed table to its verification."""

from datetime import date
from pathlib import Path

import pytest

from coordination.sources.unit_list import known_former_names, read_units
from coordination.tasks.models import Task
from coordination.units.actions import take_units
from coordination.units.grants import appoint
from coordination.units.models import Body, Unit, User
from coordination.units.states import Duty
from tests.cast import PASSWORD
from tests.journeys.conftest import Browsing, SignIn
from workflow import outbox
from workflow.models import Record
from workflow.records import broken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PEOPLE = [
    ("drafter", "QP-D29", Duty.COORDINATOR),
    ("checker", "QP-D20", Duty.SUPERVISOR),
    ("jw.head", "QP-D03", Duty.HEAD),
    ("jw.handler", "QP-D03", Duty.HANDLER),
    ("fgw.head", "QP-D02", Duty.HEAD),
    ("fgw.handler", "QP-D02", Duty.HANDLER),
]


@pytest.fixture
def district(transactional_db: None) -> Body:
    body = Body.objects.create(code="QP", name="上海市青浦区")
    rows = read_units("qingpu-units.csv", (SAMPLES / "qingpu-units.csv").read_bytes())
    take_units(body, rows, known_former_names())
    for name, code, duty in PEOPLE:
        user = User.objects.create_user(name, password=PASSWORD, full_name=name)
        appoint(user, Unit.objects.get(code=code), duty, date(2020, 1, 1))
    return body


def test_import_issue_contest_two_rounds_reassign_and_carry_out(
    district: Body, sign_in: SignIn, tmp_path: Path
) -> None:
    drafter, lead, other = sign_in("drafter"), sign_in("jw.head"), sign_in("fgw.head")
    plan_page = import_and_issue(drafter)

    lead.go(plan_page)
    lead.click(lead.page.locator("main a.ledger__title"))
    task_page = lead.page.url.removeprefix(lead.base)
    task = Task.objects.get(pk=int(task_page.strip("/").split("/")[-1]))
    fgw = Unit.objects.get(code="QP-D02")
    lead.step(
        "contest",
        {"facts": "第三产业比重由发改委统计分析", "basis": "三定规定第四条第二款"},
        {"ground": "duty", "proposed": str(fgw.pk)},
    )
    assert Task.objects.get(pk=task.pk).state == "disputed"
    case_page = f"/disputes/{task.disputes.get().pk}/"
    drafter.go(case_page)
    drafter.click(drafter.page.locator("form[action$='/steps/admit/'] button"))

    for chair, answer in ((sign_in("jw.handler"), "object"), (drafter, "agree")):
        both_state(lead, other, case_page)
        propose(chair, case_page, fgw)
        for party, stance in ((lead, "agree"), (other, answer)):
            party.go(case_page)
            party.step("answer", {"text": "理由"}, {"stance": stance})
    moved = Task.objects.get(pk=task.pk)
    assert (moved.state, moved.lead) == ("assigned", fgw)

    carry_out(sign_in, lead, other, task_page, tmp_path)
    done = Task.objects.get(pk=task.pk)
    assert done.state == "verified"
    chain = Record.objects.filter(kind="task", subject_id=task.pk).order_by("version")
    assert broken(list(chain)) == ""
    outbox.drain()
    lead.go("/notices/")
    lead.go("/")


def import_and_issue(drafter: Browsing) -> str:
    page = drafter.page
    drafter.go("/plans/")
    drafter.click(page.locator("a[href='/plans/new/']"))
    page.fill("[name=title]", "2022年青浦区重点工作分解表")
    page.fill("[name=year]", "2022")
    drafter.click(page.locator("main button[type=submit]"))
    page.set_input_files("[name=file]", str(SAMPLES / "task-table-dirty.xlsx"))
    drafter.click(page.locator("main button[type=submit]"))
    assert page.locator("main tbody tr").count() == 12
    assert page.locator("select[name^=unit]").count() == 2
    page.locator("select[name=unit0]").select_option("create")
    drafter.click(page.locator(".page-side__act button[type=submit]"))
    assert Task.objects.count() == 12
    decide_groups(drafter, page.url.removeprefix(drafter.base))
    drafter.click(page.locator("main a[href$='/steps/issue/']"))
    drafter.click(page.locator("main form[method=post] button[type=submit]"))
    assert set(Task.objects.values_list("state", flat=True)) == {"assigned"}
    return page.url.removeprefix(drafter.base)


def decide_groups(drafter: Browsing, plan_page: str) -> None:
    """Lines that name 各街镇 or 相关镇: their units cooperate under the one lead."""
    undecided = "main a.ledger__sub.text-danger"
    while drafter.page.locator(undecided).count():
        drafter.click(drafter.page.locator(undecided))
        drafter.step("take_collective", {})
        drafter.go(plan_page)


def both_state(lead: Browsing, other: Browsing, case_page: str) -> None:
    for party in (lead, other):
        party.go(case_page)
        party.step("state", {"text": "不属于本单位职责"}, {"stance": "refuse"})


def propose(chair: Browsing, case_page: str, new_lead: Unit) -> None:
    chair.go(case_page)
    chair.step(
        "propose",
        {"text": "建议由区发展改革委牵头，区经委配合"},
        {"outcome": "reassign", "new_lead": str(new_lead.pk), "old_lead": "cooperating"},
    )


def carry_out(
    sign_in: SignIn, helper: Browsing, lead: Browsing, task_page: str, tmp_path: Path
) -> None:
    handler, checker = sign_in("fgw.handler"), sign_in("checker")
    handler.go("/")
    handler.go(task_page)
    handler.step("accept", {"contact": "王 59732000"})
    due = Task.objects.get(pk=int(task_page.strip("/").split("/")[-1])).due_on
    handler.step(
        "start",
        {
            "breakdown": "一、摸底；二、分解；三、按月统计",
            "milestones-0-title": "全部完成",
            "milestones-0-due_on": (due or date(2022, 12, 31)).isoformat(),
        },
        {"cycle": "month"},
    )
    handler.step("report", {"percent": "60", "done": "已完成上半年统计"})
    helper.go(task_page)
    helper.click(helper.page.locator("form[action$='/steps/coop_accept/'] button"))
    helper.step("coop_done", {"result": "已提供产业数据"})
    proof = tmp_path / "统计公报.pdf"
    proof.write_bytes(b"%PDF-1.4 proof")
    lead.go(task_page)
    lead.step(
        "claim",
        {"result": "比重提高1.2%", "evidence": str(proof), "results-0-value": "1.2"},
        {"grade": "A", "results-0-reached": "yes"},
    )
    checker.go("/")
    checker.go(task_page)
    with checker.page.expect_download() as download:
        checker.page.locator("a[href^='/evidence/']").click()
    assert download.value.suggested_filename == "统计公报.pdf"
    checker.click(checker.page.locator("form[action$='/steps/begin_verification/'] button"))
    checker.step(
        "verify",
        {"finding": "数据属实", "findings-0-value": "1.2"},
        {"how": "document", "findings-0-confirmed": "yes"},
    )
