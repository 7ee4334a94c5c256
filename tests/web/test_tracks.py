"""Each step of a project's track carries the day on which it was reached, and the last one the day on which it ended."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.domain.states import State
from microprojects.web.filters import day
from tests.consulting import a_project
from tests.noticing import NUMBER, shanghai
from tests.spending import Site


def step(client, name: str, number: str = NUMBER) -> str:
    """Return what a listener is told of one step."""
    told = re.findall(r'visually-hidden">([^<]*)</span></li>', client.get(f"/projects/{number}").text)
    return next(each for each in told if each.startswith(name))


def test_the_step_of_the_inspection_carries_the_day_of_the_inspection(app, client, world):
    site = Site(world).buy().sign().start().progress().complete()
    site.later(days=3)
    inspected = site.today
    site.accept()

    with app.test_request_context():
        assert step(client, "验收") == f"验收 {day(inspected)}合格，正在进行"


def test_before_the_inspection_the_step_says_when_the_work_was_said_to_be_done(app, client, world):
    site = Site(world).buy().sign().start().progress().complete()

    with app.test_request_context():
        assert step(client, "验收") == f"验收 {day(site.today)}报完工，正在进行"


def test_the_step_of_the_result_carries_the_day_on_which_it_was_first_public(app, client, world):
    site = Site(world).until_evaluating()
    first = site.today - timedelta(days=12)
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei").later(days=11)
    site.tick().close()

    with app.test_request_context():
        assert step(client, "三公开") == f"三公开 结果公开 {day(first)}，已公开"


@pytest.mark.parametrize(
    ("state", "stage", "name", "given"),
    [
        (State.DECLINED, 1, "一议 居民提议", {"decline_code": "N01", "decline_reason": "不在范围内。"}),
        (State.REFERRED, 2, "二议 街道商议", {"receiver": "区城管局", "refer_reason": "归城管局管。"}),
        (State.CANCELLED, 3, "一公开 项目公开", {"stop_reason": "场地收回。"}),
    ],
)
def test_where_a_project_stopped_the_step_carries_the_day_on_which_it_stopped(
    client, world, state, stage, name, given
):
    a_project(world, state=state, stage=stage, **given, state_since=shanghai(3, 9))

    assert step(client, name) == f"{name} {state.label} 3月9日，停在这一步"
