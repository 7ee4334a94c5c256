"""Each graph of the public record, made of what the database added up, with the sentence that says what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from microprojects.domain.deadlines import LIMITS
from microprojects.domain.errors import N_
from microprojects.domain.indicators import (
    GOOD,
    RATINGS,
    STEPS,
    Rating,
    Standing,
    funnel,
    share,
    timeliness,
)
from microprojects.domain.money import Fen
from microprojects.domain.proposals import TYPES
from microprojects.domain.states import State
from microprojects.domain.stays import Pace, in_working_days, paces
from microprojects.store import indicators
from microprojects.store.indicators import POCKETS, Counts
from microprojects.web.filters import money, short_amount
from microprojects.web.graphs import Graph
from microprojects.web.language import joined
from microprojects.web.public.graph_looks import Look

POCKET_WORDS = {
    "allocated": N_("安排"), "reserved": N_("已立项，待签约"), "committed": N_("已签约，待付"), "paid": N_("已付"),
}  # fmt: skip
# What is measured, where the words of a deadline tell of something else: each objection has a reply of its own.
STEP_WORDS = {State.IMPLEMENTING: N_("做完、报完工"), State.OBJECTED: N_("公示因异议停着")}
DAYS_NOTE = N_(
    "办完的才算天数：没办完就终止、退回、暂停或去办变更的，另数次数。恢复以后从头再算。"
    "“公示因异议停着”数的是项目停了几次、几天，不是异议的件数；每件异议几天答复，见异议的图表。"
)
DISCLOSURES = {"decision": N_("项目公开"), "spending": N_("资金公开"), "result": N_("结果公开")}


def steps(look: Look) -> Graph:
    """Return how many projects reached each step."""
    whole: Counter[str] = Counter()
    for some in look.furthest.values():
        whole.update(some)
    reached = funnel(whole)
    says = _(
        "一共提出 %(all)s 个，立项 %(approved)s 个，办结 %(closed)s 个。",
        all=reached["proposed"], approved=reached["approved"], closed=reached["closed"],
    )  # fmt: skip
    rows = [
        (_(STEPS[step]), {"reached": count, "share": share(count, reached["proposed"])})
        for step, count in reached.items()
    ]
    return Graph(
        "steps", _("走到哪一步"), says if reached["proposed"] else "", _("步骤"),
        [("reached", _("项目"))], rows, more=[("share", _("占提出的"))], units={"share": "percent"},
        note=_("每一步都包括走得更远的项目。没有受理、没有公开的提议不算。"),
    )  # fmt: skip


def pockets(look: Look) -> Graph:
    """Return the allocations against what is reserved, contracted and paid; the table has all that a row adds up of."""
    balances = look.figure("balances", lambda: indicators.balances(look.session, look.scope))
    found = look.grouped(balances, (*POCKETS, "left"))
    for row in found.values():
        row["free"] = row["allocated"] - sum(row[kind] for kind in (*POCKETS[1:], "left"))
    left = Fen(sum(row["left"] for row in found.values()))
    gone = [("left", _("年末收回或转走"))] if left else []
    given, paid = (sum(row[kind] for row in found.values()) for kind in ("allocated", "paid"))
    says = _(
        "一共安排 %(all)s，已经付出 %(paid)s，占 %(share)s%%。",
        all=" ".join(short_amount(Fen(given))), paid=" ".join(short_amount(Fen(paid))), share=share(paid, given),
    )  # fmt: skip
    if left:
        says = joined((says, _("年末收回或转走 %(left)s。", left=" ".join(short_amount(left)))))
    return Graph(
        "pockets", _("钱到哪一步"), says if given else "", look.head,
        [(kind, _(POCKET_WORDS[kind])) for kind in POCKETS], list(found.items()),
        more=[*gone, ("free", _("还可安排"))], units=dict.fromkeys((*POCKETS, "left", "free"), "fen"), sums=True,
        note=joined((
            _("只有财政资金，自筹的在下面。表里一行后面几栏加起来就是安排的数。"),
            _("转到下一年的钱，在下一年又算进安排。") if left and look.scope.year is None else "",
            _("图上单位：万元，表里是元。"),
        )),
    )  # fmt: skip


def kinds(look: Look) -> Graph:
    """Return how the approved projects and their money divide by type."""
    found = look.figure("types", lambda: indicators.types(look.session, look.scope))

    def say(name: str, n: int, count: int, percent: int) -> str:
        return _(
            "立项的 %(n)s 个项目里，%(name)s最多，有 %(count)s 个，用 %(share)s%% 的钱。",
            n=n, name=name, count=count, share=percent,
        )  # fmt: skip

    return divided("kinds", _("办的是哪一类"), _("类型"), TYPES, found, say)


def divided(
    name: str,
    title: str,
    head: str,
    words: Mapping[str, str],
    found: Mapping[str, tuple[int, int]],
    say: Callable[[str, int, int, int], str],
) -> Graph:
    """Return how so many projects and so much money in fen divide by one thing; `say` tells of the largest part.

    It is told its name, of how many projects, how many it has, and its share of the money in hundredths.
    """
    number, fen = (sum(each[n] for each in found.values()) for n in (0, 1))
    rows = []
    for code, label in words.items():
        count, amount = found.get(code, (0, 0))
        shares = {"of_number": share(count, number), "of_money": share(amount, fen)}
        rows.append((_(label), {"count": count, "fen": amount, **shares}))
    largest, most = max(rows, key=lambda row: row[1]["count"] or 0)
    return Graph(
        name, title, say(largest, number, most["count"] or 0, most["of_money"] or 0) if number else "", head,
        [("of_number", _("占个数")), ("of_money", _("占金额"))], rows,
        more=[("count", _("项目")), ("fen", _("批准，含自筹（元）"))],
        units={"of_number": "percent", "of_money": "percent", "fen": "fen"}, sums=True,
    )  # fmt: skip


def days(look: Look) -> Graph:
    """Return how long each step takes against its limit, drawn as parts of the limit."""
    found = paces(look.figure("spells", lambda: indicators.spells(look.session, look.scope, look.at)))
    rows = [
        (
            _step_words(each),
            {
                "used": share(each.median, each.limit) if each.median is not None else None,
                "late_share": share(each.late, each.finished), "limit": each.limit, "median": each.median,
                "worst": each.worst, "finished": each.finished, "late": each.late, "late_now": each.late_now,
                "broken": each.broken,
            },
        )
        for each in found
    ]  # fmt: skip
    return Graph(
        "days", _("每一步用几天"), _days_say(found), _("步骤"),
        [("used", _("一半不超过限期的")), ("late_share", _("超期的占"))], rows,
        more=[
            ("limit", _("限几天")), ("median", _("一半在几天内")), ("worst", _("最长几天")), ("finished", _("办完几次")),
            ("late", _("办完时超期")), ("late_now", _("没办完、正在超期")), ("broken", _("没办完就停下")),
        ],
        units={"used": "percent", "late_share": "percent"}, late=("late_share",),
        note=joined(
            (_("限期和天数按进入那一步时的规则算；写明工作日的只算工作日。等居民补正、附议、评议的时间不算。"), _(DAYS_NOTE))
        ),
    )  # fmt: skip


def _step_words(each: Pace) -> str:
    words = _(STEP_WORDS.get(each.state, LIMITS[each.state][2]))
    if in_working_days(each.state):
        return _("%(step)s，限 %(n)s 个工作日", step=words, n=each.limit)
    return _("%(step)s，限 %(n)s 天", step=words, n=each.limit)


def _days_say(found: Sequence[Pace]) -> str:
    names = ("finished", "late", "late_now", "broken", "broken_late")
    done, late, now, broken, over = (sum(getattr(each, name) for each in found) for name in names)
    if not done and not now:
        return ""
    stopped = broken_words(broken, over)
    if not late and not now:
        return joined((_("办完的 %(n)s 步都在期限内。", n=done), stopped))
    says = _(
        "办完的 %(n)s 步里 %(late)s 步超期，还有 %(now)s 步没办完、正在超期。", n=done, late=late, now=now
    )
    most = sorted(found, key=lambda each: -each.late - each.late_now)[:2]
    if len(most) == 1 or most[0].late + most[0].late_now > most[1].late + most[1].late_now:
        says = joined((says, _("最多的是“%(step)s”。", step=_step_words(most[0]))))
    return joined((says, stopped))


def broken_words(broken: int, over: int) -> str:
    """Say how many steps were broken off, and how many of them were late by then; nothing where none was."""
    if not broken:
        return ""
    if not over:
        return _("另有 %(n)s 步没办完就停下或退回。", n=broken)
    return _("另有 %(n)s 步没办完就停下或退回，其中 %(late)s 步那时已经超期。", n=broken, late=over)


def ratings(look: Look) -> Graph:
    """Return of how many evaluations each thing may be said."""
    found = look.figure(
        "ratings", lambda: indicators.ratings(look.session, look.scope, look.at, look.smallest)
    )
    over = sum(found.values())
    rows = [(_(words), {"count": found.get(each, 0)}) for each, words in RATINGS.items()]
    says = _(
        "评议结束的 %(n)s 个项目里，%(good)s 个满意率达到 %(bar)s%% 或几乎都满意。",
        n=over, good=found.get(Rating.GOOD, 0) + found.get(Rating.MOST, 0), bar=GOOD,
    )  # fmt: skip
    return Graph(
        "ratings", _("居民满意不满意"), says if over else "", _("结果"), [("count", _("项目"))], rows, sums=True,
        note=_("人数太少的不写数字，免得看出是谁；所以这里数的是项目，不是人。"),
    )  # fmt: skip


def sources(look: Look) -> Graph:
    """Return the social money beside the fiscal money of each year."""
    approved, came = look.figure("sources", lambda: indicators.sources(look.session, look.scope))
    rows = []
    for year in sorted({*approved, *came}):
        fiscal, social = approved.get(year, (0, 0))
        numbers = {
            "fiscal": fiscal,
            "social": social,
            "came": came.get(year, 0),
            "ratio": share(social, fiscal),
        }
        rows.append((str(year), numbers))
    fiscal, social = (sum(each[n] for each in approved.values()) for n in (0, 1))
    says = _(
        "批准的项目里，财政每出 100 元，居民和单位自筹 %(n)s 元，一共 %(all)s。",
        n=share(social, fiscal), all=money(Fen(social)),
    )  # fmt: skip
    return Graph(
        "sources", _("自筹和财政"), says if fiscal else "", _("年度"),
        [("fiscal", _("批准的财政资金")), ("social", _("批准的自筹"))], rows,
        more=[("came", _("到账的自筹")), ("ratio", _("自筹比财政"))],
        units={"fiscal": "fen", "social": "fen", "came": "fen", "ratio": "percent"}, sums=True,
    )  # fmt: skip


def in_time(look: Look) -> Graph:
    """Return how many disclosures kept their time, and by how many days others were late."""
    found = timeliness(look.figure("lateness", lambda: indicators.lateness(look.session, look.scope)))
    rows = [
        (
            _(DISCLOSURES[each.kind]),
            {
                "on_time": each.on_time, "late": each.late, "share": share(each.on_time, each.published),
                "middle": each.middle, "worst": each.worst,
            },
        )
        for each in found
    ]  # fmt: skip
    number, late = sum(each.published for each in found), sum(each.late for each in found)
    says = _("按规定要按期发的 %(n)s 次公开，都按期发了。", n=number)
    if late:
        says = _(
            "按规定要按期发的 %(n)s 次公开里，%(late)s 次晚了，最晚的晚 %(days)s 天。",
            n=number, late=late, days=max(each.worst or 0 for each in found),
        )  # fmt: skip
    return Graph(
        "in-time", _("公开得及时不及时"), says if number else "", _("公开"),
        [("on_time", _("按期")), ("late", _("晚了"))], rows,
        more=[("share", _("按期的占")), ("middle", _("晚的一半不超过几天")), ("worst", _("最多晚几天"))],
        units={"share": "percent"}, late=("late",), note=_("只算已经发了的，每一版算一次。"),
    )  # fmt: skip


def places(look: Look) -> Graph:
    """Return how many projects each place has, and how many of them are overdue."""
    counted: dict[int, Counts] = {}
    for area_id, some in look.furthest.items():
        reached = funnel(some)
        counted[area_id] = {step: reached[step] for step in ("proposed", "approved", "closed")}
    for each in look.promises:
        if each.standing is Standing.OVERDUE and each.area_id in counted:
            counted[each.area_id]["overdue"] = each.count
    found = look.grouped(counted, ("proposed", "approved", "closed", "overdue"))
    having = sum(1 for each in look.communities if counted.get(each.id, {}).get("approved"))
    says = _("%(n)s 个社区都有立项的项目。", n=having)
    if having < len(look.communities):
        says = _(
        "%(n)s 个社区里，%(having)s 个有立项的项目，%(none)s 个还没有。",
        n=len(look.communities), having=having, none=len(look.communities) - having,
    )  # fmt: skip
    return Graph(
        "places", _("哪里有项目"), says if look.communities else "", look.head,
        [("approved", _("立项")), ("overdue", _("到期没完成"))], list(found.items()),
        more=[("proposed", _("提出")), ("closed", _("办结"))], late=("overdue",), sums=True,
        note=_("项目的地点记到社区。网格和小区这一级，系统里没有登记哪个项目在哪个网格，所以不能算网格的覆盖；哪些楼有人参加，看各社区的图表。"),
    )  # fmt: skip


GRAPHS: dict[str, Callable[[Look], Graph]] = {
    "steps": steps,
    "places": places,
    "pockets": pockets,
    "kinds": kinds,
    "sources": sources,
    "days": days,
    "in-time": in_time,
    "ratings": ratings,
}
