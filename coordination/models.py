"""Re-exports every slice's models for Django's registry, nothing else."""

from coordination.approvals.models import Amendment
from coordination.disputes.models import (
    Dispute,
    DisputeSlot,
    Party,
    Proposal,
    Ruling,
    Statement,
)
from coordination.duties.models import Citation, DutyDocument, DutyEntry
from coordination.notifications.models import Notice
from coordination.plans.models import Plan, Section
from coordination.precedents.models import Precedent
from coordination.progress.models import Evidence, Report
from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.tasks.models import Assignment, Cooperation, Indicator, Milestone, Task
from coordination.units.models import (
    AccessToken,
    Body,
    CalendarDay,
    PlanGroupPermission,
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
    "Citation",
    "Cooperation",
    "Dispute",
    "DisputeSlot",
    "DutyDocument",
    "DutyEntry",
    "Evidence",
    "Extension",
    "Indicator",
    "Letter",
    "Milestone",
    "Notice",
    "Party",
    "Plan",
    "PlanGroupPermission",
    "Post",
    "Precedent",
    "Proposal",
    "Reopening",
    "Report",
    "Ruling",
    "Section",
    "Statement",
    "Task",
    "Transfer",
    "Unit",
    "UnitGroupPermission",
    "UnitName",
    "User",
]
