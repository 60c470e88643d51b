"""Requests and letters as a task's page shows them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coordination.steps import offers_for
from coordination.supervision import queries as supervision
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.offer_links import links_of

LIMIT = 10


def matters_of(task: Task, actor: Official) -> list[dict[str, Any]]:
    """The latest of each kind, with what the actor may do with it; one query a kind."""
    return [*_extensions(task, actor), *_letters(task, actor)]


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
        yield _matter(letter, actor, title, letter.sent_at, *texts)


def _matter(subject: Any, actor: Official, title: str, at: Any, *texts: str) -> dict[str, Any]:
    open_now = [offer for offer in offers_for(subject, actor) if offer.code != "illegal_transition"]
    return {
        "subject": subject,
        "title": title,
        "meta": f"{subject.unit} · {at:%Y-%m-%d}",
        "texts": texts,
        "offers": links_of(subject, open_now),
    }
