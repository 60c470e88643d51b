"""The verbs of plans."""

from coordination.plans import rules
from coordination.plans.models import Plan
from coordination.plans.queries import plan_exists
from coordination.units.grants import grant_plan
from coordination.units.models import Body
from workflow import door
from workflow.actor import Actor
from workflow.errors import Unmet
from workflow.keys import Key


def draft_plan(body: Body, *, actor: Actor, title: str, year: int, key: Key | None = None) -> Plan:
    """Begin a plan of ``body`` and give the body's functions their rights on it.

    Raises ``Unmet`` where the body has a plan of this title in the year.
    """
    with door.act(actor, key) as act:
        Body.objects.select_for_update().get(pk=body.pk)
        free = rules.title_free(plan_exists(body, title, year))
        if not free:
            raise Unmet(free, step="draft")
        plan = act.create(Plan(body=body, title=title, year=year), "draft")
        grant_plan(plan, body)
    return plan
