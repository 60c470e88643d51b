"""Print every address with the rule that stands before it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from coordination.access import rule_of
from workflow.management.reporting import Report, ReportingCommand

UNCLASSIFIED = "unclassified"


class Command(ReportingCommand):
    """list_routes: ends with 1 where an address has no rule."""

    help = "Print every URL of the product with its access rule."

    def report(self, **_options: Any) -> Report:
        """One row for each address."""
        rows = list(_routes(get_resolver(), "/", ""))
        lines = [f"{row['rule']:26} {row['route']}" for row in rows]
        return Report(
            {"routes": rows}, lines, sound=all(row["rule"] != UNCLASSIFIED for row in rows)
        )


def _routes(resolver: URLResolver, prefix: str, space: str) -> Iterator[dict[str, str]]:
    for found in resolver.url_patterns:
        route = prefix + str(found.pattern).lstrip("^")
        if isinstance(found, URLResolver):
            inner = ":".join(part for part in (space, found.namespace) if part)
            yield from _routes(found, route, inner)
        elif isinstance(found, URLPattern):
            name = ":".join(part for part in (space, found.name) if part)
            view = getattr(found.callback, "view_class", found.callback)
            yield {
                "route": route,
                "name": name,
                "view": f"{view.__module__}.{view.__qualname__}",
                "rule": rule_of(found.callback),
            }
