"""Who somebody is: rights come from the post worn, while it is held, and from nothing else."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.units.grants import appoint
from coordination.units.models import Post, UnitGroupPermission, User
from coordination.units.official import Official, official_of
from coordination.units.states import PLAN_RIGHTS, Duty
from tests.cast import SINCE, Cast, make_plan
from workflow import clock


def person(name: str = "new") -> User:
    return User.objects.create_user(name)


def on(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


def bare(official: Official) -> bool:
    return not (official.acts or official.signs or official.plans or official.post_id)


def test_everything_about_an_official_is_one_query(cast: Cast) -> None:
    make_plan(cast)
    appoint(cast.users["lead"], cast.units["QP-D29"], Duty.COORDINATOR, SINCE)
    with CaptureQueriesContext(connection) as queries:
        official = cast["lead"]
    assert len(queries) == 1
    assert (official.unit, official.hat, official.unit_name) == (
        "QP-D02",
        "handler",
        "区发展改革委",
    )
    assert len(official.hats) == 2


def test_a_handler_acts_and_a_head_signs_too(cast: Cast) -> None:
    unit = {cast.units["QP-D02"].pk}
    assert (cast["lead"].acts, cast["lead"].signs) == (unit, set())
    assert (cast["lead_head"].acts, cast["lead_head"].signs) == (unit, unit)


@pytest.mark.parametrize("duty", list(PLAN_RIGHTS))
def test_a_function_has_the_rights_of_its_duty_on_each_plan(cast: Cast, duty: str) -> None:
    plan = make_plan(cast, issued=False)
    user = person()
    appoint(user, cast.units["QP-D20"], duty, SINCE)
    official = official_of(user)
    assert set(official.plans) == set(PLAN_RIGHTS[duty])
    assert all(official.may_on_plan(right, plan.pk) for right in PLAN_RIGHTS[duty])
    assert not official.acts


@pytest.mark.parametrize("duty", [Duty.AUDITOR, Duty.SYSADMIN, Duty.SECADMIN])
def test_administrators_have_no_right_on_plans_or_units(cast: Cast, duty: str) -> None:
    make_plan(cast)
    user = person()
    appoint(user, cast.units["QP-D20"], duty, SINCE)
    official = official_of(user)
    assert official.hat == duty
    assert (official.acts, official.signs, official.plans) == (set(), set(), {})


def test_a_post_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    user = person()
    first, last = date(2026, 3, 3), date(2026, 3, 10)
    appoint(user, cast.units["QP-D02"], Duty.HEAD, first, last)
    day = timedelta(days=1)
    for moment, held in [
        (first - day, False),
        (first, True),
        (last, True),
        (last + day, False),
    ]:
        with clock.at(on(moment)):
            assert bare(official_of(user)) is not held, moment


def test_who_is_inactive_has_no_right(cast: Cast) -> None:
    user = cast.users["lead_head"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert bare(cast["lead_head"])
    assert cast["lead_head"].hats == ()


def test_of_several_posts_only_the_one_worn_counts(cast: Cast) -> None:
    plan = make_plan(cast)
    user = cast.users["lead_head"]
    chair = appoint(user, cast.units["QP-D01"], Duty.COORDINATOR, SINCE)
    other = appoint(user, cast.units["QP-D21"], Duty.HANDLER, SINCE)
    first = official_of(user)
    assert (first.unit, first.signs) == ("QP-D02", {cast.units["QP-D02"].pk})
    assert not first.plans
    coordinating = official_of(user, chair.pk)
    assert coordinating.may_on_plan("coordinate_plan", plan.pk)
    assert (coordinating.acts, coordinating.signs) == (set(), set())
    helping = official_of(user, other.pk)
    assert (helping.unit, helping.acts) == ("QP-D21", {cast.units["QP-D21"].pk})
    assert (helping.signs, helping.plans) == (set(), {})


def test_a_post_of_somebody_else_gives_nothing(cast: Cast) -> None:
    foreign = Post.objects.get(user=cast.users["lead_head"])
    assert bare(official_of(cast.users["outsider"], foreign.pk))
    assert bare(official_of(cast.users["outsider"], 10**9))


def test_a_group_without_its_post_gives_nothing(cast: Cast) -> None:
    """Groups follow posts; a row left behind, or written by hand, opens no door."""
    user = person()
    user.groups.set(cast.users["lead_head"].groups.all())
    assert bare(official_of(user))


def test_nobody_has_no_unit_and_no_person() -> None:
    nobody = Official(user_id=None, name="")
    with pytest.raises(LookupError):
        _ = nobody.person_id
    with pytest.raises(LookupError):
        _ = nobody.own_unit_id


def test_an_appointment_writes_the_rights_of_its_group_once(cast: Cast) -> None:
    unit, user = cast.units["QP-D20"], person()
    posts = [appoint(user, unit, Duty.HEAD, SINCE) for _ in range(2)]
    assert posts[0] == posts[1]
    rows = UnitGroupPermission.objects.filter(content_object=unit)
    assert sorted(rows.values_list("permission__codename", "group__name")) == [
        (right, f"unit:{unit.pk}:head") for right in ("act_for_unit", "sign_for_unit", "view_unit")
    ]
    assert list(user.groups.values_list("name", flat=True)) == [f"unit:{unit.pk}:head"]


def test_who_is_appointed_after_the_plan_was_made_has_the_rights_too(cast: Cast) -> None:
    plan, user = make_plan(cast), person()
    appoint(user, cast.units["QP-D20"], Duty.SUPERVISOR, SINCE)
    assert official_of(user).may_on_plan("supervise_plan", plan.pk)
