"""The clerk chooses a sheet, looks at what it changes, and only then it is written."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from microprojects.services import rolls
from microprojects.store.kept_sheets import KeptSheet
from microprojects.store.people import Person

HOME = "/office/residents/import"
GOOD = "姓名,手机号,楼栋,出生日期,备注\r\n姜秀兰,13812345678,3号楼,1985-03-02,x\r\n欧阳娜,,2号楼,,\r\n"


@pytest.fixture
def zhao(visitor):
    """The browser of Zhao, a clerk."""
    return visitor("zhao")


def choose(browser, text=GOOD, community="lizhi", name="roll.csv"):
    data = text if isinstance(text, bytes) else text.encode("gb18030")
    return browser.send(HOME, community=community, upload=(io.BytesIO(data), name))


def mark(browser, address):
    """The mark of the preview that a page shows."""
    page = browser.get(address).text
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def people_on(session):
    session.rollback()
    return session.scalar(select(func.count(Person.id)))


def test_a_sheet_is_looked_at_and_then_written(session, zhao, world):
    before = people_on(session)
    chosen = choose(zhao)
    page = zhao.get(chosen.location).text
    assert (chosen.status_code, people_on(session)) == (303, before)
    assert [word in page for word in ("姜秀兰", "138****5678", "3号楼", "不读的列：备注")] == [True] * 4
    assert not any(word in page for word in ("13812345678", "1985"))

    done = zhao.send(chosen.location, seen=mark(zhao, chosen.location))

    assert (done.status_code, done.location, people_on(session)) == (303, HOME, before + 2)
    assert "新登记 2 人，改了 0 人" in zhao.get(HOME).text
    assert zhao.get(chosen.location).status_code == 404


def test_changes_are_shown_without_dates_of_birth_and_whole_numbers(zhao, world):
    rolls.apply(
        "姓名,楼栋,出生日期\n姜秀兰,3号楼,1985-03-02\n".encode(),
        community="lizhi",
        actor=world["zhao"],
        at=world.now,
    )

    page = zhao.get(choose(zhao, GOOD.replace("1985", "1986")).location).text

    assert "手机号：没有 → 138****5678；更正出生日期" in page
    assert "13812345678" not in page
    assert "-03-02" not in page


def test_bad_lines_are_told_and_nothing_is_kept(session, zhao):
    answer = choose(zhao, "姓名,手机号\n姜秀兰,1.38E+10\n,13812345678\n")

    assert (answer.status_code, "有 2 处要改" in answer.text) == (422, True)
    assert [word in answer.text for word in ("1.38E+10", "没有姓名", '<td class="n">3</td>')] == [True] * 3
    assert "error-summary" not in answer.text
    session.rollback()
    assert session.scalar(select(func.count(KeptSheet.id))) == 0


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfea\0", b"name\n", b"x," * 99])
def test_what_is_no_register_is_told_at_the_field(zhao, data):
    answer = choose(zhao, data, name="x" * 300 + ".xlsx")

    assert (answer.status_code, "error-summary" in answer.text) == (422, True)


def test_without_a_file_or_a_community_nothing_is_read(zhao):
    assert zhao.send(HOME, community="lizhi").status_code == 422
    assert choose(zhao, community="nowhere").status_code == 422
    assert choose(zhao, community="mumian").status_code == 403


def test_a_preview_that_is_outdated_is_shown_again(session, zhao, world):
    address = choose(zhao).location
    seen = mark(zhao, address)
    rolls.apply(
        "姓名,手机号\n姜秀兰,13812345678\n".encode(), community="lizhi", actor=world["qian"], at=world.now
    )

    answer = zhao.send(address, seen=seen)

    assert (answer.status_code, "又有变动" in answer.text) == (409, True)
    assert zhao.send(address, seen=mark(zhao, address)).status_code == 303


def test_a_preview_that_no_longer_fits_cannot_be_written(zhao, world):
    address = choose(zhao).location
    rolls.apply("姓名\n欧阳娜\n".encode(), community="lizhi", actor=world["qian"], at=world.now)

    page = zhao.get(address).text

    assert ["册上又添了人" in page, "写进名册" in page] == [True, False]


def test_a_sheet_is_its_clerk_s_alone(visitor, zhao):
    address = choose(zhao).location

    assert visitor("qian").get(address).status_code == 404
    assert visitor("qian").send(address, seen="").status_code == 404


@pytest.mark.parametrize("who", ["lin", "wei", "zhou", "liu"])
def test_nobody_else_imports(visitor, who):
    browser = visitor(who)

    for path in (HOME, f"{HOME}/1", f"{HOME}/template.csv"):
        assert browser.get(path).status_code == 403


def test_the_empty_sheet_can_be_filled_in_and_read_back(zhao):
    empty = zhao.get(f"{HOME}/template.csv")

    assert empty.data == "\ufeff姓名,手机号,楼栋,出生日期,关系\r\n".encode()
    assert choose(zhao, empty.data + "姜秀兰,,,,\r\n".encode()).status_code == 303


def test_the_page_counts_who_can_vote_and_the_queue_leads_to_it(zhao):
    page = zhao.get(HOME).text

    assert ["荔枝社区现在的名册" in page, "今天满足投票条件" in page] == [True, True]
    assert HOME in zhao.get("/office/residents").text
