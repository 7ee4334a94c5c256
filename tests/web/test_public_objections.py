"""Objecting online, and the replies that anybody may read without learning who it was."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from microprojects.domain.states import State
from microprojects.services import escalations, objections
from microprojects.store.db import db
from microprojects.store.objections import Objection
from tests.consulting import a_project, statements, the_project
from tests.noticing import FACTS, NUMBER, answer, object_to, on_notice, shanghai, the_objection

ADDRESS = f"/projects/{NUMBER}/object"
WORDS = {"ground": "neighbours", "facts": FACTS, "wish": "把灯移开", "contact": "13812345678"}


@pytest.fixture
def chen(world, visitor):
    """Chen, signed in, with a project on notice."""
    on_notice(world)
    return visitor("chen")


def count():
    db.session().rollback()
    return db.session().scalar(select(func.count(Objection.id)))


def test_a_visitor_signs_in_before_they_object(client, world):
    on_notice(world)

    assert client.get(ADDRESS).location.startswith("/auth/sign-in")
    assert client.send(ADDRESS, **WORDS).status_code == 303
    assert count() == 0


def test_the_form_shows_the_clock_and_the_ways_without_a_computer(chen):
    page = chen.get(ADDRESS).text

    assert "公示第<b>0</b>天，共 5 天" in page
    assert "不上网也能提" in page
    assert "5 个工作日内书面答复" in page


def test_an_objection_is_filed_and_its_page_says_so(chen):
    answer_ = chen.send(ADDRESS, **WORDS)

    assert (answer_.status_code, answer_.location) == (303, f"/projects/{NUMBER}/objections")
    assert "异议已收到" in chen.get(answer_.location).text
    assert the_project().state is State.OBJECTED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"facts": ""}, "请写事实"), ({"ground": ""}, "请选一种理由"), ({"ground": "x"}, "请选一种理由"),
        ({"facts": "灯" * 2001}, "“事实”填得不对"), ({"contact": "1" * 61}, "“联系方式”填得不对"),
    ],
)  # fmt: skip
def test_a_wrong_form_comes_back_with_everything_that_was_typed(chen, words, said):
    sent = chen.send(ADDRESS, **(WORDS | words))

    assert sent.status_code == 422
    assert said in sent.text or "error-summary" in sent.text
    assert "把灯移开" in sent.text
    assert count() == 0


def test_an_objection_after_the_last_evening_is_refused_with_the_day(visitor, world, wall):
    on_notice(world)
    wall.at = shanghai(3, 10, 0)

    sent = visitor("chen").send(ADDRESS, **WORDS)

    assert sent.status_code == 409
    assert "公示已于 2026-03-09 24 时截止" in sent.text


def test_pressing_twice_files_once(chen):
    chen.send(ADDRESS, **WORDS)

    sent = chen.send(ADDRESS, **WORDS)

    assert sent.status_code == 409
    assert "一人一件" in sent.text
    assert count() == 1


def test_what_is_not_on_notice_offers_no_form(visitor, world):
    a_project(world)

    page = visitor("chen").get(ADDRESS).text

    assert "现在不能提异议" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_a_proposal_that_nobody_has_looked_at_is_not_known_here(visitor, world, state):
    a_project(world, state=state)

    assert visitor("chen").get(ADDRESS).status_code == 404
    assert visitor("chen").get(f"/projects/{NUMBER}/objections").status_code == 404


def test_an_objection_is_read_by_nobody_before_it_is_answered(client, world):
    on_notice(world)
    object_to(world)

    page = client.get(f"/projects/{NUMBER}/objections").text

    assert "影响相邻权益" in page
    assert "最晚3月11日（星期三） 24 时前答复" in page
    assert FACTS not in page


def test_a_reply_is_public_and_the_person_is_not(client, world):
    on_notice(world)
    answer(world, object_to(world, facts="我住 3 栋 2 单元 501 室，电话 13812345678。"), at=world.now)

    pages = [client.get(path).text for path in (f"/projects/{NUMBER}/objections", f"/projects/{NUMBER}")]

    for page in pages:
        assert "灯头加遮光罩" in page
        assert not any(secret in page for secret in ("501 室", "13812345678", "陈建国", "陈**"))


@pytest.fixture
def gone_up(world):
    """An objection that the community dismissed on 9 March and that was taken to the street the day after."""
    on_notice(world)
    objection_id = object_to(world, at=shanghai(3, 6))
    objections.reply(
        objection_id, outcome="dismissed", text="加遮光罩。", actor=world["zhao"], at=shanghai(3, 9)
    )
    escalations.escalate(objection_id, why="不服。", actor=world["chen"], at=shanghai(3, 10))
    return objection_id


def said(client, path=f"/projects/{NUMBER}"):
    """What a reader sees of the objections on a page, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(path).text))


