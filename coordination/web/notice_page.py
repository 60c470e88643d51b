"""The notices of a unit or a function."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordination.notifications import queries as notices
from coordination.web.access import SIGNED_IN, official, open_to
from coordination.web.notice_rows import notice_rows
from coordination.web.request_body import whole_number

SIZE = 50


@open_to(SIGNED_IN)
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest notices, older ones page by page."""
    before = whole_number(request.GET.get("before", ""))
    actor = official(request)
    found = notices.visible_to(actor)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: SIZE + 1])
    older = rows[SIZE - 1].pk if len(rows) > SIZE else None
    context = {
        "rows": notice_rows(rows[:SIZE], actor),
        "next_url": f"?before={older}" if older else "",
        "previous_url": "" if before is None else request.path,
    }
    return render(request, "notices/list.html", context)
