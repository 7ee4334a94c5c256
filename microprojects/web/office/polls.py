"""Residents' polls at the desk: prepared, looked after, opened and called off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.category_caps import CapBindsNothing, CapOffBallot, CapShutsOut
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.exclusive_groups import GroupOffBallot, GroupTooSmall
from microprojects.domain.money import Fen
from microprojects.domain.parameters import Rulebook
from microprojects.domain.permissions import Target, areas_where
from microprojects.domain.polls import BadTimes, NoMoney, PollState, TooFewOptions
from microprojects.domain.workdays import local_day
from microprojects.services import polls as deeds
from microprojects.store import (
    areas,
    ballots,
    ledger,
    paper_boxes,
    poll_desks,
    poll_rolls,
    polls,
    programmes,
    projects,
    rulebooks,
)
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.polls import Poll
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.web import asking, cap_words, challenge_words, exclusive_words, paging
from microprojects.web.filters import day_clock, money
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.meetings import WhyForm
from microprojects.web.forms.polls import YesForm, made_for
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import _whose, poll_checks, poll_words
from microprojects.web.office._whose import communities_for
from microprojects.web.public.poll_words import who_votes

bp = Blueprint("office_polls", __name__, url_prefix="/office")

BOTH = ["GET", "POST"]
_AT_FIELD: dict[type[Refusal], str] = {
    BadTimes: "closes_day",
    NoMoney: "budget",
    **dict.fromkeys((TooFewOptions, GroupOffBallot, GroupTooSmall), "projects"),
    **dict.fromkeys((CapOffBallot, CapShutsOut, CapBindsNothing), "projects"),
}


@dataclass(frozen=True)
class Ground:
    """What a community has to prepare a poll with, and the poll of its that is not over."""

    area: Area
    round: Round
    rules: Rulebook
    left: Fen
    candidates: Sequence[tuple[Project, Fen]]
    running: Poll | None

    @property
    def mode(self) -> str:
        """Return what the programme's rules say of a residents' poll."""
        return str(self.rules["resident_poll.mode"])

    @property
    def most(self) -> int:
        """Return how many projects a ballot may hold at most."""
        return self.rules.number("resident_poll.max_choices")


@bp.get("/polls")
@permit(Action.POLL_PREPARE)
def index() -> ResponseReturnValue:
    """List the polls of the clerk's communities, each with how many took part."""
    session, number = db.session(), paging.asked()
    rows = polls.listed(session, limit=paging.SIZE + 1, offset=paging.first_row(number), paths=_paths())
    page = paging.page(rows, number)
    turnout = {poll.id: sum(poll_rolls.turnout(session, poll.id).values()) for poll in page.rows}
    return render_template("office/polls/index.html", page=page, turnout=turnout)


@bp.get("/polls/new")
@permit(Action.POLL_PREPARE)
def where() -> ResponseReturnValue:
    """Ask in which community; who has one goes on at once."""
    places = communities_for(Action.POLL_PREPARE)
    if len(places) == 1:
        return redirect(url_for(".prepare", slug=places[0].slug), 303)
    return render_template("office/polls/where.html", places=places)


@bp.route("/polls/new/<slug>", methods=BOTH)
@permit(Action.POLL_PREPARE)
def prepare(slug: str) -> ResponseReturnValue:
    """Ask what is voted on, with how much money and when, then prepare the poll."""
    ground = _ground(slug)
    made_here = made_for(
        [
            (project.number or "", f"{project.number} {project.title}（{money(cost)}）")
            for project, cost in ground.candidates
        ],
        {category for project, _cost in ground.candidates for category in project.categories},
    )
    form = made_here(**_usual(ground, now()))
    status = status_of(form)
    if form.validate_on_submit():
        try:
            made = deeds.prepare(slug, form.wanted, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no, _AT_FIELD.get(type(no)))
            ground = _ground(slug)
        else:
            flash(_("准备好了。公众还看不到，点“开始投票”才公开。"))
            return redirect(url_for(".desk", poll_id=made), 303)
    elif form.is_submitted():
        status = 422
    why = poll_words.mode(ground.mode)
    return render_template("office/polls/prepare.html", form=form, ground=ground, mode=why), status


@bp.get("/polls/<int:poll_id>")
@permit(Action.POLL_PREPARE)
def desk(poll_id: int) -> ResponseReturnValue:
    """Show one poll as those who run it see it: what is done, what is missing, the next step."""
    session, at, found = db.session(), now(), here(poll_id, Action.POLL_PREPARE)
    listed, turnout = polls.options(session, poll_id), poll_rolls.turnout(session, poll_id)
    is_done = found.stands in (PollState.COUNTED, PollState.CERTIFIED)
    return render_template(
        "office/polls/desk.html",
        poll=found,
        options=listed,
        checks=poll_checks.of(session, found, listed, sum(turnout.values()), at),
        rule=poll_words.rule_pairs(found),
        ways=poll_words.ways(turnout),
        took_part=sum(turnout.values()),
        result=poll_words.result(listed) if is_done else None,
        challenges=challenge_words.of(session, found, at) if is_done else None,
        is_over=at >= found.closes_at,
        is_drawn=ballots.lot(session, poll_id) is not None,
        has_paper=paper_boxes.total(session, poll_id) is not None,
    )


