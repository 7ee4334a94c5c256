"""The closing of a year's money as anybody reads it: where the year went, and every project that is paid on."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen, yuan
from microprojects.domain.workdays import local_day
from microprojects.domain.year_ends import total
from microprojects.store import areas, arrears, closed_years, year_ends
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.year_ends import YearClosing
from microprojects.web import arrears_words
from microprojects.web.filters import state_label
from microprojects.web.guard import anyone
from microprojects.web.public import closing_words as words
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("public_year_ends", __name__, url_prefix="/money/closings")


@bp.get("/<district>/<int:year>")
@anyone
def show(district: str, year: int) -> ResponseReturnValue:
    """Show what became of a district's year, the list of what is carried, and what happened to that since."""
    session = db.session()
    place, closing = _closed(district, year)
    found, carried = closed_years.places(session, closing.id), closed_years.carried(session, closing.id)
    pairs = [(each.community, each.closing) for each in found]
    whole = total(closing for _name, closing in pairs)
    return render_template(
        "public/year_ends/show.html",
        place=place,
        closing=closing,
        whole=whole,
        late=Fen(sum(each.late_fen for each in found)),
        says=words.sentence(whole),
        parts=words.parts(whole),
        columns=words.columns(whole),
        rows=words.rows(pairs),
        sums=words.sums(pairs),
        carried_columns=words.carried_columns(),
        carried=words.carried_rows(carried, _overdue(session, place)),
        carried_sums=words.carried_sums(carried),
        since_columns=words.since_columns(),
        since=words.since_rows(found),
    )


@bp.get("/<district>/<int:year>.csv")
@anyone
def spreadsheet(district: str, year: int) -> ResponseReturnValue:
    """Send the list of the projects that are carried."""
    _place, closing = _closed(district, year)
    head = [
        _("项目编号"), _("项目"), _("社区"), _("现在到哪一步"), _("已立项，待签约（元）"), _("已签约，待付（元）"),
    ]  # fmt: skip
    number = closing.id
    return as_csv(
        f"carried-{year}.csv",
        head,
        lambda session: (
            [
                each.number, each.title, each.community, str(state_label(each.state)),
                _plain(each.promised.reserved_fen), _plain(each.promised.committed_fen),
            ]
            for each in closed_years.carried(session, number)
        ),
    )  # fmt: skip


def _overdue(session: Session, place: Area) -> dict[str, str]:
    """Return by project number which retentions of a district are overdue today."""
    today = local_day(now())
    return arrears_words.by_number(arrears.retained(session, [place.path], today - timedelta(days=1)), today)


def _plain(fen: Fen) -> str:
    return yuan(fen).replace(",", "")


def _closed(slug: str, year: int) -> tuple[Area, YearClosing]:
    """Return a district and its closing, which is public from its confirmation on.

    Raises:
        NotFound: there is no such closing yet.
    """
    place = areas.by_slug(db.session(), slug)
    closing = year_ends.find(db.session(), place.id, year)
    if closing is None or closing.confirmed_at is None:
        raise NotFound
    return place, closing
