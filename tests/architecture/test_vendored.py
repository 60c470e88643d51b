"""Vendored files are what they were when they were taken in, and carry their licence."""

import hashlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    sums.parent
    for vendor in (ROOT / "coordination" / "static" / "vendor", ROOT / "tests" / "vendor")
    for sums in vendor.glob("*/SHA256SUMS")
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendored_folder_holds_exactly_what_its_sums_say(folder: Path):
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {file: digest for digest, file in (line.split("  ", 1) for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == listed
    assert {"LICENSE", "VERSION"} <= set(found)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_third_parties_are_named_with_their_version(folder: Path):
    version = (folder / "VERSION").read_text(encoding="utf-8").strip()
    named = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    assert f"| {folder.name} | {version} |" in named


def test_scripts_and_styles_point_to_no_source_map():
    files = [path for folder in FOLDERS for path in folder.glob("*.*s*")]
    assert [path.name for path in files if b"sourceMappingURL" in path.read_bytes()] == []
