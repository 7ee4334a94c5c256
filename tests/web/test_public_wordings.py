"""What was corrected or blacked out in a disclosure reads so on every page that shows the same words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.corrections import BLACKED
from microprojects.services import disclosures
from microprojects.store.consultations import Opinion
from microprojects.store.db import transaction
from tests.council import SITTING, Sitting, ready
from tests.noticing import NUMBER, answer, latest, object_to, on_notice
from tests.spending import WAN, Site
from tests.world import MEMBERS

NAMED = "三巷王小明家里也愿意。"
PAGE = f"/projects/{NUMBER}"


@pytest.fixture
def decided(world):
    """A project that the council just decided on; the residents' committee named a resident in its opinion."""
    number = ready(world)
    with transaction() as session:
        said = session.scalars(select(Opinion).where(Opinion.body == "community")).one()
        values = {"project_id": said.project_id, "stage": 2, "body": "expert", "conclusion": "feasible"}
        session.add(Opinion(**values, text=NAMED, given_at=world.now, given_by_id=world.people["zhao"]))
    Sitting(world).call(number).open(MEMBERS[:14]).decide(number, 13, 1)
    return number


def test_an_opinion_that_was_blacked_out_is_read_on_no_page(client, world, decided):
    told = [each["text"] for each in latest(decided).body["opinions"]]
    assert NAMED in client.get(PAGE).text

    disclosures.correct(
        latest(decided).id,
        changes={f"opinions.{told.index(NAMED)}.text": f"{BLACKED}家里也愿意。"},
        reason="写了个人信息",
        actor=world["zhou"],
        at=SITTING + timedelta(hours=1),
    )

    page = client.get(PAGE).text
    assert "三巷王小明" not in page
    assert f"{BLACKED}家里也愿意。" in page


def test_a_corrected_purpose_is_read_beside_its_own_payment_only(session, world, client):
    site = Site(world).buy().sign().start().pay(WAN, 1)
    wrong = site.told()["payments"][0]["purpose"]
    site.correct("spending", {"payments.0.purpose": "预付款，按合同第一期"})

    page = client.get(f"/projects/{site.number}").text

    assert "预付款，按合同第一期" in page
    assert f">{wrong}<" not in page


def test_a_project_without_corrections_reads_as_it_was_written(client, world):
    on_notice(world)
    answer(world, object_to(world), at=world.now)

    assert "灯头加遮光罩" in client.get(f"{PAGE}/objections").text
