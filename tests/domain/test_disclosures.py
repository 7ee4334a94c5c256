"""The words of a disclosure: its sentence and amount, how two versions differ."""

from __future__ import annotations

import pytest

from microprojects.domain.act_words import WORDS, said
from microprojects.domain.actions import Action
from microprojects.domain.approvals import held
from microprojects.domain.disclosure_fields import LABELS, label, word
from microprojects.domain.disclosures import (
    Change,
    amount,
    differences,
    headline,
    in_fen,
    leaves,
)

BODY = {
    "project": "LZ-2026-001",
    "version": 1,
    "title": "三巷路灯",
    "headline": "通过。",
    "total_fen": "5000000",
    "type": "works",
    "starts_on": "2026-05-06",
    "contact": {"phone": "0000-1234 5678"},
    "lines": [{"label": "灯具", "amount_fen": "3000000"}, {"label": "安装", "amount_fen": "2000000"}],
    "vote": {"sentence": "赞成 9 票。", "in_favour": 9},
    "corrected": {"place": "三巷"},
}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BODY, "通过。"), ({"vote": {"sentence": "赞成 9 票。"}}, "赞成 9 票。"), ({"summary": "换灯。"}, "换灯。"),
        ({"headline": 5}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_every_body_has_its_one_sentence(body, told):
    assert headline(body) == told


@pytest.mark.parametrize(
    ("body", "fen"),
    [(BODY, 5_000_000), ({"amount_fen": "7", "total_fen": "9"}, 7), ({"amount_fen": ""}, None), ({}, None)],
)
def test_the_amount_is_that_of_the_event_before_that_of_the_whole(body, fen):
    assert amount(body) == fen


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("12", 12),
        ("-12", -12),
        (12, 12),
        (True, None),
        ("1.2", None),
        ("１", None),
        (None, None),
        ("", None),
        ([], None),
    ],
)
def test_an_amount_is_a_whole_number_of_fen(value, fen):
    assert in_fen(value) == fen


def test_two_versions_differ_in_what_was_changed_added_or_left_out():
    later = {**BODY, "version": 2, "title": "三巷的路灯", "note": "补记"}
    del later["headline"]

    assert differences(BODY, later) == [
        Change("title", "三巷路灯", "三巷的路灯"),
        Change("note", None, "补记"),
        Change("headline", "通过。", None),
    ]


def test_the_number_of_a_row_is_no_difference():
    assert differences({"notes": [{"ref": "1", "text": "好"}]}, {"notes": [{"ref": "2", "text": "好"}]}) == []


def test_the_leaves_of_a_body_are_its_single_values_by_their_way():
    assert dict(leaves({"a": [{"b": 1}, {"b": None}], "c": "x"})) == {"a.0.b": 1, "a.1.b": None, "c": "x"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("contact.phone", LABELS["phone"]),
        ("lines.3.label", LABELS["label"]),
        ("lines.3", LABELS["lines"]),
        ("zz", "zz"),
        ("3", "3"),
    ],
)
def test_a_field_is_called_by_the_last_name_on_its_way(path, name):
    assert label(path) == name


def test_a_code_is_told_in_words_and_anything_else_as_it_is():
    assert (word("type", "works"), word("type", "zz"), word("zz", "works")) == ("工程类", "zz", "works")


def test_every_act_has_its_words_in_the_public_record():
    assert set(WORDS) == set(Action)
    assert (said("project.approve"), said("project.of-old")) == ("立项", "project.of-old")


@pytest.mark.parametrize(
    ("lines", "reserved", "committed"),
    [
        ([], 0, 0),
        ([("reserve", 100)], 100, 0),
        ([("reserve", 100), ("commit", 80), ("release", 20)], 0, 80),
        ([("reserve", 100), ("commit", 80), ("release", 20), ("pay", 30), ("return_unspent", 10)], 0, 40),
        ([("reserve", 100), ("commit", 100), ("uncommit", 100), ("release", 100)], 0, 0),
        ([("reserve", 100), ("social_pledge", 50), ("social_received", 50), ("refund", 5)], 100, 0),
    ],
)
def test_what_a_project_still_holds_is_read_off_its_lines(lines, reserved, committed):
    still = held(lines)

    assert (still.reserved_fen, still.committed_fen) == (reserved, committed)
