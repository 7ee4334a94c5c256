"""What is said can be taken back by its author, reported by anybody, hidden or kept by staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.comments import CommentGone, UndoOver
from microprojects.domain.errors import AlreadyDone, BadValue, NotPermitted
from microprojects.domain.people import ANYONE
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import comments as deeds
from microprojects.store import comments
from microprojects.store.db import db
from tests.consulting import a_project, verbs
from tests.discussing import LATER, discussion, the_comment, told, write

# taking back


def test_an_author_takes_a_comment_back_within_ten_minutes(world):
    a_project(world)
    written = write(world)

    deeds.withdraw(written, actor=world["chen"], at=world.now + timedelta(minutes=10))

    assert told() == []
    assert the_comment(written).text == ""
    assert verbs() == ["comment.write", "comment.withdraw"]


def test_after_ten_minutes_it_stands(world):
    a_project(world)
    written = write(world)

    with pytest.raises(UndoOver):
        deeds.withdraw(written, actor=world["chen"], at=world.now + timedelta(minutes=10, seconds=1))

    assert told() == [("陈建国", "我赞成。")]


@pytest.mark.parametrize("name", ["xu", "zhao"])
def test_nobody_takes_back_what_another_wrote(world, name):
    a_project(world)
    written = write(world)

    with pytest.raises(NotPermitted):
        deeds.withdraw(written, actor=world[name], at=world.now)


def test_what_was_taken_back_keeps_its_place_while_others_answered_it(world):
    a_project(world)
    head = write(world)
    write(world, "xu", "不同意。", "neutral", parent_id=head)

    deeds.withdraw(head, actor=world["chen"], at=world.now)

    (shown,) = discussion().threads
    assert (shown.comment.text, shown.is_gone, shown.replies[0].comment.text) == ("", True, "不同意。")


def test_a_comment_is_taken_back_once(world):
    a_project(world)
    written = write(world)
    deeds.withdraw(written, actor=world["chen"], at=world.now)

    with pytest.raises(CommentGone):
        deeds.withdraw(written, actor=world["chen"], at=world.now)


# reporting, hiding, keeping


def test_a_person_reports_a_comment_once(world):
    a_project(world)
    written = write(world)
    deeds.report(written, reason="骂人。", actor=world["tang"], at=world.now)

    with pytest.raises(AlreadyDone):
        deeds.report(written, reason="真的骂人。", actor=world["tang"], at=world.now)


def test_the_public_does_not_report(world):
    a_project(world)
    written = write(world)

    with pytest.raises(NotPermitted):
        deeds.report(written, reason="骂人。", actor=ANYONE, at=world.now)


@pytest.mark.parametrize("reason", ["", "坏" * 201])
def test_a_report_says_why_in_a_few_words(world, reason):
    a_project(world)
    written = write(world)

    with pytest.raises(BadValue):
        deeds.report(written, reason=reason, actor=world["tang"], at=world.now)


def test_reports_wait_for_the_staff_of_the_community_the_oldest_first(world):
    a_project(world)
    first, second = write(world), write(world, "xu", "另一条。")
    deeds.report(second, reason="广告。", actor=world["lin"], at=world.now)
    deeds.report(first, reason="骂人。", actor=world["lin"], at=world.now + LATER)
    deeds.report(first, reason="难听。", actor=world["tang"], at=world.now + 2 * LATER)

    def waiting(path: str) -> list[tuple[int, tuple[str, ...]]]:
        return [(r.comment.id, r.reasons) for r in comments.reported(db.session(), [path], limit=9)]

    assert waiting("minghu/rongshu/lizhi") == [(second, ("广告。",)), (first, ("骂人。", "难听。"))]
    assert waiting("minghu/rongshu/mumian") == []
    assert comments.reported(db.session(), [], limit=9) == []


def test_a_hidden_comment_leaves_its_reason_and_the_role_of_who_hid_it(world):
    a_project(world)
    written = write(world)
    deeds.report(written, reason="骂人。", actor=world["tang"], at=world.now)

    deeds.hide(written, reason="骂人或人身攻击", actor=world["sun"], at=world.now)

    hidden = the_comment(written)
    assert (hidden.hidden_reason, hidden.hidden_by_role) == ("骂人或人身攻击", "party_secretary")
    assert discussion().threads[0].is_gone
    assert comments.reported(db.session(), ["minghu"], limit=9) == []
    assert verbs()[-1] == "comment.hide"


@pytest.mark.parametrize("name", ["chen", "zhou", "tang", "liu"])
def test_only_the_staff_of_the_community_hides(world, name):
    a_project(world)
    written = write(world)

    with pytest.raises(NotPermitted):
        deeds.hide(written, reason="骂人", actor=world[name], at=world.now)


@pytest.mark.parametrize("reason", ["", "他电话 13812345678", "坏" * 201])
def test_a_comment_is_hidden_for_a_reason_that_can_be_published(world, reason):
    a_project(world)
    written = write(world)

    with pytest.raises((BadValue, PrivacyFinding)):
        deeds.hide(written, reason=reason, actor=world["zhao"], at=world.now)

    assert the_comment(written).hidden_at is None


def test_a_comment_is_hidden_once(world):
    a_project(world)
    written = write(world)
    deeds.hide(written, reason="骂人", actor=world["zhao"], at=world.now)

    for deed in (deeds.hide, deeds.report):
        with pytest.raises(CommentGone):
            deed(written, reason="又一次", actor=world["sun"], at=world.now)


def test_a_comment_that_is_all_right_is_kept_and_no_longer_waits(world):
    a_project(world)
    written = write(world)
    deeds.report(written, reason="不同意他。", actor=world["tang"], at=world.now)

    deeds.keep(written, actor=world["zhao"], at=world.now)

    assert comments.reported(db.session(), ["minghu"], limit=9) == []
    assert told() == [("陈建国", "我赞成。")]
    with pytest.raises(AlreadyDone):
        deeds.keep(written, actor=world["zhao"], at=world.now)
