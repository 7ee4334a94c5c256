"""What a residents' poll said about a project, and how the council departs from it, in words for every counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.departures import Decided, PollSaid
from microprojects.store.departures import Departure


@dataclass(frozen=True)
class Against:
    """A decision against a poll as public pages tell it; without a reason it is still to be written."""

    title: str
    project_url: str
    meeting_url: str
    words: str
    reason: str
    at: datetime


def said(found: PollSaid | None) -> str:
    """Say whether residents chose a project, its place and votes, how many took part, and what that is good for."""
    if found is None:
        return ""
    words = short(found) + _("名册 %(all)s 人，%(n)s 人投了票。", all=found.on_roll, n=found.took_part)
    return words + (_("本方案以居民投票为准。") if found.binding else _("供议事会参考。"))


def short(found: PollSaid) -> str:
    """Say whether residents chose a project, with its place and votes."""
    facts = {"rank": found.rank, "among": found.among, "n": found.received}
    if found.selected:
        return _("居民投票选上了：%(among)s 个项目里第 %(rank)s 名，%(n)s 票。", **facts)
    return _("居民投票没有选上：%(among)s 个项目里第 %(rank)s 名，%(n)s 票。", **facts)


def departed(found: Departure) -> str:
    """Say what residents and what the council decided."""
    facts = {"rank": found.rank, "n": found.received, "what": _(Decided(found.decided).label)}
    if found.selected:
        return _("居民投票选上了（第 %(rank)s 名，%(n)s 票），%(what)s。", **facts)
    return _("居民投票没有选上（第 %(rank)s 名，%(n)s 票），%(what)s。", **facts)


def against(rows: Iterable[Departure]) -> list[Against]:
    """Return departures as public pages tell them."""
    return [_told(row) for row in rows]


def by_item(rows: Mapping[int, Departure]) -> dict[int, Against]:
    """Return the departures of a meeting by item, as its public page tells them."""
    return {item_id: _told(row) for item_id, row in rows.items()}


def _told(row: Departure) -> Against:
    return Against(
        title=row.project.title,
        project_url=url_for("public_projects.project", number=row.project.number),
        meeting_url=url_for("public_meetings.meeting", meeting_id=row.item.meeting_id),
        words=departed(row),
        reason=row.reason,
        at=row.decided_at,
    )
