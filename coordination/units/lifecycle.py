"""What is recorded of the configuration: grants, units, calendar, access tokens, sign-ins.

A chain has one state and never moves; each entry says what was done beside it, in the same
transaction. Who may do it is asked by the verbs, for it depends on the post or unit named.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from coordination.units.states import ConfigurationState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step
from workflow.verdict import Text

KEPT = {"kept": "kept"}


Method = TypeVar("Method", bound=Callable[..., object])


def entry(label: Text) -> Callable[[Method], Method]:
    """An entry of the chain; its reason is free text."""
    return step(KEPT, rule=consequence, label=label, prose=("reason",))


class ConfigurationLifecycle(Subject):
    """A chain of entries."""

    kind = "configuration"
    creations = (Creation("open", ConfigurationState.KEPT, _("begin the chain")),)

    state = state_field(ConfigurationState, ConfigurationState.KEPT)

    class Meta:
        abstract = True

    @entry(_("Appointed"))
    def appoint(self, act: Act, **_what: Any) -> None:
        """A person was given a post."""

    @entry(_("Post ended"))
    def end_post(self, act: Act, **_what: Any) -> None:
        """A person holds a post no longer."""

    @entry(_("Substitution registered"))
    def substitute(self, act: Act, **_what: Any) -> None:
        """Somebody acts for the holder of a post between two days."""

    @entry(_("Substitution ended early"))
    def end_substitution(self, act: Act, **_what: Any) -> None:
        """The substitute acts no longer."""

    @entry(_("Unit changed"))
    def succeed(self, act: Act, **_what: Any) -> None:
        """A unit was renamed, merged, split or closed."""

    @entry(_("Day of the calendar set"))
    def set_day(self, act: Act, **_what: Any) -> None:
        """A day differs from the plain week; open limits were counted anew."""

    @entry(_("Day of the calendar removed"))
    def remove_day(self, act: Act, **_what: Any) -> None:
        """A day is as in the plain week again; open limits were counted anew."""

    @entry(_("Year of the calendar loaded"))
    def load_year(self, act: Act, **_what: Any) -> None:
        """The published days of a year were taken in; open limits were counted anew."""

    @entry(_("Access token made"))
    def make_token(self, act: Act, **_what: Any) -> None:
        """The person lets a program act in his name."""

    @entry(_("Access token revoked"))
    def revoke_token(self, act: Act, **_what: Any) -> None:
        """The program acts no longer."""

    @entry(_("Signed in"))
    def sign_in(self, act: Act, **_what: Any) -> None:
        """Name and password were right."""

    @entry(_("Signed out"))
    def sign_out(self, act: Act, **_what: Any) -> None:
        """The person left."""

    @entry(_("Sign-in refused"))
    def fail_sign_in(self, act: Act, **_what: Any) -> None:
        """Name or password were wrong, or the account was locked."""
