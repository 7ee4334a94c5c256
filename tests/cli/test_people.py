"""`areas` and `accounts`: a new site gets its first places and officers."""

from __future__ import annotations

import json

import pytest

HUANG = ("accounts", "create", "huang", "district_admin", "minghu", "--name", "黄河")


@pytest.fixture
def site(run):
    """A site with one district."""
    run("upgrade")
    assert run("areas", "add", "minghu", "--name", "明湖区", "--code", "MH").exit_code == 0
    return run


def test_a_new_site_gets_an_area_below_another(site):
    site("areas", "add", "minghu/rongshu", "--name", "榕树街道", "--code", "RS")

    rows = json.loads(site("areas", "list", "--json").stdout)

    assert [(row["path"], row["level"]) for row in rows] == [
        ("minghu", "district"),
        ("minghu/rongshu", "street"),
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("minghu", "XX"),
        ("futian", "MH"),
        ("futian/street", "FS"),
        ("Futian", "FT"),
        ("a/b/c/d/e", "FT"),
        ("x", "x"),
    ],
)
def test_an_area_that_cannot_be_is_refused_in_one_sentence(site, path, code):
    result = site("areas", "add", path, "--name", "区", "--code", code)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_how_many_adults_live_somewhere_is_written_down(site):
    counted = site("areas", "count", "minghu", "--adults", "4120")
    wrong = site("areas", "count", "minghu", "--adults", "0")

    assert (counted.exit_code, counted.stdout) == (0, "minghu  4120\n")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)


def test_the_first_officer_gets_a_password_and_a_role(site):
    made = json.loads(site(*HUANG, "--json").stdout)
    granted = site("accounts", "grant", "huang", "sysadmin", "minghu")

    rows = json.loads(site("accounts", "list", "--json").stdout)

    assert (made["username"], len(made["password"]), granted.exit_code) == ("huang", 16, 0)
    assert rows == [
        {"username": "huang", "name": "黄河", "roles": ["district_admin@minghu", "sysadmin@minghu"]}
    ]


def test_a_name_that_is_taken_is_refused(site):
    site(*HUANG)

    result = site("accounts", "create", "huang", "finance", "minghu", "--name", "黄海")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("accounts", "grant", "nobody", "finance", "minghu"),
        ("accounts", "grant", "huang", "finance", "nowhere"),
        ("accounts", "grant", "huang", "emperor", "minghu"),
        ("accounts", "grant", "huang", "district_admin", "minghu"),
        ("accounts", "grant", "huang", "auditor", "minghu"),
        ("accounts", "grant", "huang", "finance", "minghu", "--until", "2001-01-01"),
        ("accounts", "create", "1", "finance", "minghu", "--name", "一"),
        ("accounts", "create", "wu", "finance", "minghu", "--name", " "),
    ],
)
def test_wrong_use_exits_2_and_changes_nothing(site, words):
    site(*HUANG)
    before = site("accounts", "list").stdout

    result = site(*words)

    assert (result.exit_code, site("accounts", "list").stdout) == (2, before)


def test_an_old_schema_is_told(run):
    result = run("accounts", "list")

    assert (result.exit_code, result.stderr) == (
        2,
        "microprojects: The database has not the current schema. Run: microprojects upgrade\n",
    )
