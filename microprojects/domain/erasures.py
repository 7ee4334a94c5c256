"""Deleting what is kept about a person at their request: what goes at once, what an open matter holds back, who must wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.masks import public_name


class Manner(StrEnum):
    """How a deletion was asked for."""

    ONLINE = "online"
    PAPER = "paper"
    CLOCK = "clock"  # nobody asked: the time of keeping was over

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _MANNERS[self]


_MANNERS = {
    Manner.ONLINE: N_("本人在网上提出"),
    Manner.PAPER: N_("本人在窗口书面提出"),
    Manner.CLOCK: N_("保存期限满了"),
}


class Erased(StrEnum):
    """What was deleted, as the journal tells it: kinds, never of whom."""

    ACCOUNT = "account"
    DRAFTS = "drafts"
    CONTACTS = "contacts"
    REASONS = "reasons"
    REGISTER = "register"
    PHONE = "phone"
    NAME = "name"
    NAMES = "names"
    DEVICES = "devices"
    PASSES = "passes"
    FACTS = "facts"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return ERASED_LABELS[self]


ERASED_LABELS = {
    Erased.ACCOUNT: N_("账号"),
    Erased.DRAFTS: N_("没交的草稿"),
    Erased.CONTACTS: N_("异议的联系方式"),
    Erased.REASONS: N_("举报的话"),
    Erased.REGISTER: N_("名册上的一行"),
    Erased.PHONE: N_("手机号"),
    Erased.NAME: N_("名字（只留姓）"),
    Erased.NAMES: N_("准写的名字"),
    Erased.DEVICES: N_("登录过的设备"),
    Erased.PASSES: N_("过期的投票通行证和验证码"),
    Erased.FACTS: N_("席位的构成情况"),
}


class Waiting(StrEnum):
    """A matter under way for which the person must still be known by name and phone."""

    POLL = "poll"
    OBJECTION = "objection"
    CHALLENGE = "challenge"
    PROPOSAL = "proposal"
    GATHERING = "gathering"

    @property
    def why(self) -> str:
        """Return what it is and until when, in the source language; %(what)s is its title or number."""
        return _WAITING[self]


_WAITING = {
    Waiting.POLL: N_("在“%(what)s”的投票名册上：姓名、手机号留到计票，这之前还能投。"),
    Waiting.OBJECTION: N_("对 %(what)s 的异议没有办完：姓名、联系方式留到办完。"),
    Waiting.CHALLENGE: N_("对“%(what)s”计票的质疑没有答复：姓名留到答复。"),
    Waiting.PROPOSAL: N_("提议 %(what)s 没有排上会：姓名、手机号留到排上会，或者撤回。"),
    Waiting.GATHERING: N_("报了名的“%(what)s”没有开：姓名、手机号留到散会，或者取消报名。"),
}


@dataclass(frozen=True)
class Matter:
    """One matter under way, by its title or its number."""

    kind: Waiting
    what: str


@dataclass(frozen=True)
class Duty:
    """An office or a seat that somebody holds: its name, where, and its last day if there is one."""

    what: str
    where: str
    until: date | None = None


class StillInOffice(Refusal):
    """Who acts for others acts by name, and is deleted once that is over."""

    code = "still-in-office"
    message = N_(
        "现在还担任%(duties)s。任期里办的事要有名有姓，资料不能删。请先办离任：议事会的席位找主持人结束任期，"
        "别的身份找区管理员收回；办好的第二天再来删。"
    )


class ErasedAlready(Refusal):
    """It was asked for before."""

    code = "erased-already"
    message = N_("已经办过删除了。还留着的，等没办完的事办完，系统自己删，不用再来。")


class NotUnderstood(Refusal):
    """It cannot be taken back, so it is confirmed in so many words."""

    code = "erasure-not-confirmed"
    status = 422
    message = N_("删了找不回来。看清楚了，请在“我看清楚了”前打勾，再点一次。")


def require_no_duty(duties: Sequence[Duty]) -> None:
    """Refuse to delete somebody who holds an office or a seat.

    Raises:
        StillInOffice: there is one.
    """
    if duties:
        raise StillInOffice(duties=spoken(duties))


def spoken(duties: Iterable[Duty]) -> str:
    """Return duties as a sentence names them, in the source language."""
    return "、".join(f"{each.where}{each.what}" for each in duties)


def left_name(name: str, *, served: bool) -> str:
    """Return what is left of a name: the family name as it was published, or all of it for who held an office.

    Whose hand a decision or a payment was must be on file as long as the file is kept.

    Source: 政府采购法 art. 42; 个人信息保护法 art. 47 (2): a term of keeping set by law.
    """
    return name if served else public_name(name)


def in_order(kinds: Iterable[Erased]) -> list[str]:
    """Return kinds as the journal tells them: once each, in the order of the list above."""
    given = set(kinds)
    return [kind.value for kind in Erased if kind in given]
