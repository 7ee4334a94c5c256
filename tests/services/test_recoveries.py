"""Money that came back is told one by one: when, from whom, why, of which payment, and for which audit."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from microprojects.domain.errors import BadValue
from microprojects.domain.money import Fen
from microprojects.domain.refunds import (
    BelowRecovered,
    CameOnWrongDay,
    FoundBySameHands,
    MoreThanFound,
    NothingFound,
    NotPaidOut,
    RefundTooHigh,
)
from microprojects.services import payments
from microprojects.services.audits import Finding
from microprojects.store import audit_lists, contracts, recoveries
from microprojects.store.db import db, transaction
from microprojects.store.funds import LedgerEntry
from microprojects.store.journal import JournalEntry
from microprojects.store.recoveries import Recovery
from tests.auditing import conclude, draw, fix, settled
from tests.spending import YUAN, Site

FOUND = Finding(outcome="refund", words="多算了三盏灯。", refund_fen=Fen(900 * YUAN))


def back(site, yuan, *, slip="退-1", who="feng", **more):
    """Write down that money came back."""
    more = {"cause": "overpaid", "reason": "多算了运费", **more}
    payments.refund(
        site.number,
        amount_fen=Fen(yuan * YUAN),
        document=slip,
        actor=site.world[who],
        at=site.later(),
        **more,
    )


def supplier(site):
    return contracts.of_project(db.session(), site.project.id).supplier.name


@pytest.fixture
def paid(world):
    """A project of which fifteen thousand are paid."""
    return Site(world).buy().sign().start().pay(15_000 * YUAN, 1)


@pytest.fixture
def drawn(world):
    """A settled project that was drawn, and whose audit found nine hundred yuan."""
    site = settled(world, 1)
    fix(world)
    draw(world)
    conclude(world, site.number, FOUND)
    site.later(days=60)
    return site


def test_a_recovery_is_kept_with_its_day_its_payer_and_its_reason(paid):
    day = paid.today

    back(paid, 4_000, payment_id=paid.payment_id, came_on=day)

    (row,) = recoveries.of_project(db.session(), paid.project.id)
    assert (row.cause, row.amount_fen, row.fiscal_fen, row.social_fen) == ("overpaid", 400_000, 400_000, 0)
    assert (row.payment_id, row.came_on, row.reason, row.document) == (
        paid.payment_id,
        day,
        "多算了运费",
        "退-1",
    )
    assert row.payer == supplier(paid)


def test_the_disclosure_and_the_journal_tell_it_one_by_one(paid):
    back(paid, 4_000)
    back(paid, 11_000 - 4_000, slip="退-2")

    told = paid.told()["recoveries"]
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb == "refund.record").order_by(JournalEntry.seq)
    ).first()
    facts = json.loads(entry.body)["facts"]
    assert [(row["amount_fen"], row["voucher"]) for row in told] == [("400000", "退-1"), ("700000", "退-2")]
    assert paid.told()["refunded_fen"] == str(sum(int(row["amount_fen"]) for row in told))
    assert (facts["cause"], facts["payer"], facts["reason"]) == ("overpaid", told[0]["payer"], "多算了运费")


def test_the_ledger_tells_who_gave_it_back_and_why(paid):
    back(paid, 4_000)

    query = select(LedgerEntry).where(LedgerEntry.kind == "pay_returned")
    line = db.session.scalars(query).one()
    assert (line.party, line.document, line.note) == (supplier(paid), "退-1", "多算了运费")


def test_no_more_comes_back_of_a_payment_than_it_was(paid):
    first = paid.payment_id
    back(paid, 4_000, payment_id=first)

    with pytest.raises(RefundTooHigh) as refusal:
        back(paid, 11_001, slip="退-2", payment_id=first)
    with pytest.raises(NotPaidOut):
        back(paid, 15_000, slip="退-3", cause="bank", payment_id=first)

    assert refusal.value.facts == {"paid": "11,000.00", "amount": "11,001.00"}


@pytest.mark.parametrize("more", [{"reason": ""}, {"cause": "gift"}, {"cause": "bank"}])
def test_without_a_cause_and_a_reason_nothing_is_written_down(paid, more):
    with pytest.raises(BadValue):
        back(paid, 100, **more)


@pytest.mark.parametrize("days", [-400, 1])
def test_money_does_not_come_back_before_it_was_paid_or_tomorrow(paid, days):
    with pytest.raises(CameOnWrongDay):
        back(paid, 100, came_on=paid.today + timedelta(days=days))


@pytest.mark.parametrize("deed", [update(Recovery).values(amount_fen=1), delete(Recovery)])
def test_what_came_back_stays_written_down(paid, deed):
    back(paid, 100)

    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(deed)


def test_what_an_audit_found_is_outstanding_until_it_came_back(drawn):
    owing = audit_lists.owing(db.session(), ["minghu"])
    back(drawn, 400, cause="audit")
    partly = audit_lists.owing(db.session(), ["minghu"])
    back(drawn, 500, cause="audit", slip="退-2")

    assert [(row.refund_fen, row.back_fen) for row in owing] == [(90_000, 0)]
    assert [(row.refund_fen, row.back_fen) for row in partly] == [(90_000, 40_000)]
    assert audit_lists.owing(db.session(), ["minghu"]) == []


def test_no_more_comes_back_for_an_audit_than_it_found(drawn):
    back(drawn, 400, cause="audit")

    with pytest.raises(MoreThanFound) as refusal:
        back(drawn, 501, cause="audit", slip="退-2")

    assert refusal.value.facts["left"] == "500.00"


def test_without_a_finding_nothing_comes_back_for_it(paid):
    with pytest.raises(NothingFound):
        back(paid, 100, cause="audit")


def test_who_wrote_the_finding_does_not_write_down_that_the_money_came(world):
    site = settled(world, 1)
    fix(world)
    draw(world)
    conclude(world, site.number, FOUND, who="feng")
    site.later(days=60)

    with pytest.raises(FoundBySameHands):
        back(site, 900, cause="audit", who="feng")


def test_a_later_finding_is_not_below_what_came_back(drawn, world):
    back(drawn, 400, cause="audit")
    less = Finding(outcome="refund", words="少算些。", refund_fen=Fen(39_999), reason="复看")

    with pytest.raises(BelowRecovered):
        conclude(world, drawn.number, less, at=drawn.at)
