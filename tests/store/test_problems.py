"""What went wrong as the database finds it: what the rule says of each entry, answers by the last, and what is owed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.problems import RULES, Kind, Open, kind_of
from microprojects.services import audits as audit_deeds
from microprojects.services import escalations, objections, payments
from microprojects.services.audits import Finding
from microprojects.store import open_problems, problems
from microprojects.store.contracts import Contract
from microprojects.store.db import db, transaction
from microprojects.store.delivery import Warranty
from microprojects.store.journal import JournalEntry
from microprojects.store.problem_columns import Place
from microprojects.store.problems import fits
from microprojects.store.settlements import Survey, SurveyAnswer
from tests.auditing import APRIL, conclude, draw, fix, settled
from tests.contracted import whole_life
from tests.noticing import answer, object_to, on_notice
from tests.spending import YUAN, Site

LATER = timedelta(days=60)
ANYWHERE = Place()


def happened(at, place=ANYWHERE, **how):
    """The kinds and subjects of what happened, the newest first."""
    found = problems.page(db.session(), place, at, 5, limit=50, **how)
    return [(each.kind, each.subject) for each in found]


def owed(at, place=ANYWHERE, **how):
    return [(each.kind, each.number) for each in open_problems.page(db.session(), place, at, limit=5, **how)]


def counted(at, place=ANYWHERE):
    return {kind: n for kind, n in problems.counts(db.session(), place, at, 5).items() if n}


def test_the_database_finds_in_the_journal_what_the_rule_says(world):
    lived = whole_life(world)
    settled(world, 2)

    said = {
        seq for seq, verb, body in db.session.execute(
            select(JournalEntry.seq, JournalEntry.verb, JournalEntry.body)
        ) if kind_of(verb, json.loads(body)["facts"])
    }  # fmt: skip
    found = {seq for rule in RULES for seq in db.session.scalars(select(JournalEntry.seq).where(fits(rule)))}

    assert found == said
    assert counted(lived.at) == {Kind.NOT_ACCEPTED: 1, Kind.MONEY_BACK: 2}
    assert happened(lived.at) == [
        (Kind.NOT_ACCEPTED, f"project/{lived.number}"),
        (Kind.MONEY_BACK, f"project/{lived.number}"),
        (Kind.MONEY_BACK, f"project/{lived.number}"),
    ]


def test_of_an_objection_the_last_answer_counts_and_each_late_one(world):
    first, second, third = (on_notice(world, number=f"LZ-2026-00{n}") for n in (7, 8, 9))
    answer(world, object_to(world, first), at=world.now + timedelta(hours=2), outcome="partly")
    right = object_to(world, second)
    answer(world, right, at=world.now + timedelta(hours=2), outcome="upheld", effect="substance")
    at = world.now + timedelta(days=1)
    escalations.escalate(right, why="还是不行。", actor=world["chen"], at=at)
    escalations.answer(right, "street", outcome="dismissed", text="不改。", actor=world["wu"], at=at + LATER)
    wrong = object_to(world, third)
    answer(world, wrong, at=world.now + LATER)

    found = problems.page(db.session(), ANYWHERE, at + 2 * LATER, 5, limit=50)

    assert [(each.kind, each.subject, each.words) for each in found] == [
        (Kind.LATE, "project/LZ-2026-008", "neighbours/street"),
        (Kind.LATE, "project/LZ-2026-009", "neighbours/"),
        (Kind.UPHELD, "project/LZ-2026-007", "neighbours/partly/"),
    ]
    assert counted(at + 2 * LATER) == {Kind.LATE: 2, Kind.UPHELD: 1}


def test_an_objection_taken_back_by_its_maker_is_not_told(world):
    number = on_notice(world, number="LZ-2026-007")
    objection = object_to(world, number)
    objections.withdraw(objection, actor=world["chen"], at=world.now)

    at = world.now + LATER

    assert (happened(at), owed(at)) == ([], [])


def test_what_was_published_after_its_last_day_is_told_once(world):
    site = Site(world).buy().sign()
    site.later(days=30)
    site.publish().start()
    payment, paid_on = site.enter(10_000 * YUAN, 1), site.today
    site.later(days=30)
    payments.approve(payment, voucher="付-1", paid_on=paid_on, actor=world["feng"], at=site.at)

    found = problems.page(db.session(), ANYWHERE, site.at, 5, limit=50)

    assert [(each.kind, each.words) for each in found] == [
        (Kind.LATE_PUBLISHED, "spending/payment"), (Kind.LATE_PUBLISHED, "contract/"),
    ]  # fmt: skip
    assert counted(site.at) == {Kind.LATE_PUBLISHED: 2}
    assert happened(site.at, Place(None, "minghu/rongshu/mumian")) == []


def test_the_year_the_place_and_the_kind_choose(world):
    lived = whole_life(world)

    assert len(happened(lived.at, Place(2026, "minghu/rongshu/lizhi"))) == 3
    assert happened(lived.at, Place(2025)) == []
    assert happened(lived.at, Place(None, "minghu/rongshu/mumian")) == []
    assert [kind for kind, _ in happened(lived.at, only=Kind.MONEY_BACK)] == [Kind.MONEY_BACK] * 2
    assert happened(lived.at, only=Kind.SPLIT) == []
    assert problems.page(db.session(), ANYWHERE, lived.at, 5, limit=1, offset=2)[0].kind is Kind.MONEY_BACK


def test_of_an_audit_the_last_result_counts_and_what_is_outstanding_is_owed(world):
    site = settled(world, 1)
    fix(world)
    draw(world)
    conclude(world, site.number, Finding(outcome="refund", refund_fen=300 * YUAN, words="多付了。"))
    found = (counted(APRIL), owed(APRIL, only=Open.UNRETURNED))
    audit_deeds.conclude(
        site.number, Finding(outcome="in_order", words="发票补齐了，没有多付。", reason="发票补齐了"),
        actor=world["shen"], at=APRIL,
    )  # fmt: skip

    assert found == ({Kind.AUDIT: 1}, [(Open.UNRETURNED, site.number)])
    assert (counted(APRIL), owed(APRIL, only=Open.UNRETURNED)) == ({}, [])


@pytest.mark.parametrize(
    ("content", "against", "words"),
    [
        (6, 6, "poor"),
        (8, 6, "poor"),
        (30, 10, "fair"),
        (40, 10, None),
        (4, 8, "few"),
        (8, 3, None),
        (2, 2, None),
        (0, 8, "poor"),
    ],
)
def test_evaluations_below_the_line_are_told_where_nobody_is_made_out(world, content, against, words):
    site = Site(world, number="LZ-2026-003").until_evaluating()
    _answers(site, content, against)

    at = site.at + timedelta(days=30)
    found = problems.page(db.session(), ANYWHERE, at, 5, limit=9)

    assert [each.words for each in found] == ([words] if words else [])
    assert all(each.number is None for each in found if each.words == "few")
    assert problems.page(db.session(), ANYWHERE, site.at, 5, limit=9) == []


def _answers(site, content, against):
    with transaction() as session:
        survey = session.scalars(select(Survey)).one()
        for n, overall in enumerate([5] * content + [2] * against, start=1):
            session.add(
                SurveyAnswer(id=n, survey_id=survey.id, overall=overall, useful=3, quality=3, openness=3)
            )


def test_works_texts_and_retentions_are_owed_after_their_last_day(world):
    site = Site(world, number="LZ-2026-001").buy().sign().start()
    with transaction() as session:
        contract = session.scalars(select(Contract)).one()
        last, project_id, publish_by = contract.ends_on, contract.project_id, contract.publish_by
        session.add(Warranty(project_id=project_id, until=date(2026, 1, 31), owner="街道"))
    at = site.at + LATER * 10

    found = open_problems.counts(db.session(), ANYWHERE, at)

    assert {kind: n for kind, n in found.items() if n} == dict.fromkeys(
        (Open.UNFINISHED, Open.UNPAID, Open.UNPUBLISHED), 1
    )
    assert owed(at) == [(kind, site.number) for kind in (Open.UNFINISHED, Open.UNPAID, Open.UNPUBLISHED)]
    assert owed(at, only=Open.UNPAID) == [(Open.UNPAID, site.number)]
    assert owed(at, Place(2025)) == []
    assert owed(at, Place(last.year), only=Open.UNFINISHED) == [(Open.UNFINISHED, site.number)]
    assert owed(publish_by, only=Open.UNPUBLISHED) == [(Open.UNPUBLISHED, site.number)]
    assert owed(publish_by - timedelta(seconds=1), only=Open.UNPUBLISHED) == []


def test_an_objection_is_owed_from_the_end_of_its_last_day_also_above(world):
    number = on_notice(world, number="LZ-2026-007")
    objection = object_to(world, number)
    at = world.now + LATER
    before, after = owed(world.now), owed(at)
    escalations.escalate(objection, why="没人答。", actor=world["chen"], at=at)

    assert (before, after) == ([], [(Open.UNANSWERED, number)])
    assert owed(at) == []
    assert owed(at + LATER) == [(Open.UNANSWERED, number)]


def test_what_has_no_page_is_not_named(world):
    settled(world, 2)

    found = problems.names(db.session(), ["project/LZ-2026-002", "project/XX-1", "meeting/99", "area/lizhi"])

    assert list(found) == ["project/LZ-2026-002"]
    assert problems.names(db.session(), []) == {}
