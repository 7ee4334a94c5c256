"""The report of a year is fixed once it is published, adds up as the charts do, and is corrected only by another version."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import year_reports as law
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.money import Fen
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.year_ends import YearRunning
from microprojects.services import funds
from microprojects.store import indicators, year_reports
from microprojects.store.db import db, transaction
from microprojects.store.indicators import Scope
from microprojects.store.journal import JournalEntry
from microprojects.store.year_reports import YearReport
from tests.consulting import statements
from tests.reporting import looked_at, publish
from tests.sites_kept import partly_paid
from tests.year_ending import NEXT_YEAR

WHY = "补记了一笔追加。"


@pytest.fixture
def site(world, bench):
    """A project with 50,000 yuan, of which 48,000 are contracted and 10,000 paid; the year is over."""
    return partly_paid(world, bench)


def the_reports() -> list[YearReport]:
    db.session.rollback()
    return list(db.session.scalars(select(YearReport).order_by(YearReport.version)))


def more_money(world) -> None:
    funds.adjust(
        "lizhi", 2026, amount_fen=Fen(5_000_00), document="明财社〔2027〕9号", reason="补记",
        actor=world["huang"], at=NEXT_YEAR,
    )  # fmt: skip


def test_what_is_published_is_what_the_record_adds_up_to(session, site):
    publish(site.world)

    told = the_reports()[0].data
    money = told["money"]
    assert told["projects"] == {
        "proposed": 1, "accepted": 1, "approved": 1, "contracted": 1, "delivered": 0, "closed": 0,
    }  # fmt: skip
    assert (money["committed_fen"], money["paid_fen"]) == (38_000_00, 10_000_00)
    assert money["allocated_fen"] == sum(
        money[f"{part}_fen"] for part in ("reserved", "committed", "paid", "left", "free")
    )
    assert told["types"]["works"]["count"] == 1
    assert told["promises"]["overdue"]["count"] == 1


def test_it_says_the_same_as_the_charts(session, site):
    publish(site.world)

    told, scope = the_reports()[0].data, Scope(2026, "minghu")
    balances = indicators.balances(db.session(), scope)
    assert told["money"]["paid_fen"] == sum(each["paid"] for each in balances.values())
    assert {kind: each["count"] for kind, each in told["types"].items() if each["count"]} == {
        kind: count for kind, (count, _fen) in indicators.types(db.session(), scope).items()
    }


def test_every_community_stands_in_it_and_adds_up_to_the_district(session, site):
    publish(site.world)

    told = the_reports()[0].data
    assert [each["slug"] for each in told["places"]] == ["lizhi", "mumian"]
    for part in ("projects", "money"):
        for name, whole in told[part].items():
            assert sum(each[part][name] for each in told["places"]) == whole


def test_the_journal_holds_the_digest_of_the_figures(session, site):
    publish(site.world)

    kept = the_reports()[0]
    entry = db.session.get(JournalEntry, kept.journal_seq)
    assert entry is not None
    assert entry.subject == "report/minghu/2026"
    assert json.loads(entry.body)["facts"] == {"year": "2026", "version": 1, "sha256": kept.sha256}
    assert hashlib.sha256(kept.body.encode()).hexdigest() == kept.sha256


def test_a_correction_is_another_version_that_says_what_it_changed(session, site):
    publish(site.world)
    more_money(site.world)

    publish(site.world, reason=WHY)

    first, second = the_reports()
    assert (first.version, second.version, second.reason) == (1, 2, WHY)
    assert ("money", "allocated_fen", 400_000_000, 400_500_000) in law.differences(first.data, second.data)


def test_a_correction_without_reason_is_refused(session, site):
    publish(site.world)
    more_money(site.world)

    with pytest.raises(law.ReasonNeeded):
        publish(site.world, reason=" ")


def test_the_same_figures_are_not_published_twice(session, site):
    publish(site.world)

    with pytest.raises(law.SameFigures):
        publish(site.world, reason=WHY, at=NEXT_YEAR + timedelta(days=1))


def test_figures_that_moved_since_they_were_looked_at_are_refused(session, site):
    looked = looked_at(site.world)
    more_money(site.world)

    with pytest.raises(law.ReportMoved):
        publish(site.world, seen=looked)

    assert the_reports() == []


@pytest.mark.parametrize("who", ["wu", "zhou", "zheng", "lin"])
def test_only_the_district_publishes(session, site, who):
    with pytest.raises(NotPermitted):
        publish(site.world, who=who)


@pytest.mark.parametrize(
    ("given", "no"),
    [
        ({"at": NEXT_YEAR - timedelta(days=8)}, YearRunning),
        ({"year": 1999}, BadValue),
        ({"year": 2025}, law.NothingToReport),
        ({"slug": "lizhi"}, NotFound),
        ({"slug": "nowhere"}, NotFound),
    ],
)
def test_what_cannot_be_reported_is_refused(session, site, given, no):
    with pytest.raises(no):
        publish(site.world, **({"seen": "x"} | given))


def test_a_reason_with_personal_data_is_refused(session, site):
    publish(site.world)
    more_money(site.world)

    with pytest.raises(PrivacyFinding):
        publish(site.world, reason="问张三 13812345678")


def test_a_report_is_never_changed(session, site):
    publish(site.world)

    with pytest.raises(DBAPIError, match="stay"), transaction() as session_:
        session_.execute(text("UPDATE year_reports SET body = '{}'"))


def test_publishing_asks_for_few_statements(session, site):
    looked = looked_at(site.world)

    with statements(db.engine) as asked:
        publish(site.world, seen=looked)

    assert len(asked) <= 20


def test_the_last_day_is_that_of_the_programme_else_the_default(session, world):
    assert year_reports.month_day({}, "minghu") == "01-31"
    assert year_reports.month_day({"minghu": "03-31", "minghu/rongshu": "02-15"}, "minghu") == "02-15"
    assert year_reports.month_day({"other": "01-15"}, "minghu") == "01-31"
    assert law.due_on(2026, "01-31").isoformat() == "2027-01-31"
    assert law.days_late(2026, "01-31", law.due_on(2026, "01-31")) == 0
    assert law.days_late(2026, "01-31", law.due_on(2026, "02-02")) == 2
