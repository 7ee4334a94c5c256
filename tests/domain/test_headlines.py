"""The headline of a disclosure: forty characters at most, whatever its fields hold, and true to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import headlines
from microprojects.domain.headlines import LONGEST
from microprojects.domain.spending import LABELS, Event

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["days", "carried", "percents", "overall", "x"]), inner)
    ),
    max_leaves=8,
)
NAMES = (
    "title", "amount_fen", "total_fen", "settlement_fen", "notice", "vote", "ratification", "fast_track", "change",
    "event", "survey", "headline",
)  # fmt: skip
SUMS = st.integers(min_value=-(10**15), max_value=10**15).map(str)


def body(**fields):
    return {"title": "健身器材更新", **fields}


@given(
    st.sampled_from(["decision", "spending", "result", "other"]),
    st.dictionaries(st.sampled_from(NAMES), VALUES | SUMS | st.sampled_from([each.value for each in Event])),
    st.text(max_size=200),
)
def test_whatever_a_body_holds_the_sentence_is_short_and_one_line(kind, fields, title):
    told = headlines.of(kind, fields, title=title).text

    assert 0 < len(told) <= LONGEST
    assert len(told.splitlines()) == 1


@given(
    st.text(max_size=200),
    st.integers(min_value=0, max_value=10**13 - 1),
    st.integers(min_value=0, max_value=100),
)
def test_sums_and_shares_are_never_cut(title, fen, percent):
    told = headlines.of(
        "result", {"settlement_fen": str(fen), "survey": {"percents": {"overall": str(percent)}}}, title=title
    )

    assert told.text.endswith(told.tail)
    assert told.tail.endswith(f" {percent}% 满意".lstrip()) or told.tail.endswith(f"，{percent}% 满意")


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("decision", {"total_fen": "1240000", "notice": {"days": 7}, "vote": {"carried": True}}, "通过，要花 12,400 元，公示 7 天"),
        ("decision", {"total_fen": "1240050"}, "通过，要花 12,400.50 元"),
        ("decision", {"vote": {"carried": False}, "total_fen": "1"}, "更正票数，没有通过"),
        ("decision", {"fast_track": {"reason": "x"}, "amount_fen": "100"}, "应急先办，要花 1 元"),
        ("decision", {"fast_track": {}, "ratification": {"vote": {}}, "amount_fen": "100"}, "应急先办，议事会追认了"),
        ("decision", {"headline": "议事会表决同意合同变更：赞成 9 票。", "notice": {"days": "7"}}, "合同变更通过，公示 7 天"),
        ("decision", {}, "表决通过，正在公示"),
        ("spending", {"event": "payment", "amount_fen": "1000000"}, "付款 10,000 元"),
        ("spending", {"event": "start"}, "开工"),
        ("spending", {"event": "payment"}, "付款"),
        ("spending", {"event": "unheard"}, "资金有新事"),
        ("result", {"settlement_fen": "1240000"}, "验收合格，花了 12,400 元"),
        ("result", {"settlement_fen": "1240000", "survey": {"percents": {"overall": "93"}}}, "花了 12,400 元，93% 满意"),
        ("result", {"settlement_fen": "1240000", "survey": {"percents": {"overall": ""}}}, "花了 12,400 元，评议完了"),
        ("result", {}, "验收合格"),
    ],
)  # fmt: skip
def test_it_tells_what_is_so(kind, fields, said):
    assert headlines.of(kind, body(**fields)).text == f"健身器材更新：{said}"


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_one(event):
    told = headlines.of("spending", body(event=event.value, amount_fen="100")).tail

    assert told
    assert told in headlines.TAILS or told.endswith(" 1 元") or told == LABELS[event]


def test_a_long_title_gives_way_to_what_is_so():
    told = headlines.of("spending", {"title": "长" * 80, "event": "payment", "amount_fen": "1000000"}).text

    assert told == "长" * (LONGEST - len("…：付款 10,000 元")) + "…：付款 10,000 元"


def test_a_title_that_was_blacked_out_in_the_body_stays_so():
    assert headlines.of(
        "spending", {"title": "〔手机号已隐去〕换灯", "event": "start"}, title="13800138000换灯"
    ).text == ("〔手机号已隐去〕换灯：开工")
