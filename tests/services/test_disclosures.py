"""What was published stays: corrections are new versions, taking down leaves a trace, paper boards are noted."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from microprojects.domain.canonical import canonical
from microprojects.domain.corrections import BLACKED, NotCorrectable, NothingChanges, OnlyBlacking
from microprojects.domain.disclosures import NotLatest, NoVersionStands, TakenDown
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.objections import ResolutionMissing, WindowRunning
from microprojects.domain.people import SYSTEM
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.services import approvals, disclosures, objections
from microprojects.services._publish import Imprint, publish
from microprojects.store import consultations
from microprojects.store import disclosures as kept
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from tests.consulting import the_project
from tests.noticing import NUMBER, answer, entries, file_it, latest, object_to, on_notice, shanghai, window

PHONE = {"contact.phone": "0000-1234 9999"}


@pytest.fixture
def first(session, world):
    """The first version of a decision on notice."""
    on_notice(world)
    return latest().id


def correct(world, disclosure_id, changes=None, reason="电话写错了", who="zhao", at=None):
    return disclosures.correct(
        disclosure_id, changes=changes or PHONE, reason=reason, actor=world[who], at=at or world.now
    )


def test_a_correction_is_a_new_version_and_the_old_one_stands_beside_it(world, first):
    second = correct(world, first)

    old, new = db.session().get_one(Disclosure, first), db.session().get_one(Disclosure, second)
    assert (old.body["contact"]["phone"], new.body["contact"]["phone"]) == (
        "0000-1234 5678",
        "0000-1234 9999",
    )
    assert (new.version, new.reason, new.unit) == (2, "电话写错了", old.unit)
    assert new.sha256 == hashlib.sha256(canonical(new.body)).hexdigest()


def test_a_correction_keeps_the_dossier_that_was_voted_on(world, first):
    voted = db.session().get_one(Disclosure, first).body["dossier_hash"]

    second = correct(world, first)

    assert db.session().get_one(Disclosure, second).body["dossier_hash"] == voted


def test_the_journal_tells_of_a_correction_and_the_version_names_its_entry(world, first):
    second = correct(world, first)

    facts = json.loads(entries()[-1].body)["facts"]
    new = db.session().get_one(Disclosure, second)
    assert facts == {
        "disclosure": str(second), "version": "2", "reason": "电话写错了", "sha256": new.sha256, "window": "restarted",
        "taken_down": [],
    }  # fmt: skip
    assert new.journal_seq == entries()[-1].seq


def test_a_correction_in_the_middle_starts_the_notice_anew(world, first):
    second = correct(world, first, at=shanghai(3, 7))

    assert (window().disclosure_id, window().last_day) == (second, date(2026, 3, 12))
    assert latest().body["notice"] == {"days": 5, "first_day_on": "2026-03-08", "last_day_on": "2026-03-12"}


def test_a_correction_after_the_last_day_opens_a_whole_window_while_nothing_is_decided(world, first):
    file_it(world)

    second = correct(world, first, at=shanghai(3, 12))

    assert (window().disclosure_id, window().last_day) == (second, date(2026, 3, 17))
    with pytest.raises(WindowRunning):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 17))


def test_a_correction_after_the_approval_opens_no_window(world, first):
    file_it(world)
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 12))

    correct(world, first, at=shanghai(3, 13))

    assert window().disclosure_id == first


def test_a_correction_in_a_pause_gives_all_days_back(world, first):
    objection_id = object_to(world, at=shanghai(3, 8))

    second = correct(world, first, at=shanghai(3, 8))

    answer(world, objection_id, at=shanghai(3, 9))
    objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 9))
    assert (window().disclosure_id, window().served, window().days) == (second, 0, 5)


def test_taking_down_stops_the_notice_until_the_new_version_begins_it_anew(world, first):
    file_it(world)
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=shanghai(3, 6))
    with pytest.raises(NoVersionStands):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 12))

    second = correct(world, first, at=shanghai(3, 12))

    assert (window().disclosure_id, window().paused_at, window().last_day) == (
        second,
        None,
        date(2026, 3, 17),
    )


def test_an_answered_objection_does_not_let_a_hidden_decision_go_on(world, first):
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=shanghai(3, 6))
    objection_id = object_to(world, at=shanghai(3, 7))
    answer(world, objection_id, at=shanghai(3, 9))
    with pytest.raises(NoVersionStands):
        objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 9))

    correct(world, first, at=shanghai(3, 10))

    objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 10))
    assert (window().served, window().days) == (0, 5)


@pytest.mark.parametrize("path", ["title", "place", "content", "problem", "lines.0.label", "expected_result"])
def test_what_was_voted_on_is_not_written_anew(world, first, path):
    with pytest.raises(OnlyBlacking):
        correct(world, first, {path: "别的"})


def test_a_version_that_says_something_else_than_the_dossier_is_not_approved(world, first):
    file_it(world)
    project = the_project()
    with transaction() as session:
        body = {**latest().body, "place": "另一条街"}
        imprint = Imprint("荔枝社区居委会", reason="改了")
        publish(session, project, DisclosureKind.DECISION, body, imprint=imprint, actor=SYSTEM, at=world.now)

    with pytest.raises(ResolutionMissing):
        approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 12))


def test_blacked_out_personal_data_hides_the_old_version_and_the_project_is_still_approved(world, first):
    file_it(world)
    shown = latest().body["content"]

    correct(world, first, {"content": shown[:2] + BLACKED + shown[4:]}, at=shanghai(3, 7))

    assert db.session().get_one(Disclosure, first).taken_down_at == shanghai(3, 7)
    assert BLACKED in consultations.plan_of(db.session(), the_project()).content
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 13))
    assert the_project().state is State.APPROVED


@pytest.mark.parametrize(
    "path",
    [
        "dossier_hash", "total_fen", "lines.0.amount_fen", "vote.in_favour", "project", "kind", "version", "type",
        "starts_on", "contact", "nothing", "lines.9.label", "contact.phone.x", "", "lines", "rules_hash", "proposer",
    ],
)  # fmt: skip
def test_what_is_no_wording_is_not_corrected(world, first, path):
    with pytest.raises(NotCorrectable):
        correct(world, first, {path: "1"})

    assert latest().version == 1


def test_a_correction_that_changes_nothing_is_refused(world, first):
    with pytest.raises(NothingChanges):
        correct(world, first, {"contact.phone": "0000-1234 5678"})
    with pytest.raises(NothingChanges):
        disclosures.correct(first, changes={}, reason="没有", actor=world["zhao"], at=world.now)


def test_only_the_latest_version_is_corrected(world, first):
    correct(world, first)

    with pytest.raises(NotLatest):
        correct(world, first)


def test_a_correction_does_not_bring_personal_data_in(world, first):
    with pytest.raises(PrivacyFinding):
        correct(world, first, {"contact.phone": "13812345678"})


@pytest.mark.parametrize("reason", ["", "字" * 501])
def test_a_correction_has_a_reason(world, first, reason):
    with pytest.raises(BadValue):
        correct(world, first, reason=reason)


@pytest.mark.parametrize("who", ["lin", "he", "feng", "liu", "wei"])
def test_only_publishers_correct_and_take_down(world, first, who):
    with pytest.raises(NotPermitted):
        correct(world, first, who=who)
    with pytest.raises(NotPermitted):
        disclosures.take_down(first, reason="不好看", actor=world[who], at=world.now)


def test_there_is_no_disclosure_of_that_number(session, world):
    with pytest.raises(NotFound):
        correct(world, 99)


def test_taking_down_leaves_a_trace_and_the_body_for_auditors(world, first):
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    row = db.session().get_one(Disclosure, first)
    facts = json.loads(entries()[-1].body)["facts"]
    assert (row.taken_down_at, row.take_down_reason) == (world.now, "写进了个人信息")
    assert row.body["title"] == "三巷路灯"
    told = {"disclosure": str(first), "reason": "写进了个人信息", "sha256": row.sha256}
    assert facts == {**told, "taken_down": [row.sha256]}


def test_what_was_taken_down_is_corrected_by_a_new_version(world, first):
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    correct(world, first)

    assert (latest().version, latest().taken_down_at) == (2, None)


def test_nothing_is_taken_down_twice(world, first):
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    with pytest.raises(TakenDown):
        disclosures.take_down(first, reason="又一次", actor=world["zhao"], at=world.now)


def test_the_database_itself_keeps_what_was_published(world, first):
    with pytest.raises(DatabaseError), transaction() as session:
        session.get_one(Disclosure, first).body = {"title": "别的"}


def a_photo(world, *, purpose="board_photo", number=NUMBER):
    project = the_project(number)
    photo = Attachment(
        project_id=project.id, purpose=purpose, name="board.jpg", media_type="image/jpeg", size=1, sha256="ab" * 32,
        added_at=world.now, added_by_id=world.people["zhao"],
    )  # fmt: skip
    with transaction() as session:
        session.add(photo)
        session.flush()
        return photo.id


def test_a_sheet_on_the_paper_board_is_noted_with_its_photo(world, first):
    disclosures.record_board_post(
        first, place="荔枝苑东门公告栏", photo=a_photo(world), actor=world["wei"], at=world.now
    )

    post = kept.posts(db.session(), first)[0]
    assert (post.place, post.photo_sha256) == ("荔枝苑东门公告栏", "ab" * 32)


def test_a_photo_of_something_else_proves_nothing(world, first):
    with pytest.raises(BadValue):
        disclosures.record_board_post(
            first, place="公告栏", photo=a_photo(world, purpose="progress"), actor=world["wei"], at=world.now
        )


def test_what_was_taken_down_hangs_nowhere(world, first):
    disclosures.take_down(first, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    with pytest.raises(TakenDown):
        disclosures.record_board_post(first, place="公告栏", actor=world["zhao"], at=world.now)


@pytest.mark.parametrize("who", ["zhou", "he", "lin"])
def test_who_hangs_sheets_up_is_staff_or_grid_worker(world, first, who):
    with pytest.raises(NotPermitted):
        disclosures.record_board_post(first, place="公告栏", actor=world[who], at=world.now)
