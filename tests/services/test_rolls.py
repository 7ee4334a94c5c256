"""The register of residents is looked at first, then written as a whole or not at all, and removes nobody."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from microprojects.domain.electorate import Reason
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.people import SYSTEM, Role
from microprojects.domain.roll_columns import PreviewOutdated
from microprojects.domain.rolls import RowsWrong
from microprojects.domain.sessions import Origin
from microprojects.domain.sheets import SheetEmpty
from microprojects.domain.workdays import local_day
from microprojects.services import residents, rolls
from microprojects.services.residents import Registration as Told
from microprojects.services.residents import Seen, WalkIn
from microprojects.store import people, registrations, rulebooks, secrets
from microprojects.store.db import db
from microprojects.store.journal import JournalActor, JournalEntry
from microprojects.store.kept_sheets import KeptSheet
from microprojects.store.people import PHONE, Person
from microprojects.store.registrations import BORN, Registration
from tests.world import LIZHI, NOW

HEAD = ("姓名", "手机号", "楼栋", "出生日期", "关系")
JIANG = ("姜秀兰", "13812345678", "3号楼", "1985-03-02", "居住")
DAY = local_day(NOW)


def sheet(*rows, head=HEAD):
    """A file as the clerk's spreadsheet saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")


def applied(world, *rows, who="zhao", at=NOW):
    return rolls.apply(sheet(*rows), community="lizhi", actor=world[who], at=at)


def counts(report):
    plan = report.plan
    return len(plan.new), len(plan.changed), len(plan.same), len(plan.repeated)


def found(session, name):
    session.rollback()
    return session.scalars(select(Person).where(Person.name == name)).one()


def everything(session):
    """How many people, registrations, entries and kept sheets there are."""
    session.rollback()
    return [
        session.scalar(select(func.count()).select_from(t))
        for t in (Person, Registration, JournalEntry, KeptSheet)
    ]


