"""The rolling disclosure of money: one version for every event, in the deed's own transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from microprojects.domain.canonical import canonical
from microprojects.domain.contracts import EvidenceMissing
from microprojects.domain.parameters import rulebook
from microprojects.domain.privacy import scan
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.services import contracts, disclosures, payments, procurements
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.files import Attachment
from microprojects.store.journal import JournalEntry
from microprojects.store.programmes import Round
from tests.contracted import paid_too_much
from tests.spending import WAN, YUAN, Site, journal_length


def test_every_event_publishes_one_version_and_names_itself(world):
    site = Site(world).until_evaluating()

    told = [(d.version, d.body["event"], d.body["headline"]) for d in site.published()]

    assert told == [
        (1, "procurement", "开始采购，方式是街道小额工程询价。"),
        (2, "award", "选定明湖安桩电气工程有限公司LZ-2026-001，报价 50,000.00 元，共 3 家报价。"),
        (3, "contract", "和明湖安桩电气工程有限公司LZ-2026-001签合同 50,000.00 元，比批准少 0.00 元。"),
        (4, "start", "开工。"),
        (5, "progress", "进度 60%。"),
        (6, "completion", "报完工，等验收。"),
        (7, "payment", "付给明湖安桩电气工程有限公司LZ-2026-001 48,500.00 元：进度款"),
        (8, "settlement", "结算 50,000.00 元，退回社区 0.00 元。"),
    ]


def test_later_versions_say_why_they_follow(world):
    site = Site(world).buy().sign()

    assert [d.reason for d in site.published()] == ["", "选定实施单位", "签合同"]


def test_a_version_is_bound_to_its_entry_in_the_journal_by_its_fingerprint(world):
    site = Site(world).buy().sign()

    for version in site.published():
        entry = db.session.get(JournalEntry, version.journal_seq)
        facts = json.loads(entry.body)["facts"]
        assert facts["spending_sha256"] == version.sha256
        assert hashlib.sha256(canonical(version.body)).hexdigest() == version.sha256


def test_a_payment_is_due_two_working_days_after_it_was_made_even_if_told_later(world):
    site = Site(world).buy().sign().start()
    payment_id = site.enter(100, 1)
    made_on = site.today  # a Wednesday
    site.later(days=8)

    payments.approve(payment_id, voucher="付-1", paid_on=made_on, actor=world["feng"], at=site.at)

    version = site.published()[-1]
    assert version.due_at == end_of_day(made_on + timedelta(days=2))
    assert local_day(version.published_at) - made_on == timedelta(days=8)


def test_a_contract_signed_on_friday_is_due_on_tuesday(world):
    site = Site(world)
    site.later(days=2)

    site.buy().sign()

    assert site.today.isoweekday() == 5
    assert site.published()[-1].due_at == end_of_day(site.today + timedelta(days=4))


def test_the_amounts_are_those_of_the_ledger(world):
    site = Site(world, fiscal=4 * WAN, social=1 * WAN).buy(45_000 * YUAN).sign(45_000 * YUAN, social=1 * WAN)
    site.start().pay(10_000 * YUAN, 1, social=2_000 * YUAN)

    told = site.told()

    assert {key: told[key] for key in told if key.endswith("_fen")} == {
        "amount_fen": str(10_000 * YUAN),
        "approved_fen": str(5 * WAN),
        "fiscal_fen": str(4 * WAN),
        "social_fen": str(1 * WAN),
        "reserved_fen": "0",
        "committed_fen": str(27_000 * YUAN),
        "contract_fen": str(45_000 * YUAN),
        "paid_fen": str(10_000 * YUAN),
        "refunded_fen": "0",
        "returned_fen": "0",
        "social_returned_fen": "0",
        "balance_fen": str(35_000 * YUAN),
    }
    assert told["social"] == {
        "pledged_fen": str(1 * WAN),
        "received_fen": str(1 * WAN),
        "used_fen": str(2_000 * YUAN),
    }
    assert told["paid_percent"] == 22


def test_after_the_final_account_the_balance_is_the_retention(world):
    site = Site(world).until_settling().account(40_000 * YUAN, 1_200 * YUAN).pay(38_800 * YUAN, 3).settle()

    told = site.told()

    assert (told["balance_fen"], told["returned_fen"], told["committed_fen"]) == (
        str(1_200 * YUAN),
        str(10_000 * YUAN),
        str(1_200 * YUAN),
    )


def test_a_payment_is_told_by_payee_and_voucher_without_invoice_or_people(world):
    site = Site(world).buy().sign().start().pay(100, 1)

    assert site.told()["payments"] == [
        {
            "ref": str(site.payment_id),
            "paid_on": "2026-03-04",
            "stage": "开工款 30%",
            "purpose": "进度款",
            "payee": "明湖安桩电气工程有限公司LZ-2026-001",
            "amount_fen": "100",
            "fiscal_fen": "100",
            "social_fen": "0",
            "voucher": f"付-{site.payment_id}",
            "returned_on": "",
        }
    ]


def test_no_version_holds_personal_data_or_a_persons_name(world):
    site = Site(world).until_closed()

    for kind in ("spending", "result"):
        for version in site.published(kind):
            text = json.dumps(version.body, ensure_ascii=False)
            names = [actor.name for actor in world.actors.values() if actor.name in text]
            assert (scan(text), names) == ((), [])


def test_the_public_pictures_of_the_site_are_told_and_written_reports_are_not(world):
    site = Site(world).buy().sign().start()
    with transaction() as session:
        words = {
            "project_id": site.project.id, "media_type": "image/webp", "size": 9, "added_at": site.at,
            "added_by_id": world.people["zhou"], "name": "a.webp",
        }  # fmt: skip
        session.add_all(
            [
                Attachment(purpose="progress", sha256="a" * 64, caption="灯杆", public=True, **words),
                Attachment(purpose="progress", sha256="b" * 64, caption="不公开", public=False, **words),
                Attachment(purpose="invoice", sha256="c" * 64, caption="发票", public=True, **words),
            ]
        )

    site.progress()

    assert [{**each, "ref": ""} for each in site.told()["photos"]] == [
        {"ref": "", "purpose": "进度照片", "caption": "灯杆", "date_on": "2026-03-04", "sha256": "a" * 64}
    ]


def test_a_correction_stands_in_every_later_version(world):
    site = Site(world).buy().sign().start().pay(100, 1)
    latest = site.published()[-1]
    disclosures.correct(
        latest.id,
        changes={"payments.0.purpose": "开工款"},
        reason="用途写错",
        actor=world["zhou"],
        at=site.later(),
    )

    site.progress()
    site.pay(200, 1)

    told = site.told()
    assert [payment["purpose"] for payment in told["payments"]] == ["开工款", "进度款"]
    assert told["corrected"] == {"payments.0.purpose": "开工款"}
    assert [d.version for d in site.published()] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_correction_stays_with_its_payment_when_an_earlier_entry_is_approved_later(world):
    site = Site(world).buy().sign().start()
    first, second = site.enter(100, 1, purpose="甲款"), site.enter(200, 1, purpose="乙款")
    payments.approve(second, voucher="付-2", paid_on=site.today, actor=world["feng"], at=site.later())
    site.correct("spending", {"payments.0.purpose": "乙款（首期）"})

    payments.approve(first, voucher="付-1", paid_on=site.today, actor=world["feng"], at=site.later())

    told = [(each["amount_fen"], each["purpose"]) for each in site.told()["payments"]]
    assert told == [("200", "乙款（首期）"), ("100", "甲款")]


def test_a_corrected_contract_text_does_not_hide_the_one_that_is_published_later(world):
    site = Site(world).buy().sign()
    site.correct("spending", {"contract.text": "稍后公开"})

    contracts.publish(site.number, public_text="合同全文", actor=world["zhou"], at=site.later())

    assert site.told()["contract"]["text"] == "合同全文"


def test_a_refused_deed_publishes_nothing(world):
    site = Site(world).buy().sign()
    before = (len(site.published()), journal_length())

    with pytest.raises(EvidenceMissing):
        contracts.start_work(site.number, actor=world["zhou"], at=site.later())

    assert (len(site.published()), journal_length()) == before


def test_a_failed_tender_and_money_that_came_back_are_told(world):
    site = Site(world).begin_buying()
    procurements.fail_tender(site.number, reason="没人报价", actor=world["zhou"], at=site.later())
    site.buy().sign().start().pay(100, 1)

    paid_too_much(site, 40)

    events = [d.body["event"] for d in site.published()]
    assert (events[1], events[-1]) == ("tender_failed", "refund")
    assert site.published()[1].body["headline"] == "这次采购流标：没人报价"


def without_spending(world) -> None:
    """Give the community the scheme of the villages, which has no disclosure of spending."""
    with transaction() as session:
        frozen = rulebooks.freeze(session, rulebook(packaged.scheme("village_4_2"), {}), at=world.now)
        session.get(Round, world.rounds["lizhi"]).rulebook_id = frozen.id


def test_where_the_scheme_has_no_such_disclosure_the_result_carries_the_payments(world):
    without_spending(world)

    site = Site(world).until_evaluating()

    assert site.published() == []
    assert [payment["amount_fen"] for payment in site.told("result")["payments"]] == [str(48_500 * YUAN)]
    assert site.told("result")["contract"]["contract_number"] == "RS-LZ-2026-001"


def test_the_rolling_disclosure_has_no_window(world):
    Site(world).buy().sign()

    assert db.session.query(NoticeWindow).count() == 0
