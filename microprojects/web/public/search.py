"""One search over everything public: projects, disclosures, meetings and residents' polls, grouped, with filters in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.errors import N_, NotFound
from microprojects.domain.polls import PollState
from microprojects.domain.searches import (
    LONGEST,
    MOST_FOUND,
    Piece,
    code_in,
    excerpt,
    number_in,
    words_of,
)
from microprojects.domain.similarity import normal
from microprojects.domain.states import State
from microprojects.store import areas, listings, projects, publications, searches
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.listings import ProjectRow
from microprojects.store.searches import Found, Part
from microprojects.web.filters import label
from microprojects.web.guard import anyone
from microprojects.web.paging import asked
from microprojects.web.public.disclosure_words import KINDS as DISCLOSURES

bp = Blueprint("public_search", __name__)

FEW, PAGE = 5, 20
KINDS: dict[str, str] = {
    "project": N_("项目"),
    "disclosure": N_("公开"),
    "meeting": N_("会议"),
    "poll": N_("居民投票"),
}
MEETINGS: dict[str, str] = {
    "planned": N_("待开"),
    "in_session": N_("正在开"),
    "closed": N_("已散会"),
    "inquorate": N_("未开成"),
    "cancelled": N_("已取消"),
}


@dataclass(frozen=True)
class Line:
    """One thing that was found; `state` is a project's state, `said` the word for another kind's."""

    url: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    state: State | None
    said: str
    community: str
    number: str
    day: datetime


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the lines shown and how many there are; `more` when nobody counted further."""

    kind: str
    label: str
    lines: Sequence[Line]
    found: int
    more: bool
    url: str


@dataclass(frozen=True)
class Asked:
    """What is looked for: words, one kind or all, one community or all, a page."""

    typed: str
    words: tuple[str, ...]
    kind: str
    place: Area | None
    page: int

    def url(self, **other: str | int) -> str:
        """Return the address of this search with something else chosen."""
        chosen: dict[str, Any] = {"q": self.typed, "kind": self.kind}
        chosen |= {"community": self.place.slug if self.place else ""} | other
        return url_for("public_search.results", **{key: value for key, value in chosen.items() if value})


@bp.get("/search")
@anyone
def results() -> ResponseReturnValue:
    """Show what was found, or go straight to what a number or a code names."""
    session, places = db.session(), areas.at_level(db.session(), "community")
    wanted = _asked(places)
    if straight := _straight(session, wanted.typed):
        return redirect(straight, 303)
    groups, near = _found(session, wanted, places) if wanted.words else ([], [])
    shown = next((group for group in groups if group.kind == wanted.kind), None)
    if wanted.page > 1 and (shown is None or not shown.lines):
        abort(404)
    return render_template(
        "public/search/results.html",
        wanted=wanted,
        groups=groups,
        near=near,
        communities=[("", _("全部")), *((area.slug, area.name) for area in places)],
        kinds=[("", _("全部")), *((kind, _(label)) for kind, label in KINDS.items())],
        earlier=wanted.url(page=wanted.page - 1) if wanted.page > 1 else None,
        later=wanted.url(page=wanted.page + 1) if shown and wanted.page * PAGE < shown.found else None,
    )


def _asked(places: Sequence[Area]) -> Asked:
    """Read the address; what is no kind or no community is left out."""
    typed = " ".join(request.args.get("q", "").replace("\x00", "")[:LONGEST].split())
    kind, slug = request.args.get("kind", ""), request.args.get("community", "")
    place = next((area for area in places if area.slug == slug), None)
    return Asked(typed, words_of(typed), kind if kind in KINDS else "", place, asked())


def _straight(session: Session, typed: str) -> str:
    """Return where a project's number or a 记账码 leads; nowhere when it is none, or nothing public has it."""
    if number := number_in(typed):
        try:
            project = projects.by_number(session, number)
        except NotFound:
            return ""
        return "" if listings.is_hidden(project) else url_for("public_projects.project", number=number)
    if code := code_in(typed):
        hits = publications.starting_with(session, code)
        if len(hits) > 1:
            return url_for("public_disclosures.check", code=code)
        return url_for("public_disclosures.show", disclosure_id=hits[0][0]) if hits else ""
    return ""


