"""What stands beside the live pages of a meeting: the door, paper, the pack, and two people at one summary."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from microprojects.web import typesetting
from tests.council import SITTING, Sitting, two_items
from tests.living import lived_once
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
CONSOLE, SEAT = "/council/meetings/1/console", "/council/meetings/1/seat"


@pytest.fixture
def sitting(world, wall, bench) -> Sitting:
    """A meeting with two items and 14 of 17 members in the room, at its hour; nothing is taken up yet."""
    made = lived_once(bench, world, "two_items", two_items)
    wall.at = SITTING + timedelta(minutes=10)
    return made


def test_the_door_shows_a_code_that_signs_a_member_in(sitting, visitor):
    late = visitor(MEMBERS[15])
    page = visitor("guo").get("/council/meetings/1/door").text
    code = re.sub(r"\D", "", re.search(r"<h1>([\d ]+)</h1>", page)[1])
    assert re.search(r'data-renew="\d+"', page)
    assert "<svg" in page
    assert late.get("/council/meetings/1/door").status_code == 403

    assert f'value="{code}"' in late.get(f"{SEAT}?code={code}").text
    fields = {"person": str(sitting.world.people[MEMBERS[15]]), "back": SEAT}
    wrong = late.send("/council/meetings/1/sign-in", code="12", **fields)
    assert (wrong.status_code, "签到码不对" in wrong.text) == (422, True)
    assert late.send("/council/meetings/1/sign-in", code=code, **fields).location == SEAT
    assert "我要离开，签退" in late.get(SEAT).text


def test_the_pack_has_everything_on_paper_and_is_for_the_council_alone(sitting, visitor, monkeypatch):
    sheets: list[dict[str, object]] = []
    monkeypatch.setattr(typesetting, "chinese_type", lambda: "Noto Serif CJK SC")
    monkeypatch.setattr(
        typesetting, "set_sheet", lambda _sheet, data: sheets.append(json.loads(data)) or b"%PDF"
    )

    answer = visitor("guo").get("/council/meetings/1/pack.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    [sheet] = sheets
    assert len(sheet["roster"]) == 17
    assert sheet["bars"] == [[12, 7], [13, 7], [14, 8], [15, 8], [16, 9], [17, 9]]
    assert [(item["title"], item["total"]) for item in sheet["items"]] == [
        ("三栋前路灯更换", "65,000.00 元"),
        ("五栋花坛改停车位", "65,000.00 元"),
    ]
    assert visitor("lin").get("/council/meetings/1/pack.pdf").status_code == 403


def test_a_member_without_an_account_gets_agenda_and_dossiers_on_paper(sitting, visitor, monkeypatch):
    sheets: list[dict[str, object]] = []
    monkeypatch.setattr(typesetting, "chinese_type", lambda: "Noto Serif CJK SC")
    monkeypatch.setattr(
        typesetting, "set_sheet", lambda _sheet, data: sheets.append(json.loads(data)) or b"%PDF"
    )
    desk = visitor("guo")
    here = "/council/meetings/1/dossiers"
    assert "要纸质的，还没交" in desk.get(here).text

    answer = desk.send(here, person=str(sitting.world.people[MEMBERS[3]]))

    assert answer.location == here
    assert "纸质，" in desk.get(here).text
    assert (desk.get(f"{here}.pdf").status_code, sheets[0]["whole"]) == (200, False)


def test_the_pack_is_set_or_says_that_there_is_no_chinese_type(sitting, visitor):
    answer = visitor("guo").get("/council/meetings/1/pack.pdf")

    if typesetting.chinese_type():
        assert answer.data.startswith(b"%PDF")
    else:
        assert answer.location == "/council/meetings/1"


def test_paper_beside_phones_is_handed_out_and_counted_twice_from_the_console(sitting, visitor):
    sitting.present(FIRST)
    chair, desk, he = visitor("liu"), visitor("guo"), visitor("he")
    back = {"back": CONSOLE}
    chair.send("/council/items/1/vote", mode="secret")
    assert "发纸票" in desk.get(CONSOLE).text

    page = desk.get("/council/votes/1/paper/new").text
    assert "还没投的 14 人都改用纸票" in page
    taker = str(sitting.world.people["an"])
    assert desk.send("/council/votes/1/paper/new", person=taker, **back).location == CONSOLE
    assert desk.send("/council/votes/1/paper/rest", **back).location == CONSOLE
    assert "发出 14 张，录了 0 遍" in desk.get(CONSOLE).text
    count = {"in_favour": "9", "against": "3", "abstain": "1", "spoiled": "1"}
    too_many = desk.send("/council/votes/1/paper/count", **(count | {"spoiled": "2"}))
    assert (too_many.status_code, "发出 14 张纸票，录的加起来是 15 张" in too_many.text) == (422, True)
    desk.send("/council/votes/1/paper/count", **count)
    he.send("/council/votes/1/paper/count", **(count | {"in_favour": "8", "against": "4"}))
    assert "赞成 9/8，反对 3/4" in chair.get(CONSOLE).text
    assert chair.send("/council/votes/1/close").status_code == 409
    he.send("/council/votes/1/paper/count", **count)
    assert chair.send("/council/votes/1/close", **back).location == CONSOLE
    assert "通过，9 : 3 : 2" in chair.get(CONSOLE).text


def test_two_who_write_the_same_summary_lose_no_word(sitting, visitor):
    sitting.present(FIRST)
    page = "/council/items/1/discussion"
    guo, liu = visitor("guo"), visitor("liu")
    seen = {who: re.search(r'name="seen"[^>]*value="(\w+)"', who.get(page).text)[1] for who in (guo, liu)}

    assert guo.send(page, text="三人赞成。", seen=seen[guo]).status_code == 303
    late = liu.send(page, text="一人反对。", seen=seen[liu])
    assert late.status_code == 409
    assert "现在是：“三人赞成。”" in late.text
    assert "一人反对。" in late.text
    again = re.search(r'name="seen"[^>]*value="(\w+)"', late.text)[1]
    assert liu.send(page, text="三人赞成，一人反对。", seen=again).status_code == 303
    assert "三人赞成，一人反对。" in guo.get("/council/items/1").text


def test_ending_a_meeting_names_first_what_nobody_has_decided(sitting, visitor):
    chair = visitor("liu")
    assert 'href="/council/meetings/1/close"' in chair.get("/council/meetings/1").text

    asked = chair.get("/council/meetings/1/close").text

    assert ("还有 2 项没有议完" in asked, "五栋花坛改停车位" in asked) == (True, True)
    assert chair.send("/council/meetings/1/close").location == "/council/meetings/1"
    assert "到过" in chair.get("/council/meetings/1").text


def test_who_calls_a_meeting_reads_the_first_day_that_would_do(world, wall, visitor):
    wall.at = world.now

    page = visitor("liu").get(f"/council/councils/{world.council_id}/meetings/new").text

    assert "材料要在会前 3 天发出：今天就发，最早 3月7日（星期六） 开。" in page
