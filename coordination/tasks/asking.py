"""Steps that make a thing of their own on a task: who, in which state, under which conditions.

The order of refusals is the gate's: not the actor's, version, state, conditions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coordination.units.official import Official
from workflow.errors import NotAllowed, Stale, Unmet, VersionMissing, WrongState
from workflow.lifecycle import Subject
from workflow.verdict import Condition, Rule, no


@dataclass(frozen=True)
class Ask:
    """``states`` are those of the thing asked about; ``needs`` must all hold."""

    step: str
    rule: Rule
    states: Sequence[str]
    needs: Sequence[Condition] = ()

    def offered(self, subject: Subject, actor: Official) -> None:
        """Raise why ``actor`` cannot ask this of ``subject`` now, if so."""
        self.check(subject, actor, None)

    def check(self, subject: Subject, actor: Official, data: Mapping[str, Any] | None) -> None:
        """The same with what is asked for."""
        common: dict[str, Any] = {"subject": subject, "step": self.step}
        verdict = self.rule(subject, actor)
        if not verdict:
            raise NotAllowed(verdict, **common)
        if subject.present_state not in self.states:
            raise WrongState(no("state", self._wrong_state(subject)), **common)
        unmet = [v for need in self.needs if not (v := need(subject, actor, data))]
        if unmet:
            raise Unmet(*unmet, **common)

    def check_version(self, subject: Subject, actor: Official, version: int | None) -> None:
        """A request speaks of the subject as its author saw it."""
        verdict = self.rule(subject, actor)
        if not verdict:
            raise NotAllowed(verdict, subject=subject, step=self.step)
        if version is None:
            raise VersionMissing(subject=subject, step=self.step)
        if version != subject.version:
            raise Stale(subject=subject, step=self.step)

    def _wrong_state(self, subject: Subject) -> str:
        field: Any = subject._meta.get_field("state")  # type: ignore[misc]
        words = dict(field.flatchoices)
        return _("Not possible while the state is “%(state)s”; possible in: %(from)s.") % {
            "state": words[subject.present_state],
            "from": "、".join(str(words[state]) for state in self.states),
        }
