"""The desk and the ledger in a small district and in a very large one: what a page costs."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, models
from django.test import Client
from django.urls import reverse

from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Assignment, Cooperation, Task
from tests.bench.meter import cost, judged, microseconds
from tests.browse import signed_in
from tests.cast import Cast, make_cast
from workflow import clock, door
from workflow.actor import SYSTEM
from workflow.guards import install

SMALL = 1_000
LARGE = 50_000  # by default; the goal is meant for a million: ``bench inbox --tasks 1000000``
A_PLAN = 10_000
ROUNDS = 9
PEOPLE = ("lead", "helper", "supervisor", "coordinator")


def inbox_page(items: int | None = None) -> dict[str, Any]:
    """CPU of a desk at ``items`` tasks against 1,000, and of a ledger's last page."""
    many = items or LARGE
    told: dict[str, Any] = {"items": many, "rounds": ROUNDS, "unit": "µs of CPU a page"}
    if connection.vendor != "postgresql":
        return told | {"measured": {}, "targets": [], "note": "needs PostgreSQL"}
    cast = make_cast()
    small = fill(cast, SMALL)
    few = {who: desk(cast, who) for who in PEOPLE}
    for start in range(SMALL, many, A_PLAN):
        plan = copies(cast, small, min(A_PLAN, many - start))
    grown = {who: desk(cast, who) for who in PEOPLE}
    first, last = ends_of(cast, plan)
    targets = [
        judged(f"desk of {who}, large / small", over(grown[who], few[who]), at_most=1.5)
        for who in PEOPLE
    ]
    targets.append(judged("ledger, last / first page", over(last, first), at_most=2.0))
    measured = {f"desk of {who}, {SMALL}": microseconds(few[who]) for who in PEOPLE}
    measured |= {f"desk of {who}, {many}": microseconds(grown[who]) for who in PEOPLE}
    measured |= {"ledger, first page": microseconds(first), "last page": microseconds(last)}
    return told | {"measured": measured, "targets": targets}


def over(above: list[float], below: list[float]) -> dict[str, float]:
    """The ratio of the middles, and its widest bounds."""
    one, other = microseconds(above), microseconds(below)
    found = {name: one[name] / other["median"] for name in ("min", "median", "max")}
    return {name: round(value, 2) for name, value in found.items()}


def fill(cast: Cast, count: int) -> Plan:
    """An issued plan of ``count`` tasks, each with one cooperating unit, spread over the units."""
    number, year = Plan.objects.count(), clock.today().year
    plan = draft_plan(cast.body, actor=SYSTEM, title=f"要点{number}", year=year)
    units = list(cast.units.values())
    due = date(year, 12, 31)
    with door.act(SYSTEM) as act:
        rows = [
            Task(
                plan=plan,
                position=n,
                number=str(n),
                title=f"任务{number}-{n}",
                lead=units[n % len(units)],
                due_on=due + timedelta(days=n % 300),
            )
            for n in range(count)
        ]
        made = act.create_all(rows, "draft")
        helpers = [units[(n + 1) % len(units)] for n in range(count)]
        parts = zip(made, helpers, strict=True)
        act.create_all([Cooperation(task=task, unit=unit) for task, unit in parts], "draft")
    issue_plan(plan, actor=cast["coordinator"], version=1)
    return plan


def copies(cast: Cast, small: Plan, count: int) -> Plan:
    """A further plan, issued by the door, and in it ``count`` copies of the first one's tasks.

    The copies are rows without records, put in while the triggers are lifted: these pages read
    no records, and a million acts would take an hour.
    """
    plan = fill(cast, 1)
    columns, chosen = _columns(Task, {"plan_id": str(plan.pk), "position": "position + k * 1000"})
    with install.lifted(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO coordination_task ({columns}) SELECT {chosen} FROM coordination_task "
            "CROSS JOIN generate_series(1, %s) k WHERE plan_id = %s ORDER BY k, position LIMIT %s",
            (count // SMALL + 1, small.pk, count),
        )
        for model in (Cooperation, Assignment):
            columns, chosen = _columns(model, {"task_id": "new.id"}, "row.")
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {chosen} "
                "FROM coordination_task new "
                "JOIN coordination_task old ON old.plan_id = %s AND old.position = "
                f"new.position %% 1000 JOIN {model._meta.db_table} row ON row.task_id = old.id "
                "WHERE new.plan_id = %s AND new.position >= 1000",
                (small.pk, plan.pk),
            )
        cursor.execute("ANALYZE")
    return plan


def _columns(
    model: type[models.Model], instead: dict[str, str], prefix: str = ""
) -> tuple[str, str]:
    """The columns of a table but for its key, and what each is filled with."""
    names = [str(f.column) for f in model._meta.concrete_fields if not f.primary_key]
    chosen = [instead.get(name, f'{prefix}"{name}"') for name in names]
    return ", ".join(f'"{name}"' for name in names), ", ".join(chosen)


def desk(cast: Cast, who: str) -> list[float]:
    """What the desk of a person costs."""
    client = signed_in(cast, who)
    return cost(lambda: opened(client, reverse("web:desk")), ROUNDS)


def ends_of(cast: Cast, plan: Plan) -> tuple[list[float], list[float]]:
    """What the first and the last page of a plan's ledger cost."""
    client, url = signed_in(cast, "lead"), reverse("web:plan", args=[plan.pk])
    end = Task.objects.filter(plan=plan).order_by("-position")[50]
    first = cost(lambda: opened(client, url), ROUNDS)
    last = cost(lambda: opened(client, f"{url}?after={end.position}-{end.pk}"), ROUNDS)
    return first, last


def opened(client: Client, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url}: {answer.status_code}")
