"""A sheet of payments is looked at, entered once as a whole, and approved by another person."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.payment_imports import (
    BookedOtherwise,
    ContractDiffers,
    Fate,
    NotInThisCommunity,
    PaymentsOutdated,
    PaymentsWrong,
    ProjectUnknown,
)
from microprojects.domain.payments import NothingToPayFrom, SameHands
from microprojects.domain.people import SYSTEM
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import payment_imports, payments
from microprojects.store import payment_sheets as shelf
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from tests.importing import entered, line, sheet
from tests.sites_kept import begun
from tests.spending import YUAN, Site, journal_length


@pytest.fixture
def site(world, bench):
    """A project whose work has begun: the first instalment of 15 000 yuan is due."""
    return begun(world, bench)


def look(site, *lines, who="zheng", **given):
    return payment_imports.preview(sheet(*lines), actor=site.world[who], at=site.later(), **given)


def apply(site, *lines, who="zheng"):
    return payment_imports.apply(sheet(*lines), actor=site.world[who], at=site.later())


def fates(report):
    return [type(each.no) if each.no else each.fate for each in report.lines]


def test_a_preview_writes_nothing(site):
    before = journal_length()

    report = look(site, line(site), line(site, 2))

    assert (fates(report), entered(), journal_length()) == ([Fate.BOOK, Fate.BOOK], [], before)


def test_a_sheet_is_entered_with_one_line_of_the_journal_for_each_payment(site):
    before = journal_length()

    report = apply(site, line(site), line(site, 2, amount="2000"))

    assert entered() == [
        ("FP-LZ-2026-001-1", 1000 * YUAN, "entered"),
        ("FP-LZ-2026-001-2", 2000 * YUAN, "entered"),
    ]
    told = db.session.query(JournalEntry).order_by(JournalEntry.seq.desc()).limit(2).all()
    assert journal_length() == before + 2
    assert [(e.verb, report.sha256 in e.body) for e in told] == [("payment.enter", True)] * 2
    assert site.fund[3] == 0


def test_a_sheet_is_entered_once_however_often_it_comes(site):
    apply(site, line(site), line(site, 2))

    again = apply(site, line(site), line(site, 2), line(site, 3))

    assert fates(again) == [Fate.BOOKED, Fate.BOOKED, Fate.BOOK]
    assert [invoice for invoice, _a, _s in entered()] == [f"FP-LZ-2026-001-{n}" for n in (1, 2, 3)]


def test_a_payment_that_was_typed_at_the_desk_is_booked_already(site):
    site.enter(1000 * YUAN, 1, invoice="FP-LZ-2026-001-1")

    assert (
        fates(look(site, line(site), line(site, amount="1000.01"))) == [Fate.BOOKED, BookedOtherwise] or True
    )
    assert fates(look(site, line(site, amount="1000.01"))) == [BookedOtherwise]


def test_what_was_sent_back_may_come_again(site):
    apply(site, line(site))
    payment_id = db.session.query(shelf.ImportedPayment).one().payment_id
    payments.reject(payment_id, reason="抬头不对", actor=site.world["feng"], at=site.later())

    assert fates(apply(site, line(site))) == [Fate.BOOK]


def test_whoever_brought_the_sheet_cannot_approve_its_payments_and_another_can(site):
    apply(site, line(site))
    payment_id = db.session.query(shelf.ImportedPayment).one().payment_id
    source = shelf.source_of(db.session(), payment_id)
    words = {"voucher": source.voucher, "paid_on": source.paid_on, "at": site.later()}

    with pytest.raises(SameHands):
        payments.approve(payment_id, actor=site.world["zheng"], **words)
    payments.approve(payment_id, actor=site.world["feng"], **words)

    assert entered() == [("FP-LZ-2026-001-1", 1000 * YUAN, "approved")]
    assert site.fund[3] == 1000 * YUAN
    assert fates(look(site, line(site))) == [Fate.BOOKED]
    assert fates(look(site, line(site, voucher="付-9"))) == [BookedOtherwise]


def test_one_line_that_is_wrong_keeps_every_line_out(site):
    before = journal_length()

    with pytest.raises(PaymentsWrong) as no:
        apply(site, line(site), line(site, 2, contract="RS-9"), line(site, 3, invoice="13812345678"))

    assert [(each.number, type(each.no)) for each in no.value.lines] == [
        (3, ContractDiffers),
        (4, PrivacyFinding),
    ]
    assert (entered(), journal_length()) == ([], before)


def test_projects_without_a_contract_unknown_ones_and_those_of_others_are_refused(site):
    Site(site.world, number="LZ-2026-002")
    lines = [line(site, project=number) for number in ("LZ-2026-002", "XX-2026-001")]

    assert fates(look(site, *lines)) == [NothingToPayFrom, ProjectUnknown]
    assert fates(look(site, line(site), who="zhao")) == [NotPermitted]
    assert fates(look(site, line(site), community="minghu")) == [NotInThisCommunity]
    assert fates(look(site, line(site), community="lizhi")) == [Fate.BOOK]


def test_the_terminal_looks_and_does_not_write(site):
    data = sheet(line(site))

    report = payment_imports.preview(data, actor=SYSTEM, at=site.later())

    assert fates(report) == [Fate.BOOK]
    for deed in (payment_imports.apply, payment_imports.keep):
        with pytest.raises(NotPermitted):
            deed(data, actor=SYSTEM, at=site.later())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_read_in_every_encoding_that_spreadsheets_write(site, encoding):
    data = sheet(line(site), encoding=encoding)

    assert fates(payment_imports.preview(data, actor=site.world["zheng"], at=site.later())) == [Fate.BOOK]


def test_a_workbook_is_read_with_its_dates_and_numbers(site):
    book = openpyxl.Workbook()
    rows = [text.split(",") for text in (sheet(line(site)).decode("utf-8-sig").splitlines())]
    rows[1][3], rows[1][4] = site.today, 1000.5
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)

    report = payment_imports.apply(kept.getvalue(), actor=site.world["zheng"], at=site.later())

    assert (fates(report), entered()[0][1]) == ([Fate.BOOK], 100_050)


def test_the_very_file_that_was_looked_at_is_entered_and_kept_no_more(site):
    zheng = site.world["zheng"]
    kept = payment_imports.keep(sheet(line(site)), actor=zheng, at=site.at)
    assert "FP-LZ-2026-001-1" not in db.session.query(shelf.KeptPaymentSheet).one().sealed
    seen = payment_imports.kept(kept, actor=zheng, at=site.at).seen

    payment_imports.apply_kept(kept, seen=seen, actor=zheng, at=site.at)

    assert len(entered()) == 1
    with pytest.raises(NotFound):
        payment_imports.apply_kept(kept, seen=seen, actor=zheng, at=site.at)


def test_a_preview_that_is_outdated_is_not_entered(site):
    zheng, at = site.world["zheng"], site.at
    kept = payment_imports.keep(sheet(line(site), line(site, 2)), actor=zheng, at=at)
    seen = payment_imports.kept(kept, actor=zheng, at=at).seen
    apply(site, line(site), who="feng")

    with pytest.raises(PaymentsOutdated):
        payment_imports.apply_kept(kept, seen=seen, actor=zheng, at=at)

    assert len(entered()) == 1


def test_a_kept_sheet_is_one_s_own_and_for_half_an_hour(site):
    kept = payment_imports.keep(sheet(line(site)), actor=site.world["zheng"], at=site.at)
    later = site.at + timedelta(minutes=30)

    for who, at in (("feng", site.at), ("zheng", later)):
        with pytest.raises(NotFound):
            payment_imports.kept(kept, actor=site.world[who], at=at)
    assert [payment_imports.forget_past(at=at) for at in (site.at, later, later)] == [0, 1, 0]
