"""The panel of cooperating units and the choice for a group, wide and narrow."""

import pytest
from django.urls import reverse

from coordination.web.nouns import step_url
from tests.browse import signed_in
from tests.case_stages import contest_part
from tests.cast import make_cast
from tests.conftest import MONDAY
from tests.part_stages import accepted_part, ask_part, divided, group_line
from tests.stages import task_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("who", ["lead", "helper_head", "coordinator"])
def test_parts_and_shares_are_readable_for_everyone(
    live_server, window, settings, tmp_path, who: str
):
    (tmp_path / "clock").write_text(MONDAY.isoformat())
    settings.CLOCK_FILE = str(tmp_path / "clock")
    cast = make_cast()
    busy, disputed = task_in(cast, "in_progress"), task_in(cast, "in_progress", "二")
    ask_part(cast, accepted_part(cast, busy))
    contest_part(cast, accepted_part(cast, disputed))
    container, line = divided(cast, "三"), group_line(cast, "四")
    pages = [reverse("web:task", args=[task.pk]) for task in (busy, disputed, container)]
    pages += [reverse("web:plan", args=[container.plan_id]), reverse("web:desk")]
    if who == "coordinator":
        pages += [step_url(line, "divide"), reverse("web:task", args=[line.pk])]
    cookie = signed_in(cast, who).cookies["sessionid"].value
    window.page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )
    for url in pages:
        answer = window.page.goto(live_server.url + url)
        assert answer.status == 200, url
        assert not window.overflows(), url
        assert window.axe() == [], url
    assert window.complaints == []
