"""A contract on its way through changes, for tests: Altered(world).signed().ask(4_000 * YUAN).by_officer() ..."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from microprojects.domain.money import Fen
from microprojects.services import changes, meetings, suspensions, votes
from microprojects.store import changes as kept
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract
from microprojects.store.db import db
from tests.contracted import Bought
from tests.spending import YUAN
from tests.world import MEMBERS

THOUSAND = 1_000 * YUAN
WHOLE = 50 * THOUSAND  # the contract; sixty thousand were approved, ten of them social money


class Altered(Bought):
    """A project that was approved by the real deeds and is under way; every method is one step an hour later."""

    def signed(self, whole: int = WHOLE, social: int = 10 * THOUSAND) -> Self:
        """Buy, sign for fifty thousand, publish and begin the work."""
        return self.buy(whole).sign(whole, social).publish().start()

    def ask(self, fiscal: int = 0, *, by: str = "zhao", **given: Any) -> Self:
        """Ask for more or less fiscal money, in fen, or for what is given."""
        words: dict[str, Any] = {
            "reason": "管沟遇到旧基础，要绕开。", "fiscal_fen": Fen(fiscal), "social_fen": Fen(0), "days": 0,
        }  # fmt: skip
        changes.ask(self.number, **(words | given), actor=self.world[by], at=self.later())
        return self

    def by_officer(self, who: str = "zhou") -> Self:
        """Agree to it as Zhou of the street."""
        changes.agree(self.number, actor=self.world[who], at=self.later())
        return self

    def by_leader(self) -> Self:
        """Agree to it as Wu, who leads the street."""
        changes.agree_large(self.number, actor=self.world["wu"], at=self.later())
        return self

    def refuse(self, who: str = "zhou", reason: str = "可以按原图做。") -> Self:
        """Refuse it."""
        changes.refuse(self.number, reason=reason, actor=self.world[who], at=self.later())
        return self

    def call(self) -> Self:
        """Call the council with the change on its agenda, and send the dossier."""
        chair = self.world["liu"]
        starts_at = self.at + timedelta(days=5)
        self.meeting_id = meetings.call(
            self.world.council_id,
            title="议事会临时会议",
            place="阳光议事厅",
            starts_at=starts_at,
            actor=chair,
            at=self.later(),
        )
        self.item_id = meetings.put_on_agenda(
            self.meeting_id, self.number, purpose="change", actor=chair, at=self.later()
        )
        meetings.send_dossier(self.meeting_id, actor=self.world["guo"], at=self.later())
        self.at = starts_at
        return self

    def open(self) -> Self:
        """Open the meeting with fourteen of seventeen, and the vote."""
        chair = self.world["liu"]
        meetings.open_meeting(self.meeting_id, actor=chair, at=self.at)
        for name in MEMBERS[:14]:
            person = self.world.people[name]
            meetings.sign_in(self.meeting_id, person_id=person, actor=self.world["guo"], at=self.at)
        meetings.present_item(self.item_id, actor=chair, at=self.later(minutes=5))
        self.vote_id = votes.open_vote(
            self.item_id, mode="show_of_hands", actor=chair, at=self.later(minutes=5)
        )
        return self

    def count(self, in_favour: int, against: int = 0) -> bool:
        """Close the vote."""
        return votes.close_vote(
            self.vote_id,
            in_favour=in_favour,
            against=against,
            abstain=14 - in_favour - against,
            witnesses="郭敏、陈建国",
            actor=self.world["liu"],
            at=self.later(minutes=5),
        )

    def by_council(self) -> Self:
        """Let the council agree to it, and wait for the end of the notice."""
        self.call().open().count(12, 2)
        self.later(days=8)
        return self

    def enact(self) -> Self:
        """Let what the council agreed to take effect."""
        changes.enact(self.number, actor=self.world["zhou"], at=self.later())
        return self

    def suspend(self, days: int = 10) -> Self:
        """Let the work stand still."""
        suspensions.suspend(
            self.number,
            reason="连续暴雨。",
            expected_on=self.today + timedelta(days=days),
            actor=self.world["zhou"],
            at=self.later(),
        )
        return self

    def resume(self) -> Self:
        """Let the work go on."""
        suspensions.resume(self.number, actor=self.world["zhou"], at=self.later())
        return self

    @property
    def contract(self) -> Contract:
        """Return the contract as it stands in the database."""
        db.session.rollback()
        return db.session.query(Contract).filter_by(project_id=self.project.id).one()

    @property
    def change(self) -> ContractChange:
        """Return the change that was asked for last."""
        return kept.of_project(db.session(), self.project.id)[-1]
