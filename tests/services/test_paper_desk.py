"""Paper ballots at the desk: one voter, one ballot, whichever way; and no row that ties a sheet to a person."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import inspect, select, text

from microprojects.domain.ballots import NotTaking, VotedOtherwise
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.paper_desks import (
    AskedAlready,
    AskedYourself,
    BadBatch,
    HasSheet,
    NoSheets,
    NothingToHandBack,
    NothingToReplace,
    NothingToVoid,
    VotedAtDesk,
    VotedOnline,
)
from microprojects.domain.paper_sheets import SheetReturned, UnknownSheet
from microprojects.domain.polls import PollMoment
from microprojects.services import paper_desk
from microprojects.store import ballots, booths, paper_sheets, poll_rolls
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from tests import polling
from tests.electing import CLOSES, OPENED, cast, opened_poll
from tests.living import lived_once
from tests.paper_polling import FIRST, SECOND, entry_of, issue, printed


@pytest.fixture
def poll(world, bench):
    """An open poll with ten printed sheets."""
    return lived_once(bench, world, "printed_poll", lambda untouched: printed(opened_poll(untouched)))


def turnout(poll):
    db.session.rollback()
    return poll_rolls.turnout(db.session(), poll.id)


def told(poll, verb):
    db.session.rollback()
    query = select(JournalEntry.body).where(JournalEntry.verb == verb).order_by(JournalEntry.seq)
    return [json.loads(body)["facts"] for body in db.session.scalars(query)]


def void(poll, who, *, asking=FIRST, confirming=SECOND, at=OPENED):
    entry = entry_of(poll, who)
    paper_desk.ask_void(poll.id, entry, actor=poll.world[asking], at=at)
    paper_desk.confirm_void(poll.id, entry, actor=poll.world[confirming], at=at)


def test_batches_have_numbers_of_their_own_and_their_size_is_in_the_journal(poll):
    paper_desk.print_batch(poll.id, sheets=2, actor=poll.world[FIRST], at=OPENED)

    found = [sheet.serial for sheet in paper_sheets.sheets(db.session(), poll.id)]

    assert (found[0], found[9:]) == ("A-0001", ["A-0010", "B-0001", "B-0002"])
    assert told(poll, "paper.print") == [{"batch": "A", "sheets": 10}, {"batch": "B", "sheets": 2}]


@pytest.mark.parametrize("sheets", [-1, 0, 301])
def test_a_batch_of_none_or_too_many_is_refused(poll, sheets):
    with pytest.raises(BadBatch):
        paper_desk.print_batch(poll.id, sheets=sheets, actor=poll.world[FIRST], at=OPENED)


def test_sheets_are_printed_for_an_open_poll_until_its_time_is_over(world):
    poll_id = polling.prepared(world)
    with pytest.raises(PollMoment):
        paper_desk.print_batch(poll_id, sheets=1, actor=world[FIRST], at=OPENED)
    polling.polls.open_poll(poll_id, actor=world[FIRST], at=OPENED)

    with pytest.raises(NotTaking):
        paper_desk.print_batch(poll_id, sheets=1, actor=world[FIRST], at=CLOSES)


def test_a_voter_takes_a_sheet_and_is_told_so_when_they_try_online(poll):
    issue(poll, "lin")

    with pytest.raises(VotedOtherwise) as no:
        cast(poll, "lin", "p01")

    assert (no.value.facts, turnout(poll)) == ({"channel": "纸质选票"}, {"paper": 1})


def test_a_voter_is_given_one_sheet(poll):
    issue(poll, "lin")

    with pytest.raises(HasSheet):
        issue(poll, "lin")

    assert turnout(poll) == {"paper": 1}


def test_who_voted_online_is_given_no_sheet(poll):
    cast(poll, "lin", "p01")

    with pytest.raises(VotedOnline):
        issue(poll, "lin")

    assert turnout(poll) == {"online": 1}


def test_who_voted_on_the_machine_at_the_desk_is_given_no_sheet(poll):
    with transaction() as session:
        booths.take_part(
            session.connection(), poll.id, entry_of_now(session, poll, "lin"), "desk", day=OPENED.date()
        )

    with pytest.raises(VotedAtDesk):
        issue(poll, "lin")


def entry_of_now(session, poll, who):
    return session.scalars(
        select(poll_rolls.RollEntry.entry).where(poll_rolls.RollEntry.person_id == poll.world.people[who])
    ).one()


def test_who_is_not_on_the_roll_is_given_no_sheet(poll):
    with pytest.raises(NotFound):
        paper_desk.issue(poll.id, "0" * 32, actor=poll.world[FIRST], at=OPENED)


@pytest.mark.parametrize("who", ["lin", "he", "zhou", "wei"])
def test_only_the_office_of_the_community_gives_sheets(poll, who):
    with pytest.raises(NotPermitted):
        issue(poll, "chen", clerk=who)


def test_no_sheet_is_given_when_the_time_is_over(poll):
    with pytest.raises(NotTaking):
        issue(poll, "lin", at=CLOSES)


def test_no_more_sheets_are_given_than_were_printed(world):
    poll = printed(opened_poll(world), sheets=1)
    issue(poll, "lin")

    with pytest.raises(NoSheets) as no:
        issue(poll, "chen")

    assert no.value.facts == {"printed": 1, "issued": 1}


def test_a_spoiled_sheet_is_replaced_and_counts_as_one_more(poll):
    issue(poll, "lin")

    paper_desk.replace(poll.id, serial="a7", actor=poll.world[FIRST], at=OPENED)

    assert (turnout(poll), paper_sheets.issued(db.session(), poll.id)) == ({"paper": 1}, 2)
    assert paper_sheets.sheet(db.session(), poll.id, "A-0007").returned == "spoiled"


def test_nothing_is_replaced_while_nobody_has_a_sheet(poll):
    with pytest.raises(NothingToReplace):
        paper_desk.replace(poll.id, serial="A-0007", actor=poll.world[FIRST], at=OPENED)


def test_a_sheet_comes_back_once_and_only_one_that_was_printed(poll):
    issue(poll, "lin")
    paper_desk.replace(poll.id, serial="A-0007", actor=poll.world[FIRST], at=OPENED)

    with pytest.raises(SheetReturned):
        paper_desk.replace(poll.id, serial="A-0007", actor=poll.world[FIRST], at=OPENED)
    with pytest.raises(UnknownSheet):
        paper_desk.replace(poll.id, serial="A-0011", actor=poll.world[FIRST], at=OPENED)


def test_who_gives_an_unused_sheet_back_may_vote_online(poll):
    issue(poll, "lin")

    paper_desk.hand_back(poll.id, entry_of(poll, "lin"), serial="A-0003", actor=poll.world[SECOND], at=OPENED)
    cast(poll, "lin", "p01")

    assert turnout(poll) == {"online": 1}


def test_who_has_no_sheet_gives_none_back(poll):
    cast(poll, "lin", "p01")

    for who in ("lin", "chen"):
        with pytest.raises(NothingToHandBack):
            paper_desk.hand_back(
                poll.id, entry_of(poll, who), serial="A-0003", actor=poll.world[FIRST], at=OPENED
            )

    assert turnout(poll) == {"online": 1}


def test_two_officers_take_an_online_ballot_out_for_a_sheet_and_the_journal_names_nobody(poll):
    cast(poll, "lin", "p01")
    cast(poll, "chen", "p02")

    void(poll, "lin")

    assert turnout(poll) == {"online": 1, "paper": 1}
    assert len(ballots.counted_commits(db.session(), poll.id)) == 1
    assert (told(poll, "paper.void"), paper_sheets.voids(db.session(), poll.id)) == ([{"voided": 1}], [])


def test_who_asked_does_not_confirm(poll):
    cast(poll, "lin", "p01")

    with pytest.raises(AskedYourself):
        void(poll, "lin", confirming=FIRST)

    assert (turnout(poll), told(poll, "paper.void")) == ({"online": 1}, [])


def test_nothing_is_taken_out_that_nobody_asked_for_or_that_is_not_there(poll):
    cast(poll, "lin", "p01")
    entry, qian = entry_of(poll, "lin"), poll.world[SECOND]

    with pytest.raises(NothingToVoid):
        paper_desk.confirm_void(poll.id, entry, actor=qian, at=OPENED)
    with pytest.raises(NothingToVoid):
        void(poll, "chen")
    with pytest.raises(NothingToVoid):
        paper_desk.drop_void(poll.id, entry, actor=qian, at=OPENED)


def test_it_is_asked_for_once_and_may_be_left_after_all(poll):
    cast(poll, "lin", "p01")
    entry, zhao = entry_of(poll, "lin"), poll.world[FIRST]
    paper_desk.ask_void(poll.id, entry, actor=zhao, at=OPENED)
    with pytest.raises(AskedAlready):
        paper_desk.ask_void(poll.id, entry, actor=poll.world[SECOND], at=OPENED)

    paper_desk.drop_void(poll.id, entry, actor=zhao, at=OPENED)

    with pytest.raises(NothingToVoid):
        paper_desk.confirm_void(poll.id, entry, actor=poll.world[SECOND], at=OPENED)


def test_after_the_void_the_voter_cannot_put_the_ballot_back_online(poll):
    cast(poll, "lin", "p01")
    void(poll, "lin")

    with pytest.raises(VotedOtherwise):
        cast(poll, "lin", "p02", seen=1)

    assert ballots.counted_commits(db.session(), poll.id) == []


def test_giving_out_writes_one_row_about_the_voter_and_none_about_a_sheet(poll):
    def rows():
        db.session.rollback()
        return {
            name: db.session.scalar(text(f'SELECT count(*) FROM "{name}"'))
            for name in inspect(db.engine).get_table_names()
        }

    before = rows()
    issue(poll, "lin")

    after = rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "participations": 1
    }


def test_the_roll_is_searched_by_building_and_family_name(poll):
    def found(**wanted):
        return [voter.person.name for voter in poll_rolls.voters(db.session(), poll.id, **wanted)]

    assert (found(surname="林"), found(surname="林", building="3 栋"), found()) == (["林秀英"], [], [])
    assert found(surname="%") == []
