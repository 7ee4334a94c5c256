"""Writing a proposal: its first line, the whole of it with a draft kept by the server, once more to read, handed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.attachments import PROPOSAL
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.proposal_words import MASKED, REAL
from microprojects.domain.proposals import consent_given, within_cap_or_flagged
from microprojects.domain.states import State
from microprojects.services import files as file_deeds
from microprojects.services import proposals as deeds
from microprojects.store import proposals, similar
from microprojects.store.areas import Area
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.filters import clock, proposer_label
from microprojects.web.form_words import blame
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.proposals import MORE_ROWS, ConsentForm, ProposalForm, StartForm, complete
from microprojects.web.guard import current_actor, signed_in
from microprojects.web.my import _own

bp = Blueprint("my_proposals", __name__, url_prefix="/my/proposals")

BOTH = ["GET", "POST"]
_CONSENT = frozenset({consent_given.__name__})


@bp.route("/new", methods=BOTH)
@signed_in
def start() -> ResponseReturnValue:
    """Ask for the first line, and a unit of several communities for which of them; then begin a draft."""
    form, places = StartForm(), _own.places()
    form.offer((place.slug, place.name) for place in places)
    status = status_of(form)
    if places and form.validate_on_submit():
        try:
            chosen = next(place for place in places if form.place_among(place.slug))
            return redirect(url_for(".edit", draft_id=_begun(chosen, form.title.data or "")), 303)
        except Refusal as no:
            status = refused(form, no, "title")
    elif form.is_submitted():
        status = 422
    rules = _own.round_rules(places[0]) if places else None
    page = render_template(
        "my/proposals/start.html",
        form=form,
        places=places,
        community=places[0] if len(places) == 1 else None,
        caps=_own.caps(rules) if rules else None,
    )
    return page, status


@bp.route(f"/{_own.ID}/edit", methods=BOTH)
@signed_in
def edit(draft_id: int) -> ResponseReturnValue:
    """Show the whole form, keep what was typed, and go on when it is complete."""
    project = _editable(draft_id)
    if project is None:
        return redirect(url_for("my_handed_in.show", draft_id=draft_id), 303)
    form, status = ProposalForm(), 200
    if request.method == "GET":
        form.fill(proposals.words_of(project))
    else:
        status = _kept(form, project)
        wanted = request.form.get("then", "save")
        if status == 200 and wanted == "check" and not _complete(form, draft_id):
            status = 422
        if status == 200 and wanted != "more":
            return _on(wanted, draft_id)
        form.lines.grow(MORE_ROWS if wanted == "more" else 0)
    return _edit_page(draft_id, form), status


@bp.post(f"/{_own.ID}/autosave")
@signed_in
def autosave(draft_id: int) -> ResponseReturnValue:
    """Keep what was typed so far; what fits no box stays as it was before."""
    project = _own.own(draft_id)
    form = ProposalForm()
    form.validate()
    words, at = form.words(proposals.words_of(project)), now()
    deeds.save_draft(draft_id, actor=current_actor(), at=at, words=words)
    said = _("已替您存好，%(time)s", time=clock(at))
    if form.errors:
        said = _("有 %(n)s 处还不对，没有存；别的已替您存好，%(time)s", n=len(form.errors), time=clock(at))
    return jsonify(message=said, saved_at=at.isoformat())


@bp.route(f"/{_own.ID}/check", methods=BOTH)
@signed_in
def check(draft_id: int) -> ResponseReturnValue:
    """Show the proposal once more as the public will read it, and hand it in."""
    project = _editable(draft_id)
    if project is None:
        return redirect(url_for("my_handed_in.show", draft_id=draft_id), 303)
    form = ConsentForm()
    status = status_of(form)
    if form.validate_on_submit():
        try:
            return _hand_in(project)
        except Refusal as no:
            status = refused(form, no)
    elif form.is_submitted():
        status = 422
    return _check_page(draft_id, form), status


def _hand_in(project: Project) -> ResponseReturnValue:
    draft_id, actor, at = project.id, current_actor(), now()
    if project.state is State.RETURNED:
        deeds.resubmit(project.number or "", actor=actor, at=at)
        flash(_("补好了，社区接着看。"))
    else:
        number = deeds.submit(draft_id, actor=actor, at=at, consent=True)
        flash(_("收到了，编号 %(number)s。", number=number))
    return redirect(url_for("my_handed_in.show", draft_id=draft_id), 303)


def _begun(community: Area, title: str) -> int:
    """Return the draft of that title: a form sent twice begins one."""
    actor = current_actor()
    same = proposals.draft_titled(db.session(), actor.person_id or 0, community.id, " ".join(title.split()))
    return same or deeds.start_draft(community.slug, actor=actor, at=now(), title=title)


def _editable(draft_id: int) -> Project | None:
    """Return one's own proposal if it can still be written on; None when it was handed in."""
    project = _own.own(draft_id)
    return project if project.state in _own.EDITABLE else None


