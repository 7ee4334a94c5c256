"""What presses stands in the line that says what is now: a day that is over, an opinion without an answer."""

from __future__ import annotations

import re
from datetime import timedelta

from microprojects.services import delivery
from tests.noticing import NUMBER, object_to, on_notice, shanghai
from tests.spending import Site

SMELL = "送来的第一批地垫有异味，已要求供货单位停铺，送检合格再铺。"


def now_line(client) -> str:
    """Return the line without marks."""
    page = client.get(f"/projects/{NUMBER}").text
    return re.sub(r"<[^>]+>", "", re.search(r'class="track-now">(.*?)</p>', page, re.DOTALL).group(1))


def working(world, **terms) -> Site:
    site = Site(world).buy()
    return site.sign(ends_on=site.today + timedelta(days=10), **terms).start().progress()


def test_on_the_last_day_of_the_contract_nothing_is_late(client, world, wall):
    site = working(world)
    wall.at = site.later(days=10)

    assert now_line(client) == "现在：正在做。每一笔付款、每次进度都在下面。"


def test_a_work_says_by_how_many_days_the_day_of_its_contract_is_over(client, world, wall):
    site = working(world)
    wall.at = site.later(days=18)

    assert "已过合同写的完工日 8 天。" in now_line(client)


def test_a_work_that_was_reported_late_says_so_while_it_waits_for_its_inspection(client, world, wall):
    site = working(world).publish()
    site.later(days=12)
    site.complete()
    wall.at = site.later(days=20)

    assert "比合同写的完工日晚 3 天才报完工。" in now_line(client)


def test_an_opinion_of_the_supervisor_stands_there_until_it_is_answered(client, world, wall):
    site = working(world)
    note = delivery.write_note(NUMBER, text=SMELL, actor=world["he"], at=site.later())
    wall.at = site.later()
    before = now_line(client)
    delivery.answer_note(note, text="已停铺，等送检。", actor=world["zhou"], at=site.later())
    wall.at = site.later()

    assert f"提了意见，还没有答复：“{SMELL}”" in before
    assert "监督员" not in now_line(client)


def test_the_list_of_what_was_published_quotes_the_supervisor(client, world, wall):
    site = working(world)
    delivery.write_note(NUMBER, text=SMELL, actor=world["he"], at=site.later())
    wall.at = site.later()

    assert f"监督员提出意见。“{SMELL}”" in client.get("/disclosures").text


def test_a_reply_that_is_late_is_said_where_one_looks_first(client, world, wall):
    on_notice(world)
    object_to(world, at=shanghai(3, 4))
    wall.at = shanghai(3, 27)

    assert re.search(r"1 件异议已过 \d+ 个工作日，还没有答复。", now_line(client))
