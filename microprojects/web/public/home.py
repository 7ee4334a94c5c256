"""The homes: of the district, and of each community."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import areas, funds, listings, packaged, polls
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.disclosures import NoticeWindow
from microprojects.web import linked_data
from microprojects.web.filters import short_amount
from microprojects.web.guard import anyone
from microprojects.web.public import histories, now_words, tracks
from microprojects.web.public.cards import Clock, cards
from microprojects.web.public.polls import unfinished
from microprojects.web.public.project_words import window_day
from microprojects.web.windows import clock

bp = Blueprint("public_home", __name__)

ON_NOTICE = (State.NOTICING, State.OBJECTED, State.RESULT_NOTICE)
AT_WORK = (
    State.PROCURING,
    State.CONTRACTED,
    State.IMPLEMENTING,
    State.CHANGING,
    State.SUSPENDED,
    State.INSPECTING,
    State.RECTIFYING,
    State.SETTLING,
)
OUTCOMES = (State.CLOSED, State.EVALUATING, State.REJECTED, State.CANCELLED)


@bp.route("/")
@anyone
def district() -> ResponseReturnValue:
    """Show the whole district: what is on notice, this year's money, the communities."""
    return _home(None, now())


@bp.route("/c/<slug>/")
@anyone
def community(slug: str) -> ResponseReturnValue:
    """Show one community's notice board."""
    return _home(areas.by_slug(db.session(), slug), now())


def _home(place: Area | None, at: datetime) -> ResponseReturnValue:
    session = db.session()
    path, today = (place.path if place else ""), local_day(at)
    everything = listings.by_shelf(
        session, {"notice": ON_NOTICE, "work": AT_WORK, "outcome": OUTCOMES}, area_path=path
    )
    counts = listings.counts_by_state(session, (State.ACCEPTED, State.EVALUATING), area_path=path)
    money = funds.totals(session, today.year, area_path=path)
    windows = listings.windows(session, [row.number for row in everything["notice"]])
    clocks = {number: _clock(window, today) for number, window in windows.items() if not window.paused_at}
    paused = [row.number for row in everything["notice"] if row.state is State.OBJECTED]
    objections = listings.objections(session, paused)
    standing = {number: now_words.objected(rows, at) for number, rows in objections.items()}
    return render_template(
        "public/home/home.html",
        community=place,
        about=linked_data.of_home(place),
        communities=areas.at_level(session, "community"),
        shelves={name: cards(rows, today, clocks, standing) for name, rows in everything.items()},
        open_to_object={number for number, window in windows.items() if not clock(window, at).is_over},
        waiting={
            "seconding": counts.get(State.ACCEPTED, 0),
            "evaluating": counts.get(State.EVALUATING, 0),
        },
        running=polls.running(session, at, area_path=path),
        unfinished=unfinished(at),
        meetings=listings.coming_meetings(session, at, area_path=path),
        money=money,
        money_says=_money_says(place, today.year, money),
        money_parts=[
            ("paid", _("已付"), money.paid_fen),
            ("contract", _("已签约，待付"), money.committed_fen),
            ("approved", _("已立项，待签约"), money.reserved_fen),
        ],
        lines=histories.lines(session, listings.latest_journal(session, area_path=path)),
        how=tracks.outline(packaged.scheme("futian_3_3")),
    )


def _money_says(place: Area | None, year: int, money: funds.Totals) -> str:
    left = Fen(money.allocated_fen - money.reserved_fen - money.committed_fen - money.paid_fen)
    return _(
        "%(place)s %(year)s 年共 %(all)s，还可安排 %(left)s。",
        place=place.name if place else _("全区"),
        year=year,
        all=" ".join(short_amount(money.allocated_fen)),
        left=" ".join(short_amount(left)),
    )


def _clock(window: NoticeWindow, today: date) -> Clock:
    return Clock(window_day(window, today), window.days, window.first_day, window.last_day, today)
