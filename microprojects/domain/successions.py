"""How a seat ends and who takes it: reasons, which of them are public, and what is refused."""

from __future__ import annotations

from datetime import date

from microprojects.domain.errors import N_, BadValue, Refusal

REASONS: dict[str, str] = {
    "term_over": N_("任期届满"),
    "resigned": N_("辞职"),
    "moved": N_("搬离本社区"),
    "died": N_("去世"),
    "recalled": N_("罢免"),
}
# The others say more about a person than the public needs to know.
PUBLIC = frozenset({"term_over", "resigned"})


class OtherKind(Refusal):
    """A seat passes on as what it is, unless it is said that it changes."""

    code = "other-kind"
    message = N_(
        "空出来的是“%(old)s”的席位，要补的是“%(new)s”。请改成同一种；真要换，请勾上“席位换一种”再存。"
    )


class SeatFilled(Refusal):
    """One seat has one successor."""

    code = "seat-filled"
    message = N_("这个席位已经有人递补。请刷新名册，看看现在是谁。")


class SameMember(Refusal):
    """Nobody takes over from themselves."""

    code = "same-member"
    status = 422
    message = N_("递补的人和离任的人是同一个人。连任请另给一个席位。")


class BeginsTooSoon(Refusal):
    """Two do not sit on one seat."""

    code = "begins-too-soon"
    status = 422
    message = N_("原来的席位坐到 %(until)s，递补最早从第二天起。请改从哪天起。")


class NothingLeft(Refusal):
    """The term that would be taken over is over."""

    code = "nothing-left"
    message = N_("这个席位的任期到 %(until)s 就满了，没有剩下的可以递补。请另给一个席位。")


def require_reason(reason: str) -> None:
    """Refuse a reason that is none of those known.

    Raises:
        BadValue: it is none.
    """
    if reason not in REASONS:
        raise BadValue(field=N_("为什么结束"), why=N_("不在可选的几种里"))


def require_kind(old: str, new: str, names: dict[str, str], *, said: bool) -> None:
    """Refuse a successor of another kind, unless it is said that the seat changes its kind.

    Raises:
        BadValue: there is no such kind.
        OtherKind: it differs and nobody said so.
    """
    if new not in names:
        raise BadValue(field=N_("席位"), why=N_("不在可选的几种里"))
    if old != new and not said:
        raise OtherKind(old=names[old], new=names[new])


def require_turn(last: date, since: date, until: date | None) -> None:
    """Refuse a successor who begins while the other still sits, or after the term is over.

    Raises:
        BeginsTooSoon, NothingLeft: as it says.
    """
    if since <= last:
        raise BeginsTooSoon(until=last.isoformat())
    if until is not None and since > until:
        raise NothingLeft(until=until.isoformat())


def shown(reason: str | None) -> str:
    """Return the words of a reason as far as they are public; nothing of the others."""
    return REASONS[reason] if reason in PUBLIC else ""
