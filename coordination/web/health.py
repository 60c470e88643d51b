"""Whether the process lives, and whether it can work."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from coordination.web.access import PUBLIC, open_to
from workflow.guards import install


@open_to(PUBLIC)
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@open_to(PUBLIC)
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database, migrations and triggers are as they must be."""
    faults = _faults()
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


def _faults() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return ["migrations"]
        return ["triggers"] if install.missing() else []
    except Error:
        return ["database"]
