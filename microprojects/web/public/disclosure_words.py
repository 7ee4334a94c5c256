"""The words around disclosures: what a visitor filters by, the lines of the list, the seals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.disclosures import Body, in_fen
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.domain.places import short_name
from microprojects.domain.public_catalogue import AUDIENCE, CATALOGUE, LEVEL, MANNER, MATTER
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.spending import Event
from microprojects.domain.texts import shortened
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import packaged, rulebooks
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.publications import Publication, Wanted
from microprojects.web import headline_words, told
from microprojects.web.file_addresses import file_address, thumb_address
from microprojects.web.filters import day, month, short_code
from microprojects.web.public.project_words import Picture
from microprojects.web.retold import retold

KINDS: dict[str, str] = {
    "decision": N_("项目公开"),
    "spending": N_("资金公开"),
    "result": N_("结果公开"),
}
_MONTH = re.compile(r"(20[0-9]{2}|2100)-(0[1-9]|1[0-2])")
_LONGEST_WORDS = 60
_MOST_MONTHS = 36
_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class Entry:
    """One line of the list; see the macro `entries`."""

    mark: str
    status: str
    title: str
    url: str
    words: str
    fen: Fen | None
    note: str
    digest: str


@dataclass(frozen=True)
class Seal:
    """The seal of one version."""

    mark: str
    status: str
    title: str
    label: str


def wanted(given: Mapping[str, str]) -> tuple[Wanted, dict[str, str]]:
    """Return what is asked for, and the same as the form shows it again; what makes no sense is left out."""
    kind = given.get("kind", "") if given.get("kind", "") in KINDS else ""
    typed = given.get("month", "")
    since, until = _ends(typed)
    chosen = {
        "community": given.get("community", "")[:40],
        "kind": kind,
        "month": typed if since else "",
        "q": given.get("q", "")[:_LONGEST_WORDS].strip(),
    }
    return Wanted(chosen["community"], kind, chosen["q"], since, until), chosen


def entries(rows: Sequence[Publication]) -> list[Entry]:
    """Return the lines of the list."""
    return [
        Entry(
            mark=_mark(row.scheme, row.kind),
            status="rolling" if row.kind == "spending" else "published",
            title=headline(row),
            url=f"/disclosures/{row.id}",
            words=sentence(row),
            fen=None if row.taken_down_at else in_fen(row.body.get("amount_fen")),
            note=_("%(place)s，%(day)s", place=short_name(row.community), day=day(row.published_at)),
            digest=row.sha256,
        )
        for row in rows
    ]


def kind_options() -> list[tuple[str, str]]:
    """Return the disclosures to choose from."""
    return [("", _("三次都看")), *((kind, _(words)) for kind, words in KINDS.items())]


def month_options(first: datetime | None, at: datetime) -> list[tuple[str, str]]:
    """Return the months in which something may have been published, the latest first."""
    options = [("", _("全部月份"))]
    last = local_day(at)
    begin = local_day(first) if first else last
    year, number = last.year, last.month
    while (year, number) >= (begin.year, begin.month) and len(options) <= _MOST_MONTHS:
        options.append((f"{year}-{number:02}", month(date(year, number, 1))))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return options


def seal_of(row: Disclosure) -> Seal:
    """Return the seal of a version, as its project's scheme calls it."""
    plan = rulebooks.of(row.project).scheme.disclosure(DisclosureKind(row.kind))
    status = "rolling" if row.kind == "spending" else "published"
    if plan is None:
        return Seal("", status, _(KINDS[row.kind]), _(KINDS[row.kind]))
    return Seal(_(plan.mark), status, _(plan.title), _(plan.label))


def pictures(row: Disclosure, public: Mapping[str, Attachment]) -> list[Picture]:
    """Return the pictures that a version names and everybody may see; `public` are files by their hash."""
    return [
        Picture(
            _small(public[each["sha256"]]),
            _written("caption", each) or _written("purpose", each),
            _("%(what)s，记账码 %(code)s", what=_caption(each), code=short_code(each["sha256"])),
        )
        for each in row.body.get("photos", ())
        if each.get("sha256") in public and public[each["sha256"]].media_type.startswith("image/")
    ]


def _small(photo: Attachment) -> str:
    if photo.thumb_sha256 is None:
        return url_for("public_files.original", attachment_id=photo.id, name=file_address(photo))
    return url_for("public_files.small", attachment_id=photo.id, name=thumb_address(photo))


def _caption(photo: Mapping[str, Any]) -> str:
    shows = _written("caption", photo) or _written("purpose", photo)
    return _("，").join(filter(None, (_written("date_on", photo), shows)))


def _written(key: str, photo: Mapping[str, Any]) -> str:
    return told.written(key, photo.get(key))


def listing_of(row: Disclosure) -> list[tuple[str, str]]:
    """Return the columns of the standard catalogue for one version, each with its name."""
    entry = CATALOGUE[DisclosureKind(row.kind)]
    return [
        (_("公开事项"), f"{_(MATTER)} / {_(entry.item)}"),
        (_("公开要素"), _(entry.elements)),
        (_("公开依据"), _(entry.basis)),
        (_("公开时限"), _(entry.time_limit)),
        (_("公开主体"), row.unit),
        (_("渠道和载体"), _(row.channels)),
        (_("公开对象"), _(AUDIENCE)),
        (_("公开方式"), _(MANNER)),
        (_("公开层级"), _(LEVEL)),
    ]


def _mark(scheme: str, kind: str) -> str:
    plan = packaged.scheme(scheme).disclosure(DisclosureKind(kind))
    return _(plan.mark) if plan else ""


def sentence(row: Publication) -> str:
    """Return the one sentence of a version: what happened, what was corrected, or that it was taken down."""
    if row.taken_down_at:
        return _("这一版已经撤下。")
    if row.version > 1 and row.kind != "spending" and row.reason:
        return _("第 %(n)s 版：%(reason)s", n=row.version, reason=retold(row.reason))
    return retold(row.sentence) + _quoted(row.body)


def _quoted(body: Body) -> str:
    """Return what a supervisor wrote, where that is what was published."""
    notes = body.get("notes")
    if body.get("event") != Event.NOTE or not isinstance(notes, list) or not notes:
        return ""
    return _("“%(words)s”", words=shortened(str(notes[-1].get("text", "")), _LONGEST_QUOTE))


def headline(row: Publication) -> str:
    """Return the short sentence of a version; of what was taken down only which project it was of."""
    return row.title if row.taken_down_at else headline_words.told(row.kind, row.body, row.title)


def _ends(typed: str) -> tuple[datetime | None, datetime | None]:
    """Return the first instant of a month and of the next, by the wall clock in Shanghai."""
    if not _MONTH.fullmatch(typed):
        return None, None
    year, number = int(typed[:4]), int(typed[5:])
    after = date(year, number + 1, 1) if number < 12 else date(year + 1, 1, 1)
    return _midnight(date(year, number, 1)), _midnight(after)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), SHANGHAI).astimezone(UTC)
