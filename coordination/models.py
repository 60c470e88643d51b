"""Re-exports every slice's models for Django's registry, nothing else."""

from coordination.approvals.models import Amendment
from coordination.consultation.models import Opinion
from coordination.disputes.acts import (
    Consultation,
    ReviewRequest,
    Ruling,
    RulingFile,
    TemporaryLead,
)
from coordination.disputes.models import Dispute, DisputeSlot, Party, Proposal, Statement
from coordination.duties.models import Citation, DutyDocument, DutyEntry
from coordination.notifications.models import Notice
from coordination.plans.models import Plan, Section
from coordination.precedents.models import Precedent
from coordination.progress.models import ActualValue, Evidence, Report
from coordination.signing.models import Prepared, PreparedFile
from coordination.supervision.models import Extension, Letter, Reminder, Reopening, Transfer
from coordination.tasks.claims import Claim, ClaimResult, Finding, Verification
from coordination.tasks.indicators import Indicator, PlannedValue
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.units.models import (
    AccessToken,
    Body,
    CalendarDay,
    Configuration,
    PlanGroupPermission,
    Portfolio,
    Post,
    Substitution,
    Succession,
    Unit,
    UnitGroupPermission,
    UnitName,
    User,
)

__all__ = [
    "AccessToken",
    "ActualValue",
    "Amendment",
    "Assignment",
    "Body",
    "CalendarDay",
    "Citation",
    "Claim",
    "ClaimResult",
    "Configuration",
    "Consultation",
    "Cooperation",
    "Dispute",
    "DisputeSlot",
    "DutyDocument",
    "DutyEntry",
    "Evidence",
    "Extension",
    "Finding",
    "Indicator",
    "Letter",
    "Milestone",
    "Notice",
    "Opinion",
    "Party",
    "Plan",
    "PlanGroupPermission",
    "PlannedValue",
    "Portfolio",
    "Post",
    "Precedent",
    "Prepared",
    "PreparedFile",
    "Proposal",
    "Reminder",
    "Reopening",
    "Report",
    "ReviewRequest",
    "Ruling",
    "RulingFile",
    "Section",
    "Statement",
    "Substitution",
    "Succession",
    "Task",
    "TemporaryLead",
    "Transfer",
    "Unit",
    "UnitGroupPermission",
    "UnitName",
    "User",
    "Verification",
]
