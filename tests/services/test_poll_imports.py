"""A vote from elsewhere: kept whole with its count, nothing of its voters, once, and by nobody who may not."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, inspect, select, text

from microprojects.domain.commitments import Opening
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import SYSTEM
from microprojects.domain.poll_import_noes import (
    CostsNothing,
    IdNotNormal,
    ImportedAlready,
    ImportedPoll,
    LotWanted,
    NoDays,
    NoProgramme,
    NoProjects,
    RuleUnknown,
    SeedTooLong,
    SumsDiffer,
    SumTooLarge,
    WinnersDiffer,
)
from microprojects.domain.poll_imports import Asked
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.tally.pabulib_noes import PabulibRefusal
from microprojects.domain.tally.specs import Rule
from microprojects.services import areas, poll_counts, poll_imports, programmes
from microprojects.store import ballots, poll_desks, poll_exports, polls
from microprojects.store import programmes as round_rows
from microprojects.store.db import db
from microprojects.store.polls import Poll
from microprojects.store.programmes import Round
from tests import imported, polling
from tests.imported import BEGUN, DATES, PROJECTS, brought


def row(poll_id):
    db.session.rollback()
    return polls.get(db.session(), poll_id)


def many(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def result(poll_id):
    return json.loads(ballots.last_run(db.session(), poll_id).output)


def again(poll_id):
    """Return a poll's own file."""
    return "".join(poll_exports.pabulib(db.session(), row(poll_id)))


def test_a_file_becomes_a_counted_poll_with_its_options(world):
    poll = row(brought(world))

    told = [(o.number, o.code, o.title, o.cost_fen, o.votes, o.place, o.selected) for o in poll.options]
    assert (poll.title, poll.state, poll.budget_fen, poll.voters_on_roll) == (
        "Osiedle Zielone 2022", "counted", 170, 0,
    )  # fmt: skip
    assert told == [
        (1, "A1", "Nowe ławki", 100, 3, 1, True),
        (2, "B2", '=HYPERLINK("http://x")', 90, 2, 3, False),
        (3, "C3", "Kwietnik", 60, 1, 2, True),
    ]
    assert result(poll.id)["selected"] == ["A1", "C3"]


def test_it_says_where_it_is_from(world):
    source = row(brought(world)).source

    assert (source.currency, source.scale, source.voters, source.winners, source.miscounted) == (
        "PLN", 0, 5, ["A1", "C3"], 0,
    )  # fmt: skip
    assert [source.said(key) for key in ("unit", "instance", "date_begin", "rule", "language")] == [
        "Zielone", "2022", "01.09.2022", "greedy", "",
    ]  # fmt: skip


def test_every_ballot_opens_its_commitment_and_nothing_tells_whose_it_was(world):
    poll = row(brought(world))

    found = ballots.finals(db.session(), poll.id)

    opened = [
        Opening.from_data(
            {
                "choices": b.choices,
                "nonce": b.nonce,
                "round": poll.name,
                "spec": poll.spec_hash,
                "word": b.word,
            }
        ).commitment
        for b in found
    ]
    assert opened == [ballot.commitment for ballot in found]
    assert sorted(sorted(b.choices) for b in found) == [[], ["A1"], ["A1", "B2"], ["A1", "B2"], ["C3"]]
    assert {b.source for b in found} == {"imported"}


def test_no_number_and_no_age_of_a_voter_is_kept_anywhere(world):
    brought(world)

    kept = "".join(
        str(line)
        for table in inspect(db.engine).get_table_names()
        for line in db.session.execute(text(f"SELECT * FROM {table}"))
    )
    numbers = [str(first + n) for first in (imported.VOTER, imported.AGE) for n in range(5)]
    assert [number for number in numbers if number in kept] == []


def test_the_same_file_is_refused_with_where_it_is(world):
    poll_id = brought(world)

    with pytest.raises(ImportedAlready) as no:
        brought(world)

    assert (no.value.facts, many(Poll)) == ({"poll": poll_id, "title": "Osiedle Zielone 2022"}, 1)


