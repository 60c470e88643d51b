"""One representation: JSON, whatever ``Accept`` says."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class AlwaysJson(BaseContentNegotiation):
    """Takes the first parser and the first renderer."""

    def select_parser(self, _request: Any, parsers: Any) -> Any:
        """None: the reading side reads no bodies."""
        return next(iter(parsers), None)

    def select_renderer(self, _request: Any, renderers: Any, _format_suffix: Any = None) -> Any:
        """JSON."""
        return renderers[0], renderers[0].media_type
