"""Quorums and bars: the oracle table, two real meetings, and the laws of counting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import votes
from microprojects.domain.votes import (
    MORE_THAN_HALF,
    MORE_THAN_TWO_THIRDS,
    TWO_THIRDS,
    Base,
    Share,
    Tally,
    decide,
    needed,
)

people = st.integers(min_value=0, max_value=200)
shares = st.builds(
    lambda den, num, strict: Share(min(num, den - strict), den, strict),
    st.integers(min_value=2, max_value=20),
    st.integers(min_value=1, max_value=20),
    st.booleans(),
)


@st.composite
def counts(draw: st.DrawFn) -> tuple[Tally, int]:
    for_, against, abstain, recused, absent = (draw(st.integers(0, 30)) for _ in range(5))
    present = for_ + against + abstain + recused
    return Tally(present, recused, for_, against, abstain), present + absent


@pytest.mark.parametrize(
    ("members", "two_thirds", "over_two_thirds", "present", "half", "special"),
    [
        (9, 6, 7, 6, 4, 4),
        (11, 8, 8, 8, 5, 6),
        (15, 10, 11, 10, 6, 7),
        (16, 11, 11, 14, 8, 10),
        (17, 12, 12, 12, 7, 8),
        (21, 14, 15, 15, 8, 10),
    ],
)
def test_the_oracle_table_holds(
    members: int, two_thirds: int, over_two_thirds: int, present: int, half: int, special: int
) -> None:
    assert needed(TWO_THIRDS, members) == two_thirds
    assert needed(MORE_THAN_TWO_THIRDS, members) == over_two_thirds
    assert needed(MORE_THAN_HALF, present) == half
    assert needed(TWO_THIRDS, present) == special


@given(shares, people)
def test_needed_is_the_least_number_that_makes_the_share(share: Share, n: int) -> None:
    def reaches(votes_for: int) -> bool:
        exact = Fraction(share.num * n, share.den)
        return votes_for > exact if share.strict else votes_for >= exact

    assert reaches(needed(share, n))
    assert not reaches(needed(share, n) - 1)


@given(people)
def test_two_thirds_and_more_than_two_thirds_differ_only_at_exact_multiples(n: int) -> None:
    gap = needed(MORE_THAN_TWO_THIRDS, n) - needed(TWO_THIRDS, n)

    assert gap == (1 if n % 3 == 0 else 0)


def test_liantang_2016_had_its_quorum_both_ways_and_needed_eight_votes() -> None:
    for share in (TWO_THIRDS, MORE_THAN_TWO_THIRDS):
        assert votes.quorum(share, members=16, present=14).met

    eight = decide(Tally(14, 0, 8, 6, 0), MORE_THAN_HALF, due=16)
    seven = decide(Tally(14, 0, 7, 6, 1), MORE_THAN_HALF, due=16)
    assert (eight.needed, eight.passed, seven.passed) == (8, True, False)


def test_minxin_2021_passed_three_items_and_rejected_one() -> None:
    # The notice gives the outcome of each item; the counts are an example of it.
    items = [Tally(11, 0, 11, 0, 0), Tally(11, 0, 9, 1, 1), Tally(11, 0, 8, 3, 0), Tally(11, 0, 4, 6, 1)]

    assert [decide(tally, MORE_THAN_HALF, due=13).passed for tally in items] == [True, True, True, False]


def test_a_quorum_says_how_many_are_missing() -> None:
    found = votes.quorum(TWO_THIRDS, members=16, present=9)

    assert (found.needed, found.missing, found.met) == (11, 2, False)


def test_recusal_lowers_the_base_and_with_it_the_bar() -> None:
    all_vote = decide(Tally(14, 0, 7, 7, 0), MORE_THAN_HALF, due=16)
    two_recused = decide(Tally(14, 2, 7, 5, 0), MORE_THAN_HALF, due=16)

    assert (all_vote.base, all_vote.needed, all_vote.passed) == (14, 8, False)
    assert (two_recused.base, two_recused.needed, two_recused.passed) == (12, 7, True)


def test_a_bar_of_those_due_is_not_lowered_by_absence() -> None:
    outcome = decide(Tally(20, 0, 15, 5, 0), MORE_THAN_HALF, due=30, base=Base.DUE)

    assert (outcome.base, outcome.needed, outcome.passed) == (30, 16, False)


def test_a_tie_does_not_pass_even_where_half_is_enough() -> None:
    half_is_enough = Share(1, 2)

    outcome = decide(Tally(10, 0, 5, 5, 0), half_is_enough, due=10)

    assert (outcome.needed, outcome.passed) == (5, False)
    assert outcome.sentence.endswith("赞成没有多过反对，表决未通过。")


def test_nobody_who_may_vote_decides_nothing() -> None:
    assert decide(Tally(3, 3, 0, 0, 0), TWO_THIRDS, due=3).passed is False


def test_the_sentence_holds_every_number() -> None:
    passed = decide(Tally(14, 1, 9, 3, 1), MORE_THAN_HALF, due=16).sentence
    failed = decide(Tally(14, 1, 7, 5, 1), TWO_THIRDS, due=16).sentence
    of_due = decide(Tally(20, 0, 16, 4, 0), MORE_THAN_HALF, due=30, base=Base.DUE).sentence

    assert passed == (
        "应到 16 人，到会 14 人，回避 1 人，可投票 13 人。赞成 9 票，反对 3 票，弃权 1 票。"
        "赞成要超过可投票人数 13 人的 1/2，至少 7 票过线。表决通过。"
    )
    assert failed.endswith("赞成要达到可投票人数 13 人的 2/3，至少 9 票过线。还差 2 票，表决未通过。")
    assert of_due.endswith("赞成要超过应到人数 30 人的 1/2，至少 16 票过线。表决通过。")


@given(counts(), shares, st.sampled_from(Base))
def test_one_more_vote_in_favour_never_loses_a_vote(count: tuple[Tally, int], bar: Share, base: Base) -> None:
    tally, due = count
    if not (tally.against or tally.abstain):
        return
    if tally.against:
        better = Tally(tally.present, tally.recused, tally.for_ + 1, tally.against - 1, tally.abstain)
    else:
        better = Tally(tally.present, tally.recused, tally.for_ + 1, tally.against, tally.abstain - 1)

    before, after = (decide(t, bar, due=due, base=base).passed for t in (tally, better))

    assert after >= before


@given(counts(), st.sampled_from([TWO_THIRDS, MORE_THAN_TWO_THIRDS, MORE_THAN_HALF]), st.sampled_from(Base))
def test_to_abstain_instead_of_voting_in_favour_never_helps(
    count: tuple[Tally, int], bar: Share, base: Base
) -> None:
    tally, due = count
    if not tally.for_:
        return
    weaker = Tally(tally.present, tally.recused, tally.for_ - 1, tally.against, tally.abstain + 1)

    assert decide(weaker, bar, due=due, base=base).passed <= decide(tally, bar, due=due, base=base).passed


@given(counts(), shares)
def test_a_bar_of_those_due_is_never_easier_than_one_of_those_present(
    count: tuple[Tally, int], bar: Share
) -> None:
    tally, due = count

    of_due = decide(tally, bar, due=due, base=Base.DUE).passed
    of_present = decide(tally, bar, due=due, base=Base.PRESENT).passed

    assert of_due <= of_present


@pytest.mark.parametrize(
    "numbers",
    [
        (14, 0, 8, 5, 0),
        (14, 0, 8, 6, 1),
        (14, 1, 8, 6, 0),
        (5, 0, -1, 6, 0),
        (3, 4, 0, 0, 0),
        (1, 2, 0, 0, -1),
    ],
)
def test_a_count_that_does_not_add_up_is_refused(numbers: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(votes.TallyDoesNotAddUp) as refused:
        Tally(*numbers)

    assert "请重新点一遍再填" in str(refused.value)


def test_more_people_than_there_are_members_do_not_add_up() -> None:
    with pytest.raises(votes.TallyDoesNotAddUp):
        decide(Tally(17, 0, 17, 0, 0), MORE_THAN_HALF, due=16)


@pytest.mark.parametrize(
    "parts", [(0, 3, False), (4, 3, False), (1, 1, True), (1, 0, False), (-1, -2, False)]
)
def test_a_share_that_nobody_could_reach_is_refused(parts: tuple[int, int, bool]) -> None:
    with pytest.raises(votes.BadShare):
        Share(*parts)


def test_all_of_them_is_a_share() -> None:
    assert needed(Share(1, 1), 16) == 16
