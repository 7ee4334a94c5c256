"""The negative list and the screening that asks for it."""

from __future__ import annotations

import pytest

from microprojects.domain import negative_list
from microprojects.domain.negative_list import NEGATIVE_LIST, Answer, Code, line

ALL_CLEAR = {code.value: Answer.CLEAR for code in Code}


def test_the_list_has_twelve_lines_in_order_each_with_its_own_words() -> None:
    assert [item.code for item in NEGATIVE_LIST] == list(Code)
    assert len({text for item in NEGATIVE_LIST for text in (item.rule, item.question, item.instead)}) == 36
    assert {item.code for item in NEGATIVE_LIST if item.advisory} == {Code.N4}


def test_screening_is_done_when_every_question_has_an_answer() -> None:
    partly = {"N1": Answer.CLEAR, "N12": Answer.APPLIES}

    assert [item.code for item in negative_list.unanswered(partly)] == list(Code)[1:-1]
    assert negative_list.unanswered(ALL_CLEAR) == ()


def test_a_line_that_applies_stands_against_acceptance_unless_it_only_advises() -> None:
    answers = ALL_CLEAR | {"N4": Answer.APPLIES, "N1": Answer.APPLIES}

    assert [item.code for item in negative_list.applying(answers)] == [Code.N1, Code.N4]
    assert [item.code for item in negative_list.standing_against(answers)] == [Code.N1]
    assert negative_list.standing_against(ALL_CLEAR) == ()


def test_a_line_is_found_by_its_code() -> None:
    assert line("N11").rule == "把一个大项目拆成几个小的"


@pytest.mark.parametrize("code", ["", "N13", "n1", "N1" * 500])
def test_another_code_is_refused(code: str) -> None:
    with pytest.raises(negative_list.UnknownCode):
        line(code)


def test_every_question_can_be_answered_by_yes_or_no() -> None:
    assert [answer.label for answer in Answer] == ["不是", "是"]
    assert all(item.question.endswith("？") for item in NEGATIVE_LIST)
