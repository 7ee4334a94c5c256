"""The last two steps of a ballot: it is checked and cast, and the voter takes a receipt home."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.ballots import BallotType, NothingToTakeBack, TooLateToTakeBack, used
from microprojects.domain.commitments import BadWord
from microprojects.domain.errors import Refusal
from microprojects.services import ballots as deeds
from microprojects.services.ballots import Receipt
from microprojects.store import ballots, polls, rulebooks
from microprojects.store.db import db, turn
from microprojects.store.poll_rolls import Standing
from microprojects.store.polls import Poll
from microprojects.web import cap_words, exclusive_words, voters
from microprojects.web.filled_pages import filled
from microprojects.web.filters import clock, day_clock
from microprojects.web.forms._attempt import refused
from microprojects.web.forms.ballots import CastForm, brought, of_ticket, ticket
from microprojects.web.guard import anyone, current_actor
from microprojects.web.public import ballot_words, pass_words, poll_words
from microprojects.web.public.ballots import Booth, enter

_RECEIPT = "public/polls/receipt.html"

bp = Blueprint("public_castings", __name__, url_prefix="/polls/<int:poll_id>/ballot")


@bp.get("/check")
@anyone
def check(poll_id: int) -> ResponseReturnValue:
    """Show what is about to be cast; nothing is cast by looking."""
    booth = enter(poll_id)
    if not booth.draft.is_said:
        return redirect(url_for("public_ballots.pick", poll_id=poll_id), 303)
    return _check(booth, CastForm(formdata=None), booth.draft)


@bp.post("/check")
@anyone
def cast(poll_id: int) -> ResponseReturnValue:
    """Cast the ballot and answer with the receipt; the same form again brings the same receipt."""
    with turn():
        return _cast(poll_id)


def _cast(poll_id: int) -> ResponseReturnValue:
    if _is_nobody(poll_id):
        return redirect(url_for("public_passes.ways", poll_id=poll_id), 303)
    sent, at = brought(request.form), now()
    no: Refusal | None = None
    if sent is not None:
        try:
            receipt = deeds.cast(poll_id, sent.ballot, voter=voters.voter(poll_id), at=at)
        except Refusal as refusal:
            no = refusal
        else:
            return _receipt(receipt, sent.made_at, at)
    form, status = CastForm(), 422
    form.validate()
    if no is not None:
        status = refused(form, no, "word" if isinstance(no, BadWord) else None)
    booth = enter(poll_id)
    shown = booth.draft
    if not (form.choices.errors or shown.is_said):
        shown = Draft(form.chosen, blank=bool(form.blank.data))
    return _check(booth, form, shown), status


def _check(booth: Booth, form: CastForm, draft: Draft) -> str:
    poll, rule = booth.poll, booth.rule
    known = {code: score for code, score in draft.choices.items() if code in rule.costs}
    draft, held = Draft(known, draft.blank, draft.declined), voters.held(poll.id)
    standing = voters.standing(poll.id)
    form.prepare(draft.choices, blank=draft.blank, spec=poll.spec_hash, seen=_seen(poll, standing))
    cards = ballot_words.cards(booth.options, draft, rule, pictures=False)
    undecided = [] if draft.blank else booth.options
    ranked = rule.type is BallotType.RANKING
    return render_template(
        "public/polls/check_one.html" if booth.one_by_one else "public/polls/check.html",
        form=form,
        poll=poll,
        community=poll.area,
        step_names=poll_words.steps(),
        draft=draft,
        kind=rule.type.value,
        picked=sorted((c for c in cards if c.picked), key=lambda c: (c.rank if ranked else 0, c.number)),
        used=used(draft.choices, rule),
        bar=ballot_words.bar(draft, rule),
        says=ballot_words.cost_words(draft, rule),
        both=[
            *exclusive_words.both(poll, booth.options, draft.choices),
            *cap_words.over(poll, booth.options, draft.choices),
        ],
        undecided=[
            (place, option.number)
            for place, option in enumerate(undecided, start=1)
            if option.code not in draft.choices and option.code not in draft.declined
        ],
        visitor=held is not None or current_actor().person_id is not None,
        held=held,
        ways=pass_words.ways(poll, url_for(".check", poll_id=poll.id)),
        may=standing.may_cast,
        voted=standing.has_voted,
        answer=poll_words.may_vote(poll, standing, current_actor()),
        minutes=_minutes(poll),
    )


def _is_nobody(poll_id: int) -> bool:
    """Return whether the visitor is neither signed in nor came in with a pass."""
    return current_actor().person_id is None and not voters.secret(poll_id)


def _seen(poll: Poll, standing: Standing) -> int:
    """Return the version of the voter's ballot that is in the box."""
    if standing.entry is None or not standing.has_voted:
        return 0
    return ballots.version_of(db.session(), poll.id, poll.name, standing.entry)


def _minutes(poll: Poll) -> int:
    return rulebooks.parsed(poll.round.rulebook).number("ux.undo_minutes")


@lru_cache(maxsize=256)
def _minutes_of(_spec_hash: str, poll_id: int) -> int:
    """Return the minutes of an open poll, which are frozen with its rule, so that no receipt asks for them again."""
    return _minutes(polls.get(db.session(), poll_id))


def _receipt(receipt: Receipt, made_at: datetime, at: datetime) -> ResponseReturnValue:
    """Show the receipt; of a form that came again the minutes count from when it was shown, which is never later."""
    since, poll = made_at if receipt.again else at, receipt.booth
    until = since + timedelta(minutes=_minutes_of(poll.spec_hash, poll.id))
    when = _("这张票先前已经收到，这是同一张回执") if receipt.again else day_clock(at)
    gaps = {
        "code": receipt.code,
        "when": when,
        "until": clock(until),
        "commitment": receipt.commitment,
        "opening": receipt.opening.plain.decode(),
    }
    if at < until:
        gaps["ticket"] = ticket(poll.id, receipt.commitment, since)
    held, replaced = voters.held(poll.id), receipt.version > 1

    def shown() -> dict[str, Any]:
        return {
            "poll": poll,
            "community": {"name": poll.community},
            "step_names": poll_words.steps(),
            "replaced": replaced,
            "held": held,
            "channel": _("在社区窗口投票") if voters.is_lent() else _("手机或电脑投票"),
        }

    if held:
        page = render_template(_RECEIPT, **gaps, **shown())
    else:
        page = filled(
            _RECEIPT, gaps, shown, of=(poll.id, poll.title, poll.community, poll.closes_at, replaced)
        )
    answer = make_response(page)
    # Not packed either: the length of what is packed tells of what is in it.
    answer.headers["Cache-Control"] = "no-store, no-transform"
    return answer


@bp.post("/undo")
@anyone
def undo(poll_id: int) -> ResponseReturnValue:
    """Take a ballot back within some minutes, as if one had not voted."""
    if _is_nobody(poll_id):
        return redirect(url_for("public_passes.ways", poll_id=poll_id), 303)
    poll, at = polls.public(db.session(), poll_id), now()
    given = of_ticket(request.form.get("ticket", ""))
    if given is None or given[0] != poll_id:
        raise NothingToTakeBack
    minutes = _minutes(poll)
    if at >= given[2] + timedelta(minutes=minutes):
        raise TooLateToTakeBack(minutes=minutes)
    deeds.take_back(poll_id, commitment=given[1], voter=voters.voter(poll_id), at=at)
    flash(_("票已经撤回，现在等于没有投过。截止以前可以再投。"))
    return redirect(url_for("public_polls.poll", poll_id=poll_id), 303)
