"""What a form that came back says: every problem once at the top, and the same words at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel.speaklater import LazyString
from wtforms import Field, Form, RadioField, SelectMultipleField

from microprojects.domain.errors import Refusal
from microprojects.web.language import sentence


@dataclass(frozen=True)
class Problem:
    """One line of the summary; `anchor` is the id of the input to go to, None for the form as a whole."""

    anchor: str | None
    words: str


def init_app(app: Flask) -> None:
    """Give the form macros what they need."""
    for function in (form_problems, field_problems, described_by, input_attributes, check_attributes):
        app.add_template_global(function)


def blame(form: Form, refusal: Refusal, field: str | None = None) -> None:
    """Show a rule's no in the form that caused it: at the field it is about, or above all fields."""
    said = sentence(refusal)
    if field is None:
        form.form_errors.append(said)
    else:
        target = form[field]
        target.errors = (*target.errors, said)


def form_problems(form: Form) -> list[Problem]:
    """Return every problem of a form in the order of its fields, nested ones too."""
    whole = [Problem(None, words) for words in form.form_errors]
    return whole + [problem for field in form for problem in _of(field)]


def field_problems(field: Field) -> list[str]:
    """Return the problems of one field as sentences."""
    return list(_sentences(field.errors))


def described_by(field: Field, hint: str, wrong: Sequence[str]) -> str:
    """Return the ids of the hint and the error that belong to a field."""
    ids = [f"{field.id}-hint"] if hint else []
    return " ".join([*ids, f"{field.id}-error"] if wrong else ids)


def input_attributes(
    field: Field, hint: str, wrong: Sequence[str], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the attributes of an input: its class, what describes it, and whether it is wrong."""
    kind = "form-select" if field.widget.__class__.__name__ == "Select" else "form-control"
    return {"class": kind, **_ties(field, hint, wrong), **{k: v for k, v in given.items() if v is not None}}


def check_attributes(field: Field, hint: str, wrong: Sequence[str]) -> dict[str, Any]:
    """Return the attributes of a box to tick."""
    return _ties(field, hint, wrong)


def _ties(field: Field, hint: str, wrong: Sequence[str]) -> dict[str, str]:
    ties = {}
    if ids := described_by(field, hint, wrong):
        ties["aria-describedby"] = ids
    if wrong:
        ties["aria-invalid"] = "true"
    return ties


def _of(field: Field) -> Iterator[Problem]:
    """Yield the problems of a field, and of the fields inside it."""
    inside = getattr(field, "entries", None) or (list(field.form) if hasattr(field, "form") else ())
    for each in inside:
        yield from _of(each)
    # Fields that hold others report the same words again, nested in lists and mappings: only plain ones are their own.
    yield from (Problem(_anchor(field), words) for words in _sentences(field.errors))


def _anchor(field: Field) -> str:
    """Return the id to jump to: a group of choices has none of its own, so its first choice."""
    return f"{field.id}-0" if isinstance(field, RadioField | SelectMultipleField) else str(field.id)


def _sentences(errors: Any) -> Iterator[str]:
    """Yield the sentences among errors; a form inside a form has a mapping, with its own under None."""
    if isinstance(errors, Mapping):
        errors = errors.get(None, ())
    return (str(words) for words in errors if isinstance(words, str | LazyString) and str(words))
