"""What waits on a desk beside tasks, parts and cases: requests to decide, letters to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from coordination.approvals import queries as approvals
from coordination.signing import queries as signing
from coordination.supervision import queries as supervision
from coordination.tasks import queries as tasks
from coordination.tasks.lights import Light, days_left
from coordination.units.official import Official
from coordination.web.nouns import page_of, step_url
from coordination.web.signing_pages import step_label, step_page
from workflow import clock

LIMIT = 50
SOON_DAYS = 2


@dataclass(frozen=True)
class Item:
    """One thing that waits: what it is, what is to be done, until when.

    ``mark`` is a task's id and version, where steps can be taken on many of its like.
    """

    title: str
    url: str
    sub: str
    act: str
    act_url: str
    light: Any
    due: Any
    state: Any = None
    mark: str = ""


def limit_light(due: date) -> Light:
    """Green, yellow in the last days, red on the last and after."""
    left = (due - clock.today()).days
    if left < 0:
        return Light("red", _("limit passed"))
    colour = "red" if left == 0 else "yellow" if left <= SOON_DAYS else "green"
    return Light(colour, days_left(left) if left else _("ends today"))


def requests(actor: Official) -> list[Item]:
    """Letters for a unit; requests for those in a function that decides on them."""
    if actor.for_unit:
        return [*_prepared(actor), *_letters(actor), *_transfers(actor)]
    found = [*_extensions(actor)]
    if "coordinate_plan" in actor.plans:
        found += [*_transfers(actor), *_releases(actor)]
    if "rule_plan" in actor.plans:
        found += [*_reopenings(actor), *_amendments(actor)]
    return found


def _prepared(actor: Official) -> list[Item]:
    """What the head is to sign, or what he has sent back to the handlers."""
    act = _("Look and sign") if actor.signs else _("Change what was sent back")
    return [
        Item(
            title=each.title,
            url=step_page(each),
            sub=f"{step_label(each)} · {each.by}",
            act=act,
            act_url=step_page(each),
            light=None,
            due=None,
        )
        for each in signing.waiting_for(actor)[:LIMIT]
    ]


def _transfers(actor: Official) -> list[Item]:
    step, act = "decide_transfer", _("Decide on the transfer")
    if actor.for_unit:
        step, act = "consent_transfer", _("Answer the proposed transfer")
    return [
        _item(moved, f"{moved.from_unit} → {moved.to_unit}", act, step, None)
        for moved in supervision.transfers_waiting(actor)[:LIMIT]
    ]


def _releases(actor: Official) -> list[Item]:
    return [
        _item(
            part,
            _("%(lead)s proposes to release %(unit)s")
            % {"lead": part.task.lead, "unit": part.unit},
            _("Decide on the release"),
            "confirm_release",
            None,
        )
        for part in tasks.releases_to_confirm(actor)[:LIMIT]
    ]


def _reopenings(actor: Official) -> list[Item]:
    return [
        _item(asked, str(asked.by), _("Decide on the reopening"), "decide_reopen", None)
        for asked in supervision.reopenings_to_decide(actor)[:LIMIT]
    ]


def _amendments(actor: Official) -> list[Item]:
    return [
        Item(
            title=str(amendment.plan),
            url=page_of(amendment),
            sub=_("Amendment %(number)s") % {"number": amendment.number},
            act=_("Decide on the amendment"),
            act_url=step_url(amendment, "decide_amendment"),
            light=None,
            due=None,
            state={"code": amendment.state, "label": amendment.get_state_display()},
        )
        for amendment in approvals.to_decide(actor)[:LIMIT]
    ]


def _letters(actor: Official) -> list[Item]:
    return [
        _item(
            letter,
            str(letter.get_level_display()),
            _("Answer the letter"),
            "reply_urge",
            letter.reply_until,
        )
        for letter in supervision.letters_to_answer(actor)[:LIMIT]
    ]


def _extensions(actor: Official) -> list[Item]:
    return [
        _item(
            asked,
            _("%(unit)s asks for %(day)s instead of %(old)s")
            % {
                "unit": asked.unit,
                "day": asked.new_due.isoformat(),
                "old": asked.old_due.isoformat(),
            },
            _("Decide on the extension"),
            "decide_extension",
            asked.old_due,
        )
        for asked in supervision.extensions_to_decide(actor)[:LIMIT]
    ]


def _item(subject: Any, sub: str, act: str, step: str, due: date | None) -> Item:
    return Item(
        title=str(subject.task),
        url=page_of(subject),
        sub=sub,
        act=act,
        act_url=step_url(subject, step),
        light=limit_light(due) if due else None,
        due=due,
        state={"code": subject.state, "label": subject.get_state_display()},
    )
