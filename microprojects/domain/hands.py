"""Which hands must be different people in one consultation, whatever roles one person holds.

Source: the project's domain research, section 5.2, T9: a street officer and a party secretary, two people.
"""

from __future__ import annotations

from collections.abc import Collection

from microprojects.domain.consultations import BODIES
from microprojects.domain.errors import N_, Refusal


class SpeaksForAnother(Refusal):
    """The person has spoken for another body in this consultation."""

    code = "speaks-for-another"
    message = N_(
        "这次商议里您已经代表“%(other)s”写过意见，一个人只能代表一家。请让另一位同事代表“%(body)s”来写。"
    )


class OwnPlan(Refusal):
    """Whoever wrote the plan does not sign it for others."""

    code = "own-plan"
    message = N_("这份方案是您写的，“%(what)s”要由另一个人签。请让另一位同事来签。")


class OwnAgreement(Refusal):
    """Whoever agreed for the party does not conclude for the street."""

    code = "own-agreement"
    message = N_("社区党委的同意是您签的，完成商议要由街道另一位经办来办。")


def require_one_voice(body: str, spoken: Collection[str]) -> None:
    """Let one person speak for a body, unless they spoke for another one in the same consultation."""
    other = next((each for each in spoken if each != body), None)
    if other is not None:
        raise SpeaksForAnother(other=BODIES[other], body=BODIES[body])


def require_other_writer(writer_id: int, person_id: int | None, what: str) -> None:
    """Refuse a signature under a plan by the one who wrote it last; `what` names the signature."""
    if writer_id == person_id:
        raise OwnPlan(what=what)


def require_other_agreed(agreed_by_id: int | None, person_id: int | None) -> None:
    """Refuse to conclude by the hand that agreed for the party."""
    if agreed_by_id is not None and agreed_by_id == person_id:
        raise OwnAgreement
