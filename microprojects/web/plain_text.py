"""Text that no database can keep is refused at the door, once for every form and every address."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, abort, request

_NUL = "\0"


def init_app(app: Flask) -> None:
    """Look at each request before anybody else does."""
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """Answer 400 to a request whose words hold the character NUL, which PostgreSQL cannot store or look for."""
    if any(_NUL in word for word in _words()):
        abort(400)


def _words() -> Iterator[str]:
    """Yield the path, and every name and value of the query and of the form."""
    yield request.path
    for fields in (request.args, request.form):
        for name, value in fields.items(multi=True):
            yield name
            yield value
