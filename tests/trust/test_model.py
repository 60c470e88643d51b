"""The life of a task in the house and in an independent model, step by step at random."""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from coordination.disputes import decision_rules, outcome_rules
from coordination.tasks import contest_rules, rules
from tests.cast import Cast
from tests.figures import Figure, size
from tests.trust.model.machine import Lives
from tests.trust.model.table import MOVES
from workflow.verdict import YES

SEED = 20261125
SETTINGS = settings(
    max_examples=10,
    stateful_step_count=80,
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@pytest.fixture
def lives(cast: Cast) -> type[Lives]:
    """The machine with its counts at nothing."""
    Lives.cast = cast
    Lives.steps = 0
    Lives.taken.clear()
    Lives.refused.clear()
    return Lives


def run(lives: Any, budget: int) -> None:
    """Lives until ``budget`` steps were taken; the same ones for the same budget."""
    for number in count(SEED):
        if lives.steps >= budget:
            return
        lives._hypothesis_internal_use_seed = number
        run_state_machine_as_test(lives, settings=SETTINGS)


@pytest.mark.long
def test_house_and_model_agree(lives: type[Lives], figure: Figure) -> None:
    run(lives, size(10_000, 100_000))
    done = sum(lives.taken.values())
    figure("model", f"{lives.steps} steps, {done} done, refused: {dict(lives.refused)}")
    assert {move.title for move in MOVES} - set(lives.taken) == set()
    assert {"not_allowed", "illegal_transition", "unmet_conditions", "stale_version"} == set(
        lives.refused
    )


def unbroken(*_what: Any) -> Any:
    return YES


# Rules broken one by one; the rarer ones are left to the full size.
BROKEN = (
    rules.no_party,
    contest_rules.within_window,
    outcome_rules.units_heard,
    rules.within_sign_off,
    contest_rules.not_barred,
    decision_rules.facts_heard,
    rules.not_begun,
)


@pytest.mark.once
@pytest.mark.parametrize("rule", BROKEN[: size(1, 7)], ids=lambda rule: rule.__name__)
def test_control_a_rule_that_is_broken_is_seen(
    lives: type[Lives], rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, "__code__", unbroken.__code__)
    with pytest.raises(AssertionError, match=r"the house says|house and model differ|invariants"):
        run(lives, size(3_000, 30_000))
