"""Every state x step x role x relation against the table written by hand; the generated page."""

from pathlib import Path

import pytest
from django.core.management import call_command

from coordination.disputes import rules as cases
from coordination.policy import page, table
from coordination.policy.matters import kinds
from coordination.tasks import rules
from tests.architecture.test_files import ROOT
from tests.coordination.policy.table import TABLE, expanded
from tests.figures import Figure
from workflow.lifecycle import states_of
from workflow.verdict import YES

pytestmark = pytest.mark.once

WRITTEN = expanded()


def key(row: table.Row) -> tuple[str, str, str, str, str]:
    name = f"{row.object} {row.tier}".strip()
    return name, row.step, row.state, row.role, row.relation


def deviations() -> tuple[int, list[str]]:
    """How many triples the code answered, and those that are written otherwise."""
    rows = [row for row in table.rows() if row.kind != "creation"]
    wrong = [
        f"{key(row)}: the code says {row.allowed}"
        for row in rows
        if row.allowed != (key(row) in WRITTEN)
    ]
    return len(rows), wrong


def test_the_full_product_agrees_with_the_table_written_by_hand(figure: Figure) -> None:
    triples, wrong = deviations()
    figure("policy", f"{triples} triples of rules, {len(wrong)} deviations")
    assert wrong == []
    assert triples > 350_000


def test_every_line_written_by_hand_speaks_of_a_step_and_states_of_the_code() -> None:
    known = {
        (model.kind, step, state)
        for model in kinds()
        for step in table.doors(model)
        for state in states_of(model)
    }
    written = {(name.split()[0], step, state) for name, step, state, _role, _rel in WRITTEN}
    assert written - known == set()


def test_every_tier_written_by_hand_is_asked_of_the_code() -> None:
    asked = {(row.object, row.tier, row.step) for row in table.rows() if row.tier}
    written = {
        (kind, tier, step)
        for kind, _space, tier, step in ((*n.partition(" "), s) for n, s, *_more in WRITTEN)
        if tier
    }
    assert written - asked == set()


def test_control_a_rule_that_lets_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "no_party", lambda _task, _actor: YES)
    wrong = deviations()[1]
    assert any("'verify', 'completed', 'supervisor', 'lead'" in line for line in wrong)
    assert any("'suspend', 'accepted', 'leader', 'former'" in line for line in wrong)


def test_control_a_rule_of_cases_that_lets_too_much_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cases, "no_party", lambda _dispute, _actor: YES)
    monkeypatch.setattr(cases, "asked", lambda _slot, *_kinds: YES)
    wrong = deviations()[1]
    assert any("'dispute', 'admit', 'filed', 'coordinator', 'proposed'" in line for line in wrong)
    assert any("'dispute signed', 'rule', 'ruling', 'leader', 'third'" in line for line in wrong)
    assert any("'slot other', 'state', 'asked', 'head', 'contesting'" in line for line in wrong)


def test_the_page_in_the_documents_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "policy.md").read_text(encoding="utf-8") == page.page()


def test_every_line_has_its_place() -> None:
    assert all(line.place for line in TABLE)
    assert all(row.place for row in table.rows())


def test_the_page_is_written_and_checked_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    with pytest.raises(SystemExit):
        call_command("export_policy", "--markdown", str(file), "--check")
    call_command("export_policy", "--markdown", str(file))
    call_command("export_policy", "--markdown", str(file), "--check")
    assert file.read_text(encoding="utf-8") == page.page()
