"""What brings about the notices of a dispute besides those of its rounds."""

from datetime import date, timedelta

from coordination.disputes import actions as disputes
from coordination.disputes import deciding, joining, opening
from coordination.disputes.models import Dispute
from coordination.tasks.models import Cooperation
from coordination.units.models import Unit
from tests.case_stages import (
    answer,
    both_state,
    confirm_facts,
    contest,
    file,
    for_ruling,
    opine,
    propose,
    rule,
    settle,
    submit,
    to_file,
    to_offices,
)
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination import case_scenes as scenes
from workflow import clock, deadlines, outbox


def lapsed(*, days: int) -> None:
    """Everything that is due after so many days has passed unmet."""
    with clock.at(MONDAY + timedelta(days=days)):
        deadlines.tick()


def deemed_admitted(cast: Cast) -> None:
    file(cast, make_task(cast))
    lapsed(days=4)


def completed(cast: Cast) -> None:
    who, case, form = scenes.completing(cast)
    opening.complete_objection(case, actor=cast[who], version=case.version, **form)


def refused(cast: Cast) -> None:
    who, case, form = scenes.refusing(cast)
    opening.refuse_dispute(case, actor=cast[who], version=1, **form)


def joined(cast: Cast) -> None:
    who, case, form = scenes.joining(cast)
    opening.join_objection(case, actor=cast[who], version=case.version, **form)


def put_together(cast: Cast) -> Dispute:
    who, case, form = scenes.joining_case(cast)
    leading = Dispute.objects.get(pk=form["into"])
    joining.join_case(
        case, actor=cast[who], version=case.version, into=leading, reason=form["reason"]
    )
    leading.refresh_from_db()
    return leading


def decided_together(cast: Cast) -> None:
    settle(cast, put_together(cast))
    outbox.drain()


def parted(cast: Cast) -> None:
    case = put_together(cast)
    disputes.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
    outbox.drain()


def handed_over(cast: Cast) -> None:
    who, case, form = scenes.handing_over(cast)
    opening.hand_over(case, actor=cast[who], version=case.version, **form)


def temporary_lead(cast: Cast) -> None:
    who, case, form = scenes.naming_temporary_lead(cast)
    unit = Unit.objects.get(pk=form["unit"])
    opening.name_temporary_lead(
        case, actor=cast[who], version=case.version, unit=unit, reason=form["reason"]
    )


def consulted(cast: Cast) -> None:
    who, case, form = scenes.consulting(cast)
    disputes.record_consultation(
        case, actor=cast[who], version=case.version, held_on=date(2026, 3, 2), people=form["people"]
    )


def skip_asked(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    disputes.skip_rounds(case, actor=cast["lead_head"], version=case.version)


def opinions_asked(cast: Cast) -> None:
    to_offices(cast, contest(cast, make_task(cast)))


def opinion_given(cast: Cast) -> None:
    to_file(cast, contest(cast, make_task(cast)))


def opinion_missing(cast: Cast) -> None:
    opinions_asked(cast)
    lapsed(days=8)


def file_lapsed(cast: Cast) -> None:
    opinion_given(cast)
    lapsed(days=3)


def heard(cast: Cast) -> None:
    _who, case, form = scenes.hearing(cast)
    unit = Unit.objects.get(pk=form["unit"])
    deciding.hear_unit(
        case, actor=cast["leader"], version=case.version, unit=unit, reason=form["reason"]
    )


def escalated(cast: Cast) -> None:
    for_ruling(cast, contest(cast, make_task(cast)))
    lapsed(days=8)


def not_ruled(cast: Cast) -> None:
    for_ruling(cast, contest(cast, make_task(cast)))
    lapsed(days=20)


def sent_back(cast: Cast) -> None:
    """The unit that agreed to lead is closed before the last answer comes."""
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "proposed_head", "QP-D17", "agree")
    Unit.objects.filter(code="QP-D17").update(closed_on=date(2026, 3, 2))
    answer(cast, case, "lead_head", "QP-D02", "agree")


def carried_out(cast: Cast) -> None:
    ruled(cast)


def ruled(cast: Cast) -> Dispute:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    rule(cast, case)
    return case


def reviewed(cast: Cast) -> None:
    who, case, form = scenes.deciding_review(cast)
    deciding.decide_review(
        case,
        actor=cast[who],
        version=case.version,
        stands=True,
        outcome=form["outcome"],
        reasons=form["reasons"],
    )


def closed(cast: Cast) -> None:
    ruled(cast)
    lapsed(days=4)


def letter_due(cast: Cast) -> None:
    case = contest(cast, make_task(cast), proposed="QP-P01", ground="fact")
    for who, code in (("lead_head", "QP-D02"), ("tax_head", "QP-P01")):
        slot = case.slots.get(unit__code=code)
        disputes.give_statement(slot, actor=cast[who], version=1, stance="refuse", text="t")
    case.refresh_from_db()
    for who in ("lead_head", "tax_head"):
        disputes.skip_rounds(case, actor=cast[who], version=case.version)
        case.refresh_from_db()
    confirm_facts(cast, case)
    submit(cast, case)
    rule(cast, case, outcome="letter", on=date(2026, 3, 4))
    lapsed(days=5)


def reworded(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    to_offices(cast, case)
    opine(cast, case)
    confirm_facts(cast, case)
    submit(cast, case)
    rule(cast, case, outcome="adjust", wording="新的任务表述")


def urgency_decided(cast: Cast) -> None:
    scenes.naming_temporary_lead(cast)


def completion_asked(cast: Cast) -> None:
    scenes.completing(cast)


def filing(cast: Cast) -> None:
    opinion_given(cast)


def split_up(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    units = [cast.units[code] for code in ("QP-D02", "QP-D17")]
    parts = [
        {"unit": unit.pk, "title": "环节", "indicator": "完成率", "due_on": "2026-11-30"}
        for unit in units
    ]
    rule(cast, case, outcome="split", units=units, parts=parts)


def contested(cast: Cast) -> None:
    contest(cast, make_task(cast))


def opened(cast: Cast) -> None:
    both_state(cast, contest(cast, make_task(cast)))


def answered(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")


def another_round(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    with clock.at(MONDAY + timedelta(days=3)):
        deadlines.tick()


def settled(cast: Cast) -> None:
    settle(cast, contest(cast, make_task(cast)))


def helper_takes_over(cast: Cast) -> None:
    """The cooperating unit becomes the lead; its part ends."""
    case = contest(cast, make_task(cast), proposed="QP-D21")
    for who, code in (("lead_head", "QP-D02"), ("helper_head", "QP-D21")):
        slot = case.slots.get(unit__code=code, asked_for="statement")
        disputes.give_statement(
            slot, actor=cast[who], version=slot.version, stance="refuse", text="t"
        )
    case.refresh_from_db()
    propose(cast, case, outcome="reassign", new_lead=cast.units["QP-D21"])
    for who, code in (("lead_head", "QP-D02"), ("helper_head", "QP-D21")):
        answer(cast, case, who, code, "agree")
    assert Cooperation.objects.get(unit__code="QP-D21").state == "released"


def ruling_asked(cast: Cast) -> None:
    for_ruling(cast, contest(cast, make_task(cast)))


def withdrawn(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    disputes.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
