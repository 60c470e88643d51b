"""Pages without a browser: signing in, sending a step's form, reading what is shown."""

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination.web.nouns import step_url
from tests.cast import Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"
SHOWN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "data-confirm", "data-offline"}


def signed_in(cast: Cast, name: str, **more: Any) -> Client:
    """A client in which the person of the cast is signed in."""
    client = Client(**more)
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def step_page(subject: Any, step: str) -> str:
    return step_url(subject, step)


def send(client: Client, subject: Any, step: str, **data: Any) -> Any:
    """Send a step's form on the version the subject has, with a fresh key."""
    hidden = {"version": subject.version, "key": str(uuid4())}
    return client.post(step_url(subject, step), {**hidden, **data})


def task_page(task: Any) -> str:
    return reverse("web:task", args=[task.pk])


class Words(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def words_of(response: Any) -> str:
    """The words of a page, its addresses and markup left out."""
    parser = Words()
    parser.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(parser.found))


def everything_in(response: HttpResponse) -> str:
    """All text that a response gives away: page, address, or the inside of a workbook."""
    data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = str(dict(response.items())) + data.decode("utf-8", "replace")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text += "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return text
