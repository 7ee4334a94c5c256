"""The paper ballots of a batch as one PDF: large, black on white, each with its number and no name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask_babel import gettext as _

from microprojects.domain.ballots import BallotType
from microprojects.store.polls import Poll, PollOption
from microprojects.web import cap_words, exclusive_words
from microprojects.web.filters import day_clock, money, paper_code, weekday_day
from microprojects.web.language import is_english
from microprojects.web.typesetting import chinese_type, set_sheet

_SHEET = Path(__file__).with_name("ballot_sheet.typ")
# Up to so many projects: the size of letters in points, the room around a line and the height of a box in mm.
_SIZES = (
    (6, 19, 3.0, 11),
    (9, 17, 2.0, 10),
    (12, 15, 1.5, 9),
    (17, 13, 1.0, 7),
    (30, 12, 1.2, 8),
    (999, 11, 0.6, 7),
)
_ONE_PAGE = 17
_ROOM_OF_GROUPS = 2  # projects that have as much room as the lines about variants
_TITLES = ((20, 24), (40, 20), (999, 16))
_LONGEST = 60


def sheets(poll: Poll, options: Sequence[PollOption], serials: Sequence[str], qr: str) -> bytes | None:
    """Return the sheets as PDF, None where the machine has no Chinese type; `qr` is the square code as SVG."""
    font = chinese_type()
    if font is None:
        return None
    size, gap, box = next(rest for most, *rest in _SIZES if _crowd(poll, options) <= most)
    rule, kind = rule_line(poll, len(options)), BallotType(poll.ballot)
    words = {
        "font": font,
        "lang": "en" if is_english() else "zh",
        "heading": _("%(place)s纸质选票", place=poll.area.name),
        "title": poll.title,
        "title_size": next(points for most, points in _TITLES if len(poll.title) <= most),
        "rule": rule,
        "rule_size": 17 if len(rule) <= 40 else 14,
        "how_size": 14 if len(options) <= 12 else 12,
        "how": list(hows(poll, options)),
        "heads": [_("几号"), _("项目"), _("花费"), _box_head(kind)],
        "items": [
            {"number": str(o.number), "title": _cut(o.project.title), "cost": money(o.cost_fen)}
            for o in options
        ],
        "item_size": size,
        "gap": gap,
        "box_high": box,
        "box_wide": box if kind in (BallotType.APPROVAL, BallotType.KNAPSACK) else box * 1.8,
        "none": _("都不选，仅参加投票（打勾）"),
        "until": _(
            "%(day)s %(until)s 以前投进票箱",
            day=weekday_day(poll.closes_at),
            until=day_clock(poll.closes_at)[-5:],
        ),
        "notes": _notes(),
        "code": _("规则的记账码 %(code)s", code=paper_code(poll.spec_hash)),
        "qr": qr,
        "serials": list(serials),
    }
    return set_sheet(_SHEET, json.dumps(words, ensure_ascii=False))


def _crowd(poll: Poll, options: Sequence[PollOption]) -> int:
    """Return as how many projects those count which have to share a page with what is said of them."""
    count = len(options)
    return (
        min(count + _ROOM_OF_GROUPS, _ONE_PAGE)
        if count <= _ONE_PAGE and (poll.exclusive or poll.caps)
        else count
    )


def rule_line(poll: Poll, options: int) -> str:
    """Return what a voter may do, in one sentence."""
    told = {"all": options, "least": poll.least, "most": poll.most, "points": poll.points}
    match BallotType(poll.ballot):
        case BallotType.KNAPSACK:
            return _(
                "选 %(least)s 个以上，选的加起来不超过 %(money)s。", money=money(poll.budget_fen), **told
            )
        case BallotType.POINTS:
            return _("您有 %(points)s 个点，分给 %(least)s 到 %(most)s 个项目。", **told)
        case BallotType.RANKING:
            return _("从 %(all)s 个里选 %(least)s 到 %(most)s 个，排出先后。", **told)
    return _("从 %(all)s 个里选 %(least)s 到 %(most)s 个。", **told)


def hows(poll: Poll, options: Sequence[PollOption]) -> Iterator[str]:
    """Return what stands above the projects on a sheet, line by line."""
    yield _how(BallotType(poll.ballot))
    if groups := exclusive_words.groups(poll, options):
        told = [_("%(all)s只能办成一个", all=exclusive_words.named(group)) for group in groups]
        yield _("%(groups)s：都可以选，计票时先选上的办。", groups=_("；").join(told))
    if limits := cap_words.short(poll):
        yield limits
    yield _("不写名字，不做记号：能认出是谁的票作废。写坏了，拿回台前换一张。")
    if len(options) > _ONE_PAGE:
        yield _("项目有两页，请翻到反面看完再写。")


def _notes() -> list[str]:
    return [
        _("折好，自己投进票箱。不能带走，不能代投。"),
        _("扫右边的码看每个项目的说明，计票以后看结果。"),
    ]


def _how(kind: BallotType) -> str:
    match kind:
        case BallotType.POINTS:
            return _("在方框里写给几个点，加起来不超过总数；不给的空着。")
        case BallotType.RANKING:
            return _("最想办的写 1，其次写 2、3，一个挨一个；不选的空着。")
    return _("想办的，在后面的方框里打勾；不选的空着。")


def _box_head(kind: BallotType) -> str:
    match kind:
        case BallotType.POINTS:
            return _("写点数")
        case BallotType.RANKING:
            return _("写 1、2、3")
    return _("打勾")


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST else title[:_LONGEST] + "…"
