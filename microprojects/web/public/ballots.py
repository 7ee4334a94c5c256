"""Picking on a ballot, without script: each card has a button that posts and comes back to the card."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain import ballot_drafts as law
from microprojects.domain import poll_specs
from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.ballots import (
    BadPoints,
    BallotRule,
    BallotType,
    NotTaking,
    OverBudget,
    TooMany,
)
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.polls import wall
from microprojects.services import ballot_drafts as deeds
from microprojects.store import ballot_drafts, polls
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import ballot_tokens, cap_words, voters
from microprojects.web.guard import anyone
from microprojects.web.language import sentence
from microprojects.web.nav import is_elder
from microprojects.web.public import ballot_words, poll_words

bp = Blueprint("public_ballots", __name__, url_prefix="/polls/<int:poll_id>/ballot")

ONE_BY_ONE = (BallotType.APPROVAL, BallotType.KNAPSACK)
_FULL = (TooMany, OverBudget, BadPoints)


@dataclass(frozen=True)
class Booth:
    """What every page of a ballot begins with: the poll, its rule, what stands on it in this voter's order, the draft."""

    poll: Poll
    rule: BallotRule
    options: list[PollOption]
    draft: Draft

    @property
    def one_by_one(self) -> bool:
        """Return whether a visitor with large print is shown one project a screen."""
        return is_elder() and self.rule.type in ONE_BY_ONE


def enter(poll_id: int) -> Booth:
    """Return the booth of a poll that takes ballots now.

    Raises:
        NotFound: there is no such poll.
        NotTaking: it takes no ballots at this moment.
        PassOver: the browser came in with a pass whose time is over.
    """
    session, poll = db.session(), taken(poll_id)
    voters.require_good(poll_id)
    seed = poll.spec_hash + ballot_tokens.token()
    options = ballot_words.in_order(polls.options(session, poll_id), seed)
    return Booth(poll, poll_specs.ballot_rule(poll.spec), options, draft_of(poll_id))


def taken(poll_id: int) -> Poll:
    """Return a poll that takes ballots now.

    Raises:
        NotFound, NotTaking: there is no such poll, or not at this moment.
    """
    poll = polls.public(db.session(), poll_id)
    if not poll_words.taking(poll, now()):
        raise NotTaking(opens=wall(poll.opens_at), closes=wall(poll.closes_at))
    return poll


def draft_of(poll_id: int) -> Draft:
    """Return what the visitor has picked so far."""
    voter = voters.voter(poll_id)
    return ballot_drafts.read(db.session(), poll_id, holder=voter.holder, person_id=voter.drafter_id)


def _keep(poll_id: int, draft: Draft) -> None:
    deeds.keep(poll_id, draft, voter=voters.voter(poll_id), at=now())


@bp.get("")
@anyone
def pick(poll_id: int) -> ResponseReturnValue:
    """Show the ballot; with large print one project a screen, unless all are asked for."""
    booth = enter(poll_id)
    if booth.one_by_one and "all" not in request.args and "no" not in request.args:
        return redirect(url_for(".one", poll_id=poll_id, place=_first_open(booth)), 303)
    return _page(booth, refused=request.args.get("no", ""))


def _page(booth: Booth, *, refused: str = "", said: str = "") -> ResponseReturnValue:
    standing = voters.standing(booth.poll.id)
    page = render_template(
        "public/polls/ballot.html",
        poll=booth.poll,
        community=booth.poll.area,
        step_names=poll_words.steps(),
        cards=ballot_words.cards(booth.options, booth.draft, booth.rule, refused=refused),
        bar=ballot_words.bar(booth.draft, booth.rule),
        kind=booth.rule.type.value,
        rule=booth.rule,
        how=poll_words.rules(booth.poll, booth.options)[1],
        limits=cap_words.lines(booth.poll),
        voted=standing.has_voted,
        held=voters.held(booth.poll.id),
        said=said,
    )
    return page, 422 if said else 200


def _first_open(booth: Booth) -> int:
    """Return the place of the first project about which nothing was said."""
    said = {*booth.draft.choices, *booth.draft.declined}
    undecided = (place for place, each in enumerate(booth.options, start=1) if each.code not in said)
    return next(undecided, 1)


