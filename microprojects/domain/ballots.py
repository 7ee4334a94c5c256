"""One resident's ballot: what it may hold, in what order its projects are shown, and the rule it is cast under.

Source: features research, F1-F8; voting research, sections 5.1 and 5.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan

Choices = Mapping[str, int]
"""What a voter chose: a score by the code of a project; a blank vote is empty."""


class BallotType(StrEnum):
    """How a voter chooses."""

    APPROVAL = "approval"  # tick up to `most`
    KNAPSACK = "knapsack"  # tick until the money is used
    POINTS = "points"  # hand out up to `points`
    RANKING = "ranking"  # put up to `most` in order; the first scores `most`

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _LABELS[self]


_LABELS = {
    BallotType.APPROVAL: N_("勾选，最多几项"),
    BallotType.KNAPSACK: N_("勾选，钱用完为止"),
    BallotType.POINTS: N_("分点数"),
    BallotType.RANKING: N_("排先后"),
}


class UnknownChoice(Refusal):
    """The ballot names what is not on it."""

    code = "ballot-unknown-project"
    status = 422
    message = N_("选票上没有“%(code)s”这个项目，所以没有记。请刷新页面，重新选。")


class TooMany(Refusal):
    """More projects than a ballot may hold."""

    code = "ballot-too-many"
    status = 422
    message = N_("一张票最多选 %(most)s 个，现在选了 %(chosen)s 个。请先取消几个。")


class TooFew(Refusal):
    """Fewer projects than a ballot must hold, and not a blank vote."""

    code = "ballot-too-few"
    status = 422
    message = N_("一张票至少选 %(least)s 个，现在选了 %(chosen)s 个。请再选几个，或点“都不选，只参加投票”。")


class OverBudget(Refusal):
    """The chosen projects cost more than there is."""

    code = "ballot-over-budget"
    status = 422
    message = N_("选的项目要用 %(cost)s 元，比能用的 %(budget)s 元多 %(over)s 元。请先取消一个再选。")


class BadPoints(Refusal):
    """The points do not add up."""

    code = "ballot-points"
    status = 422
    message = N_("一共有 %(points)s 个点，现在分出 %(given)s 个；每个选上的项目至少 1 个点。请改一改。")


class BadRanks(Refusal):
    """The places are not first, second, third without a gap."""

    code = "ballot-ranks"
    status = 422
    message = N_("名次要从第一开始，一个挨一个，不能空、不能重。请重新排。")


@dataclass(frozen=True, kw_only=True)
class BallotRule:
    """What a ballot of one poll may hold; costs and budget in fen, by the code of a project."""

    type: BallotType
    least: int
    most: int
    budget: Fen
    costs: Mapping[str, Fen]
    points: int = 0

    def as_data(self) -> dict[str, object]:
        """Return the part of the published rule that is about the ballot."""
        given = {"points": self.points} if self.type is BallotType.POINTS else {}
        return {"type": self.type.value, "min": self.least, "max": self.most, **given}


def check(choices: Choices, rule: BallotRule, *, blank: bool) -> dict[str, int]:
    """Return the choices as they are counted, by code in order; a blank vote only where the voter said so.

    Raises:
        UnknownChoice, TooMany, TooFew, OverBudget, BadPoints, BadRanks: the ballot may not be like this.
    """
    for code in choices:
        if code not in rule.costs:
            raise UnknownChoice(code=code[:20])
    if blank and not choices:
        return {}
    chosen = len(choices)
    if chosen < max(rule.least, 1):
        raise TooFew(least=max(rule.least, 1), chosen=chosen)
    if rule.type is not BallotType.KNAPSACK and chosen > rule.most:
        raise TooMany(most=rule.most, chosen=chosen)
    _CHECKS[rule.type](choices, rule)
    return {code: choices[code] for code in sorted(choices)}


def _ticks(choices: Choices, _rule: BallotRule) -> None:
    if any(score != 1 for score in choices.values()):
        raise BadPoints(points=len(choices), given=sum(choices.values()))


def _fits(choices: Choices, rule: BallotRule) -> None:
    _ticks(choices, rule)
    cost = used(choices, rule)
    if cost > rule.budget:
        over = Fen(cost - rule.budget)
        raise OverBudget(cost=yuan(cost), budget=yuan(rule.budget), over=yuan(over))


def _points(choices: Choices, rule: BallotRule) -> None:
    given = sum(choices.values())
    if given > rule.points or any(score < 1 for score in choices.values()):
        raise BadPoints(points=rule.points, given=given)


def _ranks(choices: Choices, rule: BallotRule) -> None:
    wanted = [rule.most - place for place in range(len(choices))]
    if sorted(choices.values(), reverse=True) != wanted:
        raise BadRanks


_CHECKS = {
    BallotType.APPROVAL: _ticks,
    BallotType.KNAPSACK: _fits,
    BallotType.POINTS: _points,
    BallotType.RANKING: _ranks,
}


def used(choices: Choices, rule: BallotRule) -> Fen:
    """Return what the chosen projects cost together, in fen."""
    return Fen(sum(rule.costs[code] for code in choices))


def toggled(choices: Choices, code: str, rule: BallotRule) -> dict[str, int]:
    """Return a draft with one project added or taken away; what is left of a ranking moves up.

    Raises:
        UnknownChoice, TooMany, OverBudget: it may not be added.
    """
    if code not in rule.costs:
        raise UnknownChoice(code=code[:20])
    if code in choices:
        return renumbered([c for c in ordered(choices) if c != code], choices, rule)
    if rule.type is not BallotType.KNAPSACK and len(choices) >= rule.most:
        raise TooMany(most=rule.most, chosen=len(choices) + 1)
    more = renumbered([*ordered(choices), code], {**choices, code: 1}, rule)
    if rule.type is BallotType.KNAPSACK:
        _fits(more, rule)
    return more


def ordered(choices: Choices) -> list[str]:
    """Return the chosen codes, the highest score first."""
    return sorted(choices, key=lambda code: (-choices[code], code))


def renumbered(codes: Sequence[str], choices: Choices, rule: BallotRule) -> dict[str, int]:
    """Return the scores of codes in their order: places of a ranking, otherwise what they had."""
    if rule.type is BallotType.RANKING:
        return {code: rule.most - place for place, code in enumerate(codes)}
    return {code: choices[code] for code in codes}


def swap_for(choices: Choices, code: str, rule: BallotRule) -> str | None:
    """Return the cheapest chosen project without which a knapsack would have room for another; None if none is enough."""
    over = used(choices, rule) + rule.costs[code] - rule.budget
    enough = [chosen for chosen in choices if rule.costs[chosen] >= over]
    return min(enough, key=lambda chosen: (rule.costs[chosen], chosen), default=None)


def shuffled(codes: Sequence[str], seed: str) -> list[str]:
    """Return the codes in the order of SHA-256(seed, "/", code): another order for each voter, always the same."""
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}/{code}".encode()).digest())


class NotOnRoll(Refusal):
    """The person is not on the roll of the poll."""

    code = "ballot-not-on-roll"
    status = 403
    message = N_("这次投票的名册里没有您，所以不能投。名册在投票开始时定下；有疑问请到社区窗口查。")


class NotTaking(Refusal):
    """The poll takes no ballots at this moment."""

    code = "ballot-not-taking"
    message = N_("现在不能投票：投票从 %(opens)s 到 %(closes)s。已经投的票都在，截止后统一计票。")


class VotedOtherwise(Refusal):
    """The person voted by another channel."""

    code = "ballot-voted-otherwise"
    message = N_("您已经用%(channel)s投过票，一人一票，不能再从这里投。要改，请到社区窗口。")


class RuleChanged(Refusal):
    """The voter saw another rule than the one that holds."""

    code = "ballot-rule-changed"
    message = N_("您看到的不是这次投票现在的选票，所以没有投出。请刷新页面，核对后再投。")


class ChangedElsewhere(Refusal):
    """Another ballot of the same voter came between."""

    code = "ballot-changed-elsewhere"
    message = N_("您刚才在另一个窗口投过或改过票，这一张没有记。请刷新页面，看过最新情况再改。")


class NothingToTakeBack(Refusal):
    """There is no ballot of that receipt in the box any more."""

    code = "ballot-nothing-to-take-back"
    message = N_("没有可以撤回的票：已经撤回过，或后来又改过票。请刷新页面。")


class TooLateToTakeBack(Refusal):
    """The minutes in which a ballot may be taken back are over."""

    code = "ballot-too-late"
    message = N_("投出 %(minutes)s 分钟后不能撤回。截止前可以改票，改了以最后一次为准。")


CHANNELS = {"online": N_("手机或电脑"), "desk": N_("社区窗口"), "paper": N_("纸质选票")}
