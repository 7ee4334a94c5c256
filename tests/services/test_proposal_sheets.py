"""Proposals of a sheet become drafts of their proposers, as a whole or not at all, and the same sheet twice changes nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import func, select

from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.people import SYSTEM
from microprojects.domain.proposal_columns import HeadLacks, ProposalsWrong
from microprojects.domain.proposal_words import ProposalWords
from microprojects.domain.sheets import BadSheet
from microprojects.domain.states import State
from microprojects.services import proposal_sheets as deeds
from microprojects.services import proposals
from microprojects.store import proposals as rows
from microprojects.store import secrets
from microprojects.store.brought_projects import BroughtProject
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.people import PHONE, Person
from microprojects.store.projects import Project
from tests.store.test_sheets import book
from tests.world import NOW

HEAD = (
    "编号",
    "提议人",
    "想办什么事",
    "哪一类",
    "主题",
    "在哪里",
    "为什么要办",
    "大约多少人受益",
    "大概要多少钱",
)
LAMPS = ("A-1", "林秀英", "三栋前路灯更换", "工程", "安全", "三栋前", "晚上看不清路。", "612", "62,000")
BENCH = (
    "A-2",
    "林秀英",
    "凉亭加座椅",
    "货物类",
    "便民",
    "荔枝苑凉亭",
    "老人没处坐。\n下雨也没处躲。",
    "80",
    "¥9,580.50",
)


def sheet(*lines, head=HEAD, encoding="utf-8-sig"):
    """A file as a spreadsheet saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *lines])
    return text.getvalue().encode(encoding)


def applied(world, *lines, who="zhao", at=NOW, **more):
    return deeds.apply(sheet(*lines, **more), community="lizhi", actor=world[who], at=at)


def errors(world, *lines, **more):
    """What is wrong, by line and code."""
    found = deeds.preview(sheet(*lines, **more), community="lizhi", actor=world["zhao"], at=NOW)
    return [(each.line, each.no.code) for each in found.errors]


def counts(report):
    return len(report.new), len(report.changed), report.same


def everything():
    """How many projects, references and entries there are."""
    db.session.rollback()
    return tuple(
        db.session().scalar(select(func.count()).select_from(t))
        for t in (Project, BroughtProject, JournalEntry)
    )


def brought(reference):
    db.session.rollback()
    row = db.session().scalars(select(BroughtProject).where(BroughtProject.reference == reference)).one()
    return row.project


@pytest.fixture
def lin(world):
    """The name of Lin, as the sheet writes it."""
    with transaction() as session:
        session.get(Person, world.people["lin"]).name = "林秀英"
    return world.people["lin"]


def test_each_line_is_a_draft_of_its_proposer_with_all_that_it_says(world, lin):
    report = applied(world, LAMPS, BENCH)

    lamps, bench = brought("A-1"), brought("A-2")
    assert counts(report) == (2, 0, 0)
    assert {(each.state, each.proposer_id, each.entered_by_id, each.number) for each in (lamps, bench)} == {
        (State.DRAFT, lin, world.people["zhao"], None)
    }
    assert (lamps.title, lamps.type, lamps.theme, lamps.place, lamps.beneficiaries) == (
        "三栋前路灯更换", "works", "safety", "三栋前", 612,
    )  # fmt: skip
    assert [line.amount_fen for each in (lamps, bench) for line in each.lines] == [6_200_000, 958_050]
    assert (bench.type, bench.problem, bench.summary) == (
        "goods", "老人没处坐。\n下雨也没处躲。", "老人没处坐。",
    )  # fmt: skip


def test_a_preview_writes_nothing(world, lin):
    before = everything()

    report = deeds.preview(sheet(LAMPS, BENCH), community="lizhi", actor=world["zhao"], at=NOW)

    assert (counts(report), everything()) == ((2, 0, 0), before)


def test_the_same_sheet_again_changes_nothing_and_another_word_changes_its_draft(world, lin):
    applied(world, LAMPS, BENCH)
    before = everything()[:2]

    again = applied(world, BENCH, LAMPS)
    changed = applied(world, (*LAMPS[:2], "三栋前换八盏路灯", *LAMPS[3:]), BENCH)

    assert (counts(again), counts(changed), everything()[:2]) == ((0, 0, 2), (0, 1, 1), before)
    assert brought("A-1").title == "三栋前换八盏路灯"


def test_a_line_that_is_gone_removes_nothing(world, lin):
    applied(world, LAMPS, BENCH)

    assert counts(applied(world, BENCH)) == (0, 0, 1)
    assert brought("A-1").state is State.DRAFT


def test_the_act_is_told_in_the_journal_without_anybody_s_name(world, lin):
    report = applied(world, LAMPS)

    entry = db.session().scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    told = json.loads(entry.body)
    assert (told["verb"], told["subject"], told["facts"]) == (
        "proposals.import",
        "proposals/lizhi",
        {"drafts_new": 1, "drafts_changed": 0, "drafts_same": 0, "sheet": report.sha256},
    )


def test_the_proposer_hands_the_draft_in(world, lin):
    applied(world, LAMPS)
    draft = brought("A-1")
    words = rows.words_of(draft)
    whole = ProposalWords(**{**words.__dict__, "content": "换八盏灯。", "beneficiary_group": "三栋住户"})
    proposals.save_draft(draft.id, actor=world["lin"], at=NOW, words=whole)

    number = proposals.submit(draft.id, actor=world["lin"], at=NOW, consent=True)

    assert (brought("A-1").number, brought("A-1").state) == (number, State.SUBMITTED)
    assert counts(applied(world, LAMPS)) == (0, 0, 1)
    assert errors(world, (*LAMPS[:2], "别的", *LAMPS[3:])) == [(2, "proposals-handed-in")]


