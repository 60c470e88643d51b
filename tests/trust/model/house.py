"""The real house: how a move of the model is made there, and how a task stands there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from coordination.progress.actions import claim_completion
from coordination.progress.evidence import add_evidence
from coordination.steps import STEPS
from coordination.tasks.models import Task as RealTask
from tests.cast import Cast
from tests.stages import PROOF
from tests.trust.model.moves import Data, Move
from tests.trust.model.things import Person, Task
from workflow.errors import Refusal
from workflow.lifecycle import subject_of

VERSIONLESS = ("report", "urge", "add_evidence", "coop_report")
WORDS: dict[str, Data] = {
    "accept": {"contact": "李"},
    "start": {"breakdown": "分步推进", "cycle": "month"},
    "report": {"percent": 40, "done": "已完成一步"},
    "claim": {"grade": "A", "result": "已完成", "files": (PROOF,)},
    "withdraw_claim": {"reason": "有误"},
    "verify": {"how": "site", "finding": "属实"},
    "return": {"reason": "不全"},
    "suspend": {"number": "2026-1", "reason": "政策调整"},
    "resume": {"reason": "政策明确"},
    "coop_done": {"result": "已配合"},
    "ask_extension": {"reason": "审批未完成", "percent": 40},
    "ask_reopen": {"finding": "不实", "reason": "需整改"},
    "ask_transfer": {"reason": "职能划转"},
    "urge": {"text": "请抓紧推进"},
    "reply_urge": {"reply": "已部署落实"},
    "contest": {"ground": "duty", "facts": "事实", "basis": "三定规定"},
    "state": {"stance": "refuse", "text": "意见"},
    "propose": {"text": "建议"},
    "rule": {"reasons": "职责明确"},
    "refuse": {"ground": "no_basis", "reason": "未列依据"},
    "give_opinion": {"stance": "shared", "text": "职责交叉", "basis": "三定规定"},
    "confirm_facts": {"stance": "confirm"},
    "submit_file": {"issues": "许可由谁牵头", "advice": "建议维持", "draft": "裁定如下"},
    "ask_review": {"ground": "fact", "reason": "事实有误"},
    "decide_review": {"reasons": "复核意见"},
    "withdraw": {"reason": "已沟通一致"},
    "amend": {"reason": "政策调整"},
    "edit": {"percent": 50, "done": "又完成一步"},
    "add_evidence": {"files": (PROOF,)},
    "retract_evidence": {"reason": "版本有误"},
    "set_upper_due": {"basis": "督办通知"},
    "waive_upper": {"reason": "市级已同意"},
    "coop_report": {"percent": 40, "done": "已配合一步"},
    "coop_reopen": {"reason": "有遗漏"},
    "coop_ask": {"text": "请报送数据"},
    "propose_release": {"reason": "已无需配合"},
    "confirm_release": {"reason": "同意"},
    "withdraw_letter": {"reason": "发错单位"},
    "cooperation contest": {"ground": "duty", "facts": "事实", "basis": "三定规定"},
    "cooperation edit": {"duty": "报送数据"},
}
# Verbs that take kept files; the page keeps them first.
VERBS: dict[str, Callable[..., Any]] = {"claim": claim_completion, "add_evidence": add_evidence}
UNIT_NAMES = ("proposed", "to_unit", "unit", "new_lead")
AMENDED = "id IN (SELECT amendment_id FROM coordination_amendment_tasks WHERE task_id = %s)"
TABLES = {
    "task": ("coordination_task", "id = %s"),
    "slot": ("coordination_disputeslot", "task_id = %s"),
    "amendment": ("coordination_amendment", AMENDED),
}
COLUMNS = (
    *("state", "version", "lead_id", "resume_state", "due_on", "contest_until"),
    *("sign_off_until", "extensions", "reopened", "rework", "claimed_by_id", "verifying_id"),
    *("upper_due_on", "waived_until"),
)
PART = ("unit_id", "state", "version", "barred", "contest_until", "silent_after")
CASE = ("state", "version", "round", "due_on")
# A model's word for the state in which an amendment waits.
PROPOSED = {"proposed": "asked"}


class House:
    """The cast acts on real rows; a thing is found by its place in the order of making."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.codes = {unit.pk: code for code, unit in cast.units.items()}
        self.amended = 0

    def rows(self, kind: str, task: Task, *columns: str) -> list[Any]:
        """Columns of all things of a kind about a task, in the order in which they were made.

        Plain SQL: they are read after every step.
        """
        table, of_task = TABLES.get(kind, (f"coordination_{kind}", "task_id = %s"))
        named = ", ".join(("id", *columns))
        sql = f"SELECT {named} FROM {table} WHERE {of_task} ORDER BY id"
        with connection.cursor() as cursor:
            cursor.execute(sql, [task.pk])
            return [tuple(map(plain, row[1:])) if columns else row[0] for row in cursor.fetchall()]

    def subject(self, move: Move, task: Task, thing: Any) -> Any:
        """The row to which the move is made."""
        if move.kind == "task":
            row = RealTask.objects.select_related("plan").get(pk=task.pk)
            return row.plan if move.name == "amend" else row
        things: list[Any] = {
            "cooperation": task.parts,
            "letter": task.letters,
            "dispute": task.cases,
            "slot": task.slots(),
            "report": task.reports,
            "evidence": task.evidence,
        }.get(move.kind, [each for each in task.requests if each.kind == move.kind])
        index = next(n for n, each in enumerate(things) if each is thing)
        pk = self.rows(move.kind, task)[index]
        return subject_of(move.kind)._base_manager.get(pk=pk)

    def make(
        self, move: Move, task: Task, thing: Any, person: Person, data: Data, *, late: bool
    ) -> str:
        """Make the move; the code of its refusal, or nothing. ``late``: from an old page."""
        subject = self.subject(move, task, thing)
        verb: Callable[..., Any] = (
            VERBS.get(move.name)
            or STEPS["plan" if move.name == "amend" else move.kind][move.name].verb
        )
        told = self._data(move, task, data)
        version = subject.version - late
        try:
            if move.name == "add_evidence":
                verb(subject, actor=self.cast[person.name], **told)
            else:
                verb(subject, actor=self.cast[person.name], version=version, **told)
        except Refusal as refused:
            return refused.code
        return ""

    def _data(self, move: Move, task: Task, data: Data) -> Data:
        told = {**WORDS.get(move.title, WORDS.get(move.name, {})), **data}
        for name in UNIT_NAMES:
            if name in told:
                told[name] = self.cast.units[told[name]]
        if "keep" in told:
            told["old_lead"] = "cooperating" if told.pop("keep") else "released"
        if "granted" in told:
            told["reason"] = "已核实"
        if move.name == "start":
            told["milestones"] = [("全部完成", task.due)]
        if move.name == "return":
            told["limit"] = task.due
        if move.name == "amend":
            self.amended += 1
            told |= {"number": str(self.amended), "tasks": [RealTask.objects.get(pk=task.pk)]}
        return told

    def stands(self, task: Task) -> dict[str, Any]:
        """How the task and everything about it stands."""
        (row,) = self.rows("task", task, *COLUMNS)
        seen = dict(zip(COLUMNS, row, strict=True))
        for name in ("lead_id", "claimed_by_id", "verifying_id"):
            seen[name] = self.codes.get(seen[name], "")
        if seen["state"] != "assigned":
            del seen["sign_off_until"]
        coded: list[tuple[str, str, tuple[str, ...]]] = [
            ("parts", "cooperation", PART),
            ("reports", "report", ("unit_id", "period", "state")),
            ("evidence", "evidence", ("unit_id", "state")),
            ("letters", "letter", ("unit_id", "level", "state")),
            ("slots", "slot", ("unit_id", "asked_for", "round", "due_on", "state")),
        ]
        for name, kind, columns in coded:
            found = self.rows(kind, task, *columns)
            seen[name] = [(self.codes[unit], *rest) for unit, *rest in found]
        seen["cases"] = self.rows("dispute", task, *CASE)
        seen["requests"] = sorted(
            (kind, PROPOSED.get(state, state))
            for kind in ("extension", "reopening", "transfer", "amendment")
            for (state,) in self.rows(kind, task, "state")
        )
        return seen


