"""Cases that the units do not settle, in a real browser: scenarios 3 and 14 of section 4.8."""

import pytest

from coordination.disputes.models import Dispute
from tests.case_stages import contest, round_that_fails, to_file
from tests.cast import Cast
from tests.coordination.disputes.days import again
from tests.journeys.conftest import SignIn
from tests.stages import task_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]
REASON = {"text": "不属于本单位职责"}


def page_of(case: Dispute) -> str:
    return f"/disputes/{case.pk}/"


def test_the_third_round_fails_and_the_leader_maintains(town: Cast, sign_in: SignIn) -> None:
    task = task_in(town, "in_progress")
    case = contest(town, task)
    for _round in range(2):
        round_that_fails(town, case)
    lead, other, chair = sign_in("lead_head"), sign_in("proposed_head"), sign_in("coordinator_head")
    page = page_of(case)

    for party in (lead, other):
        party.go(page)
        party.step("state", REASON, {"stance": "refuse"})
    chair.go(page)
    chair.step("consult", {"held_on": "2026-03-02", "people": "双方负责人", "still_open": "许可"})
    chair.step("propose", {"text": "建议维持原分工"}, {"outcome": "maintain"})
    other.go(page)
    other.step("answer", REASON, {"stance": "object"})
    lead.go(page)
    lead.step("answer", {}, {"stance": "agree"})

    office = sign_in("establishment")
    office.go(page)
    opinion = {"text": "职责交叉", "basis": "三定规定第四条"}
    office.step("give_opinion", opinion, {"stance": "shared"})
    for party in (lead, other):
        party.go(page)
        party.step("confirm_facts", {}, {"stance": "confirm"})
    coordinator = sign_in("coordinator")
    coordinator.go(page)
    coordinator.step(
        "submit_file", {"issues": "许可由谁牵头", "advice": "维持", "draft": "裁定如下"}
    )

    leader = sign_in("leader")
    leader.go("/")
    leader.go(page)
    leader.step("rule", {"reasons": "三定规定已有明确分工"}, {"outcome": "maintain"})
    again(case)
    again(task)
    assert (case.decided, case.outcome, task.state) == ("ruling", "maintain", "in_progress")
    lead.go(page)
    assert "仅适用于本任务" in lead.page.inner_text("main")
    lead.page.locator("summary", has_text="流程图").click()
    assert lead.page.locator(".drawing__way--taken").count() > 5
    lead.examine()
    printed = lead.page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    lead.page.emulate_media(media="print")
    lead.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert lead.page.locator("details:not([open])").count() == 0
    assert lead.page.locator(".page-side__act").first.is_hidden()
    lead.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    lead.page.emulate_media(media="screen")
    for party in (lead, other):
        party.go(page)
        party.click(party.page.locator("form[action$='/steps/receive/'] button"))
    signed = case.slots.filter(asked_for="receipt").values_list("state", flat=True)
    assert set(signed) == {"opened"}
    lead.go(f"/tasks/{task.pk}/")
    assert lead.page.locator("main a[href$='/steps/contest/']").count() == 0


def test_a_withdrawal_while_the_file_is_prepared(town: Cast, sign_in: SignIn) -> None:
    task = task_in(town, "in_progress")
    case = contest(town, task)
    to_file(town, case)
    lead = sign_in("lead_head")
    lead.go(page_of(case))
    lead.step("withdraw", {"reason": "已与对方沟通"})
    again(case)
    again(task)
    assert (case.state, task.state, case.rulings.count()) == ("withdrawn", "in_progress", 0)
    assert lead.page.locator(".drawing__node--present").count() == 1
