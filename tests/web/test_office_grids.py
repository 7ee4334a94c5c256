"""The clerk chooses a sheet of grids, looks at what it changes, and only then it is written."""

from __future__ import annotations

import io

import pytest

from microprojects.services import rolls
from microprojects.store import grids
from tests.consulting import statements

HOME = "/office/grids"
GOOD = "网格,楼栋,网格员,备注\r\n第一网格,1号楼、2号楼,魏巍,x\r\n第二网格,3号楼,,\r\n"


def choose(browser, text=GOOD, community="lizhi"):
    return browser.send(HOME, community=community, upload=(io.BytesIO(text.encode("gb18030")), "grids.csv"))


def mark(browser, address):
    return browser.get(address).text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def found(session, world):
    session.rollback()
    return [each.name for each in grids.told(session, world.areas["lizhi"])]


@pytest.mark.parametrize("who", ["zhao", "huang"])
def test_a_sheet_is_looked_at_and_then_written(session, visitor, world, who):
    browser = visitor(who)
    chosen = choose(browser)
    page = browser.get(chosen.location).text
    assert (chosen.status_code, found(session, world)) == (303, [])
    assert [word in page for word in ("1号楼", "没有网格 → 第一网格", "不读的列：备注")] == [True] * 3

    done = browser.send(chosen.location, seen=mark(browser, chosen.location))

    assert (done.status_code, done.location) == (303, HOME)
    assert found(session, world) == ["第一网格", "第二网格"]
    home = browser.get(HOME).text
    assert "新建 2 个网格，新归 3 栋楼，改归 0 栋" in home
    assert ("荔枝社区现在的网格" in home, "1号楼、2号楼" in home) == (True, True)
    assert browser.get(chosen.location).status_code == 404


def test_bad_lines_are_told_and_nothing_is_kept(session, visitor, world):
    answer = choose(visitor("zhao"), "网格,楼栋\n第一网格,1号楼\n第二网格,1 号楼\n")

    assert (answer.status_code, "有 1 处要改" in answer.text) == (422, True)
    assert "1号楼在第 2 行已经归了“第一网格”" in answer.text
    assert found(session, world) == []


def test_what_changed_meanwhile_is_looked_at_again(session, visitor, world):
    browser = visitor("zhao")
    chosen = choose(browser)

    assert browser.send(chosen.location, seen="another").status_code == 409
    assert found(session, world) == []


def test_a_sheet_that_was_kept_for_the_register_is_no_list_of_grids(visitor, world):
    kept = rolls.keep(
        "姓名,手机号\n姜秀兰,13812345678\n".encode(), community="lizhi", actor=world["zhao"], at=world.now
    )

    answer = visitor("zhao").get(f"{HOME}/{kept}")

    assert (answer.status_code, "姜秀兰" in answer.text) == (422, False)


def test_the_template_has_the_heads_that_are_read(visitor, world):
    assert visitor("zhao").get(f"{HOME}/template.csv").data.decode("utf-8-sig").strip() == "网格,楼栋,网格员"


@pytest.mark.parametrize("who", ["lin", "wei", "guo", "zhou", "an", "shen"])
def test_others_may_not(visitor, world, who):
    assert visitor(who).get(HOME).status_code == 403


def test_the_desk_leads_there(visitor, world):
    assert f'href="{HOME}"' in visitor("zhao").get("/office/residents").text


def test_the_page_takes_few_statements(bench, visitor, world):
    browser = visitor("huang")
    browser.get(HOME)
    with statements(bench.engine) as asked:
        browser.get(HOME)

    assert len(asked) <= 8, "\n".join(asked)
