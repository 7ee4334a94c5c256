"""Finance chooses a sheet of payments, looks at every line, and only then it is entered."""

from __future__ import annotations

import io

import pytest

from microprojects.store import payment_sheets
from microprojects.store.contracts import Payment
from microprojects.store.db import db
from tests.importing import entered, line, sheet
from tests.sites_kept import begun

HOME = "/office/payments/import"


@pytest.fixture
def site(world, bench):
    """A project whose work has begun."""
    return begun(world, bench)


@pytest.fixture
def zheng(visitor):
    """The browser of Zheng, of the finance office."""
    return visitor("zheng")


def choose(browser, *lines):
    return browser.send(HOME, upload=(io.BytesIO(sheet(*lines)), "paid.csv"))


def mark(browser, address):
    """The mark of the preview that a page shows."""
    page = browser.get(address).text
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_a_sheet_is_looked_at_line_by_line_and_then_entered(site, zheng, visitor):
    chosen = choose(zheng, line(site), line(site, 2, amount="2000"))
    page = zheng.get(chosen.location).text
    assert (chosen.status_code, entered()) == (303, [])
    words = ("要记账", "第 1 期", "FP-LZ-2026-001-2", "3,000.00", "就录这个文件")
    assert [word for word in words if word not in page] == []

    done = zheng.send(chosen.location, seen=mark(zheng, chosen.location))

    assert (done.status_code, done.location, len(entered())) == (303, HOME, 2)
    assert "2 笔付款录好了" in zheng.get(HOME).text
    assert zheng.get(chosen.location).status_code == 404


def test_a_line_that_is_refused_is_named_and_nothing_can_be_confirmed(site, zheng):
    chosen = choose(zheng, line(site), line(site, 2, payee="别家公司"), line(site, 3, amount="-1"))
    page = zheng.get(chosen.location).text

    assert [word in page for word in ("别家公司", "不能记", "小于零", "就录这个文件")] == [
        True,
        True,
        True,
        False,
    ]
    assert zheng.send(chosen.location, seen=mark(zheng, chosen.location)).status_code == 422
    assert entered() == []


def test_what_is_booked_already_is_said_and_there_is_nothing_to_confirm(site, zheng):
    first = choose(zheng, line(site)).location
    zheng.send(first, seen=mark(zheng, first))

    page = zheng.get(choose(zheng, line(site)).location).text

    assert [word in page for word in ("已记过账", "没有要录的", "就录这个文件")] == [True, True, False]


def test_another_mark_than_that_of_the_preview_enters_nothing(site, zheng):
    chosen = choose(zheng, line(site)).location

    answer = zheng.send(chosen, seen="0" * 64)

    assert (answer.status_code, "账上又有变动" in answer.text, entered()) == (409, True, [])


def test_the_approver_finds_voucher_and_day_of_the_sheet_filled_in(site, zheng, visitor):
    chosen = choose(zheng, line(site)).location
    zheng.send(chosen, seen=mark(zheng, chosen))
    payment_id = db.session.query(Payment.id).scalar()

    page = visitor("feng").get(f"/office/payments/{payment_id}/approve").text

    brought = payment_sheets.source_of(db.session(), payment_id)
    assert [f'value="{each}"' in page for each in (brought.voucher, brought.paid_on.isoformat())] == [
        True
    ] * 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfea\0", b"name\n", b"x," * 99])
def test_a_file_that_is_no_sheet_of_payments_is_one_sentence_at_its_field(site, zheng, data):
    answer = zheng.send(HOME, upload=(io.BytesIO(data), "paid.csv"))

    assert (answer.status_code, "upload-error" in answer.text) == (422, True)


def test_the_sheet_is_not_for_others(site, zheng, visitor):
    chosen = choose(zheng, line(site)).location

    assert [visitor(who).get(HOME).status_code for who in ("feng", "lin", "zhao")] == [200, 403, 403]
    assert visitor("feng").get(chosen).status_code == 404


def test_the_template_is_what_is_read(zheng):
    text = zheng.get(f"{HOME}/template.csv").get_data().decode("utf-8-sig")

    assert text.strip() == "项目编号,合同号,发票号,付款日期,金额,收款单位,凭证号,财政资金,自筹资金,期次,用途"
