"""The ledger as a workbook."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from coordination.progress.queries import visible_reports
from coordination.reports.ledger import ledger_workbook
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.nouns import fetch
from coordination.web.plan_pages import ledger_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to(VISIBLE)
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger exactly as filtered on the page, as a workbook."""
    actor = official(request)
    plan = fetch("plans", actor, pk)
    tasks, reports = ledger_of(actor, plan, request.GET), visible_reports(actor)
    data = ledger_workbook(tasks, plan.title, reports=reports)
    response = HttpResponse(data, content_type=XLSX)
    name = quote(f"{plan.title}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
