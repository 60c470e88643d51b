"""Re-exports every slice's models for Django's registry, nothing else."""

from coordination.disputes.models import (
    Dispute,
    DisputeSlot,
    Party,
    Proposal,
    Ruling,
    Statement,
)
from coordination.notifications.models import Notice
from coordination.plans.models import Plan, Section
from coordination.progress.models import Evidence, Report
from coordination.tasks.models import Assignment, Cooperation, Indicator, Task
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
    "Assignment",
    "Body",
    "CalendarDay",
    "Cooperation",
    "Dispute",
    "DisputeSlot",
    "Evidence",
    "Indicator",
    "Notice",
    "Party",
    "Plan",
    "PlanGroupPermission",
    "Post",
    "Proposal",
    "Report",
    "Ruling",
    "Section",
    "Statement",
    "Task",
    "Unit",
    "UnitGroupPermission",
    "UnitName",
    "User",
]
