"""Writing very many rows: by table, some thousands at a time, those first to which others refer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.demo.mould_rows import tables

_FULL = 40_000


class Pen:
    """Gathers rows and writes them within the transaction of its session. Every constraint holds as ever."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._postgres = self._connection.dialect.name == "postgresql"
        self.zone = "+00:00" if self._postgres else ""
        self._rows: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in tables()}
        self._held = 0

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Take one row."""
        self._rows[table].append(row)
        self._held += 1
        if table == "journal_entries":
            self.flush_if_full()

    def add_all(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take some rows of one table."""
        for row in rows:
            self._rows[table].append(row)
            self._held += 1

    def flush_if_full(self) -> None:
        """Write what was gathered if it is much."""
        if self._held >= _FULL:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        for table in tables():
            rows = self._rows[table.name]
            if rows:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                place = "%s" if self._postgres else "?"
                places = ", ".join([place] * len(table.columns))
                told = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'
                self._connection.connection.cursor().executemany(told, rows)
                rows.clear()
        self._held = 0

    def finish(self) -> None:
        """Let PostgreSQL go on numbering after what was written."""
        if not self._postgres:
            return
        for table in tables():
            if "id" in table.primary_key.columns and table.name != "journal_head":
                series = func.pg_get_serial_sequence(table.name, "id")
                self._connection.execute(select(func.setval(series, func.max(table.c.id))))
