"""Everything a person can do, in one table: noun -> step -> form and verb.

Pages and API read it, so that they cannot differ. Whether a step is open comes from the
lifecycle (``workflow.offers``); steps that make a thing of their own, such as a report, say
so themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.approvals import actions as approvals
from coordination.consultation import actions as opinions
from coordination.disputes import actions as disputes
from coordination.disputes import before_issue, deciding, joining, opening
from coordination.forms import consultation as opinion_forms
from coordination.forms import decisions as decision_forms
from coordination.forms import disputes as dispute_forms
from coordination.forms import outcomes as outcome_forms
from coordination.forms import parts as part_forms
from coordination.forms import progress as progress_forms
from coordination.forms import supervision as supervision_forms
from coordination.forms import tasks as task_forms
from coordination.forms import verification as verification_forms
from coordination.forms.base import EmptyForm, StepForm
from coordination.forms.drafts import EditDraftForm
from coordination.progress import actions as progress
from coordination.progress import evidence as proof
from coordination.progress.files import discarded_on_failure
from coordination.supervision import actions as supervision
from coordination.supervision import turns, undo
from coordination.tasks import actions as tasks
from coordination.tasks import date_actions as dates
from coordination.tasks import groups, parts, verification
from coordination.units.official import Official
from workflow import gate
from workflow import offers as engine
from workflow.errors import NotAllowed, Refusal, Stale, VersionMissing, WrongState
from workflow.keys import Key
from workflow.known import reading
from workflow.lifecycle import steps_of, subject_of
from workflow.offers import Offer

Verb = Callable[..., Any]


@dataclass(frozen=True)
class Action:
    """A step's form and verb. ``asks`` answers where the step is no lifecycle step.

    ``versioned``: it speaks of the subject as the actor saw it, so it names the version.
    """

    form: type[StepForm]
    verb: Verb
    label: Any = ""
    asks: Callable[[Any, Official], None] | None = None
    primary: bool = False
    versioned: bool = True


def _unversioned(verb: Verb) -> Verb:
    """A verb that makes a thing of its own, to which the subject's version does not matter."""

    def taken(subject: Any, *, version: int | None, **data: Any) -> Any:
        return verb(subject, **data)

    return taken


def _claim(task: Any, *, evidence: Sequence[Any], **data: Any) -> None:
    """Keep the files first; where the claim is refused they go again."""
    with discarded_on_failure(evidence) as kept:
        progress.claim_completion(task, files=kept, **data)


def _add_evidence(task: Any, *, evidence: Sequence[Any], version: int | None, **data: Any) -> None:
    """Evidence is kept beside the task, whose version does not matter to it."""
    with discarded_on_failure(evidence) as kept:
        proof.add_evidence(task, files=kept, **data)


