"""职责依据 and the form that opens a case, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import expect

from coordination.duties.models import Citation
from coordination.web.nouns import step_url
from tests.browse import signed_in
from tests.browser.conftest import Window
from tests.cast import Cast, make_task
from tests.coordination.conftest import cast_for_threads
from tests.coordination.duties.lists import row, take
from tests.coordination.precedents.cases import settled

__all__ = ["cast_for_threads"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(window: Window, live_server: Any, cast: Cast, name: str) -> None:
    """Carry the session of a signed-in client into the window."""
    cookie = signed_in(cast, name).cookies["sessionid"].value
    window.page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )


def sound(window: Window) -> None:
    assert not window.overflows()
    assert window.axe() == []
    assert window.complaints == []


def test_the_list_narrows_while_one_types(
    cast_for_threads: Cast, live_server: Any, window: Window
) -> None:
    cast = cast_for_threads
    take(cast, row("A", "统筹营商环境工作" * 20), row("B", "河道整治", "QP-T05"))
    enter(window, live_server, cast, "lead")
    window.page.goto(live_server.url + "/duties/")
    sound(window)
    window.page.locator("main input[type=search]").fill("河道")
    expect(window.page.locator("#duties tbody tr")).to_have_count(1)
    sound(window)
    window.page.locator("#duties tbody a").click()
    expect(window.page.locator("main h2").first).to_have_text("第B条")
    sound(window)


def test_leaving_the_search_field_asks_nothing_again(
    cast_for_threads: Cast, live_server: Any, window: Window
) -> None:
    """Else the list would be drawn anew between the press and the release of a click on it."""
    cast = cast_for_threads
    take(cast, row("A", "统筹营商环境工作"), row("B", "河道整治", "QP-T05"))
    enter(window, live_server, cast, "lead")
    page = window.page
    page.goto(live_server.url + "/duties/")
    asked: list[str] = []
    page.on("request", lambda one: asked.extend([one.url] * ("/duties/?" in one.url)))
    page.locator("main input[type=search]").fill("河道")
    expect(page.locator("#duties tbody tr")).to_have_count(1)
    page.locator("main input[type=search]").blur()
    assert len(asked) == 1
    page.locator("main select[name=kind]").select_option("law")
    expect(page.locator("#duties tbody tr")).to_have_count(0)
    assert len(asked) == 2


def test_paragraphs_are_ticked_and_similar_cases_appear_while_one_types(
    cast_for_threads: Cast, live_server: Any, window: Window
) -> None:
    cast = cast_for_threads
    take(cast, row("A", "统筹营商环境工作"), row("B", "河道整治", "QP-T05"))
    settled(cast, "优化营商环境")
    task = make_task(cast)
    enter(window, live_server, cast, "lead_head")
    page = window.page
    page.goto(live_server.url + step_url(task, "contest"))
    similar = page.locator("section[aria-labelledby=similar]")
    expect(similar).to_contain_text("没有相似案例")
    page.locator("#id_cited_search").fill("营商")
    page.locator("input[name=cited][value=A]").check()
    page.locator("#id_cited_search").fill("河道")
    page.locator("input[name=cited][value=B]").check()
    expect(page.locator("input[name=cited][value=A]")).to_be_checked()
    page.locator("input[name=ground][value=duty]").check()
    page.locator("select[name=proposed]").select_option(str(cast.units["QP-D17"].pk))
    expect(similar).to_contain_text("优化营商环境")
    expect(similar).to_contain_text("同一异议理由")
    sound(window)
    page.locator("[name=facts]").fill("事实")
    page.locator("[name=basis]").fill("依据")
    with page.expect_navigation():
        page.locator("#step-form button[type=submit]").first.click()
    assert list(Citation.objects.order_by("position").values_list("entry__code", flat=True)) == [
        *("A", "B"),
    ]
    assert window.complaints == []
