"""The demo tells its stories to the end: each project stands where it should, brought there by deeds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from microprojects.demo.stories import read


@pytest.fixture(scope="module")
def ask(district: Path):
    """Ask the loaded demo a question."""
    with closing(sqlite3.connect(f"file:{district / 'microprojects.sqlite3'}?mode=ro", uri=True)) as opened:
        yield lambda query: opened.execute(query).fetchall()


def test_every_project_stands_where_its_story_ends(ask):
    wanted = sorted((story.title, story.end) for story in read().values())

    told = "number IS NOT NULL AND id NOT IN (SELECT project_id FROM library_copies)"
    assert sorted(ask(f"SELECT title, state FROM projects WHERE {told}")) == wanted
    assert len(dict(wanted)) == len(wanted)


def test_an_upheld_objection_changed_the_site_and_the_council_voted_again(ask):
    [(project, void)] = ask("SELECT project_id, void_reason FROM votes WHERE voided_at IS NOT NULL")

    assert void == "异议成立，方案要改，须重新表决"
    assert ask(f"SELECT count(*) FROM votes WHERE project_id = {project} AND voided_at IS NULL") == [(1,)]
    assert ask(f"SELECT place FROM plans WHERE project_id = {project}") == [("木棉花园一至四栋楼角立杆",)]


def test_a_stopped_project_gave_its_money_back(ask):
    lines = dict(
        ask(
            "SELECT kind, sum(amount_fen) FROM ledger_entries JOIN projects ON projects.id = project_id "
            "WHERE state = 'cancelled' GROUP BY kind"
        )
    )

    assert lines["pay"] > 0
    assert ask("SELECT paid_fen FROM contracts JOIN projects ON projects.id = project_id WHERE state = 'cancelled'") == [
        (0,)
    ]  # fmt: skip


def test_a_meeting_failed_for_want_of_one_member_and_a_vote_was_secret(ask):
    assert ask(
        "SELECT members_due, count(DISTINCT person_id) FROM meetings JOIN attendances ON meetings.id = meeting_id "
        "WHERE state = 'inquorate' GROUP BY meetings.id"
    ) == [(17, 11)]
    assert ask("SELECT count(*) FROM votes WHERE mode = 'secret'") == [(1,)]


def test_the_year_before_is_closed_and_told_in_a_published_report(ask):
    assert ask("SELECT year, version FROM year_reports") == [(2025, 1)]
    assert ask("SELECT year FROM year_closings WHERE confirmed_at IS NOT NULL") == [(2025,)]
    assert ask("SELECT state, count(*) FROM projects WHERE number LIKE '%-2025-%' GROUP BY state") == [
        ("closed", 3)
    ]


def test_no_money_is_given_before_its_year_and_what_is_given_is_what_the_rules_say(ask):
    given = ask(
        "SELECT DISTINCT year, strftime('%Y', entered_at, '+8 hours'), amount_fen FROM ledger_entries "
        "JOIN funds ON funds.id = fund_id WHERE kind = 'allocate'"
    )

    assert given == [(year, str(year), 60_000_000) for year, _told, _fen in given]
    told = ask("SELECT value FROM parameter_versions WHERE key = 'allocation.per_community_yearly_fen'")
    assert told == [('{"value": 60000000}',)]


def test_what_looked_split_was_answered_and_an_archive_waives_what_there_is_none_of(ask):
    assert ask("SELECT count(*), max(verdict) FROM split_answers") == [(1, "accepted")]
    assert ask("SELECT count(*) FROM split_members") == [(2,)]
    assert ask("SELECT item, count(*) FROM archive_ticks WHERE waived GROUP BY item") == [("aftercare", 2)]


def test_some_answers_came_on_paper_and_decisions_hung_on_a_board(ask):
    assert ask("SELECT count(*) FROM journal_entries WHERE verb = 'survey.enter-paper'") > [(20,)]
    assert ask("SELECT count(*) FROM board_posts") > [(10,)]


def test_good_ones_came_into_the_library_one_did_not_one_went_out_and_one_was_copied(ask):
    standing = "SELECT verdict, removed_at IS NULL, count(*) FROM library_entries GROUP BY 1, 2 ORDER BY 1, 2"
    assert ask(standing) == [
        ("declined", 1, 1),
        ("entered", 0, 1),
        ("entered", 1, 4),
    ]
    assert ask(
        "SELECT state FROM projects JOIN library_copies ON projects.id = project_id WHERE number IS NOT NULL"
    ) == [("accepted",)]
