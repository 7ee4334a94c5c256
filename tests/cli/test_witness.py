"""`witness` and `verify.py watch`: a neighbour's computer that keeps what a site signed, and shouts when the past changes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from werkzeug.serving import make_server

from microprojects import verify
from microprojects.cli import main
from microprojects.services import areas, checkpoints
from microprojects.store import log_keys
from tests.forging import off_guard


@pytest.fixture
def keys(world):
    """The folder of the site's keys; each test begins with no key of the log."""
    found = log_keys.keeper().folder
    for name in ("log.key", log_keys.NOTE):
        (found / name).unlink(missing_ok=True)
    return found


@pytest.fixture
def address(app, keys):
    """The site, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def watch(address, tmp_path):
    """Look once, as a neighbour does; return the exit code and what was said."""

    def look(*words):
        done = CliRunner().invoke(main, ["witness", address, "--keep", str(tmp_path / "kept"), *words])
        return done.exit_code, done.stdout + done.stderr

    return look


def sign(world, many):
    """Let something happen, and sign it."""
    for n in range(1, many + 1):
        areas.count("minghu/rongshu/lizhi", adults=n, actor=world["pei"], at=world.now)
    checkpoints.sign_due(at=world.now)


def forget(keys, *more):
    """Be a keeper of the server who makes room for another past: nothing is left of what was signed."""
    (keys / log_keys.NOTE).unlink()
    with off_guard() as raw:
        for sql in ("DELETE FROM journal_checkpoints", "DELETE FROM journal_subtrees", *more):
            raw.execute(text(sql))


REWRITE = "UPDATE journal_entries SET body = replace(body, 'lizhi', 'other') WHERE seq = 2"


def test_a_journal_that_only_grows_is_well(watch, world):
    sign(world, 3)
    first, again = watch(), watch()
    sign(world, 20)
    more = watch()

    assert [code for code, _ in (first, again, more)] == [0, 0, 0]
    assert "第一次看这份流水：封到第 3 条" in first[1]
    assert "和上次一样" in again[1]
    assert "从第 3 条长到第 23 条" in more[1]


def test_plain_python_watches_too(address, world, tmp_path):
    sign(world, 3)
    program = Path(verify.__file__)
    words = [
        sys.executable,
        "-I",
        "-S",
        str(program),
        "watch",
        address,
        "--keep",
        str(tmp_path),
        "--lang",
        "en",
    ]

    codes = []
    for _ in range(2):
        codes.append(subprocess.run(words, capture_output=True, check=False).returncode)
        sign(world, 4)

    assert codes == [0, 0]
    assert verify.seal_of((tmp_path / "checkpoint").read_text()).size == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "checkpoint", "checkpoint-3", "checkpoint-7", "log.vkey",
    ]  # fmt: skip


def test_history_that_was_rewritten_and_signed_anew_is_shouted(watch, world, keys, tmp_path):
    sign(world, 5)
    watch()
    forget(keys, REWRITE)
    sign(world, 3)

    code, said = watch()

    assert (code, "警报" in said, "前面的记录被改过" in said) == (1, True, True)
    assert verify.seal_of((tmp_path / "kept" / "checkpoint").read_text()).size == 5
    assert len(list((tmp_path / "kept").glob("alarm-*"))) == 1


def test_a_fork_is_shouted(watch, world, keys):
    sign(world, 5)
    watch()
    forget(keys, REWRITE)
    checkpoints.sign_due(at=world.now)

    code, said = watch()

    assert (code, "流水有两个版本" in said) == (1, True)


def test_a_journal_that_shrank_is_shouted(watch, world, keys):
    sign(world, 5)
    watch()
    cut = ("DELETE FROM journal_actors WHERE seq > 4", "DELETE FROM journal_entries WHERE seq > 4")
    back = "UPDATE journal_head SET seq = 4, hash = (SELECT hash FROM journal_entries WHERE seq = 4)"
    forget(keys, *cut, back)
    checkpoints.sign_due(at=world.now)

    code, said = watch()

    assert (code, "上次封到第 5 条，现在只到第 4 条" in said) == (1, True)


def test_checkpoints_that_are_gone_are_shouted(watch, world, keys):
    sign(world, 5)
    watch()
    forget(keys)

    assert watch()[0] == 1


def test_another_key_is_shouted(watch, world, keys):
    sign(world, 5)
    watch()
    forget(keys)
    (keys / "log.key").unlink()
    sign(world, 1)

    code, said = watch()

    assert (code, "公钥换了" in said) == (1, True)


def test_a_key_that_is_named_must_be_the_one(watch, world):
    sign(world, 5)
    other = "localhost/journal+" + "0" * 8 + "+AQ=="

    right, wrong = watch("--key", log_keys.keeper().vkey()), watch("--key", other)

    assert (right[0], wrong[0]) == (0, 1)


def test_a_site_that_signed_nothing_yet_or_cannot_be_reached_is_told(watch, world, tmp_path):
    code, said = watch()
    gone = CliRunner().invoke(main, ["witness", "http://127.0.0.1:9", "--keep", str(tmp_path / "kept")])
    file = CliRunner().invoke(main, ["witness", "file:///etc/passwd", "--keep", str(tmp_path / "kept")])

    assert (code, gone.exit_code, file.exit_code) == (2, 2, 2)
    assert "还没有封过账" in said
    assert "取不到" in str(gone.exception) + gone.stderr
