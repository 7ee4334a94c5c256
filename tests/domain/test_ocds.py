"""How releases are merged into a record, and how people and amounts stand in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from microprojects.domain.ocds import Page, Publisher, compiled, record_package, release_package, releases
from microprojects.domain.ocds_processes import Event, Instalment, Place, Process, Terms, money

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
PUBLISHER = Publisher("https://projects.example", "ocds-000000", "明湖区")
CHOSEN = {"supplier": "张小三", "amount_fen": "100", "quotes": 1}


def process(*events, **given):
    told = tuple(Event(n, AT, verb, facts) for n, (verb, facts) in enumerate(events, start=1))
    district, street, community = (
        Place("minghu", "明湖区"),
        Place("rongshu", "榕树街道"),
        Place("lizhi", "荔枝社区"),
    )
    return Process("LZ-2026-001", "三巷路灯", "works", community, street, district, told, **given)


def release(n, **parts):
    return {
        "ocid": "ocds-000000-1",
        "id": str(n),
        "date": f"2026-03-0{n}T00:00:00Z",
        "tag": ["award"],
        **parts,
    }


def test_the_later_word_holds_and_nothing_takes_a_field_away():
    whole = compiled([release(1, tender={"id": "t", "status": "active", "title": "灯"}),
                      release(2, tender={"status": "complete", "title": None})])  # fmt: skip

    assert whole["tender"] == {"id": "t", "status": "complete"}


def test_lists_are_joined_by_their_ids_and_other_lists_are_replaced():
    whole = compiled([release(1, awards=[{"id": "a", "status": "pending"}], roles=["buyer"]),
                      release(2, awards=[{"id": "b"}, {"id": "a", "status": "active"}], roles=["payer"])])  # fmt: skip

    assert (whole["awards"], whole["roles"]) == ([{"id": "a", "status": "active"}, {"id": "b"}], ["payer"])


def test_merging_changes_no_release():
    told = [
        release(1, awards=[{"id": "a", "status": "pending"}]),
        release(2, awards=[{"id": "a", "status": "active"}]),
    ]

    compiled(told)

    assert told[0]["awards"] == [{"id": "a", "status": "pending"}]


def test_a_compiled_release_is_named_after_the_last_of_them():
    whole = compiled([release(1), release(2)])

    assert (whole["id"], whole["tag"]) == ("ocds-000000-1-2026-03-02T00:00:00Z", ["compiled"])


def test_a_person_stands_by_family_name_and_without_a_number():
    (_tender, award) = releases(
        process(("project.start-procurement", {"mode": "direct"}), ("quote.choose", CHOSEN)), PUBLISHER
    )

    supplier = award["awards"][0]["suppliers"][0]
    assert supplier == {"id": "LZ-2026-001-person", "name": "张**"}
    assert [each for each in award["parties"] if "identifier" in each or "张小三" in str(each)] == []


def test_an_instalment_that_came_with_the_final_account_is_told_with_it():
    terms = Terms(date(2026, 3, 5), date(2026, 5, 5), (
        Instalment(1, "accepted", 9_700), Instalment(2, "warranty_over", 300, later=True),
    ))  # fmt: skip
    signed = {"contract": "RS-1", "supplier": "张小三", "amount_fen": "10000", "signed_on": "2026-03-04"}
    (contract, settled) = releases(
        process(("project.sign-contract", signed), ("project.settle", {"amount_fen": "10000"}), terms=terms),
        PUBLISHER,
    )

    told = [[each["id"] for each in release["contracts"][0]["milestones"]] for release in (contract, settled)]
    assert told == [["instalment-1"], ["instalment-2"]]


def test_a_change_of_the_contract_is_an_amendment_and_the_release_that_it_amends_stays():
    terms = Terms(date(2026, 3, 5), date(2026, 5, 5), (Instalment(1, "started", 3_000, percent=30),
                                                       Instalment(2, "accepted", 7_000, percent=70)))  # fmt: skip
    signed = {"contract": "RS-1", "supplier": "张小三", "amount_fen": "10000", "signed_on": "2026-03-04"}
    change = {"change": 1, "was_fen": "10000", "now_fen": "10400", "amount_fen": "400", "days": 7,
              "scope_changes": False, "ends_on": "2026-05-12", "decides": "officer"}  # fmt: skip
    (contract, amended) = releases(
        process(("project.sign-contract", signed), ("change.agree", change), terms=terms), PUBLISHER
    )

    (now,) = amended["contracts"]
    assert (amended["tag"], now["value"], now["period"]) == (
        ["contractAmendment"],
        money(10_400),
        {"endDate": "2026-05-12T00:00:00+08:00"},
    )
    assert now["amendments"] == [{
        "id": "RS-1-change-1", "date": "2026-03-04T02:00:00Z", "rationale": "增加金额、调整工期，街道经办同意",
        "description": "合同金额由 100.00 元改为 104.00 元，完工日期 2026-05-12",
        "amendsReleaseID": contract["id"], "releaseID": amended["id"],
    }]  # fmt: skip
    assert [each["description"] for each in now["milestones"]] == ["第 1 期，31.20 元", "第 2 期，72.80 元"]
    assert contract["contracts"][0]["value"] == money(10_000)


def test_what_is_no_act_on_money_is_no_release():
    assert releases(process(("project.second", {}), ("payment.enter", {"payment": 1})), PUBLISHER) == []


@pytest.mark.parametrize(
    ("fen", "amount"), [(0, 0), (100, 1), (1, 0.01), (1_200_050, 12_000.5), (-100_001, -1000.01)]
)
def test_an_amount_is_in_yuan(fen, amount):
    assert money(fen) == {"amount": amount, "currency": "CNY"}


def test_a_package_says_where_it_stands_and_where_the_next_one_is():
    package = release_package([], PUBLISHER, Page("/data/a.json", "/data/b.json"))

    assert (package["uri"], package["links"]) == (
        "https://projects.example/data/a.json",
        {"next": "https://projects.example/data/b.json"},
    )


def test_a_project_to_which_nothing_has_happened_has_no_record():
    assert record_package([process()], PUBLISHER, Page("/data/a.json"))["records"] == []
