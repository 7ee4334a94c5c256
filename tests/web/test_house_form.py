"""What reaches the fields of a form, and what does not."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask_wtf.file import FileField
from wtforms import StringField

from microprojects.web.forms.house import HouseForm


class Letter(HouseForm):
    """A letter with one enclosure."""

    class Meta(HouseForm.Meta):
        csrf = False

    words = StringField("正文", default="老样子")
    paper = FileField("附件")


@pytest.fixture
def desk() -> Flask:
    """An app without anything, on which a form can be filled in."""
    return Flask("desk")


def sent(desk: Flask, **request) -> Letter:
    with desk.test_request_context(method="POST", **request):
        return Letter()


def test_words_and_an_asked_file_arrive(desk):
    letter = sent(desk, data={"words": "灯坏了", "paper": (BytesIO(b"x"), "a.txt")})

    assert (letter.words.data, letter.paper.data.filename) == ("灯坏了", "a.txt")


def test_a_file_in_the_place_of_words_is_nothing(desk):
    letter = sent(desk, data={"words": (BytesIO(b"x"), "a.txt")})

    assert (letter.words.data, letter.words.raw_data) == ("老样子", [])


def test_words_in_the_place_of_a_file_are_no_file(desk):
    assert sent(desk, data={"paper": "a.txt"}).paper.data is None


def test_json_is_not_read(desk):
    letter = sent(desk, json={"words": 7})

    assert letter.words.data == "老样子"


def test_a_page_that_is_only_looked_at_shows_what_is_there(desk):
    with desk.test_request_context():
        assert Letter(data={"words": "已写好"}).words.data == "已写好"
