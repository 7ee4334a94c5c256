"""The live pages of a meeting: what they show to whom, the one next step, and the beat that they follow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.domain.motions import Hands
from microprojects.services import floor, motions
from microprojects.store.db import db
from tests.council import SITTING, Sitting, statements, two_items
from tests.living import lived_once
from tests.world import MEMBERS

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"
CONSOLE, SEAT, SCREEN, BEAT = (
    "/council/meetings/1/console",
    "/council/meetings/1/seat",
    "/meetings/1/screen",
    "/meetings/1/beat",
)


@pytest.fixture
def sitting(world, wall, bench) -> Sitting:
    """A meeting with two items and 14 of 17 members in the room, at its hour; nothing is taken up yet."""
    made = lived_once(bench, world, "two_items", two_items)
    wall.at = SITTING + timedelta(minutes=10)
    return made


def ask(sitting: Sitting, name: str, side: str = "for") -> None:
    person = sitting.world.people[name]
    floor.ask(1, person_id=person, side=side, actor=sitting.world[name], at=SITTING + timedelta(minutes=9))


def next_step(page: str) -> str:
    """Return the words of the button in the bar of the next step."""
    bar = page[page.index('id="live-act"') :]
    found = re.search(r'btn-lg"[^>]*>([^<]+)<', bar)
    return found[1] if found else ""


def test_the_chair_is_led_through_an_item_by_one_next_step_after_the_other(sitting, visitor):
    chair = visitor("liu")
    back = {"back": CONSOLE}
    seen = []

    def press(path: str, **fields: str) -> None:
        seen.append(next_step(chair.get(CONSOLE).text))
        answer = chair.send(path, **fields, **back)
        assert (answer.status_code, answer.location) == (303, CONSOLE), answer.text

    press("/council/items/1/take-up")
    press("/council/items/1/present")
    press("/council/items/1/close-debate")
    press("/council/items/1/vote", mode="show_of_hands")
    press("/council/votes/1/close", in_favour="12", against="2", abstain="0", first="郭敏", second="陈建国")
    press("/council/items/2/take-up")

    assert seen == ["进入第 1 项", "介绍完，开始讨论", "结束讨论", "开始表决", "", "进入第 2 项"]
    assert "通过，12 : 2 : 0" in chair.get(CONSOLE).text


def test_while_somebody_waits_to_speak_the_room_ends_the_debate_not_the_chair(sitting, visitor):
    sitting.present(FIRST)
    ask(sitting, "an")
    chair = visitor("liu")

    page = chair.get(CONSOLE).text
    assert next_step(page) == "举手结束讨论"
    assert "请议员an" in page
    refused = chair.send("/council/items/1/close-debate")
    assert refused.status_code == 409
    assert "还有 1 人等着发言" in refused.text

    asked = chair.get("/council/items/1/motions/new?kind=close_debate&back=/council/meetings/1/console").text
    assert "能举手的有 14 人" in asked
    fields = {"kind": "close_debate", "mover": str(sitting.world.people["bai"])}
    wrong = chair.send("/council/items/1/motions/new", **fields, in_favour="8", against="5", abstain="0")
    assert wrong.status_code == 422
    assert "能举手的有 14 人，赞成、反对、弃权加起来是 13 人" in wrong.text
    done = chair.send(
        "/council/items/1/motions/new?back=/council/meetings/1/console",
        **fields,
        in_favour="8",
        against="5",
        abstain="1",
    )
    assert (done.status_code, done.location) == (303, CONSOLE)
    page = chair.get(CONSOLE).text
    assert next_step(page) == "开始表决"
    assert "动议：结束讨论。赞成 8，反对 5，弃权 1，通过" in page


def test_a_member_comes_speaks_votes_and_leaves_from_one_page(sitting, visitor):
    late = visitor(MEMBERS[14])
    me = str(sitting.world.people[MEMBERS[14]])
    back = {"back": SEAT}

    assert "我到了，签到" in late.get(SEAT).text
    assert late.send("/council/meetings/1/sign-in", person=me, **back).location == SEAT
    sitting.present(FIRST)
    assert "这不是投票" in late.get(SEAT).text
    assert late.send("/council/items/1/speakers/new", person=me, side="ask", **back).location == SEAT
    assert "您在等着发言" in late.get(SEAT).text
    visitor("liu").send("/council/items/1/speakers/call")
    assert "轮到您发言了" in late.get(SEAT).text
    assert late.send("/council/items/1/speakers/step-back", person=me, **back).location == SEAT
    vote = visitor("liu").send("/council/items/1/vote", mode="secret").location
    assert "您的一票" in late.get(SEAT).text
    assert late.send(f"{vote}/cast", choice="for", **back).location == SEAT
    page = late.get(SEAT).text
    assert "您的票已收到" in page
    assert "已收到 1 / 15 票" in page
    assert late.send("/council/meetings/1/sign-out", person=me, **back).location == SEAT
    assert "您还没有签到" in late.get(SEAT).text


def test_the_wall_counts_votes_and_tells_them_only_when_all_is_closed(sitting, visitor, client):
    sitting.present(FIRST)
    vote = visitor("liu").send("/council/items/1/vote", mode="secret").location
    for name in MEMBERS[1:4]:
        visitor(name).send(f"{vote}/cast", choice="for")

    page = client.get(SCREEN).text
    assert re.search(r"已收到 <b>3</b> / 14 票", page)
    assert "结束前不显示赞成多少" in page
    assert "key-for" not in page

    visitor("liu").send(f"{vote}/close")
    page = client.get(SCREEN).text
    assert "未通过" in page
    assert re.search(r"赞成 <b>3</b>", page)


def test_the_wall_names_nobody(sitting, client):
    sitting.present(FIRST)
    ask(sitting, "an")
    floor.call_next(1, actor=sitting.world["liu"], at=SITTING + timedelta(minutes=10))

    page = client.get(SCREEN).text

    assert "讨论中" in page
    assert "议员" not in page.replace("议员会", "")


def test_the_beat_grows_with_every_act_in_the_meeting_and_not_with_others(sitting, visitor, client, app):
    def beat() -> int:
        app.extensions["microprojects_watching"]._beats.clear()
        return int(client.get(BEAT).text)

    chair, clerk = visitor("liu"), visitor("zhao")
    beats = [beat()]
    for deed in (
        lambda: chair.send("/council/items/1/take-up"),
        lambda: chair.send("/council/items/1/present"),
        lambda: ask(sitting, "an"),
        lambda: chair.send("/council/items/1/speakers/call"),
        lambda: chair.send("/council/items/1/speakers/end"),
        lambda: sitting.recuse(FIRST, "bai"),
        lambda: sitting.sign_in(MEMBERS[14], after=9),
        lambda: chair.send("/council/items/1/vote", mode="roll_call"),
        lambda: visitor("cai").send("/council/votes/1/cast", choice="for"),
        lambda: chair.send("/council/votes/1/close"),
        lambda: chair.send("/council/items/2/table", reason="人要走", in_favour="15", against="0"),
    ):
        deed()
        beats.append(beat())
    assert beats == sorted(set(beats)), beats

    clerk.send(
        "/council/councils/1/meetings/new", title="另一次会", place="厅", day="2026-04-01", hour="15:00"
    )
    assert beat() == beats[-1]


def test_the_beat_is_small_is_not_kept_and_asks_the_database_once_a_moment(sitting, client, bench):
    client.get(BEAT)

    with statements(bench.engine) as sent:
        answers = [client.get(BEAT) for _ in range(5)]

    assert len(sent) <= 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert max(len(answer.data) for answer in answers) < 12
    assert "Set-Cookie" not in answers[0].headers


def test_in_a_recess_all_screens_say_so_and_the_chair_resumes(sitting, visitor, client):
    sitting.present(FIRST)
    motions.decide(
        1,
        "recess",
        hands=Hands(14, 0, 0),
        moved_by_id=sitting.world.people["an"],
        actor=sitting.world["liu"],
        at=SITTING + timedelta(minutes=9),
    )

    chair = visitor("liu")
    assert next_step(chair.get(CONSOLE).text) == "宣布复会"
    assert "正在休会" in visitor("an").get(SEAT).text
    assert "休会" in client.get(SCREEN).text
    assert chair.send("/council/meetings/1/resume").location == CONSOLE
    assert next_step(chair.get(CONSOLE).text) == "结束讨论"


def test_who_leaves_during_a_vote_and_breaks_the_quorum_is_told_to_the_chair(sitting, visitor):
    sitting.present(FIRST)
    visitor("liu").send("/council/items/1/vote", mode="secret")
    for name in MEMBERS[11:14]:
        sitting.sign_out(name, after=11)

    page = visitor("liu").get(CONSOLE).text

    assert "有人离场，还差 1 人" in page
    assert next_step(page) == "搁置这一项"


def test_only_the_desk_sees_the_buttons_and_other_councils_see_nothing(sitting, visitor):
    sitting.present(FIRST)
    ask(sitting, "an")

    shown = visitor("an").get(CONSOLE).text
    assert "举手结束讨论" not in shown
    assert "/speakers/call" not in shown
    assert visitor("lin").get(CONSOLE).status_code == 403
    assert visitor("lin").get(SEAT).status_code == 403


def test_going_back_leads_to_a_live_page_of_ours_and_nowhere_else(sitting, visitor):
    chair = visitor("liu")

    for back in ("https://evil.example/", "//evil.example", "/my/", "/council/meetings/1/console/../../../x"):
        sitting.present(FIRST) if back.startswith("https") else None
        answer = chair.send("/council/items/1/take-up", back=back)
        assert answer.location == "/council/items/1", back


@pytest.mark.parametrize("page", [CONSOLE, SEAT, SCREEN])
def test_a_live_page_takes_the_same_statements_however_many_speak_and_come(sitting, visitor, bench, page):
    sitting.present(FIRST)
    visit = visitor("liu")
    ask(sitting, "an")
    with statements(bench.engine) as few:
        visit.get(page)
    for name in MEMBERS[2:9]:
        ask(sitting, name)
    sitting.sign_in(MEMBERS[14], after=9)
    with statements(bench.engine) as many:
        visit.get(page)

    db.session.rollback()
    assert len(few) == len(many)
    assert len(few) <= 17
