"""The evaluation: residents answer, the desk enters paper, chooses words, completes the archive and closes."""

from __future__ import annotations

import pytest

from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.states import State
from microprojects.store import archive, settlements
from microprojects.store.db import db
from microprojects.store.settlements import SurveyAnswer
from tests.consulting import statements
from tests.living import lived_once
from tests.spending import Site

ANSWER = {"overall": "5", "useful": "4", "quality": "3", "openness": "5", "comment": "亮堂！"}
TEN = ("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")


def at(site: Site, verb: str) -> str:
    """Return the address of a deed of the office."""
    return f"/office/projects/{site.number}/{verb}"


def survey(site: Site) -> str:
    """Return the address of the survey."""
    return f"/projects/{site.number}/survey"


@pytest.fixture
def site(world, wall, bench) -> Site:
    """A project whose survey is open."""
    made = lived_once(bench, world, "evaluating_site", lambda untouched: Site(untouched).until_evaluating())
    wall.at = made.at
    return made


def test_a_resident_answers_and_is_thanked_on_the_project(site, client, sign_in):
    lin = sign_in(client, "lin")

    page = lin.get(survey(site))
    answer = lin.send(survey(site), **ANSWER)

    assert "总的来说，您满意吗？" in page.text
    assert (answer.status_code, answer.location) == (303, f"/projects/{site.number}")
    assert "您已经评过了" in lin.get(survey(site)).text
    assert lin.send(survey(site), **ANSWER).status_code == 409
    assert [a.comment for a in db.session.query(SurveyAnswer)] == ["亮堂！"]


@pytest.mark.parametrize(
    "wrong",
    [{"overall": ""}, {"useful": "6"}, {"quality": "0"}, {"openness": "x"}, {"overall": "9" * 30}],
)
def test_an_answer_off_the_scale_comes_back_with_what_was_typed(site, client, sign_in, wrong):
    answer = sign_in(client, "lin").send(survey(site), **(ANSWER | wrong))

    assert answer.status_code == 422
    assert "亮堂！</textarea>" in answer.text
    assert db.session.query(SurveyAnswer).count() == 0


def test_words_with_a_telephone_number_are_named_and_nothing_is_lost(site, client, sign_in):
    answer = sign_in(client, "lin").send(survey(site), **(ANSWER | {"comment": "问我 13812345678"}))

    assert answer.status_code == 422
    assert "138****5678" in answer.text


def test_somebody_of_another_community_is_told_why_not(site, client, sign_in):
    tang = sign_in(client, "tang")

    assert "只有本社区已核实的居民能打分" in tang.get(survey(site)).text
    assert tang.send(survey(site), **ANSWER).status_code == 403


def test_the_public_signs_in_first(site, client):
    assert client.get(survey(site)).location.split("?")[0] == "/auth/sign-in"


def test_what_was_answered_is_shown_after_the_end_only(site, client, wall, sign_in):
    site.answer(*TEN)
    lin = sign_in(client, "lin")
    before = lin.get(survey(site))
    wall.at = site.later(days=11)
    lin = sign_in(client, "lin")

    after = lin.get(survey(site))

    assert "满意的占" not in before.text
    assert "收到 10 份，满意的占 100%。" in after.text
    assert lin.send(survey(site), **ANSWER).status_code == 409


def test_fewer_than_five_answers_are_not_told(site, client, wall, sign_in):
    site.answer(*TEN[:4])
    wall.at = site.later(days=11)

    page = sign_in(client, "lin").get(survey(site))

    assert "收到的评价少于5人，不单独公布。" in page.text


def test_there_is_no_survey_of_what_was_never_approved(world, client, sign_in):
    early = Site(world, state=State.ACCEPTED)
    approved = Site(world, number="LZ-2026-002")
    lin = sign_in(client, "lin")

    assert lin.get(survey(early)).status_code == 404
    assert "评议还没有开始" in lin.get(survey(approved)).text


def test_the_page_of_the_survey_takes_at_most_twelve_statements(site, client, sign_in):
    lin = sign_in(client, "lin")

    with statements(db.engine) as seen:
        lin.get(survey(site))

    assert len(seen) <= 12, "\n".join(seen)


def test_the_desk_opens_the_evaluation_when_the_notice_has_ended(world, client, wall, sign_in):
    made = Site(world).until_settling().account(4_000_000).pay(4_000_000, 3).settle()
    wall.at = made.at
    clerk = sign_in(client, "zhao")

    early = clerk.send(at(made, "open-evaluation"))
    wall.at = made.later(days=9)
    opened = sign_in(client, "zhao").send(at(made, "open-evaluation"))

    assert (early.status_code, opened.status_code) == (409, 303)
    assert made.state is State.EVALUATING


