"""What went wrong, on one page: what is not put right yet, and what happened, newest first, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.places import short_name
from microprojects.domain.problems import KINDS, OPEN, Kind, Open, Told
from microprojects.store import indicators, open_problems, problems
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.open_problems import Owed
from microprojects.store.problem_columns import Place
from microprojects.store.problems import Problem
from microprojects.web import kept_figures, paging
from microprojects.web import problem_words as words
from microprojects.web.filters import date_iso
from microprojects.web.guard import anyone
from microprojects.web.public.graph_looks import Look
from microprojects.web.public.journal_words import subject_url
from microprojects.web.public.overviews import asked_year, look_at, place_options

bp = Blueprint("public_problems", __name__)

FIRST = 5  # of each kind that is owed, where all kinds are shown
_KEPT_PAGES = 3


@dataclass(frozen=True)
class _Asked:
    """What a visitor asks for: of one kind, or of none for all; and which page."""

    kind: Kind | Open | None
    number: int

    @property
    def open(self) -> Open | None:
        """Return the kind of what is owed that is asked for."""
        return self.kind if isinstance(self.kind, Open) else None

    @property
    def happened(self) -> Kind | None:
        """Return the kind of what happened that is asked for."""
        return self.kind if isinstance(self.kind, Kind) else None


@bp.get("/problems")
@anyone
def index() -> ResponseReturnValue:
    """Show what went wrong, by place, year and kind."""
    session, year, asked = db.session(), asked_year(), _Asked(_kind(), paging.asked())
    if year is not None and not MINYEAR <= year < MAXYEAR:
        abort(404)
    look, place = look_at(session, request.args.get("community", "")[:40], year)
    here: dict[str, Any] = {"community": place.slug if place else None, "year": year}
    of = Place(year, place.path if place else "")
    owed = look.figure("owed", lambda: open_problems.counts(session, of, look.at))
    happened = look.figure("problems", lambda: problems.counts(session, of, look.at, look.smallest))
    pages = paging.pages(asked.number, _found(asked, owed, happened))
    now, then = _owed(look, of, asked), _happened(look, of, asked)
    names = problems.names(session, [each.subject for each in then])
    areas = {each.path: short_name(each.name) for each in look.areas.values()}
    return render_template(
        "public/problems/index.html",
        place=place,
        community=place if place and place.level == "community" else None,
        slug=place.slug if place else "",
        year=year or "",
        only=asked.kind.value if asked.kind else "",
        chosen=" · ".join(_chosen(place, year, asked)),
        years=[("", _("全部年度")), *((str(each), str(each)) for each in indicators.years(session))],
        places=place_options(list(look.areas.values())),
        kinds=[("", _("全部")), *((kind.value, _(told.name)) for kind, told in (OPEN | KINDS).items())],
        minutes=kept_figures.minutes(),
        **_counts(owed, happened, here),
        now=[_owed_row(each, look, areas) for each in now],
        then=[_row(each, names, areas) for each in then],
        shows_now=asked.happened is None and (asked.number == 1 or asked.open is not None),
        shows_then=asked.open is None,
        more=asked.kind is None and sum(owed.values()) > len(now),
        page=asked.number,
        pages=pages,
        earlier=_at(asked, here, -1) if asked.number > 1 else None,
        later=_at(asked, here, 1) if asked.number < pages else None,
    )


def _chosen(place: Area | None, year: int | None, asked: _Asked) -> Iterator[str]:
    """Say what the list was asked by, which stands on paper too."""
    if place is not None:
        yield place.name
    if year is not None:
        yield str(year)
    if asked.kind is not None:
        yield _((OPEN | KINDS)[asked.kind].name)


def _counts(
    owed: Mapping[Open, int], happened: Mapping[Kind, int], here: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the two tables of counts, each with its sentence."""
    return {
        "owed": [
            _count(told, kind, _("%(n)s 件", n=owed[kind]), owed[kind], here) for kind, told in OPEN.items()
        ],
        "happened": [
            _count(told, kind, _("%(n)s 次", n=happened[kind]), happened[kind], here)
            for kind, told in KINDS.items()
        ],
        "says_owed": _("现在有 %(n)s 件没解决。", n=sum(owed.values())),
        "says": _("一共出过 %(n)s 次。", n=sum(happened.values())),
    }


