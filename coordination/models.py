"""Re-exports every slice's models for Django's registry, nothing else."""

from coordination.approvals.models import Amendment
from coordination.disputes.acts import (
    Consultation,
    ReviewRequest,
    Ruling,
    RulingFile,
    TemporaryLead,
)
from coordination.disputes.models import Dispute, DisputeSlot, Party, Proposal, Statement
from coordination.notifications.models import Notice
from coordination.plans.models import Plan, Section
from coordination.progress.models import Evidence, Report
from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.tasks.models import Assignment, Cooperation, Indicator, Milestone, Task
from coordination.units.models import (
    AccessToken,
    Body,
    CalendarDay,
    PlanGroupPermission,
    Portfolio,
    Post,
    Unit,
    UnitGroupPermission,
    UnitName,
    User,
)

__all__ = [
    "AccessToken",
    "Amendment",
    "Assignment",
    "Body",
    "CalendarDay",
    "Consultation",
    "Cooperation",
    "Dispute",
    "DisputeSlot",
    "Evidence",
    "Extension",
    "Indicator",
    "Letter",
    "Milestone",
    "Notice",
    "Party",
    "Plan",
    "PlanGroupPermission",
    "Portfolio",
    "Post",
    "Proposal",
    "Reopening",
    "Report",
    "ReviewRequest",
    "Ruling",
    "RulingFile",
    "Section",
    "Statement",
    "Task",
    "TemporaryLead",
    "Transfer",
    "Unit",
    "UnitGroupPermission",
    "UnitName",
    "User",
]