def test_a_draft_that_was_changed_here_is_not_written_over(world, lin):
    applied(world, LAMPS)
    draft = brought("A-1")
    words = ProposalWords(**{**rows.words_of(draft).__dict__, "title": "自己改的"})
    proposals.save_draft(draft.id, actor=world["lin"], at=NOW, words=words)

    assert counts(applied(world, LAMPS)) == (0, 0, 1)
    assert errors(world, (*LAMPS[:2], "别的", *LAMPS[3:])) == [(2, "proposals-edited")]
    assert brought("A-1").title == "自己改的"


def test_one_bad_line_keeps_every_line_out(world, lin):
    before = everything()

    with pytest.raises(ProposalsWrong) as no:
        applied(world, LAMPS, ("A-2", "没有的人", "凉亭"))

    assert [(each.line, each.no.code) for each in no.value.errors] == [(3, "proposals-who")]
    assert everything() == before


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (0, "", "proposals-empty"),
        (0, "x" * 41, "roll-long"),
        (2, "", "proposals-empty"),
        (2, "=1+1", "roll-formula"),
        (2, "＠SUM(A1)", "roll-formula"),
        (2, "#REF!", "roll-error"),
        (2, "两行\n标题", "roll-unseen"),
        (2, "路灯\u202e", "roll-unseen"),
        (2, "灯" * 81, "text-too-long"),
        (3, "路灯", "proposals-word"),
        (4, "其他", "proposals-word"),
        (6, "请打 13812345678 找我", "privacy"),
        (7, "一百", "proposals-number"),
        (7, "-3", "roll-formula"),
        (8, "六万", "proposals-money"),
        (8, "1.005", "proposals-money"),
        (8, "9" * 30, "proposals-money"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_by_its_line(world, lin, column, cell, code):
    bad = [*LAMPS]
    bad[column] = cell

    [found] = errors(world, ("A-0", *LAMPS[1:]), bad)

    assert found[0] == 3
    assert found[1].startswith(code)


def test_a_reference_that_comes_twice_and_a_cell_too_many_are_named(world, lin):
    bench = ("A-2", *LAMPS[1:])

    assert errors(world, LAMPS, bench, LAMPS, ("A-3", *LAMPS[1:], "x")) == [
        (4, "proposals-twice"),
        (5, "roll-beyond"),
    ]


def test_of_two_namesakes_the_number_says_who_is_meant(world, lin):
    with transaction() as session:
        session.get(Person, world.people["chen"]).name = "林秀英"
        session.get(Person, world.people["chen"]).phone_index = secrets.fingerprint(PHONE, "13812345678")
    head = (*HEAD, "手机号")

    assert errors(world, LAMPS) == [(2, "proposals-who-unclear")]
    assert errors(world, (*LAMPS, "13900000000"), head=head) == [(2, "proposals-who")]
    applied(world, (*LAMPS, "138 1234 5678"), head=head)
    assert brought("A-1").proposer_id == world.people["chen"]
    assert errors(world, LAMPS) == [(2, "proposals-who-unclear")]


def test_a_reference_that_came_for_somebody_else_is_named(world, lin):
    applied(world, LAMPS)
    with transaction() as session:
        session.get(Person, world.people["chen"]).name = "陈小东"

    assert errors(world, (LAMPS[0], "陈小东", *LAMPS[2:])) == [(2, "proposals-other-proposer")]


def test_nobody_gets_more_drafts_than_they_may_have(world, lin):
    many = [(f"B-{n}", *LAMPS[1:]) for n in range(40)]

    found = errors(world, *many)

    assert {code for _line, code in found} == {"too-many-drafts"}
    assert [line for line, _code in found] == list(range(42 - len(found), 42))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfea\0",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"a" * 6_000_000,
        b'"a',
        b"," * 1_000_000,
    ],
)
def test_a_file_that_is_no_sheet_is_refused(world, data):
    with pytest.raises(BadSheet):
        deeds.preview(data, community="lizhi", actor=world["zhao"], at=NOW)


def test_a_head_that_lacks_a_column_says_which(world):
    with pytest.raises(HeadLacks) as no:
        deeds.preview(sheet(("x",), head=("名称",)), community="lizhi", actor=world["zhao"], at=NOW)

    assert "还缺：编号、提议人" in str(no.value)


def test_gbk_and_other_heads_are_read_as_well(world, lin):
    head = ("序号", "姓名", "项目名称", "类别", "主题", "地点", "理由", "受益人数", "金额(元)")

    assert counts(applied(world, LAMPS, head=head, encoding="gb18030")) == (1, 0, 0)


def test_a_book_with_numbers_in_its_cells_says_the_same(world, lin):
    applied(world, LAMPS)
    cells = [*LAMPS[:7], 612, 62000.0]

    report = deeds.apply(book([HEAD, cells]), community="lizhi", actor=world["zhao"], at=NOW)

    assert counts(report) == (0, 0, 1)


def test_only_who_keeps_the_register_of_the_community_brings_a_sheet(world, lin):
    for who in ("lin", "wu"):
        with pytest.raises(NotPermitted):
            applied(world, LAMPS, who=who)
    with pytest.raises(BadValue):
        deeds.apply(sheet(LAMPS), community="nowhere", actor=world["zhao"], at=NOW)


def test_the_house_itself_brings_a_sheet(world, lin):
    deeds.apply(sheet(LAMPS), community="lizhi", actor=SYSTEM, at=NOW)

    assert brought("A-1").entered_by_id not in (None, lin)
