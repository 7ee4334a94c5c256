"""Sheets for the paper board: what each says, on a page or as PDF on A4 and A3, black on white, the same for the same record."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.journal import short_code
from microprojects.store import checkpoints
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.web.board_sheets import Row, Seats
from microprojects.web.filters import paper_code
from microprojects.web.language import is_english
from microprojects.web.qr_codes import qr_svg
from microprojects.web.typesetting import board_type, set_sheet

SIZES = ("a4", "a3")
_SHEET = Path(__file__).with_name("poster.typ")
# The longer the name, the smaller its letters.
_TITLES = ((10, 40), (18, 34), (40, 24))
_SMALLEST = 18
_LONGEST_SUMMARY = 60
_RUN = re.compile(r"[!-~]{16}")  # letters and signs without a gap, that would run out of their column
_GAP = "\u200b"


@dataclass(frozen=True)
class Day:
    """The day in the box, in large letters: what it is for, and two short lines beside it."""

    says: str
    day: str
    beside: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Column:
    """A column of a list; `wide` ones share the width, numbers stand on the right."""

    head: str
    wide: bool = False
    right: bool = False


@dataclass(frozen=True)
class Foot:
    """Who says so, when, and by what it is checked; the entry is the one that made the record, never the latest."""

    unit: str
    said: str
    code: str = ""  # 记账码 of the record itself, where it has one
    rules: str = ""  # hash of the rules under which it was made
    entry: JournalEntry | None = None

    @property
    def checks(self) -> list[tuple[str, str]]:
        """Return the codes to check the sheet by, each with its name."""
        found = [(_("记账码"), paper_code(self.code))] if self.code else []
        if self.rules:
            found.append((_("规则"), paper_code(self.rules)))
        return [*found, *self._head()]

    def _head(self) -> list[tuple[str, str]]:
        """Return where the record stands in the journal, and the first checkpoint over it once that is signed."""
        if self.entry is None:
            return []
        found = [(_("流水第 %(n)s 条", n=self.entry.seq), short_code(self.entry.hash))]
        if sealed := checkpoints.over(db.session(), self.entry.seq):
            found.append((_("封账到第 %(n)s 条", n=sealed.size), paper_code(sealed.root)))
        return found


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper; `mark` and `seal` stand in the square, `address` is where its code leads."""

    place: str
    number: str
    mark: str
    seal: str
    title: str
    address: str
    foot: Foot
    summary: str = ""
    rows: Sequence[Row] = ()
    seats: Seats | None = None
    columns: Sequence[Column] = ()
    lines: Sequence[Sequence[str]] = ()
    sums: Sequence[str] = ()
    empty: str = ""  # instead of a list without lines
    day: Day | None = None
    how: str = ""
    ways: Sequence[str] = field(default_factory=tuple)

    @property
    def short_address(self) -> str:
        """Return the address as somebody types it."""
        return self.address.partition("://")[2] or self.address

    @property
    def qr(self) -> str:
        """Return the square code of the address."""
        return qr_svg(self.address, _("二维码，指向网上的这一页"))


def unit_of(area: Area) -> str:
    """Return who publishes for an area."""
    return area.office_name or area.name


def phone_of(area: Area) -> list[str]:
    """Return the way to speak by telephone, none where the office has no number."""
    if not area.office_phone:
        return []
    hours = area.office_hours or _("工作日")
    return [_("打电话 %(phone)s（%(hours)s）", phone=area.office_phone, hours=hours)]


def asked_size() -> str:
    """Return the size of paper that was asked for; A4 is the one that every printer takes."""
    size = request.args.get("size", "")
    return size if size in SIZES else SIZES[0]


def page(sheet: Sheet) -> ResponseReturnValue:
    """Show a sheet as a page to be printed, for machines without Chinese type."""
    return render_template("public/posters/sheet.html", sheet=sheet)


def answer(sheet: Sheet, *, name: str, instead: str) -> ResponseReturnValue:
    """Send a sheet as PDF, or lead to the page `instead` where the machine has no Chinese type."""
    made = pdf(sheet, asked_size())
    if made is None:
        return redirect(instead, 303)
    headers = {"Content-Disposition": f'inline; filename="{name}-{asked_size()}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


def pdf(sheet: Sheet, size: str = SIZES[0]) -> bytes | None:
    """Return a sheet as PDF on paper of a size, None where the machine has no Chinese type."""
    font = board_type()
    if font is None:
        return None
    words = {
        "font": font,
        "lang": "en" if is_english() else "zh",
        "paper": size,
        "title_size": next((points for most, points in _TITLES if len(sheet.title) <= most), _SMALLEST),
        "qr": sheet.qr,
        "caption": _("扫码看原文，一样就没有被改过"),
        "pages": _("第 %(n)s 页，共 %(of)s 页", n="{n}", of="{of}"),
        **_breakable(_words(sheet)),
    }
    return set_sheet(_SHEET, json.dumps(words, ensure_ascii=False))


def _words(sheet: Sheet) -> dict[str, Any]:
    seats, day = sheet.seats, sheet.day
    votes = {"for": seats.in_favour, "against": seats.against, "abstain": seats.abstain} if seats else None
    return {
        **{
            name: getattr(sheet, name)
            for name in ("place", "number", "mark", "seal", "title", "empty", "how")
        },
        "summary": _summary(sheet.summary),
        "rows": [[row.term, row.words, row.small, row.shows_votes] for row in sheet.rows],
        "votes": {**votes, "bar": seats.need_for} if votes and seats else None,
        "columns": [[each.head, each.wide, each.right] for each in sheet.columns],
        "lines": [list(line) for line in sheet.lines],
        "sums": list(sheet.sums),
        "day": [day.says, day.day, *day.beside] if day else None,
        "ways": list(sheet.ways),
        "address": sheet.short_address,
        "unit": sheet.foot.unit,
        "said": sheet.foot.said,
        "checks": [list(each) for each in sheet.foot.checks],
    }


def _summary(text: str) -> str:
    """Return the summary if it fits, else its first sentence if that does."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    first = text.partition("。")[0] + "。"
    return first if len(first) <= _LONGEST_SUMMARY else ""


def _breakable(value: Any) -> Any:
    """Return the words with gaps in long runs of letters, where a line may end."""
    if isinstance(value, str):
        return _RUN.sub(lambda run: run.group() + _GAP, value)
    if isinstance(value, dict):
        return {key: _breakable(each) for key, each in value.items()}
    return [_breakable(each) for each in value] if isinstance(value, list) else value
