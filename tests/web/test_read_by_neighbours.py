"""Public pages in the words of those who read them: what is needed, what is void, who was away, what a change is."""

from __future__ import annotations

import re

from microprojects.domain.calls import MEMBERS, Ground
from microprojects.domain.disclosures import Change
from microprojects.domain.states import State
from microprojects.services import delivery
from microprojects.store.consultations import Opinion
from microprojects.store.db import transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.web import call_words, told
from microprojects.web.public import disclosure_words
from microprojects.web.retold import retold
from tests.consulting import a_project, the_project
from tests.noticing import NUMBER, shanghai
from tests.spending import Site


def seen(client, address: str) -> str:
    """Return what a reader sees of a page, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(address).text))


def test_what_needs_no_seconders_says_so_and_not_that_none_are_enough(client, world, wall):
    a_project(world, state=State.ACCEPTED, theme="safety")
    wall.at = shanghai(3, 5)

    page = seen(client, f"/projects/{NUMBER}")

    assert "事关安全，不用凑附议人数" in page
    assert "0 人附议" not in page


def test_what_is_outside_the_scope_is_named_in_words_and_not_by_a_code(client, world):
    a_project(world, state=State.DECLINED, decline_code="N6", decline_reason="空调是办公设备。")

    page = seen(client, f"/projects/{NUMBER}")

    assert "依据：办公设备、人员工资、奖金、餐饮、礼品、组织者的差旅（通行做法）。" in page
    assert "N6" not in page


def test_opinions_that_were_given_twice_say_which_time(client, world):
    a_project(world, state=State.READY)
    project_id = the_project().id
    with transaction() as session:
        for n in range(2):
            session.add(
                Opinion(
                    project_id=project_id, stage=2, body="party", conclusion="feasible", text="可行。",
                    given_at=shanghai(3, 2 + n), given_by_id=world.people["sun"],
                )
            )  # fmt: skip

    page = seen(client, f"/projects/{NUMBER}")

    assert ("社区党委，第 1 次" in page, "社区党委，第 2 次" in page) == (True, True)


def test_the_plan_stands_before_the_money(client, world):
    a_project(world, state=State.READY)

    page = client.get(f"/projects/{NUMBER}").text

    assert page.index('aria-labelledby="plan"') < page.index('aria-labelledby="money"')


def test_of_those_who_asked_for_a_meeting_it_is_said_how_many_are_not_named(app):
    ground = Ground(MEMBERS, 5, 4, 17)

    with app.test_request_context():
        assert call_words.said(ground, ["曾子轩", "田桂芳"]).endswith("曾子轩、田桂芳，另有 3 人不公开名字")
        assert "另有" not in call_words.said(ground, ["一", "二", "三", "四", "五"])


def test_nothing_and_no_money_read_the_same_to_whoever_compares_two_versions(app):
    changes = [
        Change("social_fen", None, "0"),
        Change("returned_on", None, ""),
        Change("paid_fen", "0", "100"),
    ]

    with app.test_request_context():
        shown = [(each.before, each.after) for each in told.differences(changes)]

    assert shown == [("（没有）", "1.00 元")]


def test_people_are_counted_with_their_word(app):
    with app.test_request_context():
        assert told.written("beneficiaries", 2400) == "2,400 人"


def test_a_masked_resident_is_told_in_the_language_of_the_visitor(app):
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert retold("居民（张**）") != "居民（张**）"


def test_the_journal_of_the_home_leaves_out_what_keeps_the_house_in_order(client, world, wall):
    site = Site(world).buy().sign().start()
    delivery.report_progress(NUMBER, percent=40, text="灯杆立好。", actor=world["zhou"], at=site.later())
    wall.at = site.at

    journal = re.search(r'<ol class="journal">(.*?)</ol>', client.get("/").text, re.DOTALL).group(1)

    assert "报进度" in journal
    assert "上传文件" not in journal


def test_a_disclosure_shows_the_pictures_it_names_and_no_bare_heading(client, world, wall):
    site = Site(world).buy().sign().start().progress()
    wall.at = site.later()
    newest = max(re.findall(r'href="/disclosures/(\d+)"', client.get("/disclosures").text), key=int)

    page = client.get(f"/disclosures/{newest}").text

    assert "<summary>和上一版比，改了" in page
    assert "照片</h3>" not in page


def test_only_pictures_that_everybody_may_see_are_shown_with_a_disclosure(app):
    seen_by_all, hidden = "a" * 64, "b" * 64
    photos = [
        {"purpose": "photo_after", "caption": "完工后", "date_on": "2026-10-29", "sha256": each}
        for each in (seen_by_all, hidden)
    ]
    file = Attachment(id=7, sha256=seen_by_all, media_type="image/webp", thumb_sha256="c" * 64)

    with app.test_request_context():
        shown = disclosure_words.pictures(Disclosure(body={"photos": photos}), {seen_by_all: file})

    assert [(each.src, each.alt, each.words) for each in shown] == [
        (f"/files/7/small/{'c' * 16}.webp", "完工后", "2026年10月29日，完工后，记账码 aaaa·aaaa")
    ]
