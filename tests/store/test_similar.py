"""Similar projects of a community, and the search of lists, on both engines."""

from __future__ import annotations

import pytest

from microprojects.services import proposals
from microprojects.store import listings, similar
from microprojects.store.listings import Wanted
from tests.first_deliberation import accepted, draft, submitted

LAMPS = "巷道 LED 路灯 40 盏"


@pytest.fixture
def lamps(session, world):
    """A community in which lamps, a ramp and a waiting shelter were accepted."""
    for name, title in (("chen", LAMPS), ("xu", "无障碍坡道 2 处"), ("guo", "小学门口遮雨等候区")):
        accepted(world, by=name, title=title, place="榕荫里三巷至七巷" if "灯" in title else "小区南门")
    return world


def titles(found):
    return [one.title for one in found]


def test_what_is_alike_comes_first_and_the_rest_not_at_all(session, lamps):
    found = similar.like(session, lamps.areas["lizhi"], "三巷路灯太暗，想加几盏灯")

    assert titles(found) == [LAMPS]
    assert (found[0].number, found[0].seconders) == ("LZ-2026-001", 0)


def test_another_community_is_not_shown(session, lamps):
    assert similar.like(session, lamps.areas["mumian"], LAMPS) == []


def test_the_proposal_itself_and_what_is_not_public_are_left_out(session, lamps):
    own = draft(lamps, title=LAMPS)
    waiting = submitted(lamps, by="xu", title=LAMPS)
    withdrawn = accepted(lamps, by="wei", title=LAMPS)
    proposals.withdraw(withdrawn, actor=lamps["wei"], at=lamps.now)

    found = similar.like(session, lamps.areas["lizhi"], LAMPS, but=own)

    assert [one.number for one in found] == ["LZ-2026-001"]
    session.rollback()
    of_the_office = similar.like(session, lamps.areas["lizhi"], LAMPS, hidden=())
    assert waiting in [one.number for one in of_the_office]


@pytest.mark.parametrize(
    "text", ["", "   ", "。。！", "\x00", "😀", "a' OR 1=1 --", "%", "_" * 10**5, "路" * 10**5]
)
def test_odd_texts_find_nothing_and_break_nothing(text, session, lamps):
    assert similar.like(session, lamps.areas["lizhi"], text) == []


def search(session, text):
    return titles(listings.projects(session, Wanted(words=text))[0])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("路灯", [LAMPS]),
        ("led 路灯", [LAMPS]),
        ("ＬＥＤ", [LAMPS]),
        ("南门 坡道", ["无障碍坡道 2 处"]),
        ("灯", [LAMPS]),
        ("LZ-2026-002", ["无障碍坡道 2 处"]),
        ("lz-2026-002", ["无障碍坡道 2 处"]),
        ("喷泉", []),
        ("路灯 喷泉", []),
        ("%", []),
        ("' OR 1=1 --", []),
        ("路" * 10**5, []),
    ],
)
def test_a_search_finds_every_word_of_it_or_a_number(typed, found, session, lamps):
    assert search(session, typed) == found


def test_an_empty_search_finds_everything(session, lamps):
    assert len(search(session, "  ")) == 3