def plain(value: Any) -> Any:
    """A date as SQLite has it."""
    return value.isoformat() if isinstance(value, date) else value


def told(task: Task) -> dict[str, Any]:
    """The same as the model has it."""
    seen: dict[str, Any] = {
        "state": task.state,
        "version": task.version,
        "lead_id": task.lead,
        "resume_state": task.resume,
        "due_on": plain(task.due),
        "contest_until": plain(task.contest_until),
        "extensions": task.extensions,
        "reopened": task.reopened,
        "rework": task.rework,
        "upper_due_on": plain(task.upper),
        "waived_until": plain(task.waived),
        "claimed_by_id": task.claimed,
        "verifying_id": task.checking,
    }
    if task.state == "assigned":
        seen["sign_off_until"] = plain(task.sign_off_until)
    seen["parts"] = [
        (
            *(part.unit, part.state, part.version, part.barred),
            *map(plain, (part.contest_until, part.silent_after)),
        )
        for part in task.parts
    ]
    seen["reports"] = [(each.unit, plain(each.period), each.state) for each in task.reports]
    seen["evidence"] = [(each.unit, each.state) for each in task.evidence]
    seen["requests"] = sorted((each.kind, each.state) for each in task.requests)
    seen["letters"] = [(letter.unit, letter.level, letter.state) for letter in task.letters]
    seen["cases"] = [(case.state, case.version, case.round, plain(case.due)) for case in task.cases]
    seen["slots"] = [
        (slot.unit, slot.kind, slot.round, plain(slot.until), slot.state) for slot in task.slots()
    ]
    return seen
