"""The whole record of polls that were really held, checked by the program that lies in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from microprojects import verify
from microprojects.domain.ballots import BallotType
from microprojects.domain.paper_sheets import Verdict
from microprojects.domain.voters import Voter
from microprojects.services import ballots, disclosures, poll_boards, poll_counts, programmes
from microprojects.store import bundles
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from tests import paper_polling, polling
from tests.electing import CLOSES, cast, opened_poll
from tests.forging import forge
from tests.noticing import on_notice
from tests.polling import EVEN, HOUR, WAN, form, the_poll
from tests.records_made import put

VOTES = {
    BallotType.APPROVAL: ({"p01": 1}, {"p01": 1, "p02": 1}, {"p02": 1, "p03": 1}, {}),
    BallotType.KNAPSACK: ({"p01": 1}, {"p02": 1}, {"p02": 1}, {}),
    BallotType.POINTS: ({"p01": 5}, {"p01": 1, "p02": 4}, {"p03": 2}, {}),
    BallotType.RANKING: ({"p01": 2}, {"p02": 2, "p01": 1}, {"p02": 2, "p03": 1}, {}),
}


def record():
    """Every file of the record as it stands."""
    db.session.rollback()
    return dict(bundles.files(db.session()))


def look(folder):
    return verify.checked(put(record(), folder), language=1)


def held(world, kind, *, points=0):
    """Hold a poll with a kind of ballot, one change of mind and one ballot taken back, and count it."""
    poll_id = polling.opened(world, ballot=kind, points=points)
    at = the_poll(poll_id).opens_at
    for who, choices in zip(("lin", "chen", "xu", "guo"), VOTES[kind], strict=True):
        wanted = form(poll_id, choices=choices, blank=not choices)
        ballots.cast(poll_id, wanted, voter=Voter.of(world[who]), at=at)
    changed = form(poll_id, choices=VOTES[kind][1], seen=1)
    ballots.cast(poll_id, changed, voter=Voter.of(world["lin"]), at=at)
    last = polling.cast(world, poll_id, "wei", "p03") if kind is BallotType.APPROVAL else None
    if last:
        ballots.take_back(poll_id, commitment=last.commitment, voter=Voter.of(world["wei"]), at=at)
    poll_boards.tell_days(at=at + timedelta(days=2))
    closes = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=closes)
    poll_counts.draw_lot(poll_id, dice=polling.DICE, witnesses="三位居民", actor=world["zhao"], at=closes)
    poll_counts.count(poll_id, actor=world["zhao"], at=closes + HOUR)
    return poll_id


@pytest.mark.parametrize("rule", ["greedy", "equal-shares-add1"])
@pytest.mark.parametrize("kind", list(BallotType))
def test_a_poll_that_was_held_and_counted_holds(world, kind, rule, tmp_path):
    if rule != "greedy":
        programmes.set_parameter(
            world.programme_id, "resident_poll.allocation", "equal_shares", reason="试一试",
            actor=world["huang"], at=world.now,
        )  # fmt: skip
    poll_id = held(world, kind, points=6 if kind is BallotType.POINTS else 0)

    found = look(tmp_path)

    assert json.loads(the_poll(poll_id).spec)["rule"]["name"] == rule
    assert [line for line in found.lines if not line[0]] == []
    assert f"Poll {poll_id}: 4 ballots opened and checked" in found.spoken()


def on_paper(world) -> int:
    """Hold a poll in which two vote online and four take a sheet: one counts, one is blank, one void, one is missing."""
    poll = opened_poll(world)
    cast(poll, "lin", "p01")
    cast(poll, "chen", "p02")
    paper_polling.printed(poll, 5)
    paper_polling.issue(poll, "xu", "guo", "wei", "zhao")
    paper_polling.read_twice(poll, "A-0001", "p01")
    paper_polling.read_twice(poll, "A-0002")
    paper_polling.read_twice(poll, "A-0003", verdict=Verdict.NULL, reason="unreadable")
    paper_polling.rest(poll, "A-0004", Verdict.UNRETURNED)
    paper_polling.rest(poll, "A-0005")
    poll_counts.close(poll.id, actor=world["zhao"], at=CLOSES)
    poll_counts.draw_lot(poll.id, dice=polling.DICE, witnesses="三位居民", actor=world["zhao"], at=CLOSES)
    poll_counts.count(poll.id, actor=world["zhao"], at=CLOSES + HOUR)
    return poll.id


def test_a_poll_with_paper_holds(world, tmp_path):
    on_paper(world)

    found = look(tmp_path)

    assert [line for line in found.lines if not line[0]] == []
    assert "4 ballots opened and checked" in found.spoken()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE paper_totals SET valid = 2, blank = 0",
        "UPDATE paper_totals SET null_ = 0, unreturned = 2",
        "UPDATE paper_totals SET marked = 3, valid = 0",
        "DELETE FROM paper_totals",
    ],
)
def test_numbers_of_paper_that_are_changed_by_hand_are_named(world, sql, tmp_path):
    on_paper(world)
    forge(sql)

    assert "The paper ballots of poll 1" in look(tmp_path).spoken()


def test_the_same_record_gives_the_same_bytes_and_says_where_it_ends(world, tmp_path):
    held(world, BallotType.APPROVAL)

    first, second = record(), record()

    assert first == second
    assert json.loads(first["manifest.json"])["head"] == look(tmp_path).head


def test_of_an_open_poll_nothing_of_what_was_chosen_is_in_it(world, tmp_path):
    poll_id = polling.opened(world)
    polling.cast_some(world, poll_id)

    files = record()

    assert [path for path in files if path.startswith("polls/")] == [
        f"polls/{poll_id}/commitments.jsonl",
        f"polls/{poll_id}/spec.json",
    ]
    assert files[f"polls/{poll_id}/commitments.jsonl"] == b""
    assert look(tmp_path).code == 0


def test_a_poll_that_is_prepared_closed_or_cancelled_holds_too(world, tmp_path):
    poll_id = polling.closed(world, some=EVEN)

    closed = look(tmp_path / "closed")

    assert (closed.code, f"Poll {poll_id} is not counted" in closed.spoken()) == (0, True)


def test_a_disclosure_is_in_it_until_it_is_taken_down(world):
    on_notice(world)
    row = db.session.query(Disclosure).first()
    name, sha256 = f"disclosures/{row.id}.json", row.sha256
    before = record()

    disclosures.take_down(row.id, reason="写了门牌号", actor=world["zhao"], at=world.now)

    assert verify.sha256(before[name]) == sha256
    assert name not in record()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE final_ballots SET word = 'AAAA'", "is not what its receipt"),
        ("DELETE FROM final_ballots WHERE commitment = (SELECT min(commitment) FROM final_ballots)", "3 ballots"),
        ("UPDATE seen_commits SET batch = 2 WHERE commitment = (SELECT min(commitment) FROM seen_commits)", "Batch"),
        ("UPDATE tally_runs SET output = replace(output, '\"left\"', '\"gone\"')", "(result_hash)"),
        ("UPDATE poll_lots SET dice = '66666666666666666666'", "The lot of poll"),
        ("UPDATE journal_entries SET body = replace(body, 'poll.close', 'poll.count')", "what its hash says"),
        ("UPDATE polls SET spec = replace(spec, '10000000', '20000000')", "when it opened"),
        ("DELETE FROM participations WHERE entry = (SELECT min(entry) FROM participations)", "do not add up"),
    ],
)  # fmt: skip
def test_what_somebody_changes_by_hand_in_the_database_is_named(world, sql, said, tmp_path):
    held(world, BallotType.APPROVAL)
    forge(sql)

    found = look(tmp_path)

    assert found.code == 1
    assert [sentence for well, sentence in found.lines if not well and said in sentence]


def test_money_of_the_poll_is_in_fen(world):
    poll_id = held(world, BallotType.APPROVAL)

    assert json.loads(record()[f"polls/{poll_id}/result.json"])["result"]["budget"] == str(10 * WAN)
