"""The sheets of a meeting for the paper board: its notice, what is up for decision, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.store import calls, posters, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.store.posters import CALLED, DECIDED, Item
from microprojects.web import call_words
from microprojects.web.board_sheets import Row
from microprojects.web.filters import clock, full_day, money, weekday_day
from microprojects.web.posters import Column, Day, Foot, Sheet, phone_of, unit_of


def notice(meeting: Meeting, address: str) -> Sheet:
    """Return the notice of a meeting: when, where, what about, and how anyone can listen."""
    area, items = meeting.council.area, posters.agenda(db.session(), meeting.id)
    ground = call_words.said(calls.of_meeting(db.session(), meeting.id))
    return Sheet(
        place=area.name,
        number=meeting.council.name,
        mark=_("会"),
        seal=_("通知"),
        title=meeting.title,
        address=address,
        rows=[Row(_("在哪里"), meeting.place, ground), Row(_("议程"), _("%(n)s 项", n=len(items)))],
        columns=_columns(),
        lines=[_line(item) for item in items],
        empty=_("议程排好以后写在网上，扫码看。"),
        day=Day(_("哪天开会"), _moment(meeting)),
        how=_("谁都可以来旁听"),
        ways=_ways(area),
        foot=_foot(meeting, _("%(day)s 召集", day=full_day(meeting.called_at)), CALLED),
    )


def candidates(meeting: Meeting, address: str) -> Sheet:
    """Return the projects on which a meeting is to decide, with number, place and price."""
    area, items = meeting.council.area, posters.agenda(db.session(), meeting.id)
    total = Fen(sum(item.total_fen for item in items))
    return Sheet(
        place=area.name,
        number=meeting.council.name,
        mark=_("项"),
        seal=_("名单"),
        title=_("上会的 %(n)s 个项目", n=len(items)),
        address=address,
        rows=[Row(_("一共要"), money(total))] if items else [],
        columns=_columns(),
        lines=[_line(item) for item in items],
        empty=_("议程排好以后写在网上，扫码看。"),
        day=Day(_("由%(council)s表决", council=meeting.council.name), _moment(meeting)),
        how=_("谁都可以来旁听"),
        ways=_ways(area),
        foot=_foot(meeting, _("%(day)s 召集", day=full_day(meeting.called_at)), CALLED),
    )


def result(meeting: Meeting, present: int, address: str) -> Sheet:
    """Return what a meeting decided on each item, the refused ones too."""
    area, items = meeting.council.area, posters.agenda(db.session(), meeting.id)
    passed = sum(item.state == "passed" for item in items)
    rejected = sum(item.state == "rejected" for item in items)
    came = _("应到 %(due)s 人，实到 %(present)s 人", due=meeting.members_due, present=present)
    held = _("%(council)s，%(day)s", council=meeting.council.name, day=full_day(meeting.starts_at))
    counts = _("赞成"), _("反对"), _("弃权")
    return Sheet(
        place=area.name,
        number=meeting.council.name,
        mark=_("果"),
        seal=_("结果"),
        title=meeting.title,
        address=address,
        rows=[
            Row(_("谁定的"), held, came),
            Row(_("定了什么"), _("通过 %(a)s 项，未通过 %(b)s 项", a=passed, b=rejected)),
        ],
        columns=[
            Column(""),
            Column(_("项目"), wide=True),
            *(Column(head, right=True) for head in counts),
            Column(_("结果")),
        ],
        lines=[_decided(item) for item in items],
        empty=_("这次会议没有议程。"),
        how=_("想多知道一些"),
        ways=_more(area),
        foot=_foot(meeting, _("%(day)s 开会", day=full_day(meeting.starts_at)), DECIDED),
    )


def _moment(meeting: Meeting) -> str:
    return f"{weekday_day(meeting.starts_at)} {clock(meeting.starts_at)}"


def _columns() -> list[Column]:
    return [
        Column(""),
        Column(_("项目"), wide=True),
        Column(_("在哪里"), wide=True),
        Column(_("要多少钱"), right=True),
    ]


def _line(item: Item) -> list[str]:
    title = _titled(item.title, item.purpose)
    price = money(item.total_fen) if item.total_fen else ""
    return [str(item.position), f"{title} {item.number}", item.place, price]


def _decided(item: Item) -> list[str]:
    title = _titled(item.title, item.purpose)
    vote = item.vote
    counted = vote is not None and vote.in_favour is not None
    counts = [str(n) for n in (vote.in_favour, vote.against, vote.abstain)] if vote and counted else ["–"] * 3
    return [str(item.position), f"{title} {item.number}", *counts, _state(item)]


def _state(item: Item) -> str:
    words = {"passed": _("通过"), "rejected": _("未通过"), "tabled": _("搁置")}
    return words.get(item.state, _("没有表决"))


def _foot(meeting: Meeting, said: str, verbs: Sequence[Action]) -> Foot:
    """Return the foot of a meeting's sheet: its rules are those of its first item, else of the community's round."""
    session = db.session()
    book = rulebooks.of_meeting(session, meeting)
    entry = posters.entry_of_meeting(session, meeting.id, verbs)
    return Foot(unit_of(meeting.council.area), said, rules=book.hash if book else "", entry=entry)


def _ways(area: Area) -> list[str]:
    """Return how a resident comes to listen, and to speak."""
    found = [
        _("不用报名，准时来就行。旁听的人不投票。"),
        _("想发言、想列席，请先到%(office)s说一声。", office=unit_of(area)),
    ]
    return [*found, *phone_of(area), _("来不了，散会后扫码看表决结果和纪要。")]


def _more(area: Area) -> list[str]:
    found = [_("扫右边的码，看每一项的材料和纪要"), _("到%(office)s翻看纸质的", office=unit_of(area))]
    return [*found, *phone_of(area)]


def _titled(title: str, purpose: str) -> str:
    """Return an item's title with what is decided of it, where that is not the project as a whole."""
    if purpose == "change":
        return _("合同变更：%(what)s", what=title)
    return _("追认：%(what)s", what=title) if purpose == "ratify" else title