STEPS: dict[str, dict[str, Action]] = {
    "plan": {
        "issue": Action(EmptyForm, tasks.issue_plan),
        "amend": Action(
            supervision_forms.AmendForm,
            approvals.propose_amendment,
            _("Amend the plan"),
            approvals.AMEND.offered,
        ),
    },
    "task": {
        "assign_lead": Action(task_forms.AssignLeadForm, tasks.assign_lead),
        "edit": Action(EditDraftForm, tasks.edit_task),
        "divide": Action(task_forms.DivideForm, groups.divide_task),
        "take_collective": Action(task_forms.CollectiveForm, groups.take_collective),
        "drop": Action(EmptyForm, tasks.drop_task),
        "opine": Action(
            opinion_forms.OpineForm,
            opinions.record_opinion,
            _("Record an opinion"),
            opinions.OPINE.offered,
        ),
        "accept": Action(task_forms.AcceptForm, tasks.accept_task),
        "start": Action(task_forms.StartForm, tasks.start_task),
        "report": Action(
            progress_forms.ReportForm,
            _unversioned(progress.report_progress),
            _("Report progress"),
            progress.refuse_report,
            primary=True,
            versioned=False,
        ),
        "add_evidence": Action(
            progress_forms.AddEvidenceForm,
            _add_evidence,
            _("Add evidence"),
            proof.ADD_EVIDENCE.offered,
            versioned=False,
        ),
        "claim": Action(progress_forms.ClaimForm, _claim),
        "begin_verification": Action(EmptyForm, verification.begin_verification),
        "withdraw_claim": Action(task_forms.ReasonForm, verification.withdraw_claim),
        "verify": Action(verification_forms.VerifyForm, verification.verify_task),
        "return": Action(verification_forms.ReturnForm, verification.return_task),
        "ask_extension": Action(
            supervision_forms.AskExtensionForm,
            supervision.ask_extension,
            _("Ask for an extension"),
            supervision.ASK_EXTENSION.offered,
        ),
        "urge": Action(
            supervision_forms.UrgeForm,
            _unversioned(supervision.urge),
            _("Urge in writing"),
            supervision.URGE.offered,
            versioned=False,
        ),
        "ask_transfer": Action(
            supervision_forms.AskTransferForm,
            turns.ask_transfer,
            _("Propose a direct transfer"),
            turns.ASK_TRANSFER.offered,
        ),
        "ask_reopen": Action(
            supervision_forms.AskReopenForm,
            turns.ask_reopen,
            _("Ask for reopening"),
            turns.ASK_REOPEN.offered,
        ),
        "suspend": Action(supervision_forms.SuspendForm, turns.suspend_task),
        "resume": Action(task_forms.ReasonForm, turns.resume_task),
        "contest": Action(dispute_forms.ContestForm, disputes.contest_task),
        "set_upper_due": Action(supervision_forms.UpperDueForm, dates.set_upper_due),
        "waive_upper": Action(supervision_forms.WaiveUpperForm, dates.waive_upper),
    },
    "cooperation": {
        "edit": Action(part_forms.WordPartForm, parts.word_part),
        "coop_accept": Action(EmptyForm, tasks.accept_part),
        "coop_report": Action(
            progress_forms.PartReportForm,
            _unversioned(progress.report_part),
            _("Report on our part"),
            progress.refuse_part_report,
            primary=True,
        ),
        "coop_done": Action(task_forms.FinishPartForm, tasks.finish_part),
        "coop_reopen": Action(task_forms.ReasonForm, parts.reopen_part),
        "contest": Action(dispute_forms.ContestPartForm, disputes.contest_part),
        "coop_ask": Action(part_forms.AskPartForm, parts.ask_part),
        "propose_release": Action(part_forms.ProposeReleaseForm, parts.propose_release),
        "confirm_release": Action(supervision_forms.DecideForm, parts.confirm_release),
    },
    "opinion": {
        "decide_opinion": Action(opinion_forms.DecideOpinionForm, opinions.decide_opinion),
        "open_dispute": Action(EmptyForm, before_issue.open_dispute),
        "withdraw_opinion": Action(task_forms.ReasonForm, opinions.withdraw_opinion),
    },
    "report": {
        "edit": Action(progress_forms.ReportForm, progress.edit_report),
    },
    "evidence": {
        "retract_evidence": Action(task_forms.ReasonForm, proof.retract_evidence),
    },
    "extension": {
        "decide_extension": Action(supervision_forms.DecideForm, supervision.decide_extension),
        "withdraw_extension": Action(EmptyForm, undo.withdraw_extension),
    },
    "reopening": {
        "decide_reopen": Action(supervision_forms.DecideForm, turns.decide_reopen),
        "withdraw_reopening": Action(EmptyForm, undo.withdraw_reopening),
    },
    "transfer": {
        "consent_transfer": Action(supervision_forms.ConsentForm, turns.consent_transfer),
        "decide_transfer": Action(supervision_forms.DecideForm, turns.decide_transfer),
        "withdraw_transfer": Action(EmptyForm, undo.withdraw_transfer),
    },
    "amendment": {
        "decide_amendment": Action(supervision_forms.DecideForm, approvals.decide_amendment),
        "withdraw_amendment": Action(EmptyForm, approvals.withdraw_amendment),
    },
    "letter": {
        "reply_urge": Action(supervision_forms.ReplyForm, supervision.reply_urge),
        "withdraw_letter": Action(task_forms.ReasonForm, undo.withdraw_letter),
    },
    "dispute": {
        "admit": Action(EmptyForm, opening.admit_dispute),
        "ask_complete": Action(dispute_forms.CompletionForm, opening.ask_completion),
        "complete": Action(dispute_forms.CompleteForm, opening.complete_objection),
        "refuse": Action(dispute_forms.RefuseForm, opening.refuse_dispute),
        "set_urgent": Action(dispute_forms.UrgencyForm, opening.decide_urgency),
        "join_objection": Action(dispute_forms.JoinForm, opening.join_objection),
        "join_case": Action(dispute_forms.JoinCaseForm, joining.join_case),
        "hand_over": Action(dispute_forms.ReasonForm, opening.hand_over),
        "temp_lead": Action(dispute_forms.TemporaryLeadForm, opening.name_temporary_lead),
        "consult": Action(dispute_forms.ConsultForm, disputes.record_consultation),
        "propose": Action(outcome_forms.ProposeForm, disputes.propose_settlement),
        "skip": Action(EmptyForm, disputes.skip_rounds),
        "submit_file": Action(decision_forms.FileForm, deciding.submit_file),
        "hear": Action(decision_forms.HearForm, deciding.hear_unit),
        "rule": Action(decision_forms.RuleForm, deciding.rule_dispute),
        "ask_review": Action(decision_forms.AskReviewForm, deciding.ask_review),
        "decide_review": Action(decision_forms.DecideReviewForm, deciding.decide_review),
        "withdraw": Action(dispute_forms.ReasonForm, disputes.withdraw_dispute),
    },
    "slot": {
        "state": Action(dispute_forms.StatementForm, disputes.give_statement),
        "answer": Action(dispute_forms.AnswerForm, disputes.answer_proposal),
        "give_opinion": Action(decision_forms.OpinionForm, deciding.give_opinion),
        "confirm_facts": Action(decision_forms.FactsForm, deciding.confirm_facts),
        "receive": Action(EmptyForm, deciding.receive_ruling),
    },
}