@bp.post("/pick")
@anyone
def toggle(poll_id: int) -> ResponseReturnValue:
    """Add a project or take it away, and come back to it; where it does not fit, its card says so."""
    booth, code = enter(poll_id), request.form.get("code", "")[:8]
    there = _project_page(booth, code) if request.form.get("from") == "project" else ""
    without = request.form.get("without", "")[:8]
    try:
        _keep(poll_id, law.picked(booth.draft, code, booth.rule, without=without))
    except _FULL:
        return redirect(url_for(".pick", poll_id=poll_id, no=code, _anchor=code), 303)
    everything = 1 if booth.one_by_one else None
    return redirect(there or url_for(".pick", poll_id=poll_id, all=everything, _anchor=code), 303)


def _project_page(booth: Booth, code: str) -> str:
    number = next((each.project.number for each in booth.options if each.code == code), None)
    return url_for("public_projects.project", number=number, _anchor="ballot") if number else ""


@bp.post("/points")
@anyone
def give_points(poll_id: int) -> ResponseReturnValue:
    """Keep the points of all projects at once."""
    booth = enter(poll_id)
    try:
        draft = law.pointed(booth.draft, _typed_points(booth), booth.rule)
    except _FULL as no:
        return _page(booth, said=sentence(no))
    _keep(poll_id, draft)
    goes_on = "check" in request.form and draft.choices
    return redirect(url_for("public_castings.check" if goes_on else ".pick", poll_id=poll_id), 303)


def _typed_points(booth: Booth) -> dict[str, int]:
    """Return the points that were typed.

    Raises:
        BadPoints: one is no whole number.
    """
    typed = {each.code: request.form.get(each.code, "").strip() for each in booth.options}
    if any(text and not (text.isascii() and text.isdigit() and len(text) <= 4) for text in typed.values()):
        raise BadPoints(points=booth.rule.points, given="?")
    return {code: int(text or 0) for code, text in typed.items()}


@bp.post("/move")
@anyone
def move(poll_id: int) -> ResponseReturnValue:
    """Move a project of a ranking a place up or down."""
    booth, code = enter(poll_id), request.form.get("code", "")[:8]
    up = request.form.get("way", "") == "up"
    if booth.rule.type is BallotType.RANKING:
        _keep(poll_id, law.moved(booth.draft, code, booth.rule, up=up))
    return redirect(url_for(".pick", poll_id=poll_id, _anchor="ranked"), 303)


@bp.post("/blank")
@anyone
def leave_blank(poll_id: int) -> ResponseReturnValue:
    """Wish to take part without choosing anything."""
    booth = enter(poll_id)
    _keep(poll_id, Draft(blank=True, declined=booth.draft.declined))
    return redirect(url_for("public_castings.check", poll_id=poll_id), 303)


@bp.route("/one/<int:place>", methods=["GET", "POST"])
@anyone
def one(poll_id: int, place: int) -> ResponseReturnValue:
    """Ask about one project: wanted, not wanted, or look again; then go on to the next one."""
    booth, refusal = enter(poll_id), None
    if not 1 <= place <= len(booth.options) or booth.rule.type not in ONE_BY_ONE:
        raise NotFound
    option = booth.options[place - 1]
    if request.method == "POST":
        try:
            answer = request.form.get("answer", law.LATER)
            _keep(poll_id, law.answered(booth.draft, option.code, answer, booth.rule))
            return redirect(_after(booth, place), 303)
        except _FULL as no:
            refusal = no
    return _screen(booth, option, place, refusal)


def _after(booth: Booth, place: int) -> str:
    if place == len(booth.options):
        return url_for("public_castings.check", poll_id=booth.poll.id)
    return url_for(".one", poll_id=booth.poll.id, place=place + 1)


def _screen(booth: Booth, option: PollOption, place: int, refusal: Refusal | None) -> ResponseReturnValue:
    shown = ballot_words.cards([option], booth.draft, booth.rule)[0]
    page = render_template(
        "public/polls/one.html",
        poll=booth.poll,
        card=shown,
        place=place,
        whole=len(booth.options),
        before=place - 1,
        bar=ballot_words.bar(booth.draft, booth.rule),
        days=option.project.beneficiary_group,
        held=voters.held(booth.poll.id),
        no=sentence(refusal) if refusal else "",
    )
    return page, refusal.status if refusal else 200
