"""By when a disclosure was due is shown with its days: on its own page, on that of the project, and on the desk."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.workdays import local_day
from microprojects.store import settlements
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.web import due_days
from tests.consulting import statements
from tests.contracted import end, whole_life
from tests.noticing import NUMBER


@pytest.fixture
def lived(world):
    """A project with every disclosure, and its contract's text public."""
    end(whole_life(world))
    return world


def newest(kind):
    return db.session.scalars(
        select(Disclosure)
        .where(Disclosure.kind == kind, Disclosure.due_at.is_not(None))
        .order_by(Disclosure.id.desc())
    ).first()


@pytest.mark.parametrize("kind", ["spending", "result"])
def test_the_page_of_a_disclosure_counts_the_days_from_what_set_it_off(lived, client, kind):
    row = newest(kind)
    account = settlements.account(db.session(), row.project_id)

    page = client.get(f"/disclosures/{row.id}").text
    with client.application.test_request_context():
        due = due_days.of_disclosure(row, account.recorded_at)

    since = local_day(account.recorded_at) if kind == "result" else None
    assert due.counted[0].day == (since or date.fromisoformat(row.body["date_on"]))
    assert (due.counted[0].number, due.counted[-1].day) == (None, due.last)
    assert due.says in page
    assert "，按时。" in page
    assert "天数怎么算" in page


def test_every_version_is_counted_as_it_was_set(lived, client):
    rows = db.session.scalars(select(Disclosure).where(Disclosure.due_at.is_not(None))).all()
    with client.application.test_request_context():
        account = settlements.account(db.session(), rows[0].project_id)
        found = [due_days.of_disclosure(row, account.recorded_at) for row in rows]

    assert all(each.counted[-1].day == each.last and each.counted[-1].number for each in found)
    assert len({(each.kept, row.kind) for each, row in zip(found, rows, strict=True)}) >= 2


def test_the_project_shows_the_last_days_of_its_newest_versions(lived, client):
    page = client.get(f"/projects/{NUMBER}").text

    assert page.count("天数怎么算") >= 2
    assert "结果公开：最晚" in page
    assert "资金公开：最晚" in page


def test_the_desk_shows_the_same(lived, visitor):
    page = visitor("zhou").get(f"/office/projects/{NUMBER}").text

    assert "资金公开：最晚" in page
    assert "天数怎么算" in page


def test_the_days_cost_one_statement_more_on_the_page_of_a_result(lived, client, bench):
    row = newest("result")

    with statements(bench.engine) as asked:
        client.get(f"/disclosures/{row.id}")

    assert len(asked) <= 12
