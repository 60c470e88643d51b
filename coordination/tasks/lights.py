"""What a light is: a colour that comes with its reason, derived and never a state.

Which colour a task has is computed in ``reports.lights``, from its dates, milestones, reports and
letters; the thresholds stand in ``settings.LIGHT_LIMITS``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Colour(models.TextChoices):
    """As letters of supervision: blue reminds, yellow warns, red calls by name; grey is none."""

    RED = "red", _("Red light")
    YELLOW = "yellow", _("Yellow light")
    BLUE = "blue", _("Blue light")
    GREEN = "green", _("Green light")
    GREY = "grey", _("No light")


@dataclass(frozen=True)
class Light:
    """``colour`` is one of :class:`Colour`, ``word`` says why, ``because`` is the code of it."""

    colour: str
    word: str
    because: str = ""

    @property
    def name(self) -> Any:
        """The colour in words."""
        return Colour(self.colour).label


def days_left(count: int) -> str:
    """How many days are left, in words."""
    return ngettext("%(days)d day left", "%(days)d days left", count) % {"days": count}


def days_late(count: int) -> str:
    """How many days a date is past, in words."""
    return ngettext("%(days)d day overdue", "%(days)d days overdue", count) % {"days": count}


def planned_percent(begun: date, due: date, today: date) -> int:
    """The course of time: how much of the way from ``begun`` to ``due`` is behind, 0 to 100."""
    if due <= begun:
        return 100
    return min(max((today - begun).days * 100 // (due - begun).days, 0), 100)
