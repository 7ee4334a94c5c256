"""Paper ballots by their rules: numbers, two readings by two people, a third who decides, and what a sheet may say."""

from __future__ import annotations

import pytest

from microprojects.domain.ballots import (
    BadPoints,
    BadRanks,
    BallotRule,
    BallotType,
    OverBudget,
    TooFew,
    TooMany,
    UnknownChoice,
)
from microprojects.domain.errors import BadValue
from microprojects.domain.money import Fen
from microprojects.domain.paper_balances import (
    Numbers,
    PaperUnbalanced,
    PaperUnread,
    numbers,
    openings,
    require_balance,
)
from microprojects.domain.paper_serials import read_serial, read_serials, serial, stretches
from microprojects.domain.paper_sheets import (
    DecidedAlready,
    NotReadTwice,
    ReadAlready,
    Reading,
    ReadTwice,
    SameHands,
    Sheet,
    SheetReturned,
    Verdict,
    pass_of,
    require_third,
    require_verdict,
)

ZHAO, QIAN, SUN = 1, 2, 3
COSTS = {"p01": Fen(600), "p02": Fen(500), "p03": Fen(200)}


def rule(kind: BallotType = BallotType.APPROVAL, least: int = 1, points: int = 0) -> BallotRule:
    return BallotRule(type=kind, least=least, most=2, budget=Fen(1000), costs=COSTS, points=points)


def reading(go: int, by: int, *codes: str, verdict: Verdict | None = None, reason: str = "") -> Reading:
    verdict = verdict or (Verdict.VALID if codes else Verdict.BLANK)
    return Reading(go=go, by=by, verdict=verdict, reason=reason, choices=dict.fromkeys(codes, 1))


def sheet(*readings: Reading, returned: str = "") -> Sheet:
    return Sheet("A-0007", returned, readings)


def test_the_number_of_a_sheet_tells_its_batch_and_its_place():
    assert [serial(1, 7), serial(2, 300)] == ["A-0007", "B-0300"]


