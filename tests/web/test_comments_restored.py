"""A hidden comment is shown again with its trace, and its author is told why it was hidden."""

from __future__ import annotations

import pytest

from tests.discussing import hidden_by_zhao, the_comment
from tests.noticing import NUMBER

WHY = "说的是事，没有骂人。"


@pytest.fixture
def hidden(world):
    """A comment of Chen's that Zhao hid."""
    return hidden_by_zhao(world)


def test_its_author_reads_why_and_how_to_complain(visitor, hidden):
    chen = visitor("chen")

    assert "您有 1 条发言被隐藏" in chen.get("/my/").text
    page = chen.get("/my/comments").text
    assert ("骂人" in page, "请街道看" in page, "我赞成。" in page) == (True, True, True)
    assert "我赞成。" not in visitor("xu").get("/my/comments").text


def test_another_clerk_shows_it_again_and_the_trace_is_public(visitor, client, hidden):
    sun, page = visitor("sun"), f"/office/comments/{hidden}/restore"

    assert page in sun.get("/office/comments/hidden").text
    assert sun.send(page, reason="").status_code == 422
    assert sun.send(page, reason=WHY).status_code == 303

    told = client.get(f"/projects/{NUMBER}/comments").text
    assert "我赞成。" in told
    assert "3月4日隐藏过（骂人），3月4日由社区党委恢复：说的是事，没有骂人。" in told
    assert "没有被隐藏的发言" not in visitor("chen").get("/my/comments").text
    assert "没有隐藏了的发言" in sun.get("/office/comments/hidden").text


def test_who_hid_it_is_told_to_let_another_look(visitor, hidden):
    sent = visitor("zhao").send(f"/office/comments/{hidden}/restore", reason=WHY)

    assert sent.status_code == 403
    assert "请让另一位同事看过再办" in sent.text
    assert the_comment(hidden).hidden_at is not None


@pytest.mark.parametrize("who", ["chen", "he", "huang"])
def test_only_the_community_and_the_street_come_here(visitor, hidden, who):
    assert visitor(who).get(f"/office/comments/{hidden}/restore").status_code == 403
