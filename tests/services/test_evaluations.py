"""The evaluation: one answer a person, nobody's answer known, and a file that closes complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from microprojects.domain.errors import AlreadyDone, BadValue, NotPermitted
from microprojects.domain.evaluations import (
    AnsweredAlready,
    NotALocal,
    SurveyNotOpen,
    SurveyRuns,
)
from microprojects.domain.objections import NoWindow, WindowRunning
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.settlements import (
    ArchiveIncomplete,
    NotSigned,
    SameSignature,
    SampleLargeEnough,
    SignedAlready,
    SurveyRunning,
    TooFewAnswers,
)
from microprojects.domain.states import State
from microprojects.domain.workdays import end_of_day
from microprojects.services import evaluations, signatures
from microprojects.store import settlements as shelf
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.journal import JournalActor, JournalEntry
from microprojects.store.settlements import Survey, SurveyAnswer, SurveyParticipation
from tests.consulting import statements
from tests.spending import Site

TEN = ("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")


def test_the_evaluation_opens_after_the_notice_and_for_ten_whole_days(world):
    site = Site(world).until_evaluating()

    survey = db.session.query(Survey).one()
    assert site.state is State.EVALUATING
    assert survey.closes_at == end_of_day(site.today + timedelta(days=10))
    assert db.session.query(NoticeWindow).one().ended_at == site.at


def test_the_evaluation_does_not_open_while_the_notice_runs(world):
    site = Site(world).until_settling().account(4_000_000).pay(4_000_000, 3).settle()

    with pytest.raises(WindowRunning):
        evaluations.open_evaluation(site.number, actor=world["zhao"], at=site.later())


def test_a_result_without_a_window_opens_nothing(world):
    site = Site(world, state=State.RESULT_NOTICE)

    with pytest.raises(NoWindow):
        evaluations.open_evaluation(site.number, actor=world["zhao"], at=site.later())


def test_the_system_opens_what_is_due_and_nothing_else(world):
    due = Site(world).until_settling().account(4_000_000).pay(4_000_000, 3).settle()
    early = Site(world, number="LZ-2026-002")
    early.later(days=10)
    early.until_settling().account(4_000_000).pay(4_000_000, 3).settle()

    opened = evaluations.open_due(at=due.later(days=9))

    assert (opened, due.state, early.state) == (1, State.EVALUATING, State.RESULT_NOTICE)
    assert evaluations.open_due(at=due.later()) == 0


def test_a_resident_answers_once(world):
    site = Site(world).until_evaluating().answer("lin")

    with pytest.raises(AnsweredAlready):
        site.answer("lin", overall=1)

    assert shelf.count(db.session(), db.session.query(Survey.id).scalar()).answers == 1


def test_an_answer_and_who_gave_it_stand_apart(world):
    site = Site(world).until_evaluating().answer(*TEN)

    numbers = [answer.id for answer in db.session.query(SurveyAnswer)]
    took_part = [row.person_id for row in db.session.query(SurveyParticipation)]
    columns = {column.key for column in inspect(SurveyAnswer).columns}
    assert sorted(took_part) == sorted(world.people[name] for name in TEN)
    assert columns == {
        "id", "survey_id", "overall", "useful", "quality", "openness", "comment", "comment_shown",
    }  # fmt: skip
    by_arrival = db.session.scalars(
        JournalEntry.__table__.select().where(JournalEntry.verb == "survey.answer")
    ).all()
    assert (len(by_arrival), len(set(numbers)), site.state) == (10, 10, State.EVALUATING)
    assert min(numbers) > 10_000  # drawn by lot from 2^53, never counted up


def test_the_journal_tells_of_an_answer_and_not_what_it_was(world):
    Site(world).until_evaluating().answer("lin", overall=1, comment="太慢")

    entry = db.session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first()
    actor = db.session.query(JournalActor).filter_by(seq=entry.seq).one()
    assert entry.verb == "survey.answer"
    assert '"facts":{}' in entry.body
    assert (actor.person_id, actor.detail) == (world.people["lin"], "")


def test_the_database_itself_keeps_one_participation_a_person(world):
    site = Site(world).until_evaluating().answer("lin")
    survey_id = db.session.query(Survey.id).scalar()
    db.session.rollback()

    with pytest.raises(AlreadyDone), transaction() as session:
        session.add(SurveyParticipation(survey_id=survey_id, person_id=site.world.people["lin"]))


@pytest.mark.parametrize("name", ["tang", "zhou"])
def test_only_verified_residents_of_the_community_answer(world, name):
    site = Site(world).until_evaluating()

    with pytest.raises(NotPermitted):
        site.answer(name)


def test_answers_are_taken_from_the_opening_to_the_last_moment(world):
    site = Site(world).until_evaluating()
    closes = db.session.query(Survey).one().closes_at
    site.at = closes - timedelta(minutes=2)
    site.answer("lin")

    site.at = closes - timedelta(minutes=1)
    with pytest.raises(SurveyNotOpen):
        site.answer("chen")


def test_there_is_nothing_to_answer_before_and_after(world):
    site = Site(world)

    with pytest.raises(SurveyNotOpen):
        site.answer("lin")


@pytest.mark.parametrize("points", [{"overall": 0}, {"useful": 6}, {"quality": -1}, {"openness": 55}])
def test_points_lie_on_the_scale(world, points):
    site = Site(world).until_evaluating()

    with pytest.raises(BadValue):
        site.answer("lin", **points)


def test_words_with_a_telephone_number_are_refused(world):
    site = Site(world).until_evaluating()

    with pytest.raises(PrivacyFinding):
        site.answer("lin", comment="问我 13812345678")


def test_answering_takes_at_most_eight_statements(world):
    site = Site(world).until_evaluating()

    with statements(db.engine) as seen:
        site.answer("lin")

    assert len(seen) <= 8, "\n".join(seen)


def paper(site: Site, name: str, by: str = "zhao") -> None:
    """Enter somebody's answer from paper."""
    evaluations.enter_paper_answer(
        site.number,
        person_id=site.world.people[name],
        overall=4,
        useful=4,
        quality=4,
        openness=4,
        actor=site.world[by],
        at=site.later(),
    )