@pytest.mark.parametrize("typed", ["A-0007", "a7", " a - 0007 ", "Ａ－０００７", "A0007"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_serial(typed) == "A-0007"


def test_a_stretch_of_numbers_is_read_in_order_and_each_once():
    assert read_serials("A-0003~A-0005，a4、B-0001 到 B-0002") == [
        "A-0003", "A-0004", "A-0005", "B-0001", "B-0002",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "  ", "x", "A-0005~A-0003", "A-0001~B-0002", "A-1~A-2~A-3", "1~2"])
def test_what_is_no_stretch_of_numbers_is_refused(typed):
    with pytest.raises(BadValue):
        read_serials(typed)


def test_numbers_are_told_in_stretches_that_can_be_typed_back():
    numbers = ["A-0001", "A-0003", "A-0004", "A-0005", "B-0006"]

    assert stretches(numbers) == ["A-0001", "A-0003~A-0005", "B-0006"]
    assert (read_serials("、".join(stretches(numbers))), stretches([])) == (numbers, [])


def test_two_different_people_read_a_sheet_and_nobody_else_needs_to():
    once = sheet(reading(1, ZHAO, "p01"))
    twice = sheet(reading(1, ZHAO, "p01"), reading(2, QIAN, "p01"))

    assert (pass_of(sheet(), ZHAO, seen=0), pass_of(once, QIAN, seen=0)) == (1, 2)
    with pytest.raises(ReadTwice):
        pass_of(twice, SUN, seen=0)


def test_the_same_person_reads_a_sheet_once_so_a_copy_of_its_number_is_noticed():
    with pytest.raises(ReadAlready):
        pass_of(sheet(reading(1, ZHAO, "p01")), ZHAO, seen=0)


def test_who_misread_corrects_their_own_pass_until_a_third_has_decided():
    read = (reading(1, ZHAO, "p01"), reading(2, QIAN, "p02"))

    assert (pass_of(sheet(*read), ZHAO, seen=1), pass_of(sheet(*read), QIAN, seen=1)) == (1, 2)
    with pytest.raises(DecidedAlready):
        pass_of(sheet(*read, reading(3, SUN, "p01")), ZHAO, seen=1)


@pytest.mark.parametrize("what", ["spoiled", "handed_back"])
def test_a_sheet_that_the_desk_took_back_is_never_read_nor_decided(what):
    gone = sheet(returned=what)

    with pytest.raises(SheetReturned):
        pass_of(gone, ZHAO, seen=0)
    with pytest.raises(SheetReturned):
        require_third(gone, SUN)


def test_what_two_read_the_same_is_settled_and_the_reason_of_a_null_one_does_not_matter():
    same = sheet(reading(1, ZHAO, "p01", "p02"), reading(2, QIAN, "p02", "p01"))
    null = sheet(
        reading(1, ZHAO, verdict=Verdict.NULL, reason="marked"),
        reading(2, QIAN, verdict=Verdict.NULL, reason="unreadable"),
    )

    assert (same.settled, null.settled) == (same.readings[0], null.readings[0])
    assert (same.differs, null.differs) == (False, False)


def test_the_last_reading_of_each_pass_is_compared():
    mended = sheet(reading(1, ZHAO, "p01"), reading(2, QIAN, "p02"), reading(1, ZHAO, "p02"))

    assert (mended.differs, mended.settled) == (False, mended.readings[2])


def test_what_two_read_differently_is_decided_by_somebody_who_read_neither():
    read = (reading(1, ZHAO, "p01"), reading(2, QIAN, "p02"))

    require_third(sheet(*read), SUN)

    for hands in (ZHAO, QIAN):
        with pytest.raises(SameHands):
            require_third(sheet(*read), hands)
    with pytest.raises(NotReadTwice):
        require_third(sheet(read[0]), SUN)
    assert sheet(*read, reading(3, SUN, "p03")).settled == reading(3, SUN, "p03")


@pytest.mark.parametrize(
    ("kind", "choices", "no"),
    [
        (BallotType.APPROVAL, {"p01": 1, "p02": 1, "p03": 1}, TooMany),
        (BallotType.APPROVAL, {"p09": 1}, UnknownChoice),
        (BallotType.APPROVAL, {}, TooFew),
        (BallotType.KNAPSACK, {"p01": 1, "p02": 1}, OverBudget),
        (BallotType.POINTS, {"p01": 8, "p02": 3}, BadPoints),
        (BallotType.RANKING, {"p01": 2, "p02": 2}, BadRanks),
    ],
)
def test_a_sheet_that_breaks_the_rule_of_the_ballot_is_never_valid(kind, choices, no):
    with pytest.raises(no):
        require_verdict(Verdict.VALID, choices, "", rule(kind, points=10))


@pytest.mark.parametrize(
    ("verdict", "choices", "reason"),
    [
        (Verdict.BLANK, {"p01": 1}, ""),
        (Verdict.NULL, {}, ""),
        (Verdict.NULL, {}, "because"),
        (Verdict.BLANK, {}, "marked"),
        (Verdict.UNUSED, {"p01": 1}, ""),
    ],
)
def test_only_a_valid_sheet_has_choices_and_only_a_null_one_a_reason(verdict, choices, reason):
    with pytest.raises(BadValue):
        require_verdict(verdict, choices, reason, rule())


def of_every_kind() -> list[Sheet]:
    def twice(number: int, *codes: str, **more) -> Sheet:
        return Sheet(
            serial(1, number), "", (reading(1, ZHAO, *codes, **more), reading(2, QIAN, *codes, **more))
        )

    return [
        twice(1, "p01"),
        twice(2),
        twice(3, verdict=Verdict.NULL, reason="marked"),
        twice(4, verdict=Verdict.UNRETURNED),
        twice(5, verdict=Verdict.UNUSED),
        Sheet(serial(1, 6), "spoiled"),
        Sheet(serial(1, 7), "handed_back"),
    ]


def test_the_sum_of_the_paper_is_right_when_every_sheet_is_accounted_for():
    told = numbers(of_every_kind(), marked=4)

    assert told == Numbers(
        printed=7, marked=4, spoiled=1, handed_back=1, unused=1, valid=1, blank=1, null=1, unreturned=1
    )
    assert (told.issued, told.found, told.counted, told.is_balanced) == (6, 6, 2, True)
    assert openings(of_every_kind()) == [("A-0001", {"p01": 1}), ("A-0002", {})]


@pytest.mark.parametrize("marked", [3, 5])
def test_a_sheet_too_many_or_too_few_is_refused_with_both_numbers(marked):
    with pytest.raises(PaperUnbalanced) as no:
        require_balance(numbers(of_every_kind(), marked=marked))

    assert no.value.facts == {"issued": marked + 2, "found": 6}


def test_what_is_not_read_twice_or_read_differently_is_refused_with_how_many():
    open_ones = [
        *of_every_kind(),
        sheet(reading(1, ZHAO, "p01")),
        sheet(),
        sheet(reading(1, ZHAO, "p01"), reading(2, QIAN)),
    ]

    with pytest.raises(PaperUnread) as no:
        require_balance(numbers(open_ones, marked=4))

    assert no.value.facts == {"waiting": 2, "differing": 1}


def test_sheets_that_were_printed_and_never_given_out_hold_nothing_up():
    told = numbers([sheet(), sheet()], marked=0)

    require_balance(told)

    assert (told.is_in_use, told.as_data()) == (False, {})


def test_a_sheet_in_the_box_that_nobody_was_given_holds_the_closing_up():
    with pytest.raises(PaperUnread):
        require_balance(numbers([sheet(reading(1, ZHAO, "p01"))], marked=0))
    with pytest.raises(PaperUnbalanced):
        require_balance(numbers([sheet(reading(1, ZHAO, "p01"), reading(2, QIAN, "p01"))], marked=0))
