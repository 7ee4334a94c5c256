"""The page on which the desk writes down whose vote is in whose hands, and the two ballots of who holds one."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from microprojects.services import delegations, votes
from microprojects.store.db import db
from microprojects.store.delegations import Delegation
from tests.council import SITTING, Sitting, ready, rules_of
from tests.world import MEMBERS

FIRST, LIST, SEAT = "LZ-2026-001", "/council/meetings/1/delegations", "/council/meetings/1/seat"
AWAY = MEMBERS[12]


@pytest.fixture
def sitting(world, wall) -> Sitting:
    """An open meeting with 12 of 17 in the room, where absent members may give their votes."""
    rules_of(world, **{"meeting.proxies": "one"})
    made = Sitting(world).call(ready(world)).open(MEMBERS[:12])
    wall.at = SITTING
    return made


def give(sitting: Sitting) -> int:
    people = sitting.world.people
    return delegations.record(
        1,
        principal_id=people[AWAY],
        delegate_id=people["an"],
        paper="委托书 2026-1",
        actor=sitting.world["guo"],
        at=SITTING,
    )


def rows() -> list[Delegation]:
    db.session.rollback()
    return list(db.session.scalars(select(Delegation)))


def test_the_secretary_writes_it_down_and_ends_it(sitting, visitor):
    guo, people = visitor("guo"), sitting.world.people
    room = guo.get("/council/meetings/1").text

    answer = guo.send(LIST, principal=people[AWAY], delegate=people["an"], paper="2026-1")

    page = guo.get(LIST).text
    assert (f'href="{LIST}"' in room, answer.status_code) == (True, 303)
    assert f"议员{AWAY} 委托 议员an" in page
    assert guo.send(f"/council/delegations/{rows()[0].id}/end").status_code == 303
    assert [row.ended_at for row in rows()] == [SITTING]


def test_only_absent_members_give_and_only_present_ones_take(sitting, visitor):
    guo, people = visitor("guo"), sitting.world.people

    for one, other in (("an", "bai"), (AWAY, MEMBERS[13])):
        answer = guo.send(LIST, principal=people[one], delegate=people[other], paper="2026-1")
        assert answer.status_code == 422
    taken = give(sitting)
    twice = guo.send(LIST, principal=people[MEMBERS[13]], delegate=people["an"], paper="2026-2")

    assert (taken, twice.status_code, "一人最多受一人委托" in twice.text) == (1, 409, True)


def test_where_it_is_not_allowed_the_page_says_so_and_takes_nothing(world, visitor, wall):
    Sitting(world).call(ready(world)).open(MEMBERS[:12])
    wall.at = SITTING
    guo = visitor("guo")

    page = guo.get(LIST).text
    answer = guo.send(LIST, principal=world.people[AWAY], delegate=world.people["an"], paper="2026-1")

    assert ("不许委托投票" in page, 'name="paper"' in page) == (True, False)
    assert (answer.status_code, "不许委托投票" in answer.text, rows()) == (409, True, [])
    assert LIST not in guo.get("/council/meetings/1").text


@pytest.mark.parametrize("name", ["an", "zhao", "lin"])
def test_only_the_desk_opens_the_page(sitting, visitor, name):
    assert visitor(name).get(LIST).status_code == 403


def test_in_a_secret_vote_the_phone_asks_twice(sitting, visitor):
    give(sitting)
    vote = votes.open_vote(sitting.present(FIRST), mode="secret", actor=sitting.world["liu"], at=SITTING)
    an = visitor("an")

    first = an.get(SEAT).text
    an.send(f"/council/votes/{vote}/cast", choice="for")
    second, beside = an.get(SEAT).text, an.get(f"/council/votes/{vote}").text
    twice = an.send(f"/council/votes/{vote}/cast", choice="for")
    an.send(f"/council/votes/{vote}/cast", choice="against", second="1")
    done = an.get(SEAT).text

    assert ("您的一票" in first, "先投您自己的" in first, twice.status_code) == (True, True, 409)
    assert [page.count('name="second"') for page in (first, second)] == [0, 1]
    assert re.search('name="second"[^>]*value="1"', beside)
    assert (f"受托的一票：代议员{AWAY}投" in second, f"受托的一票：代议员{AWAY}投" in beside) == (True, True)
    assert ("您的票已收到" in done, "受托的一票" in done) == (True, False)
    assert "已收到 2 / 13 票" in done


def test_in_a_roll_call_the_phone_says_that_one_word_counts_for_both(sitting, visitor):
    give(sitting)
    vote = votes.open_vote(sitting.present(FIRST), mode="roll_call", actor=sitting.world["liu"], at=SITTING)
    an = visitor("an")

    page = an.get(f"/council/votes/{vote}").text
    an.send(f"/council/votes/{vote}/cast", choice="for")

    assert f"您受议员{AWAY}委托：您投的一并算这位的，共两票。" in page
    assert "您已经投了" in an.get(f"/council/votes/{vote}").text


def test_the_chair_who_counts_hands_is_told_how_many_hands_count_twice(sitting, visitor):
    give(sitting)
    vote = votes.open_vote(sitting.present(FIRST), actor=sitting.world["liu"], at=SITTING)
    liu = visitor("liu")

    assert "其中委托 1 票，受托的人举手算两票。" in liu.get("/council/meetings/1/console").text
    assert "三个数加起来要等于 13" in liu.get(f"/council/votes/{vote}").text


def test_who_cast_their_own_ballot_may_take_paper_for_the_other(sitting, visitor):
    give(sitting)
    vote = votes.open_vote(sitting.present(FIRST), mode="secret", actor=sitting.world["liu"], at=SITTING)
    guo, an = visitor("guo"), sitting.world.people["an"]
    visitor("an").send(f"/council/votes/{vote}/cast", choice="for")
    visitor("bai").send(f"/council/votes/{vote}/cast", choice="for")

    page = guo.get(f"/council/votes/{vote}/paper/new").text
    answer = guo.send(f"/council/votes/{vote}/paper/new", person=an)

    assert ("议员an" in page, "议员bai" in page, answer.status_code) == (True, False, 303)
    assert "议员an" not in guo.get(f"/council/votes/{vote}/paper/new").text
