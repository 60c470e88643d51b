"""Pages by cursor, with the framework's own paginator held to this API's manners."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from coordination.api.problems import Problem


class Cursor(CursorPagination):
    """50 rows a page, at most 200; a cursor that leads nowhere is a page that does not exist."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_ordering(self, _request: Any, _rows: Any, view: Any) -> tuple[str, ...]:
        """The order asked for, ties by id."""
        order: str = view.order()
        return (order,) if order.lstrip("-") == "id" else (order, "id")

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """One page of rows."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValueError, TypeError, OverflowError, ValidationError, DataError):
            raise Problem("not_found") from None
