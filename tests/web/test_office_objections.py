"""The desk of objections in the office: writing down, replying, reviewing, and what follows."""

from __future__ import annotations

import pytest

from microprojects.domain.states import State
from tests.consulting import the_project
from tests.noticing import FACTS, NUMBER, answer, object_to, on_notice, the_objection

OFFICE = f"/office/projects/{NUMBER}"
REPLY = {"outcome": "dismissed", "effect": "none", "text": "加遮光罩。", "public_facts": "灯太亮。"}


@pytest.fixture
def objection_id(world):
    """An objection of Chen's that waits for its reply."""
    on_notice(world)
    return object_to(world, contact="13812345678")


def test_the_desk_shows_the_handler_who_objected_and_how_the_deadline_was_counted(visitor, objection_id):
    page = visitor("zhou").get(f"{OFFICE}/objections").text

    assert "陈建国" in page
    assert FACTS in page
    assert "3月4日收到，次日起算 5 个工作日，到3月11日（星期三） 24 时" in page


def test_a_handler_replies_and_the_supervisor_looks(visitor, objection_id):
    zhou, he = visitor("zhou"), visitor("he")

    sent = zhou.send(f"/office/objections/{objection_id}/reply", **REPLY)
    seen = he.send(f"/office/objections/{objection_id}/review")

    assert (sent.status_code, seen.status_code) == (303, 303)
    assert (the_objection(objection_id).public_facts, the_objection(objection_id).reviewed_by_id) is not None
    assert "监督员看过" in he.get(f"{OFFICE}/replies").text


def test_the_contact_stands_on_the_reply_s_page_alone(visitor, objection_id):
    zhou = visitor("zhou")

    assert "13812345678" in zhou.get(f"/office/objections/{objection_id}/reply").text
    assert "13812345678" not in zhou.get(f"{OFFICE}/objections").text


@pytest.mark.parametrize("who", ["lin", "liu", "he", "feng"])
def test_only_handlers_read_an_objection_in_full(visitor, objection_id, who):
    assert visitor(who).get(f"/office/objections/{objection_id}/reply").status_code == 403


def test_a_handler_of_another_community_reads_nothing(visitor, world):
    on_notice(world, slug="mumian")
    objection_id = object_to(world)
    zhao = visitor("zhao")

    assert zhao.get(f"/office/objections/{objection_id}/reply").status_code == 403
    assert zhao.get(f"{OFFICE}/objections").status_code == 403


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"text": ""}, "请写答复"), ({"effect": "substance"}, "结论是“不成立”"), ({"text": "找 13812345678"}, "手机号"),
        ({"outcome": ""}, "请选结论"), ({"public_facts": "灯" * 2001}, "公开的事实"),
    ],
)  # fmt: skip
def test_a_reply_that_cannot_stand_comes_back_with_its_words(visitor, objection_id, words, said):
    sent = visitor("zhou").send(f"/office/objections/{objection_id}/reply", **(REPLY | words))

    assert sent.status_code == 422
    assert said in sent.text
    assert the_objection(objection_id).outcome is None


def test_a_clerk_writes_down_what_was_said_at_the_desk(visitor, world):
    on_notice(world)
    zhao = visitor("zhao")

    sent = zhao.send(f"{OFFICE}/object", channel="oral", name="黎大爷", ground="amount", facts=FACTS)

    assert sent.status_code == 303
    assert "黎大爷" in zhao.get(f"{OFFICE}/objections").text


@pytest.mark.parametrize("who", ["lin", "chen", "he"])
def test_nobody_else_writes_down_for_others(visitor, world, who):
    on_notice(world)

    assert visitor(who).get(f"{OFFICE}/object").status_code == 403
    assert (
        visitor(who)
        .send(f"{OFFICE}/object", channel="oral", name="黎", ground="amount", facts=FACTS)
        .status_code
        == 403
    )


def test_the_notice_goes_on_by_a_button_that_first_says_what_is_missing(visitor, world, objection_id):
    zhou = visitor("zhou")

    early = zhou.send(f"{OFFICE}/resume-notice")
    answer(world, objection_id, at=world.now)
    late = zhou.send(f"{OFFICE}/resume-notice")

    assert early.status_code == 409
    assert "还有 1 件异议没有书面答复" in early.text
    assert late.status_code == 303
    assert the_project().state is State.NOTICING


def test_the_street_takes_a_project_back_by_a_button(visitor, world, objection_id):
    answer(world, objection_id, at=world.now, outcome="upheld", effect="substance")

    sent = visitor("zhou").send(f"{OFFICE}/reconsider")

    assert sent.status_code == 303
    assert the_project().state is State.CONSULTING


def test_a_leader_ends_a_project_with_a_reason(visitor, world, objection_id):
    answer(world, objection_id, at=world.now, outcome="upheld", effect="unlawful")
    wu = visitor("wu")

    assert wu.send(f"{OFFICE}/stop-upheld", reason="").status_code == 422
    assert wu.send(f"{OFFICE}/stop-upheld", reason="占消防通道。").status_code == 303
    assert the_project().stop_reason == "占消防通道。"


@pytest.mark.parametrize(
    ("who", "verb"),
    [
        ("zhou", "resume-notice"),
        ("zhou", "reconsider"),
        ("wu", "stop-upheld"),
        ("zhao", "objections"),
        ("he", "replies"),
    ],
)
def test_each_page_opens_for_those_who_may(visitor, objection_id, who, verb):
    assert visitor(who).get(f"{OFFICE}/{verb}").status_code == 200


def test_the_desk_of_the_project_offers_the_next_steps_and_what_blocks_them(visitor, objection_id):
    page = visitor("zhou").get(OFFICE).text

    assert "异议答复完，继续公示" in page
    assert f"{OFFICE}/resume-notice" not in page
    assert f"{OFFICE}/objections" in page
    assert "还有 1 件异议没有书面答复" in page


def test_what_a_clerk_takes_back_for_somebody_is_told_in_public(visitor, client, world):
    on_notice(world)
    objection_id = object_to(world, who="zhao", channel="oral", name="黎大爷")
    zhao, address = visitor("zhao"), f"/office/objections/{objection_id}/withdraw"

    shown, empty = zhao.get(address), zhao.send(address, reason="")
    sent = zhao.send(address, reason="本人到窗口签字撤回。")

    assert (shown.status_code, empty.status_code, sent.status_code) == (200, 422, 303)
    page = client.get("/projects/LZ-2026-001/objections").text
    assert "本人到窗口签字撤回。" in page
    assert "黎大爷" not in page


def test_a_handler_who_did_not_write_it_down_takes_nothing_back(visitor, objection_id):
    assert visitor("zhou").get(f"/office/objections/{objection_id}/withdraw").status_code == 403


def test_the_reply_does_not_begin_with_the_words_of_who_objected(visitor, objection_id):
    page = visitor("zhou").get(f"/office/objections/{objection_id}/reply").text

    assert page.count(FACTS) == 1
