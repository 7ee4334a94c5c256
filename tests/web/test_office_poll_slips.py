"""Slips at the desk: a file to print, once; a list without codes; and a machine that is lent to a voter."""

from __future__ import annotations

import io
import json
import logging

import pikepdf
import pytest

from microprojects.store import poll_slips as rows
from microprojects.store.db import db
from microprojects.web import poll_slips as sheets
from microprojects.web import typesetting
from tests.balloting import at, drafts, pick, took_part, vote
from tests.electing import kept_poll
from tests.passing import enter, entries, entry_of, printed, whole_database


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


@pytest.fixture
def zhao(visitor):
    return visitor("zhao")


def office(poll, page=""):
    return f"/office/polls/{poll.id}/slips{page}"


@pytest.fixture(autouse=True)
def paper(monkeypatch):
    """What was set on paper, sheet by sheet."""
    made = []
    monkeypatch.setattr(sheets, "chinese_type", lambda: "any")
    monkeypatch.setattr(
        sheets, "set_secret_sheet", lambda _sheet, data: made.append(json.loads(data)) or b"%PDF"
    )
    return made


def codes_on(sheet) -> list[str]:
    return [slip["code"] for slip in sheet["slips"]]


def test_the_clerk_prints_slips_for_all_whose_codes_work(poll, zhao, paper):
    answer = zhao.send(office(poll), building="*")

    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    codes = codes_on(paper[0])
    assert (len(set(codes)), bool(enter(poll, codes[0]).secret)) == (len(entries(poll)), True)
    assert (paper[0]["title"], paper[0]["closes"]) == (
        "荔枝社区 2026 年第一次居民投票",
        "3月11日 10:00 截止",
    )
    assert "林**" in [slip["who"] for slip in paper[0]["slips"]]