def test_a_year_without_a_round_gets_one_that_takes_no_projects(world):
    brought(world)

    made = db.session.scalars(select(Round).where(Round.year == 2022)).one()
    assert (made.imported, made.opens_on.isoformat(), made.closes_on.isoformat()) == (
        True, "2022-09-01", "2022-09-15",
    )  # fmt: skip
    assert round_rows.round_of(db.session(), made.area_id, made.closes_on) is None


def test_a_year_that_has_a_round_keeps_it(world):
    before = many(Round)

    poll = row(brought(world, year=2026))

    assert (poll.round.imported, poll.round.year, many(Round)) == (False, 2026, before)


def test_a_round_can_be_opened_for_a_year_that_only_had_polls_from_files(world):
    poll = row(brought(world))
    days = [poll.round.opens_on.replace(month=month) for month in (3, 6)]

    opened = programmes.open_round(
        poll.round.programme_id, "lizhi", 2022, opens_on=days[0], closes_on=days[1],
        actor=world["huang"], at=world.now,
    )  # fmt: skip

    again = row(poll.id).round
    assert (again.id, again.imported, [again.opens_on, again.closes_on]) == (opened, False, days)


@pytest.mark.parametrize("who", ["zhao", "wu", "lin", "pei"])
def test_only_the_district_may(world, who):
    with pytest.raises(NotPermitted):
        poll_imports.bring(
            imported.text().encode(), Asked(), community="lizhi", actor=world[who], at=world.now
        )

    assert many(Poll) == 0


def test_the_terminal_may_and_nobody_is_named(world):
    made = poll_imports.bring(
        imported.text().encode(), Asked(), community="lizhi", actor=SYSTEM, at=world.now
    )

    assert row(made).prepared_by_id is None


def test_a_preview_writes_nothing_and_tells_what_keeps_a_file_out(world):
    def told(**asked):
        data = imported.text(meta="rule;none\n").encode()
        report = poll_imports.preview(
            data, Asked(**asked), community="lizhi", actor=world["huang"], at=world.now
        )
        return [no.code for no in report.problems]

    assert told() == ["import-rule", "import-days"]
    assert told(rule=Rule.GREEDY, year=2020) == []
    assert many(Poll) == 0


@pytest.mark.parametrize(
    ("changed", "no", "line"),
    [
        ({"projects": ("A1;100;4;a;1", *imported.PROJECTS[1:])}, SumsDiffer, 16),
        ({"projects": (imported.PROJECTS[0], "B2;90;2;b;1", imported.PROJECTS[2])}, WinnersDiffer, 17),
    ],
)
def test_a_file_that_lies_about_its_result_comes_only_if_that_is_wanted(world, changed, no, line):
    file = imported.text(**changed)

    with pytest.raises(no) as refused:
        brought(world, file)

    assert (refused.value.facts["line"], many(Poll)) == (line, 0)
    source = row(brought(world, file, despite=True)).source
    assert (source.miscounted, source.winners) == (
        1 if no is SumsDiffer else 0, ["A1", "C3"] if no is SumsDiffer else ["A1", "B2", "C3"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "no"),
    [
        (imported.text(meta=imported.DATES + "rule;unknown\n"), RuleUnknown),
        (imported.text(meta="rule;greedy\n"), NoDays),
        (imported.text(meta="rule;greedy\ndate_begin;31.02.2022\ndate_end;2022\n"), NoDays),
        (imported.text(meta="rule;greedy\ndate_begin;02.09.2022\ndate_end;01.09.2022\n"), NoDays),
        (imported.text(projects=("A1;100;1;a;", "B2;100;1;b;"), votes=("A1", "B2")), LotWanted),
        (imported.text()[:-20], PabulibRefusal),
        (imported.text(projects=("A1;0;1;a;",), votes=("A1",)), CostsNothing),
        (imported.text(projects=("e\u0301;9;1;a;",), votes=("e\u0301",)), IdNotNormal),
        (imported.text(projects=(), votes=("",)), NoProjects),
        (imported.text(meta=f"rule;greedy\ninstance;2022\nrule_seed;{'0' * 65}\n"), SeedTooLong),
        (imported.text(budget="9" * 20), SumTooLarge),
        (imported.text(votes=("A1", "Z9")), PabulibRefusal),
        (imported.text(projects=("A1;1;1;a;", "A1;1;1;b;"), votes=()), PabulibRefusal),
        (imported.text().encode() + "7;1;荔枝\n".encode("gbk"), PabulibRefusal),
    ],
)
def test_what_cannot_be_counted_is_refused_and_nothing_is_written(world, file, no):
    with pytest.raises(no):
        brought(world, file)

    assert (many(Poll), many(Round)) == (0, 2)


