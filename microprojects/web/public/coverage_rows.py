"""Who took part, building by building: the graph of one community, which is made of what may be told alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain import coverage
from microprojects.domain.coverage import OTHERS, Told
from microprojects.domain.errors import N_
from microprojects.store import coverage as store
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


def told(session: Session, area: Area, year: int | None, at: datetime, limit: int) -> tuple[int, list[Told]]:
    """Return the smallest group of which numbers are told, and what may be told of the buildings of a community."""
    return limit, coverage.told(store.reached(session, area.id, year, at=at), limit)


def by_building(look: Look) -> Graph:
    """Return how many residents each building has and how many of them took part."""
    area = of_one(look)
    found: Sequence[Told] = ()
    limit = coverage.SMALLEST
    if area is not None:
        limit, found = look.figure(
            "coverage", lambda: told(look.session, area, look.scope.year, look.at, look.smallest)
        )
    kinds = ("known", "took_part", *KIND_WORDS)
    return Graph(
        "coverage", _("谁参加了（按楼）"), says(found), _("楼栋"),
        [("known", _("已核实的居民")), ("took_part", _("参加过"))],
        [(words(each), {kind: getattr(each, kind) for kind in kinds}) for each in found],
        more=[(kind, _(text)) for kind, text in KIND_WORDS.items()], note=notes(limit),
    )  # fmt: skip


def says(found: Sequence[Told]) -> str:
    """Return in a sentence how many buildings nobody took part from; empty where nothing is told."""
    named = [each for each in found if each.building != OTHERS]
    untouched = [each for each in named if each.untouched]
    if not found:
        return ""
    if not untouched:
        return _("%(n)s 栋楼都有人参加过。", n=len(named))
    return _("%(n)s 栋楼里，%(none)s 栋还没有人参加过。", n=len(named), none=len(untouched))


def notes(limit: int, *, blanks: bool = True) -> str:
    """Return how the numbers are to be read; `blanks` are told where some numbers are not written."""
    said = [_("人数都往下取成 %(n)s 的倍数：%(n)s 是 %(n)s 到 %(most)s 人。", n=limit, most=2 * limit - 1)]
    if blanks:
        said.append(_("不足 %(n)s 人的、写出来能推算出人数的，都写“–”；一栋楼里没人参加才写 0。", n=limit))
    said.append(_("不足 %(n)s 人的楼并入其他楼。", n=limit))
    said.append(_("只数参加没参加，不数怎么选的；投票计票、评议结束以后才算。"))
    return "".join(said)


def words(row: Told) -> str:
    """Return how the row of a building is headed."""
    return _("其他楼") if row.building == OTHERS else row.building


COVERAGE: dict[str, Callable[[Look], Graph]] = {"coverage": by_building}
