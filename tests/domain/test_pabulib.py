"""Pabulib files: what is read, what is tolerated and told, what is refused by its line."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain.tally import pabulib_rows
from microprojects.domain.tally.elections import Ballot, Candidate
from microprojects.domain.tally.pabulib import read
from microprojects.domain.tally.pabulib_noes import PabulibRefusal
from microprojects.domain.tally.poll_files import VoteType
from tests.pb_files import NOT_THERE, OWN, REAL, again, from_text, manifest, opened, pb


def refusal(content: bytes | str) -> PabulibRefusal:
    with pytest.raises(PabulibRefusal) as caught:
        read(BytesIO(content.encode() if isinstance(content, str) else content))
    return caught.value


def told(text: str) -> list[tuple[str, object, object]]:
    return [(r.code, r.facts.get("count"), r.facts.get("line")) for r in from_text(text).remarks]


def scores(text: str) -> list[tuple[dict[str, int], int]]:
    cast = from_text(text).poll.cast
    return [({cast.candidates[at].id: score for at, score in b.scores}, b.weight) for b in cast.ballots]


def test_a_neighbourhoods_vote_is_read_to_the_last_fen():
    poll = opened(OWN / "lizhi_2026_approval.pb").poll

    assert (poll.vote_type, poll.scale, poll.cast.budget, poll.cast.voters) == (
        VoteType.APPROVAL,
        2,
        30_000_000,
        20,
    )
    assert poll.cast.candidates[1] == Candidate("p02", 9_800_050, frozenset({"公共空间", "为老"}))
    assert [poll.cells("name")[at] for at in (0, 1, 4)] == [
        "榕树下凉亭翻新；含无障碍坡道",
        "“老幼共享”活动角",
        "社区图书角\n（二楼）",
    ]
    assert poll.said("comment") == '#1: 票面可选一至三项；"老幼共享"一项含施工与三年养护'
    assert (poll.published, poll.money(poll.cast.candidates[6].cost)) == (
        ("p01", "p02", "p04", "p05"),
        "15000.25",
    )


def test_a_withdrawn_project_is_read_and_not_counted():
    reading = opened(OWN / "lizhi_2026_approval.pb")

    assert (reading.poll.cast.votes, reading.poll.election.votes) == (
        (12, 9, 8, 8, 5, 3, 0),
        (12, 9, 8, 8, 5, 0),
    )
    assert (reading.poll.election.voters, [r.code for r in reading.remarks]) == (20, ["pb-withdrawn"])


def test_points_are_scores_and_places_are_worth_what_the_first_is_worth_less_their_number():
    points, ranked = opened(OWN / "lizhi_2026_points.pb"), opened(OWN / "lizhi_2026_ranked.pb")

    assert (points.poll.cast.scores, points.remarks) == ((28, 18, 16, 9, 2), ())
    assert (ranked.poll.cast.scores, ranked.remarks) == ((13, 7, 7, 7), ())


def test_without_a_longest_vote_the_first_place_is_worth_as_many_points_as_there_are_projects():
    assert scores(pb("p2,p1", kind="ordinal")) == [({"p2": 3, "p1": 2}, 1)]


def test_equal_ballots_are_one_in_whatever_order_they_came_and_named_their_projects():
    assert from_text(pb("p2,p1", "p3", "p1, p2")).poll.cast.ballots == (
        Ballot(((0, 1), (1, 1)), 2),
        Ballot(((2, 1),), 1),
    )


def test_windows_lines_a_byte_order_mark_empty_lines_and_trailing_semicolons_change_nothing():
    text = pb("p1", "p2,p3")
    odd = "\ufeff" + text.replace("\n", ";\n\n").replace("\n", "\r\n")

    assert from_text(odd).poll == from_text(text).poll


def test_sums_are_exact_at_any_size():
    text = pb("p1", projects="p1;0.1\np2;0.20\np3;1000000000000000000").replace("budget;200", "budget;0.3")

    poll = from_text(text).poll

    assert (poll.scale, poll.cast.budget) == (2, 30)
    assert [candidate.cost for candidate in poll.cast.candidates] == [10, 20, 10**20]
    assert poll.money(10**20) == "1000000000000000000.00"


def test_no_points_for_what_was_not_chosen_is_what_everybody_means():
    assert told(pb("p1;2", kind="scoring", meta="default_score;0.0\n")) == []


def test_a_formula_stays_the_text_that_it_is():
    projects = "=1+1;100\n@x;50\n-2;60"

    poll = from_text(pb("=1+1,-2", projects=projects)).poll

    assert [candidate.id for candidate in poll.cast.candidates] == ["=1+1", "@x", "-2"]


@pytest.mark.parametrize(
    ("kind", "vote", "counted"),
    [
        ("approval", "p1,p2,p1", {"p1": 1, "p2": 1}),
        ("choose-1", "p1,p1", {"p1": 1}),
        ("ordinal", "p1,p1,p2", {"p1": 3, "p2": 1}),
        ("cumulative", "p1,p2,p1;3,2,4", {"p1": 7, "p2": 2}),
        ("scoring", "p1,p2,p1;3,2,4", {"p1": 3, "p2": 2}),
    ],
)
def test_a_project_that_a_vote_names_twice_counts_once_and_is_told(kind, vote, counted):
    text = pb(vote, kind=kind)

    assert (scores(text), ("pb-twice-in-a-vote", 1, 14) in told(text)) == ([(counted, 1)], True)


@pytest.mark.parametrize(
    ("meta", "kind", "vote"),
    [
        ("max_length;1\n", "approval", "p1,p2"),
        ("min_length;2\n", "approval", "p1"),
        ("max_sum_points;5\n", "cumulative", "p1,p2;3,3"),
        ("min_sum_points;5\n", "cumulative", "p1;3"),
        ("max_points;5\n", "scoring", "p1;6"),
        ("min_points;2\n", "scoring", "p1,p2;2,1"),
    ],
)
def test_a_vote_beyond_the_files_own_limits_counts_and_is_told(meta, kind, vote):
    assert told(pb(vote, meta=meta, kind=kind)) == [("pb-limits", 1, 15)]


def test_one_vote_of_two_in_choose_1_counts_and_is_told():
    assert told(pb("p1", "p1,p2", kind="choose-1")) == [("pb-limits", 1, 15)]


def test_a_voter_with_two_votes_and_sums_that_lie_are_told():
    text = (
        pb("p1", "p1")
        .replace("\n2;p1", "\n1;p1")
        .replace("id;cost\np1;100\np2;50\np3;60", "id;cost;votes\np1;100;2\np2;50;1\np3;60;0")
    )

    assert told(text) == [("pb-voter-twice", 1, 15), ("pb-counted-otherwise", 1, 10)]


def test_without_counts_it_is_told_that_a_cut_end_would_not_show():
    text = re.sub(r"num_(votes|projects);\d\n", "", pb("p1"))

    assert told(text) == [("pb-no-count", None, None), ("pb-no-count", None, None)]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "line"),
    [
        ("budget;200", "budget;-200", "pb-number", 3),
        ("budget;200", "budget;NaN", "pb-number", 3),
        ("budget;200", "budget;1e309", "pb-number", 3),
        ("budget;200", "budget;inf", "pb-number", 3),
        ("budget;200", "budget;0x10", "pb-number", 3),
        ("budget;200", "budget;１００", "pb-number", 3),
        ("budget;200", "budget;1,000", "pb-number", 3),
        ("budget;200", "budget;1_000", "pb-number", 3),
        ("budget;200", "budget;+5", "pb-number", 3),
        ("budget;200", "budget;٢٠٠", "pb-number", 3),
        ("budget;200", f"budget;{'9' * 5000}", "pb-number", 3),
        ("budget;200", "budget;0.00", "pb-budget", 3),
        ("budget;200\n", "", "pb-key", 6),
        ("vote_type;approval", "vote_type;veto", "pb-vote-type", 4),
        ("vote_type;approval", "vote_type;approval\nbudget;300", "pb-key-twice", 5),
        ("vote_type;approval", "vote_type", "pb-cells", 4),
        ("num_projects;3", "num_projects;4", "pb-count", 5),
        ("num_projects;3", "num_projects;3.5", "pb-whole", 5),
        ("num_votes;2", "num_votes;3", "pb-count", 6),
        ("num_votes;2", "num_votes;１", "pb-whole", 6),
        ("num_votes;2", "num_votes;2\ndefault_score;1", "pb-default-score", 7),
        ("num_votes;2", "num_votes;2\nmax_length;-1", "pb-whole", 7),
        ("META\n", "", "pb-section", 1),
        ("PROJECTS\n", "", "pb-section", 11),
        ("VOTES\n", "", "pb-number", 12),
        ("VOTES\n", "VOTES\nVOTES\n", "pb-column", 13),
        ("key;value", "name;value", "pb-column", 2),
        ("project_id;cost", "project_id;price", "pb-column", 8),
        ("project_id;cost", "project_id;cost;cost", "pb-column-twice", 8),
        ("p2;50", "p1;50", "pb-project-twice", 10),
        ("p2;50", '"p1 ";50', "pb-project-twice", 10),
        ("p2;50", ";50", "pb-project-id", 10),
        ("p2;50", "p2,p4;50", "pb-project-id", 10),
        ("p2;50", '"p\n2";50', "pb-project-id", 10),
        ("p2;50", "p2;fifty", "pb-number", 10),
        ("p2;50", "p2;50;80", "pb-cells", 10),
        ("p2;50", "p2", "pb-cells", 10),
        ("p2;50", 'p2;"50', "pb-quote", 10),
        ("2;p2,p3", "2;p2,p4", "pb-vote", 15),
        ("2;p2,p3", "2;p2,", "pb-vote", 15),
        ("2;p2,p3", "2;p2;p3", "pb-cells", 15),
        ("2;p2,p3", "2", "pb-cells", 15),
        ("2;p2,p3", "2;p2,p3\nMETA\nkey;value", "pb-section-again", 16),
    ],
)
def test_what_cannot_be_counted_is_refused_by_its_line(was, becomes, code, line):
    text = pb("p1", "p2,p3")
    assert text.count(was) == 1

    said = refusal(text.replace(was, becomes))

    assert (said.code, said.facts["line"], f"第{line}行" in str(said)) == (code, line, True)


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        ("p1;1,2", "pb-points"),
        ("p1;", "pb-points"),
        ("p1;-1", "pb-whole"),
        ("p1;1.5", "pb-whole"),
        ("p1;１", "pb-whole"),
    ],
)
def test_points_that_do_not_fit_are_refused_by_their_line(vote, code):
    said = refusal(pb(vote, kind="cumulative"))

    assert (said.code, said.facts["line"]) == (code, 14)


def test_a_file_cut_off_anywhere_is_refused_or_lacks_only_its_last_line_end():
    whole = (OWN / "lizhi_2026_points.pb").read_bytes().rstrip()

    passed = [end for end in range(len(whole)) if _reads(whole[:end])]

    # Two figures less, and the last vote has other points: only the sums in PROJECTS can tell.
    assert passed == []
    assert _reads(whole)


def _reads(content: bytes) -> bool:
    try:
        return not read(BytesIO(content)).remarks
    except PabulibRefusal:
        return False


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_whatever_is_done_to_a_file_it_is_read_or_refused(data):
    content = bytearray((OWN / "lizhi_2026_points.pb").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 6))
        content[at : at + cut] = data.draw(
            st.sampled_from(
                [b'"', b";", b"\n", b"\r", b",", b"0", b"-1", b"\x00", b"VOTES\n", b"META", b"\xff"]
            )
            | st.binary(max_size=4)
        )

    with suppress(PabulibRefusal):
        poll = read(BytesIO(bytes(content))).poll
        assert again(poll) == poll


@pytest.mark.parametrize("coding", ["gb18030", "utf-16", "big5hkscs"])
def test_another_coding_is_refused_with_the_way_out(coding):
    text = pb("p1", meta="description;民生微实事\n").replace("META", "META", 1)

    said = refusal(text.encode(coding))

    assert (said.code, "UTF-8" in str(said)) == ("pb-encoding", True)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"hello", b"\x00" * 100, b"PK\x03\x04", b"META"])
def test_what_is_no_such_file_is_refused(content):
    assert refusal(content).code in {"pb-section", "pb-column"}


@pytest.mark.parametrize(("columns", "code"), [(201, "pb-columns"), (2_000_000, "pb-long-line")])
def test_a_million_columns_are_refused(columns, code):
    head = ";".join(["project_id", "cost", *("x" for _ in range(columns - 2))])

    said = refusal(pb("p1").replace("project_id;cost", head))

    assert (said.code, said.facts["line"]) == (code, 8)


def test_a_quoted_text_without_an_end_is_not_gathered_for_ever():
    lines = "x" * 1000 + "\n"
    text = pb("p1").replace("p1;100", 'p1;"100\n' + lines * 2000)

    assert refusal(text).code in {"pb-quote", "pb-long-line"}


def test_a_huge_file_is_left_off_at_the_limit(monkeypatch):
    class Endless:
        """A file that never ends."""

        def __init__(self) -> None:
            self.lines = iter(pb().encode().replace(b"num_votes;0", b"num_votes;9").splitlines(keepends=True))
            self.given = 0

        def readline(self, most: int) -> bytes:
            self.given += 1
            return next(self.lines, b"%d;p1\n" % self.given)

    monkeypatch.setattr(pabulib_rows, "LARGEST", 1_000_000)
    with pytest.raises(PabulibRefusal) as caught:
        read(Endless())

    assert caught.value.code == "pb-big"


@pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)
def test_every_real_file_is_read_and_its_published_sums_recount():
    sampled = {
        "hungary_budapest_2024.pb",
        "netherlands_amsterdam_2022_west.pb",
        "poland_warszawa_2021_bielany.pb",
    }

    remarks = {}
    for row in manifest():
        reading = opened(REAL / row["file"])
        remarks |= {row["file"]: [r.code for r in reading.remarks]} if reading.remarks else {}
        poll = reading.poll
        found = (poll.vote_type, poll.cast.voters, len(poll.rows), poll.money(poll.cast.budget))
        assert found == (row["vote_type"], int(row["voters"]), int(row["projects"]), poll.said("budget"))
        if poll.vote_type in ("approval", "choose-1"):
            assert len(poll.cast.ballots) == int(row["distinct_ballots"])

    # These hold some hundred ballots of a vote, under the sums of all.
    assert remarks == {file: ["pb-counted-otherwise"] for file in sampled}
