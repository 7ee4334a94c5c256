"""The contract at the desk: signing, its text, the start of work."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from microprojects.domain.states import State
from microprojects.store.contracts import Contract
from microprojects.store.db import db
from microprojects.store.files import Attachment
from tests.spending import WAN, YUAN, Site

TERMS = {
    "contract_number": "RS-2026-12",
    "amount": "45,000",
    "fiscal": "35000",
    "social": "10000.00",
    "signed_on": "2026-03-04",
    "starts_on": "2026-03-05",
    "ends_on": "2026-05-04",
    "public_text": "",
}


def at(site: Site, verb: str) -> str:
    """Return the address of a deed."""
    return f"/office/projects/{site.number}/{verb}"


def bought(world, wall) -> Site:
    """Return a site whose winner asks 45,000 yuan; the wall clock goes with it."""
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy(45_000 * YUAN)
    wall.at = site.at
    return site


def test_the_form_proposes_what_follows_from_the_award(world, client, wall, sign_in):
    site = bought(world, wall)

    page = sign_in(client, "zhou").get(at(site, "sign-contract"))

    for shown in ('value="45,000.00"', 'value="35,000.00"', 'value="10,000.00"', 'value="2026-03-04"'):
        assert shown in page.text
    assert "开工报告" in page.text


def test_an_officer_signs_and_the_saving_is_told(world, client, wall, sign_in):
    site = bought(world, wall)

    answer = sign_in(client, "zhou").send(at(site, "sign-contract"), **TERMS)

    assert (answer.status_code, answer.location) == (303, f"/office/projects/{site.number}")
    assert site.state is State.CONTRACTED
    assert site.posted("release") == [("release", 5_000 * YUAN)]


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"amount": "50001"}, 422, "财政 35,000.00 元加自筹 10,000.00 元，不等于 50,001.00 元"),
        ({"amount": "51000", "fiscal": "41000"}, 409, "合同 51,000.00 元，批准 50,000.00 元"),
        ({"signed_on": "2026-03-09"}, 422, "日期的先后不对"),
        ({"contract_number": ""}, 422, "请填合同编号。"),
        ({"signed_on": "2026-02-30"}, 422, "error-summary"),
        ({"public_text": "电话 13812345678"}, 422, "手机号"),
    ],
)
def test_wrong_terms_come_back_with_what_was_typed(world, client, wall, sign_in, wrong, status, says):
    site = bought(world, wall)

    answer = sign_in(client, "zhou").send(at(site, "sign-contract"), **(TERMS | wrong))

    assert answer.status_code == status
    assert says in answer.text
    assert 'value="2026-05-04"' in answer.text
    assert site.state is State.PROCURING


def test_the_text_follows_later_and_only_once(world, client, wall, sign_in):
    site = bought(world, wall).sign(45_000 * YUAN)
    wall.at = site.at
    officer = sign_in(client, "zhou")

    first = officer.send(at(site, "publish-contract"), public_text="甲方街道，乙方安桩。")
    second = officer.send(at(site, "publish-contract"), public_text="另一份")

    assert (first.status_code, second.status_code) == (303, 409)
    assert db.session.query(Contract).one().public_text == "甲方街道，乙方安桩。"


@pytest.mark.parametrize(("days", "says"), [(0, "还有 2 天"), (4, "超期 2 天")])
def test_a_text_that_is_not_public_is_a_task_until_it_is(world, client, wall, sign_in, days, says):
    site = bought(world, wall).sign(45_000 * YUAN)
    wall.at = site.later(days=days) if days else site.at
    officer = sign_in(client, "zhou")

    due = officer.get("/office/").text
    desk = officer.get(f"/office/projects/{site.number}").text
    officer.send(at(site, "publish-contract"), public_text="甲方街道，乙方安桩。")

    assert says in due
    assert f'href="{at(site, "publish-contract")}"' in due
    assert ("合同文本最晚" in desk) is bool(days)
    assert "公开合同文本" not in officer.get("/office/").text


def picture() -> BytesIO:
    """Return a small photo."""
    out = BytesIO()
    Image.new("RGB", (80, 60), "green").save(out, "JPEG")
    return BytesIO(out.getvalue())


def test_papers_are_uploaded_until_nothing_blocks_the_start(world, client, wall, sign_in):
    site = bought(world, wall).sign(45_000 * YUAN)
    wall.at = site.at
    officer = sign_in(client, "zhou")

    blocked = officer.send(at(site, "start-work"))
    officer.send(at(site, "add-evidence"), purpose="start_report", text="今日进场。", public="y")
    officer.send(at(site, "add-evidence"), purpose="safety_plan", text="签了责任书。", public="y")
    photo = officer.send(
        at(site, "add-evidence"),
        purpose="notice_board_photo",
        upload=(picture(), "board.jpg"),
        caption="公示牌",
        public="y",
    )
    started = officer.send(at(site, "start-work"))

    assert blocked.status_code == 409
    assert "还差这些材料：开工报告、现场公示牌照片、安全和责任书" in blocked.text
    assert (photo.status_code, started.status_code) == (303, 303)
    assert site.state is State.IMPLEMENTING
    kinds = {row.purpose: row.media_type for row in db.session.query(Attachment)}
    assert kinds["start_report"] == "text/plain"
    assert kinds["notice_board_photo"].startswith("image/")


def test_neither_file_nor_words_is_no_paper(world, client, wall, sign_in):
    site = bought(world, wall).sign(45_000 * YUAN)

    answer = sign_in(client, "zhou").send(at(site, "add-evidence"), purpose="start_report", text=" ")

    assert answer.status_code == 422
    assert db.session.query(Attachment).count() == 0


def test_the_contractor_adds_papers_and_goes_on_to_the_public_page(world, client, wall, sign_in):
    site = bought(world, wall).sign(45_000 * YUAN).start()
    wall.at = site.at
    contractor = sign_in(client, "shi")

    answer = contractor.send(at(site, "report-progress"), percent="30", text="挖好沟。")

    assert (answer.status_code, answer.location) == (303, f"/projects/{site.number}")
    assert contractor.get(at(site, "sign-contract")).status_code == 403
