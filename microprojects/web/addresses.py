"""What may stand in an address: the number of a row is one that a row can have."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""Of an INTEGER column; a larger one finds nothing and would only upset the database."""


class RowNumber(IntegerConverter):
    """A whole number from 0 to the largest that a column holds; any other address is not found."""

    def __init__(self, map: Map, *args: Any, max: int = LARGEST, **given: Any) -> None:  # noqa: A002 - werkzeug's names
        super().__init__(map, *args, max=max, **given)


def init_app(app: Flask) -> None:
    """Let every `<int:...>` of an address mean a row number."""
    app.url_map.converters["int"] = RowNumber
