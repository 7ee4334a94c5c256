"""How a council's members come in: terms of the council, elections, and what is refused about them.

Source: 《城市居民委员会组织法》 (2018) art. 8: five years.
"""

from __future__ import annotations

from datetime import date, timedelta

from microprojects.domain.errors import N_, BadValue, Refusal

WAYS: dict[str, str] = {
    "assembly": N_("居民代表会议选举"),
    "residents": N_("居民会议选举"),
    "groups": N_("居民小组推选"),
    "delegated": N_("单位委派"),
}
# Nobody votes on whom a unit sends.
WITHOUT_VOTE = frozenset({"delegated"})


class TermsCross(Refusal):
    """Two terms of one council would run at the same time."""

    code = "terms-cross"
    message = N_("第 %(number)s 届从 %(since)s 到 %(until)s，和要登记的这一届有重叠。请改开始的日子。")


class CountsMissing(Refusal):
    """Of an election it is said how many could vote and how many did."""

    code = "counts-missing"
    status = 422
    message = N_("“%(way)s”要写应到几人、实到几人。请照选举记录填上。")


class CountsGiven(Refusal):
    """Who is sent by a unit was not voted on."""

    code = "counts-given"
    status = 422
    message = N_("“%(way)s”不投票，应到、实到请空着。")


class MoreThanVoted(Refusal):
    """More votes than voters, or more voters than could vote."""

    code = "more-than-voted"
    status = 422
    message = N_(
        "应到 %(due)s 人，实到 %(voted)s 人，得票 %(votes)s 张，后一个不能大于前一个。请核对选举记录。"
    )


class OutsideTerm(Refusal):
    """The election is none of this term."""

    code = "outside-term"
    status = 422
    message = N_(
        "第 %(number)s 届到 %(until)s 为止，%(day)s 的选举不是选这一届的。请改日子，或先登记新的一届。"
    )


class NotYetHeld(Refusal):
    """What is recorded was held."""

    code = "not-yet-held"
    status = 422
    message = N_("%(day)s 还没到，选举还没有办。请办完再登记。")


class NotOfTheCouncil(Refusal):
    """The seat or the election belongs to another council."""

    code = "not-of-the-council"
    status = 422
    message = N_("选中的席位或选举不是这个议事会的，或已经作废。请从本议事会的名单里选。")


class ElectedTwice(Refusal):
    """A seat comes from one election."""

    code = "elected-twice"
    message = N_("选中的席位里有 %(n)s 个已经登记了是哪次选举选出的。请去掉它们，或先把那次登记作废。")


def end_of_term(since: date, years: int) -> date:
    """Return the last day of a term that begins on a day: the day before it comes round so many years later.

    Raises:
        BadValue: there is no such day in any calendar.
    """
    try:
        following = since.replace(year=since.year + years)
    except ValueError:  # 29 February, or beyond the last year there is
        if since.year + years > date.max.year:
            raise BadValue(field=N_("从哪天起"), why=N_("年份太远")) from None
        following = date(since.year + years, 3, 1)
    return following - timedelta(days=1)


def require_counts(way: str, due: int | None, voted: int | None) -> None:
    """Refuse an election without its two counts, counts where nobody voted, and more voters than could vote.

    Raises:
        BadValue, CountsMissing, CountsGiven, MoreThanVoted: as it says.
    """
    if way not in WAYS:
        raise BadValue(field=N_("怎么选的"), why=N_("不在可选的几种里"))
    if way in WITHOUT_VOTE:
        if due is not None or voted is not None:
            raise CountsGiven(way=WAYS[way])
        return
    if due is None or voted is None or due < 1 or voted < 0:
        raise CountsMissing(way=WAYS[way])
    if due > 1_000_000:
        raise BadValue(field=N_("应到"), why=N_("数字太大"))
    if voted > due:
        raise MoreThanVoted(due=due, voted=voted, votes=0)


def require_votes(votes: int | None, due: int | None, voted: int | None) -> None:
    """Refuse more votes for one person than people voted.

    Raises:
        MoreThanVoted: it says by how many.
    """
    if votes is not None and (votes < 0 or voted is None or votes > voted):
        raise MoreThanVoted(due=due or 0, voted=voted or 0, votes=votes)
