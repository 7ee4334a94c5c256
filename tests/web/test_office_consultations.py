"""The desk of the second deliberation: what each office sees there and does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords, Signature
from microprojects.domain.states import State
from microprojects.services import consultations as deeds
from microprojects.store import consultations
from microprojects.store.db import db
from tests.consulting import (
    NUMBER,
    PLAN,
    WAN,
    a_project,
    plan_and_sign,
    speak,
    statements,
    the_plan,
    the_project,
)

AT = f"/office/projects/{NUMBER}"

FIELDS = {
    "place": "荔枝苑三巷",
    "content": "装 20 盏灯。",
    "expected_result": "夜里看得清路。",
    "feasibility": "现场看过。",
    "lines-0-label": "灯具",
    "lines-0-quantity": "20 盏",
    "lines-0-amount": "30,000",
    "lines-0-basis": "询价",
    "lines-1-label": "安装",
    "lines-1-quantity": "",
    "lines-1-amount": "20000.00",
    "lines-1-basis": "定额",
    "lines-2-label": "",
    "lines-2-amount": " ",
    "fiscal": "40000",
    "social": "10000",
    "starts_on": "2026-05-06",
    "ends_on": "2026-06-30",
    "mode": "",
    "aftercare_owner": "荔枝苑物业",
    "aftercare_phone": "0000-1234 5679",
    "responsible_unit": "公共服务办",
    "owner_consent": "",
    "owner_consent_note": "",
    "version": "0",
}


def test_an_officer_writes_the_plan_in_the_form(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")

    answer = client.send(f"{AT}/plan", **FIELDS)

    assert (answer.status_code, answer.location) == (303, f"{AT}/consultation")
    plan = the_plan()
    assert [(c.label, c.amount_fen, c.basis) for c in plan.lines] == [
        ("灯具", 3 * WAN, "询价"),
        ("安装", 2 * WAN, "定额"),
    ]
    assert (plan.fiscal_fen, plan.social_fen, plan.procurement_mode) == (4 * WAN, 1 * WAN, "small_works")


def test_the_form_begins_with_what_the_proposer_wrote(world, client, sign_in):
    a_project(world, place="荔枝苑三巷东口")
    sign_in(client, "zhou")

    page = client.get(f"{AT}/plan")

    assert 'value="荔枝苑三巷东口"' in page.text


def test_a_button_adds_rows_and_keeps_what_was_typed(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")

    page = client.send(f"{AT}/plan", **FIELDS, more="1")

    assert page.status_code == 200
    assert 'name="lines-7-amount"' in page.text
    assert 'value="30,000"' in page.text
    assert the_plan() is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("lines-0-amount", "三万", "不是一个金额"),
        ("lines-0-amount", "", "还没有填金额"),
        ("lines-0-label", "", "没写是什么费用"),
        ("fiscal", "-1", "不能是负数"),
        ("starts_on", "2026-13-01", "开工日期"),
        ("mode", "magic", "采购方式"),
        ("place", "13812345678", "手机号"),
        ("content", "灯" * 5001, "请删去 1 个字"),
        ("version", "7", "刚才有人先改了"),
        ("version", "９" * 30, "刚才有人先改了"),
    ],
)
def test_a_plan_that_cannot_be_kept_comes_back_with_what_was_typed(
    world, client, sign_in, field, value, words
):
    a_project(world)
    sign_in(client, "zhou")

    page = client.send(f"{AT}/plan", **(FIELDS | {field: value}))

    assert page.status_code in (409, 422)
    assert words in page.text
    assert "0000-1234 5679" in page.text
    assert the_plan() is None


@pytest.mark.parametrize("name", ["lines-999999999-label", "lines-²-label", "lines--label", "lines"])
def test_strange_rows_are_not_rows(world, client, sign_in, name):
    a_project(world)
    sign_in(client, "zhou")

    answer = client.send(f"{AT}/plan", **(FIELDS | {name: "灯"}))

    assert answer.status_code == 303
    assert len(the_plan().lines) == 2


def test_whoever_changes_a_signed_plan_is_told_which_signatures_fell(world, client, sign_in):
    a_project(world)
    plan_and_sign(world)
    sign_in(client, "zhou")
    before = client.get(f"{AT}/plan")

    version = str(the_plan().version)
    answer = client.send(f"{AT}/plan", **(FIELDS | {"version": version}))
    desk = client.get(answer.location)

    assert "存了改动，这些签字就作废" in before.text
    assert "方案改了，原来的签字作废，要重新签：负面清单核对、社区党委同意。" in desk.text
    assert the_plan().signers == {}


def test_the_same_plan_again_keeps_the_signatures(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")
    client.send(f"{AT}/plan", **FIELDS)
    deeds.agree(NUMBER, actor=world["sun"], at=world.now)

    page = client.send(f"{AT}/plan", **(FIELDS | {"version": str(the_plan().version)}))

    assert page.status_code == 409
    assert "签过的字都还在" in page.text
    assert set(the_plan().signers) == {Signature.PARTY}


def test_the_desk_says_what_blocks_the_next_step_and_where_to_clear_it(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")

    page = client.get(f"{AT}/consultation")

    assert page.status_code == 200
    assert "还差这几家的书面意见：居委会、社区党委、街道办" in page.text
    assert f'href="{AT}/plan"' in page.text
    assert f'href="{AT}/opinion"' in page.text
    assert f'href="{AT}/agree"' not in page.text


def test_a_clerk_speaks_for_the_community_and_sees_it_on_the_desk(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhao")

    asked = client.get(f"{AT}/opinion")
    answer = client.send(f"{AT}/opinion", body="community", conclusion="feasible", text="居民都盼着。")
    desk = client.get(answer.location)

    assert 'value="community" checked' in asked.text
    assert 'value="party"' not in asked.text
    assert "居民都盼着。" in desk.text
    assert "意见已记下" in desk.text


def test_an_opinion_that_names_a_phone_comes_back(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhao")

    page = client.send(f"{AT}/opinion", body="community", conclusion="feasible", text="找 13812345678")

    assert page.status_code == 422
    assert "138****5678" in page.text
    assert consultations.opinions(db.session(), the_project()) == []


def test_everybody_signs_on_their_own_page_and_the_consultation_ends(world, client, app, sign_in):
    a_project(world)
    speak(world)
    deeds.edit_plan(
        NUMBER,
        words=replace(PLAN, fiscal_fen=Fen(41 * WAN), lines=(CostWords("灯", Fen(42 * WAN), basis="询价"),)),
        actor=world["zhou"],
        at=world.now,
    )
    for name, path, fields in (
        ("zhao", "sign-negative-list", {"signed": "y"}),
        ("sun", "agree", {"signed": "y"}),
        ("wu", "allow-over-cap", {"reason": "台风前必须修好。"}),
        ("zhou", "conclude", {}),
    ):
        visitor = sign_in(app.test_client(), name)
        assert visitor.get(f"{AT}/{path}").status_code == 200
        answer = visitor.send(f"{AT}/{path}", **fields, **version_on(visitor, path))
        assert answer.status_code == 303, answer.text

    assert the_project().state is State.READY


def version_on(_visitor, path: str) -> dict[str, str]:
    """Return the version that the page of a signature carries."""
    return {} if path == "conclude" else {"version": str(the_plan().version)}


def test_a_signature_without_the_tick_is_not_given(world, client, sign_in):
    a_project(world)
    deeds.edit_plan(NUMBER, words=PLAN, actor=world["zhou"], at=world.now)
    sign_in(client, "sun")

    page = client.send(f"{AT}/agree", version="1")

    assert page.status_code == 422
    assert "请打勾再签。" in page.text
    assert the_plan().signers == {}


def test_a_signature_under_an_older_version_is_not_given(world, client, sign_in):
    a_project(world)
    deeds.edit_plan(NUMBER, words=PLAN, actor=world["zhou"], at=world.now)
    deeds.edit_plan(NUMBER, words=replace(PLAN, place="四巷"), actor=world["zhou"], at=world.now)
    sign_in(client, "sun")

    page = client.send(f"{AT}/agree", version="1", signed="y")

    assert page.status_code == 409
    assert the_plan().signers == {}


def test_what_is_missing_is_named_when_the_consultation_cannot_end(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")

    page = client.send(f"{AT}/conclude")

    assert page.status_code == 409
    assert "还差这几家的书面意见" in page.text


@pytest.mark.parametrize(
    ("path", "fields", "state"),
    [
        ("refer", {"receiver": "荔枝苑物业", "reason": "物业的事。"}, State.REFERRED),
        ("defer", {"reason": "等雨季过去。"}, State.DEFERRED),
    ],
)
def test_an_officer_sends_a_project_elsewhere(world, client, sign_in, path, fields, state):
    a_project(world)
    sign_in(client, "zhou")

    answer = client.send(f"{AT}/{path}", **fields)

    assert answer.status_code == 303
    assert the_project().state is state
    assert fields["reason"] in client.get(answer.location).text


def test_a_deferred_project_is_taken_up_again_on_its_page(world, client, sign_in):
    a_project(world)
    deeds.defer(NUMBER, reason="等雨季过去。", actor=world["zhou"], at=world.now)
    sign_in(client, "zhou")

    assert "等雨季过去。" in client.get(f"{AT}/resume").text
    client.send(f"{AT}/resume", reason="雨季过了。")

    assert the_project().state is State.CONSULTING


@pytest.mark.parametrize(
    "path", ["refer", "defer", "resume", "allow-over-cap", "opinion", "plan", "conclude"]
)
def test_an_empty_form_changes_nothing(world, client, app, sign_in, path):
    a_project(world)
    visitor = sign_in(client, "wu" if path == "allow-over-cap" else "zhou")

    page = visitor.send(f"{AT}/{path}")

    assert page.status_code in (409, 422)
    assert the_project().state is State.CONSULTING
    assert the_plan() is None


@pytest.mark.parametrize("path", ["consultation", "plan", "opinion", "refer", "conclude"])
def test_an_officer_of_another_street_sees_nothing(world, client, sign_in, path):
    a_project(world)
    sign_in(client, "tang")

    assert client.get(f"{AT}/{path}").status_code == 403


def test_a_clerk_may_read_the_desk_and_not_write_the_plan(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhao")

    assert client.get(f"{AT}/consultation").status_code == 200
    assert client.get(f"{AT}/plan").status_code == 403
    assert client.send(f"{AT}/plan", **FIELDS).status_code == 403


def test_there_is_no_desk_for_a_project_that_is_not_there(world, client, sign_in):
    sign_in(client, "zhou")

    assert client.get("/office/projects/LZ-2026-999/consultation").status_code == 404
    assert client.send("/office/projects/LZ-2026-999/defer", reason="等等").status_code == 404


def test_the_desk_takes_at_most_twelve_statements_whatever_was_said(world, client, sign_in):
    a_project(world)
    sign_in(client, "zhou")
    for _ in range(10):
        speak(world)
    plan_and_sign(world)

    with statements(db.engine) as seen:
        assert client.get(f"{AT}/consultation").status_code == 200

    assert len(seen) <= 14, seen
