"""How many must come, how many must agree, and what a count therefore decides.

Source: 民法典 art. 1259 (以上 includes the number, 超过 does not);
《村民委员会组织法》 art. 26 (two thirds of the members come, more than half of
those who came agree); 罗湖区莲塘社区居民议事会 2016-08-04 (超过三分之二到会).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal

Phrase = tuple[str, Mapping[str, object]]


class BadShare(Refusal):
    """The fraction is not one that people can reach."""

    code = "bad-share"
    status = 422
    message = N_("%(num)s/%(den)s 不能当作比例。分子要大于零、不超过分母；写“超过”时要小于分母。请改好再存。")


class TallyDoesNotAddUp(Refusal):
    """The votes counted are not the people who could vote."""

    code = "tally-does-not-add-up"
    status = 422
    message = N_(
        "票数对不上：到会 %(present)s 人，回避 %(recused)s 人，可投票 %(base)s 人；"
        "赞成、反对、弃权加起来是 %(cast)s 票。请重新点一遍再填。"
    )


class Base(StrEnum):
    """Of whom the bar is a share; recused members are in neither."""

    PRESENT = "present"
    DUE = "due"


@dataclass(frozen=True)
class Share:
    """A fraction of people: `strict` means more than it (超过), else it or more (以上).

    Raises:
        BadShare: nobody could reach it, or everybody would.
    """

    num: int
    den: int
    strict: bool = False

    def __post_init__(self) -> None:
        reachable = self.num < self.den if self.strict else self.num <= self.den
        if not (self.num > 0 and self.den > 0 and reachable):
            raise BadShare(num=self.num, den=self.den)


TWO_THIRDS = Share(2, 3)
MORE_THAN_TWO_THIRDS = Share(2, 3, strict=True)
MORE_THAN_HALF = Share(1, 2, strict=True)


def needed(share: Share, n: int) -> int:
    """Return how many of `n` people are the least that make the share.

    Source: 民法典 art. 1259; 过半数 is more than half.
    """
    whole, rest = divmod(n * share.num, share.den)
    return whole + 1 if share.strict or rest else whole


@dataclass(frozen=True)
class Quorum:
    """Whether enough members are present at one moment."""

    members: int
    present: int
    needed: int

    @property
    def missing(self) -> int:
        """How many more would have to come."""
        return max(0, self.needed - self.present)

    @property
    def met(self) -> bool:
        """Whether a vote may be opened."""
        return self.missing == 0


def quorum(share: Share, *, members: int, present: int) -> Quorum:
    """Compare those present with the members in office; recusal does not lower the quorum."""
    return Quorum(members, present, needed(share, members))


@dataclass(frozen=True)
class Tally:
    """One count. Everybody present who is not recused is counted once; who raises no hand abstains.

    `delegated` are votes of absent members in the hands of those who are there.

    Raises:
        TallyDoesNotAddUp: a number is negative, or they do not add up.
    """

    present: int
    recused: int
    for_: int
    against: int
    abstain: int
    delegated: int = 0

    def __post_init__(self) -> None:
        negative = any(getattr(self, member.name) < 0 for member in fields(self))
        if negative or self.cast != self.base:
            raise TallyDoesNotAddUp(
                present=self.present, recused=self.recused, base=self.base, cast=self.cast
            )

    @property
    def base(self) -> int:
        """Those who could vote: present less recused, and those whose vote another holds."""
        return self.present - self.recused + self.delegated

    @property
    def cast(self) -> int:
        """All votes counted, abstentions included."""
        return self.for_ + self.against + self.abstain


def require_hands(present: int, recused: int, counted: tuple[int, int, int], *, delegated: int = 0) -> None:
    """Refuse a count of hands that is not that of the people who are still in the room; who holds a vote counts twice.

    Raises:
        TallyDoesNotAddUp: a number is negative, or they do not add up.
    """
    Tally(present, recused, *counted, delegated=delegated)


@dataclass(frozen=True)
class Outcome:
    """What a count decided, with every number that the decision rests on."""

    tally: Tally
    bar: Share
    base_kind: Base
    due: int
    base: int
    needed: int
    passed: bool

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The result sentence by sentence, each a message to translate and its facts."""
        return tuple(self._phrases())

    @property
    def sentence(self) -> str:
        """The result in the source language."""
        return "".join(message % facts for message, facts in self.phrases)

    def _phrases(self) -> Iterator[Phrase]:
        tally = self.tally
        came: dict[str, object] = {"due": self.due, "present": tally.present, "recused": tally.recused}
        if tally.delegated:
            yield _CAME_AND_GAVE, {**came, "base": tally.base, "delegated": tally.delegated}
        else:
            yield _CAME, {**came, "base": tally.base}
        yield (
            _CAST,
            {"for_": tally.for_, "against": tally.against, "abstain": tally.abstain},
        )
        bar = {"num": self.bar.num, "den": self.bar.den, "of": self.base, "needed": self.needed}
        yield _BARS[self.base_kind, self.bar.strict], bar
        yield self._decision()

    def _decision(self) -> Phrase:
        if self.passed:
            return _CARRIED, {}
        if self.tally.for_ >= self.needed:
            return _NOT_MORE_THAN_AGAINST, {}
        return _SHORT, {"short": self.needed - self.tally.for_}


_CAME = N_("应到 %(due)s 人，到会 %(present)s 人，回避 %(recused)s 人，可投票 %(base)s 人。")
_CAME_AND_GAVE = N_(
    "应到 %(due)s 人，到会 %(present)s 人，回避 %(recused)s 人，可投票 %(base)s 人，其中委托 %(delegated)s 票。"
)
_CAST = N_("赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。")
_CARRIED = N_("表决通过。")
_NOT_MORE_THAN_AGAINST = N_("赞成没有多过反对，表决未通过。")
_SHORT = N_("还差 %(short)s 票，表决未通过。")
_BARS = {
    (Base.PRESENT, True): N_("赞成要超过可投票人数 %(of)s 人的 %(num)s/%(den)s，至少 %(needed)s 票过线。"),
    (Base.PRESENT, False): N_("赞成要达到可投票人数 %(of)s 人的 %(num)s/%(den)s，至少 %(needed)s 票过线。"),
    (Base.DUE, True): N_("赞成要超过应到人数 %(of)s 人的 %(num)s/%(den)s，至少 %(needed)s 票过线。"),
    (Base.DUE, False): N_("赞成要达到应到人数 %(of)s 人的 %(num)s/%(den)s，至少 %(needed)s 票过线。"),
}
# Every text that the sentence of a result is made of.
PHRASES = (_CAME, _CAME_AND_GAVE, _CAST, *_BARS.values(), _CARRIED, _NOT_MORE_THAN_AGAINST, _SHORT)


def decide(tally: Tally, bar: Share, *, due: int, base: Base = Base.PRESENT) -> Outcome:
    """Decide a count: it passes when it reaches the bar and more are for it than against it.

    `due` is the number of members in office. The bar is a share of those present,
    or of those due, in both cases less the recused. An abstention counts in the
    base and not in favour; a tie does not pass; there is no casting vote.

    Raises:
        TallyDoesNotAddUp: more are present, or vote through others, than are due.
    """
    if tally.present + tally.delegated > due:
        raise TallyDoesNotAddUp(
            present=tally.present, recused=tally.recused, base=tally.base, cast=tally.cast
        )
    of = tally.base if base is Base.PRESENT else due - tally.recused
    need = needed(bar, of)
    passed = tally.for_ >= need and tally.for_ > tally.against
    return Outcome(tally, bar, base, due, of, need, passed)
