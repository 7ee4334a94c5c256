"""Objections of the demo: two that say the same, one that goes to the street, one that nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from microprojects.demo.crew import Crew, Hand
from microprojects.services import escalations, objection_groups, objections

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def many(crew: Crew, number: str, hand: Hand) -> Iterator[datetime]:
    """Let four neighbours object to what is on notice, and answer three of them."""
    yield hand.on(hand.at + 2 * _DAY)
    pair = [_file(crew, number, hand.at, who, "neighbours", facts) for who, facts in _LIGHTS.items()]
    taken = _file(crew, number, hand.at, 12, "procedure", "重新表决那天，家里没有人收到会议通知。")
    yield hand.on(hand.at + 20 * _HOUR)
    _file(crew, number, hand.at, 9, "amount", "立杆以后多了 4 根杆子，总价却没变，想知道钱是怎么算的。")
    yield hand.on(hand.at + _HOUR)
    objection_groups.group(
        number, pair, reason="两位都说楼角立杆以后会挡住晾衣架。", actor=crew.clerk, at=hand.at
    )
    yield hand.on(hand.at + _DAY)
    _reply(
        crew,
        pair[0],
        hand.at,
        "立杆离外墙一米二，不挡晾衣架；立杆前请两户到场看位置。",
        "担心楼角立杆挡住晾衣架。",
    )
    _reply(crew, taken, hand.at, "会议通知提前 3 天贴在公告栏，也发在网上。", "有人说没有收到会议通知。")
    yield hand.on(hand.at + _HOUR)
    for each in (pair[0], taken):
        objections.review(each, actor=crew.supervisor, at=hand.at)
    yield hand.on(hand.at + 2 * _DAY)
    escalations.escalate(taken, why="公告栏那几天在修，看不到。", actor=crew.residents[12], at=hand.at)
    yield hand.on(hand.at + 3 * _DAY)
    escalations.answer(
        taken,
        "street",
        outcome="partly",
        text="查了：公告栏那两天确实在修，网上的通知按时发了。表决有效；请社区以后公告栏停用时在楼门口补贴。",
        actor=crew.officer,
        at=hand.at,
    )


_LIGHTS = {10: "楼角立杆正好在我家晾衣架外面。", 11: "杆子立在楼角，晒衣服要被挡住。"}


def _file(crew: Crew, number: str, at: datetime, who: int, ground: str, facts: str) -> int:
    return objections.file(number, ground=ground, facts=facts, actor=crew.residents[who], at=at)


def _reply(crew: Crew, objection_id: int, at: datetime, text: str, public_facts: str) -> None:
    objections.reply(
        objection_id,
        outcome="dismissed",
        text=text,
        public_facts=public_facts,
        actor=crew.clerk,
        at=at,
    )
