"""Who may vote on one item at this moment, and what each "no" to a vote or a count says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal

MODES: dict[str, str] = {
    "show_of_hands": N_("举手"),
    "roll_call": N_("记名"),
    "secret": N_("无记名"),
}
CHOICES: dict[str, str] = {"for": N_("赞成"), "against": N_("反对"), "abstain": N_("弃权")}
BY_MEMBER = frozenset({"roll_call", "secret"})
_BETWEEN_NAMES = re.compile(r"[、,，;；/\n]+")


class NoSuchChoice(Refusal):
    """The word is none of the choices, or none of the ways to vote."""

    code = "no-such-choice"
    status = 422
    message = N_("没有“%(given)s”这一项可选。请从页面上给的几项里选。")


class VoteNotOpen(Refusal):
    """The vote is over, or was set aside."""

    code = "vote-not-open"
    message = N_("这次表决已经结束或作废，不能再投。请看会议页上的结果。")


class NotInOffice(Refusal):
    """Only a member whose term runs on this day has a vote here."""

    code = "not-in-office"
    status = 403
    message = N_("%(day)s 不在“%(council)s”的任期内，没有表决权。请找记录员核对名册。")


class NotInTheRoom(Refusal):
    """Whoever has not signed in, or has signed out, has no vote here; only beforehand, and in writing, may it be given."""

    code = "not-in-the-room"
    message = N_("还没有签到，或已经签退，不能投票，也不能请人代投。请先签到。")


class CameTooLate(Refusal):
    """Who was not in the room when the vote opened is not in its base."""

    code = "came-too-late"
    message = N_("这次表决开始的时候您不在场，不算在可投票的人里。请等下一项。")


class StandsAside(Refusal):
    """A recused member neither counts nor votes on the item."""

    code = "stands-aside"
    message = N_("您在这一项已经回避，不能投票。其他各项照常参加。")


class VotedAlready(Refusal):
    """One seat, one vote."""

    code = "voted-already"
    message = N_("您在这次表决里已经投过了。一席一票，投出的票不能改。")


class CountedByHand(Refusal):
    """In a show of hands the room is counted; nobody votes on a device."""

    code = "counted-by-hand"
    message = N_("这次是举手表决，票数由现场清点。请在会场举手。")


class ChairDoesNotVote(Refusal):
    """The programme does not let the chair of the meeting vote."""

    code = "chair-does-not-vote"
    message = N_("按本地规定，主持会议的人不投票。请照常主持。")


class ProposerMustStandAside(Refusal):
    """A member does not decide on their own proposal."""

    code = "proposer-must-stand-aside"
    message = N_("%(names)s是这一项的提议人，在场，还没有回避。请先给%(names)s登记回避，再开始表决。")


class ContractorMustStandAside(Refusal):
    """A member does not decide on works that their firm may be paid for."""

    code = "contractor-must-stand-aside"
    message = N_("%(names)s是本社区实施单位的人，在场，还没有回避。请先给%(names)s登记回避，再开始表决。")


class NobodyMayVote(Refusal):
    """Everybody present stands aside."""

    code = "nobody-may-vote"
    message = N_("在场的人都不能投这一项。请搁置，等人数够了再议。")


class CountMissing(Refusal):
    """A show of hands ends with three numbers."""

    code = "count-missing"
    status = 422
    message = N_("举手表决要填赞成、反对、弃权三个数。请数好再填。")


class WitnessesMissing(Refusal):
    """Two different people see the hands counted."""

    code = "witnesses-missing"
    status = 422
    message = N_("数票要两个人在场看着，两个名字要写全，不能是同一个人。请补上监票人。")


class VoteStillOpen(Refusal):
    """Something cannot be done while hands are being counted."""

    code = "vote-still-open"
    message = N_("第 %(position)s 项还在表决。请先结束表决，再办这一步。")


PROPOSER, CONTRACTOR = "proposer", "contractor"
# Why a member must stand aside; it is also what the desk writes down as the reason.
OWN_MATTERS: dict[str, str] = {PROPOSER: N_("是这一项的提议人"), CONTRACTOR: N_("是本社区实施单位的人")}


@dataclass(frozen=True)
class Conflict:
    """A member in the room who must stand aside on an item, and has not."""

    person_id: int
    name: str
    why: str  # a key of OWN_MATTERS


def require_aside(conflicts: Iterable[Conflict]) -> None:
    """Refuse a vote while somebody in the room may vote on a matter of their own.

    Raises:
        ProposerMustStandAside, ContractorMustStandAside: with their names.
    """
    found = list(conflicts)
    for why, no in ((PROPOSER, ProposerMustStandAside), (CONTRACTOR, ContractorMustStandAside)):
        names = [each.name for each in found if each.why == why]
        if names:
            raise no(names="、".join(names))


@dataclass(frozen=True)
class Voter:
    """One member as a vote sees them at this moment."""

    in_office: bool
    in_room: bool
    was_there: bool  # when the vote opened
    recused: bool
    voted: bool
    presides: bool = False  # and the programme does not let the chair vote


def require_voter(voter: Voter, *, council: str, day: str) -> None:
    """Refuse whoever may not vote now, for the first reason that holds.

    Raises:
        NotInOffice, ChairDoesNotVote, StandsAside, NotInTheRoom, CameTooLate, VotedAlready.
    """
    if not voter.in_office:
        raise NotInOffice(council=council, day=day)
    if voter.presides:
        raise ChairDoesNotVote
    if voter.recused:
        raise StandsAside
    if not voter.in_room:
        raise NotInTheRoom
    if not voter.was_there:
        raise CameTooLate
    if voter.voted:
        raise VotedAlready


_NOT_VOTED = N_("其中 %(n)s 人没有投票，按弃权算。")
_CHAIR_ASIDE = N_("主持会议的人按规定不投票，算在回避里。")


# Every text that the sentence of a result may add.
FOOTNOTES = (_NOT_VOTED, _CHAIR_ASIDE)


def footnotes(absent: int, *, chair_votes: bool) -> str:
    """Return what the sentence of a result adds: who did not vote, and that the chair does not."""
    not_voted = _NOT_VOTED % {"n": absent} if absent else ""
    return not_voted + ("" if chair_votes else _CHAIR_ASIDE)


def require_witnesses(typed: str) -> str:
    """Return the two or more witnesses, joined by 、.

    Raises:
        WitnessesMissing: fewer than two different names.
    """
    parts = [part.strip() for part in _BETWEEN_NAMES.split(typed) if part.strip()]
    if len(parts) == 1:
        parts = parts[0].split()
    names = list(dict.fromkeys("".join(part.split()) for part in parts))
    if len(names) < 2 or min(map(len, names)) < 2:
        raise WitnessesMissing
    return "、".join(names)
