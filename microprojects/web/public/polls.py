"""Residents' polls: the list, one poll from its rule to its result, and the check of a receipt's number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.commitments import commit_prefix
from microprojects.domain.errors import NotFound
from microprojects.domain.poll_results import read
from microprojects.domain.polls import PollState
from microprojects.store import ballot_drafts, ballots, departures, paper_boxes, poll_rolls, polls
from microprojects.store.ballots import SeenCommit
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import ballot_tokens, cap_words, challenge_words, exclusive_words, poll_said, voters
from microprojects.web.filters import percent
from microprojects.web.forms.ballots import ReceiptForm
from microprojects.web.guard import anyone, current_actor
from microprojects.web.public import ballot_words, poll_origins, poll_results, poll_words, turnouts
from microprojects.web.public.poll_files import chart_rows
from microprojects.web.public.poll_money import purse_of
from microprojects.web.public.poll_words import Says

bp = Blueprint("public_polls", __name__, url_prefix="/polls")

PAGE = 20
LAST_PAGE = 1000


@bp.get("")
@anyone
def poll_list() -> ResponseReturnValue:
    """Show the polls that run, and those that are over."""
    page, at = request.args.get("page", 1, type=int), now()
    if not 1 <= page <= LAST_PAGE:
        abort(404)
    rows = polls.listed(db.session(), limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render_template(
        "public/polls/list.html",
        rows=[(each, purse_of(each), *poll_words.stage(each, at)) for each in rows[:PAGE]],
        page=page,
        earlier=url_for(".poll_list", page=page - 1) if page > 1 else None,
        later=url_for(".poll_list", page=page + 1) if len(rows) > PAGE else None,
        unfinished=unfinished(at),
    )


def unfinished(at: datetime) -> list[Poll]:
    """Return the polls in which the visitor has picked and not voted; nothing is asked about a stranger."""
    holder, person = ballot_tokens.holder(), current_actor().person_id
    if not holder and person is None:
        return []
    return ballot_drafts.unfinished(db.session(), holder=holder, person_id=person, at=at)


@bp.get("/<int:poll_id>")
@anyone
def poll(poll_id: int) -> ResponseReturnValue:
    """Show what a poll is about and its rule; once it is counted, its result first."""
    session, at = db.session(), now()
    found = polls.public(session, poll_id)
    listed, channels = polls.options(session, poll_id), poll_rolls.turnout(session, poll_id)
    return render_template(
        "public/polls/poll.html",
        **_shown(found, listed, at),
        took_part=sum(channels.values()),
        **_result(found, listed, channels, at),
    )


def _shown(found: Poll, listed: list[PollOption], at: datetime) -> dict[str, Any]:
    taking = poll_words.taking(found, at)
    standing = voters.standing(found.id)
    return {
        "poll": found,
        "community": found.area,
        "stage": poll_words.stage(found, at),
        "step_names": poll_words.steps(),
        "rules": poll_words.rules(found, listed),
        "mode": poll_words.mode(found),
        "counted_by": poll_words.counted_by(found),
        "exclusive": [*exclusive_words.lines(found, listed), *cap_words.lines(found)],
        "cards": ballot_words.cards(listed, Draft(), found.rule),
        "taking": taking,
        "held": voters.held(found.id) if taking else None,
        "answer": poll_words.may_vote(found, standing, current_actor()),
        "voted": standing.has_voted,
        "unfinished": [each for each in unfinished(at) if each.id == found.id],
        "cancelled": found.stands is PollState.CANCELLED,
        "origin": poll_origins.origin(found, listed),
        "purse": purse_of(found),
    }


def _result(
    found: Poll, listed: list[PollOption], channels: Mapping[str, int], at: datetime
) -> dict[str, Any]:
    """Return the result of a counted poll; of any other nothing at all. `channels` is who took part by which."""
    if not poll_results.is_counted(found):
        return {"result": None}
    session = db.session()
    run = poll_results.run_of(found)
    result, paper = read(run.output), paper_boxes.total(session, found.id)
    return {
        "result": result,
        "run": run,
        "winners": poll_results.winners(found, result, listed),
        "losers": poll_results.losers(found, result, listed),
        "told": poll_results.steps(found, result, listed),
        "chart": chart_rows(result.selected, listed),
        "share": percent(sum(channels.values()), found.voters_on_roll),
        "turnout": turnouts.told(channels, paper),
        "against": poll_said.against(departures.of_poll(session, found.id)),
        "lot": ballots.lot(session, found.id),
        "paper": paper,
        "challenges": challenge_words.of(session, found, at),
    }


@bp.route("/<int:poll_id>/receipt", methods=["GET", "POST"])
@anyone
def receipt(poll_id: int) -> ResponseReturnValue:
    """Check the number of a receipt: before the count only that it was received, afterwards whether it is counted."""
    found, form = polls.public(db.session(), poll_id), ReceiptForm()
    if found.source is not None:
        raise NotFound
    says = _about(found, form.code.data or "") if form.validate_on_submit() else None
    page = render_template(
        "public/polls/receipts.html", poll=found, community=found.area, form=form, says=says
    )
    return page, 422 if form.errors else 200


def _about(found: Poll, code: str) -> Says:
    """Return what is so about a receipt's number."""
    session, prefix = db.session(), commit_prefix(code)
    if prefix is None:
        return Says(_("这个号抄错了。"), _("最后一位对不上。请对着回执再抄一遍。"), warns=True)
    seen = ballots.seen_by_prefix(session, found.id, prefix)
    if seen is None:
        return Says(_("没有这个号。"), _("这次投票没有收到过它。请看看是不是别的投票的回执。"), warns=True)
    if not poll_results.is_counted(found):
        return _received(found, seen)
    if ballots.final_by_prefix(session, found.id, prefix) is not None:
        return Says(
            _("已计入。"),
            _("这张票在公开的名单里，算进了结果。"),
            url_for("public_poll_files.opened", poll_id=found.id),
            _("下载公开的选票，自己查"),
        )
    return Says(_("没有计入。"), _("它被后来改的票代替了，撤回了，或者本人到窗口改投了纸质选票。"))


def _received(found: Poll, seen: SeenCommit) -> Says:
    """Say of a ballot that is not counted yet whether anybody can see that it was received."""
    later = _("还没有计票，计票以后再来查是不是已计入。")
    if seen.batch is None:
        words = _("号还没有公布：满 20 个新号公布一批，剩下的截止时公布。")
        return Says(_("收到过这张票。"), words + later)
    words = _("号已经在第 %(n)s 批公布，谁都能看到，删掉了就会对不上。", n=seen.batch)
    url = url_for("public_poll_files.commitments", poll_id=found.id)
    return Says(_("收到过这张票。"), words + later, url, _("下载公布的号"))
