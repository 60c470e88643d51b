"""A task's life over HTTP: our API against the rivals, behind the same server, in turns."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Task
from coordination.units.tokens import issue_token
from tests.bench.meter import judged, ratio, spread
from tests.bench.servers import Client, database_url, served
from tests.cast import make_cast, make_plan
from workflow import clock

ROUNDS = 25
# Until each thread of both servers has its connection, and each connection its plans.
WARMING = 8
TASKS = 4
# The rival as Django binds values by itself, and as it may be told to: by the server.
RIVALS = {"rival": "no", "rival, bound by the server": "yes"}
BOUNDARY = "a-boundary-that-stands-in-no-file"
JSON = "application/json"


@dataclass(frozen=True)
class Side:
    """An application that is measured: where it listens, who may call it, on what it works."""

    port: int
    tokens: dict[str, str]
    tasks: Iterator[int]
    due: str


def life_over_http(items: int | None = None) -> dict[str, Any]:
    """Tasks from receipt to verification, with 1 client and with 4: rates and their ratio.

    The goals are those against the rival as Django binds values by itself.
    """
    each = items or TASKS
    found: dict[str, Any] = {"items": each, "rounds": ROUNDS, "unit": "changes a second"}
    if connection.vendor != "postgresql":
        return found | {"measured": {}, "targets": [], "note": "needs PostgreSQL"}
    rates: dict[str, list[float]] = {}
    with sides(each * (ROUNDS + WARMING) * 2) as all_sides:
        for clients in (1, 4):
            for turn in range(ROUNDS + WARMING):
                for name, side in all_sides.items():
                    rate = run(side, clients, each)
                    if turn >= WARMING:
                        rates.setdefault(f"{name}, {clients} clients", []).append(rate)
    targets = [
        judged(
            f"{clients} clients: ours / rival",
            ratio(rates[f"ours, {clients} clients"], rates[f"rival, {clients} clients"]),
            at_least=least,
        )
        for clients, least in ((1, 2.0), (4, 1.8))
    ]
    measured = {name: spread(values, 1) for name, values in rates.items()}
    return found | {"measured": measured, "targets": targets}


@contextmanager
def sides(count: int) -> Iterator[dict[str, Side]]:
    """The applications, each with ``count`` issued tasks in a database of its own."""
    with ExitStack() as stack:
        found = {"ours": stack.enter_context(_ours_served(count))}
        for name, bound in RIVALS.items():
            found[name] = stack.enter_context(_rival_served(count, bound))
        yield found


@contextmanager
def _ours_served(count: int) -> Iterator[Side]:
    tokens, tasks, due = issued(count)
    environment = {
        "DATABASE_URL": database_url(str(connection.settings_dict["NAME"])),
        "DJANGO_SETTINGS_MODULE": "coordination.config.settings.test",
    }
    with served("coordination.config.wsgi:application", environment) as port:
        yield Side(port, tokens, iter(tasks), due)


@contextmanager
def _rival_served(count: int, bound: str) -> Iterator[Side]:
    name = f"zongheng_bench_rival_{bound}"
    with tempfile.TemporaryDirectory() as media, _database(name):
        environment = {
            "DATABASE_URL": database_url(name),
            "DJANGO_SETTINGS_MODULE": "tests.bench.rival.settings",
            "MEDIA_ROOT": media,
            "SERVER_SIDE_BINDING": bound,
        }
        seeded = _seeded(count, environment)
        with served("tests.bench.rival.wsgi:application", environment) as port:
            yield Side(port, seeded["tokens"], iter(seeded["tasks"]), seeded["due"])


def issued(count: int) -> tuple[dict[str, str], list[int], str]:
    """Issued tasks of the test cast, without cooperating units."""
    cast, due = make_cast(), clock.today() + timedelta(days=60)
    plan = make_plan(cast, count, issued=False, helped=False, due_on=due)
    issue_plan(plan, actor=cast["coordinator"], version=plan.version)
    tokens = {
        name: issue_token(cast.users[name], name="bench", scopes="read act", expires_on=due)[1]
        for name in ("lead", "lead_head", "supervisor")
    }
    pks = Task.objects.filter(plan=plan).order_by("pk").values_list("pk", flat=True)
    return tokens, list(pks), due.isoformat()


@contextmanager
def _database(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _seeded(count: int, environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.rival.seed", str(count)]
    made = subprocess.run(
        command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE
    )
    told: dict[str, Any] = json.loads(made.stdout)
    return told


def run(side: Side, clients: int, tasks: int) -> float:
    """Changes a second while ``clients`` carry ``tasks`` tasks through their life."""
    given = [[next(side.tasks) for _n in range(tasks // clients)] for _client in range(clients)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(lambda pks: carry(side, pks), given))
    return done / (time.perf_counter() - begun)


def carry(side: Side, pks: list[int]) -> int:
    """Carry the tasks through their life one after the other; how many changes were made."""
    client, done = Client(side.port), 0
    steps = life(side.due)
    for pk in pks:
        version = 2
        for who, step, kind, body in steps:
            headers = {
                "Authorization": f"Bearer {side.tokens[who]}",
                "If-Match": f'"{version}"',
                "Content-Type": kind,
            }
            answer = client.post(f"/api/v1/tasks/{pk}/steps/{step}/", body, headers)
            if answer["kind"] == "task":
                version = answer["version"]
            done += 1
    client.close()
    return done


def life(due: str) -> list[tuple[str, str, str, bytes]]:
    """Who takes which step with which body; the claim brings its file."""
    plan = {
        "breakdown": "一、摸底；二、分解；三、推进",
        "cycle": "month",
        "milestones": [{"title": "全部完成", "due_on": due}],
    }
    claim = {"grade": "A", "result": "各项指标均已达到"}
    finding = {"how": "document", "finding": "经核查，情况属实"}
    return [
        ("lead", "accept", JSON, said({"contact": "李 5972"})),
        ("lead", "start", JSON, said(plan)),
        ("lead", "report", JSON, said({"percent": 60, "done": "已完成第一步"})),
        ("lead_head", "claim", f"multipart/form-data; boundary={BOUNDARY}", form(claim)),
        ("supervisor", "begin_verification", JSON, said({})),
        ("supervisor", "verify", JSON, said(finding)),
    ]


def said(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def form(fields: dict[str, str]) -> bytes:
    """The fields and one small file, as a browser sends them."""
    mark, end = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ", f"--{BOUNDARY}--\r\n"
    parts = [f'{mark}name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    file = 'name="evidence"; filename="proof.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return "".join([*parts, mark, file, "%PDF-1.7 proof\r\n", end]).encode()
