"""Opinions on the draft's page and before the issue, and the case as its parties see it."""

from django.urls import reverse

from coordination.consultation.models import Opinion
from coordination.disputes.models import Dispute
from coordination.web.nouns import page_of, step_url
from tests.browse import send, words_of
from tests.cast import Cast, make_plan
from tests.coordination.web.conftest import SignedIn, counted
from tests.opinion_stages import decide, disputed_draft, open_case, record
from tests.stages import task_in
from workflow import outbox


def test_the_coordinator_records_opens_with_one_click_and_sees_what_holds_the_issue_up(
    cast: Cast, signed_in: SignedIn
) -> None:
    task = task_in(cast, "draft")
    client = signed_in("coordinator")
    said = {"unit": cast.units["QP-D02"].pk, "about": "change_lead", "ground": "duty"}
    said |= {"proposed": cast.units["QP-D17"].pk, "text": "不属本单位", "letter": "函3号"}
    assert send(client, task, "opine", **said).status_code == 302
    opinion = Opinion.objects.get()
    shown = client.get(page_of(task))
    [row] = shown.context["opinions"]
    offers = {offer["code"]: offer for offer in row["offers"]}
    assert set(offers) == {"decide_opinion", "open_dispute", "withdraw_opinion"}
    assert offers["open_dispute"]["form_url"] == ""  # the button alone
    assert "函3号" in words_of(shown)
    plan = client.get(page_of(task.plan))
    assert [row["opinion"] for row in plan.context["undecided"]] == [opinion]
    refused = send(client, task.plan, "issue")
    assert refused.status_code == 409
    assert task.title in words_of(refused)

    assert send(client, opinion, "open_dispute").headers["Location"] == page_of(task)
    case = Dispute.objects.get()
    shown = client.get(page_of(task))
    assert shown.context["opinions"][0]["case_url"] == page_of(case)
    assert "印发前" in words_of(client.get(page_of(case)))


def test_a_decided_opinion_shows_its_reason_and_holds_nothing_up(
    cast: Cast, signed_in: SignedIn
) -> None:
    task = task_in(cast, "draft")
    decide(cast, record(cast, task), "not_adopted")
    client = signed_in("coordinator")
    assert "经研究" in words_of(client.get(page_of(task)))
    assert client.get(page_of(task.plan)).context["undecided"] == []


def test_a_party_reads_the_words_of_the_draft_on_the_case_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    plan = make_plan(cast, issued=False, title="起草中的要点", text="新增企业不少于百家")
    case = open_case(cast, record(cast, plan.tasks.get()))
    outbox.drain()
    client = signed_in("proposed_head")
    page = client.get(page_of(case))
    assert "新增企业不少于百家" in words_of(page)
    assert page_of(case.task) not in page.content.decode()
    for path in (reverse("web:desk"), reverse("web:notices"), reverse("web:disputes")):
        shown = client.get(path)
        assert page_of(case) in shown.content.decode(), path
        assert page_of(case.task) not in shown.content.decode(), path
        assert "起草中的要点" not in words_of(shown), path
    for path in (page_of(case.task), page_of(plan), step_url(case.task, "opine")):
        assert client.get(path).status_code == 404
    assert signed_in("helper_head").get(page_of(case)).status_code == 404


def test_a_second_click_on_a_page_from_before_is_told_what_is_the_case(
    cast: Cast, signed_in: SignedIn
) -> None:
    opinion = record(cast, task_in(cast, "draft"))
    first, second = signed_in("coordinator"), signed_in("coordinator2")
    assert send(first, opinion, "open_dispute").status_code == 302
    assert send(second, opinion, "open_dispute").status_code == 412
    assert Dispute.objects.count() == 1


def test_an_opinion_of_a_frozen_draft_says_why_it_is_not_edited(
    cast: Cast, signed_in: SignedIn
) -> None:
    case = disputed_draft(cast)
    form = {"lead": cast.units["QP-D21"].pk}
    refused = send(signed_in("coordinator"), case.task, "assign_lead", **form)
    assert refused.status_code == 409
    assert "存在争议" in words_of(refused)


def test_the_pages_ask_as_much_for_one_opinion_as_for_many(cast: Cast, signed_in: SignedIn) -> None:
    one, many = make_plan(cast, 1, issued=False), make_plan(cast, 12, issued=False, title="多")
    for plan in (one, many):
        for task in plan.tasks.all():
            record(cast, task)
    client = signed_in("coordinator")
    assert counted(client, page_of(one)) == counted(client, page_of(many))
