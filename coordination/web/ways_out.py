"""The way out of a refusal: for each rule that refuses, what helps, and the step for it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from coordination.steps import STEPS, label_of
from coordination.web.nouns import step_url


class Way(NamedTuple):
    """``step`` of the same subject helps, or only ``words`` say what does."""

    words: Any = ""
    step: str = ""


# The stable code of a rule -> what helps. A rule without a way says all there is to say.
WAYS: dict[str, Way] = {
    "begin_first": Way(step="begin_verification"),
    "begun_already": Way(step="verify"),
    "verification_begun": Way(_("The checking unit can return the claim for rework.")),
    "contest_window": Way(_("Later only a direct transfer, to which both heads agree, helps.")),
    "sign_off_limit": Way(step="start"),
    "to_be_accepted": Way(step="start"),
    "to_be_started": Way(step="accept"),
    "evidence": Way(_("Go back, and attach the file.")),
    "parts_done": Way(_("Ask the units named to say that their part is done.")),
    "before_due": Way(_("The supervisor can set a new limit by a letter; report the delay.")),
    "no_due_date": Way(_("The coordinator can propose an amendment of the plan.")),
    "extensions_used": Way(_("A later date needs an amendment of the plan.")),
    "extension_pending": Way(_("Withdraw the request that is open, or wait for its decision.")),
    "reopening_pending": Way(_("Withdraw the request that is open, or wait for its decision.")),
    "transfer_pending": Way(_("Withdraw the proposal that is open, or wait for its decision.")),
    "upper_due": Way(step="waive_upper", words=_("The leader in charge can waive the hard date.")),
    "upper_none": Way(step="set_upper_due"),
    "urge_pause": Way(_("Wait, or take the last letter back if it was sent by mistake.")),
    "urge_level": Way(_("Choose the level named.")),
    "letter_stands": Way(_("Send another letter that corrects it.")),
    "third_change": Way(_("The government meeting decides on a third change of lead.")),
    "report_period": Way(_("Open the report on the task's page, and edit it.")),
    "period_closed": Way(_("Report for the present period on the task's page.")),
    "under_way": Way(step="start"),
    "separation_lead": Way(_("Ask a colleague whose unit has no part in the task.")),
    "separation_cooperating": Way(_("Ask a colleague whose unit has no part in the task.")),
    "separation_signed": Way(_("Ask another holder of the same function.")),
    "both_consented": Way(_("Wait until both heads have answered, or refuse the transfer.")),
    "transfer_state": Way(_("Refuse this one, and propose the transfer anew.")),
    "extension_state": Way(_("Refuse the request; it can be made anew when the task goes on.")),
    "amendment_closed": Way(_("Refuse this amendment, and propose one without these tasks.")),
    "amendment_number": Way(_("Choose the next number.")),
    "opinions_decided": Way(_("Decide on the opinions named; a dispute ends by its own way.")),
    "opinions_open": Way(_("Decide on the opinion on the draft's page.")),
    "draft_disputed": Way(_("The outcome of the dispute is carried out on the draft.")),
    "opinion_met": Way(step="decide_opinion"),
    "opinion_kind": Way(step="decide_opinion"),
    "one_lead": Way(_("Name the missing leads in the list below.")),
    "no_tasks": Way(_("Import the task table.")),
    "claimed_already": Way(_("The lead can withdraw its claim until its check begins.")),
    "indicator_measure": Way(_("Enter the unit of measure of each indicator in the form.")),
    "milestones_cover": Way(_("Let the last milestone end on the due date.")),
}


def ways_out(codes: Iterable[str], subject: Any, *, step: str = "") -> list[dict[str, Any]]:
    """What helps against the refusals ``codes`` of ``step``: words, with the step's page if one.

    The page of a step that is not the reader's own says so by itself.
    """
    found: dict[Way, dict[str, Any]] = {}
    for code in codes:
        way = WAYS.get(code)
        if way is None or way.step == step or not any(way):
            continue
        known = way.step in STEPS[subject.kind]
        label = label_of(subject, way.step) if known else ""
        found[way] = {
            "words": way.words or label,
            "url": step_url(subject, way.step) if known else "",
        }
    return [way for way in found.values() if way["words"]]
