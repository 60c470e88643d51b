"""Who fills in which form on a cooperating part, and on a line that names a group."""

from tests.cast import Cast, make_task
from tests.coordination.scenes import DECISION, Scene
from tests.part_stages import accepted_part, group_line, propose_release
from tests.stages import task_in


def reporting_part(cast: Cast) -> Scene:
    part = accepted_part(cast, task_in(cast, "in_progress"))
    return "helper", part, {"percent": 30, "done": "完成数据比对"}


def wording_part(cast: Cast) -> Scene:
    form = {"duty": "提供企业名录", "due_on": "2026-06-30"}
    return "lead", make_task(cast).cooperations.get(), form


def asking_part(cast: Cast) -> Scene:
    part = accepted_part(cast, task_in(cast, "in_progress"))
    return "lead", part, {"until": "2026-03-06", "text": "请报送数据"}


def contesting_part(cast: Cast) -> Scene:
    form = {"ground": "duty", "facts": "不属本单位", "basis": "三定规定", "wish": "release"}
    return "helper_head", make_task(cast).cooperations.get(), form


def proposing_release(cast: Cast) -> Scene:
    return "lead", make_task(cast).cooperations.get(), {"reason": "已无需配合"}


def confirming_release(cast: Cast) -> Scene:
    part = make_task(cast).cooperations.get()
    propose_release(cast, part)
    return "coordinator", part, DECISION


def dividing(cast: Cast) -> Scene:
    units = [cast.units["QP-T05"].pk, cast.units["QP-D17"].pk]
    return "coordinator", group_line(cast), {"units": units}


def taking_collective(cast: Cast) -> Scene:
    return "coordinator", group_line(cast), {"units": [cast.units["QP-T05"].pk]}
