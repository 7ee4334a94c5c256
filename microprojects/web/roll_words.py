"""What a sheet does to the register, in words for the clerk; no date of birth and no whole number among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from microprojects.domain.masks import mask_phone
from microprojects.domain.roll_columns import MOST_TOLD, Column
from microprojects.domain.roll_matching import Change, Difference
from microprojects.domain.rolls import Entry, RowError, RowsWrong
from microprojects.web.language import sentence

MOST_NEW = 20  # of the new ones, enough to see whether the columns are right


@dataclass(frozen=True)
class Line:
    """One line of the sheet, and what is said of it."""

    number: int
    name: str
    words: str


@dataclass(frozen=True)
class Told:
    """The first lines of a list, and how many there are beyond them."""

    lines: Sequence[Line]
    more: int


def errors(found: Sequence[RowError]) -> Told:
    """Return what is wrong, by line."""
    return Told(
        [Line(each.line, "", sentence(each.no)) for each in found[:MOST_TOLD]],
        max(0, len(found) - MOST_TOLD),
    )


def wrong(no: RowsWrong) -> tuple[str, Told]:
    """Return the sentence of a sheet that cannot be used, and what is wrong by line."""
    return sentence(no), errors(no.errors)


def changes(found: Sequence[Change]) -> Told:
    """Return what changes, by line."""
    lines = [
        Line(each.entry.line, each.known.name, _("；").join(map(_difference, each.differences)))
        for each in found[:MOST_TOLD]
    ]
    return Told(lines, max(0, len(found) - MOST_TOLD))


def new(found: Sequence[Entry]) -> Told:
    """Return the first of those who are new."""
    lines = [Line(each.line, each.name, _entry(each)) for each in found[:MOST_NEW]]
    return Told(lines, max(0, len(found) - MOST_NEW))


def numbers(lines: Sequence[int]) -> str:
    """Return the numbers of lines as a text, the first of them."""
    told = _("、").join(map(str, lines[:MOST_TOLD]))
    return _("%(lines)s等", lines=told) if len(lines) > MOST_TOLD else told


def heads(ignored: Sequence[str]) -> str:
    """Return the heads of columns that nobody reads."""
    named = (_("第 %(n)s 列", n=each[1:]) if each.startswith("#") else each for each in ignored)
    return _("、").join(named)


def _entry(entry: Entry) -> str:
    told = [
        mask_phone(entry.phone) if entry.phone else _("没写手机号"),
        entry.building or _("没写楼栋"),
        _("有出生日期") if entry.born else _("没写出生日期"),
        _(entry.tie.label) if entry.tie else _("居住"),
    ]
    return _("，").join(told)


def _difference(one: Difference) -> str:
    label = _(one.column.label)
    if one.column is Column.BORN:
        return _("更正出生日期") if one.old else _("补上出生日期")
    old, new = (_shown(one.column, value) for value in (one.old, one.new))
    return _("%(column)s：%(old)s → %(new)s", column=label, old=old or _("没有"), new=new)


def _shown(column: Column, value: str) -> str:
    if column is Column.PHONE and value:
        return mask_phone(value)
    return _(value) if column is Column.TIE and value else value
