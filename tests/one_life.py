"""One project from the proposal to the closed file, all of it by the real deeds, for tests that look at the whole record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.services import (
    agendas,
    approvals,
    attendances,
    consultations,
    funds,
    meetings,
    secondings,
    votes,
)
from tests.consulting import plan_and_sign, speak
from tests.first_deliberation import accepted, seconded
from tests.lives import APPROVED, FIRST_MEETING, PROPOSED
from tests.spending import WAN, Site
from tests.world import MEMBERS, World

WHOLE = 5 * WAN


class Decided(Site):
    """A project on its way from the approval to the closed file."""

    def __init__(self, world: World, number: str) -> None:
        self.world, self.number, self.at = replace(world, now=APPROVED), number, APPROVED
        self.type, self.fiscal, self.social = "services", 4 * WAN, WAN
        self.suppliers, self.payment_id, self._invoices = [], 0, 0

    def later(self, **by: float) -> datetime:
        """Let time pass, also for what is asked of the world by its own clock."""
        self.world.now = super().later(**by)
        return self.at


def lived(world: World, title: str = "三巷路灯") -> Decided:
    """Propose, talk, decide, buy, pay, settle, ask the neighbours and close."""
    number = _agreed(replace(world, now=PROPOSED), title)
    _decided(world, number)
    site = Decided(world, number)
    approvals.file_resolution(number, filing_number=f"榕街备 {number}", actor=world["wu"], at=site.at)
    approvals.approve(number, actor=world["zhou"], at=site.at)
    funds.record_social(
        number, amount_fen=Fen(WAN), donor=Donor(), document="收据 1", actor=world["zheng"], at=site.at
    )
    site.buy().sign().publish().start().progress().complete().accept()
    site.account(WHOLE).pay(WHOLE, 3, WAN)
    site.settle().evaluate().answer(*MEMBERS[:13]).later(days=11)
    return site.tick().close()


def _agreed(world: World, title: str) -> str:
    number = accepted(world, title=title, type="services", place="荔枝苑三巷")
    seconded(world, number, 6)
    secondings.promote(number, actor=world["qian"], at=world.now)
    speak(world, number)
    plan_and_sign(world, number)
    consultations.conclude(number, actor=world["zhou"], at=world.now)
    return number


def _decided(world: World, number: str) -> None:
    chair, at = world["liu"], FIRST_MEETING
    meeting = meetings.call(
        world.council_id, title="第一次会议", place="阳光议事厅", starts_at=at, actor=chair, at=PROPOSED
    )
    item = agendas.put_on_agenda(meeting, number, actor=chair, at=PROPOSED)
    meetings.send_dossier(meeting, actor=chair, at=PROPOSED)
    meetings.open_meeting(meeting, actor=chair, at=at)
    for name in MEMBERS[:13]:
        attendances.sign_in(meeting, person_id=world.people[name], actor=world["guo"], at=at)
    agendas.present_item(item, actor=chair, at=at)
    vote = votes.open_vote(item, mode="show_of_hands", actor=chair, at=at)
    votes.close_vote(vote, in_favour=12, against=0, abstain=1, witnesses="安议员、白议员", actor=chair, at=at)
    meetings.close_meeting(meeting, actor=chair, at=at)
