"""A case to which every unit of a district is a party."""

from itertools import count

from coordination.disputes.models import Dispute, Party
from coordination.units.actions import UnitRow, take_units
from coordination.units.grants import appoint
from coordination.units.models import Unit, User
from coordination.units.official import Official, official_of
from coordination.units.states import Duty
from tests.case_stages import file
from tests.cast import SINCE, Cast, make_plan

ALL = 51
PARTIES = {"QP-D02": "lead_head", "QP-D17": "proposed_head"}
_number = count(1)


def crowd(cast: Cast) -> dict[str, Official]:
    """The heads of all units by code; those that the cast has not are taken in."""
    heads = {code: cast[name] for code, name in PARTIES.items()}
    rows = [
        UnitRow(f"QP-X{n:02}", f"第{n}单位", f"第{n}单位", "department", "区政府")
        for n in range(ALL - len(PARTIES))
    ]
    take_units(cast.body, rows)
    for unit in Unit.objects.filter(code__startswith="QP-X"):
        user = User.objects.create_user(unit.code)
        appoint(user, unit, Duty.HEAD, SINCE)
        heads[unit.code] = official_of(user)
    return heads


def wide_case(cast: Cast) -> Dispute:
    """A case that is filed, with every unit of the crowd as a party."""
    case = file(cast, make_plan(cast, title=f"全区{next(_number)}").tasks.get())
    for unit in Unit.objects.filter(code__startswith="QP-X"):
        Party.objects.create(dispute=case, unit=unit, role="named")
    return case
