"""The desks of approval, money, rules and disclosures in the office."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import select

from microprojects.domain.states import State
from microprojects.services import approvals, programmes
from microprojects.store import disclosures
from microprojects.store.db import db
from microprojects.store.funds import LedgerEntry
from microprojects.store.programmes import ParameterVersion
from tests.consulting import a_project, plan_and_sign, the_project
from tests.noticing import NUMBER, file_it, latest, on_notice, shanghai, the_fund

OFFICE = f"/office/projects/{NUMBER}"
AFTER = shanghai(3, 10)


def test_a_leader_files_and_the_street_approves(visitor, world, wall):
    on_notice(world)
    filed = visitor("wu").send(f"{OFFICE}/file", filing_number="榕街备〔2026〕1号")
    wall.at = AFTER

    zhou = visitor("zhou")
    page, granted = zhou.get(f"{OFFICE}/approve").text, zhou.send(f"{OFFICE}/approve")

    assert (filed.status_code, granted.status_code) == (303, 303)
    assert "40,000.00 元" in page
    assert the_project().state is State.APPROVED


def test_an_approval_that_comes_too_early_says_what_is_missing(visitor, world):
    on_notice(world)

    sent = visitor("zhou").send(f"{OFFICE}/approve")

    assert sent.status_code == 409
    assert "到 2026-03-09 24 时截止" in sent.text
    assert "街道还没有备案" in sent.text


def test_an_emergency_is_opened_by_a_leader_alone(visitor, world):
    a_project(world, theme="emergency")
    plan_and_sign(world)

    refused = visitor("zhou").send(f"{OFFICE}/fast-track", reason="围墙随时会塌。")
    done = visitor("wu").send(f"{OFFICE}/fast-track", reason="围墙随时会塌。")

    assert (refused.status_code, done.status_code) == (403, 303)
    assert "应急先办" in visitor("wu").get(f"/disclosures/{latest().id}").text


def test_a_cancelled_project_says_why_on_its_public_page(visitor, client, world):
    on_notice(world)
    file_it(world)
    approvals.approve(NUMBER, actor=world["zhou"], at=AFTER)

    sent = visitor("wu").send(f"{OFFICE}/cancel", reason="市里统一改造。", recovery_plan="")

    assert sent.status_code == 303
    assert "市里统一改造。" in client.get(f"/projects/{NUMBER}").text
    assert the_fund(world).reserved_fen == 0


def test_an_emergency_that_may_still_be_ratified_is_not_stopped(visitor, world):
    a_project(world, theme="emergency")
    plan_and_sign(world)
    approvals.fast_track(NUMBER, reason="围墙随时会塌。", actor=world["wu"], at=world.now)
    wu = visitor("wu")

    assert wu.get(f"{OFFICE}/stop-unratified").status_code == 200
    assert "追认期限没有过" in wu.send(f"{OFFICE}/stop-unratified", reason="没有追认").text


def test_the_district_allocates_and_adjusts(visitor, world):
    huang = visitor("huang")
    order = {"community": "lizhi", "year": "2026", "amount": "1,000.50", "document": "文-1"}

    given = huang.send("/office/money/allocate", **order)
    taken = huang.send(
        "/office/money/adjust", **(order | {"way": "less", "reason": "调剂", "document": "文-2"})
    )

    assert (given.status_code, taken.status_code) == (303, 303)
    assert the_fund(world).allocated_fen == 200_000_000
    assert "2,000,000.00" in huang.get("/office/money").text


def test_the_form_offers_what_the_rules_still_give_and_a_difference_is_told(visitor, world):
    programmes.set_parameter(
        world.programme_id, "allocation.per_community_yearly_fen", 300_000_000, reason="今年多些",
        actor=world["huang"], at=world.now,
    )  # fmt: skip
    huang = visitor("huang")
    order = {"community": "lizhi", "year": "2026", "document": "文-1"}

    offered = huang.get("/office/money/allocate?community=lizhi").text
    huang.send("/office/money/allocate", **order, amount="400000")

    assert 'value="1000000' in offered.replace(",", "")
    told = huang.get("/office/money").text
    assert "累计下达 2,400,000.00 元，规则定的是 3,000,000.00 元" in told


@pytest.mark.parametrize(
    "words",
    [
        {"amount": ""}, {"amount": "-5"}, {"amount": "0"}, {"amount": "1e9"}, {"year": "26"}, {"year": "x"},
        {"community": "nowhere"}, {"community": ""}, {"document": ""}, {"document": "字" * 101},
    ],
)  # fmt: skip
def test_what_cannot_stand_in_the_ledger_comes_back(visitor, world, words):
    order = {"community": "lizhi", "year": "2026", "amount": "1000", "document": "文-1"} | words

    sent = visitor("huang").send("/office/money/allocate", **order)

    assert sent.status_code == 422
    db.session().rollback()
    assert len(list(db.session().scalars(select(LedgerEntry)))) == 2


def test_money_is_given_by_the_district_alone(visitor, world):
    assert visitor("feng").get("/office/money/allocate").status_code == 403
    assert visitor("feng").get("/office/money").status_code == 200
    assert visitor("lin").get("/office/money").status_code == 403


def test_social_money_is_written_down_under_its_receipt(visitor, world):
    on_notice(world)
    feng = visitor("feng")

    receipt = {"kind": "received", "amount": "5000"}

    sent = feng.send(f"{OFFICE}/social", **receipt, donor="resident", donor_name="", document="收-1")
    unit = {"donor": "organisation", "donor_name": "荔枝苑物业", "document": "收-2"}
    silent = feng.send(f"{OFFICE}/social", **receipt, **unit)
    named = feng.send(f"{OFFICE}/social", **receipt, **unit, consented="y")

    assert (sent.status_code, silent.status_code, named.status_code) == (303, 422, 303)
    assert "没有勾" in silent.text
    assert "爱心居民，收-1" in feng.get("/money").text
    assert "荔枝苑物业，收-2" in feng.get("/money").text


def parameters(world, key=""):
    address = f"/office/programmes/{world.programme_id}"
    return f"{address}/parameters/{key}" if key else address


def test_a_parameter_is_changed_with_a_reason_and_stands_on_the_page_of_rules(visitor, client, world):
    huang = visitor("huang")

    sent = huang.send(parameters(world, "notice_days.d1"), value="7", community="", reason="时间太短")

    page = client.get("/rules").text
    assert sent.status_code == 303
    assert "时间太短" in page
    assert "本地改过" in page


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("caps_fen.works", {"value": "350,000"}), ("objection.pauses_notice", {"value": "no"}),
        ("meeting.ballot", {"value": "secret"}), ("payment.works", {"value": "40、40、17、3"}),
        ("meeting.quorum", {"num": "2", "den": "3", "strict": "y", "base": "present"}),
        ("allocation.city_district_split", {"value": "2:1"}),
    ],
)  # fmt: skip
def test_every_kind_of_parameter_has_its_form(visitor, world, key, words):
    huang = visitor("huang")

    shown = huang.get(parameters(world, key))
    sent = huang.send(parameters(world, key), community="lizhi", reason="试行", **words)

    assert (shown.status_code, sent.status_code) == (200, 303), sent.text
    assert db.session().scalars(select(ParameterVersion.key)).one() == key


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("notice_days.d1", {"value": "0"}), ("notice_days.d1", {"value": ""}), ("notice_days.d1", {"value": "5"}),
        ("notice_days.d1", {"value": "七"}), ("payment.works", {"value": "50、40"}), ("payment.works", {"value": "x"}),
        ("meeting.quorum", {"num": "", "den": "3", "base": "present"}),
        ("meeting.quorum", {"num": "4", "den": "3", "base": "present"}), ("meeting.ballot", {"value": "paper"}),
        ("notice_days.d1", {"value": "7", "reason": ""}), ("notice_days.d1", {"value": "7", "community": "rongshu"}),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_comes_back(visitor, world, key, words):
    sent = visitor("huang").send(parameters(world, key), **({"community": "", "reason": "试行"} | words))

    assert sent.status_code in (409, 422)
    assert "error-summary" in sent.text
    assert db.session().scalars(select(ParameterVersion.key)).all() == []


def test_rules_are_changed_by_the_district_alone(visitor, world):
    assert visitor("wu").get(parameters(world)).status_code == 403
    assert visitor("huang").get(parameters(world)).status_code == 200
    assert visitor("huang").get(parameters(world, "no.such")).status_code == 404
    assert visitor("huang").get("/office/programmes").status_code == 200


def test_a_round_is_opened_once(visitor, world):
    huang = visitor("huang")
    days = {"community": "lizhi", "year": "2027", "opens_on": "2027-01-01", "closes_on": "2027-12-31"}

    first, second = (huang.send(f"{parameters(world)}/rounds/new", **days) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)
    assert huang.get(f"{parameters(world)}/rounds/new").status_code == 200


def test_a_clerk_corrects_a_wording_and_the_new_version_opens(visitor, world):
    on_notice(world)
    zhao, first = visitor("zhao"), latest().id

    page = zhao.get(f"/office/disclosures/{first}/correct?path=contact.phone").text
    sent = zhao.send(
        f"/office/disclosures/{first}/correct",
        path="contact.phone",
        text="0000-1234 9999",
        reason="电话写错了",
    )

    assert "0000-1234 5678" in page
    assert sent.location == f"/disclosures/{latest().id}"
    assert latest().version == 2


@pytest.mark.parametrize(
    "words", [{"path": "total_fen"}, {"path": ""}, {"reason": ""}, {"text": "0000-1234 5678"}]
)
def test_a_correction_that_is_none_comes_back(visitor, world, words):
    on_notice(world)
    told = {"path": "contact.phone", "text": "0000-1234 9999", "reason": "电话写错了"} | words

    sent = visitor("zhao").send(f"/office/disclosures/{latest().id}/correct", **told)

    assert sent.status_code in (409, 422)
    assert latest().version == 1


def test_a_clerk_takes_a_version_down(visitor, world):
    on_notice(world)
    zhao = visitor("zhao")

    sent = zhao.send(f"/office/disclosures/{latest().id}/take-down", reason="写进了个人信息")

    assert sent.status_code == 303
    assert latest().taken_down_at == world.now


def test_a_grid_worker_notes_the_board_with_a_photo(visitor, world):
    on_notice(world)
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(picture, "JPEG")
    picture.seek(0)
    wei, address = visitor("wei"), f"/office/disclosures/{latest().id}/posted"

    shown = wei.get(address)
    sent = wei.send(address, place="荔枝苑东门公告栏", photo=(picture, "board.jpg"))

    assert (shown.status_code, sent.status_code) == (200, 303), sent.text
    post = disclosures.posts(db.session(), latest().id)[0]
    assert post.place == "荔枝苑东门公告栏"
    assert len(str(post.photo_sha256)) == 64


def test_a_photo_that_is_none_is_refused_and_nothing_is_noted(visitor, world):
    on_notice(world)

    sent = visitor("wei").send(
        f"/office/disclosures/{latest().id}/posted",
        place="公告栏",
        photo=(io.BytesIO(b"not a picture"), "x.jpg"),
    )

    assert sent.status_code == 422
    assert disclosures.posts(db.session(), latest().id) == []


@pytest.mark.parametrize("verb", ["correct", "take-down", "posted"])
def test_residents_have_no_part_in_what_was_published(visitor, world, verb):
    on_notice(world)

    assert visitor("lin").get(f"/office/disclosures/{latest().id}/{verb}").status_code == 403


def test_a_district_founds_a_programme_by_any_scheme_that_comes_with_the_house(visitor, world):
    huang = visitor("huang")
    page = huang.get("/office/programmes/new").text
    assert all(
        words in page
        for words in ("三会一评：意见收集会", "两议两评两公开：小区支部议", "参与式预算：恳谈收集")
    )

    fields = {"name": "小区微治理", "area": "minghu/rongshu"}
    nameless = huang.send("/office/programmes/new", **(fields | {"name": ""}), scheme="putian_2_2_2")
    made = huang.send("/office/programmes/new", **fields, scheme="putian_2_2_2")

    assert (nameless.status_code, made.status_code) == (422, 303)
    assert "小区微治理" in huang.get(made.location).text
    assert visitor("wu").get("/office/programmes/new").status_code == 403
