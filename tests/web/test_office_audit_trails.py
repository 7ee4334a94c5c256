"""The record as an auditor reads it: who acted for the public, and never which resident did what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.audit_trails import PERSONAL, is_named
from microprojects.domain.people import Role
from microprojects.services import grants
from microprojects.services.grants import Office
from microprojects.store import audit_trails
from microprojects.store.audit_trails import Wanted
from microprojects.store.db import db
from tests.consulting import statements
from tests.noticing import NUMBER, answer, file_it, object_to, on_notice

ADDRESS = "/office/audit"
OFFICERS = ("赵敏", "周强", "吴刚", "何平", "黄河")


@pytest.fixture
def record(world):
    """A project on notice that a resident of Lizhi objected to, and the written answer."""
    on_notice(world)
    file_it(world)
    answer(world, object_to(world, who="xu"), at=world.now + timedelta(hours=1))
    return world


def test_an_auditor_reads_who_acted_and_not_who_objected(record, visitor):
    page = visitor("shen").get(ADDRESS).text

    assert ["周强（街道经办）" in page, "徐丽" in page, "林秀英" in page] == [True, False, False]


def test_who_objected_is_not_found_by_name_either(record, visitor):
    shen = visitor("shen")

    pages = [shen.get(f"{ADDRESS}?name={name}").text for name in ("徐丽", "周强")]

    assert ["没有找到" in page for page in pages] == [True, False]


def test_a_member_of_the_council_who_objects_or_votes_is_not_named(record):
    named = [is_named("council_member", verb) for verb in ("project.object", "vote.cast", "member.recuse")]

    assert named == [False, False, True]
    assert {
        Action.OBJECTION_FILE,
        Action.SURVEY_ANSWER,
        Action.CHALLENGE_FILE,
        Action.COMMENT_REPORT,
    } <= PERSONAL


def test_whose_office_was_given_is_told(record, visitor):
    office = Office(role=Role.EXPERT, area="minghu/rongshu", since=record.now.date())
    grants.grant_role(record.people["xu"], office, actor=record["huang"], at=record.now)

    page = visitor("shen").get(f"{ADDRESS}?verb={Action.ROLE_GRANT.value}").text

    assert ["黄河（区管理员）" in page, "给谁：徐丽" in page] == [True, True]


@pytest.mark.parametrize(("query", "found"), [
    (f"subject={NUMBER}", True), ("subject=MM-2026-999", False), ("from=2026-03-04", True), ("from=2030-01-01", False),
    ("to=2020-01-01", False), ("verb=nonsense", True),
])  # fmt: skip
def test_the_filters_stand_in_the_address(query, found, record, visitor):
    assert ("没有找到" not in visitor("shen").get(f"{ADDRESS}?{query}").text) is found


def test_a_day_that_is_none_is_not_found(record, visitor):
    assert visitor("shen").get(f"{ADDRESS}?from=yesterday").status_code == 404


@pytest.mark.parametrize(("who", "status"), [
    ("shen", 200), ("he", 200), ("huang", 200), ("zhao", 403), ("zhou", 403), ("lin", 403),
])  # fmt: skip
def test_auditors_supervisors_and_the_district_may_read_it(who, status, record, visitor):
    assert visitor(who).get(ADDRESS).status_code == status


def test_nobody_reads_of_areas_that_they_do_not_look_after(record):
    session = db.session()

    elsewhere = audit_trails.steps(session, ["minghu/rongshu/mumian"], Wanted(), limit=30)
    nowhere = audit_trails.steps(session, [], Wanted(), limit=30)

    assert {step.entry.area for step in elsewhere} <= {"minghu/rongshu/mumian"}
    assert nowhere == []


def test_a_page_takes_two_statements_however_long_it_is(record, bench):
    session = db.session()
    session.rollback()
    for limit in (1, 30):
        with statements(bench.engine) as said:
            audit_trails.steps(session, ["minghu"], Wanted(), limit=limit)
        assert len([line for line in said if line.startswith("SELECT")]) <= 2
