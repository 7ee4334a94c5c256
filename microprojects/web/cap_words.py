"""Limits of categories in words: for a rule, a ballot, a sheet, and a project that one of them kept out."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from flask_babel import gettext as _

from microprojects.domain.category_caps import LABELS, Cap
from microprojects.domain.poll_results import Reason
from microprojects.store.polls import Poll, PollOption
from microprojects.web.public.poll_money import Purse, purse_of


def name(category: str) -> str:
    """Return what a category is called, as its file calls it where the poll is from elsewhere."""
    return _(LABELS[category]) if category in LABELS else category


def limit(cap: Cap, purse: Purse) -> str:
    """Return a limit in short."""
    if cap.most_fen is None:
        return _("最多选上 %(n)s 个", n=cap.most_count)
    if cap.most_count is None:
        return _("最多用 %(money)s", money=purse.full(cap.most_fen))
    return _("最多用 %(money)s、最多选上 %(n)s 个", money=purse.full(cap.most_fen), n=cap.most_count)


def pairs(poll: Poll) -> list[tuple[str, str]]:
    """Return each limited category with its limit."""
    purse = purse_of(poll)
    return [(name(category), limit(cap, purse)) for category, cap in poll.caps.items()]


def lines(poll: Poll) -> list[str]:
    """Return a sentence for each limited category."""
    return [
        _("“%(which)s”%(limit)s：都可以选，计票时满了，这一类后面的不办。", which=which, limit=said)
        for which, said in pairs(poll)
    ]


def short(poll: Poll) -> str:
    """Return all limits in one line, as it stands on paper; nothing where there is none."""
    told = [_("“%(which)s”%(limit)s", which=which, limit=said) for which, said in pairs(poll)]
    return _("%(limits)s：都可以选，计票时满了为止。", limits=_("；").join(told)) if told else ""


def beside(option: PollOption) -> list[str]:
    """Return what is limited of the categories of a project."""
    poll, purse = option.poll, purse_of(option.poll)
    mine = poll.categories.get(option.code, frozenset()) if poll.caps else frozenset()
    return [
        _("它是“%(which)s”，这一类一共%(limit)s。", which=name(category), limit=limit(cap, purse))
        for category, cap in poll.caps.items()
        if category in mine
    ]


def over(poll: Poll, options: Sequence[PollOption], picked: Container[str]) -> list[str]:
    """Return a sentence for each category of which more was picked than can win."""
    groups, purse = poll.categories if poll.caps else {}, purse_of(poll)
    told = []
    for category, cap in poll.caps.items():
        costs = [one.cost_fen for one in options if one.code in picked and category in groups[one.code]]
        dear = cap.most_fen is not None and sum(costs) > cap.most_fen
        if dear or (cap.most_count is not None and len(costs) > cap.most_count):
            told.append(
                _(
                    "您选了 %(n)s 个“%(which)s”，一共 %(money)s；这一类%(limit)s。这样选可以，都算；计票时满了，后面的不办。",
                    n=len(costs),
                    which=name(category),
                    money=purse.full(sum(costs)),
                    limit=limit(cap, purse),
                )
            )
    return told


def full(reason: Reason, caps: Mapping[str, Cap], purse: Purse) -> str:
    """Say why a project was kept out by the limit of its category."""
    which, cap = name(reason.by), caps.get(reason.by, Cap())
    if reason.why == "quota":
        return _("“%(which)s”最多选上 %(n)s 个，轮到它时已经满了。", which=which, n=reason.needed)
    return _(
        "“%(which)s”最多用 %(most)s，轮到它时这一类只剩 %(had)s，它要 %(needed)s，差 %(missing)s。",
        which=which,
        most=purse.full(cap.most_fen or 0),
        had=purse.short(reason.had),
        needed=purse.short(reason.needed),
        missing=purse.short(reason.missing),
    )
