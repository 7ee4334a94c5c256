"""Money that is overdue in words: a retention that was not paid when its warranty was over, and what an audit wants back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.places import short_name
from microprojects.domain.promises import days_late
from microprojects.domain.refunds import outstanding
from microprojects.domain.workdays import local_day
from microprojects.store.arrears import Retained
from microprojects.store.audit_lists import Owing
from microprojects.store.audits import Drawn
from microprojects.web.filters import date_iso, full_day, money

Cells = list[Any]


def unpaid(fen: Fen, until: date | None, today: date) -> str:
    """Say by how many days a retention is overdue; nothing while it is in time, or where nothing is left."""
    days = days_late(until, None, today)
    if not days or not fen or until is None:
        return ""
    return _(
        "质保金 %(fen)s，%(day)s到期，过了 %(n)s 天还没付。", fen=money(fen), day=full_day(until), n=days
    )


def owed(found: Drawn | None, today: date) -> str:
    """Say what an audit wants back that did not come, and since when; nothing where all of it did."""
    result = found.result if found else None
    if found is None or result is None or found.owed_since is None:
        return ""
    rest, since = outstanding(result.refund_fen, found.back_fen), local_day(found.owed_since)
    if not rest:
        return ""
    told = {"fen": money(rest), "day": full_day(since), "n": (today - since).days}
    return _("审计查出要退的钱还差 %(fen)s，从%(day)s欠到现在，%(n)s 天了。", **told)


def columns() -> list[tuple[str, str]]:
    """Return the columns of what is overdue."""
    return [(_("从哪天起"), "d"), (_("哪一笔"), ""), (_("社区"), "w"), (_("金额"), "n")]


def rows(kept: Sequence[Retained], owing: Sequence[Owing], today: date) -> list[Cells]:
    """Return what is overdue, a row each, the oldest first."""
    found: list[tuple[date, Cells]] = [
        (each.until, _row(each.until, _("质保金没有付给实施单位"), each.project, each.fen, today))
        for each in kept
    ]
    for one in owing:
        since, rest = local_day(one.since), outstanding(one.refund_fen, one.back_fen)
        found.append((since, _row(since, _("审计查出要退，还没退回"), one.project, rest, today)))
    return [row for _since, row in sorted(found, key=lambda each: each[0])]


def by_number(kept: Iterable[Retained], today: date) -> dict[str, str]:
    """Return the sentences about retentions by the number of the project."""
    return {each.project.number or "": unpaid(each.fen, each.until, today) for each in kept}


def _row(since: date, what: str, project: Any, fen: Fen, today: date) -> Cells:
    days = _("过了 %(n)s 天", n=(today - since).days)
    return [
        date_iso(since),
        {
            "text": f"{what} · {project.title}",
            "small": _("，").join((days, project.number)),
            "url": f"/projects/{project.number}",
        },
        short_name(project.area.name),
        yuan(fen),
    ]
