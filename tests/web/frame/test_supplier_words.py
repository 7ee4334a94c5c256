"""A contract in words: late by its own last day, and one that was stopped by the day of the stop."""

from datetime import UTC, date, datetime

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.store.supplier_records import Signed
from microprojects.web.supplier_words import standing, summary

TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _request(guide):
    with guide.test_request_context("/"):
        yield


def signed(state: State, since: datetime) -> Signed:
    """A contract until 24 September whose completion was never reported."""
    days = (date(2026, 8, 15), date(2026, 9, 24))
    return Signed(1, "MM-2026-003", "太阳能灯", "木棉社区", state, since, Fen(100), Fen(0), *days, 0, None)


@pytest.mark.parametrize(
    ("state", "since", "says", "late"),
    [
        (State.CANCELLED, datetime(2026, 8, 24, 4, tzinfo=UTC), "已终止", 0),
        (State.CANCELLED, datetime(2026, 9, 25, 4, tzinfo=UTC), "已终止，没有按期完工", 1),
        (State.IMPLEMENTING, datetime(2026, 8, 16, 4, tzinfo=UTC), "实施中，没有按期完工", 1),
    ],
)
def test_a_contract_stopped_before_its_last_day_is_not_late(state, since, says, late):
    each = signed(state, since)

    assert standing(each, TODAY) == says
    assert f"没有按期完工的 {late} 份" in summary([each], TODAY)
