"""A resident of an unmistakable name who did everything that leaves a trace, for tests of deletion; and where traces are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin
from microprojects.domain.states import State
from microprojects.services import (
    comments,
    files,
    objections,
    proposals,
    residents,
    rolls,
    screening,
    secondings,
    sign_in,
)
from microprojects.services.residents import Registration, Seen
from microprojects.store import people
from microprojects.store.db import db
from tests.consulting import a_project
from tests.first_deliberation import ALL_CLEAR, PROPOSAL
from tests.noticing import answer, on_notice, shanghai
from tests.services.test_rolls import sheet
from tests.web.test_public_files import jpeg
from tests.world import NOW, World

HERE = Origin("203.0.113.77", device="手机")
NAME, USERNAME, PHONE, PASSWORD = "欧阳雪梅", "ouyang.xuemei", "13912345678", "三号楼门前那盏灯 2026"
BUILDING, CONTACT, REASON = "七号楼三单元", "微信 xuemei-7788", "骂我家里人，雪梅举报"
DRAFT_TITLE, DRAFT_LINE, BORN = "雪梅想修的花坛", "雪梅买的砖", "1961-07-08"
# Every word by which she could be found again.
PLANTED = (NAME, USERNAME, PHONE, BUILDING, CONTACT, "xuemei", "雪梅", BORN)
DISCUSSED, NOTICED = "LZ-2026-301", "LZ-2026-302"
WEEK_LATER = shanghai(3, 20)


@dataclass(frozen=True)
class Traces:
    """The resident and what they left: a declined proposal by number, an objection that is over, an unsent draft."""

    person_id: int
    proposal: str
    objection_id: int
    draft_id: int


def registered(world: World) -> int:
    """Register a resident online, verify her at the window, and let the community's sheet tell the day of birth."""
    person_id = residents.register(
        Registration(
            name=NAME, community="lizhi", building=BUILDING, phone=PHONE,
            username=USERNAME, password=PASSWORD, consents=True,
        ),
        origin=HERE, at=NOW,
    )  # fmt: skip
    residents.verify(person_id, seen=Seen.KNOWN, of_age=True, actor=world["zhao"], at=NOW)
    row = (NAME, PHONE, BUILDING, BORN, "居住")
    rolls.apply(sheet(row), community="lizhi", actor=world["zhao"], at=NOW)
    sign_in.sign_in_password(USERNAME, PASSWORD, origin=HERE, at=NOW)
    return person_id


def a_life(world: World) -> Traces:
    """Let a resident register, propose, second, comment, report, object and draft, all through the deeds."""
    person_id = registered(world)
    she = as_actor(person_id)
    a_project(world, state=State.CONSULTING, number=DISCUSSED)
    comments.write(DISCUSSED, text="晚上太黑，我赞成。", stance="for", actor=she, at=NOW)
    bad = comments.write(DISCUSSED, text="装了也白装。", stance="against", actor=world["chen"], at=NOW)
    comments.report(bad, reason=REASON, actor=she, at=NOW)
    comments.keep(bad, actor=world["zhao"], at=NOW)
    on_notice(world, number=NOTICED)
    objection = objections.file(
        NOTICED, ground="neighbours", facts="灯太亮。", contact=CONTACT, actor=she, at=shanghai(3, 5)
    )
    answer(world, objection, at=shanghai(3, 6))
    return Traces(person_id, _declined(world, she), objection, _unsent(she))


def as_actor(person_id: int) -> Actor:
    """Return a person as an actor."""
    return people.actor(db.session(), person_id)


def _declined(world: World, she: Actor) -> str:
    draft = proposals.start_draft("lizhi", actor=she, at=NOW)
    proposals.save_draft(draft, actor=she, at=NOW, words=PROPOSAL)
    number = proposals.submit(draft, actor=she, at=NOW, consent=True)
    screening.propose_decline(number, code="N5", reason="是私人的墙。", actor=world["qian"], at=NOW)
    screening.confirm_decline(number, actor=world["sun"], at=NOW)
    return number


def _unsent(she: Actor) -> int:
    draft = proposals.start_draft("lizhi", actor=she, at=NOW, title=DRAFT_TITLE)
    line = replace(PROPOSAL.lines[0], label=DRAFT_LINE)
    words = replace(PROPOSAL, title=DRAFT_TITLE, lines=(line,))
    proposals.save_draft(draft, actor=she, at=NOW, words=words)
    photo = {"purpose": "proposal", "upload": jpeg(), "name": "雪梅家门口.jpg"}
    files.attach(draft, actor=she, at=NOW, caption="雪梅拍的", **photo)
    return draft


def seconded_by(person_id: int, number: str, world: World) -> None:
    """Let a resident second an accepted proposal of Lin's, so that she is counted among those who took part."""
    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=NOW)
    screening.accept(number, actor=world["qian"], at=NOW)
    secondings.second(number, actor=as_actor(person_id), at=NOW)


def traces_in_tables(words: tuple[str, ...] = PLANTED) -> set[tuple[str, str, str]]:
    """Return every word that stands in some column: (table, column, word)."""
    db.session.rollback()
    found = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
            found |= {
                (table.name, column, word)
                for column, value in row.items()
                for word in words
                if word in str(value)
            }
    db.session.rollback()
    return found


def traces_in_files(folder: Path, words: tuple[str, ...] = PLANTED) -> set[tuple[str, str]]:
    """Return every word that stands in some file of the data folder, byte by byte: (file, word).

    What the tests keep beside it of other lives is not of the house.
    """
    found = set()
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".copy"):
        data = path.read_bytes()
        found |= {(path.name, word) for word in words if word.encode() in data}
    return found
