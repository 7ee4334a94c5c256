"""`import payments`: every line told with what becomes of it; nothing written unless every line is good."""

from __future__ import annotations

import json

import pytest

HEAD = "项目编号,合同号,发票号,付款日期,金额,收款单位\r\n"
LINE = "LZ-2026-001,RS-1,FP-1,2026-03-02,100,明湖安桩\r\n"


@pytest.fixture
def site(run, tmp_path):
    """A site without projects; call it with the text of a sheet and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)
    run("accounts", "create", "zheng", "finance", "minghu/rongshu", "--name", "郑")

    def call(text, *words):
        file = tmp_path / "paid.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("gb18030"))
        return run("import", "payments", str(file), *words)

    return call


def test_every_line_is_told_on_the_talk_channel(site):
    result = site(HEAD + LINE + LINE.replace("100", "1.005"), "--community", "lizhi")

    assert (result.exit_code, result.stdout) == (1, "2 rows, some of them not good: nothing is written.\n")
    assert result.stderr.splitlines() == [
        "2: 没有编号是 LZ-2026-001 的项目。请核对项目编号。",
        "3: “1.005”的小数超过两位。金额最多写到分，请改成两位小数。",
    ]


def test_the_document_names_lines_and_codes(site):
    told = json.loads(site(HEAD + LINE, "--by", "zheng", "--json").stdout)

    assert {name: told[name] for name in ("applied", "rows", "new", "booked")} == {
        "applied": False, "rows": 1, "new": 0, "booked": 0,
    }  # fmt: skip
    assert [(each["line"], each["code"]) for each in told["errors"]] == [(2, "payment-import-project")]
    assert told["lines"] == [{"line": 2, "fate": "refused", "project": "LZ-2026-001", "amount_fen": "10000"}]


def test_writing_needs_somebody_who_answers_for_it(site):
    result = site(HEAD + LINE, "--apply")

    assert (result.exit_code, "--by" in result.stderr) == (2, True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfea\0", b"name\n", b"x," * 99, HEAD.encode()])
def test_a_file_that_is_no_sheet_of_payments_is_one_sentence(site, data):
    result = site(data)

    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (2, 1, "")
