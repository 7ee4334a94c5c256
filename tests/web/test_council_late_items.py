"""An item that is added when the dossiers are out: the form says beforehand, the pages afterwards, to whom it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.council import Sitting, ready
from tests.world import MEMBERS

SECOND = "LZ-2026-002"
FORM, PAPER = "/council/meetings/1/agenda", "/council/meetings/1/dossiers"


@pytest.fixture
def sitting(world, wall) -> Sitting:
    """A meeting whose dossiers are out, an hour later, when a second project waits for it."""
    made = Sitting(world).call(ready(world))
    ready(world, SECOND)
    wall.at = world.now + timedelta(hours=1)
    return made


def test_the_form_says_before_that_an_item_goes_out_at_once(sitting, visitor):
    liu = visitor("liu")
    promised = "材料会立即发给 17 位议事员"

    assert promised in liu.get(FORM).text
    assert promised in liu.get(f"/council/projects/{SECOND}/schedule").text


def test_before_the_dossiers_are_out_the_form_promises_nothing(world, wall, visitor):
    Sitting(world).call(ready(world), send=False)
    ready(world, SECOND)
    wall.at = world.now

    assert "立即发给" not in visitor("liu").get(FORM).text


def test_the_pages_say_afterwards_when_it_went_out_to_how_many_and_by_which_way(
    sitting, wall, visitor, client
):
    guo = visitor("guo")
    guo.send(PAPER, person=str(sitting.world.people[MEMBERS[3]]))
    wall.at += timedelta(minutes=5)
    answer = visitor("liu").send(FORM, project=SECOND)
    assert answer.location == "/council/meetings/1"
    lacking = "，后来列入的还没有送"

    told = [guo.get(page).text for page in ("/council/meetings/1", PAPER, "/council/items/2")]
    assert ["第 2 项是后来列入的" in page for page in told] == [True] * 3
    assert ["立即发给了 17 位议事员" in page for page in told] == [True] * 3
    assert "后来列入的第 2 项" in client.get("/meetings/1").text
    assert "后来列入的第 1 项" not in client.get("/meetings/1").text
    assert lacking in told[1]

    guo.send(PAPER, person=str(sitting.world.people[MEMBERS[3]]))

    again = guo.get(PAPER).text
    assert lacking not in again
    assert "纸质的交到 1 位" in again
