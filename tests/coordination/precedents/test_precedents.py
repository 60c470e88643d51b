"""Decided cases are kept, found by likeness with the reason, and seen by those concerned only."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.disputes import actions as disputes
from coordination.disputes import deciding, opening
from coordination.precedents.actions import take
from coordination.precedents.models import Precedent
from coordination.precedents.queries import before_filing, of_case, similar, visible_to
from tests.case_stages import contest, for_ruling, rule
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.duties.lists import entry
from tests.coordination.precedents.cases import agree, opened, past, settled, task_of
from workflow import clock, outbox
from workflow.models import OutboxMessage


def test_a_settled_case_is_a_precedent_as_soon_as_the_relay_has_run(cast: Cast) -> None:
    cited = entry(cast)
    case = settled(cast, "优化营商环境", cited=[cited])
    found = Precedent.objects.get()
    assert (found.dispute_id, found.title, found.ground) == (case.pk, "优化营商环境", "duty")
    assert (found.outcome, found.decided) == ("maintain", "settlement")
    assert str(found.decided_on) == "2026-03-02"
    assert {unit.code for unit in found.units.all()} == {"QP-D02", "QP-D17"}
    assert [each.pk for each in found.cited.all()] == [cited.pk]


def test_delivered_twice_leaves_one(cast: Cast) -> None:
    settled(cast, "优化营商环境")
    OutboxMessage.objects.update(delivered_at=None)
    outbox.drain()
    assert Precedent.objects.count() == 1


def test_an_open_or_withdrawn_case_is_none(cast: Cast) -> None:
    case = opened(cast, "优化营商环境")
    outbox.drain()
    disputes.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="撤回")
    outbox.drain()
    assert not Precedent.objects.exists()


def test_a_ruling_is_one_at_once_and_its_review_renews_it(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    rule(cast, case)
    outbox.drain()
    assert case.state == "receipt"
    assert Precedent.objects.values_list("outcome", "decided").get() == ("maintain", "ruling")
    asked = {"ground": "fact", "reason": "事实有误"}
    deciding.ask_review(case, actor=cast["lead_head"], version=case.version, **asked)
    case.refresh_from_db()
    with clock.at(MONDAY + timedelta(days=1)):
        deciding.decide_review(
            case,
            actor=cast["leader"],
            version=case.version,
            stands=False,
            outcome="reassign",
            new_lead=cast.units["QP-D17"],
            reasons="事实更正",
        )
    outbox.drain()
    found = Precedent.objects.get()
    assert (found.outcome, found.decided) == ("reassign", "review")
    assert found.decided_on == (MONDAY + timedelta(days=1)).date()


def test_a_refused_objection_is_none(cast: Cast) -> None:
    case = opened(cast, "优化营商环境")
    refused = {"ground": "no_basis", "reason": "未列依据"}
    opening.refuse_dispute(case, actor=cast["coordinator"], version=case.version, **refused)
    outbox.drain()
    assert not Precedent.objects.exists()


def test_a_contested_part_cites_and_becomes_one(cast: Cast) -> None:
    cited = entry(cast)
    part = make_task(cast).cooperations.get()
    words = {"ground": "duty", "facts": "事实", "basis": "依据", "wish": "release"}
    case = disputes.contest_part(
        part, actor=cast["helper_head"], version=part.version, cited=[cited], **words
    )
    agree(cast, case, outcome="release")
    found = Precedent.objects.get()
    assert (found.outcome, found.decided) == ("release", "settlement")
    assert {unit.code for unit in found.units.all()} == {"QP-D02", "QP-D21"}
    assert [each.pk for each in found.cited.all()] == [cited.pk]


def test_the_like_one_comes_first_with_the_reason(cast: Cast) -> None:
    cases = past(cast)
    sought = before_filing(
        task_of(cast, "持续优化营商环境评价"), ground="duty", proposed=cast.units["QP-D17"]
    )
    found = similar(cast["coordinator"], sought)
    assert found[0].precedent.dispute_id == cases["business"].pk
    assert "“营商环境”" in found[0].reason
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert cases["river"].pk not in [each.precedent.dispute_id for each in found]


LIKE = [
    ("规范农贸市场管理", "duty", "QP-D21", "QP-D17", "markets"),
    ("5G基站选址", "capacity", "QP-D17", "QP-D21", "network"),
    ("新增养老服务站", "law", "QP-D17", "QP-T05", "elderly"),
    ("水环境综合治理", "fact", "QP-T05", "QP-D17", "river"),
]


def test_each_of_the_hand_made_cases_is_found_by_one_like_it(cast: Cast) -> None:
    cases = past(cast)
    for *told, wanted in LIKE:
        case = opened(cast, *told)
        found = similar(cast["coordinator"], of_case(case), besides=case.pk)
        assert found[0].precedent.dispute_id == cases[wanted].pk, wanted


def test_a_case_is_no_precedent_for_itself(cast: Cast) -> None:
    case = settled(cast, "优化营商环境")
    assert similar(cast["coordinator"], of_case(case), besides=case.pk) == []


def test_the_same_paragraph_cited_is_a_likeness(cast: Cast) -> None:
    cited = entry(cast)
    case = settled(cast, "整治河道", "law", "QP-D21", "QP-D17", cited=[cited])
    task = task_of(cast, "编制规划", "QP-T05")
    assert similar(cast["coordinator"], before_filing(task)) == []
    found = similar(cast["coordinator"], before_filing(task, cited=[cited]))
    assert [each.precedent.dispute_id for each in found] == [case.pk]
    assert str(cited) in found[0].reason


def test_what_one_may_not_see_is_not_offered(cast: Cast) -> None:
    case = settled(cast, "优化营商环境")
    sought = before_filing(task_of(cast, "优化营商环境"), proposed=cast.units["QP-D17"])
    for who in ("lead", "lead_head", "proposed", "coordinator", "leader"):
        assert [each.precedent.dispute_id for each in similar(cast[who], sought)] == [case.pk]
    for who in ("outsider", "outsider_head", "helper", "supervisor"):
        assert similar(cast[who], sought) == []
        assert not visible_to(cast[who]).exists()


def test_rebuilding_finds_the_same_again(cast: Cast) -> None:
    past(cast)
    before = list(Precedent.objects.order_by("pk").values_list("dispute_id", "terms", "decided_on"))
    kept = Precedent.objects.order_by("pk")[0]
    Precedent.objects.exclude(pk=kept.pk).delete()
    Precedent.objects.update(terms="")
    call_command("rebuild_search", "--json")
    after = Precedent.objects.order_by("dispute_id")
    assert list(after.values_list("dispute_id", "terms", "decided_on")) == before
    sought = before_filing(task_of(cast, "优化营商环境"))
    assert similar(cast["coordinator"], sought)[0].precedent.title == "优化全区营商环境"


def test_the_wording_stays_as_it_was_when_the_case_closed(cast: Cast) -> None:
    case = settled(cast, "优化营商环境")
    case.task.title = "别的任务"
    assert take(case).title == "优化营商环境"


def test_the_number_offered_and_the_least_score_are_configuration(
    cast: Cast, settings: Any
) -> None:
    past(cast)
    sought = before_filing(task_of(cast, "优化营商环境"), proposed=cast.units["QP-D17"])
    many = similar(cast["coordinator"], sought)
    settings.PRECEDENTS = settings.PRECEDENTS | {"offered": 1}
    assert similar(cast["coordinator"], sought) == many[:1]
    settings.PRECEDENTS = settings.PRECEDENTS | {"least": 1_000}
    assert similar(cast["coordinator"], sought) == []


def test_the_cost_does_not_grow(cast: Cast) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert similar(actor, sought)
        return len(queries)

    settled(cast, "优化营商环境")
    actor = cast["coordinator"]
    sought = before_filing(task_of(cast, "优化营商环境"), proposed=cast.units["QP-D17"])
    few = counted()
    for _more in range(4):
        settled(cast, "优化营商环境")
    assert counted() == few <= 6
