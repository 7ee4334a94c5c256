"""Minutes are kept: the scan of the signed paper, and the word of a later meeting."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from microprojects.domain import kept_minutes as rules
from microprojects.domain.casting import VoteStillOpen
from microprojects.domain.errors import AlreadyDone, BadValue, NotPermitted
from microprojects.domain.meetings import NotInSession, QuorumMissing
from microprojects.domain.motions import Hands, HandsDoNotAddUp, InRecess
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.uploads import EmptyFile, KindNotTaken
from microprojects.services import kept_minutes, meetings, minutes, motions
from microprojects.store import kept_minutes as rows
from microprojects.store import uploads
from microprojects.store.councils import Council
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes
from tests.council import SITTING, Sitting, ready
from tests.lives import picture
from tests.papers import paper
from tests.world import MEMBERS, World

END = SITTING + timedelta(hours=2)
WEEK = timedelta(days=7)


def drafted(world: World, at=SITTING) -> tuple[int, int]:
    """Hold a meeting and draft its minutes; return both numbers."""
    world.now = at - timedelta(days=4)
    number = ready(world, f"LZ-2026-{at:%m%d}")
    sitting = Sitting(world, at).call(number).open(MEMBERS[:14])
    sitting.decide(number, 14)
    end = at + timedelta(hours=2)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=end)
    return sitting.meeting_id, minutes.draft(sitting.meeting_id, actor=world["guo"], at=end)


def approved(world: World, at=SITTING) -> tuple[int, int]:
    """Hold a meeting and let its chair approve the minutes; return both numbers."""
    meeting_id, minutes_id = drafted(world, at)
    minutes.approve(minutes_id, actor=world["liu"], at=at + timedelta(hours=3))
    return meeting_id, minutes_id


def the_next(world: World, weeks: int = 1, present: int = 13) -> Sitting:
    """Open a meeting some weeks after the first."""
    at = SITTING + weeks * WEEK
    world.now = at - timedelta(days=4)
    return Sitting(world, at).call(ready(world, f"LZ-2026-1{at:%m%d}")).open(MEMBERS[:present])


def rule(sitting: Sitting, minutes_id: int, *hands: int, wish="confirm", what="", by="liu") -> bool:
    return kept_minutes.rule(
        minutes_id,
        sitting.meeting_id,
        wish,
        hands=Hands(*hands),
        text=what,
        actor=sitting.world[by],
        at=sitting.at + timedelta(minutes=5),
    )


def scan(world: World, minutes_id: int, data: bytes, by: str = "guo", name: str = "签字.png") -> int:
    return kept_minutes.attach_scan(minutes_id, upload=data, name=name, actor=world[by], at=END + WEEK)


def told() -> JournalEntry:
    db.session.rollback()
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()


def test_a_scan_is_kept_beside_those_before_it_and_its_fingerprint_is_told(world):
    _, minutes_id = approved(world)

    first = scan(world, minutes_id, picture())
    facts = json.loads(told().body)["facts"]
    second = scan(world, minutes_id, paper(), by="liu", name="补签.pdf")

    db.session.rollback()
    kept = rows.scans(db.session(), minutes_id)
    assert [(row.id, row.media_type) for row in kept] == [(first, "image/png"), (second, "application/pdf")]
    assert facts["sha256"] == kept[0].sha256
    assert hashlib.sha256(uploads.path_of(kept[0].sha256).read_bytes()).hexdigest() == kept[0].sha256
    assert told().verb == "minutes.attach-scan"


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", EmptyFile), (b"GIF89a....", KindNotTaken), (b"RIFF\x00\x00\x00\x00WEBPVP8 ", KindNotTaken)],
)
def test_a_scan_is_a_pdf_or_a_picture(world, data, why):
    _, minutes_id = approved(world)

    with pytest.raises(why):
        scan(world, minutes_id, data)

    assert rows.scans_kept(db.session(), minutes_id) == 0


def test_the_same_scan_is_kept_once_and_a_draft_has_none(world):
    _, minutes_id = approved(world)
    _, draft_id = drafted(world, SITTING + WEEK)
    scan(world, minutes_id, picture())

    with pytest.raises(AlreadyDone):
        scan(world, minutes_id, picture())
    with pytest.raises(rules.NothingToScan):
        scan(world, draft_id, picture())


@pytest.mark.parametrize("name", ["an", "he", "zhao", "zhou", "lin"])
def test_only_chair_and_secretary_keep_scans(world, name):
    _, minutes_id = approved(world)

    with pytest.raises(NotPermitted):
        scan(world, minutes_id, picture(), by=name)


def test_the_next_meeting_confirms_by_more_than_half_of_those_present(world):
    meeting_id, minutes_id = approved(world)
    sitting = the_next(world, present=14)

    assert rule(sitting, minutes_id, 7, 7, 0) is False
    assert rows.confirmation(db.session(), minutes_id) is None
    assert rule(sitting, minutes_id, 8, 5, 1) is True

    confirmed = rows.confirmation(db.session(), minutes_id)
    assert (confirmed.meeting_id, confirmed.in_favour) == (sitting.meeting_id, 8)
    entry = told()
    facts = json.loads(entry.body)["facts"]
    assert (entry.verb, entry.meeting_id) == ("minutes.rule", sitting.meeting_id)
    assert (facts["minutes_of"], facts["carried"], facts["wish"]) == (meeting_id, True, "confirm")


def test_a_version_is_confirmed_once_and_a_newer_one_anew(world):
    meeting_id, minutes_id = approved(world)
    sitting = the_next(world)
    rule(sitting, minutes_id, 13, 0, 0)

    with pytest.raises(rules.ConfirmedAlready) as no:
        rule(sitting, minutes_id, 13, 0, 0)
    newer = minutes.draft(meeting_id, actor=world["guo"], at=sitting.at)
    with pytest.raises(rules.NewerVersion):
        rule(sitting, minutes_id, 13, 0, 0)
    with pytest.raises(rules.NotYetApproved):
        rule(sitting, newer, 13, 0, 0)
    minutes.approve(newer, actor=world["liu"], at=sitting.at)

    assert no.value.facts["meeting"] == "议事会第 3 次会议"
    assert rule(sitting, newer, 13, 0, 0) is True


def test_a_carried_change_opens_the_next_version_with_the_same_text(world):
    meeting_id, minutes_id = approved(world)
    sitting = the_next(world)

    assert rule(sitting, minutes_id, 3, 10, 0, wish="change", what="到会写成 13 人") is False
    assert len(_versions(meeting_id)) == 1
    assert rule(sitting, minutes_id, 9, 4, 0, wish="change", what="到会写成 13 人") is True

    second, first = _versions(meeting_id)
    assert (second.version, second.approved_at, second.text) == (2, None, first.text)
    with pytest.raises(rules.NewerVersion):
        rule(sitting, minutes_id, 13, 0, 0)


def _versions(meeting_id: int) -> list[Minutes]:
    db.session.rollback()
    query = select(Minutes).where(Minutes.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(Minutes.version.desc())))


def test_the_minutes_of_the_deciding_meeting_tell_it(world):
    _, minutes_id = approved(world)
    sitting = the_next(world)
    rule(sitting, minutes_id, 6, 7, 0)
    rule(sitting, minutes_id, 9, 3, 1, wish="change", what="到会写成 13 人")
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=sitting.at + timedelta(hours=1))

    number = minutes.draft(sitting.meeting_id, actor=world["guo"], at=sitting.at + timedelta(hours=1))

    lines = db.session.get(Minutes, number).text.splitlines()
    at = lines.index(
        "通过上次纪要（“议事会第 3 次会议”第 1 版）：赞成 6 人，反对 7 人，弃权 0 人，没有过半数，没有定。"
    )
    assert lines[at + 1] == (
        "更正上次纪要（“议事会第 3 次会议”第 1 版），改：到会写成 13 人："
        "赞成 9 人，反对 3 人，弃权 1 人，另起一版更正。"
    )


def test_no_meeting_confirms_its_own_minutes_or_those_of_a_later_one(world):
    own, minutes_id = approved(world)
    later = the_next(world, 2)
    _, second = approved(world, SITTING + WEEK)
    with transaction() as session:
        session.get(Meeting, own).state = "in_session"

    for sitting, of in (
        (Sitting(world, meeting_id=own), minutes_id),
        (Sitting(world, meeting_id=own), second),
    ):
        with pytest.raises(rules.NotALaterMeeting):
            rule(sitting, of, 13, 0, 0)
    assert rule(later, second, 13, 0, 0) is True


def test_another_council_does_not_confirm(world):
    _, minutes_id = approved(world)
    with transaction() as session:
        other = Council(area_id=world.areas["lizhi"], body="party_members", name="党员大会")
        session.add(other)
        session.flush()
        meeting = Meeting(council_id=other.id, area_id=other.area_id, title="党员大会", place="会议室",
                          starts_at=SITTING + WEEK, called_at=SITTING, called_by_id=world.people["liu"],
                          opened_at=SITTING + WEEK, state="in_session")  # fmt: skip
        session.add(meeting)
        session.flush()
        number = meeting.id

    with pytest.raises(rules.NotALaterMeeting):
        rule(Sitting(world, SITTING + WEEK, meeting_id=number), minutes_id, 0, 0, 0)


def test_a_meeting_decides_only_while_it_sits_with_its_quorum_and_between_votes(world):
    _, minutes_id = approved(world)
    at = SITTING + WEEK
    world.now = at - timedelta(days=4)
    number = ready(world, "LZ-2026-900")
    sitting = Sitting(world, at).call(number)

    with pytest.raises(NotInSession):
        rule(sitting, minutes_id, 11, 0, 0)
    sitting.open(MEMBERS[:11])
    with pytest.raises(QuorumMissing) as missing:
        rule(sitting, minutes_id, 11, 0, 0)
    sitting.sign_in("mo")
    with pytest.raises(HandsDoNotAddUp):
        rule(sitting, minutes_id, 11, 0, 0)
    vote = sitting.open_vote(number)
    with pytest.raises(VoteStillOpen):
        rule(sitting, minutes_id, 12, 0, 0)
    sitting.count(vote, 12)

    assert missing.value.facts["short"] == 1
    assert rule(sitting, minutes_id, 12, 0, 0) is True


def test_a_recess_decides_nothing(world):
    _, minutes_id = approved(world)
    sitting = the_next(world)
    item = sitting.present(next(iter(sitting.items)))
    motions.decide(
        item,
        "recess",
        hands=Hands(13, 0, 0),
        moved_by_id=world.people["an"],
        actor=world["liu"],
        at=sitting.at,
    )

    with pytest.raises(InRecess):
        rule(sitting, minutes_id, 13, 0, 0)


@pytest.mark.parametrize(
    ("wish", "what", "why"),
    [
        ("approve", "", rules.NoSuchWish),
        ("change", " ", rules.ChangeWithoutText),
        ("change", "打 13812345678 问", PrivacyFinding),
        ("change", "长" * 201, BadValue),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused(world, wish, what, why):
    _, minutes_id = approved(world)
    sitting = the_next(world)

    with pytest.raises(why):
        rule(sitting, minutes_id, 13, 0, 0, wish=wish, what=what)


@pytest.mark.parametrize("name", ["guo", "an", "he", "zhao"])
def test_only_who_chairs_records_it(world, name):
    _, minutes_id = approved(world)
    sitting = the_next(world)

    with pytest.raises(NotPermitted):
        rule(sitting, minutes_id, 13, 0, 0, by=name)


def test_what_waits_is_the_latest_approved_version_of_each_earlier_meeting_the_last_first(world):
    _, first = approved(world)
    _, second = approved(world, SITTING + WEEK)
    sitting = the_next(world, 2)
    meeting = db.session.get(Meeting, sitting.meeting_id)

    both = [row.id for row, _ in rows.pending(db.session(), meeting)]
    first_asked = rows.next_pending(db.session(), meeting)
    assert (both, first_asked.id) == ([second, first], second)
    rule(sitting, second, 13, 0, 0)

    meeting = db.session.get(Meeting, sitting.meeting_id)
    assert [row.id for row, _ in rows.pending(db.session(), meeting)] == [first]
    assert rows.next_pending(db.session(), meeting) is None


def test_a_meeting_that_failed_between_does_not_hide_the_minutes_that_wait(world):
    _, minutes_id = approved(world)
    failed = the_next(world, 1, present=3)
    meetings.mark_inquorate(failed.meeting_id, actor=world["liu"], at=failed.at)
    sitting = the_next(world, 2)

    waiting = rows.next_pending(db.session(), db.session.get(Meeting, sitting.meeting_id))

    assert waiting.id == minutes_id


def test_what_is_kept_stays_and_only_one_decision_carries(world):
    _, minutes_id = approved(world)
    sitting = the_next(world)
    scan(world, minutes_id, picture())
    rule(sitting, minutes_id, 13, 0, 0)

    for order in (
        "UPDATE minutes_scans SET size = 1",
        "DELETE FROM minutes_scans",
        "UPDATE minutes_rulings SET carried = NOT carried",
        "DELETE FROM minutes_rulings",
    ):
        db.session.rollback()
        with pytest.raises((DBAPIError, AlreadyDone)), transaction() as session:
            session.execute(text(order))
    again = {"minutes_id": minutes_id, "meeting_id": sitting.meeting_id, "wish": "confirm", "in_favour": 13,
             "against": 0, "abstain": 0, "decided_at": END, "decided_by_id": world.people["liu"]}  # fmt: skip
    with pytest.raises(AlreadyDone), transaction() as session:
        session.add(rows.MinutesRuling(**again, carried=True))
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(rows.MinutesRuling(**again | {"against": 13}, carried=True))
