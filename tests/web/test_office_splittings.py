"""A question about split works is on the desks, answered and judged there, and told on the public pages."""

from __future__ import annotations

import pytest

from microprojects.services import splittings
from tests.spending import WAN, Site

WHY = "两处灯由两栋楼分别提议，隔着一条河，管线不同，工期也错开三个月。"
PROJECT = "/office/projects/LZ-2026-001"


@pytest.fixture
def pair(world):
    """Two works on one site whose sum passes the next way of buying, and which the system has asked about."""
    pair = Site(world), Site(world, number="LZ-2026-002", fiscal=6 * WAN)
    splittings.raise_due(at=world.now)
    return pair


def test_the_street_answers_from_its_desk_and_the_supervisor_judges_from_theirs(pair, visitor):
    zhou, he = visitor("zhou"), visitor("he")
    assert [("说明拆分疑点：三巷路灯" in who.get("/office/").text) for who in (zhou, he)] == [True, False]
    page = zhou.get(f"{PROJECT}/answer-splitting").text
    assert [word in page for word in ("LZ-2026-002", "110,000.00", "100,000.00")] == [True] * 3

    done = zhou.send(f"{PROJECT}/answer-splitting", words=WHY)

    assert (done.status_code, done.location) == (303, PROJECT)
    assert "看拆分疑点的说明：三巷路灯" in he.get("/office/").text
    assert WHY in he.get(f"{PROJECT}/judge-splitting").text
    done = he.send(f"{PROJECT}/judge-splitting", verdict="accepted", words="看过两处现场，确是两件事。")
    assert done.status_code == 303
    assert "拆分疑点" not in he.get("/office/").text


def test_the_page_of_buying_says_what_blocks_it_and_leads_to_the_answer(pair, visitor):
    zhou = visitor("zhou")

    page = zhou.get(f"{PROJECT}/start-procurement").text
    refused = zhou.send(f"{PROJECT}/start-procurement", mode="small_works", reason="")

    assert f'href="{PROJECT}/answer-splitting"' in page
    assert (refused.status_code, "像是拆开的一个项目" in refused.text) == (409, True)


def test_the_public_reads_question_answer_and_judgement_without_names(pair, client, world):
    assert "等说明" in client.get("/projects/LZ-2026-002").text
    splittings.answer("LZ-2026-001", words=WHY, actor=world["zhou"], at=world.now)
    splittings.judge(
        "LZ-2026-001",
        verdict="found",
        words="两处是同一条灯线，应当一次采购。",
        actor=world["he"],
        at=world.now,
    )

    page = client.get("/projects/LZ-2026-002").text

    told = ("有没有拆分项目", "LZ-2026-001", WHY, "认定是拆分", "应当一次采购", "监督员认定是拆分")
    assert [word for word in told if word not in page] == []
    assert [name for name in (world["zhou"].name, world["he"].name) if name in page] == []


def test_the_list_is_for_the_offices_and_a_project_without_a_question_says_nothing(pair, visitor, world):
    Site(world, number="LZ-2026-009", kind="goods", fiscal=WAN)

    for who in ("he", "zheng", "wu", "zhou"):
        assert "110,000.00" in visitor(who).get("/office/splittings").text
    assert visitor("lin").get("/office/splittings").status_code == 403
    assert 'id="split"' not in visitor("zhou").get("/office/projects/LZ-2026-009").text
    assert "现在没有要说明的" in visitor("zhou").get("/office/projects/LZ-2026-009/answer-splitting").text


def test_words_that_say_too_little_stay_in_the_form(pair, visitor):
    answer = visitor("zhou").send(f"{PROJECT}/answer-splitting", words="不是拆分。")

    assert (answer.status_code, "至少 20 个" in answer.text, "不是拆分。" in answer.text) == (422, True, True)


def test_only_the_street_answers_and_only_the_supervisor_judges(pair, visitor):
    found = [
        tuple(visitor(who).get(f"{PROJECT}/{deed}-splitting").status_code for deed in ("answer", "judge"))
        for who in ("zhou", "he", "zheng", "lin")
    ]

    assert found == [(200, 403), (403, 200), (403, 403), (403, 403)]
