"""What is written as a Pabulib file reads as what it was, and no voter can be told from it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microprojects.domain.tally.elections import Candidate, election
from microprojects.domain.tally.pabulib import read
from microprojects.domain.tally.pabulib_writing import poll_of, write
from microprojects.domain.tally.poll_files import PollFile, VoteType, written
from tests.pb_files import NOT_THERE, OWN, REAL, again, manifest, opened, pb

# Any text, and more often than by chance what means something in such a file.
TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from('";,\r\n=@ 榕树“”；'), max_size=12)
IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=","),
    min_size=1,
    max_size=6,
)


@st.composite
def polls(draw):
    """A vote of any kind, with texts of any kind."""
    kind = draw(st.sampled_from(VoteType))
    scale = draw(st.integers(0, 4))
    ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    costs = draw(st.lists(st.integers(0, 10**20), min_size=len(ids), max_size=len(ids)))
    budget = draw(st.integers(1, 10**20))
    most = draw(st.integers(1, len(ids)))
    score = st.integers(1, 10**6) if kind.has_points else st.just(1)
    ballots = draw(st.lists(_ballots(kind, ids, score, most), max_size=6))
    told = {
        "budget": written(budget, scale),
        "vote_type": kind.value,
        "num_votes": str(len(ballots)),
        "max_length": str(most),
        "description": draw(TEXT),
        "comment": draw(TEXT),
    }
    names = draw(st.lists(TEXT, min_size=len(ids), max_size=len(ids)))
    return PollFile(
        meta=tuple(told.items()),
        columns=("name", "project_id", "cost"),
        rows=tuple((n, key, written(cost, scale)) for n, key, cost in zip(names, ids, costs, strict=True)),
        vote_type=kind,
        scale=scale,
        cast=election(budget, map(Candidate, ids, costs), ballots),
    )


def _ballots(kind: VoteType, ids: list[str], score, most: int):
    if kind != VoteType.ORDINAL:
        return st.dictionaries(st.sampled_from(ids), score)
    order = st.lists(st.sampled_from(ids), unique=True, max_size=most)
    return order.map(lambda chosen: {key: most - place for place, key in enumerate(chosen)})


@settings(max_examples=300, deadline=None)
@given(polls())
def test_what_was_written_is_read_as_what_it_was(poll):
    assert again(poll) == poll


@settings(max_examples=200, deadline=None)
@given(polls())
def test_a_vote_of_our_own_is_written_with_all_that_counts(poll):
    told = {key: value for key, value in poll.meta if key in ("max_length", "description")}
    ours = poll_of(
        poll.cast, told, vote_type=poll.vote_type, scale=poll.scale, cells={"name": poll.cells("name")}
    )

    reading = read(BytesIO("".join(write(ours)).encode()))

    assert (reading.poll, reading.poll.cast) == (ours, poll.cast)
    assert {remark.code for remark in reading.remarks} <= {"pb-limits"}


@pytest.mark.parametrize(
    ("key", "scores", "kind"),
    [
        ("a,b", {"a,b": 1}, VoteType.APPROVAL),
        (" a", {" a": 1}, VoteType.APPROVAL),
        ("", {"": 1}, VoteType.APPROVAL),
        ("a", {"a": 2}, VoteType.APPROVAL),
        ("a", {"a": 3}, VoteType.ORDINAL),
    ],
)
def test_what_would_be_read_as_something_else_is_not_written(key, scores, kind):
    with pytest.raises(ValueError, match="that"):
        poll_of(election(100, [Candidate(key, 1)], [scores]), {}, vote_type=kind)


@pytest.mark.parametrize("file", sorted(path.name for path in OWN.glob("*.pb")))
def test_our_own_files_are_read_as_they_were(file):
    poll = opened(OWN / file).poll

    assert again(poll) == poll


def test_a_place_that_a_repeated_project_used_up_stays_used_up():
    poll = read(BytesIO(pb("p1,p1,p2", kind="ordinal").encode())).poll

    assert again(poll).cast == poll.cast


def test_the_order_in_which_votes_came_leaves_no_trace():
    one, other = pb("p3", "p1", "p2,p1"), pb("p2,p1", "p3", "p1")

    files = {"".join(write(read(BytesIO(text.encode())).poll)) for text in (one, other)}

    assert [file.split("VOTES\n")[1] for file in files] == ["voter_id;vote\n1;p1\n2;p1,p2\n3;p3\n"]


def test_voters_are_only_numbers():
    named = pb("p1", "p2").replace("\n1;p1", "\n张三-138****1234;p1")

    assert "张三" not in "".join(write(read(BytesIO(named.encode())).poll))


@pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)
def test_real_files_are_read_as_they_were():
    small = [row["file"] for row in manifest() if int(row["voters"]) < 5000]

    changed = [file for file in small if again(poll := opened(REAL / file).poll) != poll]

    assert changed == []
