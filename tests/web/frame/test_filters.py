"""How values read on a page."""

from datetime import UTC, date, datetime, time

import pytest
from flask_babel import force_locale

from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.domain.states import State
from microprojects.web import filters

DAY = date(2026, 11, 20)
LATE = datetime(2026, 11, 19, 16, 5, tzinfo=UTC)  # five past midnight in Shanghai


@pytest.fixture(params=["zh_CN", "en"])
def language(guide, request):
    with guide.test_request_context("/"), force_locale(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("filter_", "value", "chinese", "english"),
    [
        (filters.money, Fen(1_200_050), "12,000.50 元", "CNY 12,000.50"),
        (filters.short_amount, Fen(6_800_000), ("6.8", "万元"), ("68,000", "CNY")),
        (filters.day, DAY, "11月20日", "20 Nov"),
        (filters.weekday_day, DAY, "11月20日（星期五）", "Friday 20 Nov"),
        (filters.full_day, DAY, "2026年11月20日", "20 Nov 2026"),
        (filters.month, DAY, "2026年11月", "Nov 2026"),
        (filters.tile_month, DAY, "11月", "Nov"),
        (filters.tile_weekday, DAY, "星期五", "Friday"),
        (filters.day, LATE, "11月20日", "20 Nov"),
        (filters.day_clock, LATE, "11月20日 00:05", "20 Nov 00:05"),
        (filters.state_label, State.NOTICING, "决议公示中", "On notice"),
        (filters.state_label, "noticing", "决议公示中", "On notice"),
        (filters.label, Role.FINANCE, "财务", "Finance"),
        (filters.proposer_label, "张三丰", "居民（张**）", "Resident (张**)"),
    ],
)
def test_a_value_reads_in_the_language_of_the_page(language, filter_, value, chinese, english):
    assert filter_(value) == (chinese if language == "zh_CN" else english)


@pytest.mark.parametrize(
    ("filter_", "value", "written"),
    [
        (filters.clock, LATE, "00:05"),
        (filters.clock, time(10, 0), "10:00"),
        (filters.date_iso, LATE, "2026-11-20"),
        (filters.date_iso, DAY, "2026-11-20"),
        (filters.iso, LATE, "2026-11-20T00:05:00+08:00"),
        (filters.iso, DAY, "2026-11-20"),
        (filters.tile_day, DAY, "20"),
        (filters.state_tone, State.REJECTED, "st-stop"),
        (filters.short_code, "e83a5f07c2914d6b", "e83a·5f07"),
        (filters.paper_code, "e83a5f07c2914d6b" * 4, "e83a 5f07 c291 4d6b"),
        (filters.full_code, "e83a5f07", "e83a 5f07"),
    ],
)
def test_a_value_reads_the_same_in_every_language(filter_, value, written):
    assert filter_(value) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(46, 50, "92%"), (1, 3, "33%"), (1, 200, "1%"), (0, 0, "0%")]
)
def test_a_share_is_rounded_half_up(part, whole, written):
    assert filters.percent(part, whole) == written


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="2026"):
        filters.clock(datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001 - the mistake is the point


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_name_in_both_languages(guide, state):
    with guide.test_request_context("/"):
        with force_locale("en"):
            english = filters.state_label(state)

        assert filters.state_label(state) != english
