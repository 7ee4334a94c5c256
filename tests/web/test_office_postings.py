"""Hanging sheets up, as the pages of the office and of everybody tell it."""

from __future__ import annotations

from microprojects.services import programmes
from tests.noticing import NUMBER, latest, on_notice


def waiting_for_its_sheet(world):
    """Put a project on notice whose days begin when its sheet hangs."""
    programmes.set_parameter(
        world.programme_id,
        "notice_days.starts",
        "posted",
        reason="先贴再算",
        actor=world["huang"],
        at=world.now,
    )
    on_notice(world)
    return latest().id


def test_a_notice_that_hangs_nowhere_says_so_on_its_pages(client, world):
    disclosure_id = waiting_for_its_sheet(world)

    pages = [client.get(path).text for path in (f"/projects/{NUMBER}", f"/disclosures/{disclosure_id}")]

    assert ["公示期从张贴之日起算，还没有张贴" in page for page in pages] == [True, True]


def test_the_office_is_told_what_does_not_hang_yet(visitor, world):
    waiting_for_its_sheet(world)

    page = visitor("zhao").get("/office/").text

    assert "还没有张贴，公示期不走" in page
