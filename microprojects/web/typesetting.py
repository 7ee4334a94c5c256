"""Sheets as PDF, set by Typst with the machine's own Chinese type; without one there is no PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from flask_babel import gettext as _

from microprojects.domain.people import Role
from microprojects.domain.recounts import SIGNERS
from microprojects.store import kept_minutes
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes
from microprojects.web.filters import paper_code
from microprojects.web.language import is_english
from microprojects.web.log_marks import log_mark, record_mark

_BLANK = "＿" * 12
_SHEET = Path(__file__).with_name("minutes.typ")
# Any of these has every character that we write; the first that the machine has is taken.
_FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Songti SC",
    "SimSun",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)

_EVEN = tuple(name for name in _FONTS if "Serif" not in name and name not in ("Songti SC", "SimSun"))


def minutes(meeting: Meeting, text: Minutes, signed: Sequence[Role], confirmed: str = "") -> bytes | None:
    """Return the public text of minutes as PDF, None where the machine has no Chinese type."""
    signers = "、".join(_(role.label) for role in signed)
    foot = [_("已签字：%(who)s", who=signers)] if signers else []
    return _set(meeting, text, text.public_text, [*foot, *filter(None, [confirmed])])


def paper_to_sign(meeting: Meeting, text: Minutes) -> bytes | None:
    """Return the full text as PDF with a line for each who signs in ink, None where there is no Chinese type."""
    lines = [_("%(role)s签字：%(line)s", role=_(role.label), line=_BLANK) for role in SIGNERS]
    return _set(meeting, text, text.text, [*lines, _("日期：%(line)s", line=_BLANK)])


def _set(meeting: Meeting, version: Minutes, text: str, foot: list[str]) -> bytes | None:
    font = chinese_type()
    if font is None:
        return None
    body = [_line(number, line) for number, line in enumerate(text.splitlines()) if line]
    words = {
        "title": meeting.title,
        "font": font,
        "lang": "en" if is_english() else "zh",
        "code": _("第 %(n)s 版，记账码 %(code)s", n=version.version, code=paper_code(version.sha256)),
        "body": body,
        "foot": foot,
        "mark": _mark(version),
    }
    return set_sheet(_SHEET, json.dumps(words, ensure_ascii=False))


def _mark(version: Minutes) -> str:
    """Return where the record of the minutes stands in the journal, so that the same record gives the same bytes."""
    entry = kept_minutes.last_entry(db.session(), version)
    return record_mark(entry) if entry else log_mark()


def _line(number: int, line: str) -> dict[str, str]:
    kind = "title" if number == 0 else "item" if line.startswith("第 ") and "项：" in line else "text"
    return {"kind": kind, "text": line}


@lru_cache(maxsize=32)
def set_sheet(sheet: Path, data: str) -> bytes:
    """Set a sheet of ours with words as JSON; the same words are set once."""
    return set_secret_sheet(sheet, data)


def set_secret_sheet(sheet: Path, data: str) -> bytes:
    """Set a sheet of ours with words as JSON, and keep neither."""
    import typst  # noqa: PLC0415 - big, and only for who asks for a PDF

    made: bytes = typst.compile(str(sheet), sys_inputs={"data": data})
    return made


@cache
def chinese_type() -> str | None:
    """Return the Chinese type to set in, None where the machine has none."""
    return next((name for name in _FONTS if name in _there()), None)


@cache
def board_type() -> str | None:
    """Return the Chinese type for what is read from some steps away: one of even strokes if there is one."""
    return next((name for name in _EVEN if name in _there()), chinese_type())


@cache
def _there() -> frozenset[str]:
    import typst  # noqa: PLC0415 - see above

    return frozenset(typst.Fonts().families())
