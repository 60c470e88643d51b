"""The page of a case: what changed since the last round, the path taken, and the print."""

from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute
from coordination.web.case_drawing import drawing
from coordination.web.dispute_pages import rounds
from coordination.web.positions import Column
from tests.case_stages import close_file, contest, round_that_fails, rule, slot_of, to_offices
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.web.conftest import SignedIn

LEAD, OTHER = "QP-D02", "QP-D17"


def state(cast: Cast, case: Dispute, who: str, code: str, stance: str, text: str) -> None:
    slot = slot_of(case, code)
    disputes.give_statement(slot, actor=cast[who], version=slot.version, stance=stance, text=text)


def second_round(cast: Cast) -> Dispute:
    """The lead repeats itself, the other unit gives way in part."""
    case = contest(cast, make_task(cast))
    round_that_fails(cast, case)
    state(cast, case, "lead_head", LEAD, "refuse", "意见")
    state(cast, case, "proposed_head", OTHER, "accept_if", "意见。请增加人员；可以承接。")
    case.refresh_from_db()
    return case


def column_of(case: Dispute, number: int, code: str) -> Column:
    slots = list(case.slots.select_related("unit").order_by("round", "pk"))
    said = {slot.pk: list(slot.statements.order_by("position")) for slot in slots}
    told = {each["number"]: each for each in rounds(case, slots, said)}
    found: Column = next(
        column for column in told[number]["statements"] if column.slot.unit.code == code
    )
    return found


def test_what_is_new_in_a_round_is_marked_and_a_repetition_is_said(cast: Cast) -> None:
    case = second_round(cast)
    first = column_of(case, 1, OTHER)
    assert (first.before, first.pieces, first.moved, first.repeats) == (None, [], False, False)
    same = column_of(case, 2, LEAD)
    assert (same.moved, same.repeats) == (False, True)
    other = column_of(case, 2, OTHER)
    assert (other.moved, other.repeats) == (True, False)
    new = [piece.text for piece in other.pieces if piece.new]
    assert "".join(piece.text for piece in other.pieces) == "意见。请增加人员；可以承接。"
    assert "请增加人员；" in new
    assert "可以承接。" in new


def test_the_page_shows_what_changed_and_the_path(cast: Cast, signed_in: SignedIn) -> None:
    case = second_round(cast)
    page = signed_in("coordinator").get(f"/disputes/{case.pk}/").content.decode()
    assert "<ins>请增加人员；</ins>" in page
    assert "与上一轮意见相同" in page
    assert "上一轮：不" in page
    assert "drawing__way--taken" in page
    assert "×2" in page
    assert "style=" not in page


def test_the_drawing_takes_the_way_of_the_records(cast: Cast) -> None:
    states = ["filed", "filed", "admitted", "collecting", "consulting", "answering"]
    states += ["collecting", "consulting", "answering", "executing", "closed"]
    told = drawing([(each, MONDAY) for each in states])
    taken = sorted(way.taken for way in told["ways"])
    # filed, two rounds with their three lines, one way back, and the settlement's jump to the end.
    assert taken == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
    present = [node.label for node in told["nodes"] if node.present]
    assert len(present) == 1
    assert told["nodes"][-1].present
    reached = {node.times for node in told["nodes"]}
    assert reached == {0, 1, 2}


def test_a_withdrawn_case_ends_beside_the_way(cast: Cast, signed_in: SignedIn) -> None:
    case = contest(cast, make_task(cast))
    disputes.withdraw_dispute(
        case, actor=cast["lead_head"], version=case.version, reason="已另行协商"
    )
    page = signed_in("coordinator").get(f"/disputes/{case.pk}/").content.decode()
    assert page.count("drawing__node--present") == 1


def test_a_ruling_says_that_it_holds_for_this_task_only(cast: Cast, signed_in: SignedIn) -> None:
    case = contest(cast, make_task(cast))
    to_offices(cast, case)
    close_file(cast, case)
    rule(cast, case)
    words = "仅适用于本任务，不作为部门职责依据"
    assert words in signed_in("lead").get(f"/disputes/{case.pk}/").content.decode()
    told = signed_in("lead").get(
        f"/api/v1/disputes/{case.pk}/", headers={"accept-language": "zh-hans"}
    )
    assert words in told.json()["rulings"][0]["reservation"]


def test_who_only_cooperates_sees_neither_path_nor_words(cast: Cast, signed_in: SignedIn) -> None:
    case = second_round(cast)
    page = signed_in("helper").get(f"/disputes/{case.pk}/").content.decode()
    assert "drawing" not in page
    assert "请增加人员" not in page
