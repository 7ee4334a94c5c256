"""The list of projects, and one project's whole life on one page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotFound
from microprojects.domain.money import Fen
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import (
    areas,
    audits,
    departures,
    listings,
    projects,
    records,
    splittings,
    voided_votes,
)
from microprojects.store.db import db
from microprojects.store.listings import Wanted
from microprojects.store.meetings import Meeting
from microprojects.store.projects import Project
from microprojects.store.records import ProjectRecord
from microprojects.store.voided_votes import Overtaken
from microprojects.store.votes import Vote
from microprojects.web import (
    archive_words,
    arrears_words,
    audit_words,
    change_words,
    due_days,
    library_words,
    linked_data,
    objection_words,
    paging,
    poll_said,
    split_words,
    vote_words,
    windows,
)
from microprojects.web.guard import anyone, can, current_actor, is_own
from microprojects.web.map_drawings import anchor_of
from microprojects.web.poll_said import Against
from microprojects.web.public import (
    date_words,
    histories,
    instalments,
    now_words,
    project_acts,
    project_polls,
    project_words,
    tracks,
)
from microprojects.web.public.cards import cards
from microprojects.web.public.payment_rows import payment_rows
from microprojects.web.public.seals import seals
from microprojects.web.split_words import Asked

bp = Blueprint("public_projects", __name__)

PAGE = 20
ON_NOTICE = (State.NOTICING, State.OBJECTED, State.CHANGING, State.RESULT_NOTICE)
LAST_PAGE = 10_000
TONES: dict[str, str] = {
    "talk": N_("正在议"),
    "open": N_("正在公示"),
    "work": N_("正在办"),
    "hold": N_("搁着"),
    "done": N_("办结"),
    "stop": N_("没有办"),
}


@bp.route("/projects")
@anyone
def project_list() -> ResponseReturnValue:
    """Show projects by community, type, theme, state and words."""
    wanted = _wanted()
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= LAST_PAGE:
        abort(404)
    session = db.session()
    rows, found = listings.projects(session, wanted, page=page, size=PAGE)
    return render_template(
        "public/projects/list.html",
        wanted=wanted,
        cards=cards(rows, local_day(now())),
        place=paging.place(page, found, len(rows), PAGE),
        community_options=[(area.slug, area.name) for area in areas.at_level(session, "community")],
        type_options=_options(TYPES.items()),
        theme_options=_options(THEMES.items()),
        tone_options=_options(TONES.items()),
    )


def _options(words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", _("全部")), *((value, _(label)) for value, label in words)]


def _wanted() -> Wanted:
    def one_of(name: str, words: Iterable[str]) -> str:
        value = request.args.get(name, "")
        return value if value in words else ""

    year = request.args.get("year", "")
    return Wanted(
        words=request.args.get("q", "").replace("\x00", "")[:60].strip(),
        community=request.args.get("community", "").replace("\x00", "")[:40],
        type=one_of("type", TYPES),
        theme=one_of("theme", THEMES),
        tone=one_of("state", TONES),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


@bp.route("/projects/<number>")
@anyone
def project(number: str) -> ResponseReturnValue:
    """Show everything about one project that is public."""
    if number != number.upper():
        return redirect(url_for(".project", number=number.upper()), 301)
    session = db.session()
    found = projects.by_number(session, number)
    _may_see(found)
    if found.merged_into is not None:
        return redirect(f"/projects/{found.merged_into.number}", 301)
    record = records.of(session, found)
    if found.state is State.WITHDRAWN:
        return render_template("public/projects/withdrawn.html", **_line(record))
    return render_template("public/projects/project.html", **_shown(record))


def _line(record: ProjectRecord) -> dict[str, Any]:
    """Return what is left of a project that was withdrawn: one line, and the days of its life."""
    return {
        "project": record.project,
        "community": record.project.area,
        "now_says": now_words.now_sentence(record),
        "history": histories.told(record.journal),
    }


def _split(record: ProjectRecord) -> Asked | None:
    """Return the question whether the project was split, None if there is none."""
    flag = splittings.of_project(db.session(), record.project.id) if record.sums.split else None
    return split_words.asked(flag) if flag else None


def _afterwards(record: ProjectRecord, today: date) -> dict[str, Any]:
    """Return the audit for which the project was drawn, if it was, what is overdue, and what its archive holds."""
    found = audits.of_project(db.session(), record.project.id) if record.sums.audits else None
    return {
        "audit": audit_words.of_project(found) if found else None,
        "owed": arrears_words.owed(found, today),
        "overdue": instalments.overdue(record, today),
        "archive": archive_words.public(record),
        "map_anchor": _map_anchor(record),
        "library": library_words.marks(record),
    }


def _against(record: ProjectRecord) -> list[Against]:
    """Return the decisions of the council against the residents' poll."""
    return poll_said.against(
        departures.of_project(db.session(), record.project.id) if record.sums.departures else []
    )


