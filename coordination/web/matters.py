"""Requests and letters as a task's page shows them."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.steps import offers_for
from coordination.supervision import queries as supervision
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.offer_links import links_of

LIMIT = 10


def matters_of(task: Task, actor: Official, *, inside: bool) -> list[dict[str, Any]]:
    """The latest of each kind, with what the actor may do with it; one query a kind.

    A unit proposed as new lead reads the proposal before it sees the task's inside.
    """
    found = list(_transfers(task, actor))
    if inside:
        found += [*_reopenings(task, actor), *_extensions(task, actor), *_letters(task, actor)]
    return found


def _transfers(task: Task, actor: Official) -> Iterator[dict[str, Any]]:
    for moved in supervision.visible_transfers(actor).filter(task=task)[:LIMIT]:
        title = _("Direct transfer from %(old)s to %(new)s") % {
            "old": moved.from_unit,
            "new": moved.to_unit,
        }
        agreed = [
            _("%(unit)s has agreed") % {"unit": unit}
            for unit, by in ((moved.from_unit, moved.from_by_id), (moved.to_unit, moved.to_by_id))
            if by
        ]
        yield _matter(moved, actor, title, moved.asked_at, moved.reason, *agreed)


def _reopenings(task: Task, actor: Official) -> Iterator[dict[str, Any]]:
    for asked in supervision.visible_reopenings(actor).filter(task=task)[:LIMIT]:
        title = _("Reopening of the verified task")
        yield _matter(asked, actor, title, asked.asked_at, asked.finding, asked.reason)


def _extensions(task: Task, actor: Official) -> Iterator[dict[str, Any]]:
    for asked in supervision.visible_extensions(actor).filter(task=task)[:LIMIT]:
        days = {"day": asked.new_due.isoformat(), "old": asked.old_due.isoformat()}
        title = _("Extension to %(day)s instead of %(old)s") % days
        yield _matter(asked, actor, title, asked.asked_at, asked.reason)


def _letters(task: Task, actor: Official) -> Iterator[dict[str, Any]]:
    for letter in supervision.visible_letters(actor).filter(task=task)[:LIMIT]:
        title = _("Letter of supervision, %(level)s, reply by %(day)s") % {
            "level": letter.get_level_display(),
            "day": letter.reply_until.isoformat(),
        }
        texts = [letter.text]
        if letter.reply:
            texts.append(_("Answer: %(text)s") % {"text": letter.reply})
        matter = _matter(letter, actor, title, letter.sent_at, *texts)
        yield matter | {"page": reverse("web:letter", args=[letter.pk]), "number": letter.number}


def _matter(subject: Any, actor: Official, title: str, at: Any, *texts: str) -> dict[str, Any]:
    open_now = [offer for offer in offers_for(subject, actor) if offer.code != "illegal_transition"]
    return {
        "subject": subject,
        "title": title,
        "meta": f"{at:%Y-%m-%d}",
        "texts": texts,
        "offers": links_of(subject, open_now),
    }
