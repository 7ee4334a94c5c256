"""Paper ballots after the last vote: read by two, decided by a third, balanced, counted, and published without a number."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from microprojects.domain.ballots import TooMany
from microprojects.domain.commitments import Opening
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.paper_balances import PaperUnbalanced, PaperUnread
from microprojects.domain.paper_sheets import (
    DecidedAlready,
    NotReadTwice,
    ReadAlready,
    SameHands,
    SheetReturned,
    StillVoting,
    UnknownSheet,
    Verdict,
)
from microprojects.domain.polls import BoxDoesNotBalance, PollMoment
from microprojects.services import paper_desk, paper_readings, poll_counts
from microprojects.store import ballots, paper_boxes, paper_sheets
from microprojects.store.box_keys import BoxBroken
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from tests.electing import CLOSES, OPENED, cast, opened_poll
from tests.forging import forge
from tests.living import lived_once
from tests.paper_polling import FIRST, SECOND, THIRD, issue, printed, read, read_twice, rest
from tests.polling import the_poll


@pytest.fixture
def poll(world, bench):
    """An open poll with ten sheets; chen, xu, wei and guo took one, one more was spoiled, and lin voted online."""
    return lived_once(bench, world, "issued_poll", _issued)


def _issued(world):
    found = printed(opened_poll(world))
    cast(found, "lin", "p03")
    issue(found, "chen", "xu", "wei", "guo")
    paper_desk.replace(found.id, serial="A-0010", actor=world[FIRST], at=OPENED)
    return found


@pytest.fixture
def keyed(poll):
    """The same, read: two valid sheets, a blank and a null one, the rest never given out."""
    read_twice(poll, "A-0002", "p01")
    read_twice(poll, "A-0004", "p01", "p02")
    read_twice(poll, "A-0005")
    read_twice(poll, "A-0006", verdict=Verdict.NULL, reason="too-many")
    rest(poll)
    return poll


def close(poll, at=CLOSES):
    poll_counts.close(poll.id, actor=poll.world[FIRST], at=at)
    return the_poll(poll.id)


def decide(poll, who, serial, *codes, verdict=Verdict.VALID):
    told = paper_readings.Read(serial=serial, verdict=verdict, choices=dict.fromkeys(codes, 1))
    paper_readings.decide(poll.id, told, actor=poll.world[who], at=CLOSES)


def sheet(poll, serial):
    db.session.rollback()
    return paper_sheets.sheet(db.session(), poll.id, serial)


def test_no_sheet_is_read_before_the_time_is_over(poll):
    with pytest.raises(StillVoting):
        read(poll, FIRST, "A-0001", "p01", at=OPENED)

    assert sheet(poll, "A-0001").readings == ()


def test_the_first_and_the_second_to_read_are_different_people(poll):
    assert read(poll, FIRST, "A-0001", "p01") == 1
    with pytest.raises(ReadAlready):
        read(poll, FIRST, "A-0001", "p01")

    assert read(poll, SECOND, "A-0001", "p02") == 2


def test_a_number_from_elsewhere_or_one_that_was_taken_back_is_refused(poll):
    with pytest.raises(UnknownSheet):
        read(poll, FIRST, "B-0001", "p01")
    with pytest.raises(SheetReturned):
        read(poll, FIRST, "A-0010", "p01")


def test_a_sheet_with_too_many_ticks_is_not_valid(poll):
    with pytest.raises(TooMany):
        read(poll, FIRST, "A-0001", "p01", "p02", "p03")


@pytest.mark.parametrize("who", ["lin", "he", "zhou", "wei"])
def test_only_the_office_of_the_community_reads(poll, who):
    with pytest.raises(NotPermitted):
        read(poll, who, "A-0001", "p01")


def test_a_correction_stands_beside_what_was_read_before(poll):
    read(poll, FIRST, "A-0001", "p01")

    read(poll, FIRST, "A-0001", "p02", seen=1)

    assert [(each.go, dict(each.choices)) for each in sheet(poll, "A-0001").readings] == [
        (1, {"p01": 1}),
        (1, {"p02": 1}),
    ]


def test_a_third_person_decides_what_two_read_differently(poll):
    read(poll, FIRST, "A-0001", "p01")
    with pytest.raises(NotReadTwice):
        decide(poll, THIRD, "A-0001", "p01")
    read(poll, SECOND, "A-0001", "p02")
    for hands in (FIRST, SECOND):
        with pytest.raises(SameHands):
            decide(poll, hands, "A-0001", "p01")

    decide(poll, THIRD, "A-0001", "p02")

    assert sheet(poll, "A-0001").settled.choices == {"p02": 1}
    with pytest.raises(DecidedAlready):
        read(poll, FIRST, "A-0001", "p02", seen=1)


def test_the_rest_passes_over_what_was_read_and_what_came_back(poll):
    read(poll, FIRST, "A-0001", "p01")
    zhao = poll.world[FIRST]

    said = paper_readings.read_rest(
        poll.id, serials="A-0001~A-0010", verdict=Verdict.UNUSED, actor=zhao, at=CLOSES
    )

    assert (said, sheet(poll, "A-0001").readings[0].verdict) == (8, Verdict.VALID)


def test_what_lies_in_the_box_is_not_told_by_the_stretch_nor_a_number_that_was_not_printed(poll):
    zhao = poll.world[FIRST]
    with pytest.raises(BadValue):
        paper_readings.read_rest(
            poll.id, serials="A-0001~A-0003", verdict=Verdict.BLANK, actor=zhao, at=CLOSES
        )
    with pytest.raises(UnknownSheet):
        paper_readings.read_rest(
            poll.id, serials="A-0001~A-0011", verdict=Verdict.UNUSED, actor=zhao, at=CLOSES
        )


def test_readings_stay_and_nobody_reads_twice_whoever_writes_to_the_database(poll):
    read(poll, FIRST, "A-0001", "p01")
    again = (
        "INSERT INTO paper_readings (poll_id, serial, turn, go, verdict, reason, choices, read_by_id, read_at) "
        "SELECT poll_id, serial, 2, 2, verdict, reason, choices, read_by_id, read_at FROM paper_readings"
    )
    for change in (
        "UPDATE paper_readings SET verdict = 'blank'",
        "DELETE FROM paper_readings",
        "DELETE FROM paper_sheets WHERE serial = 'A-0009'",
        "UPDATE paper_returns SET serial = 'A-0001'",
        again,
    ):
        with pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(change))

    assert len(sheet(poll, "A-0001").readings) == 1


def test_the_box_is_not_closed_while_a_sheet_is_unread_or_read_differently(poll):
    read(poll, FIRST, "A-0001", "p01")
    read(poll, FIRST, "A-0002", "p01")
    read(poll, SECOND, "A-0002", "p02")

    with pytest.raises(PaperUnread) as no:
        close(poll)

    assert (no.value.facts, the_poll(poll.id).state) == ({"waiting": 8, "differing": 1}, "open")
    assert poll_counts.close_due(at=CLOSES) == 0


def test_the_box_is_not_closed_while_fewer_sheets_were_found_than_given_out(keyed):
    decide(keyed, THIRD, "A-0006", verdict=Verdict.UNUSED)

    with pytest.raises(PaperUnbalanced) as no:
        close(keyed)

    assert (no.value.facts, the_poll(keyed.id).state) == ({"issued": 5, "found": 4}, "open")


def test_a_missing_sheet_is_accounted_for_as_not_brought_back(keyed):
    decide(keyed, THIRD, "A-0006", verdict=Verdict.UNRETURNED)

    assert close(keyed).state == "closed"
    assert paper_boxes.total(db.session(), keyed.id).unreturned == 1


def test_paper_does_not_hide_an_online_ballot_that_is_missing(keyed):
    with transaction() as session:
        session.execute(text("DELETE FROM envelopes"))

    with pytest.raises(BoxDoesNotBalance) as no:
        close(keyed)

    assert no.value.facts == {"took_part": 1, "ballots": 0}


def test_the_closing_tells_the_numbers_and_its_fingerprint_covers_the_paper(keyed):
    plain = close(keyed).closed_hash

    query = select(JournalEntry.body).where(JournalEntry.verb == "poll.close")
    facts = json.loads(db.session.scalars(query).one())["facts"]
    assert facts == {
        "took_part": 5, "box": plain, "paper_issued": 5, "paper_valid": 2, "paper_blank": 1, "paper_null": 1,
        "paper_spoiled": 1, "paper_handed_back": 0, "paper_unreturned": 0,
    }  # fmt: skip
    commits = ballots.counted_commits(db.session(), keyed.id)
    sheets = [row.commitment for row in paper_boxes.openings(db.session(), keyed.id)]
    told = paper_boxes.total(db.session(), keyed.id).as_data()
    poll, took_part = the_poll(keyed.id), {"online": 1, "paper": 4}
    made = poll_counts.closed_boxes.closed_hash(
        poll.name, poll.spec_hash, [*commits, *sheets], took_part, told
    )
    assert (made, len(sheets)) == (plain, 3)


def test_nothing_is_read_and_nothing_added_once_the_box_is_closed(keyed):
    close(keyed)

    with pytest.raises(PollMoment):
        decide(keyed, THIRD, "A-0002", "p02")
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(text("INSERT INTO paper_sheets VALUES (1, 'A-0099', 1)"))


def test_paper_and_online_ballots_are_counted_together_and_published_without_a_number(keyed):
    close(keyed)

    poll_counts.count(keyed.id, actor=keyed.world[FIRST], at=CLOSES)

    poll = the_poll(keyed.id)
    finals = ballots.finals(db.session(), keyed.id)
    assert {option.code: option.votes for option in poll.options} == {"p01": 2, "p02": 1, "p03": 1}
    assert sorted((each.source, sorted(each.choices)) for each in finals) == [
        ("online", ["p03"]), ("paper", []), ("paper", ["p01"]), ("paper", ["p01", "p02"]),
    ]  # fmt: skip
    for each in finals:
        opening = Opening.from_data(
            {
                "choices": each.choices,
                "nonce": each.nonce,
                "round": poll.name,
                "spec": poll.spec_hash,
                "word": each.word,
            }
        )
        assert opening.commitment == each.commitment
    assert {each.word for each in finals if each.source == "paper"} == {"PAPR"}


def test_a_sheet_that_was_changed_behind_the_house_stops_the_count(keyed):
    close(keyed)
    forge("UPDATE paper_openings SET choices = :told", told='{"p03": 1}')

    with pytest.raises(BoxBroken):
        poll_counts.count(keyed.id, actor=keyed.world[FIRST], at=CLOSES)


def test_printed_sheets_that_nobody_took_do_not_hold_up_the_closing(world):
    poll = printed(opened_poll(world))
    cast(poll, "lin", "p01")

    assert (close(poll).state, paper_boxes.total(db.session(), poll.id)) == ("closed", None)
