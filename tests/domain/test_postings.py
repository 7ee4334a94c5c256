"""When a sheet may be said to hang on a board, and from when the days of its notice are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from microprojects.domain.cases import NoticeFacts
from microprojects.domain.objections import NotPosted, require_running, window_over
from microprojects.domain.postings import (
    MOST_BOARDS,
    BoardKnown,
    HungLater,
    HungTooEarly,
    TooManyBoards,
    counted_from,
    require_room,
    require_seen,
)
from tests.fake_case import NOW, FakeCase

PUBLISHED = datetime(2026, 3, 4, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_sheet_may_hang_from_the_moment_of_its_publication_until_now():
    require_seen(PUBLISHED, published_at=PUBLISHED, at=PUBLISHED)
    require_seen(PUBLISHED + HOUR, published_at=PUBLISHED, at=PUBLISHED + HOUR)


def test_nobody_has_seen_what_is_still_to_come():
    with pytest.raises(HungLater) as no:
        require_seen(PUBLISHED + HOUR, published_at=PUBLISHED, at=PUBLISHED)

    assert no.value.facts == {"hung": "2026-03-04 11:00"}


def test_what_hung_before_the_publication_was_something_else():
    with pytest.raises(HungTooEarly) as no:
        require_seen(PUBLISHED - HOUR, published_at=PUBLISHED, at=PUBLISHED)

    assert no.value.facts == {"hung": "2026-03-04 09:00", "published": "2026-03-04 10:00"}


def test_a_sheet_that_is_entered_late_counts_from_its_entry():
    assert counted_from(PUBLISHED, PUBLISHED + 50 * HOUR) == PUBLISHED + 50 * HOUR


def test_a_notice_whose_sheet_does_not_hang_is_never_over():
    notice = NoticeFacts(ends_at=NOW - HOUR, paused=True, awaits_posting=True)

    with pytest.raises(NotPosted):
        window_over(FakeCase(notice=notice))


def test_one_may_object_before_the_sheet_hangs():
    require_running(NoticeFacts(ends_at=NOW - HOUR, paused=True, awaits_posting=True), NOW)


def test_a_board_has_a_name_of_its_own():
    with pytest.raises(BoardKnown):
        require_room({"东门公告栏"}, "东门公告栏")


def test_a_community_has_so_many_boards_and_no_more():
    with pytest.raises(TooManyBoards):
        require_room({str(n) for n in range(MOST_BOARDS)}, "东门公告栏")
