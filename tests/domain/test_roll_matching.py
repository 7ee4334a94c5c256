"""A line of the register means one person or nobody can tell: no sheet makes anybody twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.electorate import Belonging
from microprojects.domain.roll_columns import Column
from microprojects.domain.roll_matching import Difference, Known, plan
from microprojects.domain.rolls import Entry

PHONE, OTHER = "13812345678", "13900000000"
BORN = date(1985, 3, 2)


def planned(entries, people=()):
    return plan(entries, people, key_of=lambda phone: f"key of {phone}")


def lin(person_id=7, *, phone="", building="", **more):
    return Known(person_id, "林秀英", f"key of {phone}" if phone else "", building, **more)


def entry(line=2, *, phone="", building="", name="林秀英", **more):
    return Entry(line, name, phone, building, **more)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (entry(phone=PHONE), lin(phone=PHONE, tie=Belonging.LIVE)),
        (entry(phone=PHONE), lin(phone=PHONE, building="3号楼", tie=Belonging.LIVE)),
        (entry(phone=PHONE, name="林 秀英"), lin(phone=PHONE, tie=Belonging.WORK)),
        (entry(building="3号楼"), lin(building="３ 号楼", tie=Belonging.LIVE)),
        (entry(building="3号楼"), lin(phone=PHONE, building="3号楼", tie=Belonging.LIVE, born=BORN)),
        (entry(), lin(tie=Belonging.STUDY)),
    ],
)
def test_the_same_person_stays_as_they_are(told, known):
    made = planned([told], [known])

    assert (made.same, made.new, made.changed, made.errors) == ([told], [], [], [])


def test_what_changes_is_told_and_a_date_of_birth_is_not():
    known = lin(building="1号楼", tie=Belonging.LIVE, born=BORN)
    told = entry(building="1号楼", phone=PHONE, born=date(1990, 1, 1), tie=Belonging.WORK)

    [change] = planned([told], [known]).changed

    assert change.differences == (
        Difference(Column.PHONE, "", PHONE),
        Difference(Column.BORN, "kept"),
        Difference(Column.TIE, "居住", "工作"),
    )


def test_a_new_building_is_told_with_the_old_one():
    [change] = planned(
        [entry(phone=PHONE, building="2号楼")], [lin(phone=PHONE, building="1号楼", tie=Belonging.LIVE)]
    ).changed

    assert change.differences == (Difference(Column.BUILDING, "1号楼", "2号楼"),)


@pytest.mark.parametrize(
    ("told", "people"),
    [
        (entry(phone=PHONE), [lin(1, phone=PHONE), lin(2, phone=PHONE)]),
        (entry(building="3号楼"), [lin(1, building="3号楼"), lin(2, phone=PHONE, building="3号楼")]),
        (entry(building="3号楼"), [lin()]),
        (entry(building="3号楼"), [lin(phone=PHONE)]),
        (entry(), [lin(building="3号楼")]),
        (entry(phone=PHONE), [lin(building="3号楼")]),
        (entry(phone=PHONE, building="3号楼"), [lin()]),
    ],
)
def test_where_nobody_can_tell_the_line_is_an_error(told, people):
    made = planned([told], people)

    assert [(each.line, each.no.code) for each in made.errors] == [(2, "roll-ambiguous")]
    assert (made.new, made.changed, made.same) == ([], [], [])


@pytest.mark.parametrize(
    ("told", "people", "doubts"),
    [
        (entry(phone=PHONE), [lin(phone=OTHER)], []),
        (entry(phone=PHONE, building="2号楼"), [lin(building="1号楼")], []),
        (entry(building="2号楼"), [lin(building="1号楼")], []),
        (entry(phone=PHONE, building="1号楼"), [lin(phone=OTHER, building="1号楼")], [2]),
        (entry(phone=PHONE, name="陈建国"), [lin(phone=PHONE)], []),
    ],
)
def test_somebody_else_of_the_name_is_new_and_a_neighbour_is_a_doubt(told, people, doubts):
    made = planned([told], people)

    assert (made.new, made.doubts, made.errors) == ([told], doubts, [])


def test_two_neighbours_of_one_name_in_the_sheet_are_a_doubt():
    made = planned([entry(2, phone=PHONE, building="1号楼"), entry(3, phone=OTHER, building="１号楼")])

    assert (len(made.new), made.doubts, made.errors) == (2, [3], [])


def test_the_same_line_twice_counts_once():
    made = planned([entry(2, phone=PHONE), entry(3, phone=PHONE)])

    assert (made.new, made.repeated, made.errors) == ([entry(2, phone=PHONE)], [3], [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"phone": PHONE, "born": BORN}, {"phone": PHONE}),
        ({"building": "3号楼", "phone": PHONE}, {"building": "3号楼"}),
        ({"building": "3号楼"}, {"building": "3号楼", "phone": PHONE}),
        ({"building": "3号楼"}, {}),
        ({}, {"building": "3号楼"}),
        ({}, {"phone": PHONE}),
    ],
)
def test_two_lines_that_may_be_one_person_are_an_error(first, second):
    made = planned([entry(2, **first), entry(3, **second)])

    assert [(each.line, each.no.code, each.no.facts) for each in made.errors] == [
        (3, "roll-twice", {"other": 2})
    ]


def test_two_lines_never_change_the_same_person():
    known = lin(phone=PHONE, building="3号楼")

    made = planned([entry(2, phone=PHONE, building="5号楼"), entry(3, building="3号楼")], [known])

    assert [(each.line, each.no.code) for each in made.errors] == [(3, "roll-twice")]


def test_somebody_who_waits_for_the_desk_is_told():
    made = planned([entry(phone=PHONE)], [lin(phone=PHONE, verified=False, tie=Belonging.LIVE)])

    assert (made.unverified, len(made.same)) == ([2], 1)


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.just(2),
        st.sampled_from(["林秀英", "林 秀英", "陈建国"]),
        st.sampled_from(["", PHONE, OTHER]),
        st.sampled_from(["", "1号楼", "１号楼", "2号楼"]),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_a_sheet_that_was_applied_changes_nothing_the_second_time(entries):
    made = planned(entries)
    if made.errors:
        return
    people = [
        Known(n, each.name, f"key of {each.phone}" if each.phone else "", each.building, tie=Belonging.LIVE)
        for n, each in enumerate(made.new)
    ]

    again = planned(entries, people)

    assert (again.new, again.changed, again.errors) == ([], [], [])
    assert len(again.same) == len(made.new)
