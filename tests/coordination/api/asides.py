"""What the straight way of one task leaves out: groups, parts, the hard date, and undoing."""

from collections.abc import Iterator
from typing import Any

from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_plan
from tests.coordination.api.moves import REFUSED, Move
from tests.part_stages import group_line
from tests.stages import task_in

REASON = {"reason": "误发"}


def asides(cast: Cast) -> Iterator[Move]:
    """The moves, each given out after the one before was made."""
    yield from _groups(cast)
    yield from _opinions(cast)
    task = task_in(cast, "in_progress", "配合")
    yield from _parts(task.cooperations.get())
    yield from _hard_date(task)
    yield from _taken_back(cast, task)
    yield from _reopening_taken_back(task_in(cast, "verified", "核验"))


def _groups(cast: Cast) -> Iterator[Move]:
    """A line that names a group is divided; another gets the group as cooperating units."""
    town, other = cast.units["QP-T05"].pk, cast.units["QP-D17"].pk
    line = group_line(cast, "分解")
    yield Move("coordinator", "tasks", line.pk, "divide", {"units": [town, other]})
    line = group_line(cast, "协同")
    yield Move("coordinator", "tasks", line.pk, "take_collective", {"units": [town]})


def _opinions(cast: Cast) -> Iterator[Move]:
    """Opinions on a draft: one decided, one taken back, one disputed before the issue."""
    draft = task_in(cast, "draft", "征求意见")
    other = {"unit": cast.units["QP-D21"].pk, "about": "other", "text": "建议提前"}
    lead = {"unit": cast.units["QP-D02"].pk, "about": "change_lead", "text": "不属本单位"}
    lead |= {"proposed": cast.units["QP-D17"].pk, "ground": "duty", "basis": "三定规定"}
    for words, step, body in (
        (other, "decide_opinion", {"decision": "partly", "reason": "适当提前"}),
        (other, "withdraw_opinion", REASON),
        (lead, "open_dispute", {}),
    ):
        yield Move("coordinator", "tasks", draft.pk, "opine", words)
        opinion = draft.opinions.latest("pk").pk
        yield Move("coordinator", "opinions", opinion, step, body)


def _parts(part: Cooperation) -> Iterator[Move]:
    """A part is worded, asked for, reported on, done and reopened, kept, and contested."""

    def move(who: str, step: str, **body: Any) -> Move:
        return Move(who, "cooperations", part.pk, step, body)

    yield move("lead", "edit", duty="提供企业名录", due_on="2026-06-30")
    yield move("helper", "coop_accept")
    yield move("lead", "coop_ask", until="2026-03-06", text="请报送数据")
    yield move("helper", "coop_report", percent=30, done="完成数据比对")
    yield move("helper", "coop_done", result="已报送")
    yield move("helper", "coop_reopen", reason="数据有误")
    yield move("lead", "propose_release", reason="已无需配合")
    yield move("coordinator", "confirm_release", **REFUSED)
    grounds = {"ground": "duty", "facts": "不属本单位", "basis": "三定规定", "wish": "release"}
    yield move("helper_head", "contest", **grounds)


def _hard_date(task: Task) -> Iterator[Move]:
    hard = {"upper_due_on": "2026-11-30", "basis": "市府办督办通知"}
    yield Move("coordinator", "tasks", task.pk, "set_upper_due", hard)
    waived = {"waived_until": "2026-12-20", "reason": "已报市级同意"}
    yield Move("leader", "tasks", task.pk, "waive_upper", waived)


def _taken_back(cast: Cast, task: Task) -> Iterator[Move]:
    """What was asked, proposed or sent by mistake is taken back by its authors."""
    later = {"new_due": "2026-12-15", "reason": "审批未完成", "percent": 40}
    yield Move("lead_head", "tasks", task.pk, "ask_extension", later)
    asked = task.extension_requests.get()
    yield Move("lead_head", "extensions", asked.pk, "withdraw_extension")
    moved = {"to_unit": cast.units["QP-D17"].pk, "keep_old": True, "reason": "职能划转"}
    yield Move("coordinator", "tasks", task.pk, "ask_transfer", moved)
    yield Move("coordinator", "transfers", task.transfers.get().pk, "withdraw_transfer")
    letter = {"unit": cast.units["QP-D02"].pk, "level": "blue", "text": "请抓紧"}
    yield Move("supervisor", "tasks", task.pk, "urge", letter | {"reply_until": "2026-03-06"})
    yield Move("supervisor", "letters", task.letters.get().pk, "withdraw_letter", REASON)
    plan = make_plan(cast, 2, title="调整")
    one = plan.tasks.order_by("pk")[0]
    words = {"number": "1", "reason": "政策调整", "tasks": [one.pk]}
    yield Move("coordinator", "plans", plan.pk, "amend", words)
    yield Move("coordinator", "amendments", plan.amendments.get().pk, "withdraw_amendment")


def _reopening_taken_back(task: Task) -> Iterator[Move]:
    found = {"finding": "抽查不实", "reason": "需整改"}
    yield Move("supervisor", "tasks", task.pk, "ask_reopen", found)
    yield Move("supervisor", "reopenings", task.reopenings.get().pk, "withdraw_reopening")