@pytest.mark.skipif(typesetting.chinese_type() is None, reason="the machine has no Chinese type")
def test_the_sheets_are_a_pdf_of_four_slips_a_page_that_is_not_kept(poll, zhao, monkeypatch):
    monkeypatch.setattr(sheets, "set_secret_sheet", typesetting.set_secret_sheet)
    monkeypatch.setattr(sheets, "chinese_type", typesetting.chinese_type)
    typesetting.set_sheet.cache_clear()

    answer = zhao.send(office(poll), building="*")

    pages = len(pikepdf.open(io.BytesIO(answer.data)).pages)
    assert (pages, typesetting.set_sheet.cache_info().currsize) == (-(-len(entries(poll)) // 4), 0)


def test_no_code_is_on_a_page_in_a_log_or_in_the_database(poll, zhao, paper, caplog):
    with caplog.at_level(logging.DEBUG):
        zhao.send(office(poll), building="*")
        pages = [zhao.get(office(poll)).text, zhao.get(office(poll, "/batches/1")).text]

    codes, everywhere = codes_on(paper[0]), "\n".join([*pages, caplog.text, whole_database()])
    assert [code for code in codes if code in everywhere or code.replace("-", "") in everywhere] == []


def test_the_clerk_prints_one_anew_voids_one_and_sees_both(poll, zhao, paper):
    printed(poll, "lin", "chen")
    first, second = (slip.id for slip in rows.good(db.session(), poll.id, batch=1))

    zhao.send(office(poll, f"/{first}/reprint"))
    gone = zhao.send(office(poll, f"/{second}/void"))

    assert (len(codes_on(paper[0])), gone.location) == (1, office(poll))
    page = zhao.get(office(poll)).text
    assert ["作废了 1 张" in page, "能用的 1 张" in page, "能用的 0 张" in page] == [True] * 3
    assert zhao.get(office(poll, "/batches/1")).text.count("已作废") == 2


def test_a_batch_is_printed_anew_and_voided(poll, zhao, paper):
    printed(poll, "lin", "chen")

    zhao.send(office(poll, "/batches/1/reprint"))
    assert len(codes_on(paper[0])) == 2
    assert zhao.send(office(poll, "/batches/2/void")).status_code == 303
    assert zhao.send(office(poll, "/batches/2/void")).status_code == 409


def test_a_slip_is_printed_for_the_one_whom_the_desk_names(poll, zhao, paper):
    zhao.send(office(poll), entry=entry_of(poll, "lin"))

    assert [slip["who"] for slip in paper[0]["slips"]] == ["林**"]


def test_without_chinese_type_nothing_is_made(poll, zhao, monkeypatch):
    monkeypatch.setattr(sheets, "chinese_type", lambda: None)

    answer = zhao.send(office(poll), building="*")

    assert (answer.status_code, "没有中文字体" in answer.text) == (503, True)
    assert rows.batches(db.session(), poll.id) == []


def test_nothing_chosen_prints_nothing(poll, zhao):
    assert [zhao.send(office(poll), building=each).status_code for each in ("", "=9 栋")] == [422, 422]


def lend(poll, clerk, who="lin"):
    return clerk.send(f"/office/polls/{poll.id}/desk/{entry_of(poll, who)}/kiosk")


def test_a_lent_machine_opens_the_ballot_and_nothing_of_the_clerk(poll, zhao):
    copy = zhao.get_cookie("session").value

    answer = lend(poll, zhao)

    assert answer.location == at(poll, "/ballot")
    page = zhao.get(answer.location)
    assert ["林**" in page.text, "赵敏" in page.text, page.headers["Refresh"]] == [
        True,
        False,
        f"901; url={at(poll, '/enter/over')}",
    ]
    assert "no-store" in page.headers["Cache-Control"]
    assert zhao.get("/office/").location.startswith("/auth/sign-in")
    zhao.set_cookie("session", copy)
    assert zhao.get("/office/").location.startswith("/auth/sign-in")


def test_a_vote_on_a_lent_machine_ends_with_nothing_left_on_it(poll, zhao):
    lend(poll, zhao)
    receipt = vote(zhao, poll, "p01")
    assert ["投票成功" in receipt.text, "在社区窗口投票" in receipt.text, took_part(poll)] == [True, True, 1]
    pick(zhao, poll, "p02")

    answer = zhao.send(at(poll, "/enter/leave"))

    assert (answer.location, drafts()) == (at(poll, "/enter/over"), [])
    assert "请把机器交还工作人员" in zhao.get(answer.location).text
    assert ["已选 0 个" in zhao.get(at(poll, "/ballot")).text, "林**" in zhao.get(at(poll)).text] == [
        True,
        False,
    ]


def test_the_next_voter_at_the_desk_finds_an_empty_ballot(poll, visitor, zhao):
    lend(poll, zhao)
    pick(zhao, poll, "p01")
    zhao.send(at(poll, "/enter/leave"))
    other = visitor("zhao")

    page = other.get(lend(poll, other, "chen").location).text

    assert ["陈**" in page, "已选 0 个" in page] == [True, True]


def test_a_lent_machine_that_is_left_alone_closes_by_itself(poll, zhao, wall):
    lend(poll, zhao)
    pick(zhao, poll, "p01")
    wall.advance(minutes=15)

    assert zhao.get(at(poll, "/enter/over")).status_code == 200
    assert "已选 0 个" in zhao.get(at(poll, "/ballot")).text


def test_a_page_of_a_lent_machine_whose_time_is_over_says_so_and_forgets(poll, zhao, wall):
    lend(poll, zhao)
    pick(zhao, poll, "p01")
    wall.advance(minutes=15)

    assert zhao.get(at(poll, "/ballot")).status_code == 403
    assert "已选 0 个" in zhao.get(at(poll, "/ballot")).text


def test_while_the_time_runs_the_end_page_leads_back_to_the_ballot(poll, zhao):
    lend(poll, zhao)

    assert zhao.get(at(poll, "/enter/over")).location == at(poll, "/ballot")


def test_a_clerk_who_signs_in_on_a_machine_that_was_not_given_back_sees_nothing_of_the_voter(
    poll, zhao, sign_in
):
    lend(poll, zhao)
    pick(zhao, poll, "p01")

    sign_in(zhao, "zhao")

    assert ["已选 0 个" in zhao.get(at(poll, "/ballot")).text, "林**" in zhao.get(at(poll)).text] == [
        True,
        False,
    ]
