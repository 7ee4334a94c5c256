"""The result: acceptance, account and payments, then what residents thought, and a frozen file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.evaluations import SurveyNotOpen
from microprojects.domain.inspections import Item, PanelMember
from microprojects.domain.money import Fen
from microprojects.domain.parameters import rulebook
from microprojects.domain.people import Role
from microprojects.domain.scheme_reading import parse
from microprojects.domain.settlements import FileClosed
from microprojects.domain.states import State
from microprojects.domain.workdays import due
from microprojects.services import (
    contracts,
    delivery,
    disclosures,
    escalations,
    evaluations,
    inspections,
    procurements,
    settlements,
)
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.objections import Objection
from microprojects.store.programmes import Round
from microprojects.store.settlements import Survey
from tests.contracted import paid_too_much
from tests.spending import WAN, YUAN, Site, journal_length


def test_the_result_tells_acceptance_account_and_aftercare(world):
    site = Site(world).until_evaluating()

    told = site.told("result")

    assert told["headline"] == "验收合格，结算 50,000.00 元，比批准少 0.00 元。"
    assert told["inspection"]["items"] == [{"label": "路灯", "quantity": "20 盏", "passed": True, "note": ""}]
    assert (told["aftercare_owner"], told["aftercare_phone"]) == ("荔枝苑物业服务中心", "0000-1234 5679")
    assert (told["retention_fen"], told["delivered"], told["lessons"]) == (
        str(1_500 * YUAN),
        "路灯 20 盏",
        "先查管线。",
    )


def test_the_result_is_due_twenty_working_days_after_the_account_was_recorded(world):
    site = Site(world).until_settling().account(4 * WAN)
    recorded = site.at
    site.pay(4 * WAN, 3).settle()

    assert site.published("result")[0].due_at == due(recorded, 20, packaged.work_calendar())


def test_objections_to_the_result_and_their_replies_are_told_at_the_end_without_names(world):
    site = Site(world).until_evaluating()
    result = site.published("result")[0]
    with transaction() as session:
        session.add(
            Objection(
                project_id=result.project_id, disclosure_id=result.id, person_id=world.people["chen"],
                ground="amount", facts="灯少了一盏", public_facts="灯少了一盏", filed_at=site.at,
                reply_due_at=site.at, outcome="dismissed", reply="点过，20 盏。", replied_at=site.at,
                replied_by_id=world.people["zhao"],
            )
        )  # fmt: skip
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")
    site.later(days=11)

    site.tick().close()

    assert site.told("result")["objections"] == [
        {
            "date_on": "2026-03-17",
            "ground": "amount",
            "outcome": "dismissed",
            "reply": "点过，20 盏。",
        }
    ]


def test_what_was_answered_above_an_objection_to_the_result_is_told_with_it(world):
    site = Site(world).until_evaluating()
    result = site.published("result")[0]
    with transaction() as session:
        session.add(
            Objection(
                project_id=result.project_id, disclosure_id=result.id, person_id=world.people["chen"],
                ground="amount", facts="灯少了一盏", filed_at=site.at, reply_due_at=site.at, outcome="dismissed",
                reply="点过，20 盏。", replied_at=site.at, replied_by_id=world.people["zhao"],
            )
        )  # fmt: skip
    escalations.escalate(1, why="不服。", actor=world["chen"], at=site.at)
    told_by = {"outcome": "partly", "text": "补一盏。", "actor": world["zhou"], "at": site.at}
    escalations.answer(1, "street", **told_by)
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")
    site.later(days=11)

    site.tick().close()

    (objection,) = site.told("result")["objections"]
    assert objection["above"] == [
        {"answered_by": "street", "answered_on": "2026-03-17", "outcome": "partly", "answer": "补一盏。"}
    ]


def test_few_dissatisfied_are_not_told_apart(world):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", overall=5).answer("jin", overall=4)
    site.answer("kang", overall=1)
    site.later(days=11)

    site.tick().close()

    assert site.told("result")["survey"]["bands"] == [
        {"label": "满意和非常满意", "number": ""},
        {"label": "一般、不满意和很不满意", "number": ""},
    ]
    assert site.told("result")["survey"]["percents"]["overall"] == ""
    assert "%" not in site.told("result")["headline"]


def test_a_corrected_result_stays_corrected_when_the_evaluation_is_added(world):
    site = Site(world).until_evaluating()
    disclosures.correct(
        site.published("result")[0].id,
        changes={"lessons": "先查地下管线。"},
        reason="写得不清楚",
        actor=world["zhou"],
        at=site.later(),
    )
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")
    site.later(days=12)

    site.tick().close()

    assert [d.version for d in site.published("result")] == [1, 2, 3]
    assert site.told("result")["lessons"] == "先查地下管线。"


def only_decisions(world) -> None:
    """Give the community a scheme that publishes the decision and nothing after it."""
    data = packaged.scheme("futian_3_3").as_data() | {"name": "one_disclosure"}
    data["disclosures"] = data["disclosures"][:1]
    with transaction() as session:
        frozen = rulebooks.freeze(session, rulebook(parse(data), {}), at=world.now)
        session.get(Round, world.rounds["lizhi"]).rulebook_id = frozen.id


def test_where_no_result_is_published_the_evaluation_opens_with_the_account(world):
    only_decisions(world)
    site = Site(world).until_settling().account(4 * WAN).pay(4 * WAN, 3)

    site.settle()

    survey = db.session.scalars(select(Survey)).one()
    assert (site.state, survey.opened_at) == (State.EVALUATING, site.at)
    assert (site.published(), site.published("result")) == ([], [])
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")
    site.later(days=12)
    assert site.tick().close().state is State.CLOSED


def frozen_deeds(site: Site, note: int) -> dict[str, object]:
    """Return every deed on a project that a closed file must refuse."""
    world, number, at = site.world, site.number, site.at
    street, clerk, finance = world["zhou"], world["zhao"], world["zheng"]
    leader, contractor, supervisor = world["wu"], world["shi"], world["he"]
    a_day, supplier = site.today, site.suppliers[0]
    return {
        "ask_deviation": lambda: procurements.ask_deviation(
            number, mode="direct", reason="急", actor=street, at=at
        ),
        "approve_deviation": lambda: procurements.approve_deviation(number, actor=leader, at=at),
        "start": lambda: procurements.start(number, mode="direct", actor=street, at=at),
        "add_quote": lambda: procurements.add_quote(
            number, supplier_id=supplier, amount_fen=Fen(1), actor=street, at=at
        ),
        "choose": lambda: procurements.choose(number, supplier_id=supplier, actor=street, at=at),
        "fail_tender": lambda: procurements.fail_tender(number, reason="无", actor=street, at=at),
        "sign": lambda: site.sign(contract_number="RS-9"),
        "publish": lambda: contracts.publish(number, public_text="文本", actor=street, at=at),
        "start_work": lambda: contracts.start_work(number, actor=street, at=at),
        "report_progress": lambda: delivery.report_progress(
            number, percent=1, text="无", actor=contractor, at=at
        ),
        "complete": lambda: delivery.complete(number, actor=contractor, at=at),
        "write_note": lambda: delivery.write_note(number, text="无", actor=supervisor, at=at),
        "answer_note": lambda: delivery.answer_note(note, text="无", actor=street, at=at),
        "record_inspection": lambda: inspections.record_inspection(
            number,
            held_on=a_day,
            panel=[PanelMember(Role.RESIDENT, name="张三")],
            items=[Item("灯")],
            residents_opinion="好",
            conclusion="好",
            actor=street,
            at=at,
        ),
        "pass_inspection": lambda: inspections.pass_inspection(number, actor=street, at=at),
        "fail_inspection": lambda: inspections.fail_inspection(number, actor=street, at=at),
        "reinspect": lambda: inspections.reinspect(number, actor=street, at=at),
        "record_settlement": lambda: site.account(1),
        "settle": lambda: settlements.settle(number, actor=finance, at=at),
        "open_evaluation": lambda: evaluations.open_evaluation(number, actor=clerk, at=at),
        "file_improvement": lambda: evaluations.file_improvement(number, text="改", actor=clerk, at=at),
        "show_comments": lambda: evaluations.show_comments(number, answer_ids=[1], actor=clerk, at=at),
        "tick_archive": lambda: evaluations.tick_archive(number, item="survey", actor=clerk, at=at),
        "close": lambda: evaluations.close(number, actor=clerk, at=at),
    }


FROZEN = (
    "ask_deviation", "approve_deviation", "start", "add_quote", "choose", "fail_tender", "sign", "publish",
    "start_work", "report_progress", "complete", "write_note", "answer_note", "record_inspection", "pass_inspection",
    "fail_inspection", "reinspect", "record_settlement", "settle", "open_evaluation", "file_improvement",
    "show_comments", "tick_archive", "close",
)  # fmt: skip


def test_a_closed_file_changes_no_more(world):
    site = Site(world)
    note = delivery.write_note(site.number, text="报价要公开。", actor=world["he"], at=site.later())
    site.until_closed()
    deeds = frozen_deeds(site, note)
    assert tuple(deeds) == FROZEN
    before = (journal_length(), site.fund, len(site.published()), len(site.published("result")))

    for name, deed in deeds.items():
        with pytest.raises(FileClosed):
            deed()
        after = (journal_length(), site.fund, len(site.published()), len(site.published("result")))
        assert (name, after) == (name, before)


def test_a_closed_file_still_pays_its_retention_takes_money_back_and_is_corrected(world):
    site = Site(world).until_closed()
    version = site.project.version
    site.later(days=400)

    site.pay(1_500 * YUAN, 4)
    paid_too_much(site, 500 * YUAN)
    disclosures.correct(
        site.published("result")[-1].id,
        changes={"lessons": "先查地下管线。"},
        reason="写得不清楚",
        actor=world["zhou"],
        at=site.later(),
    )

    assert (site.state, site.project.version) == (State.CLOSED, version)
    assert site.fund == (200 * WAN - 49_500 * YUAN, 0, 0, 49_500 * YUAN)


def test_a_closed_survey_takes_no_answer(world):
    site = Site(world).until_closed()
    site.at -= timedelta(days=11)

    with pytest.raises(SurveyNotOpen):
        site.answer("lin")
