"""The archive of a project as anybody reads it: whole or not, what was waived and why, and until when it is kept."""

from __future__ import annotations

from microprojects.services import evaluations
from microprojects.store.db import db
from tests.council import statements
from tests.spending import Site


def test_what_is_missing_is_told_while_residents_are_asked(client, world, wall):
    site = Site(world).until_evaluating()
    wall.at = site.at

    page = client.get(f"/projects/{site.number}").text

    assert "管护移交" in page.split('id="archive"', 1)[1]


def test_a_closed_one_says_what_was_waived_and_until_when_it_is_kept(client, world, wall):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei")
    evaluations.tick_archive(
        site.number,
        item="aftercare",
        waived=True,
        reason="物业自己买的灯",
        actor=world["zhao"],
        at=site.later(),
    )
    site.later(days=11)
    site.tick().close()
    wall.at = site.at

    page = client.get(f"/projects/{site.number}").text

    told = page.split('id="archive"', 1)[1]
    assert "该归档的 23 样，1 样免交，其余都齐了。" in told
    assert "免交：物业自己买的灯" in told
    assert f"保存 15 年，到 {site.today.year + 15}-{site.today:%m-%d}。" in told


def test_the_page_of_a_closed_project_asks_the_database_little(client, world, wall):
    site = Site(world).until_closed()
    wall.at = site.at
    client.get(f"/projects/{site.number}")

    with statements(db.engine) as asked:
        assert client.get(f"/projects/{site.number}").status_code == 200

    assert len(asked) <= 13
