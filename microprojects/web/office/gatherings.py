"""Gatherings at the desk: called, listed, held and ended; and where a project is put on the list of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.gathering_kinds import SIDES, Part
from microprojects.domain.gatherings import ANSWERS, STANCES, sign_up_ends
from microprojects.domain.permissions import Target, areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import gatherings as deeds
from microprojects.services import matters
from microprojects.store import gatherings, hearings, packaged, projects
from microprojects.store.db import db
from microprojects.store.gatherings import Gathering
from microprojects.store.projects import Project
from microprojects.web import asking, paging
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.gatherings import (
    CloseForm,
    CountForm,
    DrawForm,
    GatheringForm,
    HearingForm,
    ReportForm,
    TopicForm,
)
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.meetings import WhyForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office import _whose
from microprojects.web.office._whose import communities_for

bp = Blueprint("office_gatherings", __name__, url_prefix="/office")

BOTH = ["GET", "POST"]
PLANNED = 50


@bp.get("/gatherings")
@permit(Action.GATHERING_CALL)
def index() -> ResponseReturnValue:
    """List the gatherings of the clerk's communities, what was promised, and the kinds to call."""
    session, paths = db.session(), areas_where(current_actor(), Action.GATHERING_CALL, at=local_day(now()))
    number = paging.asked()
    rows = gatherings.listed(
        session, past=True, paths=paths, limit=paging.SIZE + 1, offset=paging.first_row(number)
    )
    coming = gatherings.listed(session, past=False, paths=paths, limit=PLANNED)
    return render_template(
        "office/gatherings/index.html",
        coming=coming,
        page=paging.page(rows, number),
        promised=gatherings.promised(session, paths=paths, limit=PLANNED),
        kinds=packaged.gathering_kinds(),
        today=local_day(now()),
    )


