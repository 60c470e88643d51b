"""The refusals of the door. Each has the status and the code that web and API answer with."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflow.verdict import Text, Verdict


class Refusal(Exception):
    """A step was refused; nothing has changed.

    ``verdicts`` name every rule that stood in the way, ``subject`` is the thing as it is now.
    """

    status = 409
    code = "refused"
    title: Text = _("This step is not possible.")

    def __init__(self, *verdicts: Verdict, subject: Any = None, step: str = "") -> None:
        self.verdicts: Sequence[Verdict] = verdicts
        self.subject = subject
        self.step = step
        super().__init__(f"{self.code}: {', '.join(v.code for v in verdicts) or step}")

    @property
    def reasons(self) -> list[str]:
        """The sentences to show, one for each rule that refused."""
        return [str(verdict.reason) for verdict in self.verdicts] or [str(self.title)]


class NotAllowed(Refusal):
    """The step is not this actor's: function, relation or separation of duties."""

    status = 403
    code = "not_allowed"
    title = _("This step is not yours to take.")


class VersionMissing(Refusal):
    """The request did not say on which version of the subject it acts."""

    status = 428
    code = "precondition_required"
    title = _("The request does not say which version it acts on.")


class Stale(Refusal):
    """The subject has moved since the page was opened."""

    status = 412
    code = "stale_version"
    title = _("Somebody else has acted meanwhile. Look at the current state, then decide again.")


class WrongState(Refusal):
    """The lifecycle knows no such step from the present state."""

    code = "illegal_transition"
    title = _("In the present state this step is not possible.")


class Unmet(Refusal):
    """Conditions of the step are not met; all of them are named."""

    code = "unmet_conditions"
    title = _("Something is still missing for this step.")


class InProgress(Refusal):
    """The same request, or the same matter, is being worked on at this moment."""

    code = "in_progress"
    title = _("This is being worked on at this moment. Please wait a moment and look again.")


class DuplicateKey(Refusal):
    """The key was used before with another content."""

    status = 422
    code = "duplicate_key"
    title = _("This form was already submitted with other content. See the current state below.")


class Replay(Exception):
    """No error: the request was already carried out; ``answer`` is what was answered then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        super().__init__("already carried out")
