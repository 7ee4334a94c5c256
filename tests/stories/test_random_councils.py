"""Two hundred councils drawn by the dice vote through the house, and every number it says is counted again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, select

from microprojects.domain.casting import (
    CameTooLate,
    ChairDoesNotVote,
    NotInTheRoom,
    StandsAside,
    VotedAlready,
)
from microprojects.domain.errors import Refusal
from microprojects.domain.meetings import QuorumLost, QuorumMissing
from microprojects.domain.paper_votes import PaperCount, PaperCountsDiffer, PaperNotCounted
from microprojects.domain.parameters import rulebook
from microprojects.domain.people import Role
from microprojects.domain.votes import TallyDoesNotAddUp
from microprojects.services import meetings, paper_votes, votes
from microprojects.store import meetings as meeting_rows
from microprojects.store import packaged, people, rulebooks, sittings
from microprojects.store.councils import Council, Seat
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.people import Person, RoleGrant
from microprojects.store.programmes import Round
from tests.council import SITTING, Sitting, project, ready, vote_row
from tests.stories.random_councils import CHAIR, Drawn, Member, Share, count, draw, heard
from tests.world import MEMBERS, World, make_world

COUNCILS, CHUNK, ON_POSTGRES = 200, 10, 40
WEEK = timedelta(days=7)
FOUR_MORE = ("sheng", "tao", "wan", "xia")
BODIES = {
    ("futian_3_3", 3): "residents_council",
    ("village_4_2", 3): "party_members",
    ("village_4_2", 4): "village_representatives",
}
NO_VOTE = (CameTooLate, ChairDoesNotVote, NotInTheRoom, StandsAside)


def drawn(chunk: int) -> Iterator[Drawn]:
    """Draw the councils of one chunk; every third chunk lives under the village scheme."""
    scheme = "village_4_2" if chunk % 3 == 2 else "futian_3_3"
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        yield draw(Random(number), scheme, [*MEMBERS, *FOUR_MORE])


def a_world(scheme: str) -> World:
    """Write the small district with twenty-one people who may sit in its three bodies."""
    with transaction() as session:
        world = make_world(session, scheme=scheme)
        for name in FOUR_MORE:
            person = Person(name=f"议员{name}", consent_at=world.now, created_at=world.now)
            session.add(person)
            session.flush()
            grant = {"person_id": person.id, "area_id": world.areas["lizhi"], "since": date(2025, 1, 1)}
            session.add(RoleGrant(role=Role.COUNCIL_MEMBER.value, **grant))
            session.flush()
            world.people[name] = person.id
            world.actors[name] = people.actor(session, person.id)
        for body in ("party_members", "village_representatives"):
            session.add(Council(area_id=world.areas["lizhi"], body=body, name=body))
    return world


def parameter(share: Share, base: str) -> dict[str, Any]:
    """Return a share as a parameter of the programme is written."""
    return {"num": share.part.numerator, "den": share.part.denominator, "strict": share.more, "base": base}


def refused(no: Refusal) -> list[Any]:
    """Return the numbers that a refusal for want of members tells."""
    return [no.facts[word] for word in ("due", "present", "need", "short")]


@dataclass
class Trial:
    """One drawn council in the small district, on its own Tuesday."""

    world: World
    council: Drawn
    number: str
    sitting: Sitting

    def run(self) -> dict[str, Any]:
        """Hold the vote and return what the house says about it."""
        self._convene()
        told = self._before()
        try:
            vote_id = self._open()
        except QuorumMissing as no:
            told |= {"end": "no quorum", "refused": refused(no)}
        else:
            told |= self._base(vote_id)
            self._vote(vote_id)
            told |= self._close(vote_id)
        told["state"] = project(self.number).state.value
        self._end(told["end"])
        return told

    def _convene(self) -> None:
        """Seat the council, set its rules and bring everybody who comes before the vote into the room."""
        with transaction() as session:
            body = BODIES[self.council.scheme, self.council.stage]
            council_id = session.scalars(select(Council.id).where(Council.body == body)).one()
            session.execute(delete(Seat).where(Seat.council_id == council_id))
            session.add_all(
                Seat(council_id=council_id, person_id=self.world.people[each.name], kind="resident",
                     since=date(2025, 1, 1))
                for each in self.council.members
            )  # fmt: skip
            self._rule(session)
        ready(self.world, self.number, fiscal=600_000, social=0, stage=self.council.stage)
        self.sitting.council_id = council_id
        self.sitting.call(self.number, special=self.council.special)
        self.sitting.open(self._who("there", "gone", "back", "voted and left", "left", "stepped out"))
        self._go(2, *self._who("gone", "back"))
        self._come(3, *self._who("late"))
        self._come(4, *self._who("back"))
        for each in self.council.members:
            if each.aside:
                meetings.recuse(
                    self.sitting.items[self.number], person_id=self.world.people[each.name],
                    reason="是邻居", actor=self.world["guo"], at=self._at(5),
                )  # fmt: skip
        self.sitting.present(self.number)

    def _rule(self, session: Any) -> None:
        rules: dict[str, Any] = {"meeting.chair_votes": self.council.chair_votes}
        if self.council.scheme == "futian_3_3":
            base = "due" if self.council.bar_of_due else "present"
            rules["meeting.quorum"] = parameter(self.council.quorum, "present")
            rules["meeting.pass"] = parameter(self.council.bar, base)
        book = rulebook(packaged.scheme(self.council.scheme), rules)
        frozen = rulebooks.freeze(session, book, at=self.world.now)
        session.get(Round, self.world.rounds["lizhi"]).rulebook_id = frozen.id

    def _before(self) -> dict[str, Any]:
        """Return what the chair's desk shows before the vote."""
        session = db.session()
        seen = sittings.of(session, meeting_rows.get(session, self.sitting.meeting_id)).quorum
        session.rollback()
        return {"due": seen.members, "here": seen.present, "quorum": seen.needed, "short": seen.missing}

    def _open(self) -> int:
        mode = "secret" if self.council.mode == "paper" else self.council.mode
        return votes.open_vote(
            self.sitting.items[self.number], mode=mode, actor=self.world[CHAIR], at=self._at(10)
        )

    def _base(self, vote_id: int) -> dict[str, Any]:
        """Return what the house fixed as the vote opened: everybody it counts, and the bar."""
        vote = vote_row(vote_id)
        session = db.session()
        room = meeting_rows.room(session, self.sitting.meeting_id, self.sitting.items[self.number])
        session.rollback()
        names = {person: name for name, person in self.world.people.items()}
        chair = set() if self.council.chair_votes else {CHAIR}
        bar = vote.rule["pass"]
        voters = sorted({names[person] for person in room.may_vote} - chair)
        assert (vote.members_due, vote.base) == (len(self.council.members), len(voters))
        return {
            "present": vote.present,
            "recused": vote.recused,
            "voters": voters,
            "need": vote.need_for,
            "of": vote.base if bar["base"] == "present" else vote.members_due - vote.recused,
            "part": (bar["num"], bar["den"], bar["strict"]),
        }

    def _vote(self, vote_id: int) -> None:
        """Let everybody vote as they like, who leaves leave, and those who may not vote try to."""
        self._come(11, *self._who("too late"))
        if self.council.mode != "show_of_hands":
            for each in self.council.members:
                if each not in self.council.voters:
                    with pytest.raises(NO_VOTE):
                        self.sitting.say(vote_id, each.name, "for")
                elif each.way != "left" and (each.choice or each.on_paper):
                    self._say(vote_id, each)
        self._go(13, *self._who("voted and left", "left", "stepped out"))
        self._come(14, *self._who("stepped out"))

    def _say(self, vote_id: int, member: Member) -> None:
        if not member.on_paper:
            self.sitting.say(vote_id, member.name, member.choice)
            return
        person = self.world.people[member.name]
        paper_votes.hand_out(vote_id, person_id=person, actor=self.world["guo"], at=self._at(12))
        with pytest.raises(VotedAlready):
            self.sitting.say(vote_id, member.name, "for")

    def _close(self, vote_id: int) -> dict[str, Any]:
        """Count, miscount first where people count, and return the result that the house tells."""
        try:
            carried = self._counted(vote_id)
        except QuorumLost as no:
            return {"end": "quorum lost", "refused": refused(no)}
        vote = vote_row(vote_id)
        assert vote.carried is carried
        assert vote.sentence.count("表决通过。") == carried
        return {
            "for": vote.in_favour,
            "against": vote.against,
            "abstain": vote.abstain,
            "end": "carried" if carried else "not carried",
            "sentence": [int(number) for number in re.findall(r"\d+", vote.sentence)],
            "published": self._published(),
        }

    def _counted(self, vote_id: int) -> bool:
        if self.council.mode == "show_of_hands":
            said = Counter(heard(self.council, each) for each in self.council.voters)
            with pytest.raises((TallyDoesNotAddUp, QuorumLost)):
                self.sitting.count(vote_id, said["for"] + 1, said["against"], said["abstain"])
            return self.sitting.count(vote_id, said["for"], said["against"], said["abstain"])
        papers = [each for each in self.council.voters if each.on_paper and each.way != "left"]
        if papers:
            self._key_paper(vote_id, Counter(each.choice for each in papers))
        return votes.close_vote(vote_id, actor=self.world[CHAIR], at=self._at(20))

    def _key_paper(self, vote_id: int, said: Counter[str]) -> None:
        """Let the secretary and the chair key what came back; the chair is wrong at first where that can be."""
        right = PaperCount(said["for"], said["against"], said["abstain"], said["spoiled"])
        paper_votes.key(vote_id, right, actor=self.world["guo"], at=self._at(15))
        self._not_yet(vote_id, PaperNotCounted)
        if said["for"]:
            wrong = PaperCount(said["for"] - 1, said["against"], said["abstain"], said["spoiled"])
            paper_votes.key(vote_id, wrong, actor=self.world[CHAIR], at=self._at(15))
            self._not_yet(vote_id, PaperCountsDiffer)
        paper_votes.key(vote_id, right, actor=self.world[CHAIR], at=self._at(16))

    def _not_yet(self, vote_id: int, why: type[Refusal]) -> None:
        with pytest.raises((why, QuorumLost)):
            votes.close_vote(vote_id, actor=self.world[CHAIR], at=self._at(16))

    def _published(self) -> list[int] | None:
        row = db.session.scalars(
            select(Disclosure).where(Disclosure.project_id == project(self.number).id)
        ).first()
        if row is None:
            return None
        meeting = row.body["meeting"]
        return [meeting[word] for word in ("due", "present", "recused", "absent")]

    def _end(self, end: str) -> None:
        if end == "quorum lost":
            meetings.table_item(
                self.sitting.items[self.number], reason="人走了", actor=self.world[CHAIR], at=self._at(30)
            )
        meetings.close_meeting(self.sitting.meeting_id, actor=self.world[CHAIR], at=self._at(60))

    def _who(self, *ways: str) -> list[str]:
        return [each.name for each in self.council.members if each.way in ways]

    def _come(self, after: int, *names: str) -> None:
        for name in names:
            self.sitting.sign_in(name, after)

    def _go(self, after: int, *names: str) -> None:
        for name in names:
            self.sitting.sign_out(name, after)

    def _at(self, after: int) -> Any:
        return self.sitting.at + timedelta(minutes=after)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine_name", "chunk"),
    [("sqlite", chunk) for chunk in range(COUNCILS // CHUNK)]
    + [("postgresql", chunk) for chunk in range(ON_POSTGRES // CHUNK)],
    indirect=["engine_name"],
)
def test_what_the_house_says_of_a_random_council_is_what_the_rules_make_of_it(session, chunk):
    councils = list(drawn(chunk))
    world = a_world(councils[0].scheme)

    for place, council in enumerate(councils):
        starts_at = SITTING + place * WEEK
        world.now = starts_at - timedelta(days=4)
        trial = Trial(world, council, f"LZ-2026-{place + 1:03}", Sitting(world, starts_at))

        said = trial.run()

        assert said == count(council), f"council {chunk * CHUNK + place}: {council}"


def test_the_dice_bring_every_end_in_every_way_to_vote():
    councils = [council for chunk in range(COUNCILS // CHUNK) for council in drawn(chunk)]

    ends = Counter((council.mode, count(council)["end"]) for council in councils)
    ways = Counter(council.mode for council in councils)
    bars = {(council.scheme, council.stage, council.special) for council in councils}

    assert len(councils) == 200
    assert {len(council.members) for council in councils} == set(range(5, 22))
    assert min(ways.values()) > 30
    assert min(ends.values()) >= 2
    assert len(ends) == 4 * len(("carried", "not carried", "no quorum", "quorum lost"))
    assert len(bars) == 2 * len(BODIES)
