"""Ledger with lights and bulk bar, the effect of a step, and the letter, wide and narrow."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from coordination.supervision.actions import urge
from coordination.web.nouns import step_url
from tests.browse import signed_in
from tests.browser.conftest import Window
from tests.cast import Cast, make_plan
from tests.stages import begun
from workflow import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(window: Window, cast: Cast, who: str, base: str) -> None:
    cookie = signed_in(cast, who).cookies["sessionid"].value
    window.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])


def sound(window: Window) -> None:
    assert not window.overflows()
    assert window.axe() == []
    assert window.complaints == []


def test_many_letters_from_the_ledger(district: Cast, live_server: Any, window: Window) -> None:
    cast, page = district, window.page
    plan = make_plan(cast, 3)
    enter(window, cast, "supervisor", live_server.url)
    page.goto(live_server.url + reverse("web:plan", args=[plan.pk]))
    sound(window)
    page.get_by_role("button", name="全选").click()
    assert page.locator('input[form="bulk"]:checked').count() == 3
    page.get_by_label("批量办理事项").select_option("urge")
    page.get_by_role("button", name="批量办理", exact=True).click()
    assert page.get_by_text("可以办理").count() == 3
    sound(window)
    page.get_by_label("督办内容").fill("请抓紧推进")
    assert page.locator('input[name="reply_until"]').input_value() == "2026-03-05"
    page.get_by_role("button", name="发督办单（共3项）").click()
    assert page.get_by_role("status").inner_text() == "办成3项，未办成0项。"
    sound(window)
    page.get_by_role("link", name="返回").click()
    assert page.url.endswith(reverse("web:plan", args=[plan.pk]))


def test_light_effect_letter_and_way_out(
    district: Cast, live_server: Any, window: Window, settings: Any
) -> None:
    cast, page = district, window.page
    task = begun(cast, ("摸底", date(2026, 3, 13)), cycle="month")
    letter = urge(
        task,
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level="blue",
        text="节点临近，请抓紧推进，并于期限前书面回复进展情况。",
        reply_until=date(2026, 3, 6),
    )
    Path(settings.CLOCK_FILE).write_text("2026-03-18T09:00:00+08:00")
    assert clock.today() == date(2026, 3, 18)
    enter(window, cast, "lead_head", live_server.url)
    page.goto(live_server.url + reverse("web:task", args=[task.pk]))
    assert page.get_by_text("黄灯：第1个节点已滞后3个工作日").is_visible()
    sound(window)
    page.goto(live_server.url + step_url(task, "ask_extension"))
    assert page.get_by_role("heading", name="办理后").is_visible()
    sound(window)
    page.goto(live_server.url + step_url(task, "report"))
    assert page.get_by_role("group", name="节点完成情况").is_visible()
    sound(window)
    page.goto(live_server.url + reverse("web:letter", args=[letter.pk]))
    assert page.get_by_role("heading", name="督办单").is_visible()
    sound(window)
    assert page.goto(live_server.url + step_url(task, "claim")).status == 409
    assert page.get_by_text("办法：").is_visible()
    assert window.axe() == []
