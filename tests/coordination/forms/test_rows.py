"""Rows in a form: typed into a table on the page, sent as a list of objects by a program."""

from typing import Any

import pytest
from django import forms
from django.utils import translation

from coordination.forms.json_schema import from_json, schema_of
from coordination.forms.rows import RowsField


class Plan(forms.Form):
    steps = RowsField(
        {"title": forms.CharField(label="title", max_length=5), "n": forms.IntegerField(label="n")},
        most=3,
    )
    results = RowsField(
        {
            "value": forms.CharField(label="value", max_length=5),
            "note": forms.CharField(label="note", required=False),
        },
        of="indicator",
    )

    def __init__(self, *args: Any, names: Any = (), required: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        results: Any = self.fields["results"]
        results.name_rows(names, required=required)


NAMES = [(7, "GDP"), (9, "jobs")]
STEPS = [{"title": "a", "n": 1}]


def sent(given: dict[str, Any], **more: Any) -> Plan:
    """A form as a program fills it in."""
    data, errors = from_json(Plan, given)
    assert not errors
    return Plan(data, **more)


def test_what_a_page_sends_and_what_a_program_sends_is_the_same() -> None:
    typed = Plan(
        {
            "steps-0-title": "a",
            "steps-0-n": "1",
            "steps-2-title": "b",
            "steps-2-n": "2",
            "results-0-indicator": "7",
            "results-0-value": "5%",
            "results-1-indicator": "9",
            "results-1-value": "10",
            "results-1-note": "well",
        },
        names=NAMES,
    )
    programmed = sent(
        {
            "steps": [{"title": "a", "n": 1}, {"title": "b", "n": 2}],
            "results": [
                {"indicator": 7, "value": "5%", "note": None},
                {"indicator": 9, "value": "10", "note": "well"},
            ],
        },
        names=NAMES,
    )
    assert typed.is_valid()
    assert programmed.is_valid()
    assert typed.cleaned_data == programmed.cleaned_data
    assert typed.cleaned_data["steps"] == [{"title": "a", "n": 1}, {"title": "b", "n": 2}]
    assert typed.cleaned_data["results"][0] == {"indicator": 7, "value": "5%", "note": ""}


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([], "at least one row"),
        ([{"indicator": 7, "value": "1"}], "jobs"),
        ([{"indicator": 8, "value": "1"}], "listed here"),
        ([{"indicator": 7, "value": "1"}, {"indicator": 7, "value": "2"}], "each once"),
        ([{"indicator": 7, "value": "1"}, {"indicator": 9, "value": ""}], "jobs, value"),
    ],
)
def test_named_rows_are_all_given_once(results: Any, words: str) -> None:
    with translation.override("en"):
        form = Plan({"steps": STEPS, "results": results}, names=NAMES)
        assert set(form.errors) == {"results"}
        assert words in str(form.errors["results"])


def test_named_rows_that_need_not_all_be_given() -> None:
    form = Plan(
        {"steps": STEPS, "results-0-indicator": "7", "results-1-indicator": "9"} | PART,
        names=NAMES,
        required=False,
    )
    assert form.is_valid()
    assert form.cleaned_data["results"] == [{"indicator": 9, "value": "3", "note": ""}]


PART = {"results-0-value": "", "results-1-value": "3"}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "at least one row"),
        ([{"title": "abcdef", "n": "x"}], "1, title"),
        ([{"title": "a", "n": "1"}] * 4, "At most 3"),
    ],
)
def test_free_rows_are_told_by_row_and_column(steps: Any, words: str) -> None:
    with translation.override("en"):
        assert words in str(Plan({"steps": steps}).errors["steps"])


@pytest.mark.parametrize(
    "steps",
    [
        "x",
        [1],
        [{"title": "a"}],
        [{"title": "a", "n": 1, "x": 1}],
        [{"title": 1, "n": 1}],
        [{"title": "abcdef", "n": 1}],
        [],
        STEPS * 4,
        None,
    ],
)
def test_json_that_is_not_of_the_schema(steps: Any) -> None:
    _data, errors = from_json(Plan, {"steps": steps})
    assert set(errors) == {"steps"}


def test_the_schema_names_the_things_of_a_form() -> None:
    schema = schema_of(Plan(names=NAMES))["properties"]["results"]
    assert schema["items"]["required"] == ["indicator", "value"]
    assert schema["items"]["properties"]["indicator"]["oneOf"] == [
        {"const": 7, "title": "GDP"},
        {"const": 9, "title": "jobs"},
    ]
    assert schema_of(Plan)["required"] == ["steps"]
    assert set(schema_of(Plan())["properties"]) == {"steps"}


def test_a_table_keeps_what_was_typed_and_is_not_there_without_rows() -> None:
    form = Plan({"steps-1-title": "only"}, names=[(7, "<b>")])
    shown = str(form["steps"])
    assert 'value="only"' in shown
    assert shown.count("<tr>") == 1 + 3
    assert "&lt;b&gt;" in str(form["results"])
    assert str(Plan()["results"]).strip() == ""


def test_forms_do_not_share_their_rows() -> None:
    Plan(names=NAMES)
    assert Plan().fields["results"].names == []  # type: ignore[attr-defined]
