"""The words of a public entry's facts: what each is called, what its codes mean, and which are amounts."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain import (
    attachments,
    comments,
    councils,
    declines,
    disclosure_fields,
    floor,
    funds,
    motions,
    objections,
    settlements,
)
from microprojects.domain.errors import N_
from microprojects.domain.people import Role

LABELS: dict[str, str] = {
    "adults": N_("成年居民"),
    "answered": N_("答了"),
    "ballots": N_("几张纸票"),
    "body": N_("代表哪一家"),
    "channel": N_("怎么提的"),
    "closes_on": N_("截止"),
    "code": N_("代号"),
    "comment": N_("第几条发言"),
    "conflicted": N_("有利害关系"),
    "counted": N_("数了几张"),
    "days_left": N_("还剩几天"),
    "decision_sha256": N_("项目公开的记账码"),
    "disclosure": N_("公开的记账码"),
    "discussion": N_("有讨论摘要"),
    "document": N_("文号"),
    "dossier": N_("材料的记账码"),
    "door_code": N_("用门口的签到码"),
    "due": N_("应到"),
    "dropped": N_("撤掉"),
    "earliest": N_("最早哪天可以开会"),
    "effect": N_("接下来怎么办"),
    "entered": N_("社区代录"),
    "estimate": N_("估计要多少钱"),
    "expected": N_("按规定的采购方式"),
    "failed": N_("答“否”或不合格"),
    "fallen": N_("作废的签字"),
    "filing": N_("备案号"),
    "fiscal": N_("财政资金"),
    "founded": N_("议事机构"),
    "from": N_("从哪一步"),
    "held_on": N_("验收日期"),
    "hidden": N_("隐去几处"),
    "inquorate": N_("未开成"),
    "into": N_("并到哪个项目"),
    "item": N_("哪一项"),
    "items": N_("几项"),
    "kind": N_("哪一种"),
    "level": N_("哪一级"),
    "meeting": N_("第几次会议"),
    "motion": N_("动议"),
    "name": N_("名称"),
    "need": N_("过线"),
    "note": N_("第几条"),
    "open": N_("还没答"),
    "opens_on": N_("开始"),
    "panel": N_("验收组人数"),
    "payment": N_("第几笔付款"),
    "public": N_("公开"),
    "public_sha256": N_("公开本的记账码"),
    "ratify_by": N_("最迟追认"),
    "rectify_by": N_("整改期限"),
    "released_fen": N_("退回社区"),
    "result_sha256": N_("结果公开的记账码"),
    "role": N_("身份"),
    "rules": N_("规则的记账码"),
    "scheme": N_("方案"),
    "seat": N_("席位"),
    "seen": N_("怎么核实的"),
    "self": N_("本人签到"),
    "shown": N_("公开真名"),
    "signed": N_("签字人数"),
    "since": N_("从哪天起"),
    "spending_sha256": N_("资金公开的记账码"),
    "side": N_("立场"),
    "stage": N_("第几议或第几期"),
    "stance": N_("立场"),
    "step": N_("哪一步"),
    "starts_at": N_("几时开会"),
    "supplier": N_("单位"),
    "tabled": N_("搁置"),
    "to": N_("到哪一步"),
    "total": N_("总价"),
    "turn": N_("第几次发言"),
    "until": N_("到哪天"),
    "vote": N_("第几次表决"),
    "waived": N_("免交"),
    "what": N_("做了什么"),
    "year": N_("年度"),
}
AMOUNTS = frozenset({"estimate", "fiscal", "social", "total"})
CODES = frozenset({"disclosure", "dossier", "rules"})
WORDS: dict[str, Mapping[str, str]] = {
    "channel": objections.CHANNELS,
    "code": {code: ground.rule for code, ground in declines.GROUNDS.items()},
    "effect": objections.EFFECTS,
    "expected": disclosure_fields.WORDS["mode"],
    "founded": councils.BODIES,
    "item": settlements.ARCHIVE_ITEMS,
    "kind": {**councils.KINDS, **funds.KINDS},
    "level": {
        "district": N_("区"),
        "street": N_("街道"),
        "community": N_("社区"),
        "grid": N_("网格"),
    },
    "name": {"masked": N_("只写姓"), "real": N_("公开真名")},
    "purpose": {
        **{code: name for code, (name, _action) in attachments.PURPOSES.items()},
        "decide": N_("决议"),
        "ratify": N_("追认"),
    },
    "role": {role.value: role.label for role in Role},
    "seen": {
        "id-card": N_("证件"),
        "property": N_("房产证"),
        "lease": N_("租房合同"),
        "known": N_("当面证明"),
    },
    "motion": motions.KINDS,
    "side": floor.SIDES,
    "stance": comments.STANCES,
    "step": {
        "call": N_("请人发言"),
        "pause": N_("停表"),
        "go-on": N_("继续计时"),
        "lengthen": N_("加时间"),
        "end": N_("发言结束"),
    },
    "what": {
        "added": N_("加进名单"),
        "created": N_("开账号"),
        "barred": N_("停用"),
        "readmitted": N_("恢复"),
        "password-reset": N_("重设密码"),
        "sessions-ended": N_("结束登录"),
        "second-factor-handed-out": N_("发验证码"),
        "second-factor-reset": N_("重设验证码"),
        "disabled": N_("停用账号"),
        "enabled": N_("恢复账号"),
    },
}


def label(name: str) -> str:
    """Return what a fact is called in the source language."""
    return LABELS.get(name) or disclosure_fields.label(name)


def word(name: str, value: str) -> str:
    """Return a coded value in the source language."""
    return WORDS.get(name, {}).get(value) or disclosure_fields.word(name, value)
