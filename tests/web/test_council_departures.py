"""A decision against a residents' poll on the pages: what residents said, the reason that is owed, and where it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.states import State
from tests.council import project
from tests.departing import WHY, polled

SAID = "居民投票没有选上：3 个项目里第 3 名，"
HOUR = timedelta(hours=1)


@pytest.fixture
def council(world, wall):
    """An open meeting on a project that residents chose and on one that they did not."""
    made = polled(world)
    wall.at = made.sitting.at + HOUR
    return made


@pytest.fixture
def passed(council):
    """The meeting after it passed what residents had not chosen."""
    council.sitting.decide(council.passed_over, 12, 1, 1)
    return council


def item_page(council):
    return f"/council/items/{council.sitting.items[council.passed_over]}"


def test_what_residents_said_stands_in_the_dossier_on_the_console_and_on_the_wall(council, visitor, client):
    meeting = council.sitting.meeting_id
    visitor("liu").send(f"{item_page(council)}/take-up")

    pages = [
        visitor("an").get(item_page(council)).text,
        visitor("liu").get(f"/council/meetings/{meeting}/console").text,
        visitor("an").get(f"/council/meetings/{meeting}/seat").text,
        client.get(f"/meetings/{meeting}/screen").text,
    ]

    assert [SAID in page for page in pages] == [True] * 4


def test_the_secretary_is_led_to_write_the_reason_and_the_decision_is_published(passed, visitor, client):
    guo = visitor("guo")
    assert "要写理由：与居民投票不同的决定" in guo.get("/council/").text

    sent = guo.send(f"{item_page(passed)}/departure", reason=WHY)

    assert (sent.status_code, project(passed.passed_over).state) == (303, State.NOTICING)
    assert "要写理由" not in guo.get("/council/").text
    public = [
        client.get(f"/projects/{passed.passed_over}").text,
        client.get(f"/polls/{passed.poll}").text,
        client.get(f"/meetings/{passed.sitting.meeting_id}").text,
    ]
    assert [page.count(WHY) >= 1 for page in public] == [True] * 3


def test_until_then_the_project_page_says_what_it_waits_for(passed, client):
    page = client.get(f"/projects/{passed.passed_over}").text

    assert "还没有写理由。理由写了，决议才公示。" in page
    assert "理由还没有写。" in page


def test_an_empty_reason_is_asked_for_again(passed, visitor):
    answer = visitor("guo").send(f"{item_page(passed)}/departure", reason="")

    assert (answer.status_code, "请写理由。" in answer.text) == (422, True)


def test_nobody_else_is_offered_to_write_it(passed, visitor):
    page = visitor("an").get(item_page(passed)).text

    assert ("与居民投票不同" in page, "/departure" in page) == (True, False)
    assert visitor("an").get(f"{item_page(passed)}/departure").status_code == 403


def test_minutes_that_wait_for_a_reason_say_so(passed, visitor):
    passed.sitting.decide(passed.chosen, 12, 1, 1)
    visitor("liu").send(f"/council/meetings/{passed.sitting.meeting_id}/close")

    answer = visitor("guo").send(f"/council/meetings/{passed.sitting.meeting_id}/minutes")

    assert answer.status_code == 409
    assert "第 2 项的决定与居民投票不同，理由还没有写" in answer.text


@pytest.mark.parametrize(
    "page",
    [
        "/office/projects/{number}",
        "/office/projects/{number}/approve",
        "/office/",
        "/projects/{number}/objections",
        "/projects",
        "/",
    ],
)
def test_every_desk_bears_a_decision_that_waits_for_its_reason(passed, visitor, page):
    answer = visitor("zhou").get(page.format(number=passed.passed_over))

    assert answer.status_code == 200
