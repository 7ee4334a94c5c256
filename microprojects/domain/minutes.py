"""The minutes of a meeting: what they say, drafted from the record, and what the public reads of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from microprojects.domain.calls import MEMBERS, REGULAR, Ground
from microprojects.domain.casting import CHOICES, MODES
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.floor import SIDES
from microprojects.domain.kept_minutes import Ruling, ruling_line
from microprojects.domain.masks import public_name
from microprojects.domain.motions import KINDS, Hands
from microprojects.domain.observers import KINDS as OBSERVERS
from microprojects.domain.privacy import redact
from microprojects.domain.workdays import SHANGHAI

LONGEST = 50_000


class MeetingNotOver(Refusal):
    """Minutes are drafted when the meeting is over."""

    code = "meeting-not-over"
    message = N_("会议还没有散会，纪要还不能起草。请散会后再办。")


class MinutesApproved(Refusal):
    """Approved minutes are never edited."""

    code = "minutes-approved"
    message = N_("这一版纪要已经确认，不能再改。要更正，请另起草一版，旧版会留着。")


class MinutesNotApproved(Refusal):
    """Only approved minutes are signed."""

    code = "minutes-not-approved"
    message = N_("这一版纪要还没有确认，不能签字。请主持人先确认。")


@dataclass(frozen=True)
class VoteRecord:
    """One vote as the minutes tell it; `said` is what each member said in a roll-call."""

    mode: str
    sentence: str
    witnesses: str
    void_reason: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MotionRecord:
    """One motion as the minutes tell it."""

    kind: str
    text: str
    moved_by: str
    hands: Hands
    carried: bool


@dataclass(frozen=True)
class ItemRecord:
    """One item as the minutes tell it; `recused` are names with their reasons, `spoke` names with sides, and who only listened in."""

    position: int
    title: str
    number: str
    purpose: str  # decide, ratify, change
    recused: tuple[tuple[str, str], ...]
    discussion: str
    votes: tuple[VoteRecord, ...]
    tabled_reason: str
    spoke: tuple[tuple[str, str, bool], ...] = ()
    motions: tuple[MotionRecord, ...] = ()
    tabled_by: tuple[int, int] | None = None  # hands for and against, where the room was asked
    departure: str = ""  # that it was decided otherwise than residents voted, and why


@dataclass(frozen=True)
class MeetingRecord:
    """One meeting as the minutes tell it."""

    title: str
    council: str
    place: str
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    due: int
    present: tuple[str, ...]
    note: str
    items: tuple[ItemRecord, ...]
    late: tuple[tuple[str, datetime], ...] = ()  # who came after the opening, and when
    left: tuple[tuple[str, datetime], ...] = ()  # who went before the end and did not come back
    ground: Ground | None = None  # on which it was called
    observers: tuple[tuple[str, str], ...] = ()  # who came without a vote, and as what
    given: tuple[tuple[str, str, str], ...] = ()  # who gave their vote to whom, and the number of the paper
    on_leave: tuple[str, ...] = ()  # who was due, had said that they could not come, and did not
    absent: tuple[str, ...] = ()  # who was due and stayed away without leave, nor gave their vote to anybody
    rulings: tuple[Ruling, ...] = ()  # about the minutes of earlier meetings


# What may set the letters of a name apart, and is not seen or hardly.
_BETWEEN = "[ \\t\u3000\u200b-\u200d\u2060\ufeff]*"


def compose(record: MeetingRecord) -> str:
    """Write the minutes of a meeting in the source language, one fact a line."""
    return "\n".join(_lines(record))


def published(text: str, names: Iterable[str]) -> str:
    """Return the text as the public reads it: names masked, and whatever else is personal taken out."""
    for name in sorted({each for each in names if each}, key=len, reverse=True):
        text = re.sub(_BETWEEN.join(map(re.escape, name)), public_name(name), text)
    return redact(text)


def _lines(record: MeetingRecord) -> Iterator[str]:
    yield f"{record.title}纪要"
    yield ""
    yield f"议事机构：{record.council}"
    if record.ground is not None:
        yield f"召集：{_ground(record.ground)}"
    yield f"时间：{_span(record)}"
    yield f"地点：{record.place}"
    yield f"应到 {record.due} 人，到会 {len(record.present)} 人。"
    yield from _people(record)
    if record.note:
        yield f"说明：{record.note}"
    yield from map(ruling_line, record.rulings)
    for item in record.items:
        yield ""
        yield from _item_lines(item)


def _people(record: MeetingRecord) -> Iterator[str]:
    """Tell who came, came late or left early, who stayed away with leave or without, who voted through whom, and who listened."""
    if record.present:
        yield f"到会：{'、'.join(record.present)}"
    for what, moves in (("迟到", record.late), ("中途离开", record.left)):
        if moves:
            yield f"{what}：" + "、".join(f"{name}（{_clock(at)}）" for name, at in moves)
    for why, names in (("请假", record.on_leave), ("缺席", record.absent)):
        if names:
            yield f"{why} {len(names)} 人：{'、'.join(names)}"
    for principal, delegate, paper in record.given:
        yield f"委托：{principal}委托{delegate}投票（{paper}）"
    if record.observers:
        told = "、".join(f"{name}（{OBSERVERS[kind]}）" for name, kind in record.observers)
        yield f"列席 {len(record.observers)} 人：{told}"


_PURPOSES = {"ratify": "追认", "change": "合同变更："}


def _item_lines(item: ItemRecord) -> Iterator[str]:
    what = _PURPOSES.get(item.purpose, "")
    yield f"第 {item.position} 项：{what}{item.title}（{item.number}）"
    for name, reason in item.recused:
        yield f"回避：{name}，{reason}"
    if item.spoke:
        yield "发言：" + "、".join(
            f"{name}（{'列席，' if listens else ''}{SIDES[side]}）" for name, side, listens in item.spoke
        )
    if item.discussion:
        yield f"讨论：{item.discussion}"
    for motion in item.motions:
        yield _motion_line(motion)
    for vote in item.votes:
        yield from _vote_lines(vote)
    if item.tabled_reason:
        asked = f"（赞成 {item.tabled_by[0]} 人，反对 {item.tabled_by[1]} 人）" if item.tabled_by else ""
        yield f"搁置：{item.tabled_reason}{asked}"
    if item.departure:
        yield item.departure


def _motion_line(motion: MotionRecord) -> str:
    said = f"，{motion.text}" if motion.text else ""
    hands, end = motion.hands, "通过" if motion.carried else "未通过"
    return (
        f"动议（{KINDS[motion.kind]}）：{motion.moved_by}提出{said}；"
        f"赞成 {hands.in_favour} 人，反对 {hands.against} 人，弃权 {hands.abstain} 人，{end}。"
    )


def _vote_lines(vote: VoteRecord) -> Iterator[str]:
    if vote.void_reason:
        yield f"作废的表决：{vote.void_reason}"
    if vote.sentence:
        yield f"表决（{MODES[vote.mode]}）：{vote.sentence}"
    if vote.said:
        yield "各人：" + "，".join(f"{name} {CHOICES[choice]}" for name, choice in vote.said)
    if vote.witnesses:
        yield f"监票：{vote.witnesses}"


def _ground(ground: Ground) -> str:
    if ground.kind == REGULAR:
        return "例会"
    if ground.kind == MEMBERS:
        return f"临时会议，议事员 {ground.asked} 人要求（在任 {ground.counted} 人，要 {ground.needed} 人）"
    return f"临时会议，居民 {ground.asked} 人签名要求（成年居民 {ground.counted} 人，要 {ground.needed} 人）"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def _span(record: MeetingRecord) -> str:
    start = (record.opened_at or record.starts_at).astimezone(SHANGHAI)
    text = f"{start.year}年{start.month}月{start.day}日 {_clock(start)}"
    if record.opened_at is None or record.closed_at is None:
        return text
    return f"{text}–{_clock(record.closed_at)}"
