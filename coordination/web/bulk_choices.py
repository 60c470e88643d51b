"""The steps that are taken on many tasks at once, and who is shown them."""

from collections.abc import Callable, Mapping
from typing import Any

from coordination.steps import label_of
from coordination.tasks.models import Task
from coordination.units.official import Official


def _holds(*rights: str) -> Callable[[Official], bool]:
    return lambda actor: any(actor.plans.get(right) for right in rights)


# Steps that ask the same of every row; each row is asked by its own rules all the same.
CHOICES: Mapping[str, Callable[[Official], bool]] = {
    "accept": lambda actor: actor.for_unit,
    "begin_verification": _holds("supervise_plan"),
    "urge": _holds("supervise_plan", "coordinate_plan"),
    "assign_lead": _holds("draft_plan"),
    "drop": _holds("draft_plan"),
}
OF_DRAFTS = ("assign_lead", "drop")


def bulk_choices(actor: Official, *, drafting: bool | None = None) -> list[dict[str, Any]]:
    """The steps for the bar of a list: code and words; empty where there is none.

    ``drafting`` says whether the list is of a draft plan; ``None``: of several plans.
    """
    return [
        {"code": code, "label": label_of(Task(), code)}
        for code, shown in CHOICES.items()
        if shown(actor) and (drafting is None or drafting == (code in OF_DRAFTS))
    ]
