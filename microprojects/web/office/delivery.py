"""The site at the desk: progress, papers, completion, supervisors' notes and their answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.services import delivery as deeds
from microprojects.services import files
from microprojects.store import delivery, projects
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.forms.delivery import AnswerForm, EvidenceForm, NoteForm, ProgressForm
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import evidence_words
from microprojects.web.office._works import BOTH, PREFIX, done, matter, recorded

bp = Blueprint("office_delivery", __name__)


@bp.route(f"{PREFIX}/report-progress", methods=BOTH)
@permit(Action.PROGRESS_REPORT)
def report_progress(number: str) -> ResponseReturnValue:
    """Ask how far the work is."""
    form = ProgressForm()

    def report() -> None:
        deeds.report_progress(
            number,
            percent=form.percent.data if form.percent.data is not None else -1,
            text=form.text.data or "",
            actor=current_actor(),
            at=now(),
        )

    said, template = _("进度已公开。"), "office/delivery/progress.html"
    return done(number, form, report, said, template, show=_reports)


@bp.route(f"{PREFIX}/add-evidence", methods=BOTH)
@permit(Action.EVIDENCE_ADD)
def add_evidence(number: str) -> ResponseReturnValue:
    """Ask for a picture, a paper or a written report."""
    form = EvidenceForm()
    if request.method == "GET":
        form.purpose.data = request.args.get("purpose", "")[:40]

    def add() -> None:
        upload, purpose, public = form.upload.data, form.purpose.data or "", form.public.data
        who: dict[str, Any] = {"purpose": purpose, "public": public, "actor": current_actor(), "at": now()}
        if upload is not None and upload.filename:
            words = {"name": upload.filename, "caption": form.caption.data or ""}
            files.attach(number, upload=upload.read(), **words, **who)
        else:
            files.attach_text(number, text=form.text.data or "", **who)

    again = f"/office/projects/{number}/add-evidence"
    said, template = _("材料已收下。"), "office/delivery/evidence.html"
    return done(number, form, add, said, template, show=evidence_words.shown, back=again)


@bp.route(f"{PREFIX}/complete", methods=BOTH)
@permit(Action.PROJECT_COMPLETE)
def complete(number: str) -> ResponseReturnValue:
    """Show which papers completion needs, then report it."""

    def report() -> None:
        deeds.complete(number, actor=current_actor(), at=now())

    return done(
        number,
        ButtonForm(),
        report,
        _("已报完工，等验收。"),
        "office/delivery/complete.html",
        action=Action.PROJECT_COMPLETE,
        show=evidence_words.shown,
    )


@bp.route(f"{PREFIX}/write-note", methods=BOTH)
@permit(Action.NOTE_WRITE)
def write_note(number: str) -> ResponseReturnValue:
    """Ask what a supervisor found."""
    form = NoteForm()

    def write() -> None:
        deeds.write_note(number, text=form.text.data or "", actor=current_actor(), at=now())

    said, template = _("监督意见已公开，等答复。"), "office/delivery/note.html"
    return done(number, form, write, said, template, show=_notes)


@bp.get(f"{PREFIX}/notes")
@permit(Action.NOTE_ANSWER)
def notes(number: str) -> ResponseReturnValue:
    """Show the supervisors' notes on a project with their answers."""
    project = matter(number)
    return render_template(
        "office/delivery/notes.html", project=project, record=recorded(project), **_notes(project)
    )


@bp.route("/office/notes/<int:note_id>/answer", methods=BOTH)
@permit(Action.NOTE_ANSWER)
def answer_note(note_id: int) -> ResponseReturnValue:
    """Show a note, and ask for its answer."""
    session, form = db.session(), AnswerForm()
    number = projects.get(session, delivery.note(session, note_id).project_id).number or ""

    def answer() -> None:
        deeds.answer_note(note_id, text=form.text.data or "", actor=current_actor(), at=now())

    def show(_project: Project) -> dict[str, Any]:
        return {"note": delivery.note(db.session(), note_id)}

    back = f"/office/projects/{number}/notes"
    return done(number, form, answer, _("答复已公开。"), "office/delivery/answer.html", show=show, back=back)


def _reports(project: Project) -> dict[str, Any]:
    return {"reports": delivery.reports(db.session(), project.id)}


def _notes(project: Project) -> dict[str, Any]:
    return {"notes": delivery.notes(db.session(), project.id)}
