"""A count that was wrong is put right while the decision is on notice, by three people who sign.

Source: domain research, section 13 (wrong count found: chair, secretary and supervisor
correct with a reason, a new version of the decision, the window starts again; after that a new vote).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.people import Role

SIGNERS = (Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.SUPERVISOR)


class NotOnNotice(Refusal):
    """Only while the decision is on notice its count is corrected; afterwards the council votes again."""

    code = "not-on-notice"
    message = N_("决议不在公示期里，票数不能再更正。确实数错了，请走异议或重新列入议程表决。")


class CountStands(Refusal):
    """The vote is open, was set aside, or was corrected before."""

    code = "count-stands"
    message = N_("这次表决还没有结束，或已经作废，没有票数可以更正。请看会议页上最新的结果。")


class SameCount(Refusal):
    """A correction changes a number."""

    code = "same-count"
    status = 422
    message = N_("填的票数和现在的一样，没有要更正的。请核对后再填。")


class RecountUnderWay(Refusal):
    """One correction of a vote at a time."""

    code = "recount-under-way"
    message = N_("这次表决已经有一份更正在等人签字。请先签好，或先撤掉那一份。")


class RecountOver(Refusal):
    """The correction was made or dropped."""

    code = "recount-over"
    message = N_("这份更正已经办完或撤掉。请看会议页上最新的结果。")


class SignedAlready(Refusal):
    """Chair, secretary and supervisor sign once each, and they are three people."""

    code = "signed-already"
    message = N_("您已经签过，或您这个身份已经有人签过。主持人、记录员、监督员三个人各签一次。")


def require_correctable(*, counted: bool, on_notice: bool, ends_at: datetime | None, at: datetime) -> None:
    """Refuse where no count stands, or its decision is not on notice any more; a paused notice has no end.

    Raises:
        CountStands, NotOnNotice.
    """
    if not counted:
        raise CountStands
    if not on_notice or (ends_at is not None and at >= ends_at):
        raise NotOnNotice


def role_to_sign(held: Collection[Role], signed: Collection[Role]) -> Role:
    """Return the role for which a person signs: the first of the three that they hold and nobody has signed for.

    Raises:
        SignedAlready: there is none.
    """
    for role in SIGNERS:
        if role in held and role not in signed:
            return role
    raise SignedAlready
