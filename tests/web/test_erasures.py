"""A resident deletes what is kept about them, on the screen or on paper at the window, and the notice tells how."""

from __future__ import annotations

from datetime import timedelta

from microprojects.domain.kept_data import KEPT
from microprojects.services import retentions
from microprojects.store import people
from microprojects.store.accounts import of_person
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from tests.electing import kept_poll
from tests.noticing import object_to, on_notice
from tests.web.conftest import PASSWORD
from tests.world import NOW

ERASE = "/my/account/erase"


def person(world, name):
    db.session.rollback()
    return people.get(db.session(), world.people[name])


def window(world, name):
    return f"/office/residents/{world.people[name]}/erase"


def test_a_resident_reads_confirms_and_is_out_for_good(app, client, world, visitor):
    chen = visitor("chen")
    assert f'href="{ERASE}"' in chen.get("/my/account/data").text
    assert "当场删的" in chen.get(ERASE).text

    answer = chen.send(ERASE, password=PASSWORD, understood="y")

    assert (answer.status_code, answer.location) == (303, "/")
    assert "删好了。" in chen.get("/").text
    assert "/auth/sign-in" in chen.get("/my/account").location
    assert person(world, "chen").name == "陈**"
    assert of_person(db.session(), world.people["chen"]) is None
    assert client.send("/auth/sign-in", username="chen", password=PASSWORD).status_code == 422


def test_without_the_tick_or_the_password_nothing_goes(world, visitor):
    chen = visitor("chen")

    answers = [chen.send(ERASE, password=PASSWORD), chen.send(ERASE, password="不是这个", understood="y")]

    assert [each.status_code for each in answers] == [422, 422]
    assert person(world, "chen").name == "陈建国"


def test_who_waits_for_a_reply_is_told_what_stays_until_when(world, visitor):
    number = on_notice(world)
    object_to(world, who="chen")
    chen = visitor("chen")
    sentence = f"对 {number} 的异议没有办完：姓名、联系方式留到办完。"
    assert sentence in chen.get(ERASE).text

    chen.send(ERASE, password=PASSWORD, understood="y")

    assert sentence in chen.get("/").text
    assert person(world, "chen").name == "陈建国"
    assert of_person(db.session(), world.people["chen"]) is None


def test_who_is_on_the_roll_is_told_of_the_poll(world, bench, visitor):
    kept_poll(world, bench)

    assert "的投票名册上：姓名、手机号留到计票" in visitor("chen").get(ERASE).text


def test_an_officer_reads_what_to_do_first_and_finds_no_button(world, visitor):
    page = visitor("guo").get(ERASE).text

    assert "现在还担任荔枝社区记录员" in page
    assert 'name="password"' not in page


def test_the_clerk_finds_the_resident_and_enters_the_paper(world, visitor):
    zhao = visitor("zhao")
    found = zhao.send("/office/intake", wanted="徐丽").text
    assert window(world, "xu") in found
    assert "本人书面申请才办" in zhao.get(window(world, "xu")).text
    assert zhao.send(window(world, "xu"), paper="荔删3号").status_code == 422
    named = zhao.send(window(world, "xu"), paper="徐丽的申请", seen="y")
    assert (named.status_code, "里面写了本人的名字" in named.text) == (422, True)

    answer = zhao.send(window(world, "xu"), paper="荔删3号", seen="y")

    assert (answer.status_code, answer.location) == (303, "/office/intake")
    assert person(world, "xu").name == "徐**"
    assert "没有找到" in zhao.send("/office/intake", wanted="徐丽").text
    assert zhao.get(window(world, "xu")).status_code == 404


def test_nobody_else_opens_the_page_of_the_window(world, visitor):
    assert visitor("chen").get(window(world, "xu")).status_code == 403
    assert visitor("zhao").get(window(world, "tang")).status_code == 404


def test_the_notice_shows_the_whole_table_and_when_the_clock_ran(client, world):
    before = client.get("/privacy").text
    retentions.run_due(at=NOW)
    after = client.get("/privacy").text

    assert [each.what for each in KEPT if each.what not in before] == []
    assert ("还没有查过。" in before, "还没有查过。" in after) == (True, False)
    assert "删了 0 样。" in after
    assert "%(" not in before


def test_the_journal_reads_in_words(client, world, visitor):
    visitor("zhao").send(window(world, "xu"), paper="荔删3号", seen="y")

    with transaction() as writing:
        writing.add(Person(name="没来过", community_id=world.areas["lizhi"], created_at=NOW))
    retentions.run_due(at=NOW + timedelta(days=800))

    page = client.get("/journal").text

    assert "按本人要求删除个人信息：居民 荔枝社区" in page
    assert "删去过了保存期限的个人信息：保存期限" in page
    assert "徐丽" not in page
