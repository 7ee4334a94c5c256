"""User names, passwords, one-time codes, recovery codes and waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import credentials
from microprojects.domain.credentials import ADDRESS, WAY, locked_until, remembered, require_unlocked

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"), [("chen.wei", "chen.wei"), (" Lin-2 ", "lin-2"), ("ｌｉｎ", "lin"), ("li", "li")]
)
def test_a_user_name_is_kept_folded(typed: str, kept: str) -> None:
    assert credentials.require_username(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "l", "陈伟", "2lin", "lin wei", "lin@example.com", "13812345678", "a" * 33, "l" * 10_000, "lin\n2"],
)
def test_other_user_names_are_refused(typed: str) -> None:
    with pytest.raises(credentials.BadUsername):
        credentials.require_username(typed)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "荔枝社区的路灯晚上很亮", "x7#kQ2!pLm", "a1b2" * 32]
)
def test_a_long_uncommon_password_is_good(password: str) -> None:
    credentials.require_password(password, "lin")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "weak-password-short"),
        ("x7#kQ2!pL", "weak-password-short"),
        ("a1b2" * 32 + "c", "weak-password-long"),
        ("Lin.Wei.2026", "weak-password-name"),
        ("ｌｉｎ.wei.2026", "weak-password-name"),
        ("1234567890", "weak-password"),
        ("PassWord123", "weak-password"),
        ("aaaaaaaaaaaa", "weak-password"),
        ("ababababab", "weak-password"),
        ("x7#kQ2!pLm\udc80", "weak-password"),
    ],
)
def test_a_password_that_can_be_guessed_is_refused_by_name(password: str, code: str) -> None:
    with pytest.raises(credentials.WeakPassword) as refused:
        credentials.require_password(password, "lin.wei.2026")

    assert refused.value.code == code
    assert password not in str(refused.value) or not password


def test_a_text_longer_than_any_password_never_becomes_one_by_cutting() -> None:
    longest = "a1b2" * 32

    assert credentials.cut_password(longest) == longest
    assert credentials.cut_password(longest + "more") != longest
    assert len(credentials.cut_password("x" * 10**6)) == 129


@given(st.text())
def test_a_cut_password_can_always_be_encoded(text: str) -> None:
    assert credentials.cut_password(text + "\ud800").encode("utf-8") is not None


@pytest.mark.parametrize(
    ("typed", "digits"), [("123456", "123456"), (" 123 456 ", "123456"), ("000000", "000000")]
)
def test_six_digits_are_a_code(typed: str, digits: str) -> None:
    assert credentials.code_digits(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1234567",
        "１２３４５６",
        "12345６",
        "٣٤٥٦٧٨",
        "12345a",
        "123456\n",
        "1 23456",
        "-12345",
        "123  456",
    ],
)
def test_anything_else_is_not_a_code(typed: str) -> None:
    assert credentials.code_digits(typed) is None


def test_five_failures_are_free_then_the_wait_doubles_up_to_half_an_hour() -> None:
    waits = [locked_until(failed, AT, WAY) for failed in (0, 4, 5, 6, 7, 8, 9, 10, 1000)]

    minutes = [wait and (wait - AT) // timedelta(minutes=1) for wait in waits]
    assert minutes == [None, None, 1, 2, 4, 8, 16, 30, 30]


def test_an_address_is_given_more() -> None:
    assert locked_until(59, AT, ADDRESS) is None
    assert locked_until(60, AT, ADDRESS) == AT + timedelta(minutes=1)


@given(st.integers(0, 500), st.sampled_from([WAY, ADDRESS]))
def test_one_more_failure_never_shortens_the_wait(failed: int, limit: credentials.Limit) -> None:
    now, later = (locked_until(n, AT, limit) or AT for n in (failed, failed + 1))

    assert AT <= now <= later <= AT + limit.longest_wait


def test_half_of_the_failures_are_forgotten_with_every_span() -> None:
    hours = timedelta(hours=1)

    assert [remembered(60, AT, AT + n * hours, ADDRESS)[0] for n in (0, 0.99, 1, 1.5, 2, 5, 6, 1000)] == [
        60, 60, 30, 30, 15, 1, 0, 0,
    ]  # fmt: skip
    assert remembered(60, AT, AT + 1.5 * hours, ADDRESS) == (30, AT + hours)
    assert remembered(5, AT, AT + 24 * hours, WAY) == (0, AT + 24 * hours)


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    assert remembered(60, AT, AT - timedelta(days=1), ADDRESS) == (60, AT)


@given(st.integers(1, 29), st.integers(1, 300))
def test_failures_that_never_stop_coming_lock_no_address_while_they_are_few(every: int, times: int) -> None:
    count, halved_at = 0, AT
    for number in range(times):
        at = AT + number * timedelta(minutes=60) / every
        count, halved_at = remembered(count, halved_at, at, ADDRESS)
        count += 1

    assert count <= 2 * every


def test_a_locked_way_says_how_many_minutes_are_left() -> None:
    with pytest.raises(credentials.LockedOut) as refused:
        require_unlocked(AT + timedelta(seconds=61), AT)

    assert refused.value.status == 429
    assert str(refused.value).startswith("试错的次数太多，先锁住了。请 2 分钟后再试")


def test_a_way_opens_at_the_end_of_the_wait() -> None:
    require_unlocked(None, AT)
    require_unlocked(AT, AT)
    with pytest.raises(credentials.LockedOut) as refused:
        require_unlocked(AT + timedelta(seconds=1), AT)

    assert refused.value.facts == {"minutes": 1}


def test_a_recovery_code_is_four_groups_of_four() -> None:
    assert credentials.recovery_code(bytes(10)) == "0000-0000-0000-0000"
    assert credentials.recovery_code(b"\xff" * 16) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    with pytest.raises(ValueError, match="9"):
        credentials.recovery_code(bytes(9))


@given(st.binary(min_size=10, max_size=16))
def test_a_recovery_code_is_read_back_however_it_is_typed(random: bytes) -> None:
    code = credentials.recovery_code(random)
    plain = code.replace("-", "")

    assert credentials.fold_recovery_code(code) == plain
    assert credentials.fold_recovery_code(f" {code.lower().replace('-', ' ')} ") == plain
    assert credentials.fold_recovery_code(code.replace("0", "o").replace("1", "l")) == plain
    assert int.from_bytes(random[:10], "big") == sum(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(c) << 5 * n for n, c in enumerate(reversed(plain))
    )


@pytest.mark.parametrize(
    "typed", ["", "123456", "0000-0000-0000-000", "0000-0000-0000-00000", "零" * 16, "*" * 16]
)
def test_anything_else_is_not_a_recovery_code(typed: str) -> None:
    assert credentials.fold_recovery_code(typed) is None
