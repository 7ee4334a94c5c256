"""A resident writes a proposal: drafts kept by the server, files, what is missing, once more to read, handed in."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from microprojects.domain.states import State
from microprojects.services import screening
from microprojects.store import files, projects
from microprojects.store import proposals as rows
from microprojects.store.files import Attachment
from microprojects.store.projects import Project
from tests.first_deliberation import PROPOSAL, accepted, draft, last_number, submitted

WORDS = {
    "title": "三巷路灯太暗，加装路灯",
    "type": "goods",
    "theme": "convenience",
    "nature": "new",
    "place": "荔枝路三巷",
    "problem": "三巷晚上八点以后很黑。",
    "content": "加装十二盏路灯。",
    "beneficiary_group": "三巷两侧的住户",
    "beneficiaries": "260",
    "lines-0-label": "路灯",
    "lines-0-quantity": "12 盏",
    "lines-0-amount": "36,000",
    "lines-1-label": "",
    "lines-1-amount": "",
    "display": "masked",
}
HOSTILE = [
    "",
    "\x00",
    "长" * 10**5,
    "😀" * 500,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "-1",
    "NaN",
    "٣",
    "%s",
]


def photo(name="三巷.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), name


@pytest.fixture
def lin(visitor):
    """Lin's browser."""
    return visitor("lin")


def count(session, thing):
    session.rollback()
    return session.scalar(select(func.count()).select_from(thing))


def test_a_stranger_is_sent_to_the_sign_in_and_back(client, world):
    answer = client.get("/my/proposals/new")

    assert (answer.status_code, answer.location) == (303, "/auth/sign-in?next=/my/proposals/new")


def test_a_proposal_is_begun_written_read_once_more_and_handed_in(session, lin, world):
    begun = lin.send("/my/proposals/new", title="三巷路灯太暗")
    assert (begun.status_code, begun.location) == (303, "/my/proposals/1/edit")
    kept = lin.send("/my/proposals/1/edit", **WORDS, then="check")
    assert (kept.status_code, kept.location) == (303, "/my/proposals/1/check")
    page = lin.get("/my/proposals/1/check").text
    assert ["居民（林**）" in page, "36,000.00" in page, "还差" in page] == [True, True, False]

    handed_in = lin.send("/my/proposals/1/check", consent="y")

    assert (handed_in.status_code, handed_in.location) == (303, "/my/proposals/1")
    assert "LZ-2026-001" in lin.get("/my/proposals/1").text
    assert projects.get(session, 1).state is State.SUBMITTED


def test_looking_at_the_pages_changes_nothing(session, lin, world):
    draft(world)
    before = [count(session, table) for table in (Project, Attachment)]

    for path in ("new", "1/edit", "1/check", "1", "1/withdraw"):
        assert lin.get(f"/my/proposals/{path}").status_code in (200, 303)

    assert [count(session, table) for table in (Project, Attachment)] == before


def test_a_title_sent_twice_begins_one_draft(session, lin):
    first = lin.send("/my/proposals/new", title="三巷路灯太暗")
    second = lin.send("/my/proposals/new", title=" 三巷路灯太暗 ")

    assert (first.location, count(session, Project)) == (second.location, 1)


def test_a_proposal_handed_in_twice_is_shown_and_not_handed_in_again(session, lin, world):
    draft(world)
    lin.send("/my/proposals/1/check", consent="y")

    again = lin.send("/my/proposals/1/check", consent="y")

    assert (again.status_code, again.location) == (303, "/my/proposals/1")
    assert last_number(session) == 1


def test_nothing_is_handed_in_without_consent(session, lin, world):
    draft(world)

    answer = lin.send("/my/proposals/1/check")

    assert answer.status_code == 422
    assert "请看一遍个人信息说明" in answer.text
    assert projects.get(session, 1).state is State.DRAFT


def test_what_is_missing_private_and_too_dear_is_said_at_its_field_and_all_is_kept(session, lin, world):
    draft(world)
    wrong = WORDS | {
        "place": "",
        "problem": "可以打 13812345678 找我",
        "lines-0-amount": "450,000",
    }

    answer = lin.send("/my/proposals/1/edit", **wrong, then="check")

    assert answer.status_code == 422
    for said in ("有 3 处要改", "请写在哪里", "手机号 138****5678", "货物类最多 200,000.00 元"):
        assert said in answer.text
    assert rows.words_of(projects.get(session, 1)).problem == "可以打 13812345678 找我"


def test_a_form_that_is_only_kept_need_not_be_complete(session, lin, world):
    draft(world)

    answer = lin.send(
        "/my/proposals/1/edit", **WORDS | {"place": "", "lines-0-label": "", "lines-0-amount": ""}
    )

    assert (answer.status_code, answer.location) == (303, "/my/proposals/1/edit")
    assert rows.words_of(projects.get(session, 1)).place == ""


def test_an_amount_that_cannot_be_read_keeps_the_lines_of_before(session, lin, world):
    draft(world)

    answer = lin.send("/my/proposals/1/edit", **WORDS | {"lines-0-amount": "四千", "place": "三巷口"})

    words = rows.words_of(projects.get(session, 1))
    assert (answer.status_code, "四千" in answer.text) == (422, True)
    assert (words.lines, words.place) == (PROPOSAL.lines, "三巷口")


def test_more_rows_are_added_without_losing_what_was_typed(session, lin, world):
    draft(world)

    page = lin.send("/my/proposals/1/edit", **WORDS | {"title": "坡道"}, then="more").text

    assert ["lines-4-label" in page, "lines-5-label" in page, 'value="坡道"' in page] == [True, False, True]
    assert projects.get(session, 1).title == "坡道"


