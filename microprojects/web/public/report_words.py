"""The report of a year in sentences and tables, made of its figures alone: those that stand now or those that were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.errors import N_
from microprojects.domain.indicators import RATINGS, STANDINGS, Standing, share
from microprojects.domain.money import Fen, yuan
from microprojects.domain.objections import OUTCOMES
from microprojects.domain.places import short_name
from microprojects.domain.proposals import TYPES
from microprojects.domain.year_reports import MONEY, PROJECTS, Figures
from microprojects.web.filters import money
from microprojects.web.language import joined
from microprojects.web.public import report_keeping as keeping
from microprojects.web.public.report_parts import Cells, Part


def lead(told: Figures) -> str:
    """Say the year in one sentence."""
    projects, sums = told["projects"], told["money"]
    return _(
        "提出 %(proposed)s 个项目，立项 %(approved)s 个，办结 %(closed)s 个；财政资金安排 %(given)s，付了 %(paid)s。",
        proposed=projects["proposed"],
        approved=projects["approved"],
        closed=projects["closed"],
        given=money(Fen(sums["allocated_fen"])),
        paid=money(Fen(sums["paid_fen"])),
    )


def parts(told: Figures) -> list[Part]:
    """Return every part of a district's report that has something to say."""
    made = [
        _projects(told), _money(told), _kinds(told), _places(told), _social(told), _promised(told), keeping.objections(told),
        keeping.ratings(told), keeping.disclosed(told), keeping.changes(told), keeping.days(told),
    ]  # fmt: skip
    return [each for each in made if each.says]


def parts_of_place(told: Mapping[str, Any]) -> list[Part]:
    """Return the parts of one community's report."""
    return [each for each in (_projects(told), _money(told), _kinds(told), _promised(told)) if each.says]


def corrections(found: Sequence[tuple[str, str, int, int]]) -> list[Cells]:
    """Return what a correction changed, one line for each number."""
    titles = {
        "projects": _("项目"), "money": _("财政资金"), "social": _("自筹"), "promises": _("承诺与兑现"), "ratings": _("评议"),
        "objections": _("异议，社区的答复"), "objections_hold": _("异议，最后的答复"), "objection_replies": _("异议"),
        "changes": _("合同变更"), "types": _("类型"), "steps": _("每一步用几天"),
        "disclosures": _("公开"), "places": _("各社区"),
    }  # fmt: skip
    return [
        [
            _("%(part)s，%(what)s", part=titles[part], what=_number_words(part, name))
            if name
            else titles[part],
            _amount(name, was) if name else "–",
            _amount(name, now) if name else _("有变化，见表"),
        ]
        for part, name, was, now in found
    ]


def _number_words(part: str, name: str) -> str:
    head, _dot, tail = name.partition(".")
    words = _(_NAMES[part][head])
    tails = {"count": _("个数"), "approved_fen": _("批准，含自筹"), "paid_fen": _("已付，含自筹")}
    return f"{words}{_('，')}{tails[tail]}" if tail else words


_NAMES: Mapping[str, Mapping[str, str]] = {
    "projects": PROJECTS,
    "money": MONEY,
    "social": {
        "fiscal_fen": N_("批准的财政资金"), "social_fen": N_("批准的自筹"), "came_fen": N_("到账的自筹"),
    },
    "promises": {each.value: words for each, words in STANDINGS.items()},
    "ratings": {each.value: words for each, words in RATINGS.items()},
    **{key: {**OUTCOMES, "open": N_("还没答复")} for key in ("objections", "objections_hold")},
    "objection_replies": {
        "late": N_("答复晚了"), "worst": N_("最多晚几个工作日"), "late_now": N_("过了期限还没答复"),
    },
    "changes": {
        "agreed": N_("同意"), "refused": N_("未同意"), "open": N_("审批中"), "more_fen": N_("合起来增加"),
    },
}  # fmt: skip


def _amount(name: str, value: int) -> str:
    return yuan(Fen(value)) if name.endswith("_fen") else str(value)


def _projects(told: Mapping[str, Any]) -> Part:
    reached = told["projects"]
    says = _(
        "提出 %(proposed)s 个，受理 %(accepted)s 个，立项 %(approved)s 个，验收合格 %(done)s 个，办结 %(closed)s 个。",
        proposed=reached["proposed"],
        accepted=reached["accepted"],
        approved=reached["approved"],
        done=reached["delivered"],
        closed=reached["closed"],
    )
    return Part(
        "projects", _("项目"), says if reached["proposed"] else "", [(_("步骤"), ""), (_("项目"), "n")],
        [[_(words), str(reached[step])] for step, words in PROJECTS.items()],
        note=_("每一步都包括走得更远的项目。没有受理、没有公开的提议不算。"),
    )  # fmt: skip


