"""What a proposal of the small district looks like, and the ways to bring one to a state of the first deliberation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.proposal_words import EstimateWords, ProposalWords
from microprojects.domain.screening import QUESTIONS
from microprojects.services import proposals, screening, secondings
from microprojects.store.areas import Area
from microprojects.store.programmes import NumberSeries
from tests.world import World

DAY = timedelta(days=1)
PROPOSAL = ProposalWords(
    title="三巷路灯太暗，加装路灯",
    type="goods",
    theme="convenience",
    place="荔枝路三巷",
    problem="三巷晚上八点以后很黑。上个月有老人摔了一跤。",
    content="在三巷两侧加装十二盏路灯，接入现有电缆。",
    nature="new",
    beneficiaries=260,
    beneficiary_group="三巷两侧的住户",
    lines=(
        EstimateWords(label="路灯", quantity="12 盏", amount_fen=Fen(3_600_000)),
        EstimateWords(label="安装", quantity="1 项", amount_fen=Fen(1_200_000)),
    ),
)
ALL_CLEAR: dict[str, Any] = {code: {"ok": True, "note": ""} for code in QUESTIONS}
NEIGHBOURS = ("chen", "xu", "guo", "wei", "an", "bai", "cai", "deng", "fan", "gu")


def draft(
    world: World, *, by: str = "lin", at: datetime | None = None, area: str = "lizhi", **words: Any
) -> int:
    """Begin a draft of somebody's with every field filled in."""
    at = at or world.now
    draft_id = proposals.start_draft(area, actor=world[by], at=at)
    proposals.save_draft(draft_id, actor=world[by], at=at, words=replace(PROPOSAL, **words))
    return draft_id


def submitted(world: World, *, by: str = "lin", at: datetime | None = None, **words: Any) -> str:
    """Hand a proposal in."""
    draft_id = draft(world, by=by, at=at, **words)
    return proposals.submit(draft_id, actor=world[by], at=at or world.now, consent=True)


def accepted(world: World, *, by: str = "lin", at: datetime | None = None, **words: Any) -> str:
    """Hand a proposal in and let another clerk accept it."""
    number, at = submitted(world, by=by, at=at, **words), at or world.now
    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=at)
    screening.accept(number, actor=world["qian"], at=at)
    return number


def seconded(world: World, number: str, people: int) -> None:
    """Let so many neighbours second a proposal."""
    for name in NEIGHBOURS[:people]:
        secondings.second(number, actor=world[name], at=world.now)


def declined(world: World, **words: Any) -> str:
    """Hand a proposal in and let two people decline it."""
    number = submitted(world, **words)
    screening.propose_decline(
        number, code="N5", reason="只有一户受益，是私人的墙。", actor=world["qian"], at=world.now
    )
    screening.confirm_decline(number, actor=world["sun"], at=world.now)
    return number


def last_number(session: Session) -> int:
    """Return the last number that was given in 荔枝."""
    query = select(NumberSeries.last).join(Area, Area.id == NumberSeries.area_id).where(Area.code == "LZ")
    return session.scalar(query) or 0
