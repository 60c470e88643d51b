"""What all lists of the API share: filters, order, cursor, and the single thing."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coordination.api.endpoint import caller
from coordination.api.paging import Cursor
from coordination.api.parameters import CURSOR, PAGE_SIZE, one_of, read_parameters
from coordination.api.preconditions import etag
from coordination.forms.json_schema import Schema
from coordination.units.official import Official


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
        rows = self.completed([*(page or ())])
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, pk: int) -> Response:
        """One thing, with its version as entity tag where it can move."""
        read_parameters(request._request, {})
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise Http404
        version = getattr(found, "version", None)
        headers = {"ETag": etag(version)} if version else None
        (told,) = self.completed([found])
        return Response(self.get_serializer(told).data, headers=headers)

    def completed(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows of one page with what their own query did not bring."""
        return rows

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
