"""Before an act: what it leads to. After a refusal: the way out. And the letter as printed."""

from datetime import date
from typing import Any

from django.urls import reverse

from coordination.effects import effects_of
from coordination.steps import STEPS, offers_for
from coordination.web.nouns import step_url
from coordination.web.ways_out import WAYS
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from tests.coordination.scenes import replying
from tests.coordination.web.conftest import SignedIn, counted, post
from tests.part_stages import finish_parts
from tests.stages import task_in
from workflow.models import Record


def codes(states: list[tuple[str, Any]]) -> list[str]:
    return [code for code, _label in states]


def words(rows: list[Any]) -> list[str]:
    return [str(each) for each in rows]


def test_a_claim_tells_its_state_its_limit_and_what_ends(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    found = effects_of(task, "claim", cast["lead_head"])
    assert codes(found.states) == ["completed"]
    assert [day for _words, day in found.limits] == [date(2026, 3, 16)]
    assert found.told == ["督查人员", "区市场监管局"]
    assert "提出异议" in words(found.closed)
    assert not Record.objects.filter(step="claim").exists()


def test_an_issue_tells_both_limits(cast: Cast) -> None:
    found = effects_of(make_plan(cast, issued=False), "issue", cast["coordinator"])
    assert [day for _words, day in found.limits] == [date(2026, 3, 4), date(2026, 3, 11)]


def test_a_step_that_makes_a_thing_tells_the_things_state(cast: Cast) -> None:
    found = effects_of(make_task(cast), "ask_extension", cast["lead_head"])
    assert codes(found.states) == ["asked"]
    assert found.closed == []


def test_every_offered_step_has_an_effect(cast: Cast) -> None:
    subjects = [task_in(cast, state, state) for state in ("assigned", "in_progress", "completed")]
    case = contest(cast, make_task(cast, title="争议"))
    more = [replying(cast)[1], case, *case.slots.all()]
    for subject in [*subjects, *more]:
        for who in ("lead_head", "supervisor", "coordinator", "leader"):
            for offer in offers_for(subject, cast[who]):
                if offer.allowed:
                    found = effects_of(subject, offer.step, cast[who])
                    assert found.states, (subject.kind, offer.step)


def test_the_page_of_a_step_shows_the_effect(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    page = signed_in("lead_head").get(step_url(task, "claim")).content.decode()
    assert "办理后" in page
    assert "2026-03-16" in page
    assert "督查人员" in page


def test_a_grave_step_opens_its_page_first(cast: Cast, signed_in: SignedIn) -> None:
    plan = make_plan(cast, issued=False)
    client = signed_in("coordinator")
    offers = client.get(reverse("web:plan", args=[plan.pk])).context["offers"]
    (issue,) = [offer for offer in offers if offer["code"] == "issue"]
    assert issue["form_url"] == step_url(plan, "issue")
    shown = client.get(issue["form_url"]).content.decode()
    assert "effect--grave" in shown
    assert post(client, issue["form_url"]).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "issued"


def test_a_refusal_says_the_way_out_with_its_step(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "completed")
    client = signed_in("supervisor")
    page = client.get(step_url(task, "verify"))
    begin = step_url(task, "begin_verification")
    assert page.status_code == 409
    assert [way["url"] for way in page.context["ways"]] == [begin]
    shown = client.get(reverse("web:task", args=[task.pk])).content.decode()
    assert shown.count(begin) >= 2
    refused = post(
        signed_in("lead_head"),
        step_url(make_task(cast, title="b"), "ask_extension"),
        new_due="2026-12-31",
        reason="r",
        percent="1",
    )
    assert refused.status_code == 409


def test_ways_name_steps_that_are_there(cast: Cast) -> None:
    known = {step for table in STEPS.values() for step in table}
    assert {way.step for way in WAYS.values() if way.step} <= known
    assert all(way.words or way.step for way in WAYS.values())


def test_the_letter_is_printed_with_its_number_its_limit_and_its_reply(
    cast: Cast, signed_in: SignedIn
) -> None:
    _who, letter, form = replying(cast)
    url = reverse("web:letter", args=[letter.pk])
    client = signed_in("lead")
    page = client.get(url).content.decode()
    for text in (letter.number, "督办单", "区发展改革委", letter.text, "2026-03-06", "data-print"):
        assert text in page
    assert f"letter--{letter.level}" in page
    assert post(client, step_url(letter, "reply_urge"), **form).status_code == 302
    assert form["reply"] in client.get(url).content.decode()
    task = client.get(reverse("web:task", args=[letter.task_id])).content.decode()
    assert url in task
    for who in ("outsider", "tax_head"):
        assert signed_in(who).get(url).status_code == 404


def test_a_letters_page_costs_the_same_whoever_reads(cast: Cast, signed_in: SignedIn) -> None:
    letter = replying(cast)[1]
    url = reverse("web:letter", args=[letter.pk])
    assert max(counted(signed_in(who), url) for who in ("lead", "supervisor", "leader")) <= 12