def test_an_answer_on_paper_counts_like_any_other_and_once(world):
    site = Site(world).until_evaluating()

    paper(site, "lin")

    with pytest.raises(AnsweredAlready):
        site.answer("lin")
    with pytest.raises(AnsweredAlready):
        paper(site, "lin", by="wei")


def test_paper_is_for_verified_residents_of_the_community(world):
    site = Site(world).until_evaluating()

    with pytest.raises(NotALocal):
        paper(site, "tang")
    with pytest.raises(NotPermitted):
        paper(site, "lin", by="chen")


def test_entering_paper_takes_at_most_eight_statements(world):
    site = Site(world).until_evaluating()

    with statements(db.engine) as seen:
        paper(site, "lin")

    assert len(seen) <= 8, "\n".join(seen)


def test_words_of_residents_are_chosen_after_the_end_only(world):
    site = Site(world).until_evaluating().answer("lin", comment="亮堂！").answer("chen", comment="太慢")
    chosen = [a.id for a in shelf.comments(db.session(), 1, shown_only=False) if a.comment == "亮堂！"]

    with pytest.raises(SurveyRuns):
        evaluations.show_comments(site.number, answer_ids=chosen, actor=world["zhao"], at=site.later())
    site.later(days=11)
    evaluations.show_comments(site.number, answer_ids=chosen, actor=world["zhao"], at=site.later())

    assert [a.comment for a in shelf.comments(db.session(), 1, shown_only=True)] == ["亮堂！"]


def ended(world, **points: int) -> Site:
    """Return a site whose survey ended with ten answers, its archive complete."""
    site = Site(world).until_evaluating().answer(*TEN, **points)
    site.later(days=11)
    return site.tick()


