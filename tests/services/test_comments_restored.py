"""A hidden comment is shown again by somebody else than who hid it, and both reasons stay."""

from __future__ import annotations

import pytest

from microprojects.domain.comments import NotHidden, SameHider
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import comments as deeds
from tests.consulting import a_project, verbs
from tests.discussing import LATER, discussion, hidden_by_zhao, the_comment, told, write

WHY = "说的是事，没有骂人。"


@pytest.fixture
def hidden(world):
    """A comment of Chen's that Zhao hid."""
    return hidden_by_zhao(world)


def restore(world, comment_id, who="sun", reason=WHY):
    return deeds.restore(comment_id, reason=reason, actor=world[who], at=world.now + LATER)


@pytest.mark.parametrize(
    ("who", "role"), [("sun", "party_secretary"), ("qian", "community_staff"), ("zhou", "street_officer")]
)
def test_another_person_shows_it_again_and_both_reasons_stay(world, hidden, who, role):
    restore(world, hidden, who)

    row = the_comment(hidden)
    assert (row.hidden_at, row.was_hidden_at, row.was_hidden_reason) == (None, world.now, "骂人")
    assert (row.restored_at, row.restored_reason, row.restored_by_role) == (world.now + LATER, WHY, role)
    assert told() == [("陈建国", "我赞成。")]
    assert not discussion().threads[0].is_gone
    assert verbs()[-1] == "comment.restore"


def test_who_hid_it_does_not_show_it_again(world, hidden):
    with pytest.raises(SameHider):
        restore(world, hidden, "zhao")

    assert the_comment(hidden).hidden_at == world.now


@pytest.mark.parametrize("who", ["chen", "tang", "liu", "huang"])
def test_only_the_staff_of_the_community_and_the_street_show_it_again(world, hidden, who):
    with pytest.raises(NotPermitted):
        restore(world, hidden, who)


def test_an_officer_does_not_show_their_own_words_again(world):
    a_project(world)
    written = write(world, "sun")
    deeds.hide(written, reason="骂人", actor=world["zhao"], at=world.now)

    with pytest.raises(SameHider):
        restore(world, written, "sun")


def test_what_is_not_hidden_is_not_shown_again(world, hidden):
    restore(world, hidden)

    with pytest.raises(NotHidden):
        restore(world, hidden, "qian")
    with pytest.raises(NotFound):
        restore(world, 999)


@pytest.mark.parametrize(
    ("reason", "no"), [("", BadValue), ("好" * 201, BadValue), ("他电话 13812345678", PrivacyFinding)]
)
def test_the_reason_is_one_that_can_be_published(world, hidden, reason, no):
    with pytest.raises(no):
        restore(world, hidden, reason=reason)

    assert the_comment(hidden).hidden_at is not None


def test_it_can_be_hidden_once_more(world, hidden):
    restore(world, hidden)

    deeds.hide(hidden, reason="广告", actor=world["qian"], at=world.now + 2 * LATER)

    row = the_comment(hidden)
    assert (row.hidden_reason, row.was_hidden_reason) == ("广告", "骂人")
