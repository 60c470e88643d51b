"""Fill the rival's database: ``python -m tests.bench.rival.seed COUNT`` prints its tokens."""

import hashlib
import json
import sys
from datetime import date, timedelta

import django
from django.core.management import call_command


def seed(count: int) -> dict[str, object]:
    """Make ``count`` issued tasks, and the tokens by person."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - after setup

    from tests.bench.rival import models as m  # noqa: PLC0415 - after setup

    call_command("migrate", run_syncdb=True, verbosity=0)
    lead, office = m.Unit.objects.create(name="lead"), m.Unit.objects.create(name="office")
    tokens = {}
    for name, unit, duty in (
        ("lead", lead, "handler"),
        ("lead_head", lead, "head"),
        ("supervisor", office, "supervisor"),
    ):
        user = User.objects.create(username=name)
        m.Post.objects.create(user=user, unit=unit, duty=duty)
        tokens[name] = f"token-of-{name}"
        digest = hashlib.sha256(tokens[name].encode()).hexdigest()
        m.Token.objects.create(user=user, digest=digest)
    plan = m.Plan.objects.create(title="plan")
    plan.supervisors.add(User.objects.get(username="supervisor"))
    due = date.today() + timedelta(days=60)  # noqa: DTZ011 - both sides run within one day
    tasks = m.Task.objects.bulk_create(
        m.Task(plan=plan, title=f"任务{n}", lead=lead, due_on=due, sign_off_until=due, version=2)
        for n in range(count)
    )
    m.Assignment.objects.bulk_create(m.Assignment(task=task, unit=lead) for task in tasks)
    m.Clock.objects.bulk_create(m.Clock(task=task, name="sign_off", due_on=due) for task in tasks)
    return {"tokens": tokens, "tasks": [task.pk for task in tasks], "due": due.isoformat()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(seed(int(sys.argv[1]))))
