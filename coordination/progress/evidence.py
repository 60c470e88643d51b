"""The verbs of evidence: add files and links, retract what should not count."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.progress import rules
from coordination.progress.files import Kept
from coordination.progress.models import Evidence
from coordination.tasks.asking import Ask
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units.official import Official
from workflow import door
from workflow.door import Act
from workflow.keys import Key
from workflow.verdict import YES, Verdict, no

# A dispute does not hinder anybody from showing what was done.
SHOWING = (TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.DISPUTED)


def something_given(_task: Any, _actor: Official, data: Any) -> Verdict:
    """A file or a link is there."""
    if data is None or data["files"] or data["url"]:
        return YES
    return no("evidence_nothing", _("Choose a file, or give the address of a page."))


def own_indicator(task: Any, _actor: Official, data: Any) -> Verdict:
    """What the evidence shows in particular is an indicator of this task."""
    if data is None or data["indicator"] is None or data["indicator"].task_id == task.pk:
        return YES
    return no("own_indicator", _("Choose an indicator of this task."))


ADD_EVIDENCE = Ask(
    "add_evidence", rules.may_add_evidence, SHOWING, (something_given, own_indicator)
)


def add_evidence(
    task: Task,
    *,
    actor: Official,
    files: Sequence[Kept] = (),
    url: str = "",
    title: str = "",
    indicator: Indicator | None = None,
    key: Key | None = None,
) -> None:
    """A unit at work adds files, and a link called ``title``; the task's version stays.

    A link is kept as it is written and never fetched.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        data = {"files": files, "url": url, "indicator": indicator}
        ADD_EVIDENCE.check(taken, actor, data)
        add_files(act, taken, files, indicator)
        if url:
            link = _piece(act, taken, indicator, name=title or url[:120], url=url)
            act.create(link, "add_evidence")


def retract_evidence(
    evidence: Evidence,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """The unit that added it takes it back before any claim rests on it; the file stays."""
    with door.act(actor, key) as act:
        act.step(act.take(evidence), "retract_evidence", version=version, reason=reason)


def add_files(act: Act, task: Task, files: Sequence[Kept], indicator: Indicator | None) -> None:
    """Within an act: keep files as evidence of the task."""
    for file in files:
        about = {"path": file.path, "size": file.size, "sha256": file.sha256}
        act.create(_piece(act, task, indicator, name=file.name, **about), "add_evidence")


def _piece(act: Act, task: Task, indicator: Indicator | None, **about: Any) -> Evidence:
    official: Any = act.actor
    return Evidence(
        task=task,
        unit_id=official.own_unit_id,
        indicator=indicator,
        by_id=official.person_id,
        at=act.at,
        **({"path": "", "size": 0, "sha256": "", "url": ""} | about),
    )
