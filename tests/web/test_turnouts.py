"""Why as many ballots are counted as are: the sum of people and ballots in a sentence and in rows."""

from __future__ import annotations

import pytest

from microprojects.domain.paper_balances import Numbers
from microprojects.web.public import turnouts

PAPER = Numbers(printed=12, marked=7, unused=5, valid=4, blank=1, null=1, unreturned=1)


@pytest.fixture(autouse=True)
def _words(app):
    with app.test_request_context("/"):
        yield


def test_who_took_part_is_who_is_counted_and_whose_paper_is_not():
    told = turnouts.told({"online": 28, "paper": 7}, PAPER)

    assert told.says == "投票 35 人，计入 33 张票：另有 2 人的纸质选票是废票或没交回，算参加，不能计票。"
    assert [row[1] for row in told.rows] == [28, 4, 1, 1, 1]
    assert sum(row[1] for row in told.rows if row[2] == "计入") == told.total[1] == 33


def test_where_every_sheet_is_counted_that_is_said():
    told = turnouts.told({"paper": 2}, Numbers(printed=2, marked=2, valid=2))

    assert told.says == "投票 2 人，计入 2 张票，人人的票都计入了。"


def test_without_paper_there_is_nothing_to_tell():
    assert turnouts.told({"online": 28}, None) is None
