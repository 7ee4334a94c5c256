"""The desk for private words, and the privacy notice that everybody reads."""

from __future__ import annotations

import dataclasses

import pytest

from microprojects.services import files
from tests.first_deliberation import accepted
from tests.services.test_private_files import photo


@pytest.fixture
def waiting(session, world):
    """The number of a photograph that waits."""
    number = accepted(world)
    added = files.attach(
        number,
        purpose="other",
        upload=photo(),
        name="a.jpg",
        caption="花坛现状",
        actor=world["zhao"],
        at=world.now,
    )
    session.rollback()
    return added


def test_a_second_person_looks_at_a_photograph_and_then_everybody_sees_it(client, visitor, waiting):
    assert "花坛现状" in visitor("zhao").get("/office/private").text
    second = visitor("qian")
    assert f"/office/private/files/{waiting}" in second.get("/office/private").text
    assert client.get(f"/files/{waiting}").status_code == 404

    page = second.get(f"/office/private/files/{waiting}")
    unticked = second.send(f"/office/private/files/{waiting}", shows="yes")
    done = second.send(f"/office/private/files/{waiting}", shows="yes", is_clear="y")

    assert (page.status_code, unticked.status_code, done.status_code) == (200, 422, 303)
    assert "没有人脸、车牌、门牌、证件" in page.text
    assert client.get(f"/files/{waiting}").status_code == 302


def test_a_name_is_written_down_by_one_and_confirmed_by_another(visitor, world):
    first, second = visitor("zhao"), visitor("qian")
    asked = first.send("/office/private/names/new", community="lizhi", name="林秀英", ground="agreed")
    assert asked.status_code == 303
    assert first.send("/office/private/names/1/confirm").status_code == 403

    assert second.send("/office/private/names/1/confirm").status_code == 303
    assert "已核对" in second.get("/office/private").text
    assert second.send("/office/private/names/1/withdraw").status_code == 303
    assert "林秀英" not in second.get("/office/private").text


def test_the_desk_is_shut_to_residents(visitor, waiting):
    for path in ("/office/private", f"/office/private/files/{waiting}", "/office/private/names/new"):
        assert visitor("lin").get(path).status_code in (403, 404)


def test_the_notice_tells_what_holds_here_and_whom_to_ask(client, world):
    page = client.get("/privacy?community=lizhi").text

    for words in (
        "收什么，为什么",
        "存多久",
        "谁能看",
        "公开什么，怎么遮",
        "第四十四条",
        "第五十条",
        "存 15 年",
    ):
        assert words in page
    assert client.get("/privacy?community=nowhere").status_code == 404


def test_the_notice_is_linked_at_the_foot_and_where_personal_data_are_asked_for(client, world):
    for path in ("/", "/register"):
        assert 'href="/privacy' in client.get(path).text


def test_the_operator_may_put_a_text_of_their_own(app, client, world, tmp_path):
    own = tmp_path / "own.txt"
    own.write_text("# 本区的声明\n第一段 <b>。\n", encoding="utf-8")
    settings = app.extensions["settings"]
    app.extensions["settings"] = dataclasses.replace(settings, privacy_file=own)
    try:
        page = client.get("/privacy").text
    finally:
        app.extensions["settings"] = settings

    assert "本区的声明" in page
    assert "第一段 &lt;b&gt;。" in page
    assert "谁能看" not in page
    assert "收什么，为什么，存多久" in page  # the table is the site's own: it is what the site does