def _kind() -> Kind | Open | None:
    """Return the kind that is asked for, None for all; anything else is not found."""
    typed = request.args.get("kind", "")
    if not typed:
        return None
    found = next((each for each in (*Open, *Kind) if each.value == typed), None)
    if found is None:
        abort(404)
    return found


def _at(asked: _Asked, here: Mapping[str, Any], step: int) -> str:
    """Return the address of the page before or after."""
    kind = asked.kind.value if asked.kind else None
    return url_for(".index", **here, kind=kind, page=asked.number + step)


def _found(asked: _Asked, owed: Mapping[Open, int], happened: Mapping[Kind, int]) -> int:
    """Return how many rows the paged list has: of what happened, or of one kind of what is owed."""
    if asked.open is not None:
        return owed[asked.open]
    return happened[asked.happened] if asked.happened else sum(happened.values())


def _owed(look: Look, of: Place, asked: _Asked) -> Sequence[Owed]:
    """Return what of what is owed stands on this page: the first of each kind, or a page of one kind, kept as the counts."""
    if asked.happened is not None or (asked.open is None and asked.number > 1):
        return []
    limit, offset = (paging.SIZE, paging.first_row(asked.number)) if asked.open else (FIRST, 0)

    def read() -> Sequence[Owed]:
        return open_problems.page(look.session, of, look.at, only=asked.open, limit=limit, offset=offset)

    name = f"owed {asked.open} {asked.number}"
    return look.figure(name, read) if asked.number <= _KEPT_PAGES else read()


def _happened(look: Look, of: Place, asked: _Asked) -> Sequence[Problem]:
    """Return what of what happened stands on this page; the first pages are kept as long as the counts."""
    if asked.open is not None:
        return []

    def read() -> Sequence[Problem]:
        return problems.page(
            look.session, of, look.at, look.smallest,
            only=asked.happened, limit=paging.SIZE, offset=paging.first_row(asked.number),
        )  # fmt: skip

    name = f"problems {asked.happened} {asked.number}"
    return look.figure(name, read) if asked.number <= _KEPT_PAGES else read()


def _count(
    told: Told, kind: Kind | Open, written: str, number: int, here: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return a kind as a row of the table of counts: what is counted, and how often, which leads to the list."""
    url = url_for(".index", **here, kind=kind.value) if number else None
    return [{"text": _(told.name), "small": _(told.counts)}, {"text": written, "url": url}]


def _owed_row(each: Owed, look: Look, areas: Mapping[str, str]) -> list[object]:
    page = "/objections" if each.kind is Open.UNANSWERED else ""
    return [
        date_iso(words.day_of(each)),
        _(OPEN[each.kind].name),
        words.owed(each, look.at),
        {
            "text": each.title,
            "small": f"{areas.get(each.area, '')} · {each.number}",
            "url": f"/projects/{each.number}{page}",
        },
    ]


def _row(each: Problem, names: Mapping[str, str], areas: Mapping[str, str]) -> list[object]:
    """Return one thing that went wrong: day with the way to the entry of the record, sentence, and about what it is."""
    kind, _slash, number = each.subject.partition("/")
    title, where = names.get(each.subject), areas.get(each.area, "")
    page = "/objections" if each.kind in (Kind.UPHELD, Kind.LATE) else ""
    return [
        {
            "text": date_iso(each.at),
            "url": url_for("public_journal.entry", seq=each.key) if each.body else None,
        },
        _(KINDS[each.kind].name),
        words.sentence(each),
        {
            "text": title or number,
            "small": f"{where} · {number}" if kind == "project" else where,
            "url": f"{subject_url(each.subject)}{page}" if title else None,
        },
    ]