def test_a_file_closes_with_its_evaluation_published(world):
    site = ended(world)

    site.close()

    assert (site.state, site.project.closed_at) == (State.CLOSED, site.at)
    assert site.told("result")["notice"] == site.published("result")[0].body["notice"]
    assert [d.version for d in site.published("result")] == [1, 2]
    assert site.told("result")["survey"]["answers"] == "10"
    assert site.told("result")["headline"] == "评议收到 10 份，满意的占 100%。"


def test_a_file_does_not_close_while_the_survey_runs(world):
    site = Site(world).until_evaluating().answer(*TEN).tick()

    with pytest.raises(SurveyRunning):
        site.close()


def test_nine_answers_are_too_few_and_no_plan_stands_in_for_them(world):
    site = Site(world).until_evaluating().answer(*TEN[:9])
    site.later(days=11)
    site.tick()
    evaluations.file_improvement(site.number, text="下次上门问。", actor=world["zhao"], at=site.later())

    with pytest.raises(TooFewAnswers) as refusal:
        site.close()

    assert refusal.value.facts == {"have": 9, "need": 10}


def test_a_supervisor_lets_few_answers_do_with_a_reason_that_is_published(world):
    site = Site(world).until_evaluating().answer(*TEN[:9])
    site.later(days=11)

    site.tick().sign_off("上门问过三次，其余住户外出务工。").close()

    told = site.told("result")["survey"]
    assert told["sample_reason"] == "上门问过三次，其余住户外出务工。"
    assert told["supervisor_signed_on"] == site.today.isoformat()


def test_no_reason_is_given_where_enough_answered(world):
    site = Site(world).until_evaluating().answer(*TEN)
    site.later(days=11)

    with pytest.raises(SampleLargeEnough):
        site.tick().sign_off("不用理由")


def test_no_file_closes_without_a_supervisor(world):
    site = Site(world).until_evaluating().answer(*TEN)
    site.later(days=11)
    site.tick()

    with pytest.raises(NotSigned):
        evaluations.close(site.number, actor=world["zhao"], at=site.later())
    with pytest.raises(NotPermitted):
        signatures.sign_evaluation(site.number, actor=world["zhao"], at=site.later())

    assert site.state is State.EVALUATING


def test_a_supervisor_signs_once_and_after_the_end_with_the_archive_complete(world):
    site = Site(world).until_evaluating().answer(*TEN)
    with pytest.raises(SurveyRunning):
        site.sign_off()
    site.later(days=11)
    with pytest.raises(ArchiveIncomplete):
        site.sign_off()
    site.tick().sign_off()

    with pytest.raises(SignedAlready):
        site.sign_off()


def test_a_new_plan_lets_the_signature_fall(world):
    site = Site(world).until_evaluating().answer(*TEN)
    site.later(days=11)
    site.tick().sign_off()

    evaluations.file_improvement(site.number, text="补装三盏。", actor=world["zhao"], at=site.later())

    with pytest.raises(NotSigned):
        evaluations.close(site.number, actor=world["zhao"], at=site.later())


def test_nobody_signs_their_own_plan_nor_closes_what_they_signed(world):
    site = Site(world).until_evaluating().answer(*TEN)
    site.later(days=11)
    both = replace(world["he"], grants=world["he"].grants + world["zhao"].grants)
    site.tick()
    evaluations.file_improvement(site.number, text="补装三盏。", actor=both, at=site.later())
    with pytest.raises(SameSignature):
        signatures.sign_evaluation(site.number, actor=both, at=site.later())
    evaluations.file_improvement(site.number, text="补装四盏。", actor=world["zhao"], at=site.later())
    signatures.sign_evaluation(site.number, actor=both, at=site.later())

    with pytest.raises(SameSignature):
        evaluations.close(site.number, actor=both, at=site.later())
