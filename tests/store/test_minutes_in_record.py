"""The public minutes lie in the record, the program tells how many it compared, and who changes or takes away one is found."""

from __future__ import annotations

import pytest

from microprojects import verify
from microprojects.services import meetings, minutes
from microprojects.store import bundles
from microprojects.store.db import db
from tests.council import fourteen
from tests.forged_records import entries, rechained
from tests.forging import uncounted
from tests.records_made import put
from tests.services.test_minutes import END, FIRST
from tests.store.test_forged_tables import said_of, wrongs


@pytest.fixture
def record(world, bench):
    """A record of a meeting whose minutes were approved twice."""
    sitting = fourteen(world, bench)
    sitting.decide(FIRST, 13, 1)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)
    for _version in (1, 2):
        drafted = minutes.draft(sitting.meeting_id, actor=world["guo"], at=END)
        minutes.approve(drafted, actor=world["liu"], at=END)
    uncounted()
    db.session.rollback()
    return dict(bundles.files(db.session()))


def names(record):
    return [name for name in record if name.startswith("minutes/")]


def test_a_version_that_is_approved_a_second_time_with_other_words_is_found(record, tmp_path):
    (name, _second), told = names(record), entries(record)
    act = next(entry for entry in told if entry["verb"] == "minutes.approve")
    words = record[name] + "又：全体同意。\n".encode()
    again = {**act, "at": told[-1]["at"], "facts": {**act["facts"], "public_sha256": verify.sha256(words)}}

    found = verify.checked(put(rechained({**record, name: words}, [*told, again]), tmp_path), language=1)

    said = f"Entry {len(told) + 1} approves {name} once more"
    assert [each for well, each in found.lines if not well and each.startswith(said)]


def test_the_program_tells_how_many_minutes_it_compared(record):
    assert len(names(record)) == 2
    assert (
        True,
        "The fingerprints of all 2 minutes are those with which they were approved, and none is missing.",
    ) in (said_of(record))


def test_minutes_that_were_changed_are_found_and_not_said_to_hold(record):
    name = names(record)[0]

    forged = {**record, name: record[name] + "全体赞成。".encode()}

    assert any(name in said for said in wrongs(forged))
    assert not any("2 minutes are those" in said for _well, said in said_of(forged))


def test_minutes_that_were_taken_away_are_missed(record):
    gone = names(record)[0]

    found = wrongs({name: data for name, data in record.items() if name != gone})

    assert any(f"approved minutes, and {gone} is not here" in said for said in found)
