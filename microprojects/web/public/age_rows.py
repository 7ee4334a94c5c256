"""Who took part, by age band: the graph of one community and year, of what was counted and kept as it may be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from microprojects.domain.ages import BANDS
from microprojects.domain.coverage import OTHERS, SMALLEST, Told
from microprojects.web.graphs import Graph
from microprojects.web.public.coverage_rows import KIND_WORDS, Shown, of_one, only_whether, rounded, shown
from microprojects.web.public.graph_looks import Look


def by_age(look: Look) -> Graph:
    """Return how many residents each age band has and how many of them took part."""
    area = of_one(look)
    limits, year, found = shown(look, area) if area else (Shown(SMALLEST, False, ()), None, ())
    kinds = ("known", "took_part", *KIND_WORDS)
    return Graph(
        "ages", _("谁参加了（按年龄段）"), _says(found, year), _("年龄段"),
        [("known", _("已核实的居民")), ("took_part", _("参加过"))],
        [(_words(each), {kind: getattr(each, kind) for kind in kinds}) for each in found],
        more=[(kind, _(text)) for kind, text in KIND_WORDS.items()], note=_note(limits.limit),
    )  # fmt: skip


def _says(found: Sequence[Told], year: int | None) -> str:
    """Return which band took part most and which least, by the numbers as they are told."""
    named = [each for each in found if each.building != OTHERS]
    if not named:
        return ""
    most, least = max(named, key=_share), min(named, key=_share)
    if _share(most) == _share(least):
        return _("%(year)s 年，按这些数看，各年龄段参加得差不多。", year=year)
    told = {"year": year, "most": _words(most), "least": _words(least)}
    return _("%(year)s 年，按这些数看，%(most)s参加得最多，%(least)s最少。", **told)


def _share(row: Told) -> float:
    return (row.took_part or 0) / row.known


def _words(row: Told) -> str:
    return _("其他") if row.building == OTHERS else _(BANDS[row.building])


def _note(limit: int) -> str:
    return "".join(
        (
            rounded(limit),
            _("不足 %(n)s 人的、写出来能推算出人数的，都写“–”；没人参加才写 0。", n=limit),
            _("年龄算到那一年的最后一天；没有登记出生日期的、不足 %(n)s 人的年龄段，并入其他。", n=limit),
            _("每次投票计票、评议结束以后数一遍，出生日期不公开。"),
            only_whether(),
        )
    )


AGES: dict[str, Callable[[Look], Graph]] = {"ages": by_age}
