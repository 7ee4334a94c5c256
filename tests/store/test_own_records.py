"""The file of one's own data has the seats, votes, signatures, surveys, files and acts of a person, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from microprojects.services import challenges, comments, compositions, files
from microprojects.services.compositions import Told
from microprojects.store import own_data, own_records
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.gatherings import Gathering
from microprojects.store.hearings import SignedUp
from microprojects.store.meetings import Attendance, Meeting
from microprojects.store.minutes import Minutes, Signature
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyParticipation
from microprojects.store.votes import RollCallChoice, Vote, VoteParticipation
from tests.consulting import a_project
from tests.discussing import write
from tests.first_deliberation import draft
from tests.noticing import NUMBER, on_notice
from tests.polling import counted, the_poll
from tests.web.test_public_files import jpeg
from tests.world import NOW


def held(world, name):
    db.session.rollback()
    found = own_data.of(db.session(), world.people[name])
    db.session.rollback()
    return found


def seat_of(world, name):
    return db.session().scalars(select(Seat.id).where(Seat.person_id == world.people[name])).one()


def test_every_section_is_there_and_empty_for_who_did_nothing(session, world):
    found = held(world, "tang")

    assert [section for section in own_records.SECTIONS if found[section] != []] == []


def test_the_seat_is_told_with_what_the_member_let_be_recorded(session, world):
    number = seat_of(world, "an")
    session.rollback()
    compositions.record_facts(number, Told(woman=True), agreed=True, actor=world["zhao"], at=NOW)

    (seat,) = held(world, "an")["seats"]

    assert (seat["council"], seat["kind"], seat["woman"], seat["under_35"]) == (
        "荔枝社区居民议事会", "resident", True, None
    )  # fmt: skip
    assert held(world, "bai")["seats"][0]["woman"] is None


def test_presence_votes_and_signatures_of_meetings_are_told(session, world):
    on_notice(world)
    an, bai = world.people["an"], world.people["bai"]
    with transaction() as writing:
        meeting, vote = writing.scalars(select(Meeting)).one(), writing.scalars(select(Vote)).one()
        writing.add(Attendance(meeting_id=meeting.id, person_id=an, arrived_at=NOW, signed_by_id=an))
        writing.add_all(VoteParticipation(vote_id=vote.id, person_id=each) for each in (an, bai))
        writing.add(RollCallChoice(vote_id=vote.id, person_id=an, choice="for"))
        minutes = Minutes(
            meeting_id=meeting.id,
            version=1,
            text="记录",
            public_text="记录",
            sha256="a" * 64,
            drafted_at=NOW,
            drafted_by_id=bai,
        )
        writing.add(minutes)
        writing.flush()
        writing.add(Signature(minutes_id=minutes.id, role="council_chair", person_id=an, signed_at=NOW))

    found = held(world, "an")

    assert found["attendances"] == [
        {"meeting": "第 3 次会议", "arrived_at": NOW.isoformat(), "left_at": None}
    ]
    assert found["council_votes"] == [
        {"project": NUMBER, "stage": 3, "mode": "show_of_hands", "said_aloud": "for"}
    ]
    assert [(row["what"], row["role"]) for row in found["signatures"]] == [("minutes", "council_chair")]
    assert held(world, "bai")["council_votes"][0]["said_aloud"] is None


def test_an_answered_survey_and_a_hearing_are_told_without_the_answer(session, world):
    a_project(world)
    with transaction() as writing:
        project = writing.scalars(select(Project)).one()
        survey = Survey(project_id=project.id, opened_at=NOW, closes_at=NOW + timedelta(days=3))
        hearing = Gathering(
            area_id=project.area_id, kind="hearing", title="路灯听证会", place="阳光议事厅",
            starts_at=NOW, called_at=NOW, called_by_id=world.people["zhao"],
        )  # fmt: skip
        writing.add_all([survey, hearing])
        writing.flush()
        writing.add(SurveyParticipation(survey_id=survey.id, person_id=world.people["xu"]))
        signed = {"number": 1, "person_id": world.people["xu"], "side": "resident", "signed_up_at": NOW}
        writing.add(SignedUp(gathering_id=hearing.id, **signed))

    found = held(world, "xu")

    assert found["surveys"] == [{"project": NUMBER}]
    assert [(row["gathering"], row["number"]) for row in found["gatherings"]] == [("路灯听证会", 1)]


def test_files_reports_and_challenges_are_told(session, world):
    poll = counted(world)
    at = the_poll(poll).counted_at + timedelta(hours=1)
    challenges.file(poll, ground="count", text="请再数一遍。", actor=world["lin"], at=at)
    a_project(world, number="LZ-2026-501")
    bad = write(world, "chen", "白装。", "against", number="LZ-2026-501")
    comments.report(bad, reason="骂人", actor=world["lin"], at=NOW)
    files.attach(draft(world), purpose="proposal", upload=jpeg(), name="路.jpg", actor=world["lin"], at=NOW)

    found = held(world, "lin")

    assert [row["text"] for row in found["challenges"]] == ["请再数一遍。"]
    assert [row["reason"] for row in found["reports"]] == ["骂人"]
    assert [(row["name"], row["purpose"]) for row in found["uploads"]] == [("路.jpg", "proposal")]
    assert held(world, "chen")["reports"] == []


def test_acts_at_a_desk_are_told_to_who_did_them_and_to_whom_they_were_done(session, world):
    a_project(world)
    bad = write(world, "chen", "白装。", "against")
    comments.hide(bad, reason="骂人", actor=world["zhao"], at=NOW)

    acts = held(world, "zhao")["acts"]

    assert [(row["verb"], row["subject"], row["by_you"]) for row in acts] == [
        ("comment.hide", f"project/{NUMBER}", True)
    ]
    assert [row["verb"] for row in held(world, "chen")["acts"]] == ["comment.write"]
