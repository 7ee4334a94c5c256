"""A member who cannot come lets one who is there vote for them, where the programme allows it (委托).

Source: domain research, sections 7.3 and 12: no proxies by default. Where a programme has
them, the consent is in writing, nobody holds more than one, and nobody counts as present who is not.
"""

from __future__ import annotations

import hashlib

from microprojects.domain.canonical import canonical
from microprojects.domain.errors import N_, Refusal

ALLOWED = "one"


class NoProxies(Refusal):
    """The programme, or the rules of an item on the agenda, let nobody vote for another."""

    code = "no-proxies"
    message = N_(
        "这次会议的规则不许委托投票，本人到会才能投。议程里只要有一项不许，整次会议都不许。"
        "请本人来签到；要改，请区管理员改“委托别人投票”的设定。"
    )


class PrincipalIsHere(Refusal):
    """Who is in the room votes in person."""

    code = "principal-is-here"
    message = N_("委托人就在场，本人投票，不能委托。请从不在场的议事员里选。")


class DelegateIsAway(Refusal):
    """A vote is given to somebody who is in the room."""

    code = "delegate-is-away"
    message = N_("受托人不在场，不能受托。请受托人先签到，或选一位在场的议事员。")


class DelegateIsTaken(Refusal):
    """Nobody holds more than one."""

    code = "delegate-is-taken"
    message = N_("这位受托人已经受一人委托，一人最多受一人委托。请选另一位在场的议事员。")


class DelegatedAlready(Refusal):
    """A vote is given once."""

    code = "delegated-already"
    message = N_("这位委托人已经委托了别人。要换人，请先结束原来的委托。")


class DelegationOver(Refusal):
    """It ended: by the principal's coming, by the desk, or with the meeting."""

    code = "delegation-over"
    message = N_("这份委托已经结束。请刷新页面。")


class NothingHeld(Refusal):
    """The second ballot is for who holds the vote of another, once."""

    code = "nothing-held"
    message = N_("您手里没有还没投的受托票，或已经投过了。请刷新页面。")


class PrincipalMustStandAside(Refusal):
    """A vote is not given on what one proposed, or may be paid for."""

    code = "principal-must-stand-aside"
    message = N_("委托人里有这一项的提议人或本社区实施单位的人，还没有回避。请先替他登记回避，再开始表决。")


def digest(*, meeting: int, principal: int, delegate: int, paper: str) -> str:
    """Return the fingerprint that ties a written consent to the two members and the meeting."""
    told = {"meeting": meeting, "principal": principal, "delegate": delegate, "paper": paper}
    return hashlib.sha256(canonical(told)).hexdigest()
