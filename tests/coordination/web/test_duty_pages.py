"""职责依据 and citing from a form, in the browser's words; and similar cases beside the form."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from coordination.disputes.models import Dispute
from coordination.duties.actions import cite
from coordination.duties.models import Citation, DutyEntry
from tests.browse import send, step_page, words_of
from tests.browse import signed_in as enter
from tests.case_stages import contest, slot_of
from tests.cast import Cast, make_other_body, make_task
from tests.coordination.duties.lists import entry, row, take
from tests.coordination.precedents.cases import settled
from tests.coordination.web.conftest import SignedIn, counted, post

LIST = "/duties/"
FILING = {"ground": "duty", "facts": "事实", "basis": "依据"}


def shown(response: Any) -> list[str]:
    return [entry.code for entry in response.context["page"].rows]


def test_an_empty_list_says_what_to_do(cast: Cast, signed_in: SignedIn) -> None:
    assert "import_duties" in words_of(signed_in("lead").get(LIST))
    assert "import_duties" not in words_of(signed_in("lead").get(LIST + "?q=营商"))


def test_words_unit_and_kind_cut_the_list_and_the_nearest_stands_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    take(
        cast,
        row("A", "统筹营商环境工作"),
        row("B", "营商环境评价", "QP-D17"),
        row("C", "河道整治", "QP-T05", kind="law", document="某条例"),
    )
    client = signed_in("outsider")
    assert shown(client.get(LIST)) == ["A", "B", "C"]
    assert shown(client.get(LIST + "?q=营商环境")) == ["B", "A"]
    assert shown(client.get(f"{LIST}?q=营商环境&unit={cast.units['QP-D02'].pk}")) == ["A"]
    assert shown(client.get(LIST + "?kind=law")) == ["C"]
    assert shown(client.get(LIST + "?q=没有")) == []
    part = client.get(LIST + "?q=河道", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("query", ["q=%22%27%2A", "q=%00", "q=" + "a" * 500, "unit=x", "kind=x"])
def test_an_odd_query_is_no_fault(cast: Cast, signed_in: SignedIn, query: str) -> None:
    entry(cast)
    client = signed_in("lead")
    assert client.get(f"{LIST}?{query}").status_code == 200
    assert client.get(f"/duties/picks/?{query}&cited=%00").status_code == 200


def test_25_a_page_and_the_same_queries_at_1_and_at_30(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("lead")
    take(cast, row("A0", "营商环境"))
    client.get(LIST)
    few = [counted(client, url) for url in (LIST, LIST + "?q=营商", "/duties/picks/?q=营商")]
    take(cast, *(row(f"A{n}", "营商环境") for n in range(1, 30)))
    many = [counted(client, url) for url in (LIST, LIST + "?q=营商", "/duties/picks/?q=营商")]
    assert many == few
    for url in (LIST, LIST + "?q=营商"):
        first = client.get(url)
        assert len(shown(first)) == 25
        second = client.get(first.context["page"].next_url)
        assert sorted(shown(first) + shown(second)) == sorted(f"A{n}" for n in range(30))


def test_a_page_of_one_entry_with_an_anchor_and_its_neighbours(
    cast: Cast, signed_in: SignedIn
) -> None:
    take(cast, row("A", "统筹营商环境", valid_until=None), row("B", "价格管理"))
    found = DutyEntry.objects.get(code="A")
    page = signed_in("outsider").get(reverse("web:duty", args=[found.pk]))
    assert f'id="p{found.pk}"' in page.content.decode()
    assert "统筹营商环境" in words_of(page)
    assert "价格管理" in words_of(page)


def test_entries_of_another_body_do_not_exist(cast: Cast) -> None:
    found = entry(cast)
    stranger = enter(make_other_body(), "stranger")
    assert stranger.get(reverse("web:duty", args=[found.pk])).status_code == 404
    assert shown(stranger.get(LIST)) == []
    assert found.code not in stranger.get("/duties/picks/?q=营商&cited=SD-1").content.decode()


def test_picks_offer_what_is_in_force_and_keep_what_is_ticked(
    cast: Cast, signed_in: SignedIn
) -> None:
    take(
        cast,
        row("A", "营商环境"),
        row("B", "营商环境", valid_until=date(2020, 1, 1)),
        row("C", "河道"),
    )
    offered = signed_in("lead").get("/duties/picks/?q=营商&cited=C").context["picks"]
    assert [(pick["entry"].code, pick["ticked"]) for pick in offered] == [("C", True), ("A", False)]


def test_a_filing_cites_paragraphs_typed_and_ticked(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    take(cast, row("A", "营商环境"), row("B", "河道"))
    form = FILING | {"proposed": cast.units["QP-D17"].pk, "cited": ["A", "B", "A"]}
    assert send(signed_in("lead_head"), task, "contest", **form).status_code == 302
    case = Dispute.objects.get()
    cited = list(Citation.objects.filter(dispute=case).order_by("position"))
    assert [(each.entry.code, each.quote) for each in cited] == [("A", "营商环境"), ("B", "河道")]
    assert len(cited[0].sha) == 64
    page = signed_in("proposed").get(reverse("web:dispute", args=[case.pk]))
    assert "《机构职能示例》 第A条" in words_of(page)


@pytest.mark.parametrize("cited", ["A, X", "B", " ".join(f"C{n}" for n in range(11)), "A\x00"])
def test_an_unknown_code_or_too_many_are_refused_and_nothing_is_filed(
    cast: Cast, signed_in: SignedIn, cited: str
) -> None:
    task = make_task(cast)
    take(cast, *(row(code, "内容") for code in ("A", *(f"C{n}" for n in range(11)))))
    form = FILING | {"proposed": cast.units["QP-D17"].pk, "cited": cited}
    answer = send(signed_in("lead_head"), task, "contest", **form)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"cited"}
    assert not Dispute.objects.exists()


def test_a_citation_keeps_its_wording_when_the_entry_changes(
    cast: Cast, signed_in: SignedIn
) -> None:
    case = contest(cast, make_task(cast))
    cite([entry(cast, "A", "旧条文")], dispute=case)
    entry(cast, "A", "新条文")
    page = words_of(signed_in("coordinator").get(reverse("web:dispute", args=[case.pk])))
    assert "旧条文" in page
    assert "新条文" not in page


def test_a_sealed_statement_seals_what_it_cites(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    case = contest(cast, task)
    take(cast, row("A", "封存期间不得读到的条文"))
    slot = slot_of(case, "QP-D02")
    sent = send(signed_in("lead_head"), slot, "state", stance="refuse", text="意见", cited="A")
    assert sent.status_code == 302
    url = reverse("web:dispute", args=[case.pk])
    task_url = reverse("web:task", args=[task.pk])
    assert "不得读到" in words_of(signed_in("lead").get(url))
    for who in ("proposed", "coordinator", "leader"):
        assert "不得读到" not in signed_in(who).get(url).content.decode()
        assert "不得读到" not in signed_in(who).get(task_url).content.decode()
    other = slot_of(case, "QP-D17")
    send(signed_in("proposed_head"), other, "state", stance="refuse", text="意见")
    assert "不得读到" in words_of(signed_in("coordinator").get(url))
    proposal = {"outcome": "maintain", "text": "维持", "cited": "A"}
    case.refresh_from_db()
    assert send(signed_in("lead"), case, "propose", **proposal).status_code == 302
    assert Citation.objects.filter(proposal__isnull=False).count() == 1


def test_the_form_that_opens_a_case_shows_similar_ones(cast: Cast, signed_in: SignedIn) -> None:
    past = settled(cast, "优化营商环境")
    task = make_task(cast)
    head = signed_in("lead_head")
    page = head.get(step_page(task, "contest"))
    assert page.context["similar"] == []
    url = page.context["similar_url"]
    assert head.get(url).status_code == 200
    typed = {"ground": "duty", "proposed": cast.units["QP-D17"].pk, "facts": "营商环境"}
    part = head.post(url, typed, headers={"HX-Request": "true"})
    assert [each["precedent"].dispute_id for each in part.context["similar"]] == [past.pk]
    assert "同一异议理由" in words_of(part)
    assert "<html" not in part.content.decode()
    assert "<html" in head.post(url, typed).content.decode()
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"ground": "x", "proposed": "x"},
        {"proposed": "999999999999999999999"},
        {"facts": "\x00", "cited": "\x00"},
        {"facts": "甲" * 100_000},
    ],
)
def test_odd_typing_is_no_fault(cast: Cast, signed_in: SignedIn, typed: dict[str, str]) -> None:
    settled(cast, "优化营商环境")
    url = reverse("web:precedents", args=[make_task(cast).pk])
    assert signed_in("lead_head").post(url, typed).status_code == 200


def test_similar_cases_are_for_those_concerned(cast: Cast, signed_in: SignedIn) -> None:
    settled(cast, "优化营商环境")
    task = make_task(cast, due_on=None, title="优化营商环境")
    case = contest(cast, task)
    url = reverse("web:dispute", args=[case.pk])
    assert len(signed_in("coordinator").get(url).context["similar"]) == 1
    assert "similar" not in signed_in("lead_head").get(url).context
    hidden = reverse("web:precedents", args=[task.pk])
    assert signed_in("outsider").get(hidden).context["similar"] == []
    draft = make_task(cast, issued=False, title="草案")
    assert signed_in("lead").get(reverse("web:precedents", args=[draft.pk])).status_code == 404


def test_what_was_typed_stays_when_the_form_is_not_complete(
    cast: Cast, signed_in: SignedIn
) -> None:
    entry(cast, "A", "条文")
    task = make_task(cast)
    answer = post(signed_in("lead_head"), step_page(task, "contest"), cited=["A"], facts="写了")
    assert answer.status_code == 422
    assert 'value="A"' in answer.content.decode()
