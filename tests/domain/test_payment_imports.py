"""A sheet of payments: each line will be booked, is booked already, or is refused with its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import payment_sheets
from microprojects.domain.money import AmountTooLarge, BadAmount, Fen, NegativeAmount, TooManyDecimals
from microprojects.domain.payment_imports import (
    Account,
    Booked,
    BookedOtherwise,
    Books,
    ContractDiffers,
    Fate,
    PaperTwice,
    PartsNotTold,
    PayeeDiffers,
    ProjectUnknown,
    counted,
    plan,
)
from microprojects.domain.payment_sheets import (
    CellMissing,
    DayWrong,
    NoPaymentColumn,
    NoPaymentRows,
    PaperRounded,
    PositionWrong,
    TooManyPayments,
)
from microprojects.domain.payments import (
    EvidenceNotYet,
    Instalment,
    NoSuchTranche,
    NothingToPay,
    PaidOnWrongDay,
    PaymentTooHigh,
    Purse,
    Reached,
    VoucherUsed,
)
from microprojects.domain.roll_columns import CellBeyond, CellError, CellFormula, HeadFormula, HeadTwice
from microprojects.domain.sheets import Row
from microprojects.domain.tranches import Milestone

TODAY, SIGNED = date(2026, 3, 20), date(2026, 3, 5)
HEAD = ("项目编号", "合同号", "发票号", "付款日期", "金额", "收款单位", "凭证号")
LINE = ("LZ-2026-001", "RS-1", "FP-1", "2026-03-10", "300", "明湖安桩", "付-1")
PURSE = Purse(100_000, 100_000, 0, 0, 0, 0, 0)
ACCOUNT = Account(
    number="LZ-2026-001",
    contract="RS-1",
    payee="明湖安桩",
    signed_on=SIGNED,
    purse=PURSE,
    plan=(
        Instalment(1, 30_000, Milestone.SIGNED, False),
        Instalment(2, 50_000, Milestone.ACCEPTED, False),
        Instalment(3, 20_000, Milestone.WARRANTY_OVER, True),
    ),
    reached=Reached(True, True, False, False, None, TODAY),
)


def sheet(*lines, head=HEAD):
    return [Row(1, tuple(head)), *(Row(n, tuple(line)) for n, line in enumerate(lines, start=2))]


def but(**cells):
    """The good line with other cells, by the place of the column."""
    made = dict(enumerate(LINE)) | {int(place[1:]): text for place, text in cells.items()}
    return tuple(made[place] for place in sorted(made))


def find(number):
    if number != ACCOUNT.number:
        raise ProjectUnknown(number=number)
    return ACCOUNT


def fates(*lines, account=ACCOUNT, books=None, head=HEAD):
    """What becomes of each line: its fate, or the kind of refusal."""
    reading = payment_sheets.read(sheet(*lines, head=head))
    assert reading.errors == []
    asked = plan(
        reading.entries, find if account is ACCOUNT else lambda _n: account, books or Books(), today=TODAY
    )
    return [type(each.no) if each.no else each.fate for each in asked]


def test_a_good_line_will_be_booked_for_the_instalment_that_is_due():
    reading = payment_sheets.read(sheet(LINE))
    (line,) = plan(reading.entries, find, Books(), today=TODAY)

    assert (line.number, line.fate) == (2, Fate.BOOK)
    assert (line.wish.amount, line.wish.fiscal, line.wish.social, line.wish.position) == (
        30_000,
        30_000,
        0,
        1,
    )


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (but(_0="LZ-2026-009"), ProjectUnknown),
        (but(_1="RS-2"), ContractDiffers),
        (but(_5="榕树装饰"), PayeeDiffers),
        (but(_3="2026-03-04"), PaidOnWrongDay),
        (but(_3="2026-03-21"), PaidOnWrongDay),
        (but(_4="300.01"), EvidenceNotYet),
        (but(_4="800"), EvidenceNotYet),
        (but(_4="1000.01"), PaymentTooHigh),
        (but(_4="0"), NothingToPay),
    ],
)
def test_a_line_that_the_rules_do_not_let_pass_is_refused(line, refusal):
    assert fates(line) == [refusal]


def test_more_than_the_contract_is_refused_as_too_high_once_everything_is_due():
    over = Reached(True, True, True, True, date(2026, 3, 1), TODAY)

    assert fates(but(_4="1000.01"), account=replace(ACCOUNT, reached=over)) == [PaymentTooHigh]


def test_an_instalment_that_is_named_is_the_one_that_is_asked_for():
    head = (*HEAD, "期次")

    assert [fates((*LINE, number), head=head) for number in ("1", "2", "9", "")] == [
        [Fate.BOOK],
        [EvidenceNotYet],
        [NoSuchTranche],
        [Fate.BOOK],
    ]


def test_each_line_counts_what_those_before_it_take():
    lines = [but(_2=f"FP-{n}", _4="100", _6=f"付-{n}") for n in range(4)]

    assert fates(*lines) == [Fate.BOOK, Fate.BOOK, Fate.BOOK, EvidenceNotYet]


def test_a_refused_line_takes_nothing_from_those_after_it():
    assert fates(but(_4="300.01"), but(_2="FP-2", _6="付-2")) == [EvidenceNotYet, Fate.BOOK]


BOOKED = Booked("LZ-2026-001", "RS-1", "明湖安桩", "FP-1", "付-1", Fen(30_000))


@pytest.mark.parametrize(
    ("line", "fate"),
    [
        (LINE, Fate.BOOKED),
        (but(_2="ｆｐ-1"), Fate.BOOKED),
        (but(_6=""), Fate.BOOKED),
        (but(_4="299"), BookedOtherwise),
        (but(_6="付-2"), BookedOtherwise),
    ],
)
def test_an_invoice_that_is_booked_is_not_booked_again(line, fate):
    books = Books({("明湖安桩", "fp-1"): BOOKED}, {"付-1": BOOKED})

    assert fates(line, books=books) == [fate]


def test_a_voucher_of_another_payment_is_refused():
    assert fates(LINE, books=Books({}, {"付-1": BOOKED})) == [VoucherUsed]


def test_a_project_that_ended_still_knows_what_was_booked():
    ended = replace(ACCOUNT, blocked=NothingToPay())
    books = Books({("明湖安桩", "fp-1"): BOOKED}, {})

    assert fates(LINE, but(_2="FP-2", _6="付-2"), account=ended, books=books) == [Fate.BOOKED, NothingToPay]


@pytest.mark.parametrize("second", [but(_6="付-2"), but(_2="FP-2"), LINE])
def test_one_paper_on_two_lines_is_refused(second):
    assert fates(LINE, second) == [Fate.BOOK, PaperTwice]


def test_two_pockets_have_to_be_told_apart():
    mixed = replace(ACCOUNT, purse=Purse(100_000, 60_000, 40_000, 0, 0, 0, 40_000))
    head = (*HEAD, "财政资金", "自筹资金")

    assert fates((*LINE, "", ""), account=mixed, head=head) == [PartsNotTold]
    reading = payment_sheets.read(sheet((*LINE, "200", ""), head=head))
    (line,) = plan(reading.entries, lambda _n: mixed, Books(), today=TODAY)
    assert (line.wish.fiscal, line.wish.social) == (20_000, 10_000)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (but(_0=""), CellMissing),
        (but(_2="2.4402E+19"), PaperRounded),
        (but(_3="2026-02-30"), DayWrong),
        (but(_4="=SUM(A1)"), CellFormula),
        (but(_4="-5"), NegativeAmount),
        (but(_4="1e3"), BadAmount),
        (but(_4="1.005"), TooManyDecimals),
        (but(_4="9" * 20), AmountTooLarge),
        (but(_5="#REF!"), CellError),
        ((*LINE, "x"), CellBeyond),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_line(line, kind):
    reading = payment_sheets.read(sheet(line))

    assert [(each.line, type(each.no)) for each in reading.errors] == [(2, kind)]
    assert reading.entries == []


def test_an_instalment_is_a_number():
    reading = payment_sheets.read(sheet((*LINE, "二"), head=(*HEAD, "期次")))

    assert [type(each.no) for each in reading.errors] == [PositionWrong]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (sheet(LINE, head=HEAD[:5]), NoPaymentColumn),
        (sheet(), NoPaymentRows),
        (sheet(*[LINE] * 501), TooManyPayments),
        (sheet(LINE, head=(*HEAD[:6], "金额")), HeadTwice),
        (sheet(LINE, head=(*HEAD[:6], "=A1")), HeadFormula),
    ],
)
def test_a_head_that_cannot_be_used_is_refused(rows, refusal):
    with pytest.raises(refusal):
        payment_sheets.read(rows)


def test_heads_of_other_systems_are_known_and_others_are_named():
    head = ("项目编码", "合同编号", "发票号码", "支付日期", "金额（元）", "收款人", "经手人")
    reading = payment_sheets.read(sheet(LINE, head=head))

    assert (len(reading.entries), reading.ignored) == (1, ["经手人"])


@given(st.lists(st.integers(1, 120_000), max_size=12))
def test_what_will_be_booked_never_passes_what_may_be_paid(amounts):
    lines = [but(_2=f"FP-{n}", _4=f"{fen / 100:.2f}", _6=f"付-{n}") for n, fen in enumerate(amounts)]
    if not lines:
        return
    reading = payment_sheets.read(sheet(*lines))
    found = plan(reading.entries, find, Books(), today=TODAY)

    assert sum(each.wish.amount for each in found if each.fate is Fate.BOOK) <= 30_000
    assert sum(counted(found).values()) == len(lines)
