"""What looks like one work that was split: what hangs together, and which limit its sum passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.money import Fen
from microprojects.domain.procurement_modes import next_threshold
from microprojects.domain.similarity import similarity
from microprojects.domain.splitting import (
    Against,
    Standing,
    Tie,
    WordsTooShort,
    Work,
    groups,
    require_words,
    standing,
    suspicion,
    ties,
)

WAN = 1_000_000
CAP = Fen(40 * WAN)
ONE = Work(1, "LZ-2026-001", "三巷路灯", "荔枝苑三巷", "works", Fen(6 * WAN))
AT = datetime(2026, 3, 4, tzinfo=UTC)


def other(**given):
    words = {"id": 2, "number": "LZ-2026-002", "title": "党群中心粉刷", "place": "幸福路 8 号"}
    return replace(ONE, **(words | given))


@pytest.mark.parametrize(
    ("two", "why"),
    [
        (other(), set()),
        (other(place=" 荔枝苑　三巷 "), {Tie.PLACE}),
        (other(title="三巷路灯"), {Tie.TITLE}),
        (other(title="三巷路灯", place="荔枝苑三巷"), {Tie.TITLE, Tie.PLACE}),
        (other(title="三巷路灯", type="goods"), set()),
        (other(place="荔枝苑三巷", type="services"), set()),
        (other(supplier=7), set()),
        (other(place=""), set()),
    ],
)
def test_works_hang_together_by_site_or_title_within_one_type(two, why):
    assert ties(ONE, two, alike_percent=80) == why
    assert ties(two, ONE, alike_percent=80) == why


def test_works_of_one_supplier_hang_together():
    one = replace(ONE, supplier=7)

    assert ties(one, other(supplier=7), alike_percent=80) == {Tie.SUPPLIER}
    assert ties(one, other(supplier=8), alike_percent=80) == set()
    assert ties(ONE, other(), alike_percent=80) == set()


def test_two_works_without_a_place_are_not_on_one_site():
    assert ties(replace(ONE, place=""), other(place="——"), alike_percent=80) == set()


def test_titles_are_alike_from_the_threshold_on():
    two = other(title="三巷路灯改造二期工程")
    percent = int(similarity(ONE.title, two.title) * 100)

    assert ties(ONE, two, alike_percent=percent) == {Tie.TITLE}
    assert ties(ONE, two, alike_percent=percent + 1) == set()


def test_a_chain_is_one_group_and_a_stranger_is_not_in_it():
    chain = [ONE, other(place=ONE.place), other(id=3, number="3", place="西门")]
    stranger = other(id=4, number="4", title="图书角书架", place="东门")

    found = groups([stranger, *chain], alike_percent=80)

    assert [[work.id for work in group] for group in found] == [[1, 2, 3], [4]]


@pytest.mark.parametrize(
    ("amounts", "limit", "against"),
    [
        ((4 * WAN, 6 * WAN), None, None),
        ((4 * WAN + 1, 6 * WAN), 10 * WAN, Against.MODE),
        ((5000_00, 4999_99), None, None),
        ((5000_00, 5000_01), 1 * WAN, Against.MODE),
        ((20 * WAN, 20 * WAN), None, None),
        ((20 * WAN, 20 * WAN + 1), 40 * WAN, Against.CAP),
        ((3 * WAN, 3 * WAN, 3 * WAN, 3 * WAN), 10 * WAN, Against.MODE),
        ((41 * WAN,), None, None),
        ((9 * WAN, 2000_00), None, None),
    ],
)
def test_the_sum_has_to_exceed_the_lower_of_cap_and_next_way_of_buying(amounts, limit, against):
    works = [replace(ONE, id=n, amount=Fen(fen)) for n, fen in enumerate(amounts, start=1)]

    found = suspicion(works, cap=CAP)

    assert (found and found.limit, found and found.against) == (limit, against)
    assert found is None or found.sum == sum(amounts)


def test_the_others_are_named():
    found = suspicion([ONE, other(), other(id=3, number="LZ-2026-003")], cap=Fen(WAN))

    assert (found.others(2), found.ids) == ("LZ-2026-001、LZ-2026-003", {1, 2, 3})


@pytest.mark.parametrize(
    ("joined", "answered", "verdict", "stands"),
    [
        (0, None, None, Standing.OPEN),
        (0, 1, None, Standing.ANSWERED),
        (0, 1, "accepted", Standing.ACCEPTED),
        (0, 1, "found", Standing.FOUND),
        (1, 1, "accepted", Standing.ACCEPTED),
        (2, 1, None, Standing.OPEN),
        (2, 1, "accepted", Standing.OPEN),
        (2, 1, "found", Standing.OPEN),
    ],
)
def test_who_joins_after_the_answer_opens_the_question_again(joined, answered, verdict, stands):
    days = [AT, AT + timedelta(days=joined)]
    answered_at = None if answered is None else AT + timedelta(days=answered)

    assert standing(days, answered_at, verdict) is stands


@pytest.mark.parametrize("text", ["", "不是拆分。", "………………………………………………………………", "一" * 19])
def test_an_answer_says_something(text):
    with pytest.raises(WordsTooShort):
        require_words(text, 20)
    require_words("一" * 20, 20)


WORKS = st.lists(
    st.builds(
        Work,
        id=st.integers(),
        number=st.just("N"),
        title=st.sampled_from(["三巷路灯", "三巷路灯二期", "广场座椅", "书架"]),
        place=st.sampled_from(["三巷", "广场", "", "东门", "西门"]),
        type=st.sampled_from(["works", "goods"]),
        amount=st.integers(1, 50 * WAN).map(Fen),
        supplier=st.sampled_from([None, None, 1, 2]),
    ),
    max_size=9,
    unique_by=lambda work: work.id,
)


@given(WORKS, st.randoms(use_true_random=False))
def test_groups_part_the_works_whatever_their_order(works, random):
    found = groups(works, alike_percent=80)
    shuffled = list(works)
    random.shuffle(shuffled)

    assert sorted(work.id for group in found for work in group) == sorted(work.id for work in works)
    assert {frozenset(group) for group in found} == {frozenset(g) for g in groups(shuffled, alike_percent=80)}
    for group in found:
        outside = [work for work in works if work not in group]
        assert not any(ties(one, two, alike_percent=80) for one in group for two in outside)


@given(st.lists(st.integers(1, 50 * WAN), min_size=2, max_size=6))
def test_what_is_flagged_exceeds_a_limit_and_what_is_not_exceeds_none(amounts):
    works = [replace(ONE, id=n, amount=Fen(fen)) for n, fen in enumerate(amounts)]
    limits = [CAP, next_threshold("works", Fen(max(amounts)))]

    found = suspicion(works, cap=CAP)

    assert (found is not None) is any(each is not None and sum(amounts) > each for each in limits)
