"""The checklist of a residents' poll: what is done, and what its next step still waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.errors import Refusal
from microprojects.domain.paper_balances import require_balance
from microprojects.domain.people import Role
from microprojects.domain.polls import PollState, challenge_ends, require_over, require_times
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services.poll_counts import SIGNATURES
from microprojects.store import ballots, paper_sheets, poll_desks
from microprojects.store.polls import Poll, PollOption
from microprojects.web.filters import day_clock, full_code
from microprojects.web.language import sentence
from microprojects.web.office.next_steps import Blocking
from microprojects.web.public.poll_words import who_votes


def of(
    session: Session, poll: Poll, options: Sequence[PollOption], took_part: int, at: datetime
) -> list[Blocking]:
    """Return what is done and what is missing before the next step of a poll; nothing once it is over."""
    match poll.stands:
        case PollState.PREPARED:
            return [_projects(options), _roll(session, poll, at), _times(poll, at)]
        case PollState.OPEN:
            frozen = _("选票、名册、规则都已定死，名册上 %(n)s 人", n=poll.voters_on_roll)
            return [Blocking(True, frozen, ""), _over(poll, at), *_paper(session, poll, at)]
        case PollState.CLOSED:
            return [_box(poll, took_part), _lot(session, poll)]
        case PollState.COUNTED:
            return [Blocking(True, _("计了票，结果已公开"), ""), _shown(poll, at), _signed(session, poll)]
    return []


def why_not_over(poll: Poll, at: datetime) -> str:
    """Return why a poll cannot be closed now, nothing where it can."""
    return _no(lambda: require_over(poll.stands, poll.closes_at, at=at))


def _no(rule: Callable[[], None]) -> str:
    try:
        rule()
    except Refusal as no:
        return sentence(no)
    return ""


def _projects(options: Sequence[PollOption]) -> Blocking:
    gone = [option.project for option in options if option.project.state is not State.READY]
    words = _("选票上 %(n)s 个项目，方案都定了，等着上会", n=len(options))
    if not gone:
        return Blocking(True, words, "")
    note = _(
        "%(numbers)s 已经不在“待上会”，请取消这次投票，另外准备。",
        numbers="、".join(project.number or "" for project in gone),
    )
    return Blocking(False, words, note)


def _roll(session: Session, poll: Poll, at: datetime) -> Blocking:
    people = len(poll_desks.electors(session, poll, local_day(at)))
    words = _("名册：现在能投的 %(n)s 人", n=people)
    if people:
        return Blocking(
            True,
            words,
            _("%(who)s。开始时定死，之后核实的人这次不能投。", who=who_votes(poll_desks.franchise(poll))),
        )
    return Blocking(False, words, _("还没有人能投。"), url_for("office_residents.queue"), _("去核实居民"))


def _times(poll: Poll, at: datetime) -> Blocking:
    note = _no(lambda: require_times(max(poll.opens_at, at), poll.closes_at, at=at))
    words = _(
        "时间：%(opens)s 到 %(closes)s", opens=day_clock(poll.opens_at), closes=day_clock(poll.closes_at)
    )
    return Blocking(not note, words, note and _("时间已经不够。请取消这次投票，另外准备。"))


def _over(poll: Poll, at: datetime) -> Blocking:
    note = why_not_over(poll, at)
    return Blocking(not note, _("投票时间到了"), note)


def _paper(session: Session, poll: Poll, at: datetime) -> list[Blocking]:
    """Return what the paper still lacks once the time is over; nothing where none was given out."""
    told = paper_sheets.count(session, poll.id)
    if at < poll.closes_at or not told.is_in_use:
        return []
    words = _("纸质选票两个人都录过，录得一样，张数对得上")
    if told.is_balanced:
        return [Blocking(True, words, _("发出 %(n)s 张，都有下落。", n=told.issued))]
    note = _no(lambda: require_balance(told))
    if told.waiting:
        return [
            Blocking(
                False, words, note, url_for("office_paper_readings.read", poll_id=poll.id), _("去录纸质选票")
            )
        ]
    return [
        Blocking(False, words, note, url_for("office_paper_readings.balance", poll_id=poll.id), _("去对数"))
    ]


def _box(poll: Poll, took_part: int) -> Blocking:
    words = _("票箱封好了，%(n)s 人投了票", n=took_part)
    return Blocking(True, words, _("票箱的记账码 %(code)s", code=full_code(poll.closed_hash)))


def _lot(session: Session, poll: Poll) -> Blocking:
    lot = ballots.lot(session, poll.id)
    if lot is None:
        return Blocking(True, _("还没有抽签"), _("有项目分不出先后才用抽签；要用时，计票那一步会说。"))
    note = _("点数 %(dice)s，见证人：%(who)s", dice=lot.dice, who=lot.witnesses)
    return Blocking(True, _("抽过签，已公开"), note)


def _shown(poll: Poll, at: datetime) -> Blocking:
    ends = challenge_ends(poll.counted_at or at, poll.challenge_days)
    words = _("结果公示满 %(n)s 天", n=poll.challenge_days)
    return Blocking(at >= ends, words, _("公示到 %(when)s。", when=day_clock(ends)))


def _signed(session: Session, poll: Poll) -> Blocking:
    names = [_(Role(each.role).label) for each in poll_desks.signatures(session, poll.id)]
    words = _("两个人确认：主持人、评议监督员各一位")
    note = _("已确认：%(who)s。", who="、".join(names)) if names else _("还没有人确认。")
    return Blocking(len(names) >= SIGNATURES, words, note)
