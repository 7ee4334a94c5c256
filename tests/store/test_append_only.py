"""What was decided stays, even for somebody who writes SQL by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.errors import Refusal
from microprojects.services import approvals, delivery, disclosures, evaluations, objections
from microprojects.store.db import db, transaction
from tests.noticing import latest, object_to, on_notice
from tests.spending import WAN, Site

ENTERED = (
    "UPDATE payments SET amount_fen = amount_fen + 1, fiscal_fen = fiscal_fen + 1",
    "UPDATE payments SET fiscal_fen = fiscal_fen - 1, social_fen = social_fen + 1",
    "UPDATE payments SET payee = '别家'",
    "UPDATE payments SET invoice = 'x', invoice_key = 'x'",
    "DELETE FROM payments",
    "UPDATE contracts SET amount_fen = amount_fen - 1, fiscal_fen = fiscal_fen - 1",
    "UPDATE contracts SET fiscal_fen = fiscal_fen - 1, social_fen = social_fen + 1",
    "UPDATE contracts SET supplier_id = supplier_id + 1",
    "UPDATE contracts SET number = 'x'",
    "DELETE FROM contracts",
    "UPDATE tranches SET amount_fen = amount_fen - 1",
    "UPDATE tranches SET evidence = 'signed'",
    "DELETE FROM tranches",
    "UPDATE progress_reports SET text = 'x'",
    "UPDATE progress_reports SET percent = 1",
    "DELETE FROM progress_reports",
    "UPDATE supervisor_notes SET text = 'x'",
    "DELETE FROM supervisor_notes",
    "DELETE FROM settlements",
    "DELETE FROM inspections",
    "UPDATE survey_answers SET overall = 1",
    "DELETE FROM survey_answers",
    "UPDATE ledger_entries SET amount_fen = amount_fen + 1",
    "DELETE FROM ledger_entries",
    "DELETE FROM disclosures",
)
DECIDED = (
    "UPDATE payments SET voucher = 'x', voucher_key = 'x'",
    "UPDATE payments SET paid_on = '2020-01-01'",
    "UPDATE payments SET state = 'rejected', reject_reason = 'x'",
    "UPDATE payments SET approved_by_id = approved_by_id + 1",
    "UPDATE contracts SET public_text = 'x'",
    "UPDATE contracts SET published_at = NULL",
    "UPDATE settlements SET amount_fen = 1",
    "UPDATE settlements SET retention_fen = retention_fen + 1",
    "UPDATE settlements SET review_conclusion = 'x'",
    "UPDATE settlements SET settled_at = NULL",
    "UPDATE inspections SET conclusion = 'x'",
    "UPDATE inspections SET items = '[]'",
    "UPDATE inspections SET outcome = NULL",
    "UPDATE supervisor_notes SET answer = 'x'",
    "UPDATE disclosures SET journal_seq = NULL",
)


def allowed(*statements: str) -> list[str]:
    """Try statements one by one and return those that the database let pass."""
    passed = []
    for statement in statements:
        db.session.rollback()
        try:
            with transaction() as session:
                assert session.execute(text(statement)).rowcount > 0, statement
                passed.append(statement)
        except (DBAPIError, Refusal):
            db.session.rollback()
    return passed


@pytest.fixture
def told(world) -> Site:
    """A settled project with a note and its answer, whose contract text is public, and one answer to its survey."""
    site = Site(world).buy().sign(public_text="甲方乙方，路灯二十盏。").start().progress()
    note = delivery.write_note(site.number, text="灯杆歪了。", actor=world["he"], at=site.later())
    delivery.answer_note(note, text="已扶正。", actor=world["zhou"], at=site.later())
    site.complete().accept().account(5 * WAN).pay(5 * WAN, 3).settle().evaluate()
    return site.answer("liu")


def test_nothing_that_was_written_or_decided_is_changed_or_taken_away(told):
    assert allowed(*ENTERED, *DECIDED) == []


def test_a_payment_that_the_bank_returned_stays_returned(world):
    site = Site(world).buy().sign().start().pay(100, 1)

    assert allowed("UPDATE payments SET returned_at = '2026-03-04 02:00:00+00:00'") != []
    assert allowed("UPDATE payments SET returned_at = NULL") == []
    assert site.told()["paid_fen"] == "100"


def test_what_waits_may_still_be_decided(world):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    assert allowed(
        "UPDATE contracts SET public_text = '文本', published_at = '2026-03-04 02:00:00+00:00'",
        "UPDATE payments SET state = 'rejected', reject_reason = '抬头不对', "
        "decided_at = '2026-03-04 02:00:00+00:00'",
    ) == [
        "UPDATE contracts SET public_text = '文本', published_at = '2026-03-04 02:00:00+00:00'",
        "UPDATE payments SET state = 'rejected', reject_reason = '抬头不对', "
        "decided_at = '2026-03-04 02:00:00+00:00'",
    ]


def test_what_was_taken_down_stays_down(session, world):
    on_notice(world)
    disclosures.take_down(latest().id, reason="有个人信息", actor=world["zhao"], at=world.now)

    assert allowed("UPDATE disclosures SET taken_down_at = NULL, take_down_reason = ''") == []


def test_what_a_supervisor_signed_stays_until_the_signature_falls(world):
    site = Site(world).until_evaluating().answer("liu")
    site.later(days=12)
    site.tick().sign_off("上门问过，没有人愿意填。")

    assert (
        allowed(
            "UPDATE surveys SET improvement = 'x'",
            "UPDATE surveys SET sample_reason = 'x'",
            "DELETE FROM surveys",
        )
        == []
    )
    assert (
        evaluations.file_improvement(site.number, text="补问。", actor=world["zhao"], at=site.later()) is None
    )


def test_a_notice_does_not_vanish(session, world):
    on_notice(world)

    assert allowed("DELETE FROM notice_windows") == []


def test_a_reply_that_a_supervisor_has_seen_stays(session, world):
    on_notice(world)
    objection = object_to(world)
    objections.reply(objection, outcome="dismissed", text="灯有罩。", actor=world["zhou"], at=world.now)
    objections.review(objection, actor=world["he"], at=world.now)

    assert (
        allowed(
            "UPDATE objections SET reply = 'x'",
            "UPDATE objections SET outcome = 'upheld'",
            "UPDATE objections SET reviewed_at = NULL",
            "UPDATE objections SET facts = 'x'",
            "DELETE FROM objections",
        )
        == []
    )


def test_the_count_of_a_closed_vote_stays_but_it_may_be_voided(session, world):
    on_notice(world)

    assert (
        allowed(
            "UPDATE votes SET in_favour = in_favour + 1, abstain = abstain - 1",
            "UPDATE votes SET carried = false",
            "UPDATE votes SET sentence = 'x'",
            "UPDATE votes SET closed_at = NULL",
        )
        == []
    )
    voided = "UPDATE votes SET voided_at = '2026-03-04 02:00:00+00:00', void_reason = '重新计票'"
    assert allowed(voided) == [voided]


def test_an_end_still_turns_back_the_payments_that_wait(world):
    site = Site(world).buy().sign().start()
    site.enter(100, 1)

    approvals.cancel(site.number, reason="停工", actor=world["wu"], at=site.later())

    assert site.state == "cancelled"
