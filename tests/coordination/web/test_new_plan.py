"""A plan is begun by a coordinator, once."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.plans.models import Plan
from tests.browse import signed_in, words_of
from tests.cast import Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast, "coordinator")


def new_plan(client: Client, **data: str) -> Any:
    url = reverse("web:new_plan")
    key = str(client.get(url).context["form"]["key"].value())
    return client.post(url, {"title": "新要点", "year": "2026", "key": key, **data})


def test_a_plan_is_begun_once_however_often_its_form_is_sent(client: Client, cast: Cast) -> None:
    key = str(uuid4())
    first, second = (new_plan(client, key=key) for _ in range(2))
    assert first.status_code == second.status_code == 302
    plan = Plan.objects.get()
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"] == reverse("web:import", args=[plan.pk])
    other = new_plan(client, key=key, title="改了标题")
    assert other.status_code == 422
    assert "改了标题" in other.content.decode()
    assert Plan.objects.count() == 1


def test_a_second_plan_of_the_same_title_is_refused_in_words(client: Client, cast: Cast) -> None:
    assert new_plan(client).status_code == 302
    again = new_plan(client)
    assert again.status_code == 422
    assert "该年度已有同名要点" in words_of(again)
    assert new_plan(client, year="2027").status_code == 302


@pytest.mark.parametrize("data", [{"title": ""}, {"year": "20x6"}, {"year": "1999"}, {"key": ""}])
def test_a_plan_without_title_or_year_is_not_begun(
    client: Client, cast: Cast, data: dict[str, str]
) -> None:
    answer = new_plan(client, **data)
    assert answer.status_code == 422
    assert set(data) & set(answer.context["form"].errors)
    assert not Plan.objects.exists()
