"""Reading: each list and each thing in it, cut to what the official may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from coordination.api import case_serializers as cases
from coordination.api import claim_serializers as claims
from coordination.api import serializers as out
from coordination.api import turn_serializers as turns
from coordination.api.duty_reading import Duties
from coordination.api.listing import Reading
from coordination.api.opinion_reading import Opinions
from coordination.api.parameters import ID, one_of
from coordination.approvals import queries as approvals
from coordination.approvals.states import AmendmentState
from coordination.disputes import queries as disputes
from coordination.disputes.states import DisputeState, Phase, SlotKind, SlotState
from coordination.forms.json_schema import field_schema
from coordination.notifications import queries as notices
from coordination.plans import queries as plans
from coordination.plans.states import PlanState
from coordination.progress import queries as progress
from coordination.progress.states import EvidenceState
from coordination.reports.ledger_filter import LedgerFilter
from coordination.reports.lights import Lights
from coordination.supervision import queries as supervision
from coordination.supervision.states import (
    LetterState,
    Level,
    RequestState,
    TransferState,
)
from coordination.tasks import queries as tasks
from coordination.tasks.states import CooperationState
from coordination.units.official import Official
from coordination.units.queries import units_of
from coordination.units.states import UnitKind


class Units(Reading):
    """The units of the caller's body."""

    serializer_class = out.UnitOut
    filters = {"kind": one_of(UnitKind.values)}
    orders = ("code", "-code", "id", "-id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Units that are not closed."""
        return units_of(actor.body_id or 0)


class Plans(Reading):
    """Plans: issued ones, and drafts for their drafters."""

    serializer_class = out.PlanOut
    filters = {
        "state": one_of(PlanState.values),
        "year": {"type": "integer", "minimum": 1900, "maximum": 2200},
    }
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Plans the official sees."""
        return plans.visible_to(actor)


class Tasks(Reading):
    """Tasks: the printed line for every unit of the plan, ``inside`` for those concerned."""

    serializer_class = out.TaskOut
    filters = {
        "plan": ID,
        **{
            name: field_schema(each)
            for name, each in LedgerFilter(body_id=None).form.fields.items()
        },
    }
    orders = ("id", "-id", "position", "-position")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """The visible tasks, each with whatever its line shows."""
        seen = tasks.with_sight(tasks.visible_to(actor), actor)
        rows = tasks.printed(seen.select_related("claimed_by", "verified_by"))
        return rows.prefetch_related("indicators__planned", "milestones")

    def completed(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The tasks, each with its light: two queries for all of them."""
        lights = Lights().of(rows, self.official)
        for task in rows:
            task.light = lights[task.pk]
        return rows

    def chosen(self, asked: Mapping[str, Any]) -> QuerySet[Any]:
        """By plan, and by the filters of the ledger."""
        named = {"plan": asked["plan"]} if "plan" in asked else {}
        rows = self.visible().filter(**named)
        found: QuerySet[Any] = LedgerFilter(asked, queryset=rows, body_id=self.official.body_id).qs
        return found


class Cooperations(Reading):
    """The parts of cooperating units."""

    serializer_class = out.CooperationOut
    filters = {"task": ID, "unit": ID, "state": one_of(CooperationState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Parts of the visible tasks."""
        return tasks.visible_parts(actor)


class Disputes(Reading):
    """Cases of the caller's unit, or of the plans in which the caller decides."""

    serializer_class = cases.DisputeOut
    filters = {
        "plan": ID,
        "task": ID,
        "state": one_of(DisputeState.values),
        "phase": one_of(Phase.values),
    }
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """The visible cases with parties, proposals and ruling."""
        return disputes.whole(disputes.visible_to(actor))


class Slots(Reading):
    """Statements and answers asked for in the visible cases."""

    serializer_class = cases.SlotOut
    filters = {
        "dispute": ID,
        "task": ID,
        "unit": ID,
        "state": one_of(SlotState.values),
        "asked_for": one_of(SlotKind.values),
    }

    def rows(self, actor: Official) -> QuerySet[Any]:
        """The visible slots with the statements that may be read."""
        return disputes.told(disputes.visible_slots(actor), actor)


class Reports(Reading):
    """Reports on the tasks whose inside the caller reads."""

    serializer_class = out.ReportOut
    filters = {"task": ID, "unit": ID}
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Reports the official reads."""
        return progress.visible_reports(actor).prefetch_related("values")


class EvidenceFiles(Reading):
    """Evidence of the tasks whose inside the caller reads."""

    serializer_class = out.EvidenceOut
    filters = {"task": ID, "unit": ID, "indicator": ID, "state": one_of(EvidenceState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Evidence the official reads."""
        return progress.visible_evidence(actor)


class Claims(Reading):
    """Claims of completion with their results."""

    serializer_class = claims.ClaimOut
    filters = {"task": ID, "unit": ID}
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Claims on the tasks whose inside the official reads."""
        return tasks.visible_claims(actor)


class Verifications(Reading):
    """Decisions upon claims with their findings."""

    serializer_class = claims.VerificationOut
    filters = {"task": ID, "claim": ID, "unit": ID}
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Decisions on the tasks whose inside the official reads."""
        return tasks.visible_verifications(actor)


class Turns(Reading):
    """Requests and letters, the newest first."""

    orders = ("-id", "id")


class Extensions(Turns):
    """Requests for a later date."""

    serializer_class = turns.ExtensionOut
    filters = {"task": ID, "unit": ID, "state": one_of(RequestState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Requests on the tasks whose inside the official reads."""
        return supervision.visible_extensions(actor)


class Letters(Turns):
    """Letters that urge a unit."""

    serializer_class = turns.LetterOut
    filters = {
        "task": ID,
        "unit": ID,
        "state": one_of(LetterState.values),
        "level": one_of(Level.values),
    }

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Letters on the tasks whose inside the official reads."""
        return supervision.visible_letters(actor)


class Reopenings(Turns):
    """Requests to reopen a verified task."""

    serializer_class = turns.ReopeningOut
    filters = {"task": ID, "state": one_of(RequestState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Requests on the tasks whose inside the official reads."""
        return supervision.visible_reopenings(actor)


class Transfers(Turns):
    """Direct transfers of a lead."""

    serializer_class = turns.TransferOut
    filters = {"task": ID, "state": one_of(TransferState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """As for the task's inside, and those that propose the official's unit."""
        return supervision.visible_transfers(actor)


class Amendments(Turns):
    """Amendments of the visible plans."""

    serializer_class = turns.AmendmentOut
    filters = {"plan": ID, "state": one_of(AmendmentState.values)}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Approved ones; proposals for the functions of the plan."""
        return approvals.visible_to(actor)


class Notices(Reading):
    """What the caller's unit or function was told."""

    serializer_class = out.NoticeOut
    filters = {"task": ID, "plan": ID}
    orders = ("-id", "id")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Notices of the official's unit or function."""
        return notices.visible_to(actor)


READINGS: dict[str, type[Reading]] = {
    "units": Units,
    "plans": Plans,
    "tasks": Tasks,
    "cooperations": Cooperations,
    "disputes": Disputes,
    "slots": Slots,
    "duties": Duties,
    "opinions": Opinions,
    "reports": Reports,
    "evidence": EvidenceFiles,
    "claims": Claims,
    "verifications": Verifications,
    "extensions": Extensions,
    "letters": Letters,
    "reopenings": Reopenings,
    "transfers": Transfers,
    "amendments": Amendments,
    "notices": Notices,
}
