"""A record to forge, for tests: signed_record(world), told anew by rechained, and what its own program then finds."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

from microprojects.domain.canonical import canonical
from microprojects.domain.journal import GENESIS, entry_hash
from microprojects.services import checkpoints
from microprojects.services import disclosures as deeds
from microprojects.store import bundles
from microprojects.store.db import db
from tests.forging import uncounted
from tests.noticing import answer, file_it, latest, object_to, told
from tests.records_made import listed, put

HOUR = timedelta(hours=1)


def signed_record(world):
    """Return a record of six entries, the first and the last of which publish something;
    signed after the third and at its end. Its tables are left out."""
    told(world)
    uncounted()
    file_it(world)
    objection = object_to(world)
    checkpoints.sign_due(at=world.now)
    answer(world, objection, at=world.now + HOUR)
    deeds.correct(
        latest().id,
        changes={"contact.phone": "0755-00005678"},
        reason="地点写错了",
        actor=world["zhao"],
        at=world.now + 2 * HOUR,
    )
    checkpoints.sign_due(at=world.now + 3 * HOUR)
    db.session.rollback()
    return listed(
        {path: data for path, data in bundles.files(db.session()) if not path.startswith("tables/")}
    )


def key(record):
    return record["log.vkey"].decode()


def entries(record):
    return [json.loads(line) for line in record["entries.jsonl"].splitlines()]


def rechained(record, told, **files):
    """The record with other entries, numbered and linked anew from first to last, and a list that agrees."""
    prev, lines = GENESIS.hash, []
    for seq, entry in enumerate(told, start=1):
        body = {**entry, "seq": seq, "prev": prev}
        prev = body["hash"] = entry_hash(body)
        lines.append(canonical(body))
    return listed({**record, "entries.jsonl": b"".join(line + b"\n" for line in lines), **files})


def rows(record):
    return [json.loads(line) for line in record["disclosures.jsonl"].splitlines()]


def found(record, folder, **more):
    """What the program in the download says is not well, run by plain Python and nothing else."""
    put(record, folder)
    words = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder), "--lang", "en", "--json"]
    for name, value in more.items():
        words += [f"--{name}", value]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["whole"] else 1), done.stderr
    return [each["sentence"] for each in told["findings"] if not each["holds"]]
