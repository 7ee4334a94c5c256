"""The sampled audit: fixed once, drawn once by another person, and in the journal before anybody knows the dice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError

from microprojects.domain import audits as law
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.money import Fen
from microprojects.domain.polls import BadDice
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import evaluations
from microprojects.services.audits import Finding
from microprojects.store.audits import AuditList, AuditPick, AuditPlace, AuditResult
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from tests.auditing import APRIL, DICE, ORDERLY, conclude, draw, fix, settled


@pytest.fixture
def accounts(world):
    """Three accounts of the first quarter, the last of them reviewed."""
    return [settled(world, 2), settled(world, 1), settled(world, 3, reviewed=True)]


def entry(verb):
    db.session.rollback()
    found = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == verb)).one()
    return {"subject": found.subject, **json.loads(found.body)["facts"]}


def picked():
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Project.number)
            .join(AuditPick, AuditPick.project_id == Project.id)
            .order_by(AuditPick.rank)
        )
    )


def test_the_list_holds_what_was_not_reviewed_in_the_order_of_its_numbers(world, accounts):
    fix(world)

    assert entry("audit.fix") == {
        "subject": "audit/minghu/2026/1", "year": "2026", "quarter": 1, "percent": 10, "sample": 1,
        "numbers": ["LZ-2026-001", "LZ-2026-002"], "list": law.list_hash(["LZ-2026-001", "LZ-2026-002"]),
    }  # fmt: skip


def test_the_dice_decide_and_the_journal_tells_the_whole_draw(world, accounts):
    fix(world)

    draw(world)

    told, numbers = entry("audit.draw"), ["LZ-2026-001", "LZ-2026-002"]
    assert told["seed"] == law.seed_of(law.list_hash(numbers), DICE)
    assert told["drawn"] == law.drawn(told["seed"], numbers, 1) == picked()


def test_a_quarter_is_fixed_once(world, accounts):
    fix(world)

    with pytest.raises(law.ListFixed):
        fix(world)


def test_a_list_is_drawn_from_once(world, accounts):
    fix(world)
    draw(world)

    with pytest.raises(law.LotDrawn):
        draw(world, dice="1" * 20)


def test_who_fixed_the_list_does_not_draw(world, accounts):
    fix(world)

    with pytest.raises(law.DrawnBySameHands):
        draw(world, who="huang")


def test_nothing_is_drawn_before_the_list_is_fixed(world, accounts):
    with pytest.raises(NotFound):
        draw(world)


def test_a_running_quarter_is_not_fixed(world, accounts):
    with pytest.raises(law.QuarterRunning):
        fix(world, at=APRIL - timedelta(days=3))


def test_a_quarter_without_accounts_has_nothing_to_audit(world, accounts):
    with pytest.raises(law.NothingToAudit):
        fix(world, quarter=2, at=APRIL + timedelta(days=100))


@pytest.mark.parametrize("who", ["zheng", "shen", "zhao", "he"])
def test_only_the_district_fixes_a_list(world, accounts, who):
    with pytest.raises(NotPermitted):
        fix(world, who=who)


@pytest.mark.parametrize("who", ["feng", "zhao", "he"])
def test_only_the_district_draws(world, accounts, who):
    fix(world)

    with pytest.raises(NotPermitted):
        draw(world, who=who)


@pytest.mark.parametrize("dice", ["", "1" * 19, "7" * 20])
def test_what_are_no_twenty_dice_draw_nothing(world, accounts, dice):
    fix(world)

    with pytest.raises(BadDice):
        draw(world, dice=dice)

    assert picked() == []


def test_a_fixed_list_takes_nothing_more(world, accounts):
    fix(world)
    made, third = db.session.query(AuditList).one(), accounts[2].project.id

    for place in (2, 3):
        with pytest.raises(Exception, match=r"(?i)unique|check|already|办过"), transaction() as session:
            row = {"list_id": made.id, "place": place, "size": 2, "project_id": third}
            session.execute(insert(AuditPlace).values(**row))


@pytest.mark.parametrize(
    "change", [delete(AuditPlace), update(AuditPlace).values(place=2), update(AuditList).values(percent=1)]
)
def test_a_fixed_list_stays(world, accounts, change):
    fix(world)

    with pytest.raises(DatabaseError, match="stays"), transaction() as session:
        session.execute(change)


def test_a_result_is_kept_with_its_amount(world, accounts):
    fix(world)
    draw(world)
    finding = Finding(outcome="refund", words="多算了三盏灯。", refund_fen=Fen(90_000))

    conclude(world, picked()[0], finding)

    kept = db.session.query(AuditResult).one()
    assert (kept.version, kept.outcome, kept.refund_fen, kept.reason) == (1, "refund", 90_000, "")
    assert entry("audit.record")["refund_fen"] == "90000"


def test_another_word_is_a_new_version_with_its_reason(world, accounts):
    fix(world)
    draw(world)
    number = picked()[0]
    conclude(world, number)

    with pytest.raises(law.ReasonForAnother):
        conclude(world, number)
    conclude(world, number, Finding(outcome="rectify", words="缺验收照片。", reason="复看时发现"))

    kept = db.session.query(AuditResult).order_by(AuditResult.version)
    assert [(each.version, each.outcome, each.reason) for each in kept] == [
        (1, "in_order", ""), (2, "rectify", "复看时发现"),
    ]  # fmt: skip


def test_who_wrote_the_account_does_not_audit_it(world, accounts):
    fix(world)
    draw(world)

    with pytest.raises(law.OwnAccount):
        conclude(world, picked()[0], who="zheng")


def test_another_of_the_finance_office_may(world, accounts):
    fix(world)
    draw(world)

    conclude(world, picked()[0], who="feng")

    assert db.session.query(AuditResult).count() == 1


def test_what_was_not_drawn_has_no_result(world, accounts):
    fix(world)
    draw(world)
    others = {"LZ-2026-001", "LZ-2026-002"} - set(picked())

    with pytest.raises(law.NotDrawn):
        conclude(world, others.pop())


def test_the_words_hold_nobodys_telephone(world, accounts):
    fix(world)
    draw(world)

    with pytest.raises(PrivacyFinding):
        conclude(world, picked()[0], Finding(outcome="in_order", words="问 13800138000"))


def ripe(site):
    """Let the survey of a site end with everything else in order."""
    site.evaluate().answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei")
    site.later(days=11)
    return site.tick().sign_off()


def test_what_was_drawn_is_closed_only_with_its_result(world):
    site = settled(world, 1)
    fix(world)
    draw(world)
    site.at = APRIL
    ripe(site)

    with pytest.raises(law.AuditMissing):
        evaluations.close(site.number, actor=world["zhao"], at=site.later())
    conclude(world, site.number, at=site.later())
    site.close()

    assert site.state is State.CLOSED


def test_the_result_of_what_was_closed_before_is_kept_all_the_same(world):
    site = ripe(settled(world, 1)).close()
    fix(world, at=site.at + timedelta(days=9))
    draw(world, at=site.at + timedelta(days=9))

    conclude(world, site.number, ORDERLY, at=site.at + timedelta(days=10))

    assert db.session.query(AuditResult).one().outcome == "in_order"
