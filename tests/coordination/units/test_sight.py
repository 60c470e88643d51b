"""What the prepared look at one thing shows is what the lists show, for everybody."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from coordination.api.nouns import NOUNS
from coordination.tasks import queries as tasks
from coordination.units.official import Official
from coordination.units.sight import seen, seen_in
from tests.cast import Cast, make_other_body, make_other_plan, make_plan
from tests.coordination.api.stories import filled, settled_case
from workflow import clock, door
from workflow.lifecycle import subject_of


def test_everybody_sees_the_same_by_the_list_and_by_the_single_look(cast: Cast) -> None:
    settled_case(cast)
    filled(cast, 1, "二")
    make_plan(cast, issued=False, title="草案")
    other = make_other_body()
    make_other_plan(other)
    officials: list[Official] = [cast[name] for name in cast.users]
    officials += [other[name] for name in other.users]
    officials.append(Official(user_id=None, name=""))
    compared = 0
    for kind, visible in NOUNS.values():
        model: Any = subject_of(kind)
        everything = list(model.objects.values_list("pk", flat=True))
        for actor in officials:
            shown = set(visible(actor).values_list("pk", flat=True))
            looked = {pk for pk in everything if seen(visible, actor, pk)}
            assert looked == shown, (kind, actor)
            compared += len(everything)
    assert compared > 500


def test_what_one_sees_does_not_hang_on_the_day(cast: Cast) -> None:
    """The single look keeps its SQL: what changes with the clock would stand still in it."""
    for _kind, visible in NOUNS.values():
        for name in cast.users:
            actor = cast[name]
            found = []
            for year in (2026, 2031):
                with clock.at(clock.now().replace(year=year)):
                    found.append(sql_of(visible(actor)))
            assert found[0] == found[1]


def sql_of(rows: QuerySet[Any]) -> str:
    """The SQL; none where nothing can be found."""
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


def test_an_id_that_no_row_can_have_shows_nothing(cast: Cast) -> None:
    for _kind, visible in NOUNS.values():
        assert seen(visible, cast["coordinator"], 2**63) is None


def test_what_is_seen_in_an_act_is_taken_in_it(cast: Cast) -> None:
    task, actor = make_plan(cast).tasks.get(), cast["lead"]
    with door.act(actor) as act:
        seen = seen_in(act, tasks.visible_to, actor, task.pk)
        with CaptureQueriesContext(connection) as queries:
            assert act.take(task) is seen
        assert len(queries) == 0
        assert seen_in(act, tasks.visible_to, actor, 2**63) is None
        assert seen_in(act, tasks.visible_to, make_other_body()["stranger"], task.pk) is None
