"""Reading: each list and each thing in it, cut to what the official may see."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coordination.api import case_serializers as cases
from coordination.api import serializers as out
from coordination.api.endpoint import caller
from coordination.api.paging import Cursor
from coordination.api.parameters import CURSOR, ID, PAGE_SIZE, one_of, read_parameters
from coordination.api.preconditions import etag
from coordination.disputes import queries as disputes
from coordination.disputes.states import DisputeState, SlotKind, SlotState
from coordination.forms.json_schema import Schema, field_schema
from coordination.notifications import queries as notices
from coordination.plans import queries as plans
from coordination.plans.states import PlanState
from coordination.progress import queries as progress
from coordination.tasks import queries as tasks
from coordination.tasks.filters import TaskFilter
from coordination.tasks.states import CooperationState
from coordination.units.official import Official
from coordination.units.queries import units_of
from coordination.units.states import UnitKind


class Reading(GenericViewSet[Any]):
    """A list with filters, order and cursor, and the single thing with its version."""

    pagination_class = Cursor
    filters: ClassVar[Mapping[str, Schema]] = {}
    orders: ClassVar[tuple[str, ...]] = ("id", "-id")

    @classmethod
    def parameters(cls) -> dict[str, Schema]:
        """What the query of the list may say."""
        order = {"ordering": one_of(cls.orders)}
        return {**cls.filters, **order, "cursor": CURSOR, "page_size": PAGE_SIZE}

    @property
    def official(self) -> Official:
        """Who reads."""
        return caller(self.request._request).official

    def order(self) -> str:
        """The order of the list; the first of ``orders`` where none is asked for."""
        asked: str = self.request.query_params.get("ordering", self.orders[0])
        return asked

    def list(self, request: Request) -> Response:
        """One page of what the official sees."""
        asked = read_parameters(request._request, self.parameters())
        found = self.chosen({name: asked[name] for name in self.filters if name in asked})
        page = self.paginate_queryset(found.order_by())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: int) -> Response:
        """One thing, with its version as entity tag where it can move."""
        read_parameters(request._request, {})
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise Http404
        version = getattr(found, "version", None)
        headers = {"ETag": etag(version)} if version else None
        return Response(self.get_serializer(found).data, headers=headers)

    def rows(self, actor: Official) -> QuerySet[Any]:
        """What an official sees; each list says so for itself."""
        raise NotImplementedError

    def visible(self) -> QuerySet[Any]:
        """What the official sees."""
        return self.rows(self.official)

    def chosen(self, asked: Mapping[str, Any]) -> QuerySet[Any]:
        """What the official sees, as filtered."""
        return self.visible().filter(**asked)

    def get_serializer_context(self) -> dict[str, Any]:
        """The serializers know who reads."""
        return {**super().get_serializer_context(), "official": self.official}


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
        **{name: field_schema(each) for name, each in TaskFilter(body_id=None).form.fields.items()},
    }
    orders = ("id", "-id", "position", "-position")

    def rows(self, actor: Official) -> QuerySet[Any]:
        """The visible tasks, each with whatever its line shows."""
        seen = tasks.with_sight(tasks.visible_to(actor), actor)
        return tasks.printed(seen.select_related("claimed_by", "verified_by")).prefetch_related(
            "indicators"
        )

    def chosen(self, asked: Mapping[str, Any]) -> QuerySet[Any]:
        """By plan, and by the filters of the ledger."""
        named = {"plan": asked["plan"]} if "plan" in asked else {}
        rows = self.visible().filter(**named)
        found: QuerySet[Any] = TaskFilter(asked, queryset=rows, body_id=self.official.body_id).qs
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
    filters = {"plan": ID, "task": ID, "state": one_of(DisputeState.values)}
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
        return progress.visible_reports(actor)


class EvidenceFiles(Reading):
    """Evidence of the tasks whose inside the caller reads."""

    serializer_class = out.EvidenceOut
    filters = {"task": ID, "unit": ID}

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Evidence the official reads."""
        return progress.visible_evidence(actor)


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
    "reports": Reports,
    "evidence": EvidenceFiles,
    "notices": Notices,
}
