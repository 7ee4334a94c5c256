"""What a council should be made of: how many, an odd number, and who must be among them; it warns and never blocks.

Source: 《村民委员会组织法》 art. 25 by analogy; domain research, section 7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.parameters import Rulebook
from microprojects.domain.thresholds import share_from
from microprojects.domain.votes import needed

# What may be recorded of a member, and only for counting; see `Sitter`.
FACTS: dict[str, str] = {
    "woman": N_("女性"),
    "under_35": N_("就任时不满 35 岁"),
    "over_60": N_("就任时超过 60 岁"),
    "non_local": N_("非户籍居民"),
}
# Which rules hold for which body; the law asks the village representatives for two of them.
RULES_OF: dict[str, tuple[str, ...]] = {
    "residents_council": ("size", "odd", "residents", "women", "non_local", "young", "old"),
    "village_representatives": ("residents", "women"),
}


class NoConsent(Refusal):
    """Facts about a member are recorded with their consent only."""

    code = "no-consent"
    status = 422
    message = N_("登记性别、年龄段、户籍要本人同意。请先问本人，本人同意后勾上“本人同意”再存。")


class BothAges(Refusal):
    """Nobody is under 35 and over 60."""

    code = "both-ages"
    status = 422
    message = N_("不满 35 岁和超过 60 岁不能都填“是”。请核对后改其中一项。")


@dataclass(frozen=True)
class Sitter:
    """One member in office: the kind of their seat, and what they let be recorded; None is not known."""

    kind: str
    woman: bool | None = None
    under_35: bool | None = None
    over_60: bool | None = None
    non_local: bool | None = None


@dataclass(frozen=True)
class Finding:
    """One rule held against the seats: what it asks, what is so, and how many are missing.

    `is_met` is None where nobody can say: what is not recorded of some members decides.
    """

    rule: str
    is_met: bool | None
    asks: str
    says: str
    have: int = 0
    need: int = 0
    most: int = 0
    missing: int = 0
    unknown: int = 0

    @property
    def facts(self) -> dict[str, object]:
        """Return what fills the places of both sentences."""
        numbers = ("have", "need", "most", "missing", "unknown")
        return {name: getattr(self, name) for name in numbers}


_ASKS = {
    "size": N_("一共 %(need)s 到 %(most)s 人"),
    "odd": N_("人数是单数"),
    "residents": N_("居民代表不少于 %(need)s 人"),
    "women": N_("女议事员不少于 %(need)s 人"),
    "non_local": N_("非户籍居民不少于 %(need)s 人"),
    "young": N_("不满 35 岁的不少于 %(need)s 人"),
    "old": N_("超过 60 岁的不少于 %(need)s 人"),
}
_MET = N_("现在 %(have)s 人，够了。")
_SHORT = N_("现在 %(have)s 人，还差 %(missing)s 人。补选时请照顾到。")
_OPEN = N_("登记了的有 %(have)s 人，还有 %(unknown)s 人没有登记，说不准够不够。请征得本人同意后登记。")


def findings(body: str, sitters: Sequence[Sitter], rules: Rulebook) -> list[Finding]:
    """Return how the seats in office stand to each rule that holds for a body, in the order of the rules."""
    asked = RULES_OF.get(body, ())
    made = [_CHECKS[rule](rule, sitters, rules) for rule in asked]
    return [finding for finding in made if finding is not None]


def require_facts(*, agreed: bool, under_35: bool | None, over_60: bool | None) -> None:
    """Refuse facts that the member did not agree to, or that cannot be true together.

    Raises:
        NoConsent, BothAges: either holds.
    """
    if not agreed:
        raise NoConsent
    if under_35 and over_60:
        raise BothAges


def _size(rule: str, sitters: Sequence[Sitter], rules: Rulebook) -> Finding:
    have, least, most = len(sitters), rules.number("council.size_min"), rules.number("council.size_max")
    if have > most:
        says = N_("现在 %(have)s 人，多了 %(missing)s 人。到期的席位请先不补。")
        return Finding(rule, is_met=False, asks=_ASKS[rule], says=says, have=have, need=least, most=most,
                       missing=have - most)  # fmt: skip
    return Finding(rule, is_met=have >= least, asks=_ASKS[rule], says=_SHORT if have < least else _MET,
                   have=have, need=least, most=most, missing=max(0, least - have))  # fmt: skip


def _odd(rule: str, sitters: Sequence[Sitter], rules: Rulebook) -> Finding | None:
    have = len(sitters)
    if not rules.flag("council.odd"):
        return None
    if have % 2:
        return Finding(rule, is_met=True, asks=_ASKS[rule], says=N_("现在 %(have)s 人，是单数。"), have=have)
    says = N_("现在 %(have)s 人，是双数。请补选 1 人，票数才不容易相等。")
    return Finding(rule, is_met=False, asks=_ASKS[rule], says=says, have=have, missing=1)


def _residents(rule: str, sitters: Sequence[Sitter], rules: Rulebook) -> Finding:
    need = -(-len(sitters) * rules.number("council.resident_percent_min") // 100)  # rounded up
    return _counted(rule, [sitter.kind == "resident" for sitter in sitters], need)


def _women(rule: str, sitters: Sequence[Sitter], rules: Rulebook) -> Finding:
    need = needed(share_from(rules["council.women_share_min"]), len(sitters))
    return _counted(rule, [sitter.woman for sitter in sitters], need)


def _at_least(fact: str, key: str) -> Callable[[str, Sequence[Sitter], Rulebook], Finding | None]:
    def check(rule: str, sitters: Sequence[Sitter], rules: Rulebook) -> Finding | None:
        need = rules.number(key)
        return _counted(rule, [getattr(sitter, fact) for sitter in sitters], need) if need else None

    return check


def _counted(rule: str, answers: Sequence[bool | None], need: int) -> Finding:
    """Count who is; who is not known may still be."""
    have, unknown = sum(1 for answer in answers if answer), sum(1 for answer in answers if answer is None)
    missing = max(0, need - have)
    if not missing:
        is_met, says = True, _MET
    elif missing <= unknown:
        is_met, says = None, _OPEN
    else:
        is_met, says = False, _SHORT
    return Finding(rule, is_met, _ASKS[rule], says, have=have, need=need, missing=missing, unknown=unknown)


_CHECKS: dict[str, Callable[[str, Sequence[Sitter], Rulebook], Finding | None]] = {
    "size": _size,
    "odd": _odd,
    "residents": _residents,
    "women": _women,
    "non_local": _at_least("non_local", "council.non_local_min"),
    "young": _at_least("under_35", "council.young_min"),
    "old": _at_least("over_60", "council.old_min"),
}
