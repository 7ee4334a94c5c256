"""The notice of a meeting as a sheet for the paper board: when, where, what about, and how anyone can listen."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from flask_babel import gettext as _

from microprojects.store.agendas import ItemLine
from microprojects.store.areas import Area
from microprojects.store.meetings import Meeting
from microprojects.web.filters import clock, full_day, money, weekday_day
from microprojects.web.language import is_english
from microprojects.web.typesetting import chinese_type, set_sheet

_SHEET = Path(__file__).with_name("notice.typ")
_MM = 0.353  # of one point
_WIDE = 178  # mm of paper between the margins
_TALL = 163  # mm that title, place, ground and agenda share; the rest of the sheet is always the same
_LINE = 1.7  # heights of a letter from one line to the next
_TITLES = ((14, 36), (24, 28), (60, 22), (999, 15))
_PLACES = ((22, 22), (60, 17), (999, 13))
_GROUND = 13
_ITEMS = (20, 17, 15, 13)


def poster(meeting: Meeting, agenda: Sequence[ItemLine], ground: str, qr: str) -> bytes | None:
    """Return the notice as PDF, None where the machine has no Chinese type; `qr` is its square code as SVG."""
    font = chinese_type()
    if font is None:
        return None
    area, title = meeting.council.area, meeting.title
    size, place_size = _size(_TITLES, title), _size(_PLACES, meeting.place)
    place = _("在%(place)s", place=meeting.place)
    room = _TALL - _height(title, size, _WIDE) - _height(place, place_size, _WIDE - 12)
    room -= _height(ground, _GROUND, _WIDE) if ground else 0
    words = {
        "font": font,
        "lang": "en" if is_english() else "zh",
        "council": meeting.council.name,
        "heading": _("会议通知"),
        "title": title,
        "title_size": size,
        "day": weekday_day(meeting.starts_at),
        "hour": clock(meeting.starts_at),
        "place": place,
        "place_size": place_size,
        "ground": ground,
        "qr": qr,
        "scan": _("扫码看议程和结果"),
        "how": _("谁都可以来旁听"),
        "ways": _ways(area),
        "unit": area.office_name or area.name,
        "called": _("%(day)s 召集", day=full_day(meeting.called_at)),
        **_agenda(agenda, room),
    }
    return set_sheet(_SHEET, json.dumps(words, ensure_ascii=False))


def _agenda(agenda: Sequence[ItemLine], room: float) -> dict[str, Any]:
    """Return the items in the largest letters in which they fit; where none do, as many as fit on a line each."""
    items, rest = [_item(line) for line in agenda], ""
    fitting = (size for size in _ITEMS if sum(_tall(item, size) for item in items) <= room)
    size = next(fitting, None)
    if not items:
        rest = _("议程排好以后写在网上，扫码看。")
    elif size is None:
        size = _ITEMS[-1]
        many = max(0, int(room / _tall({"title": ""}, size)) - 1)
        items = [{**item, "title": _cut(item["title"], size)} for item in items[:many]]
        rest = _("还有 %(n)s 项，扫码看。", n=len(agenda) - many) if len(agenda) > many else ""
    return {
        "agenda": _("议程"),
        "count": _("%(n)s 项", n=len(agenda)) if agenda else "",
        "item_size": size,
        "items": items,
        "rest": rest,
    }


def _item(line: ItemLine) -> dict[str, str]:
    return {
        "position": str(line.position),
        "title": _("追认：%(what)s", what=line.title) if line.purpose == "ratify" else line.title,
        "amount": money(line.total_fen) if line.total_fen else "",
    }


def _tall(item: Mapping[str, str], size: int) -> float:
    """Return the height of an item in mm."""
    return _height(item["title"] or "x", size, _beside(size)) + 0.4 * size * _MM


def _beside(size: int) -> float:
    """Return the width that a title has between its number and its amount, in mm."""
    return _WIDE - 10 * size * _MM


def _size(sizes: Sequence[tuple[int, int]], text: str) -> int:
    """Return the size of letters for a text of that length."""
    return next(size for most, size in sizes if len(text) <= most)


def _cut(title: str, size: int) -> str:
    """Return a title cut to what one line takes."""
    most = int(_beside(size) / (size * _MM)) - 1
    return title if len(title) <= most else title[:most] + "…"


def _height(text: str, size: int, width: float) -> float:
    """Return the height of a text in mm; a Chinese letter is as wide as it is high, others are slimmer."""
    long = sum(1.0 if east_asian_width(char) in "WFA" else 0.6 for char in text) * size * _MM
    return math.ceil(long / (width - size * _MM)) * size * _MM * _LINE


def _ways(area: Area) -> list[str]:
    """Return how a resident comes to listen, and to speak."""
    office = area.office_name or area.name
    found = [
        _("不用报名，准时来就行。旁听的人不投票。"),
        _("想发言、想列席，请先到%(office)s说一声。", office=office),
    ]
    if area.office_phone:
        found.append(
            _(
                "打电话 %(phone)s（%(hours)s）",
                phone=area.office_phone,
                hours=area.office_hours or _("工作日"),
            )
        )
    found.append(_("来不了，散会后扫码看表决结果和纪要。"))
    return found
