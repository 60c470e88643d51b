"""The administrators' pages: who reaches them, what they do, what they refuse."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.units.grants import appoint
from coordination.units.models import CalendarDay, Post, Substitution, Succession, Unit
from coordination.units.states import Duty
from tests.browse import signed_in, words_of
from tests.cast import Cast, make_task
from tests.coordination.administration.conftest import house
from tests.coordination.web.conftest import counted

__all__ = ["house"]
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
PAGES = ("people", "unit_changes", "calendar")


def form(**data: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **data}


def substitution(cast: Cast, principal: str, substitute: str, **more: Any) -> dict[str, Any]:
    given = {
        "post": Post.objects.get(
            user=cast.users[principal], unit__code=more.pop("unit", "QP-D02")
        ).pk,
        "substitute": cast.users[substitute].pk,
        "since": "2026-03-02",
        "until": "2026-03-06",
        "cause": "培训",
    }
    return form(**{**given, **more})


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_there_for_administrators_only(house: Cast, page: str) -> None:
    for name in house.users:
        status = signed_in(house, name).get(reverse(f"web:{page}")).status_code
        assert status == (200 if name in ADMINISTRATORS else 404), name


def test_the_record_is_the_auditors_alone(house: Cast) -> None:
    for name in house.users:
        status = signed_in(house, name).get(reverse("web:records")).status_code
        assert status == (200 if name == "auditor" else 404), name
    words = words_of(signed_in(house, "auditor").get(reverse("web:records")))
    assert "登录" in words
    assert "任职登记" in words
    older = signed_in(house, "auditor").get(reverse("web:records") + "?before=1")
    assert older.status_code == 200


@pytest.mark.parametrize("name", ["secadmin", "auditor"])
def test_who_only_looks_acts_nowhere(house: Cast, name: str) -> None:
    client = signed_in(house, name)
    day = form(edit="set", version=1, day="2026-03-03", working="no", name="x", reason="r")
    unit = form(unit=house.units["QP-D20"].pk, kind="close", reason="r")
    for page, data in (("calendar", day), ("unit_changes", unit)):
        refused = client.post(reverse(f"web:{page}"), data)
        assert refused.status_code == 403
        assert "系统管理员" in words_of(refused)
    given = substitution(house, "lead", "helper")
    assert client.post(reverse("web:substitutions"), given).status_code in (403, 422)
    assert not CalendarDay.objects.exists()
    assert not Substitution.objects.exists()
    assert Unit.objects.get(code="QP-D20").closed_on is None


class TestSubstitutions:
    def test_one_registers_uses_and_ends_ones_own(self, house: Cast) -> None:
        task, client = make_task(house), signed_in(house, "lead_head")
        url = reverse("web:substitutions")
        assert "无人代理" in words_of(client.get(url))
        data = substitution(house, "lead_head", "outsider", may_sign="on")
        answers = [client.post(url, data) for _ in range(2)]
        assert [each.status_code for each in answers] == [302, 302]
        made = Substitution.objects.get()
        assert (made.may_sign, made.registered_by) == (True, house.users["lead_head"])
        assert "outsider" in words_of(client.get(url))
        other = signed_in(house, "outsider")
        other.post(reverse("web:act_as"), {"acting": made.post_id})
        page = words_of(other.get("/"))
        assert "代lead_head（区发展改革委 · 单位主要负责人）" in page
        assert other.get(reverse("web:step", args=["tasks", task.pk, "contest"])).status_code == 200
        end = reverse("web:end_substitution", args=[made.pk])
        assert other.post(end, form(reason="x")).status_code == 403
        assert signed_in(house, "helper").post(end, form(reason="x")).status_code == 404
        assert client.post(end, form(reason="返岗")).status_code == 302
        step = reverse("web:step", args=["tasks", task.pk, "contest"])
        assert other.post(step, form(version=task.version)).status_code in (403, 404)
        task.refresh_from_db()
        assert task.state == "assigned"
        assert "提前终止" in words_of(client.get(url + "?past=1"))
        assert client.post(end, form(reason="再次")).status_code == 302
        assert Substitution.objects.filter(ended_at__isnull=False).count() == 1

    def test_a_refusal_keeps_what_was_typed_and_names_every_reason(self, house: Cast) -> None:
        client, url = signed_in(house, "lead_head"), reverse("web:substitutions")
        refused = client.post(url, substitution(house, "lead_head", "lead", until="2026-03-01"))
        assert refused.status_code == 409
        assert "培训" in refused.content.decode()
        assert "代理自今日或以后起" in words_of(refused)
        foreign = client.post(url, substitution(house, "helper", "lead", unit="QP-D21"))
        assert foreign.status_code == 422
        assert not Substitution.objects.exists()

    def test_the_system_administrator_registers_for_others(self, house: Cast) -> None:
        client, url = signed_in(house, "sysadmin"), reverse("web:substitutions")
        assert client.post(url, substitution(house, "lead", "helper")).status_code == 302
        assert "lead" in words_of(client.get(url))
        assert client.get(url + "?past=1").status_code == 200

    def test_a_substitute_registers_nothing_in_that_post(self, house: Cast) -> None:
        data = substitution(house, "lead_head", "outsider", may_sign="on")
        signed_in(house, "lead_head").post(reverse("web:substitutions"), data)
        client = signed_in(house, "outsider")
        client.post(reverse("web:act_as"), {"acting": data["post"]})
        url = reverse("web:substitutions")
        assert "登记代理" not in words_of(client.get(url))
        given = substitution(house, "lead_head", "helper")
        assert client.post(url, given).status_code == 422

    def test_the_lists_cost_the_same_for_one_and_for_many(self, house: Cast) -> None:
        post = Post.objects.get(user=house.users["lead"])
        client = signed_in(house, "sysadmin")
        urls = [reverse("web:people"), reverse("web:unit_changes"), reverse("web:calendar")]
        urls += [reverse("web:substitutions") + end for end in ("", "?past=1")]

        def more(count: int) -> list[int]:
            for n in range(count):
                for until in (date(2026, 3, 1), date(2026, 3, 10)):
                    Substitution.objects.create(
                        post=post,
                        substitute=house.users["helper"],
                        since=date(2026, 2, 1),
                        until=until,
                        cause="x",
                        registered_at="2026-02-01T00:00Z",
                    )
                day = date(2026, 4, 1 + CalendarDay.objects.count() % 30)
                CalendarDay.objects.create(day=day, working=False, name="x")
                unit = house.units["QP-D20"]
                Succession.objects.create(old=unit, new=unit, on=day, kind="rename")
                appoint(house.users["helper"], unit, Duty.HANDLER, date(2021, 1, 1 + n % 28))
            return [counted(client, url) for url in urls]

        assert more(1) == more(28)

    def test_the_record_costs_the_same_for_one_and_for_many(self, house: Cast) -> None:
        client = signed_in(house, "auditor")
        one = counted(client, reverse("web:records"))
        for _ in range(30):
            signed_in(house, "lead")
        assert counted(client, reverse("web:records")) == one


class TestCalendar:
    url = "/administration/calendar/"

    def test_preview_then_confirm(self, house: Cast) -> None:
        task, client = make_task(house), signed_in(house, "sysadmin")
        assert "（暂定）" in words_of(client.get(self.url))
        asked = {"edit": "set", "day": "2026-03-03", "working": "no", "name": "放假", "reason": "r"}
        shown = client.get(self.url, asked)
        assert "任务签收：2026-03-04 → 2026-03-05，共1项" in words_of(shown)
        assert not CalendarDay.objects.exists()
        bound = shown.context["preview"]["form"]
        confirmed = {**asked, **{each.name: each.value() for each in bound}}
        answers = [client.post(self.url, confirmed) for _ in range(2)]
        assert [each.status_code for each in answers] == [302, 302]
        task.refresh_from_db()
        assert task.sign_off_until == date(2026, 3, 5)
        assert "放假" in words_of(client.get(answers[0].headers["Location"]))
        stale = client.post(self.url, {**confirmed, "key": str(uuid4()), "day": "2026-03-04"})
        assert stale.status_code == 412
        removed = client.get(self.url, {"edit": "remove", "day": "2026-03-03", "reason": "更正"})
        assert "任何时限都不会提前" in words_of(removed)

    def test_load_a_year(self, house: Cast) -> None:
        client = signed_in(house, "sysadmin")
        given = form(edit="load", version=1, year=2026)
        assert client.post(self.url, given).status_code == 302
        page = words_of(client.get(self.url + "?year=2026"))
        assert "（暂定）" not in page
        assert "春节" in page

    @pytest.mark.parametrize(
        ("name", "value"), [("day", "31.2.2026"), ("working", "maybe"), ("name", "x" * 41)]
    )
    def test_bad_data_is_named(self, house: Cast, name: str, value: str) -> None:
        client = signed_in(house, "sysadmin")
        asked = {"edit": "set", "day": "2026-03-03", "working": "no", "name": "n", "reason": "r"}
        assert client.get(self.url, asked | {name: value}).status_code == 422
        given = form(version=1, **asked) | {name: value}
        assert client.post(self.url, given).status_code == 422
        assert client.post(self.url, {"edit": "nothing"}).status_code == 302
        assert not CalendarDay.objects.exists()


class TestUnits:
    def test_a_merger_from_the_page(self, house: Cast) -> None:
        task, client = make_task(house), signed_in(house, "sysadmin")
        url = reverse("web:unit_changes")
        old, new = house.units["QP-D02"].pk, house.units["QP-D17"].pk
        assert "尚无单位变动" in words_of(client.get(url))
        refused = client.post(url, form(unit=old, kind="close", reason="r"))
        assert refused.status_code == 409
        assert task.title in words_of(refused)
        data = form(unit=old, kind="merge", successor=new, reason="机构改革")
        assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
        task.refresh_from_db()
        assert task.lead_id == new
        assert "并入其他单位" in words_of(client.get(url))
        assert client.post(url, form(unit=old, kind="close", reason="r")).status_code == 422

    def test_nobody_else_has_the_page(self, house: Cast) -> None:
        data = form(unit=house.units["QP-D20"].pk, kind="close", reason="r")
        for name in ("lead_head", "coordinator", "leader"):
            client: Client = signed_in(house, name)
            assert client.post(reverse("web:unit_changes"), data).status_code == 404
