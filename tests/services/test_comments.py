"""Neighbours discuss a project; staff hide what should not stand, and leave a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.comments import (
    PER_HOUR,
    CommentGone,
    CommentsClosed,
    ReplyTooDeep,
    SameAgain,
    TooManyComments,
)
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.domain.texts import TextTooLong
from microprojects.services import comments as deeds
from microprojects.store import comments
from microprojects.store.db import db
from tests.consulting import NUMBER, a_project, statements, the_project, verbs
from tests.discussing import LATER, discussion, the_comment, told, write

# writing


def test_neighbours_are_read_newest_first(world):
    a_project(world)
    write(world, "chen", "我赞成。", "for")
    write(world, "xu", "灯太亮会晃眼。", "against", at=world.now + LATER)

    assert told() == [("徐丽", "灯太亮会晃眼。"), ("陈建国", "我赞成。")]
    assert verbs() == ["comment.write"] * 2


@pytest.mark.parametrize(
    ("name", "role"),
    [("chen", "resident"), ("zhao", "community_staff"), ("zhou", "street_officer"), ("an", "council_member")],
)
def test_a_comment_keeps_the_role_of_its_author(world, name, role):
    a_project(world)

    assert the_comment(write(world, name)).author_role == role


@pytest.mark.parametrize("name", ["tang", "shi"])
def test_who_does_not_belong_to_the_community_does_not_write(world, name):
    a_project(world)

    with pytest.raises(NotPermitted):
        write(world, name)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.CLOSED, State.REFERRED])
def test_nothing_is_written_before_the_project_is_public_or_after_its_end(world, state):
    a_project(world, state=state, receiver="物业")

    with pytest.raises(CommentsClosed):
        write(world)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.CONSULTING, State.NOTICING, State.IMPLEMENTING])
def test_a_public_project_is_discussed_until_its_end(world, state):
    a_project(world, state=state)

    write(world)

    assert len(told()) == 1


@pytest.mark.parametrize(
    ("text", "stance", "refusal"),
    [
        ("", "for", BadValue),
        (" \n ", "for", BadValue),
        ("好" * 501, "for", TextTooLong),
        ("好\x00", "for", BadValue),
        ("他电话 13812345678", "for", PrivacyFinding),
        ("好", "maybe", BadValue),
    ],
)
def test_words_that_cannot_be_published_are_refused(world, text, stance, refusal):
    a_project(world)

    with pytest.raises(refusal):
        write(world, text=text, stance=stance)

    assert told() == []


def test_nobody_writes_on_a_project_that_is_not_there(world):
    with pytest.raises(NotFound):
        write(world)


def test_ten_an_hour_are_enough_and_the_next_is_told_when(world):
    a_project(world)
    for n in range(PER_HOUR):
        write(world, text=f"第 {n} 条", at=world.now + n * LATER)

    with pytest.raises(TooManyComments) as refusal:
        write(world, text="再来一条", at=world.now + 30 * LATER)

    assert str(refusal.value) == (
        "一小时里最多写 10 条，您已经写满了。请在 11:00 以后再写，写好的内容请先留着。"
    )
    assert discussion().total == PER_HOUR
    write(world, text="再来一条", at=world.now + timedelta(hours=1))


def test_the_measure_is_each_persons_own_and_counts_every_project(world):
    a_project(world)
    other = a_project(world, number="LZ-2026-002")
    for n in range(PER_HOUR):
        write(world, text=f"第 {n} 条", number=(NUMBER, other)[n % 2])

    write(world, "xu")
    with pytest.raises(TooManyComments):
        write(world, text="再来一条")


def test_the_same_words_twice_are_taken_once(world):
    a_project(world)
    write(world)

    with pytest.raises(SameAgain):
        write(world, at=world.now + LATER)

    assert discussion().total == 1


# replies


def test_a_reply_stands_below_its_comment(world):
    a_project(world)
    head = write(world)

    write(world, "zhao", "收到。", "neutral", parent_id=head)

    (shown,) = discussion().threads
    assert [(r.author, r.comment.text) for r in shown.replies] == [("赵敏", "收到。")]


def test_there_is_one_level_of_replies(world):
    a_project(world)
    reply = write(world, "xu", "也许。", "neutral", parent_id=write(world))

    with pytest.raises(ReplyTooDeep):
        write(world, text="真的？", parent_id=reply)


def test_a_reply_belongs_to_the_project_of_its_comment(world):
    a_project(world)
    other = a_project(world, number="LZ-2026-002")
    head = write(world)

    with pytest.raises(NotFound):
        write(world, "xu", number=other, parent_id=head)
    with pytest.raises(NotFound):
        write(world, "xu", parent_id=999)


def test_nobody_replies_to_what_is_hidden(world):
    a_project(world)
    head = write(world)
    deeds.hide(head, reason="骂人", actor=world["zhao"], at=world.now)

    with pytest.raises(CommentGone):
        write(world, "xu", parent_id=head)


def test_a_list_shows_the_first_replies_and_counts_all(world):
    a_project(world)
    head = write(world)
    for n in range(5):
        write(world, "xu", f"回复 {n}", "neutral", parent_id=head, at=world.now + n * LATER)

    (shown,) = discussion().threads
    whole, _project = comments.thread(db.session(), head)

    assert [r.comment.text for r in shown.replies] == ["回复 0", "回复 1", "回复 2"]
    assert (shown.reply_count, len(whole.replies), whole.reply_count) == (5, 5, 5)


# counting


def test_people_are_counted_by_their_latest_standing_comment(world):
    a_project(world)
    write(world, "chen", "赞成。", "for")
    write(world, "chen", "改主意了。", "against", at=world.now + LATER)
    write(world, "xu", "赞成。", "for")
    hidden = write(world, "xu", "胡说。", "against", at=world.now + LATER)
    deeds.hide(hidden, reason="骂人", actor=world["zhao"], at=world.now)
    write(world, "lin", "看看再说。", "neutral")
    write(world, "an", "回一句。", "for", parent_id=write(world, "zhao", "说明。", "neutral"))

    assert discussion().stances == {"for": 1, "against": 1, "neutral": 2}


def test_a_long_discussion_comes_in_pages(world):
    a_project(world)
    for name in ("chen", "xu", "lin"):
        for n in range(8):
            write(world, name, f"{name} {n}", at=world.now + n * LATER)

    first, second = discussion(), discussion(offset=20)

    assert (len(first.threads), first.total, len(second.threads)) == (20, 24, 4)


def test_a_discussion_is_read_in_three_statements_with_one_comment_and_with_thirty(world):
    a_project(world)
    head = write(world)
    project_id = the_project().id
    with statements(db.engine) as with_one:
        comments.discussion(db.session(), project_id)
    for name in ("chen", "xu", "lin", "zhao"):
        for n in range(8):
            write(world, name, f"{name} {n}", parent_id=head if n % 2 else None)
    db.session().rollback()
    with statements(db.engine) as with_thirty:
        comments.discussion(db.session(), project_id)

    assert (len(with_one), len(with_thirty)) == (3, 3)


def test_writing_takes_at_most_eight_statements(world):
    a_project(world)

    with statements(db.engine) as seen:
        write(world)

    assert len(seen) <= 8, seen
