"""Parameters as people read them: their values in words, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.casting import MODES
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.domain.parameters import BY_KEY, LATER, PARAMETERS, Parameter, Rulebook
from microprojects.store.areas import Area
from microprojects.store.programmes import ParameterVersion
from microprojects.web.filters import money

GROUPS: dict[str, str] = {
    "": N_("总则"),
    "allocation": N_("资金"),
    "dates": N_("最后日期"),
    "caps_fen": N_("上限"),
    "eligibility": N_("谁能参加"),
    "seconding": N_("附议"),
    "council": N_("议事会"),
    "meeting": N_("会议和表决"),
    "resident_poll": N_("居民投票"),
    "notice_days": N_("公示"),
    "objection": N_("异议"),
    "disclosure": N_("资金和结果公开"),
    "splitting": N_("拆分项目"),
    "change": N_("变更"),
    "payment": N_("付款"),
    "audit": N_("审核"),
    "acceptance": N_("验收"),
    "evaluation": N_("评议"),
    "privacy": N_("个人信息"),
    "limits": N_("各步时限"),
    "ux": N_("使用"),
}
CHOICES: dict[str, str] = {
    **MODES,
    "live": N_("住在这里的人"),
    "live_work_study": N_("在这里住、工作或上学的人"),
    "calendar_year": N_("公历年，1 月 1 日至 12 月 31 日"),
    "Asia/Shanghai": N_("北京时间"),
    "counts": N_("算到会，不算赞成"),
    "fails": N_("不通过"),
    "none": N_("不行，本人到会才能投"),
    "one": N_("可以，要有书面委托，一人最多受一人委托"),
    "rank_within_quota": N_("得票多的先选，选到钱用完"),
    "equal_shares": N_("钱平均分给投票的人，赞成的人合起来付得起就选上"),
    "16-20-24-30": N_("16、20、24、30 四档"),
    "off": N_("不办"),
    "advisory": N_("供议事会参考"),
    "binding": N_("结果算数"),
    "calendar": N_("自然日"),
    "working": N_("工作日"),
    "published": N_("网上公开那天"),
    "posted": N_("贴上公告栏、登记了照片那天"),
    "masked": N_("只写姓"),
    "nickname": N_("写昵称"),
    "real_with_consent": N_("本人同意才写全名"),
}


@dataclass(frozen=True)
class Line:
    """One parameter: what it is, what holds, where it comes from, and whether it was set here."""

    key: str
    label: str
    value: str
    source: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """One value that was set at one time, for the programme or for one community."""

    at: Any
    label: str
    value: str
    place: str
    reason: str


def grouped(rules: Rulebook) -> list[tuple[str, list[Line]]]:
    """Return every parameter in force, group by group."""
    groups: dict[str, list[Line]] = {}
    for parameter in PARAMETERS:
        value = rules[parameter.key]
        groups.setdefault(_group(parameter.key), []).append(
            Line(
                key=parameter.key,
                label=_(parameter.label),
                value=written(parameter, value) + ("" if parameter.key not in LATER else _("（还没有用到）")),
                source="" if parameter.source.startswith("[") else parameter.source,
                is_changed=value != parameter.default,
            )
        )
    return [(_(GROUPS[name]), lines) for name, lines in groups.items()]


def history(rows: Sequence[tuple[ParameterVersion, Area | None]]) -> list[Change]:
    """Return what was set, the newest first; a key that the house does not know any more stands as it is."""
    changes = []
    for version, area in rows:
        parameter = BY_KEY.get(version.key)
        changes.append(
            Change(
                at=version.set_at,
                label=_(parameter.label) if parameter else version.key,
                value=written(parameter, version.value["value"])
                if parameter
                else str(version.value["value"]),
                place=area.name if area else _("全部社区"),
                reason=version.reason,
            )
        )
    return changes


def written(parameter: Parameter, value: Any) -> str:
    """Write a value in words by the kind of its parameter."""
    match parameter.kind:
        case "bool":
            return _("是") if value else _("否")
        case "fen":
            return money(Fen(int(value)))
        case "choice":
            return _(CHOICES.get(value, value))
        case "last_day":
            return str(value) or _("不设")
        case "percents":
            return "、".join(f"{share}%" for share in value)
        case "share":
            # Those who come are counted against those who are due, whatever base the share names.
            return share({**value, "base": "due"} if parameter.key == "meeting.quorum" else value)
        case "part":
            return part(value)
    return str(value)


def share(value: Mapping[str, Any]) -> str:
    """Write a share: 超过 1/2，按到会人数算."""
    base = _("按应到人数算") if value["base"] == "due" else _("按到会人数算")
    return _("%(share)s，%(base)s", share=part(value), base=base)


def part(value: Mapping[str, Any]) -> str:
    """Write a part of a whole that needs no name: 1/5 以上（含）."""
    words = _("超过 %(num)s/%(den)s") if value["strict"] else _("%(num)s/%(den)s 以上（含）")
    return words % {"num": value["num"], "den": value["den"]}


def _group(key: str) -> str:
    return key.split(".", 1)[0] if "." in key else ""
