"""Everything a person can do, in one table: noun -> step -> form and verb.

Pages and API read it, so that they cannot differ. Whether a step is open comes from the
lifecycle (``workflow.offers``); steps that make a thing of their own, such as a report, say
so themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes import actions as disputes
from coordination.forms import disputes as dispute_forms
from coordination.forms import progress as progress_forms
from coordination.forms import tasks as task_forms
from coordination.forms.base import EmptyForm, StepForm
from coordination.progress import actions as progress
from coordination.progress.files import discarded_on_failure
from coordination.tasks import actions as tasks
from coordination.units.official import Official
from workflow import gate
from workflow import offers as engine
from workflow.errors import Refusal
from workflow.keys import Key
from workflow.lifecycle import steps_of
from workflow.offers import Offer

Verb = Callable[..., Any]


@dataclass(frozen=True)
class Action:
    """A step's form and verb. ``asks`` answers where the step is no lifecycle step."""

    form: type[StepForm]
    verb: Verb
    label: Any = ""
    asks: Callable[[Any, Official], None] | None = None


def _report(task: Any, *, version: int | None, **data: Any) -> Any:
    """A report makes a thing of its own; the task's version does not matter to it."""
    return progress.report_progress(task, **data)


def _claim(task: Any, *, evidence: Sequence[Any], **data: Any) -> None:
    """Keep the files first; where the claim is refused they go again."""
    with discarded_on_failure(evidence) as kept:
        progress.claim_completion(task, files=kept, **data)


STEPS: dict[str, dict[str, Action]] = {
    "plan": {
        "issue": Action(EmptyForm, tasks.issue_plan),
    },
    "task": {
        "assign_lead": Action(task_forms.AssignLeadForm, tasks.assign_lead),
        "drop": Action(EmptyForm, tasks.drop_task),
        "accept": Action(task_forms.AcceptForm, tasks.accept_task),
        "start": Action(task_forms.StartForm, tasks.start_task),
        "report": Action(
            progress_forms.ReportForm, _report, _("Report progress"), progress.refuse_report
        ),
        "claim": Action(progress_forms.ClaimForm, _claim),
        "verify": Action(task_forms.VerifyForm, tasks.verify_task),
        "return": Action(task_forms.ReturnForm, tasks.return_task),
        "contest": Action(dispute_forms.ContestForm, disputes.contest_task),
    },
    "cooperation": {
        "coop_accept": Action(EmptyForm, tasks.accept_part),
        "coop_done": Action(task_forms.FinishPartForm, tasks.finish_part),
    },
    "dispute": {
        "propose": Action(dispute_forms.ProposeForm, disputes.propose_settlement),
        "rule": Action(dispute_forms.RuleForm, disputes.rule_dispute),
        "withdraw": Action(dispute_forms.WithdrawForm, disputes.withdraw_dispute),
    },
    "slot": {
        "state": Action(dispute_forms.StatementForm, disputes.give_statement),
        "answer": Action(dispute_forms.AnswerForm, disputes.answer_proposal),
    },
}


def offers_for(subject: Any, actor: Official) -> list[Offer]:
    """Every step the actor could take on the subject now, and why not where not."""
    table = STEPS[subject.kind]
    found = [offer for offer in engine.offers(subject, actor) if offer.step in table]
    for code, action in table.items():
        offer = _asked(code, action, subject, actor) if action.asks else None
        if offer:
            found.append(offer)
    return sorted(found, key=lambda offer: (not offer.allowed, not offer.primary, offer.grave))


def _asked(code: str, action: Action, subject: Any, actor: Official) -> Offer | None:
    try:
        action.asks(subject, actor)  # type: ignore[misc]
    except Refusal as refused:
        if any(verdict.foreign for verdict in refused.verdicts):
            return None
        return Offer(code, action.label, allowed=False, reasons=tuple(refused.reasons))
    return Offer(code, action.label, allowed=True, primary=True)


def refusal(subject: Any, step: str, actor: Official, version: int | None) -> Refusal | None:
    """Why the actor may not take the step on ``version`` now, whatever is filled in."""
    asks = STEPS[subject.kind][step].asks
    if asks is None:
        return gate.refusal(subject, steps_of(subject.__class__)[step], actor, version)
    try:
        asks(subject, actor)
    except Refusal as refused:
        return refused
    return None


def label_of(subject: Any, step: str) -> Any:
    """The step in words."""
    action = STEPS[subject.kind][step]
    return action.label or steps_of(subject.__class__)[step].label


def take(
    subject: Any, step: str, form: StepForm, actor: Official, key: Key | None, version: int | None
) -> Any:
    """Take the step with what the form holds; raises the refusals of the door."""
    verb = STEPS[subject.kind][step].verb
    return verb(subject, actor=actor, version=version, key=key, **form.verb_data())
