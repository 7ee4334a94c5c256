"""The desk for reported comments."""

from __future__ import annotations

import pytest

from microprojects.services import comments as deeds
from microprojects.store import comments
from microprojects.store.db import db
from tests.consulting import NUMBER, a_project, statements


def a_report(world, text: str = "你这个笨蛋。", reason: str = "骂人。") -> int:
    written = deeds.write(NUMBER, text=text, stance="for", actor=world["chen"], at=world.now)
    deeds.report(written, reason=reason, actor=world["tang"], at=world.now)
    return written


def the_comment(comment_id: int):
    db.session().rollback()
    return comments.get(db.session(), comment_id)[0]


def test_a_clerk_hides_a_reported_comment_with_a_reason(world, client, sign_in):
    a_project(world)
    written = a_report(world)
    sign_in(client, "zhao")

    assert "骂人。" in client.get("/office/comments").text
    assert "笨蛋" in client.get(f"/office/comments/{written}/hide").text
    answer = client.send(f"/office/comments/{written}/hide", kind="insult", words="骂邻居")

    assert answer.status_code == 303
    assert the_comment(written).hidden_reason == "骂人或人身攻击，骂邻居"
    assert "没有被举报的发言" in client.get("/office/comments").text


def test_a_clerk_keeps_what_is_all_right(world, client, sign_in):
    a_project(world)
    written = a_report(world, "我不同意。", "不同意他。")
    sign_in(client, "zhao")

    assert client.send(f"/office/comments/{written}/keep").status_code == 303
    assert client.send(f"/office/comments/{written}/keep").status_code == 409
    assert the_comment(written).hidden_at is None


@pytest.mark.parametrize(
    "fields", [{}, {"kind": "other"}, {"kind": "magic"}, {"kind": "other", "words": "找 13812345678"}]
)
def test_a_reason_that_cannot_be_published_comes_back(world, client, sign_in, fields):
    a_project(world)
    written = a_report(world)
    sign_in(client, "zhao")

    page = client.send(f"/office/comments/{written}/hide", **fields)

    assert page.status_code == 422
    assert the_comment(written).hidden_at is None


@pytest.mark.parametrize("name", ["zhou", "chen", "liu"])
def test_others_have_no_such_desk(world, client, sign_in, name):
    a_project(world)
    written = a_report(world)
    sign_in(client, name)

    assert client.get("/office/comments").status_code == 403
    assert client.send(f"/office/comments/{written}/hide", kind="insult").status_code == 403
    assert client.send(f"/office/comments/{written}/keep").status_code == 403


def test_a_comment_that_is_not_there_is_not_found(world, client, sign_in):
    sign_in(client, "zhao")

    assert client.get("/office/comments/999/hide").status_code == 404
    assert client.send("/office/comments/999/keep").status_code == 404


def test_the_queue_takes_the_same_statements_with_one_and_with_ten(world, client, sign_in):
    a_project(world)
    a_report(world)
    sign_in(client, "zhao")
    with statements(db.engine) as with_one:
        client.get("/office/comments")
    for n in range(9):
        a_report(world, f"坏话 {n}")
    with statements(db.engine) as with_ten:
        client.get("/office/comments")

    assert len(with_one) == len(with_ten) <= 12, with_ten
