"""What can be chosen in a field: pairs of value and words, as the forms library wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields import choices as library


def options(pairs: Iterable[tuple[str | int, object]]) -> list[Any]:
    """Return the choices of a SelectField, SelectMultipleField or RadioField; the words may be lazy translations."""
    choice: Any = vars(library)["SelectChoice"]  # too new for the library's published types
    return [choice(value=value, label=words) for value, words in pairs]
