"""What may stand in an address: the number of a row is one that a row can have."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST = 2**31 - 1
"""Of an INTEGER column; a larger one finds nothing and would only upset the database."""


class RowNumber(IntegerConverter):
    """A whole number from 0 to the largest that a column holds; any other address is not found."""

    def to_python(self, value: str) -> int:
        """Read the number of an address."""
        number = int(super().to_python(value)) if len(value) <= len(str(LARGEST)) else LARGEST + 1
        if number > LARGEST:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    """Let every `<int:...>` of an address mean a row number."""
    app.url_map.converters["int"] = RowNumber
