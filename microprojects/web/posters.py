"""The sheet for the paper board as PDF, with the same words as its page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.web import board_sheets
from microprojects.web.filters import clock, day, full_day, paper_code, weekday_day
from microprojects.web.language import is_english
from microprojects.web.typesetting import chinese_type, set_sheet

_SHEET = Path(__file__).with_name("poster.typ")
# The longer the name, the smaller its letters, so that a sheet stays one page.
_SIZES = ((10, 40), (18, 34), (40, 24))
_SMALLEST = 16
_LONGEST_SUMMARY = 60


def poster(row: Disclosure, mark: str, window: NoticeWindow | None, qr: str) -> bytes | None:
    """Return a disclosure's sheet as PDF, None where the machine has no Chinese type; `qr` is its code as SVG."""
    font = chinese_type()
    if font is None:
        return None
    project = row.project
    title = str(row.body.get("title") or project.title)
    words = {
        "font": font,
        "lang": "en" if is_english() else "zh",
        "place": project.area.name,
        "number": _("编号 %(number)s", number=project.number),
        "mark": mark,
        "seal": pgettext("seal", "公开"),
        "title": title,
        "title_size": next((size for most, size in _SIZES if len(title) <= most), _SMALLEST),
        "summary": _summary(str(row.body.get("summary") or "")),
        "rows": _rows(board_sheets.rows(row)),
        "votes": _votes(board_sheets.seats(row)),
        "window": _window(window),
        "how": _("怎么说"),
        "ways": board_sheets.ways(project.area),
        "qr": qr,
        "project": project.number,
        **_foot(row),
    }
    return set_sheet(_SHEET, json.dumps(words, ensure_ascii=False))


def _summary(text: str) -> str:
    """Return the summary if it fits, else its first sentence if that does."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    first = text.partition("。")[0] + "。"
    return first if len(first) <= _LONGEST_SUMMARY else ""


def _rows(rows: Sequence[board_sheets.Row]) -> list[dict[str, Any]]:
    return [
        {"term": row.term, "words": row.words, "small": row.small, "votes": row.shows_votes} for row in rows
    ]


def _votes(seats: board_sheets.Seats | None) -> dict[str, int] | None:
    if seats is None:
        return None
    return {
        "for": seats.in_favour,
        "against": seats.against,
        "abstain": seats.abstain,
        "bar": seats.need_for,
    }


def _window(window: NoticeWindow | None) -> dict[str, str] | None:
    if window is None:
        return None
    if window.awaits_posting:
        says = _("有意见，从现在起就可以说")
        days = _("从贴上的次日起，公示 %(n)s 天", n=window.days)
        return {"says": says, "day": days, "days": "", "begins": ""}
    if window.paused_at is not None:
        rest = _("答复以后接着公示 %(n)s 天", n=window.days_left)
        return {"says": _("收到异议，公示暂停"), "day": rest, "days": "", "begins": ""}
    return {
        "says": _("有意见，请在这天 24 时前说"),
        "day": weekday_day(window.last_day),
        "days": _("公示 %(n)s 天", n=window.window.all_days),
        "begins": _("从 %(day)s起", day=day(window.first_day)),
    }


def _foot(row: Disclosure) -> dict[str, str]:
    at = row.published_at
    return {
        "unit": row.unit,
        "published": _(
            "%(day)s %(clock)s 公开，第 %(n)s 版", day=full_day(at), clock=clock(at), n=row.version
        ),
        "code_word": _("记账码"),
        "code": paper_code(row.sha256),
        "same": _("与网上一样，就没有被改过"),
    }
