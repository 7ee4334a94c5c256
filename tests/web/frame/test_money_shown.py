"""How money is shown: the sentence, what remains, the table under a chart."""

from datetime import date

import pytest

from microprojects.domain.money import Fen
from microprojects.web.money_shown import Account, amount_bars, amounts_sentence, money_split, money_table


@pytest.fixture(autouse=True)
def _request(guide):
    with guide.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("approved", "contract", "paid", "says"),
    [
        (26_000_000, None, None, "还没有签合同。"),
        (26_000_000, 26_000_000, None, "合同和批准一样多。还没有付款。"),
        (
            26_000_000,
            24_860_000,
            19_888_000,
            "合同比批准少 11,400.00 元。合同款已付 80%，还有 49,720.00 元没有付。",
        ),
        (26_000_000, 26_100_000, 26_100_000, "合同比批准多 1,000.00 元。合同款已付清。"),
    ],
)
def test_the_sentence_subtracts_for_the_reader(approved, contract, paid, says):
    assert amounts_sentence(approved, contract, paid).striptags() == says


@pytest.mark.parametrize(
    ("paid", "account", "says"),
    [
        (
            970,
            Account(Fen(1000), Fen(30), date(2027, 9, 26)),
            "合同款已付 97%。质保金 0.30 元，到 2027年9月26日付。",
        ),
        (
            970,
            Account(Fen(1000), Fen(30), date(2026, 5, 2), over=210),
            "合同款已付 97%。质保金 0.30 元，2026年5月2日到期，过了 210 天还没付。",
        ),
        (1000, Account(Fen(1000)), "合同款已付清。"),
        (800, Account(Fen(800)), "结算比合同少 2.00 元。合同款已付清。"),
        (
            500,
            Account(Fen(1000), Fen(30), date(2027, 9, 26)),
            "合同款已付 50%，还有 5.00 元没有付。质保金 0.30 元，到 2027年9月26日付。",
        ),
    ],
)
def test_once_the_final_account_counts_the_sentence_says_what_is_kept_back(paid, account, says):
    said = amounts_sentence(Fen(1000), Fen(1000), Fen(paid), account)

    assert said.striptags() == f"合同和批准一样多。{says}"


def test_a_payment_that_came_back_whole_is_not_told_as_none():
    said = amounts_sentence(Fen(2000), Fen(1000), Fen(0), returned=True).striptags()

    assert said == "合同比批准少 10.00 元。付过的都退回来了。"


def test_the_amounts_of_the_sentence_are_marked():
    assert '<strong class="num">10.00 元</strong>' in amounts_sentence(Fen(2000), Fen(1000))


def test_three_amounts_share_the_scale_of_the_largest():
    bars = amount_bars(Fen(100), Fen(80), Fen(20), Fen(40))

    assert [[part.width for part in bar.parts] for bar in bars] == [
        ["83.33%"],
        ["66.17%", "33.33%"],
        ["16.67%"],
    ]


def test_what_is_left_of_a_total_is_named():
    split = money_split([("paid", "已付", Fen(300)), ("pending", "公示中", Fen(200))], Fen(1000), "还可安排")

    assert split.rows == (("paid", "已付", 300), ("pending", "公示中", 200), ("free", "还可安排", 500))
    assert split.spoken == "已付 3.00 元，公示中 2.00 元，还可安排 5.00 元"


def test_the_table_adds_up():
    table = money_table(
        "社区", [("荔枝", {"paid": 100_000}), ("木棉", {"paid": 250_000})], [("paid", "已付")]
    )

    assert table.columns == [("社区", ""), ("已付", "n")]
    assert table.rows == [["荔枝", "1,000"], ["木棉", "2,500"]]
    assert table.total == ["合计", "3,500"]


def test_one_amount_with_fen_gives_every_amount_its_decimals():
    table = money_table(
        "社区", [("荔枝", {"paid": 100_050}), ("木棉", {"paid": 250_000})], [("paid", "已付")]
    )

    assert table.rows == [["荔枝", "1,000.50"], ["木棉", "2,500.00"]]


def test_a_table_of_no_rows_has_a_total_of_nothing():
    assert money_table("社区", [], [("paid", "已付")]).total == ["合计", "0"]
