"""Whoever changes what the street or the district answered to an objection, in a table of the download, is found by the journal."""

from __future__ import annotations

import json

import pytest

from microprojects.services import escalations, objections
from microprojects.store import bundles
from microprojects.store.db import db
from tests.forging import uncounted
from tests.living import lived_once
from tests.noticing import NUMBER, answer, object_to, on_notice, shanghai
from tests.store.test_forged_tables import retold, set_to, wrongs

HIGHER = {"street": ("zhou", "partly", "灯杆移半米。"), "district": ("huang", "upheld", "灯杆移两米。")}


def go_up(world):
    """Three objections of 6 March, dismissed on the 9th: one is answered by the street and the district,
    one by the street alone, and one waits there."""
    on_notice(world)
    made = [object_to(world, who=who, at=shanghai(3, 6)) for who in ("chen", "xu", "lin")]
    for each in made:
        objections.reply(each, outcome="dismissed", text="不改。", actor=world["zhao"], at=shanghai(3, 9))
    for each, who in zip(made, ("chen", "xu", "lin"), strict=True):
        escalations.escalate(each, why="不服。", actor=world[who], at=shanghai(3, 10))
    for each in made[:2]:
        above(world, each, "street", at=shanghai(3, 20))
    escalations.escalate(made[0], why="还是不服。", actor=world["chen"], at=shanghai(3, 23))
    above(world, made[0], "district", at=shanghai(3, 25))


def above(world, objection_id, step, *, at):
    who, outcome, text = HIGHER[step]
    escalations.answer(objection_id, step, outcome=outcome, text=text, actor=world[who], at=at)


@pytest.fixture
def record(world, bench):
    """A record with those three objections."""
    lived_once(bench, world, "answers_above", go_up)
    uncounted()
    return dict(bundles.files(db.session()))


def test_an_objection_that_holds_a_notice_up_once_more_is_not_taken_for_another(world):
    on_notice(world)
    made = object_to(world, at=shanghai(3, 6))
    answer(world, made, at=shanghai(3, 9))
    objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 9))
    escalations.escalate(made, why="不服。", actor=world["chen"], at=shanghai(3, 12))
    uncounted()

    assert wrongs(dict(bundles.files(db.session()))) == []


def rows(record):
    return json.loads(record["tables/objections.json"])["rows"]


def unnamed(record):
    """The record as it was written before entries named the objection and its days."""
    lines = []
    for line in record["entries.jsonl"].splitlines():
        entry = json.loads(line)
        if entry["verb"].startswith(("objection.escalate", "objection.answer")):
            entry["facts"] = {
                name: fact
                for name, fact in entry["facts"].items()
                if name not in ("objection", "answer_by", "late_days")
            }
        lines.append(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return {**record, "entries.jsonl": b"".join(lines)}


def test_the_table_tells_what_each_step_answered_and_which_answer_holds(record):
    told = [
        [row["outcome"], row["street_outcome"], row["district_outcome"], row["holds"], row["holds_zh"]]
        for row in rows(record)
    ]

    assert told == [
        ["dismissed", "partly", "upheld", "upheld", "成立"],
        ["dismissed", "partly", None, "partly", "部分成立"],
        ["dismissed", None, None, "dismissed", "不成立"],
    ]


def test_the_table_tells_the_words_and_the_days_of_an_answer(record):
    names = ("asked_on", "due_on", "effect", "answer", "answered_on", "late_days")

    assert [rows(record)[1][f"street_{name}"] for name in names] == [
        "2026-03-10", "2026-03-17", "none", "灯杆移半米。", "2026-03-20", 3,
    ]  # fmt: skip
    assert [rows(record)[1][f"district_{name}"] for name in names] == [None] * 6


def test_answers_that_nobody_changed_agree_with_the_journal(record):
    assert wrongs(record) == []
    assert wrongs(unnamed(record)) == []


FORGED = [
    ("asked_on", "2026-03-09", "In table objections, {column} of {n} is “2026-03-09”; entry"),
    ("asked_on", None, "In table objections, {column} of {n} is “None”; entry"),
    ("due_on", "2026-04-17", "In table objections, {column} of {n} is “2026-04-17”; entry"),
    ("outcome", "inadmissible", "In table objections, {column} of {n} is “inadmissible”; entry"),
    ("outcome", None, "In table objections, {column} of {n} is “None”; entry"),
    ("effect", "substance", "In table objections, {column} of {n} is “substance”; entry"),
    ("answer", "不移。", "The fingerprint of {column} of {n} in table objections is in no entry"),
    ("answered_on", "2026-03-17", "In table objections, {column} of {n} is “2026-03-17”; entry"),
    ("late_days", 9, "In table objections, {column} of {n} is “9”; entry"),
]  # fmt: skip


@pytest.mark.parametrize("step", ["street", "district"])
@pytest.mark.parametrize(("part", "value", "said"), FORGED)
def test_a_cell_of_an_answer_that_was_changed_is_named(record, step, part, value, said):
    column, number = f"{step}_{part}", rows(record)[0]["id"]

    found = wrongs(retold(record, "objections", set_to(column, value)))

    assert [each for each in found if each.startswith(said.format(column=column, n=number))]


@pytest.mark.parametrize("value", ["dismissed", None])
def test_an_outcome_that_does_not_hold_is_named(record, value):
    found = wrongs(retold(record, "objections", set_to("holds", value)))

    assert found == [
        f"In table objections, holds of {rows(record)[0]['id']} is “{value}”; tables/objections.json says “upheld”: "
        "the table was changed."
    ]


def test_an_answer_that_was_taken_out_of_the_table_is_missed(record):
    def emptied(told):
        told[1].update({name: None for name in told[1] if name.startswith("street_")}, holds="dismissed")

    assert f"Project {NUMBER}: the journal tells of 2 street_outcome, and table objections has 1." in wrongs(
        retold(record, "objections", emptied)
    )


def test_an_answer_that_nobody_gave_is_found(record):
    forged = {"street_outcome": "upheld", "street_effect": "none", "street_answer": "全移走。",
              "street_answered_on": "2026-03-20", "holds": "upheld"}  # fmt: skip

    found = wrongs(retold(record, "objections", lambda told: told[2].update(forged)))

    assert f"Project {NUMBER}: the journal tells of 2 street_outcome, and table objections has 3." in found
    assert any("street_outcome, street_answer of 3" in each for each in found)


@pytest.mark.parametrize(
    ("part", "value"), [("outcome", "upheld"), ("answer", "不移。"), ("effect", "unlawful"), ("answered_on", "2026-03-19")]
)  # fmt: skip
def test_an_answer_from_before_entries_named_the_objection_is_held_against_what_they_say(record, part, value):
    found = wrongs(retold(unnamed(record), "objections", set_to(f"street_{part}", value, at=1)))

    assert any("street_outcome, street_answer of 2" in each for each in found)


def test_columns_that_were_left_out_never_pass_where_the_journal_names_objections(record):
    def cut(told):
        for row in told:
            for name in [each for each in row if each.startswith(("street_", "district_", "holds"))]:
                del row[name]

    assert wrongs(retold(record, "objections", cut)) == [
        "tables/objections.json is no table. Download it again."
    ]
    assert wrongs(retold(unnamed(record), "objections", cut)) == []