def test_the_page_of_a_project_tells_the_last_answer_and_who_gave_it(client, world, gone_up):
    told = {"outcome": "partly", "text": "移半米。", "actor": world["zhou"], "at": shanghai(3, 20)}
    escalations.answer(gone_up, "street", **told)

    page = said(client)

    assert "最后是街道答复：部分成立。移半米。 3月20日答复，晚了 3 个工作日" in page
    assert "社区答复：不成立。加遮光罩。 3月9日答复" in page


def test_the_district_s_answer_takes_the_place_of_the_street_s(client, world, gone_up):
    escalations.answer(
        gone_up, "street", outcome="partly", text="移半米。", actor=world["zhou"], at=shanghai(3, 16)
    )
    escalations.escalate(gone_up, why="不服。", actor=world["chen"], at=shanghai(3, 17))
    waits = said(client)
    escalations.answer(
        gone_up, "district", outcome="upheld", text="移两米。", actor=world["huang"], at=shanghai(3, 18)
    )

    page = said(client)

    assert "3月17日交给区里，最晚3月31日（星期二） 24 时前答复" in waits
    assert "最后是街道答复：部分成立。" in waits
    assert "最后是区里答复：成立。移两米。 3月18日答复" in page
    assert "最后是街道答复" not in page


def test_what_was_answered_above_takes_no_statement_more_on_the_page_of_a_project(bench, client, world):
    on_notice(world)
    made = [object_to(world, who=who, at=shanghai(3, 6)) for who in ("chen", "xu")]
    for each in made:
        objections.reply(each, outcome="dismissed", text="加遮光罩。", actor=world["zhao"], at=shanghai(3, 9))
    with statements(bench.engine) as before:
        client.get(f"/projects/{NUMBER}")
    for each, who in zip(made, ("chen", "xu"), strict=True):
        escalations.escalate(each, why="不服。", actor=world[who], at=shanghai(3, 10))

    with statements(bench.engine) as after:
        client.get(f"/projects/{NUMBER}")

    assert len(after) == len(before)


def test_a_reply_that_waits_above_is_said_to_be_the_community_s(client, world, gone_up, wall):
    wall.at = shanghai(3, 11)

    for path in (f"/projects/{NUMBER}", f"/projects/{NUMBER}/objections"):
        assert "社区答复：不成立。" in said(client, path)
        assert "3月10日交给街道，最晚3月17日（星期二） 24 时前答复" in said(client, path)


def test_an_objection_that_was_taken_back_is_not_shown(client, visitor, world):
    on_notice(world)
    objection_id = object_to(world)
    visitor("chen").send(f"/my/objections/{objection_id}/withdraw")

    assert "没有收到异议" in client.get(f"/projects/{NUMBER}/objections").text


def test_a_resident_finds_their_objections_and_takes_one_back(visitor, world):
    on_notice(world)
    objection_id = object_to(world)
    chen = visitor("chen")

    assert FACTS in chen.get("/my/objections").text
    assert chen.send(f"/my/objections/{objection_id}/withdraw").status_code == 303
    assert the_objection(objection_id).withdrawn_at == world.now


def test_nobody_sees_or_takes_back_another_s_objection(visitor, world):
    on_notice(world)
    objection_id = object_to(world)
    xu = visitor("xu")

    assert FACTS not in xu.get("/my/objections").text
    assert xu.send(f"/my/objections/{objection_id}/withdraw").status_code == 403


def test_many_objections_take_as_many_statements_as_one(bench, client, world):
    on_notice(world)
    object_to(world, who="zhao", channel="oral", name="居民甲")
    with statements(bench.engine) as one:
        client.get(f"/projects/{NUMBER}/objections")
    for n in range(29):
        object_to(world, who="zhao", channel="oral", name=f"居民{n}")

    with statements(bench.engine) as thirty:
        page = client.get(f"/projects/{NUMBER}/objections").text

    assert page.count("等答复") == 30
    assert len(one) == len(thirty) <= 12
