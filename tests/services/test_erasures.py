"""A person's data are deleted at their request: at once what nothing needs, the rest when its matter is over."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from microprojects.domain.ballots import BallotType
from microprojects.domain.erasures import ErasedAlready, NotUnderstood, StillInOffice
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.sessions import WrongPassword
from microprojects.services import erasures, objections, rolls, sign_in
from microprojects.store import coverage, erased_people, kept_files, people, self_checks
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.objections import Objection
from microprojects.store.people import Person, RoleGrant
from microprojects.store.projects import Project
from microprojects.store.sessions import SignInSession
from tests.consulting import statements
from tests.electing import kept_poll
from tests.erasing import (
    BORN,
    BUILDING,
    CONTACT,
    HERE,
    NAME,
    NOTICED,
    PASSWORD,
    PHONE,
    PLANTED,
    USERNAME,
    WEEK_LATER,
    a_life,
    registered,
    seconded_by,
    traces_in_files,
    traces_in_tables,
)
from tests.first_deliberation import draft, submitted
from tests.noticing import answer, on_notice, shanghai
from tests.polling import the_poll
from tests.services.test_rolls import sheet
from tests.store.test_bundles import held, look, record
from tests.world import NOW

# She took part, so her building counts, as the table of what is kept says.
COUNTED = {("erasures", "building", BUILDING)}
PAPER = "荔枝社删〔2026〕3号"


def erased(world, person_id, *, at=WEEK_LATER, who="zhao", paper=PAPER):
    return erasures.erase_for(person_id, paper=paper, actor=world[who], at=at)


def told(verb="person.erase"):
    db.session.rollback()
    query = select(JournalEntry.body).where(JournalEntry.verb == verb).order_by(JournalEntry.seq)
    return [json.loads(body)["facts"] for body in db.session.scalars(query)]


def test_nothing_is_found_of_her_in_any_table_or_file(session, world, bench):
    traces = a_life(world)
    before = {(table, column) for table, column, _word in traces_in_tables()}
    assert before == {
        ("accounts", "username"), ("attachments", "caption"), ("attachments", "name"), ("comment_reports", "reason"),
        ("estimate_lines", "label"), ("grams", "gram"), ("people", "building"), ("people", "name"),
        ("projects", "search_words"), ("projects", "title"),
    }  # fmt: skip

    assert erased(world, traces.person_id) == ()

    assert traces_in_tables() == COUNTED
    assert {each for each in traces_in_files(bench.folder) if each[1] != BUILDING} == set()
    assert [trouble for _count, trouble in kept_files.look(session) if trouble] == []


def test_her_row_stays_with_what_the_public_saw_of_her_name(session, world):
    traces = a_life(world)

    erased(world, traces.person_id)

    person = people.get(session, traces.person_id)
    assert (person.name, person.nickname, person.building, person.phone_sealed) == ("欧阳**", "", "", None)
    assert (person.community_id, person.verified_at) == (None, None)
    assert session.get(Project, traces.draft_id) is None
    assert session.get_one(Objection, traces.objection_id).contact_sealed is None


def test_the_journal_tells_kinds_and_of_nobody(session, world):
    traces = a_life(world)

    erased(world, traces.person_id)

    kinds = ["account", "drafts", "contacts", "reasons", "register", "phone", "name"]
    assert told() == [{"erased": kinds, "manner": "paper", "waits": 0}]


def test_the_record_holds_and_no_count_moves(session, world):
    traces = a_life(world)
    number = submitted(world)
    seconded_by(traces.person_id, number, world)
    rows = coverage.reached(session, world.areas["lizhi"], 2026, at=WEEK_LATER)
    stances = dict(session.execute(text("SELECT stance, count(*) FROM comments GROUP BY stance")).all())
    wrongs = self_checks.look(session, 1)

    erased(world, traces.person_id)

    assert coverage.reached(session, world.areas["lizhi"], 2026, at=WEEK_LATER) == rows
    assert (
        dict(session.execute(text("SELECT stance, count(*) FROM comments GROUP BY stance")).all()) == stances
    )
    assert self_checks.look(session, 1) == wrongs


def test_she_asks_herself_and_is_signed_out_for_good(session, world):
    traces = a_life(world)
    signed_in = sign_in.sign_in_password(USERNAME, PASSWORD, origin=HERE, at=WEEK_LATER)
    assert signed_in
    mine = session.scalars(select(SignInSession.id).order_by(SignInSession.id.desc())).first()
    session.rollback()
    with pytest.raises(NotUnderstood):
        erasures.erase_own(mine, PASSWORD, understood=False, origin=HERE, at=WEEK_LATER)
    with pytest.raises(WrongPassword):
        erasures.erase_own(mine, "不是这个密码 2026", understood=True, origin=HERE, at=WEEK_LATER)

    assert erasures.erase_own(mine, PASSWORD, understood=True, origin=HERE, at=WEEK_LATER) == ()

    assert traces_in_tables() == COUNTED
    assert session.scalars(select(SignInSession)).all() == []
    assert told()[0]["manner"] == "online"
    assert erased_people.of_person(session, traces.person_id).entered_by_id is None
    session.rollback()
    with pytest.raises(WrongPassword):
        sign_in.sign_in_password(USERNAME, PASSWORD, origin=HERE, at=WEEK_LATER)


def test_an_open_objection_keeps_name_and_contact_until_it_is_over(session, world):
    person_id = registered(world)
    on_notice(world, number=NOTICED)
    she = people.actor(session, person_id)
    session.rollback()
    filed = objections.file(
        NOTICED, ground="neighbours", facts="太亮。", contact=CONTACT, actor=she, at=shanghai(3, 5)
    )

    waits = erased(world, person_id, at=shanghai(3, 5, 15))

    assert [(each.kind.value, each.what) for each in waits] == [("objection", NOTICED)]
    assert {word for _table, _column, word in traces_in_tables((NAME, USERNAME))} == {NAME}
    assert erasures.finish_due(at=shanghai(3, 5, 16)) == 0
    answer(world, filed, at=shanghai(3, 6))
    assert erasures.finish_due(at=shanghai(3, 7)) == 1
    assert erasures.finish_due(at=shanghai(3, 7)) == 0
    assert traces_in_tables() == set()
    assert [facts["waits"] for facts in told()] == [1, 0]


def test_who_stands_on_the_roll_of_a_running_poll_is_known_until_it_is_counted(session, world, bench):
    poll = kept_poll(world, bench)

    waits = erased(world, world.people["chen"], at=NOW + timedelta(hours=1))

    assert [each.kind.value for each in waits] == ["poll"]
    assert poll.id
    assert people.get(session, world.people["chen"]).name == "陈建国"


@pytest.mark.parametrize(("who", "what"), [("guo", "记录员"), ("an", "居民议事会")])
def test_who_holds_an_office_or_a_seat_must_end_it_first(world, who, what):
    with pytest.raises(StillInOffice) as no:
        erased(world, world.people[who]) if who == "guo" else erasures.erase_for(
            world.people[who], paper=PAPER, actor=world["zhao"], at=NOW
        )

    assert what in str(no.value)


def test_only_the_clerk_of_the_community_enters_a_request_and_once(world):
    person_id = registered(world)
    with pytest.raises(NotPermitted):
        erased(world, person_id, who="zhou")
    with pytest.raises(NotPermitted):
        erased(world, world.people["tang"])
    erased(world, person_id)
    with pytest.raises((ErasedAlready, NotFound)):
        erased(world, person_id)


@pytest.mark.parametrize("paper", ["", f"{NAME}的申请"])
def test_the_number_of_the_paper_is_there_and_names_nobody(world, paper):
    person_id = registered(world)

    with pytest.raises(BadValue):
        erased(world, person_id, paper=paper)


def test_what_is_planted_is_what_is_looked_for(session, world):
    registered(world)

    found = {word for _table, _column, word in traces_in_tables()}

    assert found == {NAME, USERNAME, PLANTED[3], "xuemei", "雪梅"}


def test_the_whole_record_of_a_poll_holds_after_a_voter_was_deleted(session, world, tmp_path):
    poll = held(world, BallotType.APPROVAL)
    before, votes = look(tmp_path / "before"), record()
    later = the_poll(poll).counted_at + timedelta(days=1)

    assert erased(world, world.people["chen"], at=later) == ()

    after, now = look(tmp_path / "after"), record()
    assert (before.whole, after.whole) == (True, True)
    moved = {path for path in votes if votes[path] != now[path]}
    assert {path for path in moved if "polls/" in path or "ballots" in path} == set()
    assert b"\xe9\x99\x88\xe5\xbb\xba\xe5\x9b\xbd" not in b"".join(now.values())


def test_a_name_that_was_shown_with_consent_is_masked_everywhere_and_taken_down(session, world):
    number = on_notice(world, proposer_display="real_with_consent")
    with transaction() as writing:
        people.get(writing, world.people["lin"]).name_shown_since = NOW
    project = session.scalars(select(Project).where(Project.number == number)).one()
    assert project.proposer_display == "real_with_consent"
    session.rollback()

    erased(world, world.people["lin"])

    project = session.scalars(select(Project).where(Project.number == number)).one()
    assert (project.proposer_display, project.proposer.name) == ("masked", "林**")
    assert project.proposer.name_shown_since is None
    assert [facts["shown"] for facts in told("proposer.mask-name")] == [False]


def test_who_held_an_office_once_keeps_the_name_on_file_and_loses_the_rest(session, world):
    with transaction() as writing:
        grant = writing.scalars(select(RoleGrant).where(RoleGrant.person_id == world.people["wei"])).one()
        grant.until = date(2026, 3, 10)
        person = people.get(writing, world.people["wei"])
        person.phone_sealed, person.phone_index = "1.x", "a" * 64

    erased(world, world.people["wei"])

    person = people.get(session, world.people["wei"])
    assert (person.name, person.phone_sealed, person.community_id) == ("魏巍", None, None)
    assert "name" not in told()[0]["erased"]


def test_a_neighbour_of_the_same_name_is_not_touched(session, world):
    first = registered(world)
    with transaction() as writing:
        twin = Person(name=NAME, community_id=world.areas["lizhi"], created_at=NOW)
        writing.add(twin)

    erased(world, first)

    assert session.scalars(select(Person.name).where(Person.name == NAME)).all() == [NAME]


def test_a_deletion_takes_as_many_statements_for_many_drafts_as_for_one(session, world, bench):
    draft(world, by="chen")
    for n in range(8):
        draft(world, by="xu", title=f"草稿 {n}")

    with statements(bench.engine) as one:
        erased(world, world.people["chen"])
    with statements(bench.engine) as many:
        erased(world, world.people["xu"])

    assert (len(many) - len(one), len(one) <= 50) == (0, True)


def test_whom_the_next_sheet_names_again_is_somebody_new(session, world):
    gone = registered(world)
    erased(world, gone)
    row = (NAME, PHONE, BUILDING, BORN, "居住")

    rolls.apply(sheet(row), community="lizhi", actor=world["zhao"], at=WEEK_LATER)

    back = session.scalars(select(Person).where(Person.name == NAME)).one()
    assert (back.id != gone, people.phone(back)) == (True, PHONE)
    assert people.get(session, gone).name == "欧阳**"
