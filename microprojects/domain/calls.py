"""On what ground a meeting is called: as the regular one, or because enough members or residents ask for it.

Source: 《城市居民委员会组织法》 (2018) art. 10 (one fifth of the adult residents);
《村民委员会组织法》 art. 26 (one fifth of the representatives); domain research, section 7.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.votes import Share, needed

REGULAR, MEMBERS, RESIDENTS = "regular", "members", "residents"
KINDS: dict[str, str] = {
    REGULAR: N_("例会"),
    MEMBERS: N_("议事员要求的临时会议"),
    RESIDENTS: N_("居民要求的临时会议"),
}


class NoSuchGround(Refusal):
    """A meeting is regular, or asked for by members or by residents."""

    code = "no-such-ground"
    status = 422
    message = N_("没有“%(given)s”这一种召集的依据。请从列表里选一种。")


class GroundUnclear(Refusal):
    """Somebody is said to have asked, but the ground says otherwise."""

    code = "ground-unclear"
    status = 422
    message = N_("选的是“%(kind)s”，却另外填了要求开会的议事员或签名数。请选对依据，或把多填的去掉，再召集。")


class TooFewMembersAsk(Refusal):
    """Fewer members ask than the share that makes a call due."""

    code = "too-few-members-ask"
    message = N_(
        "在任议事员 %(of)s 人，要 %(need)s 人要求才开临时会议；现在 %(have)s 人要求，还差 %(missing)s 人。"
        "请等人数够了再召集，或按例会召集。"
    )


class TooFewResidentsAsk(Refusal):
    """Fewer residents sign than the share that makes a call due."""

    code = "too-few-residents-ask"
    message = N_(
        "成年居民 %(of)s 人，要 %(need)s 人签名要求才开临时会议；现在有效签名 %(have)s 个，还差 %(missing)s 个。"
        "请等签名够了再召集，或按例会召集。"
    )


class PopulationUnknown(Refusal):
    """Nobody wrote down how many adults live here, so no share of them can be told."""

    code = "population-unknown"
    message = N_(
        "%(area)s还没有登记成年居民有多少人，算不出要多少人签名。请系统管理员先登记人数，或按例会召集。"
    )


class MoreThanLiveHere(Refusal):
    """More signatures than there are adults cannot all be valid."""

    code = "more-than-live-here"
    status = 422
    message = N_("有效签名写了 %(have)s 个，成年居民只有 %(of)s 人。请核对签名再填。")


class AskerNotInOffice(Refusal):
    """Only members whose term runs on this day count among those who ask."""

    code = "asker-not-in-office"
    message = N_("选的人里有 %(n)s 人现在不在“%(council)s”的任期内，不能算。请刷新页面，对照名册再选。")


class NoticeOver(Refusal):
    """Only a meeting that is still to come has a notice to hang up."""

    code = "notice-over"
    message = N_("这次会议已经开了、结束了或取消了，没有要张贴的通知。请看会议页上的议程和结果。")


@dataclass(frozen=True)
class Asked:
    """Why a meeting is called: its kind, the members who asked for it, the valid signatures of residents."""

    kind: str = REGULAR
    members: frozenset[int] = frozenset()
    signatures: int = 0


@dataclass(frozen=True)
class Ground:
    """The ground as it is kept: how many asked, how many had to, and of how many."""

    kind: str
    asked: int = 0
    needed: int = 0
    counted: int = 0


def require_clear(asked: Asked) -> None:
    """Refuse a kind that is none, and names or signatures that belong to another kind.

    Raises:
        NoSuchGround, GroundUnclear.
    """
    if asked.kind not in KINDS:
        raise NoSuchGround(given=asked.kind[:20])
    if (asked.members and asked.kind != MEMBERS) or (asked.signatures and asked.kind != RESIDENTS):
        raise GroundUnclear(kind=KINDS[asked.kind])


def by_members(have: int, share: Share, *, due: int) -> Ground:
    """Return the ground of a call that members ask for; the share is of those in office.

    Raises:
        TooFewMembersAsk: with the number that is missing.
    """
    need = max(1, needed(share, due))
    if have < need:
        raise TooFewMembersAsk(of=due, need=need, have=have, missing=need - have)
    return Ground(MEMBERS, have, need, due)


def by_residents(have: int, share: Share, *, adults: int, area: str) -> Ground:
    """Return the ground of a call that residents ask for; the share is of the adults who live here.

    Raises:
        PopulationUnknown: their number was never recorded.
        MoreThanLiveHere: there are more signatures than adults.
        TooFewResidentsAsk: with the number that is missing.
    """
    if adults <= 0:
        raise PopulationUnknown(area=area)
    if have > adults:
        raise MoreThanLiveHere(have=have, of=adults)
    need = needed(share, adults)
    if have < need:
        raise TooFewResidentsAsk(of=adults, need=need, have=have, missing=need - have)
    return Ground(RESIDENTS, have, need, adults)
