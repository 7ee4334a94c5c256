"""The library at the desk: a closed project is offered, the district lets it in or declines, and takes it out again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.library import ENTERED, VERDICTS, Standing
from microprojects.services import library as deeds
from microprojects.store import library, settlements, wordings
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import library_words as words
from microprojects.web.forms.choices import options
from microprojects.web.forms.library import EntryDecisionForm, OfferForm, RemovalForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done

bp = Blueprint("office_library", __name__)


@bp.route(f"{PREFIX}/library/offer", methods=BOTH)
@permit(Action.LIBRARY_OFFER)
def offer(number: str) -> ResponseReturnValue:
    """Ask why others may copy it and what was learnt, and offer it."""
    form = OfferForm()

    def write_down() -> None:
        told = {"reason": form.reason.data or "", "lessons": form.lessons.data or ""}
        deeds.offer(number, **told, actor=current_actor(), at=now())

    def show(project: Project) -> dict[str, Any]:
        account = settlements.account(db.session(), project.id)
        if account is not None and not form.is_submitted():
            form.lessons.data = wordings.of(db.session(), project.id).read(account.lessons)
        return shown(project)

    return done(number, form, write_down, _("荐上去了，等区里定。"), "office/library/offer.html", show=show)


@bp.route(f"{PREFIX}/library", methods=BOTH)
@permit(Action.LIBRARY_ENTER)
def decide(number: str) -> ResponseReturnValue:
    """Show what was offered, and ask whether it comes in."""
    form = EntryDecisionForm()
    form.verdict.choices = options((code, _(label)) for code, label in VERDICTS.items())

    def write_down() -> None:
        enters = form.verdict.data == ENTERED
        deeds.decide(number, enters=enters, reason=form.reason.data or "", actor=current_actor(), at=now())

    return done(number, form, write_down, _("已记下、公开。"), "office/library/decide.html", show=shown)


@bp.route(f"{PREFIX}/library/remove", methods=BOTH)
@permit(Action.LIBRARY_REMOVE)
def remove(number: str) -> ResponseReturnValue:
    """Ask why an entry is taken out."""
    form = RemovalForm()

    def write_down() -> None:
        deeds.remove(number, reason=form.reason.data or "", actor=current_actor(), at=now())

    said = _("出库了，理由已公开。")
    return done(number, form, write_down, said, "office/library/remove.html", show=shown)


def shown(project: Project) -> dict[str, Any]:
    """Return where the latest version stands, what it says, and what happened to all of them."""
    session = db.session()
    versions = library.versions(session, project.id)
    latest = versions[0] if versions else None
    return {
        "entry": latest,
        "satisfied": words.satisfied(latest) if latest else "",
        "waits": latest is not None and latest.standing is Standing.OFFERED,
        "is_in": latest is not None and latest.standing is Standing.IN,
        "history": words.history(versions, wordings.of(session, project.id).read),
    }
