"""The packed record: made once for each head, kept for each day, sent in parts, and never with what was taken down since."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from microprojects.services import areas, checkpoints, disclosures
from microprojects.services.kept_records import pack_due
from microprojects.store import kept_records
from tests.forging import uncounted
from tests.noticing import latest, on_notice, told

NIGHT = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)  # half past two in Shanghai


@pytest.fixture
def published(world):
    """A decision on notice, and an act in the journal."""
    on_notice(world)
    act(world, 100)
    return latest().id


def act(world, adults):
    areas.count("minghu/rongshu/lizhi", adults=adults, actor=world["pei"], at=world.now)


def files(app):
    folder = app.extensions["settings"].record_dir
    return sorted(each.name for each in folder.iterdir() if each.suffix == ".zip")


def still_open(app):
    """The files of records that this process holds open."""
    held = [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]
    return [name for name in held if Path(name).parent == app.extensions["settings"].record_dir]


def night(number):
    return NIGHT.replace(day=number)


def test_the_record_of_a_day_is_packed_once_at_its_hour(app, published):
    early = pack_due(at=NIGHT.replace(hour=17, minute=59))
    first, again = pack_due(at=NIGHT), pack_due(at=NIGHT.replace(hour=20))

    assert (early, first, again, len(files(app))) == (0, 1, 0, 1)
    assert files(app)[0].startswith("record-2026-03-05-")


def test_a_day_on_which_nothing_happened_has_no_record_of_its_own(app, world, published):
    pack_due(at=NIGHT)
    quiet = pack_due(at=night(5))
    act(world, 77)

    assert (quiet, pack_due(at=night(6)), len(files(app))) == (0, 1, 2)


def test_only_so_many_days_are_kept(app, world, published):
    for day in range(4, 14):
        act(world, day)
        pack_due(at=night(day))

    assert [name[7:17] for name in files(app)] == [f"2026-03-{day:02}" for day in range(8, 15)]


def test_the_same_head_is_sent_from_the_file_with_its_fingerprint_and_in_parts(app, client, published):
    checkpoints.sign_due(at=NIGHT)
    whole = client.get("/record.zip")
    first = files(app)
    tag = whole.headers["ETag"]
    rest = client.get("/record.zip", headers={"Range": "bytes=100-", "If-Range": tag})
    same = client.get("/record.zip", headers={"If-None-Match": tag})

    assert tag == f'"{hashlib.sha256(whole.data).hexdigest()}"'
    assert (rest.status_code, whole.data[:100] + rest.data) == (206, whole.data)
    assert (same.status_code, same.data) == (304, b"")
    assert (len(first), files(app)) == (1, first)


def test_after_an_act_or_a_checkpoint_the_record_is_packed_anew(app, client, world, published):
    old = client.get("/record.zip").headers["ETag"]
    checkpoints.sign_due(at=NIGHT)
    signed = client.get("/record.zip").headers["ETag"]
    act(world, 77)
    new = client.get("/record.zip").headers["ETag"]

    assert (len({old, signed, new}), len(files(app))) == (3, 1)


def test_the_page_of_the_data_tells_of_each_day_with_size_fingerprint_and_head(client, session, published):
    pack_due(at=NIGHT)
    [record] = kept_records.of_days(session)

    page = client.get("/data/").text
    sent = client.get(f"/records/{record.name}")

    assert f'href="/records/{record.name}">2026-03-05</a>' in page
    assert (record.sha256 in page, record.head[:4] in page) == (True, True)
    assert (hashlib.sha256(sent.data).hexdigest(), len(sent.data)) == (record.sha256, record.bytes)


def test_what_was_packed_before_something_was_taken_down_is_not_sent_any_more(app, client, world, published):
    pack_due(at=NIGHT)
    client.get("/record.zip")
    [old] = files(app)
    disclosures.take_down(published, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    sent, now = client.get(f"/records/{old}"), client.get("/record.zip")
    told = client.get("/data/").text
    pack_due(at=NIGHT.replace(hour=20))

    held = zipfile.ZipFile(io.BytesIO(now.data)).namelist()
    assert (sent.status_code, old in told, f"record/disclosures/{published}.json" in held) == (
        404,
        False,
        False,
    )
    assert old not in files(app)


def test_a_kept_record_is_whole(app, world, tmp_path):
    told(world)
    uncounted()
    checkpoints.sign_due(at=NIGHT)
    pack_due(at=NIGHT)
    with zipfile.ZipFile(app.extensions["settings"].record_dir / files(app)[0]) as packed:
        packed.extractall(tmp_path)

    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            str(tmp_path / "record" / "verify.py"),
            str(tmp_path / "record"),
            "--json",
        ],
        capture_output=True,
        check=False,
    )

    assert (done.returncode, json.loads(done.stdout)["whole"]) == (0, True)
    assert len(list((tmp_path / "record" / "disclosures").glob("*.json"))) == 1


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("HEAD", {}, 200),
        ("GET", {"Range": "bytes=100-"}, 206),
        ("GET", {"Range": "bytes=999999999-"}, 416),
        ("GET", {"If-None-Match": "*"}, 304),
    ],
)
def test_the_file_is_closed_when_its_answer_is_over(app, client, published, method, headers, status):
    answer = client.open("/record.zip", method=method, headers=headers)

    assert (answer.status_code, still_open(app)) == (status, [])


@pytest.mark.parametrize("name", ["record-2026-03-05-0.zip", "..%2fkeys%2flog.key", "record.zip"])
def test_no_other_file_can_be_asked_for(client, published, name):
    assert client.get(f"/records/{name}").status_code == 404


def test_where_nothing_can_be_kept_the_record_is_sent_all_the_same(app, client, published):
    in_the_way = app.extensions["settings"].record_dir
    in_the_way.write_text("no folder")

    answer = client.get("/record.zip")
    in_the_way.unlink()

    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
