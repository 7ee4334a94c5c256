"""Promised and delivered: every approved project, its day and its money against what came of them, those overdue first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.indicators import STANDINGS, Standing, share
from microprojects.domain.money import Fen, yuan
from microprojects.domain.places import short_name
from microprojects.domain.promises import days_late
from microprojects.store import indicators, promises
from microprojects.store.db import db
from microprojects.store.promises import Promise
from microprojects.web import kept_figures
from microprojects.web.filters import date_iso, money
from microprojects.web.graphs import Graph
from microprojects.web.guard import anyone
from microprojects.web.paging import SIZE, asked, first_row, pages
from microprojects.web.public.graph_looks import Look
from microprojects.web.public.overviews import asked_year, look_at, place_options
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("public_promises", __name__)


@bp.get("/promises")
@anyone
def index() -> ResponseReturnValue:
    """Show the approved projects against their promises, by place, year and standing."""
    session, year, only, number = db.session(), asked_year(), _standing(), asked()
    look, place = look_at(session, request.args.get("community", "")[:40], year)
    counts: Counter[Standing] = Counter()
    for each in look.promises:
        counts[each.standing] += each.count
    found = counts[only] if only else counts.total()
    count = pages(number, found)
    rows = _shown(look, only, number)
    here: dict[str, Any] = {
        "community": place.slug if place else None,
        "year": year,
        "state": only.value if only else None,
    }
    return render_template(
        "public/promises/index.html",
        place=place,
        community=place if place and place.level == "community" else None,
        slug=place.slug if place else "",
        year=year or "",
        only=only.value if only else "",
        years=[("", _("全部年度")), *((str(each), str(each)) for each in indicators.years(session))],
        places=place_options(list(look.areas.values())),
        standings=[("", _("全部")), *((each.value, _(words)) for each, words in STANDINGS.items())],
        minutes=kept_figures.minutes(),
        says=_says(counts, look),
        figures=[
            (_(STANDINGS[each]), counts[each], _("个"))
            for each in _HEADLINES
            if counts[each] or each not in _SOMETIMES
        ],
        by_place=_by_place(look),
        rows=[_row(each, look.today) for each in rows],
        found=found,
        page=number,
        pages=count,
        earlier=url_for(".index", **here, page=number - 1) if number > 1 else None,
        later=url_for(".index", **here, page=number + 1) if number < count else None,
        spreadsheet=url_for(".spreadsheet", **here),
    )


@bp.get("/promises.csv")
@anyone
def spreadsheet() -> ResponseReturnValue:
    """Send the same projects for a spreadsheet."""
    year, only = asked_year(), _standing()
    look, _place = look_at(db.session(), request.args.get("community", "")[:40], year)
    head = [
        _("项目编号"), _("项目"), _("社区"), _("状态"), _("比一比"), _("约定完工"), _("报完工日"), _("验收合格"), _("晚几天"),
        _("批准，含自筹（元）"), _("已付，含自筹（元）"),
    ]  # fmt: skip
    words = {each: _(told) for each, told in STANDINGS.items()}

    def cells(session: Session) -> Iterator[list[object]]:
        for each in promises.walk(session, look.scope, look.today, only=only):
            late = _late(each, look.today)
            yield [
                each.number, each.title, each.community, _(each.state.label), words[each.standing],
                each.planned or "", each.reported or "", each.done or "", late if late > 0 else "", _plain(each.approved_fen),
                _plain(each.paid_fen),
            ]  # fmt: skip

    return as_csv("promises.csv", head, cells)


_KEPT_PAGES = 3
_HEADLINES = (
    Standing.OVERDUE, Standing.RUNNING, Standing.UNDATED, Standing.LATE, Standing.KEPT, Standing.STOPPED,
)  # fmt: skip
# Told where there are any, so that the numbers add up to all.
_SOMETIMES = (Standing.UNDATED, Standing.STOPPED)


def _standing() -> Standing | None:
    """Return the standing that is asked for, None for all; anything else is not found."""
    typed = request.args.get("state", "")
    if typed and typed not in list(Standing):
        abort(404)
    return Standing(typed) if typed else None


def _shown(look: Look, only: Standing | None, number: int) -> Sequence[Promise]:
    """Return the projects of one page; the first pages are kept as long as the figures, for all are put in order each time."""

    def read() -> Sequence[Promise]:
        return promises.page(
            look.session, look.scope, look.today, only=only, limit=SIZE, offset=first_row(number)
        )

    return look.figure(f"promises {only} {number}", read) if number <= _KEPT_PAGES else read()


def _says(counts: Counter[Standing], look: Look) -> str:
    """Say how much of what was promised was kept."""
    finished = counts[Standing.KEPT] + counts[Standing.LATE]
    approved, paid = (sum(getattr(s, f"{name}_fen") for s in look.promises) for name in ("approved", "paid"))
    told = _(
        "立项 %(all)s 个，完成 %(done)s 个，其中按期 %(kept)s 个；到期没完成 %(overdue)s 个。",
        all=counts.total(), done=finished, kept=counts[Standing.KEPT], overdue=counts[Standing.OVERDUE],
    )  # fmt: skip
    return told + _(
        "财政和自筹合在一起，批准 %(approved)s，已付 %(paid)s。",
        approved=money(Fen(approved)), paid=money(Fen(paid)),
    )  # fmt: skip


def _by_place(look: Look) -> Graph:
    """Return the sums of each place; the numbers of projects in a row add up to those that were approved."""
    kinds = ("all", *Standing, "approved", "paid")
    counted: dict[int, dict[str, int]] = {}
    for each in look.promises:
        row = counted.setdefault(each.area_id, dict.fromkeys(kinds, 0))
        row["all"] += each.count
        row["approved"] += each.approved_fen
        row["paid"] += each.paid_fen
        row[each.standing] += each.count
    rows = [
        (name, {**row, "share": share(row["paid"], row["approved"])})
        for name, row in look.grouped(counted, kinds).items()
    ]
    some = {each.standing for each in look.promises}
    others = [
        (each.value, _(STANDINGS[each]))
        for each in (Standing.LATE, Standing.RUNNING, *_SOMETIMES)
        if each in some or each not in _SOMETIMES
    ]
    return Graph(
        "promises", _("各处的承诺与兑现"), "", look.head,
        [("overdue", _("到期没完成")), ("kept", _("按期完成"))], rows,
        more=[
            *others, ("all", _("立项")), ("approved", _("批准，含自筹（元）")), ("paid", _("已付，含自筹（元）")),
            ("share", _("已付占批准")),
        ],
        units={"approved": "fen", "paid": "fen", "share": "percent"}, sums=True,
    )  # fmt: skip


def _row(each: Promise, today: date) -> list[object]:
    late = _late(each, today)
    tail = _("，晚 %(n)s 天", n=late) if late > 0 else ""
    return [
        {
            "text": each.title,
            "small": f"{short_name(each.community)} · {each.number}",
            "url": f"/projects/{each.number}",
        },
        {"text": _(STANDINGS[each.standing]) + tail, "small": _(each.state.label), "url": None},
        *(date_iso(on) if on else "–" for on in (each.planned, each.reported, each.done)),
        yuan(each.approved_fen),
        yuan(each.paid_fen),
    ]


def _late(each: Promise, today: date) -> int:
    """Return by how many days a project is, or was, late; nothing where it is not."""
    if each.standing not in (Standing.OVERDUE, Standing.LATE):
        return 0
    return days_late(each.planned, each.reported or each.done, today)


def _plain(fen: Fen) -> str:
    return yuan(fen).replace(",", "")
