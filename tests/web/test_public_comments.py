"""The discussion on the public pages: to read, to write, to take back, to report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.states import State
from microprojects.services import comments as deeds
from microprojects.store import comments
from microprojects.store.db import db
from tests.consulting import NUMBER, a_project, statements, the_project

AT = f"/projects/{NUMBER}/comments"


def written() -> list[comments.Shown]:
    db.session().rollback()
    return list(comments.discussion(db.session(), the_project().id).threads)


def a_comment(world, name: str = "chen", text: str = "我赞成。", **given: object) -> int:
    return deeds.write(NUMBER, text=text, stance="for", actor=world[name], at=world.now, **given)


def test_everyone_reads_and_only_a_surname_is_shown(world, client):
    a_project(world)
    a_comment(world)
    a_comment(world, "zhao", "周五来看现场。")

    page = client.get(AT)

    assert page.status_code == 200
    assert "居民（陈**）" in page.text
    assert "社区经办，<time" in page.text
    assert "陈建国" not in page.text
    assert "赵" not in page.text
    assert "赞成 2 人，反对 0 人" in page.text
    assert "登录以后就能发言" in page.text


def test_a_neighbour_writes_and_is_told_how_long_it_can_be_taken_back(world, client, sign_in):
    a_project(world)
    sign_in(client, "chen")

    answer = client.send(AT, text="我赞成，\n三巷太黑。", stance="for")
    page = client.get(answer.location)

    assert answer.status_code == 303
    assert "已经发出。10 分钟内可以撤回。" in page.text
    assert "撤回这条" in page.text
    assert [s.comment.text for s in written()] == ["我赞成，\n三巷太黑。"]


def test_a_stranger_is_sent_to_sign_in(world, client):
    a_project(world)

    answer = client.send(AT, text="我赞成。", stance="for")

    assert answer.status_code == 303
    assert "/auth/sign-in" in answer.location
    assert written() == []


def test_somebody_of_another_community_is_told_that_they_may_not(world, client, sign_in):
    a_project(world)
    sign_in(client, "tang")

    assert "只有核实过的本社区居民" in client.get(AT).text
    assert client.send(AT, text="我赞成。", stance="for").status_code == 403


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stance": "for", "text": ""}, "请写几句。"),
        ({"text": "三巷太黑。"}, "请选一个态度"),
        ({"stance": "maybe", "text": "三巷太黑。"}, "三巷太黑。"),
        ({"stance": "for", "text": "三巷太黑。" * 101}, "请删去 5 个字"),
        ({"stance": "for", "text": "三巷太黑，找 13812345678"}, "138****5678"),
    ],
)
def test_words_that_cannot_be_published_come_back(world, client, sign_in, fields, words):
    a_project(world)
    sign_in(client, "chen")

    page = client.send(AT, **fields)

    assert page.status_code == 422
    assert words in page.text
    assert fields["text"] in page.text
    assert written() == []


def test_one_too_many_in_an_hour_comes_back_with_the_time(world, client, sign_in):
    a_project(world)
    for n in range(10):
        a_comment(world, text=f"第 {n} 条")
    sign_in(client, "chen")

    page = client.send(AT, text="第十一条", stance="for")

    assert page.status_code == 429
    assert "请在 11:00 以后再写" in page.text
    assert "第十一条" in page.text


def test_a_neighbour_replies_on_the_comments_own_page(world, client, sign_in):
    a_project(world)
    head = a_comment(world)
    sign_in(client, "xu")

    answer = client.send(f"{AT}/{head}", text="我也觉得。")

    assert (answer.status_code, answer.location) == (303, f"{AT}/{head}")
    assert written()[0].replies[0].comment.text == "我也觉得。"


def test_an_empty_reply_comes_back(world, client, sign_in):
    a_project(world)
    head = a_comment(world)
    sign_in(client, "xu")

    page = client.send(f"{AT}/{head}", text=" ")

    assert page.status_code == 422
    assert written()[0].replies == ()


def test_an_author_takes_it_back_and_nobody_else_sees_the_button(world, client, app, sign_in, wall):
    a_project(world)
    head = a_comment(world)
    author, other = sign_in(client, "chen"), sign_in(app.test_client(), "xu")

    assert "撤回这条" not in other.get(f"{AT}/{head}").text
    assert other.send(f"{AT}/{head}/withdraw").status_code == 403
    assert "撤回这条" in author.get(f"{AT}/{head}").text
    assert author.send(f"{AT}/{head}/withdraw").status_code == 303
    assert written() == []


def test_after_ten_minutes_there_is_no_button(world, client, sign_in, wall):
    a_project(world)
    head = deeds.write(
        NUMBER, text="好。", stance="for", actor=world["chen"], at=world.now - timedelta(minutes=11)
    )
    sign_in(client, "chen")

    assert "撤回这条" not in client.get(f"{AT}/{head}").text
    assert client.send(f"{AT}/{head}/withdraw").status_code == 409


def test_anybody_signed_in_reports_once(world, client, sign_in):
    a_project(world)
    head = a_comment(world)
    sign_in(client, "tang")

    assert "我赞成。" in client.get(f"{AT}/{head}/report").text
    assert client.send(f"{AT}/{head}/report", reason="骂人。").status_code == 303
    assert client.send(f"{AT}/{head}/report", reason="骂人。").status_code == 409
    assert client.send(f"{AT}/{head}/report", reason="").status_code == 422


def test_a_hidden_comment_shows_its_reason_and_never_its_words(world, client):
    a_project(world)
    head = a_comment(world, text="你这个笨蛋。")
    deeds.hide(head, reason="骂人或人身攻击", actor=world["zhao"], at=world.now)

    for address in (AT, f"{AT}/{head}"):
        page = client.get(address)
        assert "这条意见已由社区经办隐藏，理由：骂人或人身攻击" in page.text
        assert "笨蛋" not in page.text


def test_hostile_words_are_only_words(world, client, sign_in):
    a_project(world)
    a_comment(world, text="<script>alert(1)</script>")

    page = client.get(AT)

    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_a_project_that_is_not_public_has_no_discussion(world, client, state):
    a_project(world, state=state)

    assert client.get(AT).status_code == 404


def test_a_closed_project_is_read_and_not_written(world, client, sign_in):
    a_project(world)
    a_comment(world)
    sign_in(client, "chen")
    from microprojects.store.db import transaction
    from microprojects.store.projects import Project

    with transaction() as session:
        session.query(Project).update({"state": State.CLOSED})

    assert "讨论现在没有开放" in client.get(AT).text
    assert client.send(AT, text="还能说吗？", stance="for").status_code == 409


def test_a_comment_is_found_only_under_its_own_project(world, client, sign_in):
    a_project(world)
    a_project(world, number="LZ-2026-002")
    head = a_comment(world)
    sign_in(client, "chen")

    for address in (f"/projects/LZ-2026-002/comments/{head}", f"{AT}/{head + 1}", f"{AT}/{2**70}"):
        assert client.get(address).status_code == 404
    assert client.get(f"/projects/LZ-2026-002/comments/{head}/report").status_code == 404


def test_a_long_discussion_has_pages(world, client):
    a_project(world)
    for name in ("chen", "xu", "lin"):
        for n in range(8):
            a_comment(world, name, f"{name} {n}")

    assert f'href="{AT}?page=2"' in client.get(AT).text
    assert client.get(f"{AT}?page=2").text.count("<article") == 4
    assert client.get(f"{AT}?page=0").status_code == 404


def test_a_discussion_takes_the_same_few_statements_with_one_and_with_thirty(world, client):
    a_project(world)
    a_comment(world)
    with statements(db.engine) as with_one:
        client.get(AT)
    for name in ("chen", "xu", "lin", "zhao"):
        for n in range(7):
            a_comment(world, name, f"{name} {n}")
    with statements(db.engine) as with_many:
        client.get(AT)

    assert len(with_one) == len(with_many) <= 12, with_many
