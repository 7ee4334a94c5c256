"""Paper ballots beside a secret vote on phones: each handed out once, and counted by two people who must agree.

Source: features research, row 18 (what was handed out equals valid, blank, spoiled and not returned).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from microprojects.domain.casting import CHOICES
from microprojects.domain.errors import N_, Refusal

FIELDS: dict[str, str] = {
    "in_favour": CHOICES["for"],
    "against": CHOICES["against"],
    "abstain": CHOICES["abstain"],
    "spoiled": N_("作废"),
}


class NoPaperHere(Refusal):
    """Paper stands beside a secret vote; hands are counted and a roll is called without it."""

    code = "no-paper-here"
    message = N_("只有无记名表决用纸票。请看这一项的表决方式。")


class NothingHandedOut(Refusal):
    """There is no paper to count."""

    code = "nothing-handed-out"
    message = N_("这次表决没有发过纸票，不用录。")


class MoreThanHandedOut(Refusal):
    """More ballots were counted than were handed out."""

    code = "more-than-handed-out"
    status = 422
    message = N_("发出 %(out)s 张纸票，录的加起来是 %(counted)s 张。请重新数一遍。")


class PaperNotCounted(Refusal):
    """Two people count the paper, each for themself."""

    code = "paper-not-counted"
    message = N_(
        "发出过 %(out)s 张纸票，要两个人各数一遍、各录一遍；现在录了 %(keyed)s 遍。请录完再结束表决。"
    )


class PaperCountsDiffer(Refusal):
    """The two counts are not the same."""

    code = "paper-counts-differ"
    message = N_("两个人录的纸票不一样：%(differences)s。请一起重新数，数错的人改过来。")


@dataclass(frozen=True)
class PaperCount:
    """One person's count of the paper ballots that came back; a blank one abstains."""

    in_favour: int
    against: int
    abstain: int
    spoiled: int

    @property
    def counted(self) -> int:
        """Return how many came back."""
        return self.in_favour + self.against + self.abstain + self.spoiled

    def require_within(self, handed_out: int) -> None:
        """Refuse a count of more ballots than were handed out, or of fewer than none.

        Raises:
            NothingHandedOut, MoreThanHandedOut.
        """
        if not handed_out:
            raise NothingHandedOut
        if self.counted > handed_out or min(asdict(self).values()) < 0:
            raise MoreThanHandedOut(out=handed_out, counted=self.counted)


def agreed(counts: list[PaperCount], handed_out: int) -> PaperCount:
    """Return the count on which two people agree; of none handed out nothing is counted.

    Raises:
        PaperNotCounted: fewer than two people have counted.
        PaperCountsDiffer: they do not agree, with what differs.
    """
    if not handed_out:
        return PaperCount(0, 0, 0, 0)
    if len(counts) < 2:
        raise PaperNotCounted(out=handed_out, keyed=len(counts))
    differing = differences(counts)
    if differing:
        told = "，".join(f"{FIELDS[name]} {'/'.join(map(str, values))}" for name, values in differing)
        raise PaperCountsDiffer(differences=told)
    return counts[0]


def differences(counts: list[PaperCount]) -> list[tuple[str, list[int]]]:
    """Return the fields in which counts differ, each with what everybody counted."""
    rows = [asdict(count) for count in counts]
    named = [(name, [row[name] for row in rows]) for name in FIELDS]
    return [(name, values) for name, values in named if len(set(values)) > 1]
