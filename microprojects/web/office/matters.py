"""The matters of a gathering at the desk: ended in words or in marks, what was said on them, and promises done."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.services import matters as deeds
from microprojects.services import statements
from microprojects.store import gatherings, hearings
from microprojects.store.db import db
from microprojects.store.gatherings import Gathering, Matter
from microprojects.web.forms.gatherings import AnswerForm, DoneForm, EndForm, StatementForm, mark_form
from microprojects.web.forms.meetings import WhyForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office.gatherings import ask, here

bp = Blueprint("office_matters", __name__, url_prefix="/office")

BOTH = ["GET", "POST"]


@bp.route("/matters/<int:matter_id>/end", methods=BOTH)
@permit(Action.MATTER_END)
def end(matter_id: int) -> ResponseReturnValue:
    """Ask how the matter ends, then end it."""
    matter, gathering = _matter(matter_id, Action.MATTER_END)
    form = EndForm()
    form.suit(gathering.made_of)

    def deed() -> None:
        given = form.data
        deeds.end(
            matter_id,
            ending=str(given["ending"]),
            text=given["text"] or "",
            receiver=given.get("receiver") or "",
            due_on=given.get("due_on"),
            project=(given.get("project") or "").strip(),
            actor=current_actor(),
            at=now(),
        )

    return ask(gathering, form, deed, _("怎么办"), _("写定，并公开"), _about(matter))


@bp.route("/matters/<int:matter_id>/mark", methods=BOTH)
@permit(Action.MATTER_MARK)
def mark(matter_id: int) -> ResponseReturnValue:
    """Ask for the marks as they were counted, then write them down."""
    matter, gathering = _matter(matter_id, Action.MATTER_MARK)
    kind = gathering.made_of
    form = mark_form(kind)()

    def deed() -> None:
        marks = {level.word: form[f"mark_{level.word}"].data or 0 for level in kind.levels}
        deeds.mark(
            matter_id, marks=marks, witnesses=form["witnesses"].data or "", actor=current_actor(), at=now()
        )

    lead = _(
        "%(what)s。到会 %(n)s 人，一人一张不记名的纸，当场点票。", what=matter.title, n=gathering.attended
    )
    return ask(gathering, form, deed, _("登记打分"), _("记下，并公开"), lead)


@bp.route("/matters/<int:matter_id>/done", methods=BOTH)
@permit(Action.MATTER_DONE)
def done(matter_id: int) -> ResponseReturnValue:
    """Ask what came of a promise, then report it done."""
    matter, gathering = _matter(matter_id, Action.MATTER_DONE)
    form = DoneForm()

    def deed() -> None:
        deeds.done(matter_id, text=form.text.data or "", actor=current_actor(), at=now())

    return ask(gathering, form, deed, _("报办完"), _("报办完，并公开"), _about(matter))


@bp.route("/matters/<int:matter_id>/hide", methods=BOTH)
@permit(Action.TOPIC_HIDE)
def hide(matter_id: int) -> ResponseReturnValue:
    """Ask why, then hide a topic."""
    matter, gathering = _matter(matter_id, Action.TOPIC_HIDE)
    form = WhyForm()

    def deed() -> None:
        deeds.hide_topic(matter_id, reason=form.reason.data or "", actor=current_actor(), at=now())

    return ask(gathering, form, deed, _("隐藏话题"), _("隐藏，公开理由"), _about(matter))


@bp.route("/matters/<int:matter_id>/statement", methods=BOTH)
@permit(Action.STATEMENT_NOTE)
def statement(matter_id: int) -> ResponseReturnValue:
    """Ask what was said, then write it down."""
    matter, gathering = _matter(matter_id, Action.STATEMENT_NOTE)
    form = StatementForm()

    def deed() -> None:
        words = {name: str(form[name].data or "") for name in ("side", "stance", "text")}
        statements.note(matter_id, actor=current_actor(), at=now(), **words)

    return ask(gathering, form, deed, _("记一条意见"), _("记下，并公开"), _about(matter))


@bp.route("/statements/<int:statement_id>/answer", methods=BOTH)
@permit(Action.STATEMENT_ANSWER)
def answer(statement_id: int) -> ResponseReturnValue:
    """Ask whether a statement is followed, then publish the answer."""
    said = hearings.statement(db.session(), statement_id)
    _matter_row, gathering = _matter(said.matter_id, Action.STATEMENT_ANSWER)
    form, words = AnswerForm(), said.text

    def deed() -> None:
        verdict, reason = str(form.answer.data), form.reason.data or ""
        statements.answer(statement_id, verdict=verdict, reason=reason, actor=current_actor(), at=now())

    return ask(gathering, form, deed, _("答复意见"), _("答复，并公开"), words)


def _matter(matter_id: int, action: Action) -> tuple[Matter, Gathering]:
    """Return a matter of the visitor's own communities, with its gathering.

    Raises:
        NotFound, NotPermitted: there is none, or it is somebody else's.
    """
    matter = gatherings.matter(db.session(), matter_id)
    return matter, here(matter.gathering_id, action)


def _about(matter: Matter) -> str:
    return f"{matter.title}。{matter.text}" if matter.text else matter.title
