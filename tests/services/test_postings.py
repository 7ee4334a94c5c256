"""Where the days of a notice begin with the posting: nothing ends before the sheet has hung for all of them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from microprojects.domain.objections import NotPosted, WindowRunning
from microprojects.domain.postings import HungLater, HungTooEarly, PhotoMissing
from microprojects.domain.states import State
from microprojects.services import approvals, disclosures, evaluations, objections, programmes
from microprojects.store import disclosures as kept
from microprojects.store.db import db, transaction
from microprojects.store.files import Attachment
from tests.consulting import the_project
from tests.noticing import NUMBER, answer, entries, file_it, latest, object_to, on_notice, shanghai, window
from tests.spending import Site

HUNG = shanghai(3, 6, 9)  # a Friday; the notice was published on Wednesday, 4 March
LAST_DAY = date(2026, 3, 11)  # five days from the day after: 7, 8, 9, 10, 11 March


@pytest.fixture
def posted_rule(session, world):
    """A notice whose days begin when its sheet hangs."""
    programmes.set_parameter(
        world.programme_id,
        "notice_days.starts",
        "posted",
        reason="先贴再算",
        actor=world["huang"],
        at=world.now,
    )
    on_notice(world)
    file_it(world)
    return latest().id


def a_photo(world):
    photo = Attachment(
        project_id=the_project().id, purpose="board_photo", name="board.jpg", media_type="image/jpeg", size=1,
        sha256="ab" * 32, added_at=world.now, added_by_id=world.people["zhao"],
    )  # fmt: skip
    with transaction() as session:
        session.add(photo)
        session.flush()
        return photo.id


def hang(world, disclosure_id, at=HUNG, hung_at=None, photo=True):
    disclosures.record_board_post(
        disclosure_id,
        place="荔枝苑东门公告栏",
        photo=a_photo(world) if photo else None,
        actor=world["zhao"],
        at=at,
        hung_at=hung_at,
    )


def test_a_notice_that_hangs_nowhere_does_not_begin(world, posted_rule):
    found = window()

    assert (found.awaits_posting, found.days_left) == (True, 5)
    assert approvals.approve_due(at=shanghai(6, 1)) == 0
    with pytest.raises(NotPosted):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(6, 1))


def test_the_day_of_posting_does_not_count(world, posted_rule):
    hang(world, posted_rule)

    found = window()
    assert (found.first_day, found.last_day, found.ends_at) == (
        date(2026, 3, 7),
        LAST_DAY,
        shanghai(3, 12, 0),
    )
    assert (found.awaits_posting, found.paused_at) == (False, None)


def test_a_posted_notice_ends_at_midnight_and_not_before(world, posted_rule):
    hang(world, posted_rule)

    with pytest.raises(WindowRunning):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 11, 23, 59))
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 12, 0))
    assert the_project().state is State.APPROVED


def test_a_last_day_off_moves_to_the_next_working_day(world, posted_rule):
    hang(world, posted_rule, at=shanghai(3, 9))  # the fifth day is Saturday, 14 March

    assert window().last_day == date(2026, 3, 16)


def test_a_result_waits_for_its_sheet_too(session, world):
    programmes.set_parameter(
        world.programme_id,
        "notice_days.starts",
        "posted",
        reason="先贴再算",
        actor=world["huang"],
        at=world.now,
    )
    site = Site(world).buy().sign().publish().start().progress().complete().inspect().accept()
    site.account(site.fiscal).pay(site.fiscal, 1).settle()

    with pytest.raises(NotPosted):
        evaluations.open_evaluation(site.number, actor=world["zhou"], at=site.later(days=60))


def test_a_second_board_changes_nothing_of_the_days(world, posted_rule):
    hang(world, posted_rule)

    hang(world, posted_rule, at=HUNG + timedelta(days=1))

    assert window().last_day == LAST_DAY
    assert len(kept.posts(db.session(), posted_rule)) == 2


def test_a_sheet_that_is_entered_late_counts_from_its_entry(world, posted_rule):
    hang(world, posted_rule, hung_at=shanghai(3, 4, 11))

    assert window().last_day == LAST_DAY
    post = kept.posts(db.session(), posted_rule)[0]
    assert (post.posted_at, post.entered_at) == (shanghai(3, 4, 11), HUNG)


def test_without_a_photo_the_days_do_not_begin(world, posted_rule):
    with pytest.raises(PhotoMissing):
        hang(world, posted_rule, photo=False)

    assert window().awaits_posting is True


def test_a_sheet_does_not_hang_before_it_is_published_nor_later_than_now(world, posted_rule):
    with pytest.raises(HungTooEarly):
        hang(world, posted_rule, hung_at=world.now - timedelta(minutes=1))
    with pytest.raises(HungLater):
        hang(world, posted_rule, hung_at=HUNG + timedelta(minutes=1))


def test_the_journal_tells_when_the_days_began_and_the_body_stays(world, posted_rule):
    before = latest().sha256

    hang(world, posted_rule)

    facts = json.loads(entries()[-1].body)["facts"]
    assert (facts["window"], facts["first_day"], facts["last_day"]) == ("begins", "2026-03-07", "2026-03-11")
    assert latest().sha256 == before


def test_an_objection_before_the_posting_keeps_every_day(world, posted_rule):
    objection_id = object_to(world, at=shanghai(3, 5))
    hang(world, posted_rule)
    answer(world, objection_id, at=shanghai(3, 9))

    objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 9))

    found = window()
    assert (found.days, found.served, found.last_day) == (5, 0, date(2026, 3, 16))


def test_a_notice_that_goes_on_without_its_sheet_still_waits_for_it(world, posted_rule):
    objection_id = object_to(world, at=shanghai(3, 5))
    answer(world, objection_id, at=shanghai(3, 6))

    objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 6))

    assert (the_project().state, window().awaits_posting) == (State.NOTICING, True)


def test_a_correction_must_hang_too(world, posted_rule):
    hang(world, posted_rule)

    second = disclosures.correct(
        posted_rule,
        changes={"contact.phone": "0000-1234 9999"},
        reason="电话写错了",
        actor=world["zhao"],
        at=HUNG,
    )

    assert (window().disclosure_id, window().awaits_posting) == (second, True)
    assert latest().body["notice"] == {"days": 5, "starts": "posted"}


def test_where_the_days_begin_with_the_publication_a_sheet_changes_nothing(session, world):
    on_notice(world)
    before = (window().first_day, window().last_day)

    hang(world, latest().id, at=shanghai(3, 6), photo=False)

    assert (window().first_day, window().last_day) == before == (date(2026, 3, 5), date(2026, 3, 9))
