"""The graphs of the second page of charts, each with its sentence: themes, objections, changes and suppliers."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from microprojects.domain.change_sizes import BODIES
from microprojects.domain.errors import N_
from microprojects.domain.indicators import BANDS, share
from microprojects.domain.money import Fen
from microprojects.domain.objections import GROUNDS, OUTCOMES
from microprojects.domain.proposals import THEMES
from microprojects.store import deal_indicators
from microprojects.store.deal_indicators import Largest
from microprojects.web import supplier_words
from microprojects.web.filters import money
from microprojects.web.graphs import Graph
from microprojects.web.public.graph_looks import Look
from microprojects.web.public.graph_rows import divided

MOST_SUPPLIERS = 5
ENDS = {"open": N_("还没有答复"), "withdrawn": N_("代为撤回")}


def themes(look: Look) -> Graph:
    """Return how the approved projects and their money divide by theme."""
    found = look.figure("themes", lambda: deal_indicators.themes(look.session, look.scope))

    def say(name: str, n: int, count: int, percent: int) -> str:
        return _(
            "立项的 %(n)s 个项目里，%(name)s主题最多，有 %(count)s 个，用 %(share)s%% 的钱。",
            n=n, name=name, count=count, share=percent,
        )  # fmt: skip

    return divided("themes", _("办的是什么主题"), _("主题"), THEMES, found, say)


def objections(look: Look) -> Graph:
    """Return what the objections were about, how they ended, and how many were not answered in time."""
    found = look.figure("objections", lambda: deal_indicators.objections(look.session, look.scope, look.at))
    kinds = (*OUTCOMES, *ENDS, "late")
    counted = {ground: dict.fromkeys(kinds, 0) for ground in GROUNDS}
    for ground, end, count, late in found:
        counted[ground][end] += count
        counted[ground]["late"] += late
    number, late = sum(each[2] for each in found), sum(each[3] for each in found)
    right = sum(row["upheld"] + row["partly"] for row in counted.values())
    says = _("一共 %(n)s 件异议，成立或部分成立 %(right)s 件，都没有超期。", n=number, right=right)
    if late:
        says = _(
            "一共 %(n)s 件异议，成立或部分成立 %(right)s 件，%(late)s 件没有按期答复。",
            n=number, right=right, late=late,
        )  # fmt: skip
    return Graph(
        "objections", _("异议怎么答的"), says if number else "", _("理由"),
        [(kind, _(words)) for kind, words in OUTCOMES.items()],
        [(_(GROUNDS[ground]), row) for ground, row in counted.items() if any(row.values())],
        more=[*((kind, _(words)) for kind, words in ENDS.items()), ("late", _("没有按期答复"))], sums=True,
        note=_(
            "本人撤回的不算；没有人提过的理由不列。交到街道、区里的，按最后的答复算。没有按期答复的说的是社区，包括晚答复的和到期还没有答复的。"
        ),
    )  # fmt: skip


def changes(look: Look) -> Graph:
    """Return how large the changes of contracts were, and who agreed to them."""
    found = look.figure("changes", lambda: deal_indicators.changes(look.session, look.scope))
    counted = {band: dict.fromkeys((*BODIES, "fen"), 0) for band in BANDS}
    for band, body, count, fen in found:
        counted[band][body] += count
        counted[band]["fen"] += fen
    number, whole = sum(each[2] for each in found), sum(each[3] for each in found)
    council = sum(row["council"] for row in counted.values())
    told = {"n": number, "council": council, "fen": money(Fen(abs(whole)))}
    says = _("合同一共变更 %(n)s 次，议事会表决的 %(council)s 次，合起来增加 %(fen)s。", **told)
    if whole < 0:
        says = _("合同一共变更 %(n)s 次，议事会表决的 %(council)s 次，合起来减少 %(fen)s。", **told)
    return Graph(
        "changes", _("合同变更谁同意的"), says if number else "", _("变更多少"),
        [(body, _(words)) for body, words in BODIES.items()],
        [(_(words), counted[band]) for band, words in BANDS.items() if any(counted[band].values())],
        more=[("fen", _("增减（元）"))], units={"fen": "fen"}, sums=True,
        note=_("只算同意了的变更，百分比是占这次变更前的合同金额。谁来同意，按累计变更算，所以小的变更也可能要议事会表决。"),
    )  # fmt: skip


def suppliers(look: Look) -> Graph:
    """Return how much of the contracts the largest suppliers have."""
    found = look.figure(
        "suppliers", lambda: deal_indicators.largest(look.session, look.scope, MOST_SUPPLIERS)
    )
    whole = found.whole_fen
    rows = [
        (supplier_words.name(name), {"contracts": n, "fen": fen, "share": share(fen, whole)})
        for name, n, fen in found.rows
    ]
    others = found.suppliers - len(rows)
    if others:
        rest = whole - sum(fen for _name, _n, fen in found.rows)
        n = found.contracts - sum(n for _name, n, _fen in found.rows)
        rows.append(
            (_("其余 %(n)s 家", n=others), {"contracts": n, "fen": rest, "share": share(rest, whole)})
        )
    return Graph(
        "suppliers", _("合同给了哪些单位"), _suppliers_say(found), _("单位"), [("fen", _("合同金额"))], rows,
        more=[("share", _("占全部")), ("contracts", _("合同"))], units={"fen": "fen", "share": "percent"}, sums=True,
        note=_("年度按签合同的日子算，和“实施单位”一页一样。图上单位：万元，表里是元。"),
    )  # fmt: skip


def _suppliers_say(found: Largest) -> str:
    """Say the share of the largest and of the five largest, by the rule of the list of suppliers."""
    if not found.rows:
        return ""
    whole, top = Fen(found.whole_fen), [fen for _name, _n, fen in found.rows]
    return _(
        "合同一共 %(fen)s，%(n)s 家单位。最多的一家占 %(first)s，前五家占 %(five)s。",
        fen=money(whole), n=found.suppliers, first=supplier_words.percent(Fen(top[0]), whole),
        five=supplier_words.percent(Fen(sum(top)), whole),
    )  # fmt: skip


DEALS: dict[str, Callable[[Look], Graph]] = {
    "themes": themes,
    "objections": objections,
    "changes": changes,
    "suppliers": suppliers,
}