@bp.route("/polls/<int:poll_id>/open", methods=BOTH)
@permit(Action.POLL_OPEN)
def open_poll(poll_id: int) -> ResponseReturnValue:
    """Say what is frozen from now on, then open the poll."""
    found = here(poll_id, Action.POLL_OPEN)
    session = db.session()
    people, count = (
        len(poll_desks.electors(session, found, local_day(now()))),
        len(polls.options(session, poll_id)),
    )
    facts = [
        _("选票：%(n)s 个项目，名称、花费不能再改。", n=count),
        _(
            "名册：现在能投的 %(n)s 人（%(who)s）。之后核实的人这次不能投。",
            n=people,
            who=who_votes(poll_desks.franchise(found)),
        ),
        _("规则：%(what)s；%(mode)s。", what=poll_words.ballot(found), mode=poll_words.mode(found.mode)),
        _("能用的钱：%(money)s。", money=money(found.budget_fen)),
        *exclusive_words.lines(found, found.options),
        *cap_words.lines(found),
        _("收票从 %(opens)s 到 %(closes)s，到时才能截止，之前只能取消。", **_times(found, now())),
        _("先用新钥匙试封一张票再打开，打不开就不开始。试封的票不进票箱、不计。"),
    ]

    def deed() -> None:
        deeds.open_poll(poll_id, actor=current_actor(), at=now())

    lead = _("一开始，下面这些就定死、公开，谁也不能再改：")
    return ask(found, YesForm(), deed, _("开始投票"), _("定死，开始投票"), lead, facts=facts)


@bp.route("/polls/<int:poll_id>/cancel", methods=BOTH)
@permit(Action.POLL_CANCEL)
def cancel(poll_id: int) -> ResponseReturnValue:
    """Ask why, then call the poll off."""
    found, form = here(poll_id, Action.POLL_CANCEL), WhyForm()

    def deed() -> None:
        deeds.cancel(poll_id, reason=form.reason.data or "", actor=current_actor(), at=now())

    lead = _("取消以后，投过的票都不算，项目退回“待上会”，可以另外准备一次。这一步不能反悔。")
    return ask(found, form, deed, _("取消这次投票"), _("取消，并公开理由"), lead)


@bp.get("/projects/<number>/poll")
@permit(Action.POLL_PREPARE)
def of_project(number: str) -> ResponseReturnValue:
    """Lead to the poll on whose ballot a project stands, else to where one is prepared."""
    session, project = db.session(), projects.by_number(db.session(), number)
    permissions.require(current_actor(), Action.POLL_PREPARE, Target(project.area.path), at=local_day(now()))
    found, running = polls.latest_with(session, project.id), poll_desks.running(session, project.area_id)
    poll = running or (found[0] if found else None)
    if poll is None:
        return redirect(url_for(".prepare", slug=project.area.slug), 303)
    return redirect(url_for(".desk", poll_id=poll.id), 303)


def _times(poll: Poll, at: datetime) -> dict[str, str]:
    """Return from when to when ballots would be taken if the poll opened now, in words."""
    return {"opens": day_clock(max(poll.opens_at, at)), "closes": day_clock(poll.closes_at)}


def here(poll_id: int, action: Action) -> Poll:
    """Return a poll of the visitor's own communities.

    Raises:
        NotFound, NotPermitted: there is none, or it is somebody else's to run.
    """
    found = polls.get(db.session(), poll_id)
    _whose.require(action, found.area)
    return found


def ask(
    poll: Poll,
    form: HouseForm,
    deed: Callable[[], None],
    heading: str,
    button: str,
    lead: str = "",
    **more: Any,
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go back to the desk of the poll."""
    poll_id = poll.id
    return asking.ask(
        form,
        deed,
        back=url_for("office_polls.desk", poll_id=poll_id),
        template="office/polls/ask.html",
        shown=lambda: {"poll": polls.get(db.session(), poll_id)},
        heading=heading,
        button=button,
        lead=lead,
        **more,
    )


def _paths() -> tuple[str, ...]:
    return areas_where(current_actor(), Action.POLL_PREPARE, at=local_day(now()))


def _ground(slug: str) -> Ground:
    """Return what a community has to prepare a poll with.

    Raises:
        NotFound, NotPermitted: there is no such community or no round of it, or it is somebody else's.
    """
    session, today = db.session(), local_day(now())
    area = areas.by_slug(session, slug)
    permissions.require(current_actor(), Action.POLL_PREPARE, Target(area.path), at=today)
    year = programmes.round_of(session, area.id, today)
    if year is None:
        raise NotFound
    fund = ledger.find(session, area.id, year.year)
    return Ground(
        area,
        year,
        rulebooks.parsed(year.rulebook),
        fund.available_fen if fund else Fen(0),
        polls.candidates(session, year.id),
        poll_desks.running(session, area.id),
    )


def _usual(ground: Ground, at: datetime) -> dict[str, Any]:
    """Return what the form shows before anything is typed: a week from tomorrow morning, and all the money."""
    first, count = local_day(at) + timedelta(days=1), poll_desks.in_round(db.session(), ground.round.id)
    named = {"place": ground.area.name, "year": ground.round.year, "n": count + 1}
    return {
        "title": _("%(place)s %(year)s 年第 %(n)s 次居民投票", **named),
        "budget": ground.left,
        "opens_day": first,
        "opens_hour": time(9),
        "closes_day": first + timedelta(days=7),
        "closes_hour": time(18),
        "most": ground.most,
    }
