"""One person in several roles on the same project: what is told of it, though not all of it is forbidden.

What nobody may do is refused when it is done: whoever entered a payment does not approve it, who
wrote what an audit found does not write down that the money came back, nobody decides on their own
proposal, and roles that must be in different hands are not given to one person (`people.APART`).
What is listed here is allowed, as a small street has few officers; others should be able to see it.

Source: domain research, section 4.2; 政府采购法 61 (who buys, and who checks the contract and accepts, are apart).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from microprojects.domain.actions import Action as A
from microprojects.domain.errors import N_


@dataclass(frozen=True)
class Several:
    """One line of the list: who did something of each step on one project is told under its name."""

    code: str
    words: str
    steps: tuple[frozenset[A], ...]

    @property
    def acts(self) -> frozenset[A]:
        """Return every act that the line looks at."""
        return frozenset().union(*self.steps)

    def holds(self, done: Collection[A]) -> bool:
        """Return whether somebody who did these did something of each step."""
        return all(step & set(done) for step in self.steps)


_ASKED = frozenset({A.PROJECT_START_PROCUREMENT, A.QUOTE_ADD})
_SIGNED = frozenset({A.PROJECT_SIGN_CONTRACT})
_ENTERED, _APPROVED = frozenset({A.PAYMENT_ENTER}), frozenset({A.PAYMENT_APPROVE})
_AGREED = frozenset({A.CHANGE_AGREE, A.CHANGE_AGREE_LARGE, A.CHANGE_ENACT})
SEVERAL: tuple[Several, ...] = (
    Several("paid", N_("录过付款，又复核过别人录的付款"), (_ENTERED, _APPROVED)),
    Several("bought", N_("询价、选定单位、签合同都是同一人"), (_ASKED, frozenset({A.QUOTE_CHOOSE}), _SIGNED)),
    Several(
        "accepted",
        N_("签合同和验收是同一人"),
        (_SIGNED, frozenset({A.INSPECTION_RECORD, A.PROJECT_PASS_INSPECTION})),
    ),
    Several("signed_paid", N_("签合同和录付款、复核付款是同一人"), (_SIGNED, _ENTERED | _APPROVED)),
    Several("changed", N_("提合同变更和同意变更是同一人"), (frozenset({A.CHANGE_ASK}), _AGREED)),
    Several(
        "settled",
        N_("登记结算和确认结算是同一人"),
        (frozenset({A.SETTLEMENT_RECORD}), frozenset({A.PROJECT_SETTLE})),
    ),
    Several("recovered", N_("复核付款和登记追回是同一人"), (_APPROVED, frozenset({A.REFUND_RECORD}))),
)
ACTS: frozenset[A] = frozenset().union(*(each.acts for each in SEVERAL))
BY_CODE = {each.code: each for each in SEVERAL}


def told(done: Collection[A]) -> tuple[str, ...]:
    """Return the codes of the lines under which somebody is told who did these acts on one project."""
    return tuple(each.code for each in SEVERAL if each.holds(done))
