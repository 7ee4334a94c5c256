"""The library in words: what an entry cost and how satisfied people are, who let it in, and the mark on a project's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.library import BANDS, Standing, band
from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.store import library
from microprojects.store.db import db
from microprojects.store.library import LibraryEntry
from microprojects.store.library_lists import Listed, Made
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import date_iso, money
from microprojects.web.public.cards import Card


@dataclass(frozen=True)
class Mark:
    """What the page of a project says of the library: a sentence, and where it leads."""

    says: str
    url: str
    link: str


def satisfied(entry: LibraryEntry) -> str:
    """Say how many were satisfied, or that all but a few were."""
    if entry.percent is None:
        return _("评议 %(n)s 份，只有少数人不满意", n=entry.answers)
    return _("评议 %(n)s 份，%(percent)s%% 满意", n=entry.answers, percent=entry.percent)


def copied(times: int) -> str:
    """Say how often an entry was copied."""
    return _("被抄 %(n)s 次", n=times) if times else _("还没有人抄")


def costs(entry: LibraryEntry, made: Sequence[Made]) -> str:
    """Say what it really cost, and between which sums the settled copies lie with it."""
    own = Fen(entry.amount_fen)
    settled = [own, *(each.cost_fen for each in made if each.cost_fen is not None)]
    told = _("结算 %(own)s，属“%(band)s”一档", own=money(own), band=_(BANDS[band(own)]))
    if len(settled) == 1:
        return told
    return told + _(
        "；连同照它办完的共 %(n)s 个，%(low)s 到 %(high)s",
        n=len(settled), low=money(Fen(min(settled))), high=money(Fen(max(settled))),
    )  # fmt: skip


def history(versions: Sequence[LibraryEntry], reads: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return what happened to each version, the newest first, each with its day and its public reason as it reads today."""
    told: list[tuple[str, str]] = []
    for each in versions:
        if each.removed_at:
            told.append((date_iso(each.removed_at), _("出库：%(why)s", why=reads(each.removed_reason))))
        if each.decided_at:
            words = (
                _("区里不让入库：%(why)s") if each.standing is Standing.DECLINED else _("区里让入库：%(why)s")
            )
            told.append((date_iso(each.decided_at), words % {"why": reads(each.decided_reason)}))
        told.append(
            (date_iso(each.offered_at), _("第 %(n)s 次荐：%(why)s", n=each.version, why=reads(each.reason)))
        )
    return told


def cards(rows: Sequence[Listed], types: dict[str, str]) -> list[Card]:
    """Return a card for each entry of a list."""
    return [
        Card(
            number=each.number,
            title=each.title,
            url=url_for("public_library.show", number=each.number),
            state=State.CLOSED,
            place=each.community,
            kind=_(types[each.type]),
            words=each.summary,
            facts=(satisfied(each.entry), copied(each.copies)),
            fen=each.entry.amount_fen,
            day=each.entry.decided_at or each.entry.offered_at,
            what=_("花了"),
        )
        for each in rows
    ]


def marks(record: ProjectRecord) -> list[Mark]:
    """Return what the page of a project says: that it is, or was, in the library, and after what it was written."""
    session, found = db.session(), record.project
    told = []
    if record.sums.library:
        stands = {each.standing for each in library.versions(session, found.id)}
        url = url_for("public_library.show", number=found.number)
        if Standing.IN in stands:
            told.append(Mark(_("这是项目库里的好项目。"), url, _("看经验，照着提")))
        elif Standing.OUT in stands:
            told.append(Mark(_("这个项目出了项目库。"), url, _("看为什么")))
    source = library.source_of(session, found.id) if record.sums.copied else None
    if source is not None:
        number = source.entry.project.number
        words = _("照项目库里的“%(title)s”写的。", title=source.entry.project.title)
        told.append(Mark(words, url_for("public_library.show", number=number), _("看原来那个")))
    return told
