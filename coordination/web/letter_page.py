"""A letter of supervision 督办单 as it is printed, and what may be done with it."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordination.steps import offers_for
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.nouns import fetch, page_of
from coordination.web.offer_links import links_of
from workflow.errors import WrongState


@open_to(VISIBLE)
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter: number, to whom, text, limit of the reply, and the reply."""
    actor = official(request)
    letter = fetch("letters", actor, pk)
    offers = [each for each in offers_for(letter, actor) if each.code != WrongState.code]
    context = {
        "letter": letter,
        "task": letter.task,
        "task_url": page_of(letter),
        "offers": links_of(letter, offers),
        "key": uuid4(),
    }
    return render(request, "tasks/letter.html", context)
