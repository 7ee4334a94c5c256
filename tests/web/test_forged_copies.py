"""Somebody changed a published copy on its way: plain Python and the program in the copy tell what, by the signed list."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from microprojects import verify
from microprojects.domain import checkpoints as law
from microprojects.domain.canonical import canonical
from microprojects.domain.checkpoints import list_text
from microprojects.services import checkpoints, procurements
from tests.copies_read import publisher
from tests.noticing import NUMBER
from tests.spending import WAN, Site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
PAGE, TABLE = f"projects/{NUMBER}/index.html", "data/payments.csv"


@pytest.fixture
def copy(app, world, tmp_path):
    """The copy of a site that paid once and signed its journal."""
    bought = Site(world).begin_buying()
    for more in (0, 100, 200):
        bought.world = replace(world, now=bought.at)  # each supplier is listed when it is asked
        bought.quote(5 * WAN + more)
    chosen = bought.suppliers[0]
    procurements.choose(NUMBER, supplier_id=chosen, actor=world["zhou"], at=bought.later())
    bought.sign(5 * WAN).start()
    bought.pay(WAN, 1)
    checkpoints.sign_due(at=bought.later())
    publisher(app)(tmp_path / "copy")
    return tmp_path / "copy"


def asked(folder, *words):
    """The code with which the program in a copy ends, and what it says is not well."""
    run = [
        sys.executable,
        "-I",
        "-S",
        str(folder / "verify.py"),
        "copy",
        str(folder),
        "--lang",
        "en",
        "--json",
    ]
    done = subprocess.run([*run, *words], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    wrong = [each["sentence"] for each in told["findings"] if not each["holds"]]
    return done.returncode, wrong, told["sentence"]


def key(folder):
    return (folder / "record" / "log.vkey").read_text().strip()


def relisted(folder):
    """Write a list that agrees with what lies in the copy now."""
    told = json.loads((folder / "copy.json").read_bytes())
    for row in told["files"]:
        row["sha256"] = hashlib.sha256((folder / row["path"]).read_bytes()).hexdigest()
    (folder / "copy.json").write_bytes(canonical(told))


def raise_amounts(folder):
    """Change the same amount in a page and in a table."""
    for path, before, after in ((PAGE, "10,000.00", "90,000.00"), (TABLE, "10000.00", "90000.00")):
        text = (folder / path).read_text("utf-8")
        assert before in text, path
        (folder / path).write_text(text.replace(before, after), "utf-8", newline="")


def test_changed_amounts_are_found_whatever_was_done_to_the_list(copy, tmp_path):
    code, wrong, said = asked(copy, "--key", key(copy))
    assert (code, wrong) == (0, [])
    assert "files of this copy are as in the signed list" in said
    assert "The key is the one that you named." in said

    raise_amounts(copy)
    names = [f"{path} in the copy is not as listed: it was changed." for path in sorted((TABLE, PAGE))]
    assert asked(copy)[:2] == (1, names)

    relisted(copy)
    [false] = asked(copy)[1]
    assert false.startswith("copy.json is not the one that was signed")

    secret = Ed25519PrivateKey.from_private_bytes(bytes(32))
    origin, digest = (
        key(copy).partition("+")[0],
        hashlib.sha256((copy / "copy.json").read_bytes()).hexdigest(),
    )
    text = list_text(verify.COPY_FORM, origin, digest)
    public = secret.public_key().public_bytes_raw()
    (copy / "copy.note").write_text(law.noted(text, origin, public, secret.sign(text.encode())), "utf-8")
    assert asked(copy)[1] == [false]

    (copy / "copy.note").unlink()
    assert [each[:38] for each in asked(copy)[1]] == ["The list of the copy is not signed (co"]


def test_what_is_missing_and_what_was_added_is_named(copy, tmp_path):
    (copy / "rules" / "index.html").unlink()
    (copy / "notice.html").write_text("交钱到这里")
    (copy / ".htaccess").write_text("Redirect / https://example.com/")
    (copy / "en" / "elsewhere").symlink_to(tmp_path)

    assert asked(copy)[:2] == (
        1,
        [
            "rules/index.html is gone from the copy: the list has it, the folder has not.",
            *(
                f"{name} is in the copy and not on its list: it was added."
                for name in (".htaccess", "en/elsewhere", "notice.html")
            ),
        ],
    )


def test_a_record_that_was_changed_in_the_copy_is_found_and_a_copy_without_a_key_claims_less(copy, tmp_path):
    bare = tmp_path / "bare"
    shutil.copytree(copy, bare)
    entries = copy / "record" / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b'"voucher":"', b'"voucher":"x', 1))
    relisted(copy)

    assert any("was changed" in each for each in asked(copy)[1])

    for path in ("record/checkpoints.txt", "record/log.vkey", "copy.note"):
        (bare / path).unlink()
    told = json.loads((bare / "record" / "manifest.json").read_bytes())
    told["files"] = [row for row in told["files"] if row["path"] not in ("checkpoints.txt", "log.vkey")]
    (bare / "record" / "manifest.json").write_bytes(canonical(told))
    listing = json.loads((bare / "copy.json").read_bytes())
    gone = ("record/checkpoints.txt", "record/log.vkey")
    listing["files"] = [row for row in listing["files"] if row["path"] not in gone]
    (bare / "copy.json").write_bytes(canonical(listing))
    relisted(bare)

    code, wrong, said = asked(bare)
    assert (code, wrong) == (0, [])
    assert "The list is not signed, or the key is not known" in said
    assert len(asked(bare, "--key", key(copy))[1]) == 2


def test_a_folder_that_is_no_copy_and_a_list_that_leads_out_are_not_read(copy, tmp_path):
    assert asked(copy)[0] == 0
    told = json.loads((copy / "copy.json").read_bytes())
    told["files"].append({"path": "../letter.txt", "sha256": "0" * 64})
    told["files"].sort(key=lambda row: row["path"])
    (copy / "copy.json").write_bytes(canonical(told))
    assert asked(copy)[0] == 2
    (copy / "copy.json").unlink()
    assert asked(copy)[0] == 2
