"""A copy that is published again: what did not change stays, what was taken down is gone, and a run that was broken off leaves it whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from microprojects.cli import main
from microprojects.services import checkpoints, disclosures
from tests import copies_read
from tests.copies_read import publisher
from tests.forging import uncounted
from tests.noticing import latest, on_notice, told

LIVE = "https://lizhi.example.cn"
SITE = "http://localhost"  # of the tests; it is the live site of their copies

# Folders and links are drawn by the same app on both engines; what the record says is published from each.
ON_ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def publish(app):
    return publisher(app)


@pytest.fixture
def published(world):
    """A decision on notice."""
    on_notice(world)
    return latest().id


def stamps(folder):
    return {each: each.stat().st_mtime_ns for each in folder.rglob("*")}


def test_the_same_record_gives_the_same_bytes_and_a_second_run_writes_nothing(
    publish, published, tmp_path, wall
):
    first, other = tmp_path / "deep" / "site", tmp_path / "other"
    publish(first)
    before = stamps(first)
    wall.advance(hours=2)

    again, elsewhere = publish(first), publish(other)

    assert (again["written"], again["removed"], stamps(first)) == (0, 0, before)
    assert copies_read.files(first) == copies_read.files(other)
    assert elsewhere["written"] == again["files"]
    assert again["bytes"] == sum(
        len(d) for path, d in copies_read.files(first).items() if path not in ("copy.json", "copy.note")
    )


@ON_ONE_ENGINE
def test_what_was_taken_down_is_in_no_file_any_more(publish, world, published, tmp_path):
    publish(tmp_path / "site")
    words = "夜里看不清路".encode()
    before = copies_read.files(tmp_path / "site")
    disclosures.take_down(published, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    publish(tmp_path / "site")

    found = copies_read.files(tmp_path / "site")
    gone = {f"disclosures/{published}.json", f"disclosures/{published}/print/index.html"}
    assert words in before[f"disclosures/{published}.json"]
    assert (gone - before.keys(), gone & found.keys()) == (set(), set())
    assert words not in found[f"disclosures/{published}/index.html"]
    assert copies_read.dead(found, SITE, SITE) == []


@ON_ONE_ENGINE
def test_a_run_that_was_broken_off_leaves_every_link_whole_and_the_next_one_goes_on(
    publish, app, world, published, tmp_path
):
    folder, whole = tmp_path / "site", tmp_path / "whole"
    publish(folder)
    on_notice(world, number="LZ-2026-077", title="七巷路灯")
    in_the_way = folder / "sitemap.xml"
    in_the_way.unlink()
    in_the_way.mkdir()
    (in_the_way / "note").write_text("mine")

    broken = CliRunner().invoke(main, ["publish", str(folder)], env=app.extensions["settings"].environment())
    left = copies_read.files(folder)
    (in_the_way / "note").unlink()
    in_the_way.rmdir()
    publish(folder)
    publish(whole)

    assert (broken.exit_code, "cannot be written" in broken.stderr) == (2, True)
    assert json.loads(left["copy.json"])["whole"] is False
    assert [line for line in copies_read.dead(left, SITE, SITE) if ".html: " in line] == []
    assert copies_read.files(folder) == copies_read.files(whole)


@ON_ONE_ENGINE
def test_the_live_site_is_where_forms_and_searches_lead(publish, published, tmp_path):
    publish(tmp_path / "site", "--base-url", LIVE)
    found = copies_read.files(tmp_path / "site")

    assert f'href="{LIVE}/my/proposals/new"' in found["index.html"].decode()
    assert f'href="{LIVE}/projects"' in found["projects/index.html"].decode()
    assert copies_read.dead(found, LIVE, LIVE) == []


@ON_ONE_ENGINE
def test_the_language_is_changed_by_a_link_to_the_same_page(publish, published, tmp_path):
    publish(tmp_path / "site")
    found = copies_read.files(tmp_path / "site")

    assert 'href="../en/projects/index.html"' in found["projects/index.html"].decode()
    assert 'href="../../projects/index.html"' in found["en/projects/index.html"].decode()
    assert '<html lang="en"' in found["en/projects/index.html"].decode()


@ON_ONE_ENGINE
def test_what_other_people_put_into_the_folder_stays(publish, published, tmp_path):
    folder = tmp_path / "site"
    publish(folder)
    (folder / "CNAME").write_text("copy.example.cn")

    publish(folder)

    assert (folder / "CNAME").read_text() == "copy.example.cn"


def test_the_record_in_it_holds_by_the_program_beside_it(publish, world, tmp_path):
    told(world)
    uncounted()
    checkpoints.sign_due(at=world.now)
    publish(tmp_path / "site")

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "site/verify.py"), str(tmp_path / "site/record")],
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
