"""The demo's people: handler and head of every unit, and those in a function of the body."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from coordination.units import grants
from coordination.units.models import Portfolio, Unit, User
from coordination.units.official import Official, official_of
from coordination.units.states import Duty

SINCE = date(2020, 1, 1)

# Account, unit, duty, name. Those who decide sit where their unit is seldom a party.
FUNCTIONS: tuple[tuple[str, str, Duty, str], ...] = (
    ("coordinator", "QP-D29", Duty.COORDINATOR, "统筹协调员（区政务办）"),
    ("coordinator.head", "QP-D29", Duty.COORDINATOR_HEAD, "统筹协调负责人（区政务办）"),
    ("coordinator2", "QP-D01", Duty.COORDINATOR, "统筹协调员（区政府办公室）"),
    ("coordinator2.head", "QP-D01", Duty.COORDINATOR_HEAD, "统筹协调负责人（区政府办公室）"),
    ("supervisor", "QP-D01", Duty.SUPERVISOR, "督查员（区政府办公室）"),
    ("supervisor2", "QP-D20", Duty.SUPERVISOR, "督查员（区审计局）"),
    ("leader", "QP-D01", Duty.LEADER, "分管副区长甲"),
    ("leader2", "QP-D01", Duty.LEADER, "分管副区长乙"),
    ("vice", "QP-D01", Duty.TOP, "常务副区长"),
    ("meeting", "QP-D01", Duty.MEETING, "区政府专题会议"),
    ("establishment", "QP-C01", Duty.ESTABLISHMENT, "编制审核员（区委编办）"),
    ("legal", "QP-D08", Duty.LEGAL, "法制审核员（区司法局）"),
    ("evaluator", "QP-D24", Duty.EVALUATOR, "评估员"),
    ("auditor", "QP-D01", Duty.AUDITOR, "审计管理员"),
    ("sysadmin", "QP-D01", Duty.SYSADMIN, "系统管理员"),
    ("secadmin", "QP-D01", Duty.SECADMIN, "安全管理员"),
)
SEATS = tuple(dict.fromkeys(unit for _name, unit, _duty, _title in FUNCTIONS))
TOWNS = ("QP-S", "QP-T")
GUANGZHOU = "gz.coordinator"


def appoint_all(units: Iterable[Unit], guangzhou: Unit, password: str) -> int:
    """Make every account that is not there yet; all share one hash. Return how many were new."""
    by_code = {unit.code: unit for unit in units}
    posts = [
        (f"{code.lower()}.{duty.value}", unit, duty, f"{unit.short_name}{word}")
        for code, unit in by_code.items()
        for duty, word in ((Duty.HANDLER, "经办人"), (Duty.HEAD, "负责人"))
    ]
    posts += [(name, by_code[code], duty, title) for name, code, duty, title in FUNCTIONS]
    posts.append((GUANGZHOU, guangzhou, Duty.COORDINATOR, "统筹协调员（广州）"))
    names = [name for name, _unit, _duty, _title in posts]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    hashed = make_password(password)
    User.objects.bulk_create(
        User(username=name, full_name=title, password=hashed)
        for name, _unit, _duty, title in posts
        if name not in known
    )
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    grants.appoint_all(
        [
            grants.Appointment(users[name], unit, duty, SINCE)
            for name, unit, duty, _title in posts
            if name not in known
        ]
    )
    _put_in_charge(users, by_code)
    if known and not check_password(password, users[names[0]].password):
        User.objects.filter(username__in=names).update(password=hashed)
    return len(names) - len(known)


def _put_in_charge(users: dict[str, User], by_code: dict[str, Unit]) -> None:
    """One leader has the departments in his charge, the other one towns and sub-districts."""
    Portfolio.objects.bulk_create(
        [
            Portfolio(
                leader=users["leader2" if code[:4] in TOWNS else "leader"], unit=unit, since=SINCE
            )
            for code, unit in by_code.items()
        ],
        ignore_conflicts=True,
    )


class People:
    """The demo's officials by account; each is resolved anew, for rights come with plans."""

    def __init__(self) -> None:
        self._users = {user.username: user for user in User.objects.all()}

    def __getitem__(self, name: str) -> Official:
        return official_of(self._users[name])

    def handler(self, code: str) -> Official:
        """Who handles matters for the unit."""
        return self[f"{code.lower()}.handler"]

    def head(self, code: str) -> Official:
        """Who signs for the unit."""
        return self[f"{code.lower()}.head"]


def password_file() -> Path:
    """Where the demo's password is kept; the folder is not part of the repository."""
    folder: Path = settings.VAR
    return folder / "demo_password"


def demo_password() -> str:
    """The password of all demo accounts: ``DEMO_PASSWORD``, else the one kept, else a new one.

    It is kept in a file that only the owner may read.
    """
    file = password_file()
    kept = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    password = os.environ.get("DEMO_PASSWORD", "") or kept or token_urlsafe(12)
    if password != kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text(password + "\n", encoding="utf-8")
    return password