@contextmanager
def statements():
    """Count what is sent to the database."""
    sent = []

    def hear(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


def test_a_preview_writes_nothing(world, session):
    before = everything(session)

    report = rolls.preview(sheet(JIANG), community="lizhi", actor=world["zhao"], at=NOW)

    assert (counts(report), report.errors, report.rows) == ((1, 0, 0, 0), [], 1)
    assert everything(session) == before


def test_somebody_new_is_verified_by_the_clerk_and_kept_sealed(world, session):
    report = applied(world, JIANG)

    person = found(session, "姜秀兰")
    kept = session.get(Registration, person.id)
    assert (person.community_id, person.building) == (world.areas["lizhi"], "3号楼")
    assert (person.verified_at, person.verified_by_id, person.created_at) == (NOW, world.people["zhao"], NOW)
    assert (person.consent_at, person.nickname, person.name_shown_since) == (None, "", None)
    assert (people.phone(person), person.phone_index) == (
        "13812345678",
        secrets.fingerprint(PHONE, "13812345678"),
    )
    assert (kept.tie, kept.by_sheet, kept.imported_at, kept.source) == ("live", True, NOW, report.sha256)
    assert secrets.open_text(BORN, person.id, kept.born_sealed) == "1985-03-02"
    assert "1985" not in kept.born_sealed
    assert people.actor(session, person.id).roles(LIZHI, DAY) == {Role.RESIDENT}


def test_the_journal_gets_one_line_of_counts(world, session):
    report = applied(world, JIANG, ("欧阳娜", "", "2号楼", "", ""))

    session.rollback()
    entry, actor = session.execute(
        select(JournalEntry, JournalActor)
        .join(JournalActor, JournalActor.seq == JournalEntry.seq)
        .order_by(JournalEntry.seq.desc())
    ).first()
    told = json.loads(entry.body)
    assert (told["verb"], told["subject"], told["actor"]) == (
        "roll.import",
        "residents/lizhi",
        "community_staff",
    )
    assert told["facts"] == {
        "people_new": 2, "people_changed": 0, "people_same": 0, "sheet": report.sha256,
    }  # fmt: skip
    assert (actor.person_id, actor.detail) == (world.people["zhao"], "")
    assert not any(word in entry.body for word in ("姜", "138", "号楼", "1985", "欧阳"))


def test_the_same_sheet_a_second_time_changes_nothing(world, session):
    rows = (JIANG, ("欧阳娜", "", "2号楼", "", ""), ("贺兰", "13800000001", "", "", "工作"))
    applied(world, *rows)
    before = everything(session)

    report = applied(world, *rows, at=NOW + timedelta(days=1))

    assert counts(report) == (0, 0, 3, 0)
    assert everything(session) == [before[0], before[1], before[2] + 1, 0]


def test_a_sheet_changes_what_it_says_and_leaves_the_rest(world, session):
    applied(world, JIANG, ("欧阳娜", "", "2号楼", "1990-01-01", "学习"))
    later = NOW + timedelta(days=1)

    report = applied(
        world,
        ("姜秀兰", "13812345678", "5号楼", "1986-03-02", "工作"),
        ("欧阳娜", "13800000002", "2号楼", "", ""),
        at=later,
    )

    jiang, ouyang = found(session, "姜秀兰"), found(session, "欧阳娜")
    changed, kept = session.get(Registration, jiang.id), session.get(Registration, ouyang.id)
    assert counts(report) == (0, 2, 0, 0)
    assert (jiang.building, people.phone(jiang), jiang.verified_at) == ("5号楼", "13812345678", NOW)
    assert (changed.tie, secrets.open_text(BORN, jiang.id, changed.born_sealed)) == ("work", "1986-03-02")
    assert (changed.imported_at, changed.by_sheet) == (NOW, True)
    assert (ouyang.building, people.phone(ouyang)) == ("2号楼", "13800000002")
    assert (kept.tie, secrets.open_text(BORN, ouyang.id, kept.born_sealed)) == ("study", "1990-01-01")


def test_whom_the_desk_enrolled_is_found_and_not_made_again(world, session):
    told = WalkIn(
        name="姜 秀兰", community="lizhi", seen=Seen.LEASE, phone="13812345678", of_age=True, consents=True
    )
    enrolled = residents.enroll(told, actor=world["qian"], at=NOW)
    before = everything(session)

    report = applied(world, JIANG)

    session.rollback()
    person, kept = session.get(Person, enrolled), session.get(Registration, enrolled)
    assert (counts(report), everything(session)[0]) == ((0, 1, 0, 0), before[0])
    assert (person.name, person.building, person.verified_by_id, person.consent_at) == (
        "姜 秀兰",
        "3号楼",
        world.people["qian"],
        NOW,
    )
    assert kept.by_sheet is False


def test_who_registered_online_is_not_verified_by_a_sheet(world, session):
    """Somebody may have written down a neighbour's name and number; the desk looks at who comes."""
    told = Told(
        name="姜秀兰", community="lizhi", building="", phone="13812345678", username="jiang",
        password="三号楼门前那盏灯 2026", consents=True,
    )  # fmt: skip
    made = residents.register(told, origin=Origin("10.0.0.1"), at=NOW)

    report = applied(world, JIANG)

    session.rollback()
    assert (counts(report), report.plan.unverified) == ((0, 1, 0, 0), [2])
    assert session.get(Person, made).verified_at is None
    assert session.get(Registration, made).tie == "live"


def test_one_bad_line_keeps_every_line_out(world, session):
    before = everything(session)

    with pytest.raises(RowsWrong) as no:
        applied(world, JIANG, ("欧阳娜", "1.38E+10", "", "", "邻居"), ("林秀英", "", "3号楼", "", ""))

    assert (no.value.facts, everything(session)) == ({"count": 3}, before)


def test_errors_of_reading_and_of_matching_are_told_by_line(world):
    rows = (("林秀英", "", "3号楼"), ("欧阳娜", "12"), JIANG)

    report = rolls.preview(sheet(*rows), community="lizhi", actor=world["zhao"], at=NOW)

    assert [(each.line, each.no.code) for each in report.errors] == [(2, "roll-ambiguous"), (3, "roll-phone")]
    assert (report.rows, counts(report)) == (3, (1, 0, 0, 0))


@pytest.mark.parametrize("who", ["lin", "wei", "sun", "zhou", "wu", "huang", "liu", "pei"])
def test_only_the_desk_of_the_community_imports(world, session, who):
    before = everything(session)

    for deed in (rolls.preview, rolls.apply, rolls.keep):
        with pytest.raises(NotPermitted):
            deed(sheet(JIANG), community="lizhi", actor=world[who], at=NOW)
    with pytest.raises(NotPermitted):
        rolls.apply(sheet(JIANG), community="mumian", actor=world["zhao"], at=NOW)

    assert everything(session) == before


def test_what_is_no_sheet_or_no_community_is_refused(world):
    with pytest.raises(SheetEmpty):
        rolls.apply(b"", community="lizhi", actor=world["zhao"], at=NOW)
    with pytest.raises(BadValue):
        rolls.apply(sheet(JIANG), community="rongshu", actor=world["zhao"], at=NOW)


def test_the_system_names_the_house_as_who_verified(world, session):
    for row in (JIANG, ("欧阳娜", "", "2号楼", "", "")):
        rolls.apply(sheet(row), community="lizhi", actor=SYSTEM, at=NOW)

    house = {found(session, name).verified_by_id for name in ("姜秀兰", "欧阳娜")}
    assert [session.get(Person, each).name for each in house] == ["系统"]


def test_people_of_another_community_are_not_touched(world, session):
    report = applied(world, ("唐敏", "", "", "", ""))

    session.rollback()
    assert counts(report) == (1, 0, 0, 0)
    assert session.get(Registration, world.people["tang"]) is None


def test_a_kept_sheet_is_sealed_and_applied_once(world, session):
    kept = rolls.keep(sheet(JIANG), community="lizhi", actor=world["zhao"], at=NOW)
    session.rollback()
    assert not any(word in session.get(KeptSheet, kept).sealed for word in ("姜", "138"))

    seen = rolls.kept(kept, actor=world["zhao"], at=NOW).seen
    rolls.apply_kept(kept, seen=seen, actor=world["zhao"], at=NOW)

    assert found(session, "姜秀兰").verified_by_id == world.people["zhao"]
    with pytest.raises(NotFound):
        rolls.apply_kept(kept, seen=seen, actor=world["zhao"], at=NOW)


def test_a_kept_sheet_is_the_clerk_s_own_and_for_half_an_hour(world, session):
    kept = rolls.keep(sheet(JIANG), community="lizhi", actor=world["zhao"], at=NOW)
    later = NOW + timedelta(minutes=30)

    for who, at in (("qian", NOW), ("zhao", later)):
        with pytest.raises(NotFound):
            rolls.kept(kept, actor=world[who], at=at)
        with pytest.raises(NotFound):
            rolls.apply_kept(kept, seen="", actor=world[who], at=at)
    assert (rolls.forget_past(at=NOW), rolls.forget_past(at=later), rolls.forget_past(at=later)) == (0, 1, 0)


def test_the_next_sheet_takes_the_place_of_the_last(world, session):
    for _again in range(2):
        kept = rolls.keep(sheet(JIANG), community="lizhi", actor=world["zhao"], at=NOW)

    session.rollback()
    assert session.scalars(select(KeptSheet.id)).all() == [kept]


def test_a_bad_sheet_is_not_kept(world, session):
    with pytest.raises(RowsWrong):
        rolls.keep(sheet(("林", "12")), community="lizhi", actor=world["zhao"], at=NOW)
    with pytest.raises(NotPermitted):
        rolls.keep(sheet(JIANG), community="lizhi", actor=SYSTEM, at=NOW)

    assert everything(session)[3] == 0


def test_a_preview_that_is_outdated_is_not_applied(world, session):
    kept = rolls.keep(sheet(JIANG), community="lizhi", actor=world["zhao"], at=NOW)
    seen = rolls.kept(kept, actor=world["zhao"], at=NOW).seen
    applied(world, ("姜秀兰", "13812345678", "9号楼"), who="qian")

    with pytest.raises(PreviewOutdated):
        rolls.apply_kept(kept, seen=seen, actor=world["zhao"], at=NOW)

    assert found(session, "姜秀兰").building == "9号楼"


def many(count, building):
    return [(f"居民{chr(0x4E00 + n)}", f"138{n:08}", building, "1985-03-02", "") for n in range(count)]


def test_an_import_takes_as_many_statements_for_many_as_for_few(world, session):
    sent = []
    for first, count in ((0, 30), (30, 300)):
        for building in ("1号楼", "2号楼"):
            rows = many(first + count, building)[first:]
            with statements() as heard:
                applied(world, *rows)
            sent.append(len(heard))

    assert (sent[0], sent[1]) == (sent[2], sent[3])
    assert max(sent) < 20


def test_a_preview_takes_as_many_statements_for_many_as_for_few(world, session):
    sent = []
    for count in (30, 300):
        session.rollback()
        with statements() as heard:
            rolls.preview(sheet(*many(count, "1号楼")), community="lizhi", actor=world["zhao"], at=NOW)
        sent.append(len(heard))

    assert sent[0] == sent[1]


def test_the_electorate_is_asked_in_one_statement(world, session):
    applied(
        world, JIANG, ("欧阳娜", "", "2号楼", "2010-01-01", ""), ("贺兰", "13800000001", "", "1980-01-01", "工作"),
        ("司徒静", "13800000003", "", "", ""), ("林秀英", "", "", "", ""),
    )  # fmt: skip
    session.rollback()
    franchise = rulebooks.franchise(session, world.areas["lizhi"], DAY)

    with statements() as heard:
        electors = registrations.electorate(session, world.areas["lizhi"], DAY, franchise)

    said = {each.name: each.reason for each in electors}
    assert len(heard) == 1
    assert (franchise.age_min, franchise.scope, franchise.age_seen) == (18, "live", 18)
    assert {name: said[name] for name in ("姜秀兰", "欧阳娜", "贺兰", "司徒静", "林秀英", "陈建国")} == {
        "姜秀兰": None,
        "欧阳娜": Reason.TOO_YOUNG,
        "贺兰": Reason.OTHER_TIE,
        "司徒静": Reason.NO_BIRTH,
        "林秀英": None,
        "陈建国": None,
    }
    assert "唐敏" not in said
    assert next(each.facts.born for each in electors if each.name == "姜秀兰") == date(1985, 3, 2)


def test_single_people_are_asked_about_wherever_they_belong(world, session):
    franchise = rulebooks.franchise(session, world.areas["lizhi"], DAY)
    asked = [world.people["tang"], world.people["lin"]]

    said = registrations.electorate(session, world.areas["lizhi"], DAY, franchise, people=asked)

    assert {each.name: each.reason for each in said} == {"唐敏": Reason.ELSEWHERE, "林秀英": None}