def _kept(form: ProposalForm, project: Project) -> int:
    """Keep what was typed and the files that came along; return the status of the page."""
    draft_id, actor = project.id, current_actor()
    right = form.validate()
    try:
        words = form.words(proposals.words_of(project))
        deeds.save_draft(draft_id, actor=actor, at=now(), words=words)
    except Refusal as no:
        return refused(form, no)
    taken_away = request.form.get("remove", "")
    try:
        if taken_away.isascii() and taken_away.isdigit() and len(taken_away) < 10:
            file_deeds.remove(int(taken_away), actor=actor, at=now())
        for upload in (each for each in form.photos.data or () if getattr(each, "filename", "")):
            file_deeds.attach(
                draft_id,
                purpose=PROPOSAL,
                upload=upload.read(),
                name=upload.filename,
                actor=actor,
                at=now(),
            )
    except NotFound:
        return 200  # it was taken away a moment ago
    except Refusal as no:
        blame(form, no, "photos")
        return no.status
    return 200 if right else 422


def _complete(form: ProposalForm, draft_id: int) -> bool:
    """Say in the form what is missing, private or above the cap; return whether nothing is."""
    project = _own.own(draft_id)
    right = complete(form, proposals.words_of(project))
    try:
        within_cap_or_flagged(StoreCase(db.session(), project, now()))
    except Refusal as no:
        blame(form, no, "lines")
        return False
    return right


def _on(wanted: str, draft_id: int) -> ResponseReturnValue:
    if wanted == "check":
        return redirect(url_for(".check", draft_id=draft_id), 303)
    flash(_("已替您存好，随时接着写。"))
    return redirect(url_for(".edit", draft_id=draft_id), 303)


def _edit_page(draft_id: int, form: ProposalForm) -> str:
    project = _own.own(draft_id)
    rules = _own.rules_of(project)
    case = StoreCase(db.session(), project, now())
    form.display.choices = options(
        [(MASKED, proposer_label(project.proposer.name)), (REAL, _("公开真名：以后可以改回"))]
    )
    return render_template(
        "my/proposals/edit.html",
        form=form,
        caps=_own.caps(rules),
        over_cap=case.estimate_fen > case.cap_fen or project.over_cap_flagged,
        similar=_similar(project),
        returned=proposals.last_return(db.session(), project.id) if project.number else None,
        **_own.shown(project),
    )


def _check_page(draft_id: int, form: ConsentForm) -> str:
    project = _own.own(draft_id)
    action = Action.PROJECT_RESUBMIT if project.state is State.RETURNED else Action.PROJECT_SUBMIT
    blocks = _own.checks(project, action, but=_CONSENT)
    words: dict[str, Any] = _own.shown(project)
    return render_template(
        "my/proposals/check.html",
        form=form,
        missing=[block for block in blocks if not block.done],
        similar=_similar(project),
        days=_own.rules_of(project).number("limits.screen_working_days"),
        **words,
    )


def _similar(project: Project) -> list[similar.Similar]:
    return similar.like(db.session(), project.area_id, project.title, but=project.id)
