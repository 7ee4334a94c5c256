"""How values read on a page: money in yuan, time on the wall clock in Shanghai, names of states, codes."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale, gettext
from flask_babel import gettext as _

from microprojects.domain.calendar import SHANGHAI
from microprojects.domain.masks import PUBLIC_LABEL, mask_phone, public_name
from microprojects.domain.money import Fen, wan, yuan
from microprojects.domain.states import State
from microprojects.domain.workdays import day_that_ends
from microprojects.web.language import is_english
from microprojects.web.retold import retold


class Amount(NamedTuple):
    """A number and its unit, set in two sizes."""

    number: str
    unit: str


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    for filter_ in (
        yuan, wan, money, short_amount, day, weekday_day, full_day, month, clock, day_clock, date_iso, iso, percent,
        state_label, state_tone, label, short_code, paper_code, full_code, public_name, proposer_label, mask_phone,
        retold, tile_month, tile_day, tile_weekday, last_day,
    ):  # fmt: skip
        app.add_template_filter(filter_)


def money(fen: Fen) -> str:
    """Write an amount with its unit: "12,000.50 元"."""
    return str(_("%(yuan)s 元", yuan=yuan(fen)))


def short_amount(fen: Fen) -> Amount:
    """Write an amount for a card: "1.2" and "万元"; in English, which does not count in wan, the yuan."""
    if is_english():
        return Amount(yuan(fen).removesuffix(".00"), "CNY")
    return Amount(wan(fen), _("万元"))


def day(value: date) -> str:
    """Write 11月20日."""
    return _written(value, _("M月d日"))


def weekday_day(value: date) -> str:
    """Write 11月20日（星期五）, as a date on which someone must act is written."""
    return _written(value, _("M月d日（EEEE）"))


def full_day(value: date) -> str:
    """Write 2026年11月20日."""
    return _written(value, _("y年M月d日"))


def month(value: date) -> str:
    """Write 2026年11月."""
    return _written(value, _("y年M月"))


def tile_month(value: date) -> str:
    """Write 11月, the head of a calendar leaf."""
    return _written(value, _("M月"))


def tile_day(value: date) -> str:
    """Write 22, the middle of a calendar leaf."""
    return str(_day_of(value).day)


def tile_weekday(value: date) -> str:
    """Write 星期日, the foot of a calendar leaf."""
    return _written(value, "EEEE")


def clock(value: datetime | time) -> str:
    """Write 10:00."""
    local = value if isinstance(value, time) else _local(value)
    return f"{local:%H:%M}"


def day_clock(value: datetime) -> str:
    """Write 11月15日 18:05."""
    return f"{day(value)} {clock(value)}"


def date_iso(value: date) -> str:
    """Write 2026-11-20, as tables and posters do."""
    return _day_of(value).isoformat()


def iso(value: date) -> str:
    """Write the value of a `datetime` attribute: a day, or an instant with its offset."""
    return _local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def percent(part: int, whole: int) -> str:
    """Write a share in whole hundredths, rounded half up: "93%". Of nothing it is "0%"."""
    return f"{(part * 200 + whole) // (whole * 2) if whole else 0}%"


def state_label(state: State | str) -> str:
    """Write the name of a project's state."""
    return str(gettext(State(state).label))


def state_tone(state: State | str) -> str:
    """Return the badge class of a project's state."""
    return f"st-{State(state).tone}"


def label(thing: object) -> str:
    """Write the name of a role, a kind, or whatever else carries a `label` in the source language."""
    return str(gettext(str(getattr(thing, "label", thing))))


def proposer_label(name: str) -> str:
    """Write a proposer as the public may read them: 居民（张**）."""
    return str(gettext(PUBLIC_LABEL, name=public_name(name)))


def short_code(digest: str) -> str:
    """Write the first 8 characters of a 记账码 for a list: 4be0·a17c."""
    return f"{digest[:4]}·{digest[4:8]}"


def paper_code(digest: str) -> str:
    """Write the first 16 characters of a 记账码 for paper: e83a 5f07 c291 4d6b."""
    return _in_fours(digest[:16])


def full_code(digest: str) -> str:
    """Write a whole 记账码 in groups of four."""
    return _in_fours(digest)


def last_day(until: datetime) -> date:
    """Return the last day of a time limit, which ends at 24:00 and so at the first instant of the next day."""
    return day_that_ends(until)


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _local(value: datetime) -> datetime:
    """Return the instant on the wall clock in Shanghai; an instant without a zone is a mistake of ours."""
    if value.tzinfo is None:
        raise ValueError(value)
    return value.astimezone(SHANGHAI)


def _day_of(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _written(value: date, pattern: str) -> str:
    """Write a day by a pattern of Unicode TR 35, in the language of the answer."""
    locale = get_locale()
    return _formatted(_day_of(value), pattern, str(locale) if locale else "zh_CN")


@lru_cache(maxsize=4096)
def _formatted(value: date, pattern: str, locale: str) -> str:
    """Format a day; a page shows the same few days again and again."""
    return format_date(value, pattern, locale=Locale.parse(locale))
