"""The sheets for the paper board: what each says, how large, and that the same record gives the same sheet."""

from __future__ import annotations

import pytest

from microprojects.services import approvals, meetings
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.web import typesetting
from tests import reading_paper
from tests.council import SITTING, Sitting, ready
from tests.noticing import NUMBER, file_it, latest, object_to, on_notice, shanghai
from tests.polling import counted, opened
from tests.spending import WAN, Site

needs_type = pytest.mark.skipif(typesetting.chinese_type() is None, reason="this machine has no Chinese type")
BODY, FOOT = 24, 18  # points on A3


def decided(world) -> int:
    """Hold a meeting that passes one project and refuses another."""
    sitting = Sitting(world).call(ready(world), ready(world, "LZ-2026-002", title="晾衣架")).open()
    sitting.decide("LZ-2026-001", in_favour=12, against=3, abstain=2)
    sitting.decide("LZ-2026-002", in_favour=4, against=12, abstain=1)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=sitting.at)
    return sitting.meeting_id


def a_paid_one(world) -> Site:
    """Bring a project to its first payment, of 15,000 yuan."""
    return Site(world, number="LZ-2026-777").buy().sign().publish().start().pay(15 * WAN // 10, 1)


def again(client, address):
    """Set a sheet anew, not as it was kept."""
    typesetting.set_sheet.cache_clear()
    return client.get(address).data


@pytest.fixture
def sheets(world):
    """The address of one sheet of each kind, without its ending."""
    Sitting(world).call(ready(world, "LZ-2026-009"))
    on_notice(world)
    poll = counted(world)
    month = a_paid_one(world)
    return {
        "disclosure": f"/disclosures/{latest().id}/poster",
        "call": f"/calls/{world.rounds['lizhi']}/poster",
        "notice": "/meetings/1/notice",
        "candidates": "/meetings/1/candidates",
        "chosen": f"/polls/{poll}/chosen",
        "monthly": f"/c/lizhi/monthly/{month.at:%Y-%m}",
    }


@needs_type
@pytest.mark.parametrize("kind", ["disclosure", "call", "notice", "candidates", "chosen", "monthly"])
def test_on_a3_everything_but_the_foot_is_at_least_24_points(client, sheets, kind):
    made = client.get(f"{sheets[kind]}.pdf?size=a3").data

    small = {size for size in reading_paper.letters(made) if size < BODY}
    assert reading_paper.width(made) == 297
    assert small <= {16, 17}  # the foot and the words under the square code


@needs_type
@pytest.mark.parametrize("kind", ["disclosure", "call", "notice", "candidates", "chosen", "monthly"])
def test_the_same_record_gives_the_same_bytes_after_other_acts_too(client, world, sheets, kind):
    address = f"{sheets[kind]}.pdf"
    first = again(client, address)

    ready(world, "LZ-2026-555", title="别的事")
    on_notice(world, number="LZ-2026-556")
    object_to(world, "LZ-2026-556")

    assert again(client, address) == first


@pytest.mark.parametrize("kind", ["disclosure", "call", "notice", "candidates", "chosen", "monthly"])
def test_each_sheet_is_a_page_too(client, sheets, kind):
    page = client.get(sheets[kind].removesuffix("poster") + ("print" if "poster" in sheets[kind] else ""))

    assert page.status_code == 200
    assert "<script" not in page.text
    assert "扫码看原文，一样就没有被改过" in page.text
    assert "规则" in page.text


def test_a_result_tells_what_was_refused_too(client, world):
    page = client.get(f"/meetings/{decided(world)}/result").text

    assert "通过 1 项，未通过 1 项" in page
    assert [f">{n}</td>" in page for n in (12, 3, 2, 4, 1)] == [True] * 5
    assert ("晾衣架" in page, "<td>未通过</td>" in page) == (True, True)


def test_a_result_stands_by_the_entry_that_closed_the_meeting(client, world):
    address = f"/meetings/{decided(world)}/result"
    last = journal.head(db.session()).seq
    on_notice(world, number="LZ-2026-556")
    object_to(world, "LZ-2026-556")

    assert f"流水第 {last} 条" in client.get(address).text


def test_a_meeting_that_is_not_over_has_no_result(client, world):
    Sitting(world).call(ready(world))

    assert client.get("/meetings/1/result").status_code == 409
    assert client.get("/meetings/1/result.pdf").status_code == 409


def test_the_projects_on_a_ballot_stand_with_number_place_and_price(client, world):
    page = client.get(f"/polls/{opened(world)}/candidates").text

    prices = ["60,000.00 元", "50,000.00 元", "20,000.00 元"]
    assert [f'<td class="num">{price}</td>' in page for price in prices] == [True] * 3
    assert page.count("<td>荔枝苑三栋前</td>") == 3


def test_a_poll_that_was_not_counted_chose_nothing(client, world):
    assert client.get(f"/polls/{opened(world)}/chosen").status_code == 404


def test_a_month_tells_every_payment_and_their_sum(client, world):
    at = a_paid_one(world).at

    page = client.get(f"/c/lizhi/monthly/{at:%Y-%m}").text

    assert page.count("15,000.00 元") == 3  # the sum on top, the line, the sum below
    assert "LZ-2026-777" in page
    assert "这个月没有付款" in client.get("/c/lizhi/monthly/2025-01").text


@pytest.mark.parametrize("month", ["2026-13", "2026", "now"])
def test_what_is_no_month_is_not_there(client, world, month):
    assert client.get(f"/c/lizhi/monthly/{month}").status_code == 404


def test_the_call_tells_the_caps_and_the_last_day(client, world):
    page = client.get(f"/calls/{world.rounds['lizhi']}/print").text

    assert ("400,000.00 元" in page, "提到这天 24 时为止" in page) == (True, True)


def test_a_sheet_keeps_the_days_of_its_notice_when_the_notice_is_over(client, world):
    on_notice(world)
    file_it(world)
    before = client.get(f"/disclosures/{latest().id}/print").text

    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 10, 0))

    after = client.get(f"/disclosures/{latest().id}/print").text
    assert "3月9日（星期一）" in before
    assert after == before


@needs_type
@pytest.mark.parametrize("letter", ["会", "W", "#"])
def test_a_long_list_flows_to_numbered_pages_on_both_sizes(client, world, letter):
    numbers = [ready(world, f"LZ-2026-{n:03}", title=letter * 100) for n in range(1, 26)]
    meeting = meetings.call(
        world.council_id,
        title=letter * 200,
        place=letter * 200,
        starts_at=SITTING,
        actor=world["liu"],
        at=world.now,
    )
    for number in numbers:
        meetings.put_on_agenda(meeting, number, actor=world["liu"], at=world.now)

    made = [client.get(f"/meetings/{meeting}/candidates.pdf?size={size}").data for size in ("a4", "a3")]

    found = [reading_paper.pages(each) for each in made]
    assert found[0] == found[1] > 2