def test_paper_is_entered_for_a_resident_who_was_found(site, world, client, sign_in):
    clerk = sign_in(client, "zhao")
    lin = world.people["lin"]

    found = clerk.get(at(site, "paper-answers?q=林秀英"))
    short = clerk.get(at(site, "paper-answers?q=林"))
    entered = clerk.send(at(site, f"paper-answers/{lin}"), **ANSWER)
    again = clerk.send(at(site, f"paper-answers/{lin}"), **ANSWER)

    assert "林秀英" in found.text
    assert "请写全姓名" in short.text
    assert (entered.status_code, entered.location) == (303, at(site, "paper-answers"))
    assert again.status_code == 409


def test_of_people_from_elsewhere_nothing_is_told(site, world, client, sign_in):
    clerk = sign_in(client, "zhao")

    assert clerk.get(at(site, f"paper-answers/{world.people['tang']}")).status_code == 404
    assert "没有找到" in clerk.get(at(site, "paper-answers?q=唐敏")).text


def test_an_improvement_plan_is_filed(site, client, sign_in):
    clerk = sign_in(client, "zhao")

    empty = clerk.send(at(site, "improvement"), text="")
    filed = clerk.send(at(site, "improvement"), text="下次先查管线。")

    assert (empty.status_code, filed.status_code) == (422, 303)
    assert settlements.survey(db.session(), site.project.id).improvement == "下次先查管线。"


def test_words_of_residents_are_chosen_at_the_end(site, client, wall, sign_in):
    site.answer("lin", comment="亮堂！").answer("chen", comment="骂人的话")
    ids = {a.comment: a.id for a in db.session.query(SurveyAnswer)}
    early = sign_in(client, "zhao").send(at(site, "survey-comments"), shown=ids["亮堂！"])
    wall.at = site.later(days=11)
    clerk = sign_in(client, "zhao")

    stranger = clerk.send(at(site, "survey-comments"), shown="12345")
    chosen = clerk.send(at(site, "survey-comments"), shown=ids["亮堂！"])

    assert (early.status_code, stranger.status_code, chosen.status_code) == (409, 422, 303)
    assert [a.comment for a in settlements.comments(db.session(), 1, shown_only=True)] == ["亮堂！"]


def test_the_archive_says_what_is_missing_and_takes_one_line_at_a_time(site, client, sign_in):
    site.publish()
    clerk = sign_in(client, "zhao")

    page = clerk.get(at(site, "archive"))
    no_reason = clerk.send(at(site, "archive"), item="progress_photos", waived="y", reason="")
    waived = clerk.send(at(site, "archive"), item="progress_photos", waived="y", reason="夜间施工")
    unknown = clerk.send(at(site, "archive"), item="gold")

    assert f"/projects/{site.number}#money" in page.text
    assert "看记录" in page.text
    assert '<option value="contract">' not in page.text
    assert (no_reason.status_code, waived.status_code, unknown.status_code) == (422, 303, 422)
    assert "免交：夜间施工" in clerk.get(at(site, "archive")).text


def test_the_file_closes_when_everything_is_there(site, client, app, wall, sign_in):
    site.answer(*TEN).publish()
    wall.at = site.later(days=11)
    clerk = sign_in(client, "zhao")

    early = clerk.send(at(site, "close-file"))
    for item in ARCHIVE_ITEMS:
        db.session.rollback()
        if item not in archive.settled(db.session(), site.project):
            clerk.send(at(site, "archive"), item=item)
    unsigned = clerk.send(at(site, "close-file"))
    supervisor = sign_in(app.test_client(), "he")
    desk = supervisor.get(f"/office/projects/{site.number}").text
    page = supervisor.get(at(site, "sign-evaluation")).text
    signed = supervisor.send(at(site, "sign-evaluation"), sample_reason="")
    closed = clerk.send(at(site, "close-file"))

    assert (unsigned.status_code, signed.status_code) == (409, 303)
    assert f'href="{at(site, "sign-evaluation")}"' in desk
    assert "核对无误，签字" in page
    assert early.status_code == 409
    assert "档案还差" in early.text
    assert closed.status_code == 303
    assert site.state is State.CLOSED
    assert clerk.send(at(site, "improvement"), text="晚了").status_code == 409


@pytest.mark.parametrize("name", ["zheng", "he", "lin"])
def test_nobody_else_closes(site, client, sign_in, name):
    assert sign_in(client, name).get(at(site, "close-file")).status_code == 403
