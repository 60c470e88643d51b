"""Forms of the steps of a dispute."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.queries import parties_of
from coordination.disputes.states import (
    ANSWER_STANCES,
    OUTCOMES,
    STATEMENT_STANCES,
    WISHES,
    Ground,
    OldLead,
    Outcome,
    Scope,
)
from coordination.forms.base import StepForm, choice, long_text
from coordination.forms.parts import duty_text
from coordination.forms.units import UnitField
from coordination.units.queries import units_of


class ContestForm(StepForm):
    """Ground, facts, basis, and who should do it."""

    hint = _(
        "The present division stays in force until the dispute is decided; the work goes on. "
        "Both units will be asked for written statements."
    )
    ground = choice(_("Ground"), Ground.choices)
    facts = long_text(_("Facts"), help_text=_("Which sentence of the task, and what is the case."))
    basis = long_text(
        _("Basis"),
        help_text=_("Law, duties of the unit or list of powers; quote the article."),
        rows=3,
    )
    proposed: Any = UnitField(label=_("Proposed lead"), queryset=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(self.subject.plan.body_id).exclude(pk=self.subject.lead_id)
        self.fields["proposed"].queryset = units  # type: ignore[attr-defined]


class ContestPartForm(StepForm):
    """Ground, facts, basis, and what should become of the part."""

    hint = _(
        "Only your own part is contested; the lead goes on with the task. Your unit and the "
        "lead will be asked for written statements."
    )
    ground = choice(_("Ground"), Ground.choices)
    facts = long_text(_("Facts"), help_text=_("What is asked of your unit, and what is the case."))
    basis = long_text(
        _("Basis"),
        help_text=_("Law, duties of the unit or list of powers; quote the article."),
        rows=3,
    )
    wish = choice(_("What you propose"), [(each.value, each.label) for each in WISHES])
    wish_duty = duty_text(
        _("What your unit would do instead"),
        required=False,
        help_text=_("Needed where the part is to be adjusted."),
    )

    def clean(self) -> dict[str, Any]:
        """An adjustment says what the unit would do."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("wish") == Outcome.ADJUST and not data.get("wish_duty"):
            self.add_error("wish_duty", _("Write down what your unit would do."))
        return data


class StatementForm(StepForm):
    """The unit's position."""

    hint = _(
        "Sealed until all statements are in or the limit has passed; until then you may "
        "revise it, and the last one counts."
    )
    stance = choice(_("Position"), [(each.value, each.label) for each in STATEMENT_STANCES])
    text = long_text(_("Reasons, and conditions if any"))
    basis = long_text(_("Basis"), required=False, rows=2)


class AnswerForm(StepForm):
    """Agree or object."""

    hint = _("Your answer is open to the parties at once, and it is final.")
    stance = choice(_("Answer"), [(each.value, each.label) for each in ANSWER_STANCES])
    text = long_text(_("Reason"), required=False, help_text=_("Needed where you object."), rows=3)

    def clean(self) -> dict[str, Any]:
        """An objection has a reason."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("stance") == "object" and not data.get("text"):
            self.add_error("text", _("Say why you object."))
        return data


class OutcomeForm(StepForm):
    """What is to become of the lead, or of the part that is contested."""

    outcome = choice(_("Outcome"), Outcome.choices)
    new_lead: Any = UnitField(
        label=_("New lead"),
        queryset=None,
        required=False,
        help_text=_("A party of this dispute; only for a change of lead."),
    )
    old_lead = choice(
        _("The present lead"),
        OldLead.choices,
        required=False,
        help_text=_("Only for a change of lead."),
    )
    duty = duty_text(
        _("What the cooperating unit is to do"),
        required=False,
        help_text=_("Only where the part is adjusted."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        scope = Scope(self.subject.scope)
        fitting = [(each.value, each.label) for each in OUTCOMES[scope]]
        self.fields["outcome"].choices = fitting  # type: ignore[attr-defined]
        if scope == Scope.COOPERATION:
            del self.fields["new_lead"], self.fields["old_lead"]
            self.fields["duty"].initial = self.subject.wish_duty
            return
        del self.fields["duty"]
        others = parties_of(self.subject).exclude(pk=self.subject.lead_id)
        self.fields["new_lead"].queryset = others  # type: ignore[attr-defined]


class ProposeForm(OutcomeForm):
    """What the heads are asked to agree to."""

    hint = _("Each party's head is asked to agree or to object.")
    text = long_text(_("Proposal"), help_text=_("Who does what, and why."))


class RuleForm(OutcomeForm):
    """The decision and its reasons."""

    hint = _(
        "The ruling binds for this task only and is no basis for a unit's statutory duties. "
        "It is carried out at once."
    )
    reasons = long_text(_("Reasons"))


class WithdrawForm(StepForm):
    """Why the objection is taken back."""

    reason = long_text(_("Reason"))
