"""Who fills in which form on an opinion of a unit on a draft."""

from collections.abc import Callable

from tests.cast import Cast
from tests.coordination.scenes import Scene
from tests.opinion_stages import record
from tests.stages import task_in


def opining(cast: Cast) -> Scene:
    form = {"about": "change_lead", "ground": "duty", "text": "不属本单位职责", "basis": "三定规定"}
    units = {"unit": cast.units["QP-D02"].pk, "proposed": cast.units["QP-D17"].pk}
    return "coordinator", task_in(cast, "draft"), form | units


def deciding(cast: Cast) -> Scene:
    opinion = record(cast, task_in(cast, "draft"))
    return "coordinator", opinion, {"decision": "not_adopted", "reason": "职责明确"}


def opening(cast: Cast) -> Scene:
    return "coordinator", record(cast, task_in(cast, "draft")), {}


def withdrawing(cast: Cast) -> Scene:
    return "coordinator", record(cast, task_in(cast, "draft")), {"reason": "来函撤回"}


SCENES: dict[tuple[str, str], Callable[[Cast], Scene]] = {
    ("task", "opine"): opining,
    ("opinion", "decide_opinion"): deciding,
    ("opinion", "open_dispute"): opening,
    ("opinion", "withdraw_opinion"): withdrawing,
}
