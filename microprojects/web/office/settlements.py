"""The final account at the desk: recording it, then letting it count."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import settlements as deeds
from microprojects.store import payments, settlements
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.forms.settlements import AccountForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done, matter

bp = Blueprint("office_settlements", __name__, url_prefix=PREFIX)

_WORDS = ("review_by", "review_conclusion", "delivered", "lessons")


@bp.route("/record-settlement", methods=BOTH)
@permit(Action.SETTLEMENT_RECORD)
def record(number: str) -> ResponseReturnValue:
    """Ask for the figures of the final account."""
    form = AccountForm()
    if request.method == "GET":
        _fill(form, matter(number))

    def write_down() -> None:
        words = {name: form[name].data or "" for name in _WORDS}
        deeds.record_settlement(
            number,
            amount_fen=form.amount.data or Fen(0),
            retention_fen=form.retention.data or Fen(0),
            retention_until=form.retention_until.data,
            **words,
            actor=current_actor(),
            at=now(),
        )

    said, template = _("结算已登记。"), "office/settlements/record.html"
    return done(number, form, write_down, said, template, show=_account)


@bp.route("/settle", methods=BOTH)
@permit(Action.PROJECT_SETTLE)
def settle(number: str) -> ResponseReturnValue:
    """Show the account and what blocks it, then publish the result."""

    def count() -> None:
        deeds.settle(number, actor=current_actor(), at=now())

    said, template = _("已结算，结果已公开，没用完的钱已退回社区。"), "office/settlements/settle.html"
    return done(number, ButtonForm(), count, said, template, action=Action.PROJECT_SETTLE, show=_account)


def _fill(form: AccountForm, project: Project) -> None:
    """Put what was recorded before into the form."""
    found = settlements.account(db.session(), project.id)
    if found is None:
        form.retention.data = Fen(0)
        return
    form.amount.data, form.retention.data = Fen(found.amount_fen), Fen(found.retention_fen)
    form.retention_until.data = found.retention_until
    for name in _WORDS:
        form[name].data = getattr(found, name)


def _account(project: Project) -> dict[str, Any]:
    """Return the account as it was recorded, what was paid, and what would go back."""
    session = db.session()
    found = settlements.account(session, project.id)
    stand = payments.standing(session, project, today=local_day(now()))
    unpaid = stand.purse.fiscal - stand.purse.taken_fiscal if stand else 0
    held = min(found.retention_fen, unpaid) if found else 0
    return {"account": found, "stand": stand, "returned": Fen(max(0, unpaid - held))}
