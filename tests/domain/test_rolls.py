"""Each line of the register is folded into an entry, or named by its number with what is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.electorate import Belonging
from microprojects.domain.roll_columns import (
    LABELS,
    SYNONYMS,
    Column,
    HeadFormula,
    HeadTwice,
    NoNameColumn,
    NoRows,
)
from microprojects.domain.rolls import Entry, fold_date, read
from microprojects.domain.sheets import Row

DAY = date(2026, 3, 4)
HEAD = ("姓名", "手机号", "楼栋", "出生日期", "关系")
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def reading(*lines, head=HEAD):
    rows = [Row(1, head), *(Row(n, line) for n, line in enumerate(lines, start=2))]
    return read(rows, day=DAY)


def test_a_line_is_folded_to_what_is_kept():
    found = reading((" 林　秀英 ", "＋８６ 138-1234 ５６７８", "３号楼 2单元", "1985年3月2日", "工作"))

    assert found.entries == [
        Entry(2, "林秀英", "13812345678", "3号楼 2单元", date(1985, 3, 2), Belonging.WORK)
    ]
    assert found.errors == []


def test_what_is_left_out_is_left_open():
    assert reading(("林秀英",)).entries == [Entry(2, "林秀英")]


@pytest.mark.parametrize("column", list(Column))
def test_every_head_is_known_by_all_its_names(column):
    cells = {Column.NAME: "林", Column.PHONE: "13812345678", Column.BORN: "1985-3-2", Column.TIE: "居住"}
    for word in (LABELS[column], *SYNONYMS[column], f" {LABELS[column]}（选填）* ", LABELS[column] + "："):
        head = (word,) if column is Column.NAME else ("姓名", word)
        line = ("林",) if column is Column.NAME else ("林", cells.get(column, "3号楼"))
        assert getattr(reading(line, head=head).entries[0], column.value)


def test_no_name_stands_over_two_columns():
    words = [word for column in Column for word in (LABELS[column], *SYNONYMS[column])]

    assert len(words) == len(set(words))


def test_columns_may_stand_in_any_order_and_others_are_named():
    found = reading(("x", "3号楼", "林", "y"), head=("备注", "楼栋", "姓名", ""))

    assert (found.entries[0].name, found.entries[0].building) == ("林", "3号楼")
    assert found.ignored == ["备注", "#4"]


@pytest.mark.parametrize(
    ("head", "refusal"),
    [
        (("手机号",), NoNameColumn),
        (("荔枝社区居民名册",), NoNameColumn),
        (("姓名", "名字"), HeadTwice),
        (("姓名", "姓 名"), HeadTwice),
        (("姓名", "备注", "备注"), HeadTwice),
        (("姓名", "=A1"), HeadFormula),
        (("姓名", "＝A1"), HeadFormula),
    ],
)
def test_a_head_that_cannot_be_used_is_refused(head, refusal):
    with pytest.raises(refusal) as no:
        reading(("林",), head=head)

    assert "第 1 行" in str(no.value)


def test_a_head_alone_is_refused():
    with pytest.raises(NoRows):
        reading()


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("", "13812345678"), ["roll-no-name"]),
        (("12345",), ["roll-name"]),
        (("=1+1",), ["roll-formula"]),
        (("＝1+1",), ["roll-formula"]),
        (("@SUM(A1)",), ["roll-formula"]),
        (("-林",), ["roll-formula"]),
        (("林", "+1"), ["roll-formula"]),
        (("林", "", "=cmd|' /C calc'!A0"), ["roll-formula"]),
        (("林", "1.38E+10"), ["roll-phone-rounded"]),
        (("林", "1.38123e10"), ["roll-phone-rounded"]),
        (("林", "013812345678"), ["roll-phone"]),
        (("林", "0755-12345678"), ["roll-phone"]),
        (("林", "+86 0755 1234"), ["roll-phone"]),
        (("林", "#N/A"), ["roll-error"]),
        (("林\u202e",), ["roll-unseen"]),
        (("林\n秀英",), ["roll-unseen"]),
        (("林" * 51,), ["roll-long"]),
        (("林", "", "楼" * 51), ["roll-long"]),
        (("林", "", "", "1985-13-01"), ["roll-born"]),
        (("林", "", "", "2023-02-29"), ["roll-born"]),
        (("林", "", "", "31234"), ["roll-born"]),
        (("林", "", "", "85-3-2"), ["roll-born"]),
        (("林", "", "", "1985-3.2"), ["roll-born"]),
        (("林", "", "", "2026-03-05"), ["roll-born-when"]),
        (("林", "", "", "1899-12-31"), ["roll-born-when"]),
        (("林", "", "", "", "户主"), ["roll-tie"]),
        (("林", "", "", "", "", "多出"), ["roll-beyond"]),
        (("", "1", "", "x"), ["roll-no-name", "roll-phone", "roll-born"]),
    ],
)
def test_what_is_wrong_is_told_by_line(cells, wrong):
    found = reading(cells)

    assert ([each.no.code for each in found.errors], found.entries) == (wrong, [])
    assert {each.line for each in found.errors} == {2}
    assert all(str(each.no).endswith("。") for each in found.errors)


@given(
    st.dates(date(1900, 1, 1), DAY),
    st.sampled_from(
        ["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"]
    ),
    st.booleans(),
)
def test_a_date_is_read_in_every_way_in_which_it_is_written(born, shape, wide):
    text = shape.format(born.year, born.month, born.day)

    found = reading(("林", "", "", text.translate(WIDE) if wide else text))

    assert [entry.born for entry in found.entries] == [born]
    assert fold_date(text, day=DAY) == born


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_cell_fails_and_every_line_is_an_entry_or_named(cells):
    found = reading(tuple(cells))

    assert len(found.entries) + len({each.line for each in found.errors}) == 1
    for entry in found.entries:
        assert entry.name == reading((entry.name,)).entries[0].name


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.booleans(), st.sampled_from(["", "+86", "0086 "]))
def test_a_number_is_folded_to_its_eleven_digits(phone, wide, prefix):
    text = prefix + (phone.translate(WIDE) if wide else f"{phone[:3]} {phone[3:7]}-{phone[7:]}")

    assert [entry.phone for entry in reading(("林", text)).entries] == [phone]
