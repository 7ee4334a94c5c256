"""Open tables: every column is explained twice, every cell is safe, and what is asked is read strictly."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from microprojects.domain.errors import Refusal
from microprojects.domain.open_data import asking
from microprojects.domain.open_data.asking import Asked
from microprojects.domain.open_data.catalogue import ENTRY, NOUNS, entries
from microprojects.domain.open_data.cells import csv_cell, organisation, row, yuan_text
from microprojects.domain.open_data.columns import Column, Type, money
from microprojects.domain.open_data.nouns import Noun, joined
from microprojects.domain.spreadsheets import quoted

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROJECTS, SUPPLIERS = NOUNS["projects"], NOUNS["suppliers"]
EVERY = [(noun, column) for noun in NOUNS.values() for column in noun.columns]


def told(*columns: Column, **known: object) -> dict[str, object]:
    return row(Noun("x", "", "", "", "", "", columns), known)


def refused(noun: Noun, query: list[tuple[str, str]]) -> str:
    with pytest.raises(Refusal) as no:
        asking.read(noun, query)
    assert no.value.status == 400
    return no.value.code


def test_every_column_is_explained_in_chinese_and_in_english():
    wrong = [
        f"{noun.name}.{column.name}"
        for noun, column in EVERY
        if not CHINESE.search(column.zh) or not column.en or CHINESE.search(column.en)
    ]

    assert wrong == []


def test_every_table_is_explained_and_has_its_ground():
    wrong = [
        noun.name
        for noun in NOUNS.values()
        if not all(map(CHINESE.search, (noun.zh, noun.holds_zh, noun.source)))
        or CHINESE.search(noun.en + noun.holds_en)
    ]

    assert wrong == []


def test_the_dictionary_has_every_column_once_and_all_of_its_parts():
    found = [(each["table"], each["column"]) for each in entries()]

    assert found == [(noun.name, column.name) for noun, column in EVERY]
    assert len(set(found)) == len(found)
    assert {tuple(each) for each in entries()} == {ENTRY}


def test_every_amount_stands_in_fen_and_in_yuan():
    fen = [f"{noun.name}.{c.name[:-4]}" for noun, c in EVERY if c.type is Type.FEN]
    yuan = [f"{noun.name}.{c.name[:-5]}" for noun, c in EVERY if c.type is Type.YUAN]

    assert fen == yuan


def test_every_code_has_its_words_and_every_filter_its_column():
    assert [f"{noun.name}.{c.name}" for noun, c in EVERY if c.type is Type.CODE and not c.codes] == []
    assert [n.name for n in NOUNS.values() if not set(n.filters) <= set(n.by_name)] == []
    assert [n.name for n in NOUNS.values() if n.key.null] == []


def test_an_amount_is_written_in_fen_and_in_yuan():
    assert told(*money("paid", "已付", "Paid"), paid_fen=123405) == {
        "paid_fen": 123405,
        "paid_yuan": "1234.05",
    }
    assert [yuan_text(fen) for fen in (0, 5, -5, -100, 10**13)] == [
        "0.00",
        "0.05",
        "-0.05",
        "-1.00",
        "100000000000.00",
    ]


def test_times_carry_their_offset():
    at = datetime(2026, 3, 4, 16, 30, 1, 999, tzinfo=UTC)

    cells = told(
        Column("at", Type.MOMENT, "时间", "time"),
        Column("on", Type.DAY, "日", "day"),
        at=at,
        on=date(2026, 3, 4),
    )

    assert cells == {"at": "2026-03-05T00:30:01+08:00", "on": "2026-03-04"}


def test_personal_data_in_typed_words_is_blacked_out():
    words = Column("title", Type.TEXT, "名称", "title")

    assert told(words, title="路灯，电话13812345678") == {"title": "路灯，电话〔手机已隐去〕"}


@pytest.mark.parametrize(
    ("name", "named"),
    [("张三", "张**"), ("欧阳娜", "欧阳**"), ("明湖安桩电气工程有限公司", "明湖安桩电气工程有限公司")],
)
def test_of_a_person_who_was_paid_only_the_family_name_is_told(name, named):
    assert organisation(name) == named


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "⁺", "﹣", "﹫", "₌"]
)
def test_no_words_are_a_formula_in_a_spreadsheet(sign):
    assert quoted(f"{sign}1") == f"'{sign}1"
    assert quoted(f"  {sign}=1") == f"'  {sign}=1"


def test_only_columns_of_numbers_hold_numbers_for_a_spreadsheet():
    words, count = (Column("x", kind, "某", "x") for kind in (Type.TEXT, Type.COUNT))

    assert [csv_cell(count, -5), csv_cell(words, "-5"), csv_cell(words, None)] == ["-5", "'-5", ""]
    assert [csv_cell(Column("x", Type.FLAG, "某", "x"), flag) for flag in (True, False)] == ["true", "false"]


def test_what_is_asked_is_read():
    query = [("limit", "7"), ("community", "lizhi"), ("year", "2026"), ("state", "approved")]
    query.append(("cursor", asking.cursor(PROJECTS, 12)))

    assert asking.read(PROJECTS, query) == Asked(
        7, 12, {"community": "lizhi", "year": 2026, "state": "approved"}
    )
    assert asking.read(PROJECTS, []) == Asked(asking.USUAL, 0, {})


@pytest.mark.parametrize("number", [1, 10**17])
def test_a_cursor_is_a_place_of_its_own_table(number):
    token = asking.cursor(PROJECTS, number)

    assert asking.place(PROJECTS, token) == number
    assert re.fullmatch(asking.TOKEN, token)
    assert refused(SUPPLIERS, [("cursor", token)]) == "no-cursor"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ([("page", "2")], "unknown-parameter"),
        ([("limit", "1"), ("limit", "2")], "parameter-twice"),
        *(([("limit", value)], "not-between") for value in ("0", "201", "-1", "", "１", "1e2", "9" * 30)),
        *(([("year", value)], "not-between") for value in ("1999", "2201", "x", "")),
        *(([("community", value)], "no-slug") for value in ("", "LIZHI", "a" * 41, "lizhi\n", "荔枝")),
        *(([("state", value)], "not-among") for value in ("", "draft", "submitted", "x")),
        *(([("cursor", value)], "no-cursor") for value in ("", "x", "eA", "=", "cHJvamVjdHM6LTE", "a" * 61)),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(query, code):
    assert refused(PROJECTS, query) == code


def test_a_table_without_states_is_not_asked_by_state():
    assert refused(SUPPLIERS, [("state", "x")]) == "unknown-parameter"
    assert joined() == ()
