"""Bodies that vote: their words, the kinds of seats, and what is refused about the roster."""

from __future__ import annotations

from datetime import date

from microprojects.domain.errors import N_, Refusal

BODIES: dict[str, str] = {
    "residents_council": N_("居民议事会"),
    "party_members": N_("党员大会"),
    "village_representatives": N_("村民代表会议"),
}
KINDS: dict[str, str] = {
    "resident": N_("居民代表"),
    "deputy": N_("两代表一委员"),
    "unit": N_("驻区单位"),
    "committee": N_("居委会"),
    "owner": N_("业主代表"),
    "party": N_("党员"),
}


class NoSuchBody(Refusal):
    """No scheme knows a body of that name."""

    code = "no-such-body"
    status = 422
    message = N_("没有“%(body)s”这样的议事机构。请从列表里选一种。")


class SeatTaken(Refusal):
    """The person sits here already in that time; one person, one seat."""

    code = "seat-taken"
    message = N_("这个人在这段时间已经有一个席位。一人只有一席，请先结束原来的任期。")


class RosterFixed(Refusal):
    """While a meeting sits, those due are fixed."""

    code = "roster-fixed"
    message = N_("这个议事会正在开会，应到人数已经定了。请散会后再改名册。")


class TermBackwards(Refusal):
    """A term that ends before it begins."""

    code = "term-backwards"
    status = 422
    message = N_("任期从 %(since)s 起，不能到 %(until)s 就结束。请改最后一天。")


class TermOnlyShortened(Refusal):
    """A seat that was to end is not given back by moving its last day."""

    code = "term-only-shortened"
    message = N_("这个席位到 %(until)s 就结束，最后一天只能提前，不能往后改。要连任，请另给一个席位。")


def check_end(present: date | None, until: date) -> None:
    """Refuse to move the last day of a seat further away.

    Raises:
        TermOnlyShortened: it would be.
    """
    if present is not None and until > present:
        raise TermOnlyShortened(until=present.isoformat())


def check_term(since: date, until: date | None) -> None:
    """Refuse a term whose last day is before its first.

    Raises:
        TermBackwards: it is.
    """
    if until is not None and until < since:
        raise TermBackwards(since=since.isoformat(), until=until.isoformat())
