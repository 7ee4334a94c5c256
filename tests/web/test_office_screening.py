"""The office screens proposals by its pages: the queue, the sheet, the return, the two signatures, the merge."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from microprojects.domain.screening import QUESTIONS
from microprojects.domain.states import State
from microprojects.services import screening, secondings
from microprojects.store import projects
from microprojects.store import proposals as rows
from tests.first_deliberation import accepted, declined, draft, last_number, seconded, submitted

YES = dict.fromkeys(QUESTIONS, "yes")
DESK = "/office/projects/LZ-2026-001"
HOSTILE = ["", "\x00", "长" * 10**5, "<script>alert(1)</script>", "' OR 1=1 --", "-1", "N99", "LZ-2026-099"]
PAGES = (
    "screen",
    "return",
    "accept",
    "merge",
    "promote",
    "propose-decline",
    "confirm-decline",
    "drop-decline",
)


@pytest.fixture
def qian(visitor):
    """The browser of Qian, a clerk."""
    return visitor("qian")


def state(session, number="LZ-2026-001"):
    session.rollback()
    return projects.by_number(session, number).state


def counted(bench, browser, path):
    """Return how many statements a page costs."""
    said = []

    def listen(_c, _cursor, statement, *_rest):
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            said.append(statement)

    event.listen(bench.engine, "before_cursor_execute", listen)
    assert browser.get(path).status_code == 200
    event.remove(bench.engine, "before_cursor_execute", listen)
    return len(said)


def test_the_queue_costs_the_same_for_one_and_for_thirty(bench, qian, world):
    accepted(world)
    submitted(world)
    one = counted(bench, qian, "/office/screening")
    for number in range(29):
        submitted(world, title=f"第 {number} 件")

    assert counted(bench, qian, "/office/screening") == one
    assert one <= 12


def test_the_queue_says_until_when_and_what_is_missing(qian, world):
    seconded(world, accepted(world), 2)
    submitted(world, by="chen")
    page = qian.get("/office/screening").text

    for said in ("还有 7 天", "3月11日到期", "附议 2 人，还差 3 人", "/office/projects/LZ-2026-002/screen"):
        assert said in page


def test_a_clerk_sees_the_queue_of_her_own_community_only(qian, world):
    submitted(world, by="tang", area="mumian", title="木棉的坡道")

    assert "木棉的坡道" not in qian.get("/office/screening").text
    assert qian.get("/office/projects/MM-2026-001/screen").status_code == 403


def test_a_proposal_is_screened_and_accepted(session, qian, world):
    submitted(world)
    page = qian.get(f"{DESK}/screen").text
    assert ["林秀英" in page, "加装十二盏路灯" in page] == [True, True]

    kept = qian.send(f"{DESK}/screen", **YES | {"needed": "no", "needed_note": "可以缓一缓"})
    assert (kept.status_code, kept.location) == (303, DESK)
    assert 'value="可以缓一缓"' in qian.get(f"{DESK}/screen").text
    answer = qian.send(f"{DESK}/accept")

    assert (answer.status_code, answer.location, state(session)) == (303, DESK, State.ACCEPTED)


def test_a_sheet_that_is_half_answered_is_kept_and_does_not_accept(session, qian, world):
    submitted(world)

    qian.send(f"{DESK}/screen", lawful="yes")
    answer = qian.send(f"{DESK}/accept")

    assert (answer.status_code, "审查表还有 11 项没有答" in answer.text) == (409, True)
    assert rows.screening(session, 1).answers["lawful"]["ok"] is True


def test_a_proposal_is_returned_with_one_thing_a_line(session, qian, world):
    submitted(world)

    answer = qian.send(f"{DESK}/return", items="写明几盏灯\r\n\r\n附一张照片", reason="数量不清楚。")

    assert (answer.status_code, state(session)) == (303, State.RETURNED)
    assert rows.last_return(session, 1).items == ["写明几盏灯", "附一张照片"]


def test_a_decline_is_signed_by_two_and_published_with_its_ground(session, client, qian, visitor, world):
    submitted(world)
    qian.send(f"{DESK}/propose-decline", code="N5", reason="只有一户受益，是私人的墙。")
    assert "等另一人确认" in qian.get("/office/screening").text
    assert qian.send(f"{DESK}/confirm-decline").status_code == 403

    sun = visitor("sun")
    assert "只有一户受益" in sun.get(f"{DESK}/confirm-decline").text
    answer = sun.send(f"{DESK}/confirm-decline")

    assert (answer.status_code, state(session)) == (303, State.DECLINED)
    public = client.get("/projects/LZ-2026-001").text
    told = ("只有一户受益", "只有少数人受益，或者只为私人财产", "N5")  # the ground in words, not its code
    assert [each in public for each in told] == [True, True, False]


def test_a_decline_is_dropped(session, qian, visitor, world):
    submitted(world)
    qian.send(f"{DESK}/propose-decline", code="N5", reason="只有一户受益。")

    assert visitor("sun").send(f"{DESK}/drop-decline").status_code == 303

    assert (rows.decline(session, 1), state(session)) == (None, State.SUBMITTED)


def test_the_street_answers_an_appeal(session, visitor, world):
    declined(world)
    screening.appeal("LZ-2026-001", ground="墙是公共的。", actor=world["lin"], at=world.now)
    zhou = visitor("zhou")
    assert [
        "请街道复核的" in zhou.get("/office/screening").text,
        "墙是公共的" in zhou.get(f"{DESK}/answer-appeal").text,
    ] == [
        True,
        True,
    ]
    assert zhou.send(f"{DESK}/answer-appeal", outcome="maybe", answer="好。").status_code == 422

    answer = zhou.send(f"{DESK}/answer-appeal", outcome="upheld", answer="墙是公共部分，重新审查。")

    assert (answer.status_code, state(session)) == (303, State.SUBMITTED)


def test_a_target_is_searched_and_the_old_address_leads_there(session, client, qian, world):
    old, target = accepted(world), accepted(world, by="chen", title="巷道 LED 路灯 40 盏")
    seconded(world, old, 1)
    page = qian.get(f"{DESK}/merge?q=路灯").text
    assert f"into={target}" in page
    refused = qian.send(f"{DESK}/merge", into=target)
    assert (refused.status_code, "要提议人同意" in refused.text) == (409, True)

    answer = qian.send(f"{DESK}/merge", into=target, agrees="y")

    assert (answer.status_code, state(session)) == (303, State.MERGED)
    moved = client.get(f"/projects/{old}")
    assert (moved.status_code, moved.location) == (301, f"/projects/{target}")


def test_a_proposal_is_sent_on_when_enough_neighbours_second_it(session, qian, world):
    seconded(world, accepted(world), 4)
    page = qian.get(f"{DESK}/promote").text
    assert ["还差 1 人" in page, "送到下一议</button>" in page] == [True, False]
    assert qian.send(f"{DESK}/promote").status_code == 409
    session.rollback()
    secondings.second("LZ-2026-001", actor=world["lei"], at=world.now)

    assert qian.send(f"{DESK}/promote").status_code == 303

    assert state(session) is State.CONSULTING


def test_a_supervisor_raises_a_matter_as_urgent(session, client, visitor, world):
    accepted(world, theme="emergency")

    answer = visitor("he").send(f"{DESK}/raise-urgent", reason="灯杆倾斜，可能砸到人。")

    assert answer.status_code == 303
    assert "灯杆倾斜" in client.get("/projects/LZ-2026-001").text


@pytest.mark.parametrize("who", ["lin", "liu", "shi"])
def test_whoever_does_not_screen_is_kept_out_of_every_page(who, session, visitor, world):
    submitted(world, by="chen")
    browser = visitor(who)

    for page in (*PAGES, "answer-appeal", "raise-urgent"):
        assert browser.get(f"{DESK}/{page}").status_code == 403
        assert browser.send(f"{DESK}/{page}", code="N5", reason="x").status_code == 403

    assert state(session) is State.SUBMITTED


def test_a_clerk_who_proposed_it_is_told_to_ask_a_colleague(session, visitor, world):
    submitted(world, by="zhao")

    answer = visitor("zhao").send(f"{DESK}/accept")

    assert (answer.status_code, "回避" in answer.text, state(session)) == (403, True, State.SUBMITTED)


def test_a_draft_has_no_page_in_the_office(qian, world):
    draft(world)

    for page in PAGES:
        assert qian.get(f"/office/projects/None/{page}").status_code == 404
        assert qian.get(f"/office/projects/1/{page}").status_code == 404


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("screen", {**YES, "lawful_note": ""}),
        ("return", {"items": "写明", "reason": "不清楚"}),
        ("propose-decline", {"code": "N5", "reason": "一户"}),
        ("merge", {"into": "LZ-2026-002"}),
    ],
)
def test_hostile_words_are_answered_politely(page, fields, session, qian, world):
    for field in fields:
        submitted(world)
        for value in HOSTILE:
            number = f"LZ-2026-{last_number(session):03d}"
            session.rollback()
            answer = qian.send(f"/office/projects/{number}/{page}", **fields | {field: value})
            assert answer.status_code in (303, 400, 404, 409, 422)


def test_a_search_with_hostile_words_is_answered(qian, world):
    submitted(world)

    for value in HOSTILE[2:]:
        assert qian.get(f"{DESK}/merge", query_string={"q": value, "into": value}).status_code in (200, 413)
