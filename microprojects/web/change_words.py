"""Changes of a contract and times without work, as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from microprojects.domain.change_sizes import BODIES, why_words
from microprojects.domain.changes import STATES, VOTED_DOWN
from microprojects.domain.money import Fen
from microprojects.store import rulebooks
from microprojects.store.changes import ContractChange, Suspension
from microprojects.store.projects import Project
from microprojects.web.filters import date_iso, money

Read = Callable[[str], str]
_SHAPES = {"open": "hold", "agreed": "done", "refused": "stop"}


@dataclass(frozen=True)
class Shown:
    """One change: its title, a badge, and what it changes as pairs of a term and a text."""

    title: str
    state: str
    shape: str
    is_open: bool
    decides: str
    why: str
    lines: tuple[tuple[str, str], ...]
    asked_at: datetime


@dataclass(frozen=True)
class Stood:
    """One time in which work stood still."""

    reason: str
    since: datetime
    expected: str
    until: datetime | None


def shown(change: ContractChange, project: Project, read: Read = str) -> Shown:
    """Return a change as pages show it; `read` returns a text as it may be read now."""
    sentence, numbers = why_words(change.why, rulebooks.of(project))
    return Shown(
        title=_("第 %(n)s 次变更", n=change.position),
        state=_("公示中") if change.state == "open" and change.vote_id else _(STATES[change.state]),
        shape="open" if change.state == "open" and change.vote_id else _SHAPES[change.state],
        is_open=change.state == "open",
        decides=_(BODIES[change.body]),
        why=_(sentence, **numbers),
        lines=tuple(_lines(change, read)),
        asked_at=change.asked_at,
    )


def stood(found: Suspension, read: Read = str) -> Stood:
    """Return a time without work as pages show it."""
    return Stood(read(found.reason), found.suspended_at, date_iso(found.expected_on), found.resumed_at)


def _lines(change: ContractChange, read: Read) -> list[tuple[str, str]]:
    lines = [
        (_("合同"), f"{money(change.before_fen)} → {money(change.after_fen)}（{_signed(change.amount_fen)}）")
    ]
    if change.social_fen:
        before, after = change.social_before_fen, Fen(change.social_before_fen + change.social_fen)
        lines.append((_("其中自筹"), f"{money(Fen(before))} → {money(after)}"))
    if change.days:
        ends = change.ends_before + timedelta(days=change.days)
        lines.append((_("约定完工"), f"{date_iso(change.ends_before)} → {date_iso(ends)}"))
    if change.scope:
        lines.append((_("内容变化"), read(change.scope)))
    lines.append((_("原因"), read(change.reason)))
    if change.refuse_reason:
        no = _(change.refuse_reason) if change.refuse_reason == VOTED_DOWN else change.refuse_reason
        lines.append((_("没有同意的理由"), no))
    if change.decided_at is not None:
        lines.append((_("哪天定的"), date_iso(change.decided_at)))
    if change.body != "officer" and change.state == "agreed":
        lines.append((_("监督员"), _("已知悉") if change.seen_at else _("还没有看")))
    return lines


def _signed(amount: int) -> str:
    if amount == 0:
        return _("不变")
    return f"{'+' if amount > 0 else '−'}{money(Fen(abs(amount)))}"
