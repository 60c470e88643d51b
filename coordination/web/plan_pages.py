"""Pages of plans: the list, the ledger with its filter, the export."""

from typing import Any
from uuid import uuid4

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordination.approvals import queries as approvals
from coordination.plans import queries as plans
from coordination.plans.models import Plan
from coordination.plans.rules import may_found
from coordination.plans.states import PlanState
from coordination.reports import timeline
from coordination.reports.ledger_filter import LedgerFilter
from coordination.steps import offers_for
from coordination.tasks import queries as tasks
from coordination.tasks.states import CLOSED_STATES, TaskState
from coordination.units.official import Official
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.bulk_choices import bulk_choices
from coordination.web.nouns import fetch
from coordination.web.offer_links import links_of
from coordination.web.opinion_panel import before_issue
from coordination.web.paging import slice_of
from coordination.web.rows import rows_of
from workflow import clock

# A container is counted by its shares.
UNCOUNTED = (TaskState.CANCELLED, TaskState.DIVIDED)


@open_to(SIGNED_IN)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the official sees, with its counts."""
    late = Q(tasks__due_on__lt=clock.today()) & ~Q(
        tasks__state__in=[*CLOSED_STATES, TaskState.DRAFT]
    )
    actor = official(request)
    found = plans.visible_to(actor).annotate(
        total=Count("tasks", filter=~Q(tasks__state__in=UNCOUNTED)),
        verified=Count("tasks", filter=Q(tasks__state=TaskState.VERIFIED)),
        disputed=Count("tasks", filter=Q(tasks__state=TaskState.DISPUTED)),
        late=Count("tasks", filter=late),
    )
    return render(
        request,
        "plans/list.html",
        {"plans": found[:100], "may_found": bool(may_found(None, official(request)))},
    )


@open_to(VISIBLE)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's ledger: filter, lines by section, what may be done with the plan."""
    actor = official(request)
    plan = fetch("plans", actor, pk)
    found = LedgerFilter(request.GET, queryset=_lines(actor, plan), body_id=plan.body_id)
    page = slice_of(request, tasks.printed(found.qs))
    inside = actor.may_on_plan("coordinate_plan", plan.pk) or actor.may_on_plan(
        "supervise_plan", plan.pk
    )
    context = {
        "plan": plan,
        "filter": found,
        "filtered": any(request.GET.get(name) for name in found.filters),
        "page": page,
        "rows": rows_of(page.rows, actor),
        "offers": [link for link in links_of(plan, offers_for(plan, actor)) if not link["later"]],
        "may_draft": actor.may_on_plan("draft_plan", plan.pk) and plan.state == "drafting",
        "entries": timeline.of_plan(plan.pk) if inside else [],
        "undecided": before_issue(plan, actor) if plan.state == PlanState.DRAFTING else [],
        "amendments": [
            {"amendment": each, "offers": links_of(each, offers_for(each, actor))}
            for each in approvals.visible_to(actor).filter(plan=plan)[:20]
        ],
        "query": request.GET.urlencode(),
        "choices": bulk_choices(actor, drafting=plan.state == "drafting"),
        "here": request.get_full_path(),
        "key": uuid4(),
    }
    template = "plans/_ledger.html" if request.htmx else "plans/plan.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _lines(actor: Official, plan: Plan) -> Any:
    return tasks.visible_to(actor).filter(plan=plan)


def ledger_of(actor: Official, plan: Plan, query: Any) -> Any:
    """The tasks of the ledger as filtered by ``query``, in their printed order."""
    found = LedgerFilter(query, queryset=_lines(actor, plan), body_id=plan.body_id)
    return found.qs.order_by("position", "pk")
