"""Which acts of one person on one project are told together, and that none of them is a resident's own."""

from __future__ import annotations

import pytest

from microprojects.domain.act_words import WORDS
from microprojects.domain.actions import Action as A
from microprojects.domain.audit_trails import PERSONAL
from microprojects.domain.several_hands import ACTS, SEVERAL, told


@pytest.mark.parametrize(
    ("done", "codes"),
    [
        ({A.PAYMENT_ENTER}, ()),
        ({A.PAYMENT_ENTER, A.PAYMENT_APPROVE}, ("paid",)),
        ({A.QUOTE_ADD, A.QUOTE_CHOOSE}, ()),
        ({A.QUOTE_ADD, A.QUOTE_CHOOSE, A.PROJECT_SIGN_CONTRACT}, ("bought",)),
        ({A.PROJECT_START_PROCUREMENT, A.QUOTE_CHOOSE, A.PROJECT_SIGN_CONTRACT}, ("bought",)),
        ({A.PROJECT_SIGN_CONTRACT, A.INSPECTION_RECORD}, ("accepted",)),
        ({A.PROJECT_SIGN_CONTRACT, A.PAYMENT_ENTER}, ("signed_paid",)),
        ({A.CHANGE_ASK, A.CHANGE_AGREE}, ("changed",)),
        ({A.SETTLEMENT_RECORD, A.PROJECT_SETTLE}, ("settled",)),
        ({A.PAYMENT_APPROVE, A.REFUND_RECORD}, ("recovered",)),
        ({A.PROJECT_SETTLE, A.QUOTE_CHOOSE, A.REFUND_RECORD}, ()),
    ],
)
def test_who_did_something_of_each_step_is_told(done, codes):
    assert told(done) == codes


def test_no_act_is_one_that_residents_do_for_themselves():
    assert set() == ACTS & PERSONAL


def test_every_act_and_every_line_has_words():
    assert {act for act in ACTS if act not in WORDS} == set()
    assert len({each.code for each in SEVERAL}) == len({each.words for each in SEVERAL}) == len(SEVERAL)
