"""The library as anybody reads it: good finished projects by kind, place and cost, and each with what it taught."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.errors import NotFound
from microprojects.domain.library import BANDS, Standing
from microprojects.domain.proposals import TYPES
from microprojects.store import areas, library, library_lists, projects, wordings
from microprojects.store.db import db
from microprojects.store.library_lists import WantedEntries
from microprojects.web import library_words as words
from microprojects.web import paging
from microprojects.web.filters import money
from microprojects.web.guard import anyone

bp = Blueprint("public_library", __name__, url_prefix="/library")


@bp.get("")
@anyone
def index() -> ResponseReturnValue:
    """List what is in the library, the newest first."""
    session, wanted, number = db.session(), _wanted(), paging.asked()
    rows, found = library_lists.page(session, wanted, number=number, size=paging.SIZE)
    return render_template(
        "public/library/list.html",
        wanted=wanted,
        cards=words.cards(rows, TYPES),
        place=paging.place(number, found, len(rows)),
        community_options=_options((area.slug, area.name) for area in areas.at_level(session, "community")),
        type_options=_options((code, _(label)) for code, label in TYPES.items()),
        band_options=_options((code, _(label)) for code, label in BANDS.items()),
    )


@bp.get("/<number>")
@anyone
def show(number: str) -> ResponseReturnValue:
    """Show one entry: what it cost, what it taught, who let it in and why, and what was made after it."""
    session = db.session()
    project = projects.by_number(session, number)
    versions = library.versions(session, project.id)
    told = [each for each in versions if each.standing in (Standing.IN, Standing.OUT)]
    if not told:
        raise NotFound
    entry = told[0]
    made, reads = library_lists.copies_of(session, project.id), wordings.of(session, project.id).read
    return render_template(
        "public/library/show.html",
        project=project,
        entry=entry,
        is_in=entry.standing is Standing.IN,
        title=reads(project.title),
        summary=reads(project.summary),
        lessons=reads(entry.lessons),
        facts=[
            (_("为什么值得抄"), reads(entry.reason)),
            (_("花了多少"), words.costs(entry, made)),
            (_("居民怎么说"), words.satisfied(entry)),
            (_("抄了几次"), words.copied(len(made))),
        ],
        history=words.history(versions, reads),
        made=[
            [
                {"text": each.title, "small": f"{each.community} · {each.number}", "url": f"/projects/{each.number}"},
                _(each.state.label),
                money(each.cost_fen) if each.cost_fen is not None else "–",
            ]
            for each in made
        ],
    )  # fmt: skip


def _wanted() -> WantedEntries:
    def one_of(name: str, known: Iterable[str]) -> str:
        value = request.args.get(name, "")
        return value if value in known else ""

    return WantedEntries(
        type=one_of("type", TYPES),
        band=one_of("band", BANDS),
        community=request.args.get("community", "").replace("\x00", "")[:40],
    )


def _options(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", _("全部")), *pairs]
