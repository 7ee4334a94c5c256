"""The sheet of a disclosure for the paper board, with the days of its own notice."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from microprojects.store import rulebooks
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.journal import JournalEntry
from microprojects.web import board_sheets
from microprojects.web.filters import clock, day, full_day, weekday_day
from microprojects.web.posters import Day, Foot, Sheet


def sheet_of(
    row: Disclosure, mark: str, window: NoticeWindow | None, entry: JournalEntry | None, address: str
) -> Sheet:
    """Return the sheet of a version; `window` is its own, running or ended."""
    project, at = row.project, row.published_at
    said = _("%(day)s %(clock)s 公开，第 %(n)s 版", day=full_day(at), clock=clock(at), n=row.version)
    rules = str(row.body.get("rules_hash") or rulebooks.of(project).hash)
    return Sheet(
        place=project.area.name,
        number=_("编号 %(number)s", number=project.number),
        mark=mark,
        seal=pgettext("seal", "公开"),
        title=str(row.body.get("title") or project.title),
        address=address,
        summary=str(row.body.get("summary") or ""),
        rows=board_sheets.rows(row),
        seats=board_sheets.seats(row),
        day=_day(window),
        how=_("怎么说"),
        ways=board_sheets.ways(project.area),
        foot=Foot(row.unit, said, row.sha256, rules, entry),
    )


def _day(window: NoticeWindow | None) -> Day | None:
    if window is None:
        return None
    if window.awaits_posting:
        return Day(_("有意见，从现在起就可以说"), _("从贴上的次日起，公示 %(n)s 天", n=window.days))
    if window.paused_at is not None and window.ended_at is None:
        rest = _("答复以后接着公示 %(n)s 天", n=window.days_left)
        return Day(_("收到异议，公示暂停"), rest)
    beside = (_("公示 %(n)s 天", n=window.window.all_days), _("从 %(day)s起", day=day(window.first_day)))
    return Day(_("有意见，请在这天 24 时前说"), weekday_day(window.last_day), beside)
