"""Payments that race for the rest of a contract, over real connections: exactly one wins."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from microprojects.domain.errors import AlreadyDone, Refusal
from microprojects.domain.evaluations import AnsweredAlready
from microprojects.domain.money import Fen
from microprojects.domain.payments import InvoiceUsed, PaymentDecided, PaymentTooHigh
from microprojects.domain.refunds import RefundTooHigh
from microprojects.domain.states import State
from microprojects.services import evaluations, payments
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from microprojects.store.settlements import SurveyAnswer, SurveyParticipation
from tests.spending import YUAN, Site


def race(app: Flask, *runners: Callable[[], object]) -> list[type[Refusal] | None]:
    """Let every runner start at the same moment on a connection of its own; return what refused it."""
    start = Barrier(len(runners))

    def run(runner: Callable[[], object]) -> type[Refusal] | None:
        with app.app_context():
            start.wait(timeout=30)
            try:
                runner()
            except Refusal as refusal:
                return type(refusal)
            return None

    db.session.rollback()
    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))


def entering(site: Site, amount: int, invoice: str) -> Callable[[], object]:
    """Return the entering of one payment for the first instalment."""
    return lambda: payments.enter(
        site.number,
        amount_fen=Fen(amount),
        fiscal_fen=Fen(amount),
        social_fen=Fen(0),
        invoice=invoice,
        purpose="开工款",
        tranche_position=1,
        actor=site.world["zheng"],
        at=site.at,
    )


def approving(site: Site, payment_id: int, voucher: str = "付-1") -> Callable[[], object]:
    """Return the approval of one payment."""
    return lambda: payments.approve(
        payment_id, voucher=voucher, paid_on=site.today, actor=site.world["feng"], at=site.at
    )


def ends(found: list[type[Refusal] | None]) -> list[str]:
    """Return how a race ended, in a fixed order."""
    return sorted("won" if end is None else end.__name__ for end in found)


@pytest.mark.parametrize("attempt", range(4))
def test_two_payments_race_for_the_rest_of_a_contract_and_one_wins(app, session, world, attempt):
    site = Site(world).buy().sign().start()

    found = race(app, entering(site, 15_000 * YUAN, "一"), entering(site, 15_000 * YUAN, "二"))

    assert ends(found) == [PaymentTooHigh.__name__, "won"]
    assert [p.amount_fen for p in db.session.query(Payment)] == [15_000 * YUAN]


def test_of_eight_payments_as_many_win_as_the_instalment_bears(app, session, world):
    site = Site(world).buy().sign().start()

    found = race(app, *(entering(site, 4_000 * YUAN, f"票{n}") for n in range(8)))

    assert ends(found) == [PaymentTooHigh.__name__] * 5 + ["won"] * 3
    assert sum(p.amount_fen for p in db.session.query(Payment)) == 12_000 * YUAN


@pytest.mark.parametrize("attempt", range(4))
def test_one_payment_approved_twice_at_once_is_paid_once(app, session, world, attempt):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(15_000 * YUAN, 1)

    found = race(app, approving(site, payment_id, "甲"), approving(site, payment_id, "乙"))

    assert ends(found) == [PaymentDecided.__name__, "won"]
    assert site.posted("pay") == [("pay", 15_000 * YUAN)]
    assert db.session.query(Contract).one().paid_fen == 15_000 * YUAN


def test_two_payments_approved_at_once_are_both_paid_and_published_one_after_the_other(app, session, world):
    site = Site(world).buy().sign().start()
    first, second = site.enter(7_000 * YUAN, 1), site.enter(8_000 * YUAN, 1)

    found = race(app, approving(site, first, "甲"), approving(site, second, "乙"))

    assert ends(found) == ["won", "won"]
    assert site.fund[2:] == (35_000 * YUAN, 15_000 * YUAN)
    assert [d.version for d in site.published()] == [1, 2, 3, 4, 5, 6]
    assert site.told()["paid_fen"] == str(15_000 * YUAN)


def test_an_approval_and_a_rejection_race_and_one_decides(app, session, world):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(15_000 * YUAN, 1)

    found = race(
        app,
        approving(site, payment_id),
        lambda: payments.reject(payment_id, reason="抬头不对", actor=world["feng"], at=site.at),
    )

    paid = db.session.query(Payment).one().state == "approved"
    assert ends(found) == [PaymentDecided.__name__, "won"]
    assert site.fund[3] == (15_000 * YUAN if paid else 0)


def test_one_invoice_entered_for_two_projects_at_once_is_taken_once(app, session, world):
    site = Site(world).buy().sign().start()
    other = Site(world, number="LZ-2026-002").begin_buying().quote(100, 5_000_000, 5_000_000)
    site_supplier = site.suppliers[0]
    from microprojects.services import procurements

    procurements.add_quote(
        other.number,
        supplier_id=site_supplier,
        amount_fen=Fen(5_000_000),
        actor=world["zhou"],
        at=other.later(),
    )
    procurements.choose(other.number, supplier_id=site_supplier, actor=world["zhou"], at=other.later())
    other.sign().start()

    found = race(
        app, entering(site, 100, "24402000000012345678"), entering(other, 100, "24402000000012345678")
    )

    refused = [end for end in found if end is not None]
    assert len(refused) == 1
    assert refused[0] in (InvoiceUsed, AlreadyDone)


def test_two_refunds_race_for_what_was_paid_and_one_wins(app, session, world):
    site = Site(world).buy().sign().start().pay(15_000 * YUAN, 1)

    def refunding(paper: str) -> Callable[[], object]:
        return lambda: payments.refund(
            site.number,
            amount_fen=Fen(15_000 * YUAN),
            document=paper,
            reason="多付了",
            actor=world["feng"],
            at=site.at,
        )

    found = race(app, refunding("退-1"), refunding("退-2"))

    assert ends(found) == [RefundTooHigh.__name__, "won"]
    assert site.fund[3] == 0


@pytest.mark.parametrize("attempt", range(4))
def test_one_resident_who_answers_twice_at_once_is_counted_once(app, session, world, attempt):
    site = Site(world).until_evaluating()
    at = site.later()

    def answering(points: int) -> Callable[[], object]:
        return lambda: evaluations.answer_survey(
            site.number, overall=points, useful=5, quality=5, openness=5, actor=world["lin"], at=at
        )

    found = race(app, answering(5), answering(1))

    refused = [end for end in found if end is not None]
    assert len(refused) == 1
    assert refused[0] in (AnsweredAlready, AlreadyDone)
    assert (db.session.query(SurveyAnswer).count(), db.session.query(SurveyParticipation).count()) == (1, 1)
    assert site.state is State.EVALUATING
