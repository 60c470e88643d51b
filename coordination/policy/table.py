"""The table of policy: for each object, step, state, role and relation whether it is allowed.

Allowed is what function and state allow; conditions of the moment (limits, counts, what is filled
in) come on top. Every answer is that of the rule which stands before the step.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from coordination.administration import rules as administration
from coordination.plans.models import Plan
from coordination.plans.rules import may_found
from coordination.policy.cases import SOMEBODY
from coordination.policy.matters import PLAN, UNITS, kinds, matters
from coordination.policy.places import place_of
from coordination.policy.roles import Role, everybody
from coordination.progress.rules import REPORTING, may_report, may_report_part
from coordination.steps import STEPS, Action
from coordination.tasks.asking import Ask
from coordination.tasks.states import TaskState
from coordination.units.official import Official
from workflow.actor import SYSTEM
from workflow.lifecycle import Creation, Subject, consequence, steps_of
from workflow.verdict import Rule, Verdict

# Reports are made under their own rule, while work goes on.
REPORTS = {
    "report": Ask("report", may_report, (TaskState.IN_PROGRESS, TaskState.DISPUTED)),
    "coop_report": Ask("coop_report", may_report_part, REPORTING),
}


def may_administer(_chain: Any, actor: Official) -> Verdict:
    """The calendar has no owner: whoever administers, of whatever body."""
    return administration.may_administer(actor)


# What administrators do is noted in a chain; before it their verbs ask.
ADMINISTERED: dict[tuple[str, str], Rule] = {
    ("configuration", "set_day"): may_administer,
    ("configuration", "remove_day"): may_administer,
    ("configuration", "load_year"): may_administer,
    ("configuration", "succeed"): administration.may_change,
}


class Row(NamedTuple):
    """One line of the table; ``tier`` names a variant of the object in which others decide."""

    object: str
    step: str
    state: str
    role: str
    relation: str
    allowed: bool
    kind: str
    rule: str
    place: str
    tier: str = ""

    def to_json(self) -> dict[str, Any]:
        """The row as JSON values; the tier only where there is one."""
        row = self._asdict()
        return row if self.tier else {name: row[name] for name in row if name != "tier"}


class Door(NamedTuple):
    """What stands before a step: who is asked (``rule``), and the states it begins in."""

    kind: str
    rule: Rule
    states: Sequence[str]

    @property
    def name(self) -> str:
        """The rule by its name in the code."""
        return str(getattr(self.rule, "__name__", self.rule))

    def lets(self, matter: Any, state: str, role: Role) -> bool:
        """Whether function and state allow it."""
        if state not in self.states:
            return False
        if self.rule is consequence:
            return role.actor is SYSTEM
        return role.actor is not SYSTEM and bool(self.rule(matter, role.actor))


def rows() -> Iterator[Row]:
    """The whole table."""
    roles = list(everybody(UNITS, PLAN, SOMEBODY))
    for model in kinds():
        for made in model.creations:
            yield from _of_creation(model, made, roles)
        for step, door in doors(model).items():
            for state, tier, matter in matters(model, step):
                for role in roles:
                    allowed = door.lets(matter, state, role)
                    yield _row(model, step, state, role, allowed, door)._replace(tier=tier)


def doors(model: type[Subject]) -> dict[str, Door]:
    """Every step of ``model`` with what stands before it."""
    found = {
        name: _door(ADMINISTERED.get((model.kind, name), step.rule), tuple(step.moves))
        for name, step in steps_of(model).items()
    }
    for code, action in STEPS.get(model.kind, {}).items():
        if action.asks is not None:
            asked = _asked(code, action)
            found[code] = Door("act", asked.rule, tuple(map(str, asked.states)))
    return found


def _door(rule: Rule, states: Sequence[str]) -> Door:
    return Door("consequence" if rule is consequence else "act", rule, states)


def _asked(code: str, action: Action) -> Ask:
    ask = getattr(action.asks, "__self__", None)
    return ask if isinstance(ask, Ask) else REPORTS[code]


def _of_creation(model: type[Subject], made: Creation, roles: list[Role]) -> Iterator[Row]:
    """A plan is begun by somebody; everything else comes to be by a step on what it belongs to."""
    begun: Callable[[Any, Any], Any] = may_found if model is Plan else consequence
    door = Door("creation", begun, ("",))
    for role in roles:
        yield _row(model, made.name, "", role, door.lets(None, "", role), door)


def _row(model: type[Subject], step: str, state: str, role: Role, allowed: bool, door: Door) -> Row:
    place = place_of(model.kind, step)
    return Row(
        model.kind, step, state, role.role, role.relation, allowed, door.kind, door.name, place
    )
