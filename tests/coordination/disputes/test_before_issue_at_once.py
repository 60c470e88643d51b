"""An opinion, the issue and the opening of a case pressed at one moment: no gap between them."""

from typing import Any
from uuid import uuid4

import pytest

from coordination.consultation.models import Opinion
from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.reports.invariants import findings
from tests.at_once import together
from tests.browse import send, signed_in
from tests.cast import Cast
from tests.opinion_stages import record
from tests.stages import task_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_opinion_and_the_issue_at_once_leave_one_of_the_two(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    task = task_in(cast, "draft")
    units = {"unit": cast.units["QP-D02"].pk, "proposed": cast.units["QP-D17"].pk}
    words = {"about": "change_lead", "ground": "duty", "text": "不属本单位"}
    one, other = signed_in(cast, "coordinator"), signed_in(cast, "coordinator2")
    recorded, issued = together(
        [
            lambda: send(one, task, "opine", **units, **words),
            lambda: send(other, task.plan, "issue"),
        ]
    )
    codes = (recorded.status_code, issued.status_code)
    state = Plan.objects.get().state
    assert (codes, state, Opinion.objects.count()) in [
        ((302, 409), "drafting", 1),
        ((409, 302), "issued", 0),
        ((412, 302), "issued", 0),
    ]
    assert list(findings()) == []


def test_two_coordinators_open_the_case_at_once(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    opinion = record(cast, task_in(cast, "draft"))
    clients = [signed_in(cast, name) for name in ("coordinator", "coordinator2")]
    works: list[Any] = [
        lambda client=client: send(client, opinion, "open_dispute") for client in clients
    ]
    assert sorted(answer.status_code for answer in together(works)) == [302, 412]
    assert Dispute.objects.count() == 1
    assert list(findings()) == []


def test_a_second_click_with_the_same_key_opens_no_second_case(cast_for_threads: Cast) -> None:
    cast = cast_for_threads
    opinion = record(cast, task_in(cast, "draft"))
    client, key = signed_in(cast, "coordinator"), str(uuid4())
    answers = [send(client, opinion, "open_dispute", key=key) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Dispute.objects.count() == 1
