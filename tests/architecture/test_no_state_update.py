"""Nothing but the door writes a subject, and pages reach rows through ``visible_to`` only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_files import ROOT, name
from workflow.lifecycle import subjects

pytestmark = pytest.mark.once

SOURCES = [
    path
    for folder in ("coordination", "workflow")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
DESKS = [p for p in SOURCES if {"web", "forms", "api"} & set(p.relative_to(ROOT).parts)]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WRITES = {"update", "create", "get_or_create", "update_or_create", "delete", "save"}
WRITES |= {"bulk_create", "bulk_update"}
SUBJECTS = {model.__name__ for model in subjects()}
# Django's own help texts may hold markup (the rules for passwords); they come from code.
SAFE = {"templates/components/_field.html": {"field.help_text|safe"}}


def calls(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield node


def root_of(node: ast.expr) -> str:
    """The first name of a chain of calls: Task.objects.filter(…).update -> Task."""
    while True:
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return node.id if isinstance(node, ast.Name) else ""


def writes_of_subjects(source: str) -> list[int]:
    """Lines of the calls that would write a subject past the door."""
    return [
        call.lineno
        for call in calls(source)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and (root_of(call.func) in SUBJECTS or any(each.arg == "state" for each in call.keywords))
    ]


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_subject_is_written_past_the_door(path: Path) -> None:
    assert writes_of_subjects(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Task.objects.filter(pk=1).update(title='x')",
        "Task.objects.all()[0].delete()",
        "Dispute.objects.create()",
        "rows.update(state='verified')",
        "Cooperation(task=task).save()",
        "Evidence._default_manager.bulk_create([])",
    ],
)
def test_the_search_finds_such_writes(source: str) -> None:
    assert writes_of_subjects(source) == [1]


@pytest.mark.parametrize("path", DESKS, ids=name)
def test_desks_and_forms_name_no_manager(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
    ]
    assert named == []


# The API asks for the token itself: a session needs it, an access token does not.
EXEMPT = {"coordination/api/endpoint.py": {"csrf_exempt"}}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_marked_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = set(re.findall(r"mark_safe|SafeString|format_html|csrf_exempt", text))
    assert found <= EXEMPT.get(name(path), set())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_escape_what_they_show(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = set(re.findall(r"[\w.]+\|safe\w*", text))
    assert found <= SAFE.get(name(path), set())
    assert not re.search(r"autoescape\s+off|\bsafeseq\b", text)


def test_a_file_with_a_machine_path_is_not_committed() -> None:
    """Paths of one machine mean nothing on another."""
    marks = re.compile(r"[\"'\s](?:/work/|/home/\w+/|/Users/\w+/)")
    found = [
        name(path)
        for path in (*SOURCES, *TEMPLATES, *sorted((ROOT / "docs").rglob("*.md")))
        if marks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
