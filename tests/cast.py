"""The fixed cast of the tests: one body, its units, and a person for each part to be played."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Cooperation, Task
from coordination.units.actions import UnitRow, take_units
from coordination.units.grants import Appointment, appoint_all
from coordination.units.models import Body, Unit, User
from coordination.units.official import Official, official_of
from coordination.units.states import Duty
from workflow import door
from workflow.actor import SYSTEM

SINCE = date(2020, 1, 1)
UNITS = [
    UnitRow("QP-D02", "发展和改革委员会", "区发展改革委", "department", "区政府", ("发改委",)),
    UnitRow("QP-D21", "市场监督管理局", "区市场监管局", "department", "区政府"),
    UnitRow("QP-D17", "卫生健康委员会", "区卫生健康委", "department", "区政府", ("卫健委",)),
    UnitRow("QP-D29", "政务服务办公室", "区政务办", "department", "区政府"),
    UnitRow("QP-D01", "人民政府办公室", "区政府办公室", "department", "区政府"),
    UnitRow("QP-D20", "审计局", "区审计局", "department", "区政府"),
    UnitRow("QP-C01", "委员会机构编制委员会办公室", "区委编办", "committee", "区委"),
    UnitRow("QP-D08", "司法局", "区司法局", "department", "区政府"),
    UnitRow("QP-P01", "税务局", "区税务局", "public-body", "市垂直管理"),
    UnitRow("QP-T05", "徐泾镇人民政府", "徐泾镇", "town", "区政府"),
]
PEOPLE = {
    "lead": ("QP-D02", Duty.HANDLER),
    "lead_head": ("QP-D02", Duty.HEAD),
    "helper": ("QP-D21", Duty.HANDLER),
    "helper_head": ("QP-D21", Duty.HEAD),
    "proposed": ("QP-D17", Duty.HANDLER),
    "proposed_head": ("QP-D17", Duty.HEAD),
    "outsider": ("QP-T05", Duty.HANDLER),
    "outsider_head": ("QP-T05", Duty.HEAD),
    "tax_head": ("QP-P01", Duty.HEAD),
    "coordinator": ("QP-D29", Duty.COORDINATOR),
    "coordinator_head": ("QP-D29", Duty.COORDINATOR_HEAD),
    "coordinator2": ("QP-D01", Duty.COORDINATOR),
    "coordinator2_head": ("QP-D01", Duty.COORDINATOR_HEAD),
    "supervisor": ("QP-D01", Duty.SUPERVISOR),
    "supervisor2": ("QP-D02", Duty.SUPERVISOR),
    "leader": ("QP-D01", Duty.LEADER),
    "leader2": ("QP-D01", Duty.LEADER),
    "vice": ("QP-D01", Duty.TOP),
    "meeting": ("QP-D01", Duty.MEETING),
    "establishment": ("QP-C01", Duty.ESTABLISHMENT),
    "legal": ("QP-D08", Duty.LEGAL),
}
COORDINATORS = {"coordinator", "coordinator_head", "coordinator2", "coordinator2_head"}
PASSWORD = "a-test-password-1"


@dataclass
class Cast:
    """The body with its units; officials are resolved anew each time they are asked for."""

    body: Body
    units: dict[str, Unit]
    users: dict[str, User]

    def __getitem__(self, name: str) -> Official:
        return official_of(self.users[name])


def make_cast() -> Cast:
    body = Body.objects.create(code="QP", name="上海市青浦区")
    take_units(body, UNITS)
    units = {unit.code: unit for unit in Unit.objects.filter(body=body)}
    return Cast(body, units, _appointed(PEOPLE, units))


def _appointed(people: dict[str, tuple[str, Duty]], units: dict[str, Unit]) -> dict[str, User]:
    password = make_password(PASSWORD)
    made = User.objects.bulk_create(
        User(username=name, password=password, full_name=name) for name in people
    )
    users = {user.username: user for user in made}
    appoint_all(
        [
            Appointment(users[name], units[code], duty, SINCE)
            for name, (code, duty) in people.items()
        ]
    )
    return users


def make_plan(
    cast: Cast, tasks: int = 1, *, issued: bool = True, helped: bool = True, **more: Any
) -> Plan:
    """A plan whose tasks the first unit leads and the second helps with, if ``helped``."""
    plan = draft_plan(cast.body, actor=SYSTEM, title=more.pop("title", "要点"), year=2026)
    values = {"lead": cast.units["QP-D02"], "due_on": date(2026, 12, 31), **more}
    with door.act(SYSTEM) as act:
        made = act.create_all(
            [
                Task(plan=plan, position=n, number=str(n), title=f"任务{n}", **values)
                for n in range(1, tasks + 1)
            ],
            "draft",
        )
        helpers = made if helped else []
        act.create_all(
            [Cooperation(task=task, unit=cast.units["QP-D21"]) for task in helpers], "draft"
        )
    if issued:
        issue_plan(plan, actor=cast["coordinator"], version=1)
    plan.refresh_from_db()
    return plan


def make_task(cast: Cast, **more: Any) -> Task:
    """One issued task."""
    return make_plan(cast, **more).tasks.get()


OTHER_PEOPLE = {
    "stranger": ("GZ-01", Duty.HEAD),
    "stranger_coordinator": ("GZ-02", Duty.COORDINATOR),
    "stranger_supervisor": ("GZ-02", Duty.SUPERVISOR),
}


def make_other_body() -> Cast:
    """A second body with people of its own."""
    body = Body.objects.create(code="GZ", name="广州市", level="市")
    take_units(
        body,
        [
            UnitRow("GZ-01", "发展和改革委员会", "市发展改革委", "department", "市政府"),
            UnitRow("GZ-02", "人民政府办公厅", "市政府办公厅", "department", "市政府"),
        ],
    )
    units = {unit.code: unit for unit in Unit.objects.filter(body=body)}
    return Cast(body, units, _appointed(OTHER_PEOPLE, units))


def make_other_plan(other: Cast, title: str = "市级任务") -> Plan:
    """An issued plan of the second body, with one task."""
    plan = draft_plan(other.body, actor=SYSTEM, title="要点", year=2026)
    with door.act(SYSTEM) as act:
        task = Task(plan=plan, position=1, number="1", title=title, lead=other.units["GZ-01"])
        act.create(task, "draft")
    issue_plan(plan, actor=other["stranger_coordinator"], version=1)
    plan.refresh_from_db()
    return plan
