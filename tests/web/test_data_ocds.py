"""The money as open contracting data: valid by the official schemas, equal to the money page, and about nobody."""

from __future__ import annotations

import csv
import io
import json

import pytest

from microprojects.services import approvals
from microprojects.store import contracting
from microprojects.store.db import db
from tests.changing import Altered
from tests.consulting import statements
from tests.contracted import Bought, end, whole_life
from tests.living import lived_once
from tests.schemas import complaints
from tests.spending import YUAN
from tests.web.test_public_hidden import NEVER_PUBLIC
from tests.world import CAST

RELEASES, RECORDS, ONE = "/data/ocds/releases.json", "/data/ocds/records.json", "/data/ocds/LZ-2026-001.json"


@pytest.fixture
def lived(world, bench):
    """A project whose final account was recorded."""
    return lived_once(bench, world, "whole_life", whole_life)


def compiled(client):
    (record,) = client.get(ONE).json["records"]
    return record["compiledRelease"]


def on_the_money_page(client, kinds):
    """The sum of some kinds of lines of the ledger, in fen, as the table of the money page has them."""
    lines = csv.DictReader(io.StringIO(client.get("/money.csv?year=2026").data.decode("utf-8-sig")))
    return sum(
        sign * round(float(line["金额（元）"]) * 100)
        for line in lines
        for words, sign in kinds.items()
        if line["类别"] == words and line["项目编号"]
    )


def test_a_whole_life_is_valid_by_the_official_schemas(client, lived):
    end(lived)

    packages = {path: client.get(path).json for path in (RELEASES, RECORDS, ONE)}

    assert complaints("release-package", packages[RELEASES]) == []
    assert complaints("record-package", packages[RECORDS]) == []
    assert complaints("record-package", packages[ONE]) == []


def test_every_act_on_the_money_is_one_release(client, lived):
    end(lived)

    told = [release["tag"][0] for release in client.get(RELEASES).json["releases"]]

    assert told == [
        "planning", "tender", "tenderUpdate", "tenderUpdate", "award", "awardUpdate", "contract", "contractUpdate",
        "implementation", *["implementationUpdate"] * 11, "contractTermination", "implementationUpdate",
    ]  # fmt: skip


def test_a_release_is_never_changed_by_what_comes_later(client, lived):
    before = [json.dumps(each, sort_keys=True) for each in client.get(RELEASES).json["releases"]]

    end(lived)

    after = [json.dumps(each, sort_keys=True) for each in client.get(RELEASES).json["releases"]]
    assert after[: len(before)] == before
    assert len({json.loads(each)["id"] for each in after}) == len(after)


def test_the_sums_are_those_of_the_money_page(client, lived):
    end(lived)

    whole = compiled(client)

    (contract,) = whole["contracts"]
    paid = sum(round(each["value"]["amount"] * 100) for each in contract["implementation"]["transactions"])
    ledger = {"付款": 1, "自筹支付": 1, "付款退回": -1, "追回": -1, "自筹支付退回": -1}
    assert paid == 58_000 * YUAN
    assert paid == on_the_money_page(client, ledger)
    assert round(whole["planning"]["budget"]["amount"]["amount"] * 100) == on_the_money_page(
        client, {"立项占用": 1, "自筹承诺": 1}
    )
    assert contract["value"]["amount"] == 58_000


def test_the_budget_is_split_by_where_the_money_comes_from(client, lived):
    split = compiled(client)["planning"]["budget"]["budgetBreakdown"]

    assert [(each["description"], each["amount"]["amount"]) for each in split] == [
        ("财政资金", 50_000),
        ("自筹", 10_000),
    ]


def test_a_failed_tender_stays_in_the_record(client, lived):
    releases = client.get(RELEASES).json["releases"]

    failed = [each["tender"] for each in releases if each.get("tender", {}).get("status") == "unsuccessful"]
    assert [(each["id"], each["numberOfTenderers"]) for each in failed] == [("LZ-2026-001-tender-1", 1)]
    assert compiled(client)["tender"]["id"] == "LZ-2026-001-tender-2"


def test_a_choice_that_was_replaced_is_cancelled(client, lived):
    awards = compiled(client)["awards"]

    assert [(each["status"], each["value"]["amount"]) for each in awards] == [
        ("cancelled", 58_002.51),
        ("active", 58_000),
    ]


