"""Somebody else's act takes long: the page says so and keeps what was typed, nothing is done."""

import pytest
from django.db import connection
from django.test import Client

from coordination.web.nouns import step_url
from tests.at_once import together
from tests.cast import make_cast
from tests.coordination.web.conftest import post
from tests.stages import task_in
from workflow import door

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_a_task_that_is_being_worked_on() -> None:
    cast = make_cast()
    task = task_in(cast, "assigned")

    def accept() -> tuple[int, str]:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 200")
        client = Client()
        client.force_login(cast.users["lead"], "django.contrib.auth.backends.ModelBackend")
        answer = post(client, step_url(task, "accept"), contact="李科长")
        return answer.status_code, answer.content.decode()

    with door.act(cast["coordinator"]) as act:
        act.take(task)
        ((status, page),) = together([accept])
    assert status == 409
    assert "该事项正在办理中" in page
    assert "李科长" in page
    task.refresh_from_db()
    assert task.present_state == "assigned"
