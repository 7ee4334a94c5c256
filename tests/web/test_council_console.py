"""What the console says before a no: who must stand aside, who can speak, how many are missing, that a day is past."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.services import floor, meetings, observers
from tests.council import SITTING, Sitting, ready
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
ROOM, CONSOLE, SEAT = (f"/council/meetings/1{page}" for page in ("", "/console", "/seat"))
ITEM = "/council/items/1"


@pytest.fixture
def planned(world, wall) -> Sitting:
    """A meeting at its hour whose one item a member of the council proposed; nobody has come."""
    made = Sitting(world).call(ready(world, proposer="an"))
    wall.at = SITTING + timedelta(minutes=10)
    return made


@pytest.fixture
def sitting(planned) -> Sitting:
    """The same, opened with 14 of 17 members, under debate."""
    planned.open(MEMBERS[:14]).present(FIRST)
    floor.take_up(1, actor=planned.world["liu"], at=SITTING)
    return planned


def choices(page: str, name: str) -> list[str]:
    """Return the words of the choices of a select."""
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    assert found is not None
    return re.findall(r"<option[^>]*>([^<]*)</option>", found[0])


def bar(page: str) -> str:
    return page[page.index('id="live-act"') :]


def test_the_console_names_who_must_stand_aside_and_opens_the_vote_after_that(sitting, visitor):
    chair = visitor("liu")
    an = sitting.world.people["an"]
    assert "议员an是这一项的提议人，在场，还没有回避" in chair.get(CONSOLE).text
    chair.send(f"{ITEM}/close-debate")

    page = bar(chair.get(CONSOLE).text)
    link = f"{ITEM}/recuse?person={an}&amp;back={CONSOLE}"
    assert "议员an是这一项的提议人，还没有回避，不能开始表决" in page
    assert re.search(r'<button[^>]* disabled aria-describedby="next-reason">开始表决<', page)
    assert f'href="{link}">给议员an登记回避<' in page

    form = chair.get(link.replace("&amp;", "&")).text
    assert re.search(rf'<option selected value="{an}">议员an<', form)
    assert 'value="是这一项的提议人"' in form
    done = chair.send(link.replace("&amp;", "&"), person=str(an), reason="是这一项的提议人")
    assert (done.status_code, done.location) == (303, CONSOLE)
    page = bar(chair.get(CONSOLE).text)
    assert "disabled" not in page
    assert "讨论结束，可投票 13 人" in page


def test_a_refused_vote_names_who_must_stand_aside_and_leads_to_the_form(sitting, visitor):
    answer = visitor("liu").send(f"{ITEM}/vote", mode="secret", back=CONSOLE)

    assert answer.status_code == 409
    assert "请先给议员an登记回避，再开始表决" in answer.text
    assert f"{ITEM}/recuse?person={sitting.world.people['an']}&amp;back={CONSOLE}" in answer.text


def test_the_page_of_the_item_and_the_members_own_seat_say_it_too(sitting, visitor):
    page = visitor("liu").get(ITEM).text

    assert "议员an是这一项的提议人，在场，还没有回避" in page
    assert re.search(r'<button[^>]* disabled aria-describedby="must-aside">开始表决<', page)
    assert "您登记回避以后，才能开始表决" in visitor("an").get(SEAT).text
    assert "您登记回避以后" not in visitor("bai").get(SEAT).text


def test_a_refused_count_of_hands_still_leads_back_to_the_console(sitting, visitor):
    sitting.recuse(FIRST, "an")
    chair = visitor("liu")
    vote = chair.send(f"{ITEM}/vote", mode="show_of_hands").location
    count = {"against": "2", "abstain": "0", "first": "郭敏", "second": "陈建国"}

    wrong = chair.send(f"{vote}/close", in_favour="9", **count, back=CONSOLE)
    assert wrong.status_code == 422
    carried_on = re.findall(r'name="back" value="([^"]*)"', wrong.text)
    assert carried_on == [CONSOLE]
    right = chair.send(f"{vote}/close", in_favour="11", **count, back=carried_on[0])

    assert (right.status_code, right.location) == (303, CONSOLE)


def test_only_who_is_there_can_be_picked_to_speak_and_nobody_is_picked_before(sitting, visitor):
    world = sitting.world
    guest = observers.invite(1, kind="deputy", name="罗代表", actor=world["guo"], at=SITTING)
    observers.invite(1, kind="expert", name="高工程师", actor=world["guo"], at=SITTING)
    observers.note_come(guest, actor=world["guo"], at=SITTING)
    sitting.recuse(FIRST, "bai")
    floor.ask(1, person_id=world.people["cai"], side="for", actor=world["cai"], at=SITTING)
    chair = visitor("liu")

    found = choices(chair.get(f"{ITEM}/speakers/new").text, "person")
    there = [f"议员{name}" for name in MEMBERS[:14] if name not in ("bai", "cai", "liu")]
    assert (found[0], found[-1]) == ("请选一位", "罗代表（列席）")
    assert set(there) < set(found)
    assert not {"议员bai", "议员cai", f"议员{MEMBERS[14]}", "高工程师（列席）"} & set(found)
    nobody = chair.send(f"{ITEM}/speakers/new", person="", side="for")
    assert nobody.status_code == 422
    assert "请选谁发言" in nobody.text

    put = chair.send(f"{ITEM}/speakers/new?back={CONSOLE}", person=f"o{guest}", side="ask")
    assert put.location == CONSOLE
    assert re.search(r'罗代表 <span class="tag">列席</span>', chair.get(CONSOLE).text)
    off = chair.send(f"{ITEM}/speakers/step-back", person=f"o{guest}", back=CONSOLE)
    assert off.location == CONSOLE
    assert "罗代表" not in chair.get(CONSOLE).text


def test_only_who_may_raise_a_hand_can_have_moved_a_motion_and_nobody_is_picked_before(sitting, visitor):
    sitting.recuse(FIRST, "bai")
    found = choices(visitor("liu").get(f"{ITEM}/motions/new?kind=recess").text, "mover")

    assert found[0] == "请选一位"
    assert len(found) == 1 + 13
    assert "议员bai" not in found


def test_below_the_quorum_the_opening_says_how_many_are_missing_and_what_that_means(planned, visitor):
    for name in MEMBERS[:5]:
        planned.sign_in(name)
    chair = visitor("liu")
    said = "到会 5 人，要 12 人才能表决，还差 7 人。可以先开会、讨论；再来 7 人以前，哪一项都不能开始表决。"

    for page in (ROOM, CONSOLE):
        shown = chair.get(page).text
        assert said in shown
        assert "宣布开会" in shown
    assert chair.send("/council/meetings/1/open", back=CONSOLE).location == CONSOLE


def test_a_planned_meeting_whose_day_is_past_offers_what_can_still_be_done(planned, visitor, wall):
    wall.advance(days=1)
    chair = visitor("liu")
    for page in (ROOM, CONSOLE):
        shown = chair.get(page).text
        assert "会议的日子已经过了，不能再开，也不能改期" in shown
        assert "宣布开会<" not in shown
        assert "记为未开成" in shown

    for name in MEMBERS[:12]:
        planned.sign_in(name)
    shown = bar(chair.get(CONSOLE).text)
    assert "/council/meetings/1/cancel" in shown
    assert "记为未开成" not in shown


def test_the_clock_of_a_speech_stands_at_zero_and_tells_how_long_it_is_over(sitting, visitor, wall):
    bai = sitting.world.people["bai"]
    floor.ask(1, person_id=bai, side="for", actor=sitting.world["bai"], at=SITTING)
    floor.call_next(1, actor=sitting.world["liu"], at=wall.at)
    wall.advance(minutes=3)

    page = visitor("bai").get(SEAT).text

    assert re.search(r'role="timer"[^>]*>0:00 <small>超时 1:00</small>', page)
    assert "-1:00" not in page


def test_a_member_who_wants_to_speak_is_told_that_it_is_no_vote(sitting, visitor):
    page = visitor("bai").get(SEAT).text

    assert re.findall(r"<button[^>]*>(发言..)</button>", page) == ["发言赞成", "发言反对", "发言提问"]
    assert "这不是投票" in page
    meetings.close_meeting(1, actor=sitting.world["liu"], at=SITTING + timedelta(hours=1))
    assert "发言赞成" not in visitor("bai").get(SEAT).text