@pytest.mark.parametrize("rule", list(Rule))
def test_a_vote_in_which_nobody_voted_is_a_vote(world, rule):
    projects = ("A1;100;0;a;", "B2;90;0;b;")

    poll = row(brought(world, imported.text(projects=projects, votes=()), rule=rule))

    assert (poll.source.voters, [o.selected for o in poll.options]) == (0, [False, False])


def test_a_lot_that_was_published_elsewhere_parts_equals(world):
    file = imported.text(projects=("A1;100;1;a;", "B2;100;1;b;"), votes=("A1", "B2"))

    poll = row(brought(world, file, seed="00"))

    assert (ballots.last_run(db.session(), poll.id).seed, result(poll.id)["ties"][0]["by"]) == ("00", "lot")


def test_a_community_without_a_programme_has_no_place_for_it(world):
    for path, code in (("elsewhere", "BA"), ("elsewhere/street", "BB"), ("elsewhere/street/place", "BC")):
        areas.add(path, name=path.rpartition("/")[2], code=code, actor=SYSTEM, at=world.now)

    with pytest.raises(NoProgramme):
        poll_imports.bring(imported.text().encode(), Asked(), community="place", actor=SYSTEM, at=world.now)


def test_nothing_is_left_to_be_done_about_it(world):
    poll_id = brought(world)

    with pytest.raises(ImportedPoll):
        poll_counts.certify(poll_id, actor=world["he"], at=world.now)

    paths = [world["huang"].grants[0].area]
    assert poll_desks.to_confirm(db.session(), paths, 1) == []
    assert poll_desks.lying(db.session(), paths) == []
    assert polls.listed(db.session(), limit=9, paths=paths) == []
    assert [poll.id for poll in polls.listed(db.session(), limit=9)] == [poll_id]


def test_what_was_counted_here_has_the_same_result_when_its_own_file_comes_back(world):
    ours = polling.counted(world)

    back = brought(world, again(ours))

    assert {**result(back), "steps": len(result(back)["steps"])} == {
        **result(ours), "steps": len(result(ours)["steps"]),
    }  # fmt: skip
    assert [(s["candidate"], s["won"]) for s in result(back)["steps"]] == [
        (s["candidate"], s["won"]) for s in result(ours)["steps"]
    ]


def test_what_came_from_a_file_has_the_same_result_when_it_goes_out_and_comes_back(world):
    first = brought(world)

    second = brought(world, again(first))

    assert result(second) == result(first)
    assert [o.title for o in row(second).options] == [o.title for o in row(first).options]


@pytest.mark.parametrize("private", ["13812345678", "Ławki, 13812345678", "3栋2单元501"])
def test_a_file_that_names_a_phone_or_a_door_is_not_brought(private, world):
    project = f"A1;100;3;{private};1"

    with pytest.raises(PrivacyFinding):
        brought(world, imported.text(projects=(project, *PROJECTS[1:])))
    with pytest.raises(PrivacyFinding):
        brought(world, imported.text(meta=BEGUN.replace("Osiedle Zielone", private) + DATES))