def test_suppliers_are_known_by_their_credit_code(client, lived):
    whole = compiled(client)

    suppliers = [each for each in whole["parties"] if "supplier" in each["roles"]]
    assert {each["identifier"]["scheme"] for each in suppliers} == {"CN-USCC"}
    assert {each["id"] for each in whole["awards"][1]["suppliers"]} <= {each["id"] for each in suppliers}


def test_a_project_that_ends_early_says_so(client, world):
    bought = Bought(world)
    approvals.cancel(bought.number, reason="居民改了主意。", actor=world["wu"], at=bought.later())

    assert compiled(client)["tender"]["status"] == "cancelled"


def test_a_contract_that_ends_early_is_terminated(client, world):
    bought = Bought(world).buy().sign()
    approvals.cancel(
        bought.number,
        reason="居民改了主意。",
        recovery_plan="没有付过钱。",
        actor=world["wu"],
        at=bought.later(),
    )

    assert [each["status"] for each in compiled(client)["contracts"]] == ["terminated"]


def test_a_disclosure_that_was_taken_down_is_linked_no_more(client, lived):
    address = f"/disclosures/{lived.published()[-1].id}"
    assert address in client.get(RELEASES).text

    lived.take_down()

    links = [word for word in client.get(RELEASES).text.split('"') if word.endswith(address)]
    assert links == []


def test_nobody_s_name_and_no_free_text_stands_in_it(client, lived):
    text = client.get(RECORDS).text

    names = [full for full, *_ in CAST.values() if full in text]
    assert names == []
    assert [words for words in ("报价都太高", "灯杆立好", "晚上亮多了", "先查管线") if words in text] == []


@pytest.mark.parametrize("hide", NEVER_PUBLIC)
def test_what_was_never_public_is_not_in_it(hide, client, world):
    hide(world)

    assert client.get(RELEASES).json["releases"] == []
    assert client.get(ONE).status_code == 404


def test_a_page_leads_to_the_next(client, world, session):
    numbers = [Bought(world, f"LZ-2026-{n:03}").number for n in (1, 2, 3)]

    first, last = contracting.page(session, limit=2)
    rest, none = contracting.page(session, last, limit=2)

    assert ([each.number for each in (*first, *rest)], none) == (numbers, "")
    assert (
        client.get(f"{RELEASES}?after={numbers[1]}").json["releases"][0]["ocid"]
        == f"ocds-000000-{numbers[2]}"
    )


def test_a_round_has_its_own_projects_only(world, session):
    number = Bought(world).number

    found = [contracting.of_round(session, world.rounds[slug]) for slug in ("lizhi", "mumian")]

    assert [[each.number for each in some] for some in found] == [[number], []]


def test_the_number_of_statements_does_not_grow_with_the_projects(client, world):
    Bought(world).buy().sign()
    with statements(db.engine) as few:
        client.get(RELEASES)
    for n, thing in ((2, "健身器材"), (3, "社区花坛")):
        bought = Bought(world, f"LZ-2026-{n:03}", title=thing, place=f"荔枝苑{n}号楼")
        bought.buy().sign().publish().start()

    with statements(db.engine) as more:
        client.get(RELEASES)

    assert len(more) == len(few)


def test_a_contract_that_was_changed_twice_and_stood_still_is_valid_and_tells_what_was_signed(client, world):
    site = Altered(world).signed()
    site.ask(2_000 * YUAN, days=5).by_officer().suspend().resume().ask(2_000 * YUAN).by_leader()

    package = client.get(RELEASES).json

    assert complaints("release-package", package) == []
    assert complaints("record-package", client.get(ONE).json) == []
    values = [
        (release["tag"][0], release["contracts"][0]["value"]["amount"])
        for release in package["releases"]
        if "value" in release.get("contracts", [{}])[0]
    ]
    assert values == [("contract", 50_000), ("contractAmendment", 52_000), ("contractAmendment", 54_000)]
    (contract,) = compiled(client)["contracts"]
    assert [
        each["amendsReleaseID"] == other["releaseID"] for each, other in _pairs(contract["amendments"])
    ] == [True]


def _pairs(amendments):
    return zip(amendments[1:], amendments, strict=False)
