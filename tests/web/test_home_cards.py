"""Cards of projects say which amount and which day they show, and a notice that stands still says why."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.noticing import NUMBER, object_to, on_notice, shanghai
from tests.spending import Site


def card(client, address: str = "/") -> str:
    """Return the first card of a page without marks."""
    page = client.get(address).text
    shown = re.search(r'<article class="card-p">(.*?)</article>', page, re.DOTALL).group(1)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)).strip()


def test_a_card_names_its_amount_and_since_when_it_stands_so(client, world, wall):
    Site(world)
    wall.at = shanghai(3, 5)

    assert "3月4日起" in card(client, "/projects")
    assert "批准 5 万元" in card(client, "/projects")


def test_before_the_approval_the_amount_is_a_plan(client, world, wall):
    on_notice(world)
    wall.at = shanghai(3, 4)

    assert "预算 5 万元" in card(client)


def test_the_day_of_a_year_gone_by_carries_its_year(client, world, wall):
    closed = Site(world).until_closed()
    wall.at = closed.at + timedelta(days=365)

    assert re.search(r"2026年\d+月\d+日办结", card(client, "/projects"))


def test_a_notice_that_stands_still_says_how_late_the_reply_is_and_still_takes_objections(
    client, world, wall
):
    on_notice(world)
    object_to(world, at=shanghai(3, 4))
    wall.at = shanghai(3, 27)

    assert re.search(r"公示暂停，1 件异议已过 \d+ 个工作日，还没有答复。", card(client))
    assert f'href="/projects/{NUMBER}/object"' in client.get("/").text


def test_what_is_on_notice_after_the_work_leads_to_its_result(client, world, wall):
    site = (
        Site(world)
        .until_settling()
        .account(5_000_000, 150_000, review_by="明湖造价所", review_conclusion="审定。")
    )
    site.pay(4_850_000, 3).settle()
    wall.at = site.at

    assert "看结果和花费" in card(client)
