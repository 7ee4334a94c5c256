"""What a view answers when a rule says no to a form: the form again, with the sentence and all that was typed."""

from __future__ import annotations

from wtforms import Form

from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.web.form_words import blame


def refused(form: Form, no: Refusal, field: str | None = None) -> int:
    """Show a rule's no in the form, at a field or above all, and return the status of the page.

    Raises:
        NotFound, NotPermitted: the form itself is not the visitor's to see; these have a page of their own.
    """
    if type(no) is NotFound or isinstance(no, NotPermitted):
        raise no
    blame(form, no, field)
    return no.status


def status_of(form: Form) -> int:
    """Return the status of a page with a form that was not carried out: 422 where it is wrong, else 200."""
    return 422 if form.errors else 200
