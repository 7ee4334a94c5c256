"""Entries of the public record in words: what an entry is about, where, and each of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.act_words import said
from microprojects.domain.disclosures import in_fen
from microprojects.domain.errors import N_
from microprojects.domain.journal_fields import AMOUNTS, CODES, label, word
from microprojects.store import areas, packaged
from microprojects.web.filters import full_code, money
from microprojects.web.told import Field, written

_KINDS: dict[str, str] = {
    "accounts": N_("账号 %(name)s"),
    "ages": N_("年龄段 %(name)s"),
    "area": N_("辖区 %(name)s"),
    "audit": N_("抽查审计 %(name)s"),
    "boards": N_("公告栏 %(name)s"),
    "closing": N_("年末结账 %(name)s"),
    "council": N_("议事会 %(name)s"),
    "draft": N_("草稿 %(name)s"),
    "fund": N_("资金 %(name)s"),
    "gathering": N_("恳谈、听证、评议 %(name)s"),
    "grids": N_("网格 %(name)s"),
    "meeting": N_("会议 %(name)s"),
    "poll": N_("居民投票 %(name)s"),
    "report": N_("年度报告 %(name)s"),
    "programme": N_("规则 %(name)s"),
    "proposals": N_("提议 %(name)s"),
    "residents": N_("居民 %(name)s"),
    "retention": N_("保存期限"),
    "roles": N_("身份 %(name)s"),
    "round": N_("轮次 %(name)s"),
    "supplier": N_("供应单位 %(name)s"),
}
# Of these kinds the name has the slugs of areas in it.
_OF_PLACES = (
    "accounts", "ages", "area", "audit", "boards", "closing", "fund", "grids", "report", "residents", "roles", "round",
)  # fmt: skip
_PAGES_OF_THEIR_OWN = {
    "project": "/projects/",
    "meeting": "/meetings/",
    "council": "/councils/",
    "gathering": "/gatherings/",
    "poll": "/polls/",
    "closing": "/money/closings/",
    "report": "/reports/",
}


def places_of(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """Return the names of the areas that stand in some subjects by their slugs; one statement for all of them."""
    parted = (subject.split("/") for subject in subjects)
    return areas.called(session, {part for kind, *parts in parted if kind in _OF_PLACES for part in parts})


def line(verb: str, subject: str, places: Mapping[str, str]) -> str:
    """Return an entry in one line: 发会议材料：会议 7."""
    return _("%(what)s：%(subject)s", what=_(said(verb)), subject=subject_words(subject, places))


def subject_words(subject: str, places: Mapping[str, str]) -> str:
    """Return a subject as a reader knows it: 会议 7 of meeting/7, 轮次 荔枝社区 2026 of round/lizhi/2026.

    `places` are the names of areas, as `places_of` gives them.
    """
    kind, _slash, name = subject.partition("/")
    if kind in _OF_PLACES:
        name = " ".join(places.get(part, part) for part in name.split("/"))
    words = _KINDS.get(kind)
    return _(words, name=name).strip() if words else name or subject


def subject_url(subject: str) -> str | None:
    """Return the page of a subject, None where it has none."""
    kind, _slash, name = subject.partition("/")
    return _PAGES_OF_THEIR_OWN[kind] + name if kind in _PAGES_OF_THEIR_OWN and name else None


def facts(body: Mapping[str, Any]) -> list[Field]:
    """Return the facts of an entry that say something, in their order."""
    return [field for name, value in body.items() if (field := _fact(name, value))]


def _fact(name: str, value: Any) -> Field | None:
    called = _(label(name))
    if isinstance(value, list):
        items = tuple(_one(name, item) for item in value)
        return Field(called, items=items) if items else None
    if isinstance(value, str) and (name in CODES or name.endswith(("sha256", "_hash"))):
        return Field(called, lines=(full_code(value),), code=value)
    text = _one(name, value)
    return Field(called, lines=(text,)) if text else None


def _one(name: str, value: object) -> str:
    fen = in_fen(value) if name in AMOUNTS else None
    if fen is not None:
        return money(fen)
    if name == "scheme" and value in packaged.scheme_names():
        return _(packaged.scheme(str(value)).title)
    if name == "kind" and value in packaged.gathering_kind_names():
        return _(packaged.gathering_kind(str(value)).title)
    if isinstance(value, str) and word(name, value) != value:
        return _(word(name, value))
    return written(name, value)
