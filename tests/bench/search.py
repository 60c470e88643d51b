"""What a search costs among 100,000 entries, against the same among 1,000 and against a scan."""

from random import Random
from typing import Any

from django.db import connection

from coordination.duties.actions import DutyRow, take_duties
from coordination.duties.models import DutyEntry
from coordination.duties.queries import searched, visible_to
from coordination.search import index
from coordination.search.terms import pairs_of
from coordination.units.actions import UnitRow, take_units
from coordination.units.models import Body
from coordination.units.official import Official
from tests.bench.meter import Variant, in_turns, judged, ratio, report

FEW, MANY = 1_000, 100_000
ROUNDS, PAGE, CANDIDATES = 9, 25, 50
BATCH = 20_000
# What few entries hold costs the same at any size; what every fifth holds must be ranked.
AT_MOST = {"rare pair": 2, "rare four": 2, "two words": 2, "common four": 50, "likeness": 50}
# Characters from which the words of the corpus are drawn; RARE stands in every thousandth entry
# of the first ten thousand only, COMMON in every fifth.
CHARACTERS = (
    "河道环境营商医保基金养老托育住房交通绿化消防应急统计审计档案网络数据农田水利市场价格规划"
)
RARE, RARE_LONG, COMMON = "驿站", "楼宇经济", "综合治理"


def growth(items: int | None = None) -> dict[str, Any]:
    """Each kind of question at both sizes; the scan at the larger one."""
    each = items or 20
    ways: dict[str, Variant] = {
        "rare pair": Words(RARE),
        "rare four": Words(RARE_LONG),
        "common four": Words(COMMON),
        "two words": Words(f"{RARE} {COMMON}"),
        "likeness": Alike("养老驿站与楼宇经济综合治理"),
    }
    body = _body()
    _fill(body, 0, FEW)
    spent = {f"{name}, 1k": v for name, v in _measured(ways, each).items()}
    _fill(body, FEW, MANY)
    ways["scan"] = Scan(RARE)
    spent |= {f"{name}, 100k": v for name, v in _measured(ways, each).items()}
    targets = [
        judged(
            f"{name} 100k / 1k", ratio(spent[f"{name}, 100k"], spent[f"{name}, 1k"]), at_most=most
        )
        for name, most in AT_MOST.items()
    ]
    scan = ratio(spent["scan, 100k"], spent["rare pair, 100k"])
    return report(spent, each, [*targets, judged("scan / rare pair", scan, at_least=10)])


def _measured(ways: dict[str, Variant], each: int) -> dict[str, list[float]]:
    slow = ("common four", "likeness", "scan")
    items = {name: max(1, each // 10) if name in slow else each for name in ways}
    for name, way in ways.items():
        way.prepare(items[name])
    return in_turns(ways, items, ROUNDS)


class Asked(Variant):
    """A question put as often as is asked."""

    def __init__(self, words: str) -> None:
        self.words = words

    def prepare(self, items: int) -> None:
        self.items = items
        self.reader = Official(user_id=1, name="reader", body_id=Body.objects.get().pk)

    def run(self) -> None:
        for _each in range(self.items):
            assert self.answer()

    def answer(self) -> list[DutyEntry]:
        raise NotImplementedError


class Words(Asked):
    """The first page of the best answers, as the page shows it."""

    def answer(self) -> list[DutyEntry]:
        found = searched(visible_to(self.reader), self.words)
        return list(found.order_by("rank", "pk")[: PAGE + 1])


class Alike(Asked):
    """The candidates of a likeness: those that share most words."""

    def answer(self) -> list[DutyEntry]:
        shared = index.sharing(visible_to(self.reader), pairs_of(self.words))
        return list(shared.order_by("-shared", "-pk")[:CANDIDATES])


class Scan(Asked):
    """Every text read, without any index."""

    def answer(self) -> list[DutyEntry]:
        found = visible_to(self.reader).filter(text__contains=self.words)
        return list(found.order_by("-unit_id", "pk")[: PAGE + 1])


def _body() -> Body:
    body, _made = Body.objects.get_or_create(code="B", defaults={"name": "某区"})
    take_units(body, [UnitRow("B-1", "某局", "某局", "department", "")])
    return body


def _fill(body: Body, since: int, until: int) -> None:
    rng = Random(since)
    for start in range(since, until, BATCH):
        rows = [_row(n, rng) for n in range(start, min(start + BATCH, until))]
        take_duties(body, rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _row(number: int, rng: Random) -> DutyRow:
    text = "".join(rng.choices(CHARACTERS, k=30))
    if number % 1_000 == 7 and number < 10_000:
        text += f"，{RARE}，{RARE_LONG}"
    if number % 5 == 2:
        text += f"，{COMMON}"
    return DutyRow(
        code=f"N{number}",
        kind="powers",
        document="清单",
        unit="B-1",
        paragraph=f"第{number}条",
        text=text,
    )
