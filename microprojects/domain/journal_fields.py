"""The words of a public entry's facts: what each is called, what its codes mean, and which are amounts."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain import (
    attachments,
    audits,
    calls,
    challenges,
    change_sizes,
    comments,
    councils,
    declines,
    disclosure_fields,
    elections,
    erasures,
    escalations,
    floor,
    funds,
    gathering_kinds,
    gatherings,
    kept_minutes,
    last_dates,
    motions,
    names,
    objections,
    observers,
    settlements,
    splitting,
    successions,
    supplier_marks,
)
from microprojects.domain.errors import N_
from microprojects.domain.journal_labels import LABELS
from microprojects.domain.people import Role

AMOUNTS = frozenset({"estimate", "fiscal", "social", "total"})
CODES = frozenset(
    {"box", "disclosure", "dossier", "file", "list", "rehearsed", "result", "roll", "rules", "sheet", "spec"}
)
WORDS: dict[str, Mapping[str, str]] = {
    "board": {"added": N_("加进名单"), "retired": N_("停用")},
    "channel": objections.CHANNELS,
    "code": {code: ground.rule for code, ground in declines.GROUNDS.items()},
    "effect": objections.EFFECTS,
    "decides": change_sizes.BODIES,
    "ended": successions.REASONS,
    "erased": {kind.value: label for kind, label in erasures.ERASED_LABELS.items()},
    "manner": {manner.value: manner.label for manner in erasures.Manner},
    "expected": disclosure_fields.WORDS["mode"],
    "founded": councils.BODIES,
    "item": settlements.ARCHIVE_ITEMS,
    "ground": {**calls.KINDS, **challenges.GROUNDS, **names.GROUNDS},
    "kind": {**councils.KINDS, **funds.KINDS},
    "level": {"district": N_("区"), "street": N_("街道"), "community": N_("社区"), "grid": N_("网格")},
    "name": {"masked": N_("只写姓"), "real": N_("公开真名")},
    "purpose": {
        **{code: name for code, (name, _action) in attachments.PURPOSES.items()},
        "decide": N_("决议"),
        "ratify": N_("追认"),
        "change": N_("合同变更"),
    },
    "role": {role.value: role.label for role in Role},
    "seen": {
        "id-card": N_("证件"),
        "property": N_("房产证"),
        "lease": N_("租房合同"),
        "known": N_("当面证明"),
    },
    "marked_by": supplier_marks.SIDES,
    "motion": motions.KINDS,
    "outcome": audits.OUTCOMES,
    "observer": observers.KINDS,
    "side": {**floor.SIDES, **gathering_kinds.SIDES},
    "stance": {**comments.STANCES, **gatherings.STANCES},
    "step": {**floor.STEPS, **escalations.STEPS},
    "verdict": splitting.VERDICTS,
    "way": elections.WAYS,
    "wish": kept_minutes.WISHES,
    "which": last_dates.WORDS,
    "window": {
        "as-it-was": N_("不变"),
        "restarted": N_("重新满天数"),
        "begins": N_("从张贴起算，次日是第一天"),
        "posted-while-paused": N_("已经张贴，异议办完再起算"),
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
