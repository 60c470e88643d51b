"""Forms of steps as a handler or a head opens and sends them."""

from typing import Any

from django.test import Client

from coordination.web.nouns import step_url
from tests.browse import words_of
from tests.cast import Cast
from tests.coordination.test_double_submit import with_files


def fields(client: Client, url: str) -> dict[str, str]:
    """What the form of a step holds when it is opened, as a browser would send it."""
    page = client.get(url)
    assert page.status_code == 200, words_of(page)
    form = page.context["form"]
    given = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None and not hasattr(form.fields[name], "max_upload")
    }
    given = {name: value for name, value in given.items() if name != "evidence"}
    if page.context["prepared"] and not page.context["preparing"]:
        given["prepared"] = page.context["prepared"].pk
    return {name: "on" if value is True else str(value) for name, value in given.items()}


def prepare(client: Client, subject: Any, step: str, data: dict[str, Any]) -> Any:
    url = step_url(subject, step)
    return client.post(url, with_files({**fields(client, url), **data, "prepare": "1"}))


def contest_form(cast: Cast) -> dict[str, Any]:
    proposed = cast.units["QP-D17"].pk
    return {"ground": "duty", "facts": "不属本单位", "basis": "三定", "proposed": str(proposed)}
