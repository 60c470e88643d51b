"""The index gives the same answers on both databases, whatever is asked."""

from typing import Any

import pytest
from django.db import connection, transaction

from coordination.duties.models import DutyEntry
from coordination.search import index
from tests.cast import Cast
from tests.coordination.duties.lists import row, take

TEXTS = {
    "A1": "统筹推进全区营商环境优化工作",
    "A2": "负责环境保护和营商服务",
    "A3": "承担5G网络建设，按GB/T 9704执行",
    "A4": "组织征收各项税",
    "A5": "税收征管；优化营商环境",
}


@pytest.fixture
def entries(cast: Cast) -> Any:
    take(cast, *(row(code, text) for code, text in TEXTS.items()))
    return DutyEntry.objects.all()


def codes(rows: Any, words: str) -> list[str]:
    return [entry.code for entry in index.found(rows, words).order_by("rank", "pk")]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("营商环境", ["A5", "A1"]),
        ("环境", ["A2", "A5", "A1"]),
        ("环境 保护", ["A2"]),
        ("税", ["A5", "A4"]),
        ("5g", ["A3"]),
        ("5", ["A3"]),
        ("ｇｂ 9704", ["A3"]),
        ("97", ["A3"]),
        ("境营", []),
        ("商服务", ["A2"]),
        ("负责保护", []),
        ("市场监管", []),
        ("区发展改革委 税收", ["A5"]),
    ],
)
def test_words_are_found_and_ranked_by_their_place(
    entries: Any, words: str, wanted: list[str]
) -> None:
    assert codes(entries, words) == wanted


@pytest.mark.parametrize(
    "words",
    [
        *('"', "'", "'; DROP TABLE coordination_dutyentry; --", "营商*", "^营商", "营商 OR 税"),
        *(
            "terms:营商",
            "NEAR(营商 环境)",
            "营商 & !环境",
            "营商:*",
            "\\",
            "%",
            "_",
            "\x00营商",
            "",
        ),
        *("（营商", "🏛️", "𠀀𠀁", "é", "a" * 5_000, "甲" * 5_000),
    ],
)
def test_whatever_is_typed_is_words_and_breaks_nothing(entries: Any, words: str) -> None:
    assert set(codes(entries, words)) <= set(TEXTS)
    assert DutyEntry.objects.count() == len(TEXTS)


def test_an_answer_is_cut_to_the_rows_asked_among(entries: Any) -> None:
    assert codes(entries.filter(code="A1"), "营商环境") == ["A1"]


def test_a_changed_text_is_found_by_its_new_words_only(cast: Cast, entries: Any) -> None:
    take(cast, row("A4", "组织体育赛事"))
    assert codes(entries, "体育") == ["A4"]
    assert codes(entries, "征收") == []


def test_what_was_rolled_back_is_not_found(cast: Cast, entries: Any) -> None:
    with transaction.atomic():
        take(cast, row("A6", "档案管理"))
        transaction.set_rollback(True)
    assert codes(entries, "档案") == []


def test_shared_terms_are_counted(entries: Any) -> None:
    found = index.sharing(entries, ["营商", "商环", "环境", "保护", "gb"]).order_by("-shared", "pk")
    assert [(entry.code, entry.shared) for entry in found] == [
        *(("A1", 3), ("A2", 3), ("A5", 3), ("A3", 1)),
    ]
    assert list(index.sharing(entries, [])) == []


def test_a_lost_index_is_made_anew(entries: Any) -> None:
    DutyEntry.objects.update(terms="")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute('DELETE FROM "coordination_dutyentry_terms"')
    assert codes(entries, "营商环境") == []
    assert index.rebuild(DutyEntry) == len(TEXTS)
    assert codes(entries, "营商环境") == ["A5", "A1"]