def test_the_server_keeps_the_draft_by_itself_and_says_when(session, lin, world):
    draft(world)

    answer = lin.send("/my/proposals/1/autosave", **WORDS | {"title": "坡道"})

    assert answer.status_code == 200
    assert answer.json == {"message": "已替您存好，10:00", "saved_at": "2026-03-04T02:00:00+00:00"}
    assert projects.get(session, 1).title == "坡道"


def test_the_server_keeps_all_but_what_does_not_fit(session, lin, world):
    draft(world)

    answer = lin.send("/my/proposals/1/autosave", **WORDS | {"title": "长" * 81, "place": "三巷口"})

    assert answer.json["message"] == "有 1 处还不对，没有存；别的已替您存好，10:00"
    project = projects.get(session, 1)
    assert (project.title, project.place) == (PROPOSAL.title, "三巷口")


def test_keeping_by_itself_what_was_handed_in_is_refused_in_json(lin, world):
    submitted(world)

    answer = lin.post(
        "/my/proposals/1/autosave",
        data={"csrf_token": lin.csrf_token(), **WORDS},
        headers={"Accept": "application/json"},
    )

    assert (answer.status_code, answer.json["error"]) == (409, "wrong-moment")


@pytest.mark.parametrize("stranger", ["chen", "tang", "zhao", "zhou"])
def test_a_draft_of_somebody_else_is_not_found_on_any_page(stranger, session, visitor, world):
    draft(world)
    browser = visitor(stranger)

    for path in ("edit", "check", "withdraw", "appeal", ""):
        assert browser.get(f"/my/proposals/1/{path}".rstrip("/")).status_code == 404
    for path in ("edit", "autosave", "check", "withdraw", "copy", "name", "appeal"):
        assert browser.send(f"/my/proposals/1/{path}", **WORDS, consent="y").status_code == 404

    assert rows.words_of(projects.get(session, 1)).place == PROPOSAL.place


@pytest.mark.parametrize("number", ["99", "0", "2147483648", str(10**30), "-1", "x"])
def test_a_draft_that_is_not_there_is_not_found(number, lin):
    assert lin.get(f"/my/proposals/{number}/edit").status_code == 404


@pytest.mark.parametrize(
    "field", [*WORDS, "own_contribution", "over_cap_note", "then", "remove", "lines-٣-label"]
)
def test_hostile_words_are_answered_politely(field, session, lin, world):
    draft(world)

    for value in HOSTILE:
        for path in ("edit", "autosave"):
            answer = lin.send(f"/my/proposals/1/{path}", **WORDS | {field: value})
            assert answer.status_code in (200, 303, 400, 413, 422)

    assert "<script>alert(1)" not in lin.get("/my/proposals/1/check").text


def test_a_form_without_its_token_or_with_nothing_in_it_changes_nothing(session, lin, world):
    draft(world)
    before = rows.words_of(projects.get(session, 1))

    assert lin.post("/my/proposals/1/edit", data=WORDS).status_code == 400
    assert lin.send("/my/proposals/new").status_code == 422

    session.rollback()
    assert rows.words_of(projects.get(session, 1)) == before


def test_photos_come_along_are_shown_and_taken_away(session, lin, world):
    draft(world)

    lin.send("/my/proposals/1/edit", **WORDS, photos=[photo("一.jpg"), photo("二.jpg")])
    kept = files.of_project(session, 1)
    assert [row.name for row in kept] == ["一.jpg", "二.jpg"]
    page = lin.get("/my/proposals/1/edit").text
    assert [row.thumb_sha256[:16] in page for row in kept] == [True, True]
    session.rollback()
    lin.send("/my/proposals/1/edit", **WORDS | {"title": "坡道"}, remove=str(kept[0].id))

    assert [row.name for row in files.of_project(session, 1)] == ["二.jpg"]
    assert projects.get(session, 1).title == "坡道"


def test_a_file_that_is_no_picture_is_refused_and_the_words_are_kept(session, lin, world):
    draft(world)

    answer = lin.send(
        "/my/proposals/1/edit", **WORDS | {"title": "坡道"}, photos=[(io.BytesIO(b"MZ\x90"), "一.jpg")]
    )

    assert answer.status_code == 422
    assert "“一.jpg”不能上传" in answer.text
    assert (count(session, Attachment), projects.get(session, 1).title) == (0, "坡道")


def test_similar_things_in_hand_are_shown_before_handing_in(lin, world):
    accepted(world, by="chen", title="巷道 LED 路灯 40 盏", place="榕荫里三巷至七巷")
    draft(world, title="三巷路灯太暗，想加几盏灯")

    for path in ("edit", "check"):
        page = lin.get(f"/my/proposals/2/{path}").text
        assert ["有 1 件相近的事" in page, "/projects/LZ-2026-001" in page] == [True, True]


def test_the_list_of_what_to_mend_stands_above_the_form_and_it_is_handed_in_again(session, lin, world):
    number = submitted(world)
    screening.return_for_fixing(
        number, items=["写明几盏灯", "附一张照片"], reason="数量不清楚。", actor=world["qian"], at=world.now
    )

    page = lin.get("/my/proposals/1/edit").text
    assert ["写明几盏灯" in page, "附一张照片" in page, "3月16日（星期一）" in page] == [True, True, True]
    lin.send("/my/proposals/1/edit", **WORDS, then="check")
    answer = lin.send("/my/proposals/1/check", consent="y")

    assert (answer.status_code, answer.location) == (303, "/my/proposals/1")
    assert projects.get(session, 1).state is State.SUBMITTED


def test_somebody_without_a_community_cannot_begin(visitor, world):
    page = visitor("zhou").get("/my/proposals/new")

    assert "您还没有登记在哪个社区" in page.text
