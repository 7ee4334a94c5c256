"""Who comes to a meeting without a vote (列席): deputies, those who proposed an item, residents who ask, experts.

Source: domain research, section 7.2 (两代表一委员; the proposer must be heard; residents).
"""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal

PROPOSER = "proposer"
# Whom the desk invites by name; those who proposed an item are invited when it goes on the agenda.
TYPED: dict[str, str] = {
    "deputy": N_("两代表一委员"),
    "resident": N_("居民"),
    "expert": N_("专家、部门"),
}
KINDS: dict[str, str] = {PROPOSER: N_("提议人"), **TYPED}
SHORTEST, LONGEST = 2, 40


class NoSuchObserver(Refusal):
    """Only some kinds of people are invited by name."""

    code = "no-such-observer"
    status = 422
    message = N_("没有“%(given)s”这一种列席的人。请从页面上给的几种里选，提议人系统会自动请。")


class NameTooShort(Refusal):
    """A name of one letter could not be told from other words when the minutes are masked."""

    code = "name-too-short"
    status = 422
    message = N_("“%(name)s”太短，公开纪要时遮不住。请写全名，至少 %(shortest)s 个字。")


class ObserverListed(Refusal):
    """The same person is invited once."""

    code = "observer-listed"
    message = N_("“%(name)s”已经在列席名单上。同名的两个人，请在名字后面写明楼栋或单位。")


class ObserverCame(Refusal):
    """Who has come stays on the list: the minutes tell of them."""

    code = "observer-came"
    message = N_("这位已经到会，会写进纪要，不能从名单上去掉。走了，请点“走了”。")


class ProposerStays(Refusal):
    """Who proposed an item of the agenda must be heard."""

    code = "proposer-stays"
    message = N_("这位是议程里项目的提议人，应当听取，不能从名单上去掉。项目搁置以后才可以。")


class ObserverAbsent(Refusal):
    """Nobody leaves who has not come."""

    code = "observer-absent"
    message = N_("这位没有登记到会，或已经登记走了。请刷新名单再办。")


def require_name(name: str) -> str:
    """Return the name if it is long enough to be masked.

    Raises:
        NameTooShort: it is not.
    """
    if len(name) < SHORTEST:
        raise NameTooShort(name=name, shortest=SHORTEST)
    return name
