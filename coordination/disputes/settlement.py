"""When a proposal is agreed, and what is still missing for it. Pure: no database.

Settled when nobody objects, the unit that gains a burden consents expressly, and at least one
consent is express. Silence is "no different opinion" (Ningbo), but never the consent of a
unit that would receive the task.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from coordination.disputes.states import Stance

Answers = Mapping[str, str]


def agreed(gaining: str, answers: Answers) -> bool:
    """Whether the proposal is settled.

    ``answers`` maps each party's name to its stance, the empty string being silence;
    ``gaining`` is the name of the unit that would bear more, by the lead or by an adjusted
    part; empty for none.
    """
    stances = set(answers.values())
    if Stance.OBJECT in stances or Stance.AGREE not in stances:
        return False
    return not gaining or answers.get(gaining) == Stance.AGREE


def missing(gaining: str, answers: Answers, asked: set[str]) -> str:
    """What is still missing for agreement, in one sentence; empty where nothing is.

    ``asked`` are the names of the parties that may still answer.
    """
    objecting = [name for name, stance in answers.items() if stance == Stance.OBJECT]
    if objecting:
        return _("%(units)s objected; another round or the ruling follows.") % {
            "units": "、".join(objecting)
        }
    if gaining and answers.get(gaining) != Stance.AGREE:
        return _("%(unit)s, which would bear more, must agree expressly.") % {"unit": gaining}
    if asked:
        return _("The answer of %(units)s is still missing.") % {"units": "、".join(sorted(asked))}
    if Stance.AGREE not in answers.values():
        return _("At least one party must agree expressly.")
    return ""
