"""A residents' poll in words: its rule as a clerk reads it, who took part by which way, and what its result is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain import poll_specs
from microprojects.domain.ballots import CHANNELS, BallotType
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen, yuan
from microprojects.domain.polls import PUBLICITY_DAYS
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.specs import Rule, Spec
from microprojects.store import rulebooks
from microprojects.store.polls import Poll, PollOption
from microprojects.web import cap_words, exclusive_words
from microprojects.web.filters import full_code, money

MODES: dict[str, str] = {
    "off": N_("不办"),
    "advisory": N_("参考：结果给议事会参考，上会仍由议事会定"),
    "binding": N_("决定：选上的才能上会，结果要先公示满 %(days)s 天"),
}
COUNTED: dict[Rule, str] = {
    Rule.GREEDY: N_("得票多的先选；钱不够的跳过，接着看下一个，直到钱用完"),
    Rule.EQUAL_SHARES_ADD1: N_("把钱平均分给每张票，赞成的人合起来付得起就选上；剩下的钱再按得票多少补选"),
}


@dataclass(frozen=True)
class Result:
    """A counted poll in short: a row for each project from the first place down, and what the chosen cost together."""

    rows: Sequence[Sequence[object]]
    chosen: int
    spent: Fen


def mode(word: str) -> str:
    """Return what a result is for."""
    return _(MODES[word], days=PUBLICITY_DAYS)


def ballot(poll: Poll) -> str:
    """Return what a voter may do."""
    match BallotType(poll.ballot):
        case BallotType.KNAPSACK:
            return _("勾选，钱用完为止，至少 %(least)s 个", least=poll.least)
        case BallotType.POINTS:
            return _(
                "每人 %(points)s 个点，分给 %(least)s 到 %(most)s 个项目",
                points=poll.points,
                least=poll.least,
                most=poll.most,
            )
        case BallotType.RANKING:
            return _("排先后，%(least)s 到 %(most)s 个", least=poll.least, most=poll.most)
    return _("勾选，%(least)s 到 %(most)s 个", least=poll.least, most=poll.most)


def counting(poll: Poll) -> Spec:
    """Return by what rule the poll is counted: the frozen one, or what would be frozen if it opened now."""
    if poll.spec:
        return spec_files.read(poll.spec.encode()).spec
    rules = rulebooks.parsed(poll.round.rulebook)
    allocation, votes = str(rules["resident_poll.allocation"]), rules.number("resident_poll.min_votes")
    return poll_specs.counting_spec(allocation, min_votes=votes, exclusive=poll.exclusive, caps=poll.caps)


def rule_pairs(poll: Poll) -> list[tuple[str, str]]:
    """Return the rule as fields and values."""
    spec = counting(poll)
    least = _("%(n)s 票", n=spec.min_votes) if spec.min_votes else _("没有规定")
    pairs = [
        (_("结果做什么用"), mode(poll.mode)),
        (_("能用的钱"), money(poll.budget_fen)),
        (_("怎么选"), ballot(poll)),
        (_("怎么计票"), _(COUNTED[spec.rule])),
        (_("至少几票才能选上"), least),
        (_("分不出先后时"), _("花费少的先选；还分不出，当众掷骰子抽签")),
        (_("结果公示"), _("%(n)s 天", n=poll.challenge_days)),
    ]
    pairs.extend(
        (_("只能办成一个的"), exclusive_words.named(group))
        for group in exclusive_words.groups(poll, poll.options)
    )
    pairs.extend((_("“%(which)s”的上限", which=which), said) for which, said in cap_words.pairs(poll))
    if poll.spec_hash:
        pairs.append((_("规则的记账码"), full_code(poll.spec_hash)))
    return pairs


def ways(turnout: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return how many took part each way, one line a channel; never what they chose."""
    return [(_(words), _("%(n)s 人", n=turnout.get(channel, 0))) for channel, words in CHANNELS.items()]


def result(options: Sequence[PollOption]) -> Result:
    """Return a counted poll in short."""
    chosen = [option for option in options if option.selected]
    rows = [_row(option) for option in sorted(options, key=lambda option: option.place or 0)]
    return Result(rows, len(chosen), Fen(sum(option.cost_fen for option in chosen)))


def _row(option: PollOption) -> list[object]:
    project = option.project
    named = {
        "text": project.title,
        "url": url_for("public_projects.project", number=project.number),
        "small": project.number,
    }
    said = _("选上") if option.selected else _("没选上")
    return [option.place, named, option.votes, yuan(option.cost_fen), said]
