"""Gatherings: called in time, with a list, held, each matter ended, and what was promised is done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted
from microprojects.domain.gathering_kinds import Part
from microprojects.domain.gatherings import (
    GatheringNotOpen,
    GatheringOpen,
    GatheringOver,
    MarksDoNotAddUp,
    MatterEnded,
    MattersLeft,
    NothingOnTheList,
    NotOfThisKind,
    NotPromised,
    TooSoonToHold,
)
from microprojects.domain.meetings import TooEarly
from microprojects.domain.permissions import OwnMatter
from microprojects.services import gatherings as deeds
from microprojects.services import matters
from microprojects.store import gatherings, packaged
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from tests.council import ready
from tests.gathered import DAY, Hall


def test_a_talk_day_ends_each_topic_in_its_own_way(world):
    hall = Hall(world)
    lamp, step, road, tree = (hall.topic(who) for who in ("lin", "chen", "xu", "lin"))
    hall.begin()
    hall.count()

    hall.end(lamp, "solved", text="物业当场换了灯。")
    hall.end(step, "dated", receiver="居委会", due_on=date(2027, 1, 8), text="装扶手")
    hall.end(road, "referred", receiver="街道城管")
    hall.end(tree, "explained", text="树是市里的古树，不能移。")
    hall.close()

    assert [hall.matter(each).ending for each in (lamp, step, road, tree)] == [
        "solved", "dated", "referred", "explained",
    ]  # fmt: skip
    assert (hall.found.state, hall.found.attended) == ("closed", 20)
    assert [each.id for each in gatherings.promised(db.session(), limit=9)] == [step]


def test_what_was_promised_is_done_once(world):
    hall = Hall(world)
    topic = hall.topic()
    hall.begin()
    hall.count()
    hall.end(topic, "dated", receiver="居委会", due_on=date(2027, 1, 8))
    hall.close()

    matters.done(topic, text="扶手装好了。", actor=hall.clerk, at=hall.starts_at + DAY)

    assert gatherings.promised(db.session(), limit=9) == []
    with pytest.raises(NotPromised):
        matters.done(topic, text="又装了一次。", actor=hall.clerk, at=hall.starts_at + DAY)


def test_a_topic_becomes_a_proposal_with_one_click_and_its_draft_is_the_raisers(world):
    hall = Hall(world)
    topic = hall.topic("chen", "给楼道装扶手")
    hall.begin()

    hall.end(topic, "proposal")

    project = db.session.get(Project, hall.matter(topic).project_id)
    assert (project.title, project.proposer_id, str(project.state)) == (
        "给楼道装扶手", world.people["chen"], "draft",
    )  # fmt: skip
    assert hall.matter(topic).lets_on is True


def test_a_topic_that_was_said_in_the_hall_needs_the_number_of_its_proposal(world):
    hall = Hall(world)
    topic = matters.raise_topic(hall.id, title="扶手", for_another=True, actor=hall.clerk, at=hall.at)
    number = ready(world, "LZ-2026-101")
    hall.begin()

    with pytest.raises(BadValue):
        hall.end(topic, "proposal")
    hall.end(topic, "proposal", project=number)

    assert hall.matter(topic).project_id is not None


def test_an_ending_says_by_when_and_by_whom_where_it_must(world):
    hall = Hall(world)
    topic = hall.topic()
    hall.begin()

    for wrong in (
        {"ending": "dated", "receiver": "居委会"},
        {"ending": "dated", "receiver": "居委会", "due_on": hall.at.date() - DAY},
        {"ending": "referred"},
        {"ending": "adopted"},
    ):
        with pytest.raises(BadValue):
            hall.end(topic, **wrong)
    assert hall.matter(topic).ended_at is None


def test_a_gathering_does_not_end_before_each_of_its_matters_has(world):
    hall = Hall(world)
    topic = hall.topic()
    hall.begin()
    hall.count()

    with pytest.raises(MattersLeft) as no:
        hall.close()
    assert no.value.facts == {"left": 1, "which": "楼道灯坏了"}

    hall.end(topic, "solved")
    with pytest.raises(MatterEnded):
        hall.end(topic, "explained")
    hall.close()


def test_a_hidden_topic_needs_no_ending(world):
    hall = Hall(world)
    bad, good = hall.topic("lin"), hall.topic("chen")
    hall.begin()
    hall.count()
    matters.hide_topic(bad, reason="骂人的话", actor=hall.clerk, at=hall.at)
    with pytest.raises(AlreadyDone):
        matters.hide_topic(bad, reason="骂人的话", actor=hall.clerk, at=hall.at)
    hall.end(good, "solved")

    hall.close()

    assert (hall.matter(bad).hidden_reason, hall.matter(bad).ended_at) == ("骂人的话", None)


def test_nobody_raises_more_than_three_topics_at_one_gathering(world):
    hall = Hall(world)
    for n in range(3):
        hall.topic("lin", f"第 {n} 件")

    with pytest.raises(BadValue):
        hall.topic("lin", "第四件")

    assert hall.topic("chen")


def test_the_notice_is_kept(world):
    with pytest.raises(TooSoonToHold) as no:
        Hall(world, days=1)
    assert no.value.facts["days"] == 3

    with pytest.raises(BadValue):
        Hall(world, days=400)


def test_it_begins_on_its_day_and_with_something_on_its_list(world):
    hall = Hall(world, "discuss")
    with pytest.raises(TooEarly):
        deeds.begin(hall.id, actor=hall.clerk, at=hall.at)
    with pytest.raises(NothingOnTheList):
        hall.begin()
    matters.list_project(hall.id, ready(world, "LZ-2026-101"), actor=hall.clerk, at=hall.at)

    hall.begin()

    with pytest.raises(GatheringOpen):
        hall.begin()


def test_what_is_over_stays_as_it_is(world):
    hall = Hall(world)
    topic = hall.topic()
    with pytest.raises(GatheringNotOpen):
        hall.end(topic, "solved")
    deeds.cancel(hall.id, reason="台风，改日", actor=hall.clerk, at=hall.at)

    for deed in (hall.topic, hall.begin, hall.count, hall.close):
        with pytest.raises(GatheringOver):
            deed()


def test_a_gathering_is_called_and_led_by_the_staff_of_its_own_community(world):
    hall = Hall(world)
    topic = hall.topic()
    for who in ("lin", "liu"):
        with pytest.raises(NotPermitted):
            deeds.begin(hall.id, actor=world[who], at=hall.starts_at)
    with pytest.raises(NotFound):
        deeds.call(
            "nowhere", kind="talk_day", title="", place="厅", starts_at=hall.starts_at,
            actor=hall.clerk, at=hall.at,
        )  # fmt: skip
    mine = matters.raise_topic(hall.id, title="办公室的灯", actor=hall.clerk, at=hall.at)
    hall.begin()

    with pytest.raises(OwnMatter):
        hall.end(mine, "solved")
    hall.end(topic, "solved")


def test_a_kind_does_only_what_it_is_made_of(world):
    talk, review = Hall(world), Hall(world, "review")
    with pytest.raises(NotOfThisKind):
        deeds.sign_up(talk.id, side="resident", actor=world["lin"], at=talk.at)
    with pytest.raises(NotOfThisKind):
        matters.list_report(talk.id, who="居委会主任", actor=talk.clerk, at=talk.at)
    with pytest.raises(NotOfThisKind):
        review.topic()


def test_marks_are_no_more_than_people_and_say_whether_a_project_goes_on(world):
    hall = Hall(world, "assess_before")
    first, second = (
        matters.list_project(hall.id, ready(world, f"LZ-2026-10{n}"), actor=hall.clerk, at=hall.at)
        for n in (1, 2)
    )
    hall.begin()
    hall.count(20)

    def mark(matter: int, *given: int) -> None:
        marks = dict(zip(("worth", "adjust", "not_worth"), given, strict=True))
        matters.mark(matter, marks=marks, witnesses="何、沈", actor=hall.clerk, at=hall.starts_at)

    with pytest.raises(MarksDoNotAddUp):
        mark(first, 11, 5, 5)
    mark(first, 11, 5, 4)
    mark(second, 10, 6, 4)
    hall.close()

    assert (hall.matter(first).lets_on, hall.matter(second).lets_on) == (True, False)
    assert hall.matter(first).given == {"worth": 11, "adjust": 5, "not_worth": 4}


def test_two_reviews_in_a_row_with_more_than_half_incompetent_are_a_warning(world):
    kind = packaged.gathering_kind("review")
    told = []
    for months, bad in enumerate((9, 11, 11)):
        hall = Hall(world, "review", days=10 + 30 * months)
        report = matters.list_report(hall.id, who="居委会主任", actor=hall.clerk, at=hall.at)
        hall.begin()
        hall.count(20)
        marks = {"excellent": 20 - bad, "competent": 0, "incompetent": bad}
        matters.mark(report, marks=marks, witnesses="何、沈", actor=hall.clerk, at=hall.starts_at)
        before = gatherings.marked_before(db.session(), hall.found, "居委会主任")
        told.append((kind.warns(marks), before is not None and kind.warns(before.given)))
        hall.close()

    assert told == [(False, False), (True, False), (True, True)]


def test_the_public_record_tells_of_a_gathering_without_a_name(world):
    hall = Hall(world)
    hall.topic("lin")

    bodies = "".join(db.session.scalars(select(JournalEntry.body)))

    assert "楼道灯" not in bodies  # the words stand on the page, from which they can be hidden
    assert world["lin"].name not in bodies


@pytest.mark.parametrize("name", packaged.gathering_kind_names())
def test_every_kind_of_the_package_is_one_that_the_house_can_run(name):
    kind = packaged.gathering_kind(name)

    assert kind.name == name
    assert kind.parts & {Part.TOPICS, Part.PROJECTS, Part.REPORTS}
