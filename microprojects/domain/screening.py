"""The screening sheet: what a clerk answers about every proposal before it is accepted."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain.errors import N_

# A "no" to one of these forbids to accept.
MUST: dict[str, str] = {
    "in_area": N_("在本社区内，大家都能用"),
    "public_benefit": N_("受益面广，不是少数人或私人财产"),
    "lawful": N_("合法、安全，不涉及违建"),
    "not_property_duty": N_("不是物业或其他单位该做的"),
    "not_government_duplicate": N_("和政府已建、在建的不重复"),
    "not_department_duty": N_("不是部门职责内的经常工作"),
    "not_benefits_in_kind": N_("不是办公用品、工资、吃喝、旅游、发钱发物"),
    "not_commercial": N_("不为商业赢利或广告"),
    "not_retroactive": N_("不是补付已做完的事或还债"),
    "not_split": N_("不是把大项目拆小"),
    "maintainable": N_("以后有人管护"),
}
# A "no" to one of these is only noted.
ADVICE: dict[str, str] = {"needed": N_("雪中送炭，不是锦上添花")}
QUESTIONS: dict[str, str] = MUST | ADVICE


def unanswered(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the labels of questions without a yes or no. An answer is {"ok": bool, "note": str}."""
    return tuple(label for code, label in QUESTIONS.items() if _ok(answers, code) is None)


def failed(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the labels of questions whose "no" forbids to accept."""
    return tuple(label for code, label in MUST.items() if _ok(answers, code) is False)


def _ok(answers: Mapping[str, object], code: str) -> bool | None:
    answer = answers.get(code)
    ok = answer.get("ok") if isinstance(answer, Mapping) else None
    return ok if isinstance(ok, bool) else None
