"""How like two cases are, and why; pure, so that the score can be told and checked by hand.

Each kind of likeness adds its weight (``settings.PRECEDENTS``), a text in the share of its words
that the other one has too:

=========  =======================================================
ground     the same ground of objection
unit       each unit that is contesting, leading or proposed in both, at most two
cited      the same paragraph of a duty entry is cited
wording    share of the task's words that occur in the other task's wording
facts      share of what the filer wrote that occurs in the other filing
=========  =======================================================

A word is a pair of neighbouring characters or a Latin word. What stands in any official paper
(``COMMON``) says nothing of likeness: texts are cut there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coordination.search.terms import pairs_of, runs_of

MOST_UNITS = 2
MOST_PHRASES = 3
COMMON = re.compile(
    "推进|加强|落实|完善|开展|做好|提升|加快|推动|深化|组织|实施|确保|积极|持续|进一步|全面|全部|完成"
    "|工作|任务|责任|单位|部门|负责|牵头|配合|全区|全市|本区|我区|相关|有关|按照|要求"
)


@dataclass(frozen=True)
class Side:
    """One of the two cases. ``units`` and ``cited`` map ids to names."""

    ground: str = ""
    ground_label: str = ""
    units: Mapping[int, str] = field(default_factory=dict)
    cited: Mapping[int, str] = field(default_factory=dict)
    wording: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Likeness:
    """The score, and a reason for each part of it."""

    score: float
    reasons: tuple[str, ...]


def likeness(sought: Side, other: Side) -> Likeness:
    """How like ``other`` is to what is ``sought``."""
    weights: dict[str, Any] = settings.PRECEDENTS["weights"]
    score, reasons = 0.0, []
    if sought.ground and sought.ground == other.ground:
        score += weights["ground"]
        reasons.append(_("the same ground: %(ground)s") % {"ground": other.ground_label})
    units = [name for pk, name in sought.units.items() if pk in other.units]
    if units:
        score += weights["unit"] * min(len(units), MOST_UNITS)
        reasons.append(_("the same units: %(units)s") % {"units": "、".join(units)})
    cited = [name for pk, name in sought.cited.items() if pk in other.cited]
    if cited:
        score += weights["cited"]
        reasons.append(_("the same paragraph cited: %(cited)s") % {"cited": "、".join(cited)})
    for name, words in (
        ("wording", _("a task in like words: %(phrases)s")),
        ("facts", _("facts in like words: %(phrases)s")),
    ):
        mine, theirs = getattr(sought, name), getattr(other, name)
        phrases = shared_phrases(mine, theirs)
        if phrases:
            score += weights[name] * share(mine, theirs)
            told = "".join(f"“{phrase}”" for phrase in phrases[:MOST_PHRASES])
            reasons.append(words % {"phrases": told})
    return Likeness(round(score, 2), tuple(reasons))


def telling(*texts: str) -> list[str]:
    """The words of the texts that tell something, in their order, at most as many as are asked."""
    most: int = settings.PRECEDENTS["words"]
    return list(dict.fromkeys(word for text in texts for word in _words(text)))[:most]


def share(mine: str, theirs: str) -> float:
    """How many of the telling words of ``mine`` occur in ``theirs``, from 0 to 1."""
    asked, there = telling(mine), set(_words(theirs))
    return sum(word in there for word in asked) / len(asked) if asked else 0.0


def shared_phrases(mine: str, theirs: str) -> list[str]:
    """The pieces of at least two characters that both texts have, the longest first."""
    others = _pieces(theirs)
    found: list[str] = []
    for run in _pieces(mine):
        at = 0
        while at < len(run):
            end = _end(run, at, others)
            found += [run[at:end]] if end - at > 1 else []
            at = max(end, at + 1)
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _end(run: str, at: int, others: list[str]) -> int:
    """Where the longest piece of ``run`` beginning ``at`` ends that another run has too."""
    if run.isascii():
        return len(run) if at == 0 and run in others else at
    end = at
    while end < len(run) and any(run[at : end + 1] in other for other in others):
        end += 1
    return end


def _pieces(text: str) -> list[str]:
    """The runs of a text, cut where something common stands."""
    return runs_of(COMMON.sub(" ", text))


def _words(text: str) -> list[str]:
    return [word for run in _pieces(text) for word in ([run] if run.isascii() else pairs_of(run))]
