"""The verbs of plans."""

from coordination.plans.models import Plan
from coordination.units.grants import grant_plan
from coordination.units.models import Body
from workflow import door
from workflow.actor import Actor


def draft_plan(body: Body, *, actor: Actor, title: str, year: int) -> Plan:
    """Begin a plan of ``body`` and give the body's functions their rights on it."""
    with door.act(actor) as act:
        plan = act.create(Plan(body=body, title=title, year=year), "draft")
        grant_plan(plan, body)
    return plan
