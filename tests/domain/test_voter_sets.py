"""Sets of voters: each voter once, in the order of the ballots, for each project that their ballot names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.tally.elections import Ballot, Candidate, Election
from microprojects.domain.tally.voter_sets import supporters

CANDIDATES = tuple(Candidate(f"p{number}", 1) for number in range(4))
BALLOTS = st.lists(
    st.builds(
        lambda places, weight: Ballot(tuple((place, 1) for place in sorted(places)), weight),
        st.sets(st.integers(0, len(CANDIDATES) - 1)),
        st.integers(1, 20),
    )
)


@given(BALLOTS)
def test_bit_n_of_a_set_is_voter_n(ballots):
    election = Election(1, CANDIDATES, tuple(ballots))
    voters = [ballot for ballot in ballots for _ in range(ballot.weight)]
    for place, who in enumerate(supporters(election)):
        chose = [number for number, ballot in enumerate(voters) if place in dict(ballot.scores)]
        assert who == sum(1 << number for number in chose)


def test_who_named_nobody_is_in_no_set():
    election = Election(1, CANDIDATES, (Ballot((), 9), Ballot(((1, 1),), 2)))
    assert supporters(election) == [0, 0b11 << 9, 0, 0]
