"""Fields that WTForms does not have: an amount in yuan, a count, and rows of fields that can grow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from wtforms import FieldList, StringField

from microprojects.domain.money import BadAmount, Fen, parse_yuan, yuan
from microprojects.web.language import sentence

_COUNT = re.compile(r"[0-9]{1,12}", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,3}", re.ASCII)


class MoneyField(StringField):
    """An amount in yuan as a person types it; its `data` are fen, None where nothing was typed."""

    data: Fen | None  # type: ignore[assignment]  # WTForms says str

    def _value(self) -> str:
        """Return what stands in the box: what was typed, else the amount."""
        if self.raw_data:
            return str(self.raw_data[0])
        return yuan(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the amount, or say what is wrong with it."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = parse_yuan(typed)
            except BadAmount as no:
                raise ValueError(sentence(no)) from no


class CountField(StringField):
    """A whole number as a person types it, at most `most`; its `data` are None where nothing was typed."""

    data: int | None  # type: ignore[assignment]  # WTForms says str

    def __init__(self, label: Any = None, *, most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.most = most

    def _value(self) -> str:
        """Return what stands in the box: what was typed, else the number."""
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say what is wrong with it."""
        typed = str(valuelist[0]).strip().replace(",", "") if valuelist else ""
        self.data = None
        if not typed:
            return
        if not (_COUNT.fullmatch(typed) and int(typed) <= self.most):
            raise ValueError(_("请写一个整数，最多 %(most)s。", most=self.most))
        self.data = int(typed)


class Rows(FieldList):  # type: ignore[type-arg]  # generic only in its stubs
    """Rows of fields; a row's number in the request is read only if it is a plain small one."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """Yield the numbers of the rows that were sent."""
        for name in formdata:
            rest = name.removeprefix(f"{prefix}-").split("-", 1)[0]
            if name.startswith(f"{prefix}-") and _INDEX.fullmatch(rest):
                yield int(rest)

    def grow(self, rows: int) -> None:
        """Add empty rows at the end, up to the most that the list takes."""
        for _row in range(min(rows, (self.max_entries or 0) - len(self.entries))):
            self.append_entry()