def _shown(record: ProjectRecord) -> dict[str, Any]:
    """Return what the page of a project shows."""
    found, at = record.project, now()
    clock = windows.clock(record.window, at) if record.window and found.state in ON_NOTICE else None
    open_notice = clock is not None and not clock.is_over
    return {
        "record": record,
        "project": found,
        "community": found.area,
        "about": linked_data.of_project(found),
        "words": project_words,
        "reads": record.wording.read,
        "types": TYPES,
        "themes": THEMES,
        **_objected(record, at),
        "clock": clock,
        **_now(record, clock, at),
        "today": local_day(at),
        "votes": _votes(record),
        "against": _against(record),
        "split": _split(record),
        **_afterwards(record, local_day(at)),
        "seals": seals(record),
        "due": due_days.of_project(record),
        "history": histories.told(record.journal),
        **_changed(record),
        "actions": project_acts.acts(record, current_actor(), at, may_object=open_notice),
        "approved": Fen(found.approved_fiscal_fen + found.approved_social_fen),
        "payments": payment_rows(record),
        "unpaid": instalments.unpaid(record, local_day(at)),
        "money_says": instalments.money_sentence(record, local_day(at)),
        "costs": project_words.cost_rows(record),
        "source": project_words.source_sentence(record),
        "opinions": project_words.opinions(record),
        "pictures": project_words.pictures(record),
        "progress": [each for each in record.happenings if each.kind in ("progress", "note")],
        "inspections": record.inspections,
        "satisfaction": project_words.satisfaction(record, at),
        "plan": project_words.plan_pairs(record),
        "ballot": project_polls.ballot_line(found, at),
    }


def _now(record: ProjectRecord, clock: windows.Clock | None, at: datetime) -> dict[str, Any]:
    """Return how far the project came, whether the public sees it yet, what is going on and what presses."""
    return {
        "hidden": listings.is_hidden(record.project),
        "steps": tracks.steps(record),
        "now_says": now_words.now_sentence(record, clock),
        "pressing": now_words.pressing(record, at),
    }


def _map_anchor(record: ProjectRecord) -> str:
    """Return the name of the mark under which the project stands on the map of its community."""
    found = record.project
    own = record.sums.points and found.type == "works" and not found.on_private_premises
    return anchor_of((found.number or "") if own else "", found.area.slug, found.state.tone)


def _objected(record: ProjectRecord, at: datetime) -> dict[str, Any]:
    """Return the words of objections, how late each reply is, and what was answered above it."""
    return {
        "effects": EFFECTS,
        "above": objection_words.above(record.objections, record.steps, at),
        "grounds": GROUNDS,
        "outcomes": OUTCOMES,
        "late": lambda each: objection_words.late(each, at),
    }


def _changed(record: ProjectRecord) -> dict[str, Any]:
    """Return how contract and dates were changed, when work stood still and why it ended; personal data is blacked out."""
    found, read = record.project, record.wording.read
    return {
        "stop": project_words.stop_words(record),
        "dates": date_words.shown(record, local_day(now())),
        "changed": [change_words.shown(each, found, read) for each in record.changes],
        "stood": [change_words.stood(each, read) for each in record.suspensions],
    }


def _votes(record: ProjectRecord) -> list[tuple[Vote, Meeting, vote_words.Result | None, Overtaken | None]]:
    """Return the votes on a project with their meetings and results: those that stand first, then those set aside."""
    rows = sorted(record.votes, key=lambda row: row[0].voided_at is not None)
    votes = [vote for vote, _item, _meeting in record.votes]
    return [
        (vote, meeting, vote_words.result(vote), voided_votes.among(votes, vote))
        for vote, _item, meeting in rows
    ]


def _may_see(found: Project) -> None:
    """Hide drafts and unmoderated proposals from all but their proposer and the office of their area.

    Raises:
        NotFound: the visitor may not know of it.
    """
    if not listings.is_hidden(found):
        return
    if not (can(Action.OFFICE_READ, found.target) or is_own(found.target)):
        raise NotFound
