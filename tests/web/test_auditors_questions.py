"""The ten questions of the auditor's guide, each answered from the site alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest

from microprojects import verify
from microprojects.services import checkpoints, escalations, objections
from microprojects.store import journal
from microprojects.store.db import db, transaction
from microprojects.store.meetings import Meeting
from tests.contracted import whole_life
from tests.first_deliberation import accepted
from tests.living import lived_once
from tests.noticing import NUMBER, answer, file_it, object_to, on_notice
from tests.spending import WAN, YUAN


@pytest.fixture
def lived(world, bench):
    """A project that was bought, paid and accounted."""
    return lived_once(bench, world, "whole_life", whole_life)


@pytest.fixture
def table(lived, client):
    """Give the tables of the site on which that project is."""
    return lambda noun: read(client, noun)


def read(client, noun):
    """A table of the open data as rows."""
    text = client.get(f"/data/{noun}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def fen(row, name):
    return int(row[f"{name}_fen"])


def test_1_what_was_allocated_and_where_it_stands(table):
    rows = [row for row in table("allocations") if fen(row, "allocated")]

    assert rows
    for row in rows:
        stands = sum(fen(row, name) for name in ("reserved", "committed", "paid", "left", "available"))
        assert fen(row, "allocated") == stands


def test_2_where_the_money_of_a_project_went(table):
    rows = [row for row in table("payments") if row["project_number"] == NUMBER]

    assert [(fen(row, "amount"), row["state"], bool(row["voucher"]), bool(row["payee"])) for row in rows] == [
        (10_000 * YUAN, "returned", True, True),
        (12_000 * YUAN + 50, "paid", True, True),
    ]
    back = [row for row in table("recoveries") if row["project_number"] == NUMBER]
    assert [(fen(row, "amount"), bool(row["came_on"]), bool(row["payer"]), row["cause"]) for row in back] == [
        (10_000 * YUAN, True, True, "bank"),
        (1_000 * YUAN, True, True, "overpaid"),
    ]
    assert [row["payment"] in {each["id"] for each in rows} or not row["payment"] for row in back] == [
        True
    ] * 2
    assert back[0]["payment"] == rows[0]["id"]
    left = sum(fen(row, "amount") for row in rows) - sum(fen(row, "amount") for row in back)
    assert left == sum(fen(row, "paid") for row in table("contracts"))
    fiscal = sum(fen(row, "fiscal") for row in rows) - sum(fen(row, "fiscal") for row in back)
    assert fiscal == sum(fen(row, "paid") for row in table("allocations"))


def test_3_nothing_is_paid_beyond_the_contract_nor_signed_beyond_the_approval(table):
    (contract,) = table("contracts")
    project = next(row for row in table("projects") if row["number"] == NUMBER)

    assert fen(contract, "paid") <= fen(contract, "amount") == fen(project, "contract")
    assert fen(project, "contract") <= fen(project, "approved_fiscal") + fen(project, "approved_social")
    assert fen(project, "approved_fiscal") == 5 * WAN
    assert (contract["state"], contract["state_zh"]) == ("accepted", "验收合格，在结算")
    assert fen(contract, "committed") == sum(fen(row, "committed") for row in table("allocations"))


def test_4_what_one_supplier_was_given(table):
    (contract,) = table("contracts")
    row = next(row for row in table("suppliers") if row["credit_code"] == contract["supplier_credit_code"])

    assert (row["contracts"], fen(row, "contracted")) == ("1", fen(contract, "amount"))


def test_5_whether_enough_came_and_the_votes_carried(table):
    (vote,) = table("votes")

    assert int(vote["present"]) * 3 >= int(vote["due"]) * 2
    assert (int(vote["in_favour"]) >= int(vote["need_for"])) is (vote["carried"] == "true")
    assert int(vote["in_favour"]) + int(vote["against"]) + int(vote["abstain"]) <= int(vote["base"])


def test_5_how_many_must_come_and_which_meeting_was_not_held(world, client):
    with transaction() as session:
        session.add(
            Meeting(
                council_id=world.council_id, area_id=world.areas["lizhi"], title="第 4 次会议", place="阳光议事厅",
                starts_at=world.now, state="inquorate", called_at=world.now, called_by_id=world.people["liu"],
                opened_at=world.now, closed_at=world.now, members_due=17, note="到会不够",
            )
        )  # fmt: skip

    rules = re.sub(r"<[^>]*>", " ", client.get("/rules").text)
    (meeting,) = read(client, "meetings")

    assert re.search("会议和表决.*开会的法定人数.{0,200}2/3 以上（含），按应到人数算", rules, re.DOTALL)
    assert [meeting[name] for name in ("state", "state_zh", "members_due", "members_came")] == [
        "inquorate", "未开成", "17", "0",
    ]  # fmt: skip


def test_6_whether_objections_were_answered_in_time(world, client):
    on_notice(world)
    file_it(world)
    answer(world, object_to(world), at=world.now + timedelta(hours=1))

    (row,) = read(client, "objections")

    assert row["filed_on"] <= row["replied_on"] <= row["reply_due_on"]
    assert (row["outcome"], row["street_outcome"], row["holds"]) == ("dismissed", "", "dismissed")


def test_6_what_the_street_answered_and_that_it_holds(world, client):
    on_notice(world)
    objection_id = object_to(world)
    objections.reply(objection_id, outcome="dismissed", text="不改。", actor=world["zhao"], at=world.now)
    escalations.escalate(objection_id, why="不服。", actor=world["chen"], at=world.now)
    told = {"outcome": "partly", "text": "移半米。", "actor": world["zhou"], "at": world.now}
    escalations.answer(objection_id, "street", **told)

    (row,) = read(client, "objections")

    assert row["street_asked_on"] <= row["street_answered_on"] <= row["street_due_on"]
    assert (row["outcome"], row["street_outcome"], row["holds"]) == ("dismissed", "partly", "partly")
    assert row["street_answer"] == "移半米。"


def test_7_whether_disclosures_were_in_time(table):
    rows = [row for row in table("disclosures") if row["due_at"]]

    assert rows
    assert [row["id"] for row in rows if row["published_at"] > row["due_at"]] == []


def test_8_what_was_corrected_or_taken_down_and_why(table):
    later = [row for row in table("disclosures") if int(row["version"]) > 1]

    assert later
    assert [row["id"] for row in later if not row["reason"]] == []


def test_9_that_nobody_entered_and_approved_a_payment(lived, visitor):
    shen = visitor("shen")
    entered, approved = (
        shen.get(f"/office/audit?subject={NUMBER}&verb=payment.{verb}").text for verb in ("enter", "approve")
    )

    who = [
        {name for name in ("郑华（财务）", "冯丽（财务）") if name in page} for page in (entered, approved)
    ]
    assert [len(names) for names in who] == [1, 1]
    assert who[0] & who[1] == set()
    several = shen.get("/office/audit/several?place=lizhi&year=2026").text
    assert "询价、选定单位、签合同都是同一人" in several
    assert "周强" in several


def test_9_without_an_account_the_post_is_told_and_no_name(lived, client):
    row = next(
        each for each in journal.of_subject(db.session(), f"project/{NUMBER}") if each.verb == "payment.enter"
    )

    page = client.get(f"/journal/entries/{row.seq}").text

    assert "财务" in page
    assert not any(name in page for name in ("郑华", "冯丽"))


def test_10_that_nobody_touched_the_record(world, client, tmp_path):
    accepted(world)
    checkpoints.sign_due(at=world.now + timedelta(hours=1))
    packed = zipfile.ZipFile(io.BytesIO(client.get("/record.zip").data))
    packed.extractall(tmp_path)
    key = client.get("/journal/log.vkey").text.strip()

    assert verify.checked(tmp_path / "record", key=key).whole
