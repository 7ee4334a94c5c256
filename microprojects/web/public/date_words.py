"""The last days of a project's year on its page: which later one was allowed and why, and whether it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from microprojects.domain.last_dates import UNDER_WAY, WORDS, Which, last_day
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import date_iso


@dataclass(frozen=True)
class DateLine:
    """One sentence about a last day; `late` where it is over and nothing is done."""

    says: str
    late: bool = False


def shown(record: ProjectRecord, today: date) -> list[DateLine]:
    """Return what is to be said of last days: nothing of a project that keeps them."""
    lines, allowed = [], None
    for each in record.happenings:
        if each.kind != "extension":
            continue
        which, until = each.more.split("/", 1)
        allowed = date.fromisoformat(until) if which == Which.FINISH else allowed
        told = {"what": _(WORDS[which]), "day": until, "why": record.wording.read(each.text)}
        lines.append(DateLine(_("街道领导准这个项目延到 %(day)s %(what)s。理由：%(why)s", **told)))
    project = record.project
    last = last_day(record.rules, Which.FINISH, project.round.year)
    if last is not None and project.state in UNDER_WAY:
        last = max(last, allowed or last)
        if today > last:
            days = (today - last).days
            told = {"day": date_iso(last), "n": days}
            lines.append(DateLine(_("最晚 %(day)s 完工，过了 %(n)s 天还没有做完。", **told), late=True))
    return lines
