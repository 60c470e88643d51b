"""A step stands in the lifecycle, in the table of steps, on a form and in words, or nowhere."""

import inspect
import re
from typing import Any

import pytest
from django.utils import translation

from coordination.forms.base import StepForm
from coordination.notifications.topics import TOPICS
from coordination.steps import STEPS
from coordination.units import states as duties
from coordination.web.nouns import PLURAL
from workflow.lifecycle import Step, consequence, steps_of, subject_of, subjects

pytestmark = pytest.mark.once

# Steps with a page of their own, and things that are made by a step of their subject.
ELSEWHERE = {("plan", "take_in"): "the import"}
MAKING = {
    ("task", "report"): ("report", "report"),
    ("task", "add_evidence"): ("evidence", "add_evidence"),
    ("cooperation", "coop_report"): ("report", "coop_report"),
    ("task", "ask_extension"): ("extension", "ask_extension"),
    ("task", "urge"): ("letter", "urge"),
    ("task", "ask_transfer"): ("transfer", "ask_transfer"),
    ("task", "ask_reopen"): ("reopening", "ask_reopen"),
    ("task", "opine"): ("opinion", "opine"),
    ("plan", "amend"): ("amendment", "amend"),
}
# What a form makes of several fields of its own: parameters of the verb, prose of the record.
COMPOSED = {
    ("task", "start"): {"milestones", "steps"},
    ("task", "claim"): {"notes"},
    ("task", "verify"): {"notes"},
    ("task", "return"): {"notes"},
}
CASES = [(kind, step) for kind, table in STEPS.items() for step in table]


def of_people() -> set[tuple[str, str]]:
    return {
        (model.kind, name)
        for model in subjects()
        if model.__module__.startswith("coordination")
        for name, step in steps_of(model).items()
        if step.rule is not consequence
    }


def declared(kind: str, step: str) -> Step | None:
    return steps_of(subject_of(kind)).get(step)


def test_what_people_can_do_stands_in_the_table_and_nothing_else() -> None:
    assert set(CASES) - set(MAKING) == of_people() - set(ELSEWHERE)


def test_what_is_made_is_made_by_a_creation() -> None:
    for kind, creation in MAKING.values():
        assert creation in {made.name for made in subject_of(kind).creations}


@pytest.mark.parametrize(("kind", "step"), CASES)
def test_a_step_has_form_verb_and_label(kind: str, step: str) -> None:
    action = STEPS[kind][step]
    assert issubclass(action.form, StepForm)
    assert kind in PLURAL
    found = declared(kind, step)
    label = found.label if found else action.label
    assert str(label)
    with translation.override("zh-hans"):
        assert re.search(r"[一-鿿]", str(label))
        assert not re.search(r"[A-Za-z]", str(label))


@pytest.mark.parametrize(("kind", "step"), CASES)
def test_the_verb_takes_what_the_form_gives(kind: str, step: str) -> None:
    action = STEPS[kind][step]
    given = {name for name in action.form.base_fields if name not in ("version", "key")}
    taken: Any = inspect.signature(action.verb).parameters
    named = set(taken)
    if not any(each.kind is each.VAR_KEYWORD for each in taken.values()):
        assert given <= named
        assert {"actor", "version", "key"} <= named
        needed = {name for name, each in taken.items() if each.default is each.empty}
        assert needed - {next(iter(taken)), "actor", "version"} <= given | COMPOSED.get(
            (kind, step), set()
        )


@pytest.mark.parametrize(("kind", "step"), CASES)
def test_a_required_field_says_what_is_asked(kind: str, step: str) -> None:
    with translation.override("zh-hans"):
        for name, field in STEPS[kind][step].form.base_fields.items():
            if not field.widget.is_hidden:
                assert re.search(r"[一-鿿]", str(field.label)), name


@pytest.mark.parametrize(("kind", "step"), CASES)
def test_a_step_with_a_topic_has_words_and_receivers(kind: str, step: str) -> None:
    found = declared(kind, step)
    if found and found.topic:
        assert TOPICS[found.topic].to
        assert str(TOPICS[found.topic].words)


def test_prose_that_a_step_names_is_a_text_of_its_form() -> None:
    for kind, step in CASES:
        found = declared(kind, step)
        fields = STEPS[kind][step].form.base_fields
        if found:
            composed = COMPOSED.get((kind, step), set())
            assert set(found.prose) <= set(fields) | composed, (kind, step)


def test_two_steps_of_a_thing_are_never_called_the_same() -> None:
    for kind, table in STEPS.items():
        labels = [str((declared(kind, step) or action).label) for step, action in table.items()]
        assert len(set(labels)) == len(labels), kind


def test_every_right_is_declared_on_its_model_and_given_to_a_duty() -> None:
    for kind, rights in (("unit", duties.UNIT_RIGHTS), ("plan", duties.PLAN_RIGHTS)):
        given = {right for each in rights.values() for right in each}
        assert given
        assert all(right.endswith(f"_{kind}") for right in given)
