"""`tally`: what it prints, what it tells beside it, and what it refuses in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from microprojects.domain.tally.spec_files import spec_hash
from tests.pb_files import OWN, ROOT, pb

APPROVAL, POINTS, RANKED = (str(OWN / f"lizhi_2026_{kind}.pb") for kind in ("approval", "points", "ranked"))


@pytest.fixture
def written(tmp_path):
    """Write a file and return its path."""

    def call(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return call


def test_the_document_has_ids_as_in_the_file_and_sums_in_its_own_unit(run):
    result = run("tally", APPROVAL, "--rule", "greedy", "--json")

    told = json.loads(result.stdout)
    last = told.pop("steps")[-1]
    assert result.exit_code == 0
    assert told == {
        "file": "lizhi_2026_approval.pb",
        "rule": "greedy",
        "spec_hash": spec_hash(json.loads(result.stderr.split("rule spec: ")[1])),
        "budget": "300000.00",
        "currency": "CNY",
        "projects": 7,
        "voters": 20,
        "selected": ["p01", "p02", "p04", "p05"],
        "spent": "299000.50",
        "ties": [],
    }
    assert last == {
        "stage": "rule",
        "candidate": "p05",
        "won": True,
        "votes": 5,
        "score": 5,
        "cost": "36000.00",
        "left_before": "36999.50",
        "left_after": "999.50",
    }


def test_without_json_it_is_a_table_in_plain_words(run):
    result = run("tally", RANKED, "--rule", "greedy")

    hashed, text = result.stdout.split("\n", 3)[2], result.stdout.split("\n", 3)[3]
    assert hashed.startswith("Rule spec ")
    assert text == (
        "\n"
        "    project   cost  votes  points  name\n"
        "1.  1        30000      5      13  花坛\n"
        "2.  10        5000      3       7  晾衣架\n"
        "3.  3        10000      4       7  公告栏\n"
        "    2        20000      4       7  石凳  (costs 20000, 5000 were left)\n"
        "\n"
        "Spent 45000, left 5000 CNY\n"
        "Equal: 10, 3, 2. The first was taken by the lower cost.\n"
    )


def test_what_was_tolerated_is_told_apart_from_the_result(run):
    result = run("tally", APPROVAL, "--rule", "greedy", "--json")

    assert result.stderr.startswith(
        "lizhi_2026_approval.pb: 有1个项目的造价写成999999999，表示已撤下，不参加计票。\nrule spec: {"
    )


def test_no_text_of_a_file_steers_the_terminal(run, written):
    file = written(
        "a.pb",
        pb("p1").replace("id;cost\np1;100\np2;50\np3;60", "id;cost;name\np1;100;\x1b[2J亭\np2;50;b\np3;60;c"),
    )

    result = run("tally", file, "--rule", "greedy")

    assert ("\x1b" in result.output, "[2J亭" in result.stdout) == (False, True)


def test_it_needs_no_database(run):
    result = run(
        "tally",
        POINTS,
        "--rule",
        "greedy",
        "--json",
        MICROPROJECTS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/x",
    )

    assert (result.exit_code, json.loads(result.stdout)["selected"]) == (0, ["甲", "丙", "丁"])


def test_a_spec_is_hashed_as_it_was_published_and_an_option_takes_the_place_of_what_it_says(run, written):
    published = {"rule": {"name": "greedy", "order": "votes_per_cost"}, "eligibility": {"min_votes": 6}}
    spec = written("rule.json", published)

    plain = json.loads(run("tally", APPROVAL, "--spec", spec, "--json").stdout)
    same = json.loads(
        run("tally", APPROVAL, "--spec", spec, "--rule", "greedy", "--stop", "exhaustive", "--json").stdout
    )

    assert (plain["spec_hash"], plain["selected"]) == (spec_hash(published), ["p04", "p01", "p03"])
    assert same == plain


def test_equal_shares_tell_with_what_each_voter_began(run):
    result = run("tally", POINTS, "--rule", "equal-shares-add1", "--fill", "votes-skip")

    assert (result.exit_code, result.stdout.splitlines()[-1].startswith("Each voter began with ")) == (
        0,
        True,
    )


def test_a_step_or_a_stop_makes_equal_shares_the_rule_that_raises_the_purses(run, written):
    spec = written("rule.json", {"rule": {"name": "equal-shares", "step_minor": "5000"}})

    nameless = written("rest.json", {"rule": {"step_minor": "5000"}})

    told = [
        json.loads(run("tally", POINTS, "--spec", *words, "--json").stdout)
        for words in (
            (spec,),
            (spec, "--rule", "equal-shares"),
            (spec, "--rule", "equal-shares-add1"),
            (nameless, "--rule", "equal-shares"),
        )
    ]

    assert [document["rule"] for document in told] == ["equal-shares-add1"] * 4
    assert told == [told[0]] * 4


def test_an_option_that_the_rule_does_not_ask_for_is_told_and_has_no_effect(run):
    plain, idle = (
        run("tally", POINTS, "--rule", "equal-shares", *words, "--json")
        for words in ((), ("--stop", "exhaustive"))
    )

    assert (idle.exit_code, idle.stdout) == (0, plain.stdout)
    assert idle.stderr == "--stop says nothing to the rule equal-shares and is left out.\n" + plain.stderr


@pytest.mark.parametrize(
    ("utility", "fill", "stop"),
    [
        (u, f, s)
        for u in ("cost", "cardinality")
        for f in ("none", "votes-skip")
        for s in ("overspend", "exhaustive")
    ],
)
def test_every_setting_of_equal_shares_counts_within_the_budget(run, utility, fill, stop):
    words = ("--utility", utility, "--fill", fill, "--stop", stop, "--seed", "8f2c")

    result = run("tally", APPROVAL, "--rule", "equal-shares-add1", *words, "--json")

    told = json.loads(result.stdout)
    costs = {step["candidate"]: step["cost"] for step in told["steps"]}
    spent = sum(Decimal(costs[key]) for key in told["selected"])
    assert (result.exit_code, told["spent"], spent <= Decimal(told["budget"])) == (0, str(spent), True)


def test_a_spec_without_a_rule_says_the_rest(run, written):
    spec = written("rule.json", {"eligibility": {"min_votes": 9}})

    told = json.loads(run("tally", APPROVAL, "--rule", "greedy", "--spec", spec, "--json").stdout)

    assert told["selected"] == ["p01", "p02"]


def test_the_score_that_a_file_asks_for_holds_for_the_greedy_rules_unless_a_spec_says_otherwise(run, written):
    file = written("a.pb", pb("p1", "p1", "p2", meta="min_project_score_threshold;2\n"))
    points = written("b.pb", pb("p1;2", "p2;1", kind="cumulative", meta="min_project_score_threshold;2\n"))
    spec = written("rule.json", {"rule": {"name": "greedy"}})

    selected = [
        json.loads(run("tally", *words, "--json").stdout)["selected"]
        for words in ((file, "--rule", "greedy"), (points, "--rule", "greedy"), (file, "--spec", spec))
    ]

    assert selected == [["p1"], ["p1"], ["p1", "p2"]]


@pytest.mark.parametrize(
    "rule", ["greedy", "greedy-no-skip", "equal-shares", "equal-shares-add1", "phragmen"]
)
def test_the_order_of_ballots_and_projects_changes_no_byte(run, written, rule):
    head, votes = pb("p1,p2", "p3", "p2", "p3,p1").split("voter_id;vote\n")
    turned = "".join(reversed(votes.splitlines(keepends=True)))

    moved = head.replace("p1;100\np2;50\n", "p2;50\np1;100\n")
    words = ("--rule", rule, "--seed", "8f2c", "--json")

    first = run("tally", written("a.pb", f"{head}voter_id;vote\n{votes}"), *words)
    second = run("tally", written("a.pb", f"{moved}voter_id;vote\n{turned}"), *words)

    assert (first.exit_code, first.stdout) == (0, second.stdout)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tally",), "Missing argument 'FILE.pb'. See: microprojects tally --help"),
        (("tally", "/nope.pb"), "Invalid value for 'FILE.pb': File '/nope.pb' does not exist. See: microprojects tally --help"),
        (("tally", "/"), "Invalid value for 'FILE.pb': File '/' is a directory. See: microprojects tally --help"),
        (("tally", POINTS), "Name a rule: --rule greedy | greedy-no-skip | equal-shares | equal-shares-add1 | phragmen."),
        (
            ("tally", APPROVAL, "--rule", "borda"),
            "Invalid value for '--rule': 'borda' is not one of 'greedy', 'greedy-no-skip', 'equal-shares', "
            "'equal-shares-add1', 'phragmen'. See: microprojects tally --help",
        ),
        (
            ("tally", APPROVAL, "--rule", "equal-shares", "--utility", "fame"),
            "Invalid value for '--utility': 'fame' is not one of 'cost', 'cardinality'. See: microprojects tally --help",
        ),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(run, words, told):
    result = run(*words)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"microprojects: {told}\n")


def test_an_unreadable_file_is_one_sentence_with_the_line(run, written):
    result = run("tally", written("a.pb", pb("p1,p9")), "--rule", "greedy", "--json")

    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "microprojects: 第14行的票选了“p9”，项目里没有这个编号。请核对这张票。\n",
    )


@pytest.mark.parametrize(
    ("spec", "words", "told"),
    [
        (
            {"rule": {"name": "greedy", "seed": "1"}},
            (),
            "规则里没有“rule.seed”这一项。请核对写法，或删去它。",
        ),
        ("{", (), "这份规则不是 JSON 对象，或不是 UTF-8 文字，或太大太深。请按规则文件的格式重新导出。"),
        (
            {"rule": {"name": "greedy"}, "budget_minor": "1"},
            (),
            "规则里的“budget_minor”是1，票数文件里是30000000，不是同一次投票。请换成这次投票公布的规则。",
        ),
        (
            {"rule": {"name": "greedy"}},
            ("--seed", "xy"),
            "抽签的公开数“xy”不是十六进制，不能用。请核对公布的公开数，重新填写。",
        ),
        (
            {"rule": {"name": "phragmen"}},
            ("--rule", "greedy"),
            "The spec names the rule phragmen and --rule greedy. Leave one out, or make them agree.",
        ),
        ({"v": 1}, (), "规则里缺“rule.name”这一项。请补上。"),
    ],
)
def test_a_spec_that_cannot_be_used_is_one_sentence(run, written, spec, words, told):
    result = run("tally", APPROVAL, "--spec", written("rule.json", spec), *words)

    assert (result.exit_code, result.stdout, result.stderr.splitlines()[-1]) == (
        2,
        "",
        f"microprojects: {told}",
    )


def test_a_refusal_is_one_sentence_through_flask_too(written, variables):
    flask = Path(sys.executable).with_name("flask")
    words = [flask, "--app", "wsgi", "tally", written("a.pb", pb("p1,p9")), "--rule", "greedy"]

    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (
        2,
        "",
        ["microprojects: 第14行的票选了“p9”，项目里没有这个编号。请核对这张票。"],
    )