def _found(session: Session, wanted: Asked, places: Sequence[Area]) -> tuple[list[Group], list[Line]]:
    """Return what was found by kind, and where nothing was, the projects that come nearest."""
    here = [wanted.place.id] if wanted.place else []
    spread = searches.spread(session, wanted.words)
    ids = searches.projects(session, wanted.words, spread, places=here)
    named, rest = _named(wanted.words, places)
    if both := [each for each in named if not here or each in here]:
        there = searches.projects(session, rest, spread, places=both)
        ids = list(dict.fromkeys([*ids, *there]))[: MOST_FOUND + 1]
    part, area = _part(wanted), wanted.place.id if wanted.place else None
    makers: dict[str, Callable[[], Group]] = {
        "project": lambda: _projects(session, wanted, ids, part),
        "disclosure": lambda: _group(wanted, "disclosure", *searches.disclosures(session, ids, part)),
        "meeting": lambda: _group(
            wanted, "meeting", *searches.meetings(session, wanted.words, spread, ids, part, area=area)
        ),
        "poll": lambda: _group(wanted, "poll", *searches.polls(session, wanted.words, ids, part, area=area)),
    }
    groups = [make() for kind, make in makers.items() if wanted.kind in ("", kind)]
    groups = [group for group in groups if group.found]
    if groups:
        return groups, []
    near = listings.some(session, searches.nearest(session, spread, places=here))
    return [], [_project(row, wanted.words) for row in near]


def _named(words: Sequence[str], places: Sequence[Area]) -> tuple[list[int], tuple[str, ...]]:
    """Return the communities that words name, and the words that name none."""
    found: dict[str, list[int]] = {}
    for word in words:
        if len(word) >= searches.FEWEST_LETTERS:
            found[word] = [area.id for area in places if normal(area.name).startswith(word)]
    named = {word: ids for word, ids in found.items() if ids}
    there = [number for ids in named.values() for number in ids]
    return there, tuple(word for word in words if word not in named)


def _part(wanted: Asked) -> Part:
    """Return which of all that was found is shown: the first few of each kind, or one page of one kind."""
    start = (wanted.page - 1) * PAGE
    return Part(start, max(0, min(PAGE, MOST_FOUND - start))) if wanted.kind else Part(0, FEW)


def _projects(session: Session, wanted: Asked, ids: Sequence[int], part: Part) -> Group:
    kept = ids[:MOST_FOUND][part.start : part.start + part.size]
    rows = listings.some(session, kept) if kept else []
    return _made(wanted, "project", [_project(row, wanted.words) for row in rows], len(ids))


def _group(wanted: Asked, kind: str, rows: Sequence[Found], found: int) -> Group:
    make = {"disclosure": _disclosure, "meeting": _meeting, "poll": _poll}[kind]
    return _made(wanted, kind, [make(row, wanted.words) for row in rows], found)


def _made(wanted: Asked, kind: str, lines: Sequence[Line], found: int) -> Group:
    more = found > MOST_FOUND
    return Group(kind, _(KINDS[kind]), lines, min(found, MOST_FOUND), more, wanted.url(kind=kind))


def _project(row: ProjectRow, words: Sequence[str]) -> Line:
    text = next((t for t in (row.summary, row.place) if any(w in normal(t) for w in words)), row.summary)
    url = url_for("public_projects.project", number=row.number)
    title, said = excerpt(row.title, words), excerpt(text, words)
    return Line(url, title, said, row.state, "", row.community, row.number, row.since)


def _disclosure(row: Found, words: Sequence[str]) -> Line:
    url = url_for("public_disclosures.show", disclosure_id=row.id)
    return Line(
        url,
        excerpt(row.title, words),
        (),
        None,
        _(DISCLOSURES[row.state]),
        row.community,
        row.about or "",
        row.day,
    )


def _meeting(row: Found, words: Sequence[str]) -> Line:
    url = url_for("public_meetings.meeting", meeting_id=row.id)
    title, place = excerpt(row.title, words), excerpt(row.about or "", words)
    return Line(url, title, place, None, _(MEETINGS[row.state]), row.community, "", row.day)


def _poll(row: Found, words: Sequence[str]) -> Line:
    url = url_for("public_polls.poll", poll_id=row.id)
    return Line(
        url, excerpt(row.title, words), (), None, label(PollState(row.state)), row.community, "", row.day
    )