@reading()
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
    refused = _why_not(action, subject, actor)
    if refused and any(verdict.code == "head_signs" for verdict in refused.verdicts):
        refused = _why_not(action, subject, actor.as_signer()) or refused
    if refused:
        if any(verdict.foreign for verdict in refused.verdicts):
            return None
        wrong_state = isinstance(refused, WrongState) or not refused.verdicts
        why = refused.code if wrong_state else refused.verdicts[0].code
        return Offer(code, action.label, allowed=False, code=why, reasons=tuple(refused.reasons))
    return Offer(code, action.label, allowed=True, primary=action.primary)


def refusal(subject: Any, step: str, actor: Official, version: int | None) -> Refusal | None:
    """Why the actor may not take the step on ``version`` now, whatever is filled in."""
    action = STEPS[subject.kind][step]
    if action.asks is None:
        return gate.refusal(subject, steps_of(subject.__class__)[step], actor, version)
    found = _why_not(action, subject, actor)
    if isinstance(found, NotAllowed):
        return found
    if action.versioned and version is None:
        return VersionMissing(subject=subject, step=step)
    if action.versioned and version != subject.version:
        return Stale(subject=subject, step=step)
    return found


def _why_not(action: Action, subject: Any, actor: Official) -> Refusal | None:
    """Why the actor cannot make what the action makes of the subject."""
    try:
        action.asks(subject, actor)  # type: ignore[misc]
    except Refusal as refused:
        return refused
    return None


def label_of(subject: Any, step: str) -> Any:
    """The step of a subject, or of a kind of subject, in words."""
    return STEPS[subject.kind][step].label or steps_of(subject_of(subject.kind))[step].label


def take(
    subject: Any, step: str, form: StepForm, actor: Official, key: Key | None, version: int | None
) -> Any:
    """Take the step with what the form holds; raises the refusals of the door."""
    verb = STEPS[subject.kind][step].verb
    return verb(subject, actor=actor, version=version, key=key, **form.verb_data())
