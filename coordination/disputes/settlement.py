"""When a proposal is agreed, and what is still missing for it. Pure: no database.

Settled when nobody objects, every unit that gains lead, part or a heavier role consents
expressly, and at least one consent is express. Silence is "no different opinion" (Ningbo), but
never the consent of a unit that would receive the task.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from django.utils.translation import gettext as _

from coordination.disputes.states import Stance

Answers = Mapping[str, str]


def agreed(outcome: str, gaining: AbstractSet[str], answers: Answers) -> bool:
    """Whether the proposal is settled.

    ``answers`` maps each party's name to its stance, the empty string being silence;
    ``gaining`` are the names of the units that must consent expressly.
    """
    stances = set(answers.values())
    if not outcome or Stance.OBJECT in stances or Stance.AGREE not in stances:
        return False
    return all(answers.get(name) == Stance.AGREE for name in gaining)


def missing(gaining: AbstractSet[str], answers: Answers, asked: AbstractSet[str]) -> str:
    """What is still missing for agreement, in one sentence; empty where nothing is.

    ``asked`` are the names of the parties that may still answer.
    """
    objecting = [name for name, stance in answers.items() if stance == Stance.OBJECT]
    if objecting:
        return _("%(units)s objected; another round or the ruling follows.") % {
            "units": "、".join(objecting)
        }
    waiting = sorted(name for name in gaining if answers.get(name) != Stance.AGREE)
    if waiting:
        return _("%(units)s, on whom the burden would fall, must agree expressly.") % {
            "units": "、".join(waiting)
        }
    if asked:
        return _("The answer of %(units)s is still missing.") % {"units": "、".join(sorted(asked))}
    if Stance.AGREE not in answers.values():
        return _("At least one party must agree expressly.")
    return ""
