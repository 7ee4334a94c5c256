"""A round as a table: public projects with their votes, decisions and money, and nothing about persons."""

from __future__ import annotations

from microprojects.domain.round_columns import RoundColumn as Column
from microprojects.domain.states import State
from microprojects.store import polls, round_exports
from microprojects.store.db import db
from tests import imported, polling
from tests.council import ready as one


def table(round_id, poll_ids=None):
    db.session.rollback()
    found = round_exports.counted(db.session(), round_id)
    if poll_ids is not None:
        found = [poll for poll in found if poll.id in poll_ids]
    return round_exports.lines(db.session(), round_id, found)


def cells(line, *columns):
    return tuple(line.cells[column] for column in columns)


def test_projects_on_a_ballot_have_their_votes_places_and_winners(world):
    poll_id = polling.counted(world)

    found = table(polling.the_poll(poll_id).round_id)

    lines = sorted(found, key=lambda line: -line.cells[Column.VOTES])
    costs = {f"LZ-2026-{800 + n}": cost for n, cost in enumerate(polling.COSTS)}
    fates = polling.greedy([costs[line.cells[Column.NUMBER]] for line in lines])
    assert [cells(line, Column.VOTES, Column.RANK, Column.SELECTED, Column.POLL) for line in lines] == [
        (votes, rank, int(won), poll_id) for votes, (rank, won) in zip((3, 2, 1), fates, strict=True)
    ]


def test_what_was_never_made_public_is_not_in_it(world):
    ready = polling.ready_ones(world)
    one(world, "LZ-2026-700", state=State.RETURNED)

    assert [line.cells[Column.NUMBER] for line in table(world.rounds["lizhi"])] == list(ready)


def test_options_from_files_come_after_the_projects_in_their_own_money(world):
    ready = polling.ready_ones(world)
    imported.brought(world, year=2026)

    found = table(world.rounds["lizhi"])

    assert [line.cells[Column.NUMBER] for line in found] == [*ready, "A1", "B2", "C3"]
    assert cells(found[-1], Column.FROM, Column.COST, Column.CURRENCY, Column.STATE) == (
        "file",
        "60",
        "PLN",
        "",
    )


def test_a_round_is_named_by_number_or_by_community_and_year(world):
    session = db.session()

    found = [
        round_exports.named(session, name)
        for name in ("lizhi/2026", str(world.rounds["lizhi"]), "lizhi/x", "")
    ]

    assert [[each.id for each in some] for some in found] == [
        [world.rounds["lizhi"]],
        [world.rounds["lizhi"]],
        [],
        [],
    ]
    assert polls.listed(session, limit=1) == []
