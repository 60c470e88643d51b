"""The table of topics: who is told of what, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.units.states import Duty

LEAD, PARTS, PARTIES, SLOT, PART = "lead", "parts", "parties", "slot", "part"
ADDRESSEE, BOTH_LEADS, OPINING = "addressee", "both leads", "opining"
RULER, TEMPORARY_LEAD = "ruler", "temporary lead"
FORMER_PARTS = "former parts"  # released in the same act


@dataclass(frozen=True)
class Topic:
    """``to`` names relations to the task (units) and duties (functions of the plan)."""

    words: Any
    to: Sequence[str]


TOPICS: dict[str, Topic] = {
    "plan.issued": Topic(_("The plan was issued"), (Duty.SUPERVISOR, Duty.LEADER)),
    "opinion.recorded": Topic(_("Your unit's opinion on a draft was recorded"), (OPINING,)),
    "opinion.decided": Topic(_("Your unit's opinion on a draft was decided upon"), (OPINING,)),
    "opinion.withdrawn": Topic(
        _("The withdrawal of your unit's opinion on a draft was recorded"), (OPINING,)
    ),
    "task.assigned": Topic(_("A task was assigned to your unit"), (LEAD,)),
    "part.sent": Topic(_("A cooperating part was sent to your unit"), (PART,)),
    "task.accepted": Topic(_("The lead accepted the task"), (PARTS,)),
    "task.deemed": Topic(
        _("Nobody signed for the task by the limit; receipt is deemed"), (LEAD, Duty.COORDINATOR)
    ),
    "part.deemed": Topic(
        _("Nobody confirmed the part by the limit; receipt is deemed"), (PART, LEAD)
    ),
    "part.accepted": Topic(_("A cooperating unit confirmed its part"), (LEAD,)),
    "part.done": Topic(_("A cooperating unit finished its part"), (LEAD,)),
    "part.taken_up": Topic(
        _("A verifier returned your unit's part, to be taken up again"), (PART, LEAD)
    ),
    "part.released": Topic(_("Your unit has no part in this task any more"), (PART,)),
    "part.worded": Topic(_("The lead said what your unit is to do"), (PART,)),
    "part.asked": Topic(_("The lead asks your unit for its part"), (PART,)),
    "part.reported": Topic(_("A cooperating unit reported on its part"), (LEAD,)),
    "part.contested": Topic(
        _("A cooperating unit contests its part; the task goes on"), (LEAD, Duty.COORDINATOR)
    ),
    "part.resolved": Topic(_("The contest of a part is over; the part stands"), (PART, LEAD)),
    "part.release_proposed": Topic(
        _("The lead proposes to release a cooperating unit"), (PART, Duty.COORDINATOR)
    ),
    "part.release_decided": Topic(
        _("The proposed release of a cooperating unit was decided upon"), (PART, LEAD)
    ),
    "task.started": Topic(_("The lead started the task"), (PARTS,)),
    "task.reported": Topic(_("Progress was reported"), (PARTS,)),
    "task.contested": Topic(_("The responsibility was contested"), (PARTS, Duty.COORDINATOR)),
    "extension.asked": Topic(
        _("An extension was asked for, to be decided"), (Duty.SUPERVISOR, Duty.LEADER)
    ),
    "extension.decided": Topic(_("The extension was decided upon"), (LEAD, Duty.SUPERVISOR)),
    "task.rescheduled": Topic(_("The due date was moved"), (PARTS,)),
    "task.suspended": Topic(_("The task was suspended"), (LEAD, PARTS, Duty.SUPERVISOR)),
    "task.resumed": Topic(_("The task goes on"), (LEAD, PARTS, Duty.SUPERVISOR)),
    "task.review_due": Topic(
        _("A suspended task is to be reviewed"), (LEAD, Duty.LEADER, Duty.COORDINATOR)
    ),
    "task.cancelled": Topic(_("The task was cancelled"), (LEAD, FORMER_PARTS, Duty.SUPERVISOR)),
    "task.succeeded": Topic(
        _("Your unit follows another one in the lead of a task"), (LEAD, Duty.COORDINATOR)
    ),
    "part.succeeded": Topic(_("Your unit follows another one in a cooperating part"), (PART, LEAD)),
    "dispute.succeeded": Topic(
        _("A unit in a dispute was followed by another one"), (PARTIES, Duty.COORDINATOR)
    ),
    "task.reopened": Topic(_("The task was reopened"), (LEAD, PARTS, Duty.SUPERVISOR)),
    "reopening.asked": Topic(_("A reopening was asked for, to be decided"), (Duty.LEADER,)),
    "reopening.decided": Topic(_("The reopening was decided upon"), (LEAD, Duty.SUPERVISOR)),
    "transfer.asked": Topic(
        _("A direct transfer of the lead was proposed, both heads to agree"), (BOTH_LEADS,)
    ),
    "transfer.answered": Topic(_("A head answered the proposed transfer"), (Duty.COORDINATOR,)),
    "transfer.decided": Topic(_("The direct transfer was decided upon"), (BOTH_LEADS,)),
    "amendment.proposed": Topic(_("An amendment of the plan is to be decided"), (Duty.LEADER,)),
    "amendment.decided": Topic(
        _("The amendment of the plan was decided upon"), (Duty.COORDINATOR, Duty.SUPERVISOR)
    ),
    "dispute.void": Topic(_("The dispute ended, as nothing is left to dispute"), (PARTIES,)),
    "letter.sent": Topic(_("Your unit was urged in writing"), (ADDRESSEE,)),
    "letter.answered": Topic(
        _("A letter of supervision was answered"), (Duty.SUPERVISOR, Duty.COORDINATOR)
    ),
    "letter.unanswered": Topic(
        _("A letter of supervision was not answered by the limit"),
        (ADDRESSEE, Duty.SUPERVISOR, Duty.COORDINATOR),
    ),
    "task.claimed": Topic(_("Completion was claimed, to be verified"), (Duty.SUPERVISOR, PARTS)),
    "task.claim_withdrawn": Topic(_("The claim was withdrawn"), (Duty.SUPERVISOR, PARTS)),
    "task.verification_begun": Topic(_("The claim is being checked"), (LEAD,)),
    "task.verification_late": Topic(
        _("A claim was not decided upon by the limit"), (Duty.SUPERVISOR, Duty.LEADER)
    ),
    "task.verified": Topic(_("The task was verified and closed"), (LEAD, PARTS)),
    "task.returned": Topic(_("The claim was returned for rework"), (LEAD,)),
    "task.returned_again": Topic(_("A task was returned for rework repeatedly"), (Duty.LEADER,)),
    "task.resolved": Topic(_("The dispute was resolved"), (LEAD, PARTS)),
    "dispute.filed": Topic(_("A dispute was opened"), (PARTIES, Duty.COORDINATOR)),
    "dispute.admitted": Topic(_("The objection was admitted"), (PARTIES,)),
    "dispute.deemed_admitted": Topic(
        _("Nobody decided on the admission; the objection is deemed admitted"),
        (PARTIES, Duty.COORDINATOR_HEAD),
    ),
    "dispute.completion_asked": Topic(_("The objection is to be completed"), (PARTIES,)),
    "dispute.completed": Topic(_("The objection was completed"), (Duty.COORDINATOR,)),
    "dispute.refused": Topic(_("The objection was not admitted"), (PARTIES,)),
    "dispute.urgency_decided": Topic(
        _("The urgent limits were decided upon"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.joined": Topic(_("A further unit joined the objection"), (PARTIES, Duty.COORDINATOR)),
    "dispute.put_together": Topic(
        _("A dispute was joined to an earlier one"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.led": Topic(_("Another dispute was joined to yours"), (PARTIES,)),
    "dispute.decided_together": Topic(
        _("A dispute was decided with the one it was joined to"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.parted": Topic(
        _("A joined dispute is consulted on by itself again"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.handed_over": Topic(
        _("Somebody stood aside in a dispute"), (Duty.COORDINATOR, Duty.COORDINATOR_HEAD)
    ),
    "dispute.temporary_lead": Topic(
        _("A temporary lead was named"), (PARTIES, PARTS, TEMPORARY_LEAD)
    ),
    "dispute.asked": Topic(_("Your unit is asked to answer in a dispute"), (SLOT,)),
    "dispute.opened": Topic(_("The statements are open"), (PARTIES, Duty.COORDINATOR)),
    "dispute.consulted": Topic(_("A consultation was recorded"), (PARTIES, Duty.COORDINATOR)),
    "dispute.proposed": Topic(_("A settlement was proposed"), (PARTIES, PARTS)),
    "dispute.answered": Topic(_("A party answered the proposal"), (PARTIES, Duty.COORDINATOR)),
    "dispute.next_round": Topic(_("The next round begins"), (PARTIES, Duty.COORDINATOR)),
    "dispute.skip_asked": Topic(
        _("A party asks for the ruling without further rounds"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.opinions_asked": Topic(
        _("An office was asked for its opinion"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.opinion_given": Topic(_("An office gave its opinion"), (Duty.COORDINATOR,)),
    "dispute.opinion_missing": Topic(
        _("An office gave no opinion by the limit"), (SLOT, Duty.COORDINATOR)
    ),
    "dispute.filing": Topic(_("The ruling file is being prepared"), (PARTIES, Duty.COORDINATOR)),
    "dispute.for_ruling": Topic(_("A dispute was submitted for ruling"), (PARTIES, RULER)),
    "dispute.file_lapsed": Topic(
        _("A ruling file went for ruling as generated"), (PARTIES, RULER, Duty.COORDINATOR_HEAD)
    ),
    "dispute.hearing": Topic(_("A unit is heard before the ruling"), (PARTIES, Duty.COORDINATOR)),
    "dispute.escalated": Topic(_("A ruling went one tier up"), (PARTIES, RULER, Duty.COORDINATOR)),
    "dispute.no_ruling": Topic(
        _("Nobody ruled by the last limit; the division stands"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.sent_back": Topic(
        _("An agreement could not be carried out and is to be ruled upon"), (PARTIES, RULER)
    ),
    "dispute.settled": Topic(_("The dispute was settled"), (PARTIES, Duty.COORDINATOR)),
    "dispute.ruled": Topic(_("The dispute was ruled upon"), (PARTIES, Duty.COORDINATOR)),
    "part.reopened": Topic(_("A cooperating unit took its part up again"), (LEAD,)),
    "task.upper_due": Topic(
        _("The upper level's hard date was entered"), (LEAD, PARTS, Duty.SUPERVISOR)
    ),
    "task.upper_waived": Topic(
        _("The leader waived the upper level's hard date"),
        (LEAD, Duty.SUPERVISOR, Duty.COORDINATOR),
    ),
    "extension.undecided": Topic(
        _("The due date passed, and the extension asked for is not decided"),
        (LEAD, Duty.SUPERVISOR, Duty.LEADER, Duty.COORDINATOR),
    ),
    "extension.withdrawn": Topic(
        _("The request for extension was withdrawn"), (Duty.SUPERVISOR, Duty.LEADER)
    ),
    "extension.void": Topic(_("The request for extension became void"), (LEAD, Duty.SUPERVISOR)),
    "reopening.withdrawn": Topic(_("The request for reopening was withdrawn"), (Duty.LEADER,)),
    "reopening.void": Topic(_("The request for reopening became void"), (Duty.LEADER,)),
    "transfer.withdrawn": Topic(_("The proposed transfer was withdrawn"), (BOTH_LEADS,)),
    "transfer.void": Topic(_("The proposed transfer became void"), (BOTH_LEADS, Duty.COORDINATOR)),
    "amendment.withdrawn": Topic(_("An amendment of the plan was withdrawn"), (Duty.LEADER,)),
    "letter.withdrawn": Topic(_("A letter of supervision was taken back"), (ADDRESSEE,)),
    "letter.void": Topic(_("A letter of supervision became void"), (ADDRESSEE,)),
    "reminder.sign_off": Topic(_("The task is to be signed for soon"), (LEAD,)),
    "reminder.due": Topic(_("The due date of a task is near"), (LEAD, PARTS)),
    "reminder.milestone": Topic(_("A milestone of a task is near"), (LEAD,)),
    "reminder.verification": Topic(_("A claim is to be verified soon"), (Duty.SUPERVISOR,)),
    "reminder.report": Topic(_("The report of this period is due"), (LEAD, PARTS)),
    "reminder.report_missed": Topic(
        _("No report came for the period that has ended"), (LEAD, Duty.SUPERVISOR)
    ),
    "reminder.review_late": Topic(
        _("A suspension was not looked at again in time"), (Duty.TOP, Duty.LEADER)
    ),
    "dispute.carried_out": Topic(_("The outcome of the dispute was carried out"), (PARTIES, PARTS)),
    "dispute.review_asked": Topic(_("A review of the ruling was asked for"), (PARTIES, RULER)),
    "dispute.reviewed": Topic(_("The review was decided upon"), (PARTIES, Duty.COORDINATOR)),
    "dispute.closed": Topic(_("The dispute was closed"), (PARTIES,)),
    "dispute.letter_due": Topic(
        _("The letter to a unit's superior is to be looked at again"), (PARTIES, Duty.COORDINATOR)
    ),
    "dispute.withdrawn": Topic(_("An objection was withdrawn"), (PARTIES, Duty.COORDINATOR)),
    "task.split": Topic(_("The task was split into parts"), (FORMER_PARTS, Duty.SUPERVISOR)),
    "task.reworded": Topic(_("The wording or the due date was changed"), (LEAD, PARTS)),
}
