"""The open data for people: what each table holds, each whole as a file, and the dictionary of every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.open_data.others import OTHERS, Other
from microprojects.store import kept_records, publishers
from microprojects.store.db import db
from microprojects.store.open_data import files, reading
from microprojects.web.copies import copy_drawn
from microprojects.web.data.api import table
from microprojects.web.data.catalogues import files_of
from microprojects.web.filters import date_iso
from microprojects.web.guard import anyone
from microprojects.web.language import is_english
from microprojects.web.streams import streamed

bp = Blueprint("data_tables", __name__, url_prefix="/data")


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    """Show every table: what it holds, how many rows, when the last of them changed, and where it is."""
    stands = reading.standing(db.session(), now())
    return render_template(
        "data/tables/index.html",
        tables=[(noun, _name(noun), _holds(noun), _facts(stands[noun.name])) for noun in NOUNS.values()],
        others=[(_name(each), _holds(each), files_of(each)) for each in OTHERS],
        terms=publishers.terms()["en" if is_english() else "zh"],
        records=[] if copy_drawn() else kept_records.of_days(db.session()),
    )


@bp.get("/dictionary")
@anyone
def dictionary() -> ResponseReturnValue:
    """Show what every column of every table means."""
    return render_template(
        "data/tables/dictionary.html",
        tables=[(noun, _name(noun), _holds(noun), _columns(noun)) for noun in NOUNS.values()],
    )


@bp.get("/dictionary.csv")
@anyone
def dictionary_csv() -> ResponseReturnValue:
    """Give the dictionary as a table for a spreadsheet."""
    return _file("dictionary.csv", "text/csv", files.dictionary_csv())


@bp.get("/dictionary.json")
@anyone
def dictionary_json() -> ResponseReturnValue:
    """Give the dictionary for programs."""
    return Response(files.dictionary_json(), mimetype="application/json")


@bp.get("/<noun>.csv")
@anyone
def csv_file(noun: str) -> ResponseReturnValue:
    """Send a whole table for a spreadsheet."""
    found, at = table(noun), now()
    pieces = streamed(lambda session: files.csv_pieces(session, found, at))
    return _file(f"{found.name}.csv", "text/csv", pieces)


@bp.get("/<noun>.json")
@anyone
def json_file(noun: str) -> ResponseReturnValue:
    """Send a whole table for a program, with the same columns."""
    found, at = table(noun), now()
    terms, dictionary = publishers.terms(), url_for(".dictionary_json")
    pieces = streamed(lambda session: files.json_pieces(session, found, at, terms, dictionary))
    return _file(f"{found.name}.json", "application/json", pieces)


def _file(name: str, media: str, pieces: Iterator[str]) -> Response:
    response = Response(pieces, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _name(noun: Noun | Other) -> str:
    return noun.en if is_english() else noun.zh


def _holds(noun: Noun | Other) -> str:
    return noun.holds_en if is_english() else noun.holds_zh


def _facts(stands: reading.Standing) -> str:
    """Say how many rows a table has and when the last of them changed."""
    if stands.changed is None:
        return _("还没有")
    return _("%(n)s 行，%(day)s更新", n=stands.rows, day=date_iso(stands.changed))


def _columns(noun: Noun) -> list[dict[str, str]]:
    """Return each column of a table: its name, what it means, its codes, and its type with the ground."""
    return [
        {
            "name": column.name,
            "meaning": column.en if is_english() else column.zh,
            "codes": _codes(column.codes if not column.of else {}),
            "facts": " · ".join(
                filter(
                    None,
                    (
                        _(column.type.label),
                        column.unit,
                        _("可以空着") if column.null else "",
                        column.source or noun.source,
                    ),
                )
            ),
        }
        for column in noun.columns
    ]


def _codes(codes: Mapping[str, str]) -> str:
    """Return the codes of a column with what they mean."""
    return _("；").join(f"{code} {_(label)}" for code, label in codes.items())
