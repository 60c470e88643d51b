"""A statement is its unit's own until it is opened, and for ever where it never was."""

from datetime import date
from typing import Any

from django.urls import reverse

from coordination.disputes import actions
from coordination.disputes.queries import readable_statements
from coordination.reports import timeline
from tests.browse import send, signed_in
from tests.case_stages import both_state, contest, propose, settle, slot_of, state
from tests.cast import Cast, make_task


def texts(entries: Any) -> str:
    return "\n".join(entry.text for entry in entries)


def test_a_statement_given_before_a_withdrawal_stays_sealed(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    state(cast, case, "lead_head", "QP-D02", "密封的意见")
    case.refresh_from_db()
    actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="已沟通")
    assert readable_statements(cast["lead"], case).count() == 1
    for who in ("proposed_head", "coordinator", "leader"):
        assert not readable_statements(cast[who], case).exists(), who
        page = signed_in(cast, who).get(reverse("web:dispute", args=[case.pk]))
        assert "密封的意见" not in page.content.decode()
        assert "已沟通" in page.content.decode()


def test_a_case_page_tells_of_the_case_and_not_of_the_task(cast: Cast) -> None:
    task = make_task(cast)
    case = contest(cast, task, facts="本项涉及卫生许可")
    task.refresh_from_db()
    send(signed_in(cast, "lead"), task, "accept", contact="李", note="内部备注")
    both_state(cast, case, "书面意见正文")
    propose(cast, case, "建议正文")
    told = timeline.of_case(case)
    assert {entry.step for entry in told} > {"提出异议", "提出协商方案"}
    for text in ("本项涉及卫生许可", "书面意见正文", "建议正文"):
        assert text in texts(told)
    assert "内部备注" not in texts(told)
    assert "内部备注" in texts(timeline.of_task(task.pk))


def test_the_tasks_timeline_shows_words_of_the_cases_its_reader_sees(cast: Cast) -> None:
    task = make_task(cast)
    first = contest(cast, task, facts="第一次的事实")
    settle(cast, first, "第一次的意见")
    task.refresh_from_db()
    second = actions.contest_task(
        task,
        actor=cast["proposed_head"],
        version=task.version,
        ground="law",
        facts="第二次的事实",
        basis="依据",
        proposed=cast.units["QP-T05"],
        new_ground="fact",
        document="调查笔录",
        document_on=date(2026, 3, 3),
    )
    nothing = texts(timeline.of_task(task.pk))
    both = texts(timeline.of_task(task.pk, cases=[first.pk, second.pk]))
    one = texts(timeline.of_task(task.pk, cases=[first.pk]))
    other = texts(timeline.of_task(task.pk, cases=[second.pk]))
    for word, seen in [("第一次的事实", one), ("第一次的意见", one), ("第二次的事实", other)]:
        assert word in seen
        assert word in both
        assert word not in nothing
    assert "第二次" not in one
    assert "第一次" not in other


def test_an_answer_is_open_at_once(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    slot = slot_of(case, "QP-D02", "answer")
    actions.answer_proposal(
        slot, actor=cast["lead_head"], version=slot.version, stance="object", text="不同意的理由"
    )
    for who in ("lead", "proposed", "coordinator", "leader"):
        page = signed_in(cast, who).get(reverse("web:dispute", args=[case.pk]))
        assert "不同意的理由" in page.content.decode(), who
