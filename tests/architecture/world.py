"""A district in the middle of its work, with a secret word in each thing that not all may see."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coordination.disputes.models import Dispute
from coordination.duties.actions import cite
from coordination.duties.models import DutyEntry
from coordination.plans.models import Plan
from coordination.progress.models import Evidence
from coordination.steps import STEPS
from coordination.supervision.actions import urge
from coordination.supervision.models import Letter
from coordination.tasks.models import Task
from coordination.web.bulk_choices import CHOICES
from coordination.web.nouns import step_url
from tests.architecture.turns import NAMES, make_turns
from tests.browse import send, signed_in
from tests.case_stages import both_state, contest, propose, settle, slot_of, state
from tests.cast import COORDINATORS, Cast, make_other_body, make_other_plan, make_plan, make_task
from tests.coordination.duties.lists import entry
from tests.opinion_stages import open_case, record
from tests.part_stages import finish_parts
from tests.stages import accept, report, start, task_in
from workflow import outbox

UNITS = {"lead", "lead_head", "helper", "helper_head"}
RULERS = {"leader", "leader2", "vice", "meeting"}
FUNCTIONS = COORDINATORS | {"supervisor", "supervisor2", "leader", "leader2"}
INSIDE = UNITS | FUNCTIONS
HELPERS = {"helper", "helper_head"}
PARTIES = {"lead", "lead_head", "proposed", "proposed_head"}
CASE = PARTIES | COORDINATORS | RULERS
TURNS = {
    "reason-of-a-transfer": INSIDE | {"proposed", "proposed_head"},
    "note-of-a-consent": INSIDE | {"proposed", "proposed_head"},
    "reason-of-a-proposal": FUNCTIONS,
}
OTHERS = {"stranger", "stranger_coordinator", "stranger_supervisor"}


@dataclass
class World:
    """``secrets`` maps a word to those who may read it, ``urls`` a route to its addresses."""

    people: dict[str, Client] = field(default_factory=dict)
    secrets: dict[str, set[str]] = field(default_factory=dict)
    urls: dict[str, list[str]] = field(default_factory=dict)

    def secret(self, word: str, *readers: set[str]) -> str:
        self.secrets[word] = set().union(*readers)
        return word


def make_world(cast: Cast) -> World:
    world, other = World(), make_other_body()
    for body in (cast, other):
        world.people |= {name: signed_in(body, name) for name in body.users}
    world.people["nobody"] = Client()
    secret, everybody = world.secret, set(cast.users)

    worked = make_task(cast, title=secret("printed-title", everybody))
    accept(cast, worked, secret("note-of-acceptance", INSIDE))
    worked.refresh_from_db()
    start(cast, worked)
    report(cast, worked, done=secret("words-of-a-report", INSIDE))
    claimed = claim_with_file(world, cast)

    sealed = contest(
        cast, task_in(cast, "in_progress", "要点三"), facts=secret("facts-of-a-case", CASE, HELPERS)
    )
    report(cast, sealed.task, done=secret("report-while-disputed", INSIDE))
    state(cast, sealed, "lead_head", "QP-D02", secret("sealed-statement", {"lead", "lead_head"}))
    closed = contest(cast, make_task(cast, title="要点四"))
    settle(cast, closed, secret("opened-statement", CASE))
    answering = contest(cast, make_task(cast, title="要点五"))
    both_state(cast, answering)
    propose(cast, answering, secret("text-of-a-proposal", CASE, HELPERS))

    readers = dict.fromkeys(NAMES, INSIDE) | TURNS | {"reason-of-an-amendment": everybody}
    turned = make_turns(cast, {word: secret(word, readers[word]) for word in NAMES})

    entry(cast, "SD-1", secret("text-of-a-duty", everybody))
    cited = entry(cast, "SD-2", "旧条文", paragraph="第二条")
    cited.text = secret("paragraph-of-a-filing", CASE, HELPERS)
    cite([cited], dispute=sealed)
    cited.text = secret("paragraph-of-a-statement", {"lead", "lead_head"})
    cite([cited], dispute=sealed, statement=slot_of(sealed, "QP-D02").statements.get())

    draft = make_plan(cast, issued=False, title=secret("title-of-a-draft", COORDINATORS))
    early = before_issue(world, cast)
    opinions = [
        record(
            cast, draft.tasks.get(), about="other", text=secret("text-of-an-opinion", COORDINATORS)
        ),
        early.opinion,
    ]
    theirs = make_other_plan(other, secret("task-of-another-body", OTHERS))
    fresh = make_task(cast, title="要点六")
    urge(
        fresh,
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level="blue",
        text=secret("text-of-a-letter", INSIDE),
        reply_until=date(2026, 3, 6),
    )
    outbox.drain()
    preview = upload(world, draft, secret("row-of-an-import", {"coordinator"}))
    add_urls(
        world,
        tasks=[
            worked,
            claimed,
            sealed.task,
            closed.task,
            fresh,
            draft.tasks.get(),
            theirs.tasks.get(),
            early.task,
        ],
        plans=[worked.plan, draft, theirs, early.plan],
        cases=[sealed, closed, answering, early],
        turned=[*opinions, *turned],
        preview=preview,
    )
    return world


def before_issue(world: World, cast: Cast) -> Dispute:
    """A case about a draft: its parties read what they quarrel about, and nothing of the plan."""
    plan = make_plan(
        cast,
        issued=False,
        title=world.secret("plan-before-its-issue", COORDINATORS),
        text=world.secret("wording-of-a-disputed-draft", CASE),
    )
    words = world.secret("facts-before-the-issue", CASE)
    return open_case(cast, record(cast, plan.tasks.get(), text=words))


def claim_with_file(world: World, cast: Cast) -> Task:
    task = task_in(cast, "in_progress", "要点二")
    finish_parts(cast, task)
    name = world.secret("name-of-a-file", INSIDE) + ".txt"
    content = world.secret("content-of-a-file", INSIDE).encode()
    answer = send(
        world.people["lead_head"],
        task,
        "claim",
        grade="A",
        result=world.secret("result-of-a-claim", INSIDE),
        evidence=[SimpleUploadedFile(name, content)],
    )
    assert answer.status_code == 302
    task.refresh_from_db()
    return task


def upload(world: World, plan: Plan, word: str) -> str:
    table = f"序号,任务,牵头单位\n1,{word},区审计局\n"
    answer = world.people["coordinator"].post(
        reverse("web:import", args=[plan.pk]),
        {"file": SimpleUploadedFile("表.csv", table.encode())},
    )
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def add_urls(
    world: World,
    *,
    tasks: list[Task],
    plans: list[Plan],
    cases: list[Dispute],
    turned: list[Any],
    preview: str,
) -> None:
    """Addresses for each route that may be looked at."""

    def each(name: str, rows: Any) -> list[str]:
        return [reverse(f"web:{name}", args=[row.pk]) for row in rows]

    one: Callable[[str], list[str]] = lambda name: [reverse(f"web:{name}")]  # noqa: E731
    world.urls = {
        name: one(name)
        for name in ("desk", "login", "plans", "new_plan", "notices", "tokens", "duties")
    }
    pages = ("unsigned", "substitutions", "people", "unit_changes", "calendar", "records")
    world.urls |= {name: one(name) for name in pages}
    world.urls |= {name: one(name) for name in ("healthz", "readyz")}
    world.urls["disputes"] = [reverse("web:disputes"), reverse("web:disputes") + "?all=1"]
    world.urls["preview"] = [preview]
    about = [row.task for row in turned if hasattr(row, "task")]
    plans = [*plans, *(row.plan for row in turned if not hasattr(row, "task"))]
    for name in ("plan", "ledger", "import"):
        world.urls[name] = each(name, plans)
    world.urls["task"] = each("task", [*tasks, about[0], about[-1]])
    world.urls["precedents"] = each("precedents", tasks)
    world.urls["duty"] = each("duty", DutyEntry.objects.all())
    world.urls["duty_picks"] = [f"{reverse('web:duty_picks')}?q=duty&cited=SD-2"]
    world.urls["dispute"] = each("dispute", cases)
    world.urls["letter"] = each("letter", Letter.objects.all())
    marks = "".join(f"&item={task.pk}-{task.version}" for task in tasks)
    world.urls["bulk"] = [f"{reverse('web:bulk')}?step={step}{marks}" for step in CHOICES]
    world.urls["evidence"] = each("evidence", Evidence.objects.all())
    subjects: list[Any] = [*tasks[:3], tasks[5], tasks[6], *plans[1:], *cases[::2]]
    subjects += [tasks[4].cooperations.get(), slot_of(cases[0], "QP-D02")]
    subjects += [slot_of(cases[2], "QP-D17", "answer"), *turned]
    world.urls["step"] = [step_url(row, step) for row in subjects for step in STEPS[row.kind]]
