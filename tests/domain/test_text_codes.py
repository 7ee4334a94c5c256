"""Whose vote it is at a phone that several people share, told without a list of names."""

from __future__ import annotations

import pytest

from microprojects.domain.text_codes import WhichOfYou, chosen

FAMILY = (("a", "林秀英"), ("b", "陈建国"), ("c", "陈 小红"), ("d", "欧阳娜"))


@pytest.mark.parametrize(
    ("name", "entry"), [("林", "a"), (" 林 秀英 ", "a"), ("陈建国", "b"), ("陈小红", "c"), ("欧阳", "d")]
)
def test_a_family_name_or_the_whole_name_tells_who_is_meant(name, entry):
    assert chosen(FAMILY, name) == entry


@pytest.mark.parametrize("name", ["", " ", "陈", "王", "秀英", "林秀", "*", "%"])
def test_nobody_or_several_of_that_name_is_asked_again(name):
    with pytest.raises(WhichOfYou):
        chosen(FAMILY, name)


@pytest.mark.parametrize("name", ["", "王"])
def test_whose_phone_it_is_alone_need_not_say_so(name):
    assert chosen(FAMILY[:1], name) == "a"
