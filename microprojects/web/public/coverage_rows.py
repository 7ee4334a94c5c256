"""Who took part, by grid or by building: the graph of one community, which is made of what may be told alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from microprojects.domain import coverage, grid_coverage
from microprojects.domain.coverage import OTHERS, Told
from microprojects.domain.errors import N_
from microprojects.store import partakers
from microprojects.store.areas import Area
from microprojects.web.graphs import Graph
from microprojects.web.public.graph_looks import Look

KIND_WORDS = {
    "proposed": N_("提过议"),
    "seconded": N_("附过议"),
    "voted": N_("投过票"),
    "answered": N_("答过评议问卷"),
}


def of_one(look: Look) -> Area | None:
    """Return the community that is looked at, None where it is a street or the whole district."""
    if len(look.communities) == 1 and look.communities[0].path == look.scope.path:
        return look.communities[0]
    return None


@dataclass(frozen=True)
class Shown:
    """What may be told of a community: of its grids where they are known, else of its buildings, from so many people on."""

    limit: int
    by_grid: bool
    rows: Sequence[Told]


def shown(look: Look, area: Area) -> tuple[Shown, int | None, Sequence[Told]]:
    """Return what everybody may know of a community: one level of it, never two; and of its age bands, with their year."""

    def reckon() -> tuple[Shown, int | None, Sequence[Told]]:
        limit = look.smallest
        all_ = partakers.of_community(look.session, area.id, look.scope.year, limit, at=look.at)
        rows = (
            grid_coverage.told_by_grid(all_.found, all_.grid_of, limit)
            if all_.grid_of
            else coverage.told(all_.found, limit)
        )
        return Shown(limit, bool(all_.grid_of), rows), all_.ages_of, all_.bands

    return look.once("partakers", reckon)


def by_place(look: Look) -> Graph:
    """Return how many residents each grid or building has and how many of them took part."""
    area = of_one(look)
    what = shown(look, area)[0] if area else Shown(coverage.SMALLEST, False, ())
    kinds = ("known", "took_part", *KIND_WORDS)
    return Graph(
        "coverage", _("谁参加了（按网格）") if what.by_grid else _("谁参加了（按楼）"),
        says(what.rows, by_grid=what.by_grid), _("网格") if what.by_grid else _("楼栋"),
        [("known", _("已核实的居民")), ("took_part", _("参加过"))],
        [(words(each, by_grid=what.by_grid), {kind: getattr(each, kind) for kind in kinds}) for each in what.rows],
        more=[(kind, _(text)) for kind, text in KIND_WORDS.items()],
        note=notes(what.limit, by_grid=what.by_grid),
    )  # fmt: skip


def says(found: Sequence[Told], *, by_grid: bool = False) -> str:
    """Return in a sentence from how many grids or buildings nobody took part; empty where nothing is told."""
    named = [each for each in found if each.building != OTHERS]
    told = {"n": len(named), "none": sum(each.untouched for each in named)}
    if not found:
        return ""
    if by_grid:
        return (
            _("%(n)s 个网格里，%(none)s 个还没有人参加过。", **told)
            if told["none"]
            else _("%(n)s 个网格都有人参加过。", n=told["n"])
        )
    if not told["none"]:
        return _("%(n)s 栋楼都有人参加过。", n=told["n"])
    return _("%(n)s 栋楼里，%(none)s 栋还没有人参加过。", **told)


def notes(limit: int, *, blanks: bool = True, by_grid: bool = False) -> str:
    """Return how the numbers are to be read; `blanks` are told where some numbers are not written."""
    said = [rounded(limit)]
    if blanks and by_grid:
        said.append(_("不足 %(n)s 人的、写出来能推算出人数的，都写“–”；一个网格里没人参加才写 0。", n=limit))
    elif blanks:
        said.append(_("不足 %(n)s 人的、写出来能推算出人数的，都写“–”；一栋楼里没人参加才写 0。", n=limit))
    if by_grid:
        said.append(_("不足 %(n)s 人的网格、没有归网格的，并入其他。", n=limit))
    else:
        said.append(_("不足 %(n)s 人的楼并入其他楼。", n=limit))
    said.append(only_whether())
    return "".join(said)


def rounded(limit: int) -> str:
    """Return how numbers are rounded."""
    return _("人数都往下取成 %(n)s 的倍数：%(n)s 是 %(n)s 到 %(most)s 人。", n=limit, most=2 * limit - 1)


def only_whether() -> str:
    """Return what is counted and what is not."""
    return _("只数参加没参加，不数怎么选的；投票计票、评议结束以后才算。")


def words(row: Told, *, by_grid: bool = False) -> str:
    """Return how the row of a grid or building is headed."""
    if row.building == OTHERS:
        return _("其他") if by_grid else _("其他楼")
    return row.building


COVERAGE: dict[str, Callable[[Look], Graph]] = {"coverage": by_place}
