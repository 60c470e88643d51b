"""Notices as lists show them, each with the page on which its reader sees the matter."""

from collections.abc import Iterable
from typing import Any

from coordination.disputes import queries as disputes
from coordination.notifications.models import Notice
from coordination.notifications.topics import TOPICS
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.nouns import page_of


def notice_rows(shown: Iterable[Notice], actor: Official) -> list[dict[str, Any]]:
    """Words, time, label and address of each notice."""
    notices = list(shown)
    hidden = {each.task_id for each in notices if each.task and _is_hidden(each.task, actor)}
    cases = disputes.visible_to(actor).filter(task__in=hidden).order_by("pk")
    urls = {case.task_id: page_of(case) for case in cases}
    return [
        {
            "words": TOPICS[notice.topic].words,
            "at": notice.at,
            "label": str(notice.task or notice.plan),
            "url": urls.get(notice.task_id, "")
            if notice.task_id in hidden
            else page_of(notice.task or notice.plan),
        }
        for notice in notices
    ]


def _is_hidden(task: Task, actor: Official) -> bool:
    """A draft is shown to its drafters; parties of a case on it see the case alone."""
    return task.assigned_on is None and not actor.may_on_plan("draft_plan", task.plan_id)
