"""After the last ballot, at the desk: a residents' poll is closed, its lot drawn, it is counted, and two people confirm it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.people import Role
from microprojects.domain.permission_table import TABLE
from microprojects.domain.polls import PollState, challenge_ends
from microprojects.domain.workdays import local_day
from microprojects.services import poll_counts as deeds
from microprojects.store import poll_desks, poll_rolls, polls
from microprojects.store.db import db
from microprojects.web import challenge_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.polls import DiceForm, YesForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import poll_checks, poll_words
from microprojects.web.office.polls import ask, here

bp = Blueprint("office_poll_counts", __name__, url_prefix="/office/polls")

BOTH = ["GET", "POST"]


@bp.route("/<int:poll_id>/close", methods=BOTH)
@permit(Action.POLL_CLOSE)
def close(poll_id: int) -> ResponseReturnValue:
    """Say how many voted, then close the box."""
    found = here(poll_id, Action.POLL_CLOSE)
    took_part = sum(poll_rolls.turnout(db.session(), poll_id).values())
    facts = [
        _("名册上 %(all)s 人，%(n)s 人投了票。", all=found.voters_on_roll, n=took_part),
        _("从此不再收票，票箱封存，它的记账码写进流水。"),
    ]

    def deed() -> None:
        deeds.close(poll_id, actor=current_actor(), at=now())

    why_not = poll_checks.why_not_over(found, now())
    return ask(found, YesForm(), deed, _("截止"), _("截止，封存票箱"), facts=facts, why_not=why_not)


@bp.route("/<int:poll_id>/draw", methods=BOTH)
@permit(Action.POLL_DRAW_LOT)
def draw(poll_id: int) -> ResponseReturnValue:
    """Explain how dice are thrown in public, then write down what they showed."""
    found, form = here(poll_id, Action.POLL_DRAW_LOT), DiceForm()

    def deed() -> None:
        words = {"dice": form.dice.data or "", "witnesses": form.witnesses.data or ""}
        deeds.draw_lot(poll_id, actor=current_actor(), at=now(), **words)

    facts = [
        _("在社区活动室这样谁都能进的地方办，提前贴出时间、地点。"),
        _("请两位不参与办事的人见证，例如评议监督员、居民代表。"),
        _("用普通的六面骰子，让在场的人轮流掷，一共 20 次，一次一个，每次大声报点数。"),
        _("一个人写，一个人念，见证人对一遍。掷出来的都算，不能重掷。"),
        _("点数和票箱的记账码合起来算出先后，公开以后谁都能照着再算一遍。只能抽一次。"),
    ]
    lead = _("有项目得票、花费都一样，钱又不够都办，就用这次抽签分先后。")
    return ask(found, form, deed, _("抽签"), _("记下点数，并公开"), lead, facts=facts)


@bp.route("/<int:poll_id>/count", methods=BOTH)
@permit(Action.POLL_COUNT)
def count(poll_id: int) -> ResponseReturnValue:
    """Say what counting does, then count; where the rule cannot part equals, lead to the lot."""
    found = here(poll_id, Action.POLL_COUNT)
    facts = [
        _("票箱打开，每张票先核对没有被换过，再照定死的规则计。"),
        _("每张票（不写名字）和结果马上公开，公示 %(n)s 天。", n=found.challenge_days),
        _("项目退回“待上会”；选没选上写在项目页上。"),
    ]

    def deed() -> None:
        deeds.count(poll_id, actor=current_actor(), at=now())

    lead = _("选票不能改。有质疑成立的，照原票重数一遍，两遍都公开。")
    return ask(found, YesForm(), deed, _("计票"), _("计票，公开结果"), lead, facts=facts)


@bp.route("/<int:poll_id>/certify", methods=BOTH)
@permit(Action.POLL_CERTIFY)
def certify(poll_id: int) -> ResponseReturnValue:
    """Show the result, until when it is on show and who has signed, then sign it."""
    found, form, at = here(poll_id, Action.POLL_CERTIFY), YesForm(), now()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            final = deeds.certify(poll_id, actor=current_actor(), at=at)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("两个人都确认了，结果定了。") if final else _("签好了，还差另一位。"))
            return redirect(url_for(".certify", poll_id=poll_id), 303)
    session, found = db.session(), polls.get(db.session(), poll_id)
    signed = poll_desks.signatures(session, poll_id)
    mine = current_actor().roles(found.area.path, local_day(at)) & TABLE[Action.POLL_CERTIFY].roles
    is_counted = found.stands in (PollState.COUNTED, PollState.CERTIFIED)
    ends = challenge_ends(found.counted_at, found.challenge_days) if found.counted_at else None
    return render_template(
        "office/polls/certify.html",
        form=form,
        poll=found,
        result=poll_words.result(polls.options(session, poll_id)) if is_counted else None,
        ends=ends,
        challenges=challenge_words.of(session, found, at) if is_counted else None,
        signed=[(Role(each.role).label, each.signed_at) for each in signed],
        is_mine=mine <= {Role(each.role) for each in signed},
        may_sign=found.stands is PollState.COUNTED and ends is not None and at >= ends,
    ), status
