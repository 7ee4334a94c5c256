"""`import grids`: a preview by default, every wrong line told by its number."""

from __future__ import annotations

import json

import pytest

GOOD = "网格,楼栋\n第一网格,1号楼、2号楼\n第二网格,3号楼\n"


@pytest.fixture
def site(run, tmp_path):
    """A site with a community; call it with the text of a sheet and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)

    def call(text, *words):
        file = tmp_path / "grids.csv"
        file.write_text(text, "utf-8")
        return run("import", "grids", str(file), "--community", "lizhi", *words)

    return call


def test_grids_are_looked_at_and_then_written(site):
    assert [site(GOOD, *words).stdout for words in ((), ("--apply",), ("--apply",))] == [
        "3 buildings: 3 new, 0 changed, 0 same. Nothing is written yet.\n",
        "3 buildings: 3 new, 0 changed, 0 same. Written.\n",
        "3 buildings: 0 new, 0 changed, 3 same. Written.\n",
    ]


def test_each_wrong_line_is_told_by_its_number(site):
    said = site(GOOD + "第二网格,1 号楼\n", "--apply", "--json")
    told = json.loads(said.stdout)

    assert (said.exit_code, told["applied"], told["rows"], told["grids_new"]) == (1, False, 3, 2)
    assert [(each["line"], each["code"]) for each in told["errors"]] == [(4, "grid-building-twice")]
    assert said.stderr.startswith("4: ")


@pytest.mark.parametrize("text", ["", "网格\n一\n", "\x00\x01"])
def test_a_file_that_is_no_list_of_grids_is_one_sentence(site, text):
    said = site(text)

    assert (said.exit_code, len(said.stderr.splitlines()), said.stdout) == (2, 1, "")


def test_a_community_that_is_not_there_is_one_sentence(site):
    said = site(GOOD, "--community", "nowhere")

    assert (said.exit_code, len(said.stderr.splitlines())) == (2, 1)