def _money(told: Mapping[str, Any]) -> Part:
    sums = told["money"]
    held = Fen(sums["reserved_fen"] + sums["committed_fen"])
    says = _(
        "财政资金安排 %(given)s：已付 %(paid)s，占 %(share)s%%；立了项、还没付的 %(held)s；年末收回或转走 %(left)s；还没用的 %(free)s。",
        given=money(Fen(sums["allocated_fen"])), paid=money(Fen(sums["paid_fen"])),
        share=share(sums["paid_fen"], sums["allocated_fen"]) or 0, held=money(held),
        left=money(Fen(sums["left_fen"])), free=money(Fen(sums["free_fen"])),
    )  # fmt: skip
    rows = [[_(words), yuan(Fen(sums[name]))] for name, words in MONEY.items() if name != "allocated_fen"]
    return Part(
        "money", _("财政资金"), says if sums["allocated_fen"] else "", [(_("钱在哪里"), ""), (_("元"), "n")], rows,
        total=[_("安排"), yuan(Fen(sums["allocated_fen"]))], note=_("各行加起来正好是安排的数，一分不差。自筹的钱不在里面。"),
    )  # fmt: skip


def _kinds(told: Mapping[str, Any]) -> Part:
    found = {kind: told["types"][kind] for kind in TYPES}
    number = sum(each["count"] for each in found.values())
    rows = [[_(TYPES[kind]), str(each["count"]), yuan(Fen(each["fen"]))] for kind, each in found.items()]
    whole = [_("合计"), str(number), yuan(Fen(sum(each["fen"] for each in found.values())))]
    parts = _("，").join(f"{_(TYPES[kind])} {each['count']}" for kind, each in found.items())
    says = joined((_("立项的 %(n)s 个项目，按类型分：", n=number), parts))
    columns = [(_("类型"), ""), (_("项目"), "n"), (_("批准，含自筹（元）"), "n")]
    return Part("kinds", _("办的是哪一类"), says + _("。") if number else "", columns, rows, total=whole)


def _places(told: Figures) -> Part:
    found = told["places"]
    streets = len({each["street"] for each in found})
    columns = [
        (_("社区"), ""),
        (_("立项"), "n"),
        (_("办结"), "n"),
        (_("财政安排（元）"), "n"),
        (_("财政已付（元）"), "n"),
    ]
    having = sum(1 for each in found if each["projects"]["approved"])
    return Part(
        "places", _("各社区"),
        _("%(streets)s 个街道、%(n)s 个社区，%(having)s 个社区有立项的项目。", streets=streets, n=len(found), having=having)
        if found else "",
        columns, _place_rows(told),
    )  # fmt: skip


def _place_rows(told: Figures) -> list[Cells]:
    rows: list[Cells] = []
    streets: dict[str, list[Mapping[str, Any]]] = {}
    for each in told["places"]:
        streets.setdefault(each["street"], []).append(each)
    for street, inside in streets.items():
        if len(streets) > 1:
            rows.append([_("%(street)s合计", street=street), *_place_cells(inside)])
        rows += [
            [
                {"text": short_name(each["name"]), "url": f"/c/{each['slug']}/reports/{told['year']}"},
                *_place_cells([each]),
            ]
            for each in inside
        ]  # fmt: skip
    return rows


def _place_cells(inside: Sequence[Mapping[str, Any]]) -> Cells:
    counts = [str(sum(each["projects"][step] for each in inside)) for step in ("approved", "closed")]
    sums = [yuan(Fen(sum(each["money"][name] for each in inside))) for name in ("allocated_fen", "paid_fen")]
    return [*counts, *sums]


def _social(told: Figures) -> Part:
    found = told["social"]
    says = _(
        "批准的项目里，财政 %(fiscal)s，居民和单位自筹 %(social)s；自筹到账 %(came)s。",
        fiscal=money(Fen(found["fiscal_fen"])), social=money(Fen(found["social_fen"])),
        came=money(Fen(found["came_fen"])),
    )  # fmt: skip
    return Part("social", _("自筹"), says if found["social_fen"] or found["came_fen"] else "")


def _promised(told: Mapping[str, Any]) -> Part:
    found = told["promises"]
    counts = {each: found.get(each.value, {}).get("count", 0) for each in Standing}
    done = counts[Standing.KEPT] + counts[Standing.LATE]
    says = _(
        "立项 %(all)s 个，完成 %(done)s 个，其中按期 %(kept)s 个；到期没完成 %(overdue)s 个。",
        all=sum(counts.values()), done=done, kept=counts[Standing.KEPT], overdue=counts[Standing.OVERDUE],
    )  # fmt: skip
    columns = [
        (_("比一比"), ""), (_("项目"), "n"), (_("批准，含自筹（元）"), "n"), (_("已付，含自筹（元）"), "n"),
    ]  # fmt: skip
    rows = [
        [_(STANDINGS[each]), str(row["count"]), yuan(Fen(row["approved_fen"])), yuan(Fen(row["paid_fen"]))]
        for each in Standing
        if (row := found.get(each.value))
    ]
    note = _("这里的钱是财政和自筹合在一起的。只看财政资金，请看上面“财政资金”一段。")
    return Part("promises", _("承诺与兑现"), says if rows else "", columns, rows, note=note)
