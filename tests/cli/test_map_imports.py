"""`import outlines` and `import points`: a preview by default, every wrong feature told by its place."""

from __future__ import annotations

import json

import pytest

from tests.domain.test_outlines import SQUARE, collection


@pytest.fixture
def site(run, tmp_path):
    """A site with a community; call it with a file and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)

    def call(what, data, *words):
        file = tmp_path / "map.geojson"
        file.write_bytes(data)
        return run("import", what, str(file), *words)

    return call


def test_outlines_are_looked_at_and_then_written(site):
    data = collection(({"code": "LZ"}, "Polygon", SQUARE))

    told = [site("outlines", data, *words).stdout for words in ((), ("--apply",), ("--apply",))]

    assert told == [
        "1 features: 1 new, 0 changed, 0 same. Nothing is written yet.\n",
        "1 features: 1 new, 0 changed, 0 same. Written.\n",
        "1 features: 0 new, 0 changed, 1 same. Written.\n",
    ]


def test_each_wrong_feature_is_told_by_its_place(site):
    data = collection(({"code": "LZ"}, "Polygon", SQUARE), ({"code": "ZZ"}, "Polygon", SQUARE))

    said = site("outlines", data, "--apply", "--json")

    assert (said.exit_code, json.loads(said.stdout)["applied"]) == (1, False)
    assert [(each["feature"], each["code"]) for each in json.loads(said.stdout)["errors"]] == [
        (2, "outline-unknown")
    ]
    assert said.stderr.startswith("2: ")


def test_points_of_projects_that_are_not_there_are_refused(site):
    said = site("points", collection(({"number": "LZ-2026-001"}, "Point", [1, 2])))

    assert (said.exit_code, said.stdout) == (1, "1 features, some of them not good: nothing is written.\n")


@pytest.mark.parametrize("what", ["outlines", "points"])
@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 99_999])
def test_a_file_that_is_no_geojson_is_one_sentence(site, what, data):
    said = site(what, data)

    assert (said.exit_code, len(said.stderr.splitlines()), said.stdout) == (2, 1, "")
