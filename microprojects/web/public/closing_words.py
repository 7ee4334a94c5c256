"""A year's closing as tables: what became of each community's year, which projects are carried, what happened since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.places import short_name
from microprojects.domain.year_ends import Closing, total
from microprojects.store.closed_years import Carried, ClosedPlace
from microprojects.web.filters import money, state_label

Cells = list[Any]
Columns = list[tuple[str, str]]


def sentence(whole: Closing) -> str:
    """Say where a year's money went, so that nobody has to add it up."""
    parts = [
        _("已付 %(fen)s", fen=money(whole.paid_fen)),
        _("结转、接着付 %(fen)s", fen=money(whole.carried_fen)),
    ]
    if whole.lapsed_fen:
        parts.append(_("收回统筹 %(fen)s", fen=money(whole.lapsed_fen)))
    if whole.moved_fen:
        parts.append(_("转入下年 %(fen)s", fen=money(whole.moved_fen)))
    return _(
        "安排的 %(whole)s，%(parts)s，加起来一分不差。",
        whole=money(whole.allocated_fen),
        parts=_("，").join(parts),
    )


def parts(whole: Closing) -> list[tuple[str, str, Fen]]:
    """Return the parts of the year for one bar; what lapsed is its end."""
    moved = [("pending", _("转入下年"), whole.moved_fen)] if whole.moved_fen else []
    return [("paid", _("已付"), whole.paid_fen), ("contract", _("结转，接着付"), whole.carried_fen), *moved]


def columns(whole: Closing) -> Columns:
    """Return the heads of the table of communities."""
    moved = [(_("转入下年"), "n")] if whole.moved_fen else []
    return [
        (_("社区"), ""), (_("安排"), "n"), (_("已付"), "n"), (_("结转，接着付"), "n"), (_("收回统筹"), "n"), *moved,
    ]  # fmt: skip


def rows(places: Sequence[tuple[str, Closing]]) -> list[Cells]:
    """Return one line for each community."""
    moved = any(closing.moved_fen for _name, closing in places)
    return [[short_name(name), *_figures(closing, moved=moved)] for name, closing in places]


def sums(places: Sequence[tuple[str, Closing]]) -> Cells:
    """Return the last line, the sum of all."""
    whole = total(closing for _name, closing in places)
    return [_("合计"), *_figures(whole, moved=bool(whole.moved_fen))]


def carried_columns() -> Columns:
    """Return the heads of the list of what is carried; on a phone the project and the sum."""
    return [
        (_("项目"), ""), (_("社区"), "w"), (_("已立项，待签约"), "w"), (_("已签约，待付"), "w"), (_("结转"), "n"),
    ]  # fmt: skip


def carried_rows(found: Sequence[Carried], overdue: Mapping[str, str] | None = None) -> list[Cells]:
    """Return one line for each project that is carried, with where it stands today, and what of it is overdue."""
    return [
        [
            {
                "text": each.title,
                "small": _("，").join(
                    filter(
                        None, (each.number, str(state_label(each.state)), (overdue or {}).get(each.number))
                    )
                ),
                "url": url_for("public_projects.project", number=each.number),
            },
            short_name(each.community),
            yuan(each.promised.reserved_fen),
            yuan(each.promised.committed_fen),
            yuan(each.promised.whole_fen),
        ]
        for each in found
    ]


def carried_sums(found: Sequence[Carried]) -> Cells:
    """Return the sum of what is carried."""
    reserved = Fen(sum(each.promised.reserved_fen for each in found))
    committed = Fen(sum(each.promised.committed_fen for each in found))
    return [_("合计"), "", yuan(reserved), yuan(committed), yuan(Fen(reserved + committed))]


def since_columns() -> Columns:
    """Return the heads of what happened to the carried money."""
    return [
        (_("社区"), ""), (_("结转"), "n"), (_("后来追加"), "n"), (_("后来付"), "n"), (_("后来收回或转走"), "n"),
        (_("还没付"), "n"),
    ]  # fmt: skip


def since_rows(places: Sequence[ClosedPlace]) -> list[Cells]:
    """Return one line for each community that carried money or got some since."""
    return [
        [
            short_name(each.community),
            yuan(each.closing.carried_fen),
            yuan(each.added_fen),
            yuan(each.paid_since_fen),
            yuan(each.left_since_fen),
            yuan(each.open_fen),
        ]
        for each in places
        if each.closing.carried_fen or each.added_fen
    ]


def _figures(closing: Closing, *, moved: bool) -> list[str]:
    cells = [closing.allocated_fen, closing.paid_fen, closing.carried_fen, closing.lapsed_fen]
    return [yuan(each) for each in [*cells, *([closing.moved_fen] if moved else [])]]
