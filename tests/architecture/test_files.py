"""What each hand-written file keeps to: its length, its links, no machine's paths."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
GENERATED = {"migrations", "vendor", "locale", ".venv", ".tools", ".git", "var", "data"}


def files(*suffixes: str) -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in suffixes and not GENERATED & set(path.relative_to(ROOT).parts)
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_hand_written_file_is_longer_than_a_reader_can_hold():
    lengths = {
        name(path): path.read_text(encoding="utf-8").count("\n")
        for path in files(".py", ".html", ".js", ".css")
    }
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("document", files(".md"), ids=name)
def test_links_inside_the_repository_lead_somewhere(document: Path):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (document.parent / target).exists()] == []
