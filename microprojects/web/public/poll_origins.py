"""Where a poll from elsewhere is from, in words: its file, what of it is kept, and where it says other than the count."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from microprojects.domain.poll_imports import claimed_otherwise
from microprojects.store.polls import Poll, PollOption
from microprojects.web.filters import full_code

MOST_NAMED = 8


@dataclass(frozen=True)
class Origin:
    """The facts of a file as pairs, and sentences about what does not agree."""

    facts: list[tuple[str, str]]
    differs: list[str]
    voters: int


def origin(poll: Poll, options: list[PollOption]) -> Origin | None:
    """Return where a poll is from; None for one that was held here."""
    source = poll.source
    if source is None:
        return None
    begun, ended = source.said("date_begin"), source.said("date_end")
    when = _("%(begun)s 到 %(ended)s", begun=begun, ended=ended) if begun and ended else begun or ended
    pairs = [
        (_("地方"), " ".join(filter(None, (source.said("unit"), source.said("country"))))),
        (_("期次"), source.said("instance")),
        (_("投票的日子"), when),
        (_("文件写的计票规则"), source.said("rule")),
        (_("文件的记账码"), full_code(source.sha256)),
    ]
    return Origin(
        facts=[pair for pair in pairs if pair[1]], differs=_differs(poll, options), voters=source.voters
    )


def _differs(poll: Poll, options: list[PollOption]) -> list[str]:
    source = poll.source
    if source is None:
        return []
    said = []
    if source.miscounted:
        said.append(_("文件写的票数，有 %(n)s 个项目和票面不符。这里按票面数。", n=source.miscounted))
    chosen = [option.code for option in options if option.selected]
    more, fewer = claimed_otherwise(source.winners, chosen)
    titles = {option.code: option.title for option in options}
    if more:
        said.append(_("文件说选上了、这里数下来没选上：%(which)s。", which=_named(more, titles)))
    if fewer:
        said.append(_("这里数下来选上了、文件说没选上：%(which)s。", which=_named(fewer, titles)))
    if source.winners is None:
        said.append(_("文件没有写选上了哪些，没有可对照的。"))
    return said


def _named(codes: list[str], titles: dict[str, str]) -> str:
    named = _("、").join(titles[code] for code in codes[:MOST_NAMED])
    rest = len(codes) - MOST_NAMED
    return _("%(some)s，还有 %(n)s 个", some=named, n=rest) if rest > 0 else named
