"""Keep the translations complete, with Babel alone: GNU gettext is not needed.

.ci/messages.py update     write locale/zh_Hans/LC_MESSAGES/django.po, translations kept
.ci/messages.py check      fail, naming each message that is missing, empty, fuzzy or obsolete
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SOURCES = ("workflow", "coordination", "templates")
PASSED_OVER = {"migrations", "static", "vendor"}
PLAIN, PLURAL = None, (1, 2)
CONTEXT, CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
NAMES = {
    "project": "zongheng",
    "last_translator": "the Zongheng developers",
    "language_team": "Chinese (simplified)",
    "msgid_bugs_address": "see SECURITY.md and CONTRIBUTING.md",
    "fuzzy": False,
}
HEADER = "# Zongheng in simplified Chinese, the default language. Source strings are English."


def files() -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            inside = path.relative_to(ROOT)
            if path.suffix in {".py", ".html", ".txt"} and not PASSED_OVER & set(inside.parts):
                yield path


def as_python(path: Path) -> bytes:
    """Give the source that Babel's Python extractor reads; a template is turned into such."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indentation of a template means nothing, but Python's tokenizer would trip over it.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extracted() -> Catalog:
    catalog = Catalog(charset="utf-8")
    for path in files():
        place = path.relative_to(ROOT).as_posix()
        source = BytesIO(as_python(path))
        for line, function, found, _ in extract_python(source, KEYWORDS, [], {"encoding": "utf-8"}):
            texts = list(found) if isinstance(found, tuple | list) else [found]
            context = texts.pop(0) if "pgettext" in function else None
            texts = [text for text in texts if text]
            if texts:
                message = tuple(texts[:2]) if function.lstrip("p").startswith("n") else texts[0]
                catalog.add(message, locations=[(place, line)], context=context)
    return catalog


def stored() -> Catalog:
    if not CATALOG.exists():
        return Catalog(locale="zh_Hans", domain="django", charset="utf-8")
    with CATALOG.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def key(message: Message) -> tuple[str, str | None]:
    """The name under which gettext looks a message up."""
    return (message.id[0] if isinstance(message.id, tuple | list) else message.id, message.context)


def translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy


def update() -> int:
    old = stored()
    new = Catalog("zh_Hans", "django", charset="utf-8", header_comment=HEADER, **NAMES)
    new.creation_date = new.revision_date = old.creation_date
    kept = {key(message): message for message in old if message.id}
    for message in extracted():
        if not message.id:
            continue
        former = kept.get(key(message))
        same_kind = former is not None and former.pluralizable == message.pluralizable
        new.add(
            message.id,
            former.string if former is not None and same_kind else None,
            locations=message.locations,
            context=message.context,
        )
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, new, width=100, sort_output=True, include_lineno=False)
    missing = sum(1 for message in new if message.id and not translated(message))
    print(f"{CATALOG.relative_to(ROOT)}: {len(new)} messages, {missing} to translate")
    return 0


def findings() -> Iterator[str]:
    catalog = stored()
    held = {key(message): message for message in catalog if message.id}
    wanted = {key(message): message for message in extracted() if message.id}
    for name, message in sorted(wanted.items(), key=lambda item: item[0][0]):
        places = ", ".join(sorted({place for place, _ in message.locations}))
        former = held.get(name)
        if former is None or not translated(former):
            yield f"not translated: {name[0]!r} ({places})"
        elif errors := [str(error) for error in former.check(catalog)]:
            yield f"wrong placeholders: {name[0]!r}: {'; '.join(errors)} ({places})"
    for name in sorted(held.keys() - wanted.keys(), key=lambda item: item[0]):
        yield f"used nowhere: {name[0]!r}"


def check() -> int:
    found = list(findings())
    for finding in found:
        print(finding)
    print(f"translations: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    commands = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        raise SystemExit(__doc__)
    raise SystemExit(commands[sys.argv[1]]())
