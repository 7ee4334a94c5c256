"""What a ballot that was sent is read from: the short way and the form say yes to the same words."""

from __future__ import annotations

import pytest
from flask import g, request

from microprojects.web.forms.ballots import CastForm, brought

ODD = {
    "choices": ["", "p01:1", "p01:1,p02:3", "p1:1", "p01:1,", "p01:12345", "p01:1\n", "p01:-1"],
    "blank": ["", "1", "anything"],
    "once": ["", "forged", "x" * 401],
    "seen": ["", "0", "999999", "1000000", "-1", " 3 ", "3\n", "３"],
    "spec": ["", "0" * 64, "0" * 65],
    "client": ["", "0" * 31, "0" * 128, "0" * 129, "G" * 32, "a" * 32 + "\n"],
    "word": ["", "AB23", "长长的记号" * 100],
}
CASES = [(name, value) for name, values in ODD.items() for value in (*values, None)]


@pytest.fixture
def shown(app):
    """The fields of a form as it was shown."""
    with app.test_request_context("/"):
        form = CastForm(formdata=None)
        form.prepare({"p01": 1, "p02": 2}, blank=False, spec="a" * 64, seen=4)
        return {name: str(form[name].data) for name in ODD}


@pytest.mark.parametrize(("name", "value"), CASES)
def test_the_short_way_and_the_form_agree(app, shown, name, value):
    sent = shown | {name: value}
    with app.test_request_context("/", method="POST", data={k: v for k, v in sent.items() if v is not None}):
        g.csrf_valid = True
        form = CastForm()
        assert (brought(request.form) is not None) == form.validate()


def test_the_ballot_is_what_was_shown_and_picked(app, shown):
    with app.test_request_context("/", method="POST", data=shown | {"blank": "1"}):
        ballot = brought(request.form).ballot
    assert (ballot.choices, ballot.blank, ballot.seen) == ({"p01": 1, "p02": 2}, True, 4)
    assert (ballot.spec, ballot.once) == (shown["spec"], shown["once"])
    assert (ballot.word, ballot.client.hex()) == (shown["word"], shown["client"])
