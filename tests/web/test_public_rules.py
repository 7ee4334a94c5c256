"""The rules in force as anybody opens them: every parameter in words, the history, the fingerprint."""

from __future__ import annotations

import hashlib
import re

import pytest

from microprojects.domain.parameters import PARAMETERS
from microprojects.services import programmes
from microprojects.store import rulebooks
from microprojects.store.db import db
from microprojects.store.programmes import Round
from microprojects.web.rule_words import GROUPS
from tests.consulting import statements


def set_it(world, value, *, key="notice_days.d1", slug=None):
    programmes.set_parameter(
        world.programme_id, key, value, area_slug=slug, reason="居民来信", actor=world["huang"], at=world.now
    )


def digest(world):
    db.session().rollback()
    return db.session().get_one(Round, world.rounds["lizhi"]).rulebook.hash


def test_every_group_of_parameters_has_a_chinese_name(client, world):
    page = client.get("/rules").text

    groups = {parameter.key.partition(".")[0] if "." in parameter.key else "" for parameter in PARAMETERS}
    assert groups - GROUPS.keys() == set()
    for group in groups:
        assert re.fullmatch("[\u4e00-\u9fff]+", GROUPS[group])
        assert GROUPS[group] in page
    assert "splitting" not in re.sub(r"<code>[^<]*</code>|<[^>]*>", "", page)


def test_the_quorum_is_told_against_those_who_are_due(client, world):
    page = " ".join(re.sub(r"<[^>]*>", "", client.get("/rules").text).split())

    assert re.search("开会的法定人数.{0,40}2/3 以上（含），按应到人数算", page)


def test_every_parameter_is_told_in_words(client, world):
    page = client.get("/rules").text

    for words in (
        "400,000.00 元",
        "2/3 以上（含），按到会人数算",
        "超过 1/2，按到会人数算",
        "30%、50%、17%、3%",
        "举手",
        "自然日",
    ):
        assert words in page
    assert "三议三公开" in page


def test_the_rules_of_one_community_are_its_own(client, world):
    set_it(world, 9, slug="mumian")

    assert "<strong>9</strong>" in client.get("/rules?community=mumian").text
    assert "<strong>9</strong>" not in client.get("/rules?community=lizhi").text


def test_the_history_tells_what_was_set_where_and_why(client, world):
    set_it(world, 9, slug="mumian")

    page = client.get("/rules").text

    assert "一公开公示几天" in page
    assert "木棉社区，居民来信" in page


def test_the_fingerprint_is_that_of_the_file(client, world):
    set_it(world, 7)

    sent = client.get(f"/rules/{digest(world)}.json")

    assert hashlib.sha256(sent.data).hexdigest() == digest(world)
    assert f"/rules/{digest(world)}.json" in client.get("/rules").text
    assert rulebooks.is_frozen(db.session(), digest(world))


@pytest.mark.parametrize("name", ["0" * 64, "x", "%00", "z" * 64])
def test_rules_that_never_held_are_not_found(client, world, name):
    assert client.get(f"/rules/{name}.json").status_code in (400, 404)


def test_a_community_that_is_not_there_is_not_found(client, world):
    assert client.get("/rules?community=nowhere").status_code == 404
    assert client.get("/rules?programme=x").status_code == 200


def test_a_long_history_takes_as_many_statements_as_a_short_one(bench, client, world):
    set_it(world, 6)
    with statements(bench.engine) as one:
        client.get("/rules")
    for days in range(7, 36):
        set_it(world, days)

    with statements(bench.engine) as thirty:
        client.get("/rules")

    assert len(one) == len(thirty) <= 12


def test_a_district_without_a_programme_says_so(client, session):
    assert "还没有方案" in client.get("/rules").text
