"""Whether the house stands: readiness, headers of every page, methods, odd addresses."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from coordination.web.nouns import step_url
from tests.browse import send, signed_in, words_of
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from tests.stages import task_in
from workflow.guards import install

PAGES = ["desk", "plans", "new_plan", "disputes", "notices", "login"]
LONG = "9" * 5000
ONE_TRIGGER = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'coordination_task'",
        'DROP TRIGGER "{}"',
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'coordination_task'::regclass "
        "AND NOT tgisinternal",
        'DROP TRIGGER "{}" ON coordination_task',
    ),
}


def test_the_process_answers(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_the_house_is_ready(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": []})


@pytest.mark.django_db(transaction=True)
def test_the_house_is_not_ready_without_one_of_its_triggers(client: Client) -> None:
    find, drop = ONE_TRIGGER[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(find)
        cursor.execute(drop.format(cursor.fetchone()[0]))
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["faults"]) == (503, ["triggers"])
    finally:
        install.install()
    assert client.get("/readyz").status_code == 200


def pages(cast: Cast) -> list[str]:
    plan = make_plan(cast, 2)
    task = plan.tasks.order_by("pk")[0]
    case = contest(cast, plan.tasks.order_by("pk")[1])
    found = [reverse(f"web:{name}") for name in PAGES]
    found += [
        reverse("web:plan", args=[plan.pk]),
        reverse("web:task", args=[task.pk]),
        reverse("web:dispute", args=[case.pk]),
        step_url(task, "accept"),
        reverse("web:ledger", args=[plan.pk]),
        "/no-such-page/",
        "/healthz",
        "/readyz",
    ]
    return found


def test_every_page_carries_the_headers_that_guard_it(cast: Cast) -> None:
    for client in (Client(), signed_in(cast, "coordinator")):
        for url in pages(cast) if client.session.get("_auth_user_id") else ["/login/", "/"]:
            headers = client.get(url).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy, url
            assert "unsafe" not in policy, url
            assert "frame-ancestors 'none'" in policy, url
            assert headers["X-Content-Type-Options"] == "nosniff", url
            assert headers["X-Frame-Options"] == "DENY", url
            assert headers["Referrer-Policy"] == "same-origin", url
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", url


def test_what_is_for_one_person_is_kept_by_no_cache(cast: Cast) -> None:
    client = signed_in(cast, "coordinator")
    for url in pages(cast):
        answer = client.get(url)
        if answer.status_code == 200 and not url.endswith(("healthz", "readyz", "login/")):
            assert "no-store" in answer.headers["Cache-Control"], url


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(cast: Cast, method: str) -> None:
    client = signed_in(cast, "coordinator")
    for url in pages(cast):
        if url != "/no-such-page/":
            answer = getattr(client, method)(url)
            assert answer.status_code == 405, (method, url)
            assert "GET" in answer.headers["Allow"]


def test_pages_that_only_show_take_no_post(cast: Cast) -> None:
    client = signed_in(cast, "coordinator")
    for name in ("desk", "plans", "disputes", "notices"):
        assert client.post(reverse(f"web:{name}")).status_code == 405
    for url in (reverse("web:act_as"), reverse("web:logout"), reverse("set_language")):
        assert client.get(url).status_code == 405


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 19, LONG, "١٢"])
def test_an_odd_number_in_an_address_is_no_fault_of_the_house(cast: Cast, number: str) -> None:
    client, plan = signed_in(cast, "coordinator"), make_plan(cast)
    for path in ("tasks", "plans", "disputes", "evidence"):
        assert client.get(f"/{path}/{number}/").status_code == 404
    for url in (reverse("web:plan", args=[plan.pk]), reverse("web:disputes")):
        for name in ("after", "before"):
            for cursor in (number, f"{number}-{number}", f"1-{number}", f"{number}-"):
                assert client.get(url, {name: cursor}).status_code == 200
    assert client.get(reverse("web:notices"), {"before": number}).status_code == 200
    assert client.get(reverse("web:plan", args=[plan.pk]), {"unit": number}).status_code == 200


@pytest.mark.parametrize("version", ["", "abc", "-1", "1.5", "9" * 19, LONG, "١"])
def test_a_version_that_is_none_is_asked_for(cast: Cast, version: str) -> None:
    task = make_task(cast)
    answer = send(signed_in(cast, "lead"), task, "accept", contact="李", version=version)
    assert answer.status_code in (412, 428)
    task.refresh_from_db()
    assert task.state == "assigned"


@pytest.mark.parametrize("key", ["", "abc", "0" * 300])
def test_a_form_without_its_key_is_shown_again(cast: Cast, key: str) -> None:
    task = make_task(cast)
    answer = send(signed_in(cast, "lead"), task, "accept", contact="王 5972", key=key)
    assert answer.status_code == 422
    assert "王 5972" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == "assigned"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a\0b", "\ud83d\ude00", "长" * 5_001, "{{ 7*7 }}", "%s"]
)
def test_what_people_type_is_text_and_nothing_else(cast: Cast, text: str) -> None:
    task = task_in(cast, "accepted")
    typed = text.encode("utf-16", "surrogatepass").decode("utf-16")
    client = signed_in(cast, "lead")
    last = {"milestones-0-title": "全部完成", "milestones-0-due_on": "2026-12-31"}
    plan = {"cycle": "month", **last}
    answer = send(client, task, "start", breakdown=typed, **plan)
    if answer.status_code == 422:
        assert answer.context["form"].errors["breakdown"]
    else:
        assert answer.status_code == 302
        assert typed in words_of(client.get(answer.headers["Location"]))
    assert "<script>alert" not in client.get(reverse("web:task", args=[task.pk])).content.decode()


def test_a_search_takes_any_words(cast: Cast) -> None:
    client, plan = signed_in(cast, "coordinator"), make_plan(cast)
    url = reverse("web:plan", args=[plan.pk])
    for query in ("%", "_", "'", '"', "\\", "a\0b", "长" * 3_000, "<b>"):
        answer: Any = client.get(url, {"q": query})
        assert answer.status_code == 200
        assert client.get(url, {"q": query}, headers={"HX-Request": "true"}).status_code == 200
        assert client.get(url + "ledger.xlsx", {"q": query}).status_code == 200
