"""The sampled audit on pages: fixed by one, drawn by another, read and drawn again by anybody."""

from __future__ import annotations

import hashlib
import html
import subprocess
import sys

import pytest

from microprojects.domain.audits import list_hash
from microprojects.domain.money import Fen
from microprojects.services.audits import Finding
from microprojects.store.audits import AuditList
from microprojects.store.db import db
from microprojects.web.filters import full_code
from tests.auditing import APRIL, DICE, SEEN, conclude, draw, fix, settled
from tests.council import statements

NUMBERS = ["LZ-2026-001", "LZ-2026-002"]


@pytest.fixture
def accounts(world, wall):
    """Two accounts of the first quarter, and the day after it."""
    found = [settled(world, 1), settled(world, 2)]
    wall.at = APRIL
    return found


@pytest.fixture
def list_id(world, accounts):
    """The number of the list, fixed by Huang."""
    fix(world)
    return db.session.query(AuditList.id).scalar()


def test_one_fixes_and_another_draws(visitor, world, accounts):
    huang, shen = visitor("huang"), visitor("shen")
    asked = huang.get("/office/").text
    shown = huang.get("/office/audits/minghu/2026/1/fix").text
    fixed = huang.send("/office/audits/minghu/2026/1/fix")
    number = db.session.query(AuditList.id).scalar()
    waits = shen.get("/office/").text
    drawn = shen.send(f"/office/audits/{number}/draw", dice=DICE, witnesses=SEEN)

    assert "/office/audits/minghu/2026/1/fix" in asked
    assert "LZ-2026-001、LZ-2026-002" in shown
    assert fixed.status_code == 303
    assert f"/office/audits/{number}/draw" in waits
    assert (drawn.status_code, drawn.location) == (303, f"/audits/{number}")


def test_who_fixed_it_reads_that_another_must_draw(visitor, list_id):
    sent = visitor("huang").send(f"/office/audits/{list_id}/draw", dice=DICE, witnesses=SEEN)

    assert sent.status_code == 403
    assert "不能由您来抽签" in sent.text


def test_the_list_is_public_with_its_hash_before_the_draw(client, list_id):
    page = client.get(f"/audits/{list_id}").text
    sent = client.get(f"/audits/{list_id}/list.txt").data

    assert full_code(list_hash(NUMBERS)) in page
    assert "还没有抽签" in page
    assert hashlib.sha256(sent).hexdigest() == list_hash(NUMBERS)


def test_the_lines_on_the_page_draw_the_same(client, world, list_id, tmp_path):
    draw(world)
    page = client.get(f"/audits/{list_id}").text
    (tmp_path / "list.txt").write_bytes(client.get(f"/audits/{list_id}/list.txt").data)
    code = html.unescape(page.split("<pre", 1)[1].split("<code>", 1)[1].split("</code>", 1)[0])

    said = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    picked = [number for number in NUMBERS if "第 1 个抽中" in row_of(page, number)]
    assert said.stdout == f"{picked}\n"


def row_of(page, number):
    """Return the row of a project in the list."""
    return next(row for row in page.split("<tr>")[1:] if f"/projects/{number}" in row)


def test_the_result_is_read_on_the_page_and_at_the_project(visitor, client, world, list_id):
    draw(world)
    number = next(n for n in NUMBERS if "抽中" in client.get(f"/projects/{n}").text)
    feng = visitor("feng")
    shown = feng.get(f"/office/projects/{number}/record-audit").text
    words = {"outcome": "refund", "refund": "900", "words": "多算了三盏灯。", "reason": ""}

    sent = feng.send(f"/office/projects/{number}/record-audit", **words)

    assert "2026 年第 1 季度抽查审计" in shown
    assert sent.status_code == 303
    for address in (f"/audits/{list_id}", f"/projects/{number}"):
        assert "要退 900.00 元，已退回 0.00 元，还差 900.00 元。多算了三盏灯。" in client.get(address).text


def test_a_changed_result_shows_both(client, world, list_id):
    draw(world)
    number = next(n for n in NUMBERS if "抽中" in client.get(f"/projects/{n}").text)
    conclude(world, number)
    conclude(
        world, number, Finding(outcome="refund", words="多算了。", refund_fen=Fen(100), reason="复看发现")
    )

    page = client.get(f"/projects/{number}").text

    assert "改的理由：复看发现" in page
    assert "账、票、物一致。" in page


def test_a_project_that_was_not_drawn_asks_for_no_result(visitor, client, world, list_id):
    draw(world)
    number = next(n for n in NUMBERS if "抽查审计</h2>" not in client.get(f"/projects/{n}").text)
    feng = visitor("feng")

    shown = feng.get(f"/office/projects/{number}/record-audit")
    sent = feng.send(f"/office/projects/{number}/record-audit", outcome="in_order", words="没有问题。")

    assert "没有被抽中审计" in shown.text
    assert sent.status_code == 409


def test_the_money_page_leads_to_the_audits(client, list_id):
    assert 'href="/audits"' in client.get("/money").text
    assert f'href="/audits/{list_id}"' in client.get("/audits").text


@pytest.mark.parametrize("address", ["/audits", "/audits/{}", "/audits/{}/list.txt"])
def test_pages_ask_the_database_little(client, world, list_id, address):
    draw(world)
    client.get(address.format(list_id))

    with statements(db.engine) as asked:
        assert client.get(address.format(list_id)).status_code == 200

    assert len(asked) <= 6


@pytest.mark.parametrize("address", ["/audits/999999", "/audits/999999/list.txt"])
def test_a_list_that_is_not_there_is_not_found(client, world, address):
    assert client.get(address).status_code == 404
