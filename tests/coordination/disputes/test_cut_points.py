"""Settle and execute, ended before each of its statements: the old state whole, or the new one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from coordination.disputes import deciding
from coordination.reports.invariants import findings
from tests.case_stages import answer, both_state, contest, for_ruling, propose
from tests.cast import Cast, make_task
from workflow import statements
from workflow.wire import Statement

State = dict[str, list[Any]]


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def cut_before(number: int) -> Iterator[list[str]]:
    """Let ``number`` statements through, Django's and the door's own, and end at the next."""
    seen: list[str] = []
    plain = statements._execute

    def count(sql: str) -> None:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return
        if len(seen) == number:
            raise Killed
        seen.append(sql)

    def executed(asked: Sequence[Statement], *args: Any, **more: Any) -> Any:
        for sql, _params in asked:
            count(sql)
        return plain(asked, *args, **more)

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        count(sql)
        return execute(sql, *args)

    statements._execute = executed
    try:
        with connection.execute_wrapper(wrapper):
            yield seen
    finally:
        statements._execute = plain


def everything() -> State:
    """Every row of the house."""
    labels = ("coordination", "workflow", "viewflow")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in models
    }


def cut_everywhere(act: Callable[[], None]) -> int:
    """Cut ``act`` before each statement; return how many cuts left the old state whole."""
    before, number = everything(), 0
    while True:
        try:
            with cut_before(number) as seen:
                act()
        except Killed:
            assert everything() == before, seen[-1]
            number += 1
            continue
        assert everything() != before
        assert list(findings()) == []
        return number


def test_the_last_answer_settles_and_executes_whole_or_not_at_all(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    cuts = cut_everywhere(lambda: answer(cast, case, "proposed_head", "QP-D17", "agree"))
    assert cuts > 40
    case.refresh_from_db()
    assert (case.state, case.task.lead.code) == ("closed", "QP-D17")


def test_a_ruling_is_carried_out_whole_or_not_at_all(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    choice: Any = {
        "outcome": "reassign",
        "new_lead": cast.units["QP-D17"],
        "old_lead": "cooperating",
    }

    def ruled() -> None:
        deciding.rule_dispute(
            case, actor=cast["leader"], version=case.version, reasons="职责明确", **choice
        )

    assert cut_everywhere(ruled) > 40
    case.refresh_from_db()
    assert (case.state, case.task.lead.code) == ("receipt", "QP-D17")


def test_without_the_transaction_a_cut_is_seen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same acts, with nothing that holds them together."""
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")

    @contextmanager
    def loose(*_args: Any, **_more: Any) -> Iterator[None]:
        yield

    monkeypatch.setattr("workflow.door.transaction.atomic", loose)
    before, torn = everything(), 0
    for number in range(12, 40, 3):
        try:
            with cut_before(number):
                answer(cast, case, "proposed_head", "QP-D17", "agree")
        except Killed:
            torn += everything() != before
            break
        except Exception:  # noqa: BLE001 - the torn state refuses the act
            torn += 1
    assert torn
