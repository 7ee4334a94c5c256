"""How the rules were kept in a year, as parts of its report: objections, evaluations, disclosures, changes, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.deadlines import LIMITS
from microprojects.domain.errors import N_
from microprojects.domain.indicators import GOOD, RATINGS, Rating
from microprojects.domain.money import Fen
from microprojects.domain.objections import OUTCOMES
from microprojects.domain.states import State
from microprojects.domain.year_reports import Figures
from microprojects.web.filters import money
from microprojects.web.language import joined
from microprojects.web.public.graph_rows import DAYS_NOTE, DISCLOSURES, STEP_WORDS, broken_words
from microprojects.web.public.report_parts import Part


def objections(told: Figures) -> Part:
    """Return how many objections ended how: by the answer that holds, beside the community's; earlier forms told that alone."""
    replied = told["objections"]
    found = told.get("objections_hold", replied)
    number = sum(found.values())
    words = {**OUTCOMES, "open": _("还没答复")}
    says = _(
        "一共 %(n)s 件异议，成立或部分成立 %(upheld)s 件。",
        n=number,
        upheld=found["upheld"] + found["partly"],
    )
    if told.get("objection_groups"):
        says += _("其中说同一件事、合并答复的有 %(m)s 组。", m=told["objection_groups"])
    if "objection_replies" in told:  # the first form of the figures did not tell it
        says = joined((says, _late_replies(told["objection_replies"])))
    return Part("objections", _("异议"), says if number else "", **_ends(words, replied, found))


def _ends(words: Mapping[str, str], replied: Mapping[str, int], found: Mapping[str, int]) -> dict[str, Any]:
    """Return the table of the ends of objections; a column more where a higher answer changed one."""
    columns, shown = [(_("结论"), ""), (_("件"), "n")], [found]
    if replied != found:
        columns, shown = (
            [(_("结论"), ""), (_("最后的答复，件"), "n"), (_("社区的答复，件"), "n")],
            [found, replied],
        )
    rows = [
        [_(said), *(str(each[how]) for each in shown)]
        for how, said in words.items()
        if any(each[how] for each in shown)
    ]
    note = _("交到街道、区里的异议，按最后的答复算。") if len(shown) > 1 else ""
    return {"columns": columns, "rows": rows, "note": note}


def _late_replies(found: Mapping[str, int]) -> str:
    """Say how many replies came late, by how much at most, and how many are owed still."""
    late, worst, now = found["late"], found["worst"], found["late_now"]
    if not late and not now:
        return _("没有一件答复晚了。")
    says = _("%(n)s 件答复晚了。", n=late) if late else ""
    if worst:
        says = _("%(n)s 件答复晚了，最多晚 %(worst)s 个工作日。", n=late, worst=worst)
    return joined((says, _("%(n)s 件过了期限还没答复。", n=now) if now else ""))


def ratings(told: Figures) -> Part:
    """Return of how many evaluations each thing may be said."""
    found = told["ratings"]
    over = sum(found.values())
    says = _(
        "评议结束的 %(n)s 个项目里，%(good)s 个满意率达到 %(bar)s%% 或几乎都满意。",
        n=over, good=found.get(Rating.GOOD.value, 0) + found.get(Rating.MOST.value, 0), bar=GOOD,
    )  # fmt: skip
    rows = [[_(RATINGS[each]), str(found[each.value])] for each in Rating if found.get(each.value)]
    return Part(
        "ratings", _("居民满意不满意"), says if over else "", [(_("结果"), ""), (_("项目"), "n")], rows,
        note=_("人数太少的不写数字，免得看出是谁；所以这里数的是项目，不是人。"),
    )  # fmt: skip


def disclosed(told: Figures) -> Part:
    """Return how many disclosures kept their time."""
    found = told["disclosures"]
    late = sum(each["late"] for each in found)
    number = sum(each["on_time"] for each in found) + late
    says = _("按规定要按期发的 %(n)s 次公开，%(late)s 次晚了。", n=number, late=late)
    columns = [(_("公开"), ""), (_("按期"), "n"), (_("晚了"), "n"), (_("最多晚几天"), "n")]
    names = [DISCLOSURES[each["kind"]] for each in found]
    rows = [
        [_(name), str(each["on_time"]), str(each["late"]), str(each["worst"] or "–")]
        for name, each in zip(names, found, strict=True)
    ]
    return Part("disclosures", _("公开得及时不及时"), says if number else "", columns, rows)


def changes(told: Figures) -> Part:
    """Return how many contracts were changed, and by how much."""
    found = told["changes"]
    number = found["agreed"] + found["refused"] + found["open"]
    told = {"n": number, "agreed": found["agreed"], "fen": money(Fen(abs(found["more_fen"])))}
    says = _("合同变更提出 %(n)s 次，同意 %(agreed)s 次，合起来增加 %(fen)s。", **told)
    if found["more_fen"] < 0:
        says = _("合同变更提出 %(n)s 次，同意 %(agreed)s 次，合起来减少 %(fen)s。", **told)
    return Part("changes", _("合同变更"), says if number else "")


def days(told: Figures) -> Part:
    """Return how long each step took against its limit."""
    found = told["steps"]
    tells = all("finished" in each for each in found)
    done, late, now = (
        _done(found),
        sum(each["late"] for each in found),
        sum(each["late_now"] for each in found),
    )
    says = _("办完的 %(n)s 步里，%(late)s 步超过了期限。", n=done, late=late)
    if now:
        says = joined((says, _("还有 %(now)s 步没办完、正在超期。", now=now)))
    if tells:
        broken = [sum(each[name] for each in found) for name in ("broken", "broken_late")]
        says = joined((says, broken_words(*broken)))
    columns = [
        (_("步骤"), ""),
        *((words, "n") for words in (_("办完几次"), _("一半在几天内"), _("最长几天"))),
        *((words, "n") for words in (_("办完时超期"), _("没办完、正在超期"))),
        *([(_("没办完就停下"), "n")] if tells else []),
    ]
    note = DAYS_NOTE if tells else N_("这一版里，没办完就停下或退回的也算进了“办完”。")
    shown = says if done or now else ""
    return Part("days", _("每一步用几天"), shown, columns, [_days_row(each) for each in found], note=_(note))


def _done(found: Sequence[Mapping[str, Any]]) -> int:
    """Return how many steps were done; earlier forms of the figures count as ended what was broken off, too."""
    return sum(each.get("finished", each.get("ended", 0)) for each in found)


def _days_row(each: Mapping[str, Any]) -> list[str]:
    row = [
        _step(each), str(_done([each])), _or_dash(each["median"]), _or_dash(each["worst"]), str(each["late"]),
        str(each["late_now"]),
    ]  # fmt: skip
    return [*row, str(each["broken"])] if "broken" in each else row


def _step(each: Mapping[str, Any]) -> str:
    state = State(each["state"])
    told = {"step": _(STEP_WORDS.get(state, LIMITS[state][2])), "n": each["limit_days"]}
    return _("%(step)s，限 %(n)s 个工作日", **told) if each["working"] else _("%(step)s，限 %(n)s 天", **told)


def _or_dash(number: int | None) -> str:
    return "–" if number is None else str(number)
