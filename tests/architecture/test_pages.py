"""What the strict content security policy and the language rule ask of templates and styles."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "coordination" / "static" / "coordination").glob("*.css"))
SCRIPTS = sorted((ROOT / "coordination" / "static" / "coordination").glob("*.js"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_has_no_inline_style_script_or_foreign_address(template: Path):
    text = template.read_text(encoding="utf-8")
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", text) == []
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", text) == []


@pytest.mark.parametrize("fragment", [path for path in TEMPLATES if path.name[0] == "_"], ids=name)
def test_a_fragment_names_its_context(fragment: Path):
    assert re.search(r"\{# .+ #\}", fragment.read_text(encoding="utf-8"))


@pytest.mark.parametrize("style", STYLES, ids=name)
def test_styles_keep_to_what_older_browsers_read(style: Path):
    rules = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"color-mix\(|:has\(|oklch\(|@import|https?:", rules) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_scripts_evaluate_nothing(script: Path):
    text = script.read_text(encoding="utf-8")
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write", text) == []
