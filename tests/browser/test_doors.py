"""The pages one meets before signing in."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_is_readable_for_everyone(live_server, window):
    window.page.goto(live_server.url + reverse("web:login"))
    assert window.page.locator("html").get_attribute("lang") == "zh-Hans"
    assert window.page.get_by_label("用户名").is_visible()
    assert not window.overflows()
    assert window.axe() == []
    assert window.complaints == []


def test_a_page_that_is_not_there_says_so_in_chinese(live_server, window):
    answer = window.page.goto(live_server.url + "/no-such-page/")
    assert answer.status == 404
    assert window.page.locator("h1").inner_text() == "页面不存在"
    assert window.axe() == []