@bp.route("/gatherings/new/<kind>", methods=BOTH)
@permit(Action.GATHERING_CALL)
def call(kind: str) -> ResponseReturnValue:
    """Ask when and where, then call a gathering of that kind."""
    made_of = packaged.gathering_kind(kind)
    form = HearingForm() if made_of.has(Part.SIGN_UP) else GatheringForm()
    form.community.choices = options(
        (area.slug, area.name) for area in communities_for(Action.GATHERING_CALL)
    )
    status = status_of(form)
    if form.validate_on_submit():
        words = {name: getattr(form, name).data or "" for name in ("title", "place")}
        if isinstance(form, HearingForm):
            words["seed_source"] = form.seed_source.data or ""
        try:
            made = deeds.call(
                str(form.community.data),
                kind=kind,
                starts_at=form.starts_at,
                actor=current_actor(),
                at=now(),
                **words,
            )
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已召集，时间、地点已公开。"))
            return redirect(url_for(".desk", gathering_id=made), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/gatherings/call.html", form=form, kind=made_of), status


@bp.get("/gatherings/<int:gathering_id>")
@permit(Action.GATHERING_CALL)
def desk(gathering_id: int) -> ResponseReturnValue:
    """Show one gathering as those who hold it see it, with the next step."""
    session, found = db.session(), here(gathering_id, Action.GATHERING_CALL)
    listed = gatherings.matters(session, gathering_id)
    return render_template(
        "office/gatherings/desk.html",
        gathering=found,
        kind=found.made_of,
        area=found.area.path,
        matters=listed,
        left=[each for each in listed if each.ended_at is None and not each.hidden_reason],
        sign_ups=hearings.sign_ups(session, gathering_id),
        closes_at=sign_up_ends(found.made_of.sign_up, found.starts_at) if found.made_of.sign_up else None,
        now=now(),
        is_day=local_day(now()) >= local_day(found.starts_at),
        sides=SIDES,
        stances=STANCES,
        answers=ANSWERS,
        today=local_day(now()),
    )


@bp.route("/gatherings/<int:gathering_id>/cancel", methods=BOTH)
@permit(Action.GATHERING_CANCEL)
def cancel(gathering_id: int) -> ResponseReturnValue:
    """Ask why, then call the gathering off."""
    form = WhyForm()

    def deed() -> None:
        deeds.cancel(gathering_id, reason=form.reason.data or "", actor=current_actor(), at=now())

    return ask(
        here(gathering_id, Action.GATHERING_CANCEL), form, deed, _("取消这次会"), _("取消，并公开理由")
    )


@bp.post("/gatherings/<int:gathering_id>/begin")
@permit(Action.GATHERING_HOLD)
def begin(gathering_id: int) -> ResponseReturnValue:
    """Declare the gathering open."""
    deeds.begin(gathering_id, actor=current_actor(), at=now())
    flash(_("会开始了。"))
    return redirect(url_for(".desk", gathering_id=gathering_id), 303)


@bp.route("/gatherings/<int:gathering_id>/count", methods=BOTH)
@permit(Action.GATHERING_HOLD)
def count(gathering_id: int) -> ResponseReturnValue:
    """Ask how many came, then write it down."""
    found = here(gathering_id, Action.GATHERING_HOLD)
    form = CountForm(attended=found.attended or None)

    def deed() -> None:
        deeds.count_people(gathering_id, attended=form.attended.data or 0, actor=current_actor(), at=now())

    return ask(found, form, deed, _("到会人数"), _("记下人数"))


@bp.route("/gatherings/<int:gathering_id>/close", methods=BOTH)
@permit(Action.GATHERING_CLOSE)
def close(gathering_id: int) -> ResponseReturnValue:
    """Ask for a summary, then end the gathering."""
    form = CloseForm()

    def deed() -> None:
        deeds.close(gathering_id, summary=form.summary.data or "", actor=current_actor(), at=now())

    return ask(here(gathering_id, Action.GATHERING_CLOSE), form, deed, _("散会"), _("散会，公开结果"))


@bp.route("/gatherings/<int:gathering_id>/draw", methods=BOTH)
@permit(Action.HEARING_DRAW)
def draw(gathering_id: int) -> ResponseReturnValue:
    """Ask for the public number, then draw who takes part."""
    found, form = here(gathering_id, Action.HEARING_DRAW), DrawForm()

    def deed() -> None:
        words = {"seed": form.seed.data or "", "witnesses": form.witnesses.data or ""}
        deeds.draw(gathering_id, actor=current_actor(), at=now(), **words)

    lead = _("事先说定用：%(what)s。照公布的号码填，谁都能用它把签再抽一遍。", what=found.seed_source)
    return ask(found, form, deed, _("抽签定人"), _("抽签，公开结果"), lead)


@bp.route("/gatherings/<int:gathering_id>/topic", methods=BOTH)
@permit(Action.MATTER_LIST)
def topic(gathering_id: int) -> ResponseReturnValue:
    """Write down a topic that somebody said or handed in on paper."""
    form = TopicForm()

    def deed() -> None:
        words = {"title": form.title.data or "", "text": form.text.data or ""}
        matters.raise_topic(gathering_id, for_another=True, actor=current_actor(), at=now(), **words)

    lead = _("居民当面说的、写在纸上的，替他记下来。")
    return ask(here(gathering_id, Action.MATTER_LIST), form, deed, _("记一个话题"), _("记下，并公开"), lead)


@bp.route("/gatherings/<int:gathering_id>/report", methods=BOTH)
@permit(Action.MATTER_LIST)
def report(gathering_id: int) -> ResponseReturnValue:
    """Put somebody on the list who reports on their work."""
    form = ReportForm()

    def deed() -> None:
        words = {"who": form.who.data or "", "text": form.text.data or ""}
        matters.list_report(gathering_id, actor=current_actor(), at=now(), **words)

    return ask(here(gathering_id, Action.MATTER_LIST), form, deed, _("列一位述职的"), _("列入，并公开"))


@bp.get("/projects/<number>/gatherings")
@permit(Action.MATTER_LIST)
def of_project(number: str) -> ResponseReturnValue:
    """Show the gatherings that dealt with a project, and those to come that it can be put on the list of."""
    session, project = db.session(), _project(number)
    taken = gatherings.of_project(session, project.id)
    coming = gatherings.listed(session, past=False, community=project.area.slug, limit=PLANNED)
    listed_on = {each.gathering_id for each in taken}
    return render_template(
        "office/gatherings/of_project.html",
        project=project,
        taken=taken,
        open_to=[g for g in coming if g.made_of.has(Part.PROJECTS) and g.id not in listed_on],
    )


@bp.post("/projects/<number>/gatherings/<int:gathering_id>")
@permit(Action.MATTER_LIST)
def list_project(number: str, gathering_id: int) -> ResponseReturnValue:
    """Put a project on the list of a gathering."""
    matters.list_project(gathering_id, number, actor=current_actor(), at=now())
    flash(_("已列入，公众能看到。"))
    return redirect(url_for(".desk", gathering_id=gathering_id), 303)


def here(gathering_id: int, action: Action) -> Gathering:
    """Return a gathering of the visitor's own communities.

    Raises:
        NotFound, NotPermitted: there is none, or it is somebody else's to hold.
    """
    found = gatherings.get(db.session(), gathering_id)
    _whose.require(action, found.area)
    return found


def ask(
    gathering: Gathering,
    form: HouseForm,
    deed: Callable[[], None],
    heading: str,
    button: str,
    lead: str = "",
    **more: Any,
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go back to the desk of the gathering."""
    gathering_id = gathering.id
    return asking.ask(
        form,
        deed,
        back=url_for("office_gatherings.desk", gathering_id=gathering_id),
        template="office/gatherings/ask.html",
        shown=lambda: {"gathering": gatherings.get(db.session(), gathering_id)},
        heading=heading,
        button=button,
        lead=lead,
        **more,
    )


def _project(number: str) -> Project:
    """Return a project of the visitor's own communities.

    Raises:
        NotFound, NotPermitted: there is none, or it is somebody else's to list.
    """
    project = projects.by_number(db.session(), number)
    target = Target(project.area.path)
    permissions.require(current_actor(), Action.MATTER_LIST, target, at=local_day(now()))
    return project
